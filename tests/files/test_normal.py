"""What people surely mean is known, and told as the very line to write; what could mean two things is not guessed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.files import sources
from toolkit.files.keynames import dotted, named
from toolkit.files.normal import is_day, normal
from toolkit.files.validation import validate
from toolkit.files.yamlfile import parse

CITY = sources.schema("city")


def entry(key: str) -> dict[str, Any]:
    section, _, name = key.partition(".")
    found: dict[str, Any] = CITY["properties"][section]["properties"][name]
    return found


@pytest.mark.parametrize(("key", "said", "meant"), [
    *(("adopted.on", said, "2026-03-01") for said in (
        "2026-3-1", "2026/3/1", "2026.03.01", "2026年3月1日", "2026 年 3 月 1 日", "20260301", "２０２６－０３－０１", "“2026-03-01”", "2026—3—1")),
    *(("numbers.visits_per_year", said, 12) for said in ("12", "12次", "12 次", "“12”", "１２次", "十二次", "12.0", 12.0, "+12", "「12」")),
    ("numbers.visit_minutes", "120分钟", 120), ("numbers.visit_minutes", "一百二十分", 120), ("numbers.visit_minutes", "两百零五", 205),
    ("numbers.gift_limit_yuan", "50元", 50), ("numbers.probation_months", "三个月", 3), ("size.pairs", "1,000 对", 1000), ("size.pairs", "２０", 20),
    ("numbers.rights_reply_days", "15个工作日", 15),
    *(("supports.camps", said, True) for said in ("是", "有", "有的", "y", "Y", "yes", "ＹＥＳ", "on", "要", "是。", 1, "1")),
    *(("supports.camps", said, False) for said in ("否", "没有", "没", "不是", "无", "n", "No", "off", "不办", 0)),
    *(("team.hotline", said, "0539-8012345") for said in (
        "0539－8012345", "0539—8012345", "(0539)8012345", "（0539）8012345", "0539 8012345", "05398012345", "+86 539 8012345", "０５３９-８０１２３４５", " 0539-8012345 ", "0539 801 2345", "0539-801-2345", "539 801 2345")),
    ("team.hotline", "01062345678", "010-62345678"), ("team.hotline", "0539-8012345转12", "0539-8012345-12"), ("team.hotline", "400 812 3456", "400-812-3456"),
    ("team.hotline", "138 0013 8000", "13800138000"), ("contacts.police", "+86-10-62345678", "010-62345678"),
    ("team.email", "ｏｆｆｉｃｅ＠example.org", "office@example.org"), ("team.registration", "51371300mje0000000", "51371300MJE0000000"),
    ("city.code", "４２０６", "4206"), ("city.code", 4206, "4206"), ("city.tier", "地级市", "prefecture"), ("city.tier", "直辖市", "municipality"),
    ("adopted.documents", ["P01，P08"], ["P01", "P08"]), ("adopted.documents", "P01、P08", ["P01", "P08"]), ("adopted.documents", ["p01"], ["P01"]),
    ("site.languages", "zh-CN", ["zh-Hans"]), ("site.languages", ["zh_cn"], ["zh-Hans"]), ("site.languages", ["简体，繁体"], ["zh-Hans", "zh-Hant"]),
    ("site.languages", ["zh-TW"], ["zh-Hant"]), ("adopted.version", "１.０.０", "1.0.0"),
])
def test_what_is_surely_meant_is_known(key: str, said: Any, meant: Any):
    found = normal(said, entry(key))
    assert found == meant
    assert type(found) is type(meant)
    assert not validate(parse(f"x: {meant!r}".replace("'", '"').replace("True", "true").replace("False", "false"), "x"), {
        "type": "object", "properties": {"x": entry(key)}})


@pytest.mark.parametrize(("key", "said"), [
    ("adopted.on", "2026-2-30"), ("adopted.on", "3月1日"), ("adopted.on", "明年"), ("numbers.visit_minutes", "2小时"), ("numbers.visits_per_year", "4到6"),
    ("numbers.visits_per_year", "四五次"), ("numbers.visits_per_year", "12月"), ("numbers.visits_per_year", True), ("supports.camps", "也许"),
    ("supports.camps", 2), ("team.hotline", "打不通"), ("team.email", "office"), ("city.tier", "乡"), ("site.languages", ["en"]), ("adopted.documents", []),
    ("numbers.visits_per_year", None), ("team.hotline", None),
])
def test_what_could_mean_something_else_is_not_guessed(key: str, said: Any):
    assert normal(said, entry(key)) is said or normal(said, entry(key)) == said


def test_a_name_with_a_comma_in_its_brackets_is_one():
    towns = CITY["properties"]["units"]["items"]["properties"]["towns"]
    assert normal(["额敏（兵地、辽阳）工业园区"], towns) == ["额敏（兵地、辽阳）工业园区"]
    assert normal(["古城街道，庞公街道"], towns) == ["古城街道", "庞公街道"]
    assert normal("【古城街道、庞公街道】", towns) == ["古城街道", "庞公街道"]


@given(st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text())), st.sampled_from(
    ["adopted.on", "numbers.visits_per_year", "supports.camps", "team.hotline", "team.name", "site.languages", "city.tier"]))
def test_whatever_is_said_the_answer_is_itself_or_of_the_right_type(said: Any, key: str):
    found = normal(said, entry(key))
    if found is not said and found != said:
        wanted = {"string": str, "integer": int, "boolean": bool, "array": list}[entry(key)["type"]]
        assert type(found) is wanted


def test_days_of_the_calendar():
    assert is_day("2028-02-29")
    assert not is_day("2027-02-29")
    assert not is_day("待填写")


# --- the cure is the very line


@pytest.mark.parametrize(("old", "new", "cure"), [
    ("adopted: {on: 2027-03-01}", "adopted: {on: 2026-3-1}", 'on: "2026-03-01"'),
    ("numbers: {visits_per_year: 4}", "numbers: {visits_per_year: 12次}", "visits_per_year: 12"),
    ("", "numbers: {visits_per_year: “12”}", "visits_per_year: 12"), ("", "supports: {camps: 是}", "camps: true"),
    ("", "supports: {camps: off}", "camps: false"), ("", "team: {hotline: (0539)8012345}", 'hotline: "0539-8012345"'),
    ("", "team: {热线: 打不通}", "hotline: 打不通"), ("", "team: {short_nmae: 服务团}", "short_name: 服务团"),
    ("", "team: {name：服务团}", "name: 服务团"), ("", "team: leader：李四", "leader: 李四"),
    ("", "site: {languages: [zh-CN]}", "zh-Hans"), ("", "adopted: {documents: [P01，P08]}", "P01, P08"),
    ("", "units: [{name: 甲区, towns: 乙镇、丙镇}]", "towns: [乙镇, 丙镇]"), ("", "numbers: {visits_per_year: 2}", "visits_per_year: 4"),
])
def test_a_cure_is_the_very_line_to_write(old: str, new: str, cure: str):
    from toolkit.city.cityfile import read_answers
    from toolkit.errors import InvalidInput

    with pytest.raises(InvalidInput) as caught:
        read_answers(parse(new, "x.yaml"))
    assert any(finding.fix.zh.endswith(cure) for finding in caught.value.findings), [f.fix.zh for f in caught.value.findings]


# --- names


@pytest.mark.parametrize(("place", "zh", "en"), [
    (("team", "hotline"), "热线（team.hotline）", "Hotline (team.hotline)"), (("team",), "服务团（team）", "Team (team)"),
    (("units", 2, "name"), "下级单位第 3 项的名称（units[].name）", "Name of Units 3"), (("units", 0, "towns", 1), "下级单位第 1 项的乡镇（街道）第 2 项（units[].towns[]）", ""),
    (("nothing", "x"), "nothing.x", "nothing.x"), ((), "", ""),
])
def test_a_place_is_named_as_people_call_it_with_its_path(place: tuple[Any, ...], zh: str, en: str):
    found = named(place, CITY)
    assert found.zh == zh
    assert found.en.startswith(en[:4])
    assert dotted(place) in found.en
