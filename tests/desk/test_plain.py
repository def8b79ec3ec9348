"""A finding on the desk speaks of fields by their titles, and leads to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.desk.conftest import Browser
from toolkit.desk.pages import linked, said
from toolkit.desk.plain import plain
from toolkit.errors import Words


@pytest.mark.parametrize(("words", "expected"), [
    ("教育（contacts.education）：没有区号", "教育：没有区号"),
    ('写上号码：education: "区号-号码"', "写上号码：“区号-号码”"),  # two fields are called so
    ("改成：coordinators: 2；要按本市的数", "改成：协调员人数“2”；要按本市的数"),
    ("写成：deputy_child_protection: 副专员（办公电话 区号-号码）", "写成：儿童保护副专员“副专员（办公电话 区号-号码）”"),
    ("小办公室（tiers.small）改成：small: false", "小办公室改成：小办公室“否”"),
    ("是三级的，改成 three: true", "是三级的，改成是否三级“是”"),
    ("在 city.yaml 的 adopted.issue_number 写下一个文号", "在“发文字号”写下一个文号"),
    ("设区的市（prefecture），是（true）", "设区的市，是"),
    ("是一年（P04-visits）", "是一年（P04-visits）"),
    ("写成 {{ team.hotline }}", "写成 {{ team.hotline }}"),
])
def test_paths_and_lines_of_yaml_are_titles(words: str, expected: str):
    assert plain(words) == expected
    assert said(Words(words, "")) == expected


def test_a_field_that_is_named_leads_to_it_and_nothing_else_is_markup():
    made = linked(Words("<b>下级单位（units）和热线（team.hotline）", ""), "临沂市")
    assert 'href="/kit/a/text/P01#P01-three-posts">P01</a>）' in linked(Words("（P01-three-posts）", ""), "a")
    assert made == '&lt;b&gt;<a href="/kit/%E4%B8%B4%E6%B2%82%E5%B8%82/facts/units">下级单位</a>和<a href="/kit/%E4%B8%B4%E6%B2%82%E5%B8%82/facts/team#team.hotline">热线</a>'


def test_what_any_rule_says_of_a_city_has_no_path_on_the_desk():
    """All Chinese words of the cases in which a city.yaml is at fault; a clause's own marks stay."""
    text = (ROOT / "tests" / "rules" / "said.txt").read_text(encoding="utf-8")
    told = [line.strip() for case in re.findall(r"^== CFG[0-9].*\n(?:.*\n)*?(?=^==|\Z)", text, re.M) for line in case.split("\n") if re.search(r"[\u4e00-\u9fff]", line)]
    assert len(told) > 60
    for line in told:
        if line.startswith("city.yaml:") or re.match(r"[A-Z][a-z]|item", line):
            continue
        assert not re.search(r"[a-z_]+\.[a-z_]+(?!\.)|: (?:true|false)|(?<![a-z-])(?:three|units|middle)", re.sub(r"“[^”]*”|https?\S+|\S+@\S+", "", plain(line))), line


def test_two_tiers_with_towns_are_said_in_titles(asked: Browser, kit: Path):
    city = kit / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("three: true", "three: false"), encoding="utf-8")
    for address in ("/kit/临沂市/check", "/kit/临沂市/facts/tiers", "/kit/临沂市/facts/units"):
        text = re.sub(r"<[^>]*>", "", asked.get(address).text)
        assert "乡镇" in text
        assert not re.search(r"three|tiers|units|middle|towns", text), address
