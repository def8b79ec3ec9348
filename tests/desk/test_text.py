"""Documents read on the desk, and one clause put into other words: what that means is said before it is written."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.desk.conftest import Browser

CLAUSE = "/kit/临沂市/text/P08/P08-parties"


def field(text: str, name: str) -> str:
    found = re.search(rf'<textarea id="{name}"[^>]*>(.*?)</textarea>', text, re.S) or re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, name
    return html.unescape(found[1])


def form(asked: Browser, address: str = CLAUSE, **more: str) -> dict[str, str]:
    text = asked.get(address).text
    return {"seen": field(text, "seen"), "title": field(text, "title"), "body": field(text, "body"), "do": "look", **more}


def text_of(kit: Path) -> str:
    return next((kit / "制度").glob("P08-*")).read_text(encoding="utf-8")


def test_every_document_is_listed_and_can_be_read(asked: Browser, kit: Path):
    overview = asked.get("/kit/临沂市/text").text
    names = sorted(path.name[:3] for folder in ("制度", "表单", "读本", "培训") for path in (kit / folder).glob("*.md"))
    assert len(names) > 60
    for name in names:
        assert f"/text/{name}" in overview
    for name in ("P01", "P08", "B01", "C01", "T01"):
        answer = asked.get(f"/kit/临沂市/text/{name}")
        assert answer.status_code == 200
        assert "{{" not in answer.text
        assert "](#" not in answer.text
    assert asked.get("/kit/临沂市/text/P99").status_code == 404
    assert asked.get("/kit/临沂市/text/P08/P08-none").status_code == 404


def test_a_value_leads_to_its_fact_and_a_reference_to_its_clause(asked: Browser):
    text = asked.get("/kit/临沂市/text/P08").text
    assert 'class="value" href="/kit/%E4%B8%B4%E6%B2%82%E5%B8%82/facts/team#team.name"' in text
    assert re.search(r'href="/kit/%E4%B8%B4%E6%B2%82%E5%B8%82/text/P08#P08-[a-z-]+">第', text)


def test_what_an_edit_means_is_said_and_nothing_is_written_before_it_is_saved(asked: Browser, kit: Path):
    before = {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()}
    sent = form(asked)
    look = asked.send_form(CLAUSE, {**sent, "body": sent["body"].replace("不单独收集", "不另外收集")})
    assert look.status_code == 200
    assert "<del>单独</del><ins>另外</ins>" in look.text
    assert "登记为偏离" in look.text
    assert {path: path.read_bytes() for path in kit.rglob("*") if path.is_file()} == before


@pytest.mark.slow
def test_a_saved_clause_keeps_its_heading_and_the_register_lists_it(asked: Browser, kit: Path, linyi):
    heading = re.search(r"^### .*\{#P08-parties.*$", text_of(kit), re.M)
    assert heading
    before = text_of(kit)
    sent = form(asked, reason="本市没有个人收集", by="秘书处")
    done = asked.send_form(CLAUSE, {**sent, "body": sent["body"].replace("不单独收集", "不另外收集"), "do": "save"})
    assert "保存了" in done.text
    assert text_of(kit) == before.replace("不单独收集", "不另外收集", 1)
    register = (kit / "偏离登记.yaml").read_text(encoding="utf-8")
    assert "P08-parties" in register
    assert "本市没有个人收集" in register
    assert "和全国文本不一样：本市没有个人收集" in asked.get("/kit/临沂市/text/P08").text
    assert linyi("check", kit).returncode == 0
    asked.send_form("/kit/临沂市/undo")
    assert text_of(kit) == before


@pytest.mark.slow
def test_a_token_that_is_lost_is_said(asked: Browser):
    sent = form(asked)
    assert "【全称】" in sent["body"]
    look = asked.send_form(CLAUSE, {**sent, "body": sent["body"].replace("【全称】", "本团")})
    assert "少了：【全称】" in look.text


@pytest.mark.slow
def test_a_fault_that_an_edit_would_bring_keeps_it_from_being_saved(asked: Browser, kit: Path):
    before = text_of(kit)
    sent = form(asked, do="save")
    for body, words in ((sent["body"] + "{{ team.nothing }}", "还不能保存"), (sent["body"] + "\n\n### 新的一条 {#P08-x}", "会成为另一条的标题"), ("", "")):
        answer = asked.send_form(CLAUSE, {**sent, "body": body})
        if words:
            assert words in answer.text
            assert text_of(kit) == before
    assert "标题是空的" in asked.send_form(CLAUSE, {**form(asked, do="save"), "title": " "}).text


def test_a_file_changed_by_hand_meanwhile_is_shown_and_kept(asked: Browser, kit: Path):
    sent = form(asked)
    path = next((kit / "制度").glob("P08-*"))
    path.write_text(text_of(kit).replace("不单独收集", "不单独私自收集"), encoding="utf-8")
    by_hand = path.read_bytes()
    answer = asked.send_form(CLAUSE, {**sent, "body": sent["body"] + "\n\n另起一段。", "do": "save"})
    assert answer.status_code == 409
    assert path.read_bytes() == by_hand
    assert "私自" in answer.text
    assert "另起一段。" in field(answer.text, "body")


@pytest.mark.slow
def test_sign_offs_that_would_end_are_named(asked: Browser):
    asked.send_form("/kit/临沂市/review/sign", {"document": "P08", "reviewer": "甲律师", "firm": "示例事务所"})
    sent = form(asked)
    look = asked.send_form(CLAUSE, {**sent, "body": sent["body"] + "\n\n另起一段。"})
    assert "（P08）的签署不再有效" in look.text
    same = asked.send_form(CLAUSE, sent)
    assert "没有改动" in same.text


def test_a_document_or_a_word_is_found_as_the_city_reads_it(asked: Browser, kit: Path):
    city = kit / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("hotline: 待填写", 'hotline: "0539-2345678"'), encoding="utf-8")
    text = asked.get("/kit/临沂市/text", params={"q": "0539-2345678"}).text
    assert re.search(r'href="/kit/[^"]*/text/P15#P15-directory"', text)
    assert "<mark>0539-2345678</mark>" in text
    assert "/text/P15" in asked.get("/kit/临沂市/text", params={"q": "p15"}).text
    assert "没有。换一个" in asked.get("/kit/临沂市/text", params={"q": "<b>没有的</b>"}).text
    listed = asked.get("/kit/临沂市/text").text
    assert listed.index("制度（") < listed.index("表单（") < listed.index("培训（") < listed.index("读本（")
