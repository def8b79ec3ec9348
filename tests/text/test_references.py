"""What a reference reads as, and what happens to one that leads nowhere in this city."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.errors import Finding
from toolkit.files import yamlfile
from toolkit.text import blocks, policy
from toolkit.text.blocks import Ref
from toolkit.text.render import Outline, Rendered, applies, is_bare, outline, render

FIRST = """---
id: P97
title: 甲制度
kind: 制度
---

## 总则 {#P97-general}

引言[](#P97-camps)。

### 目的 {#P97-aim}

REFERENCE

## 营地 {#P97-camps when="supports.camps"}

### 入营 {#P97-enter}

甲。

## 附则 {#P97-last page="new"}

### 家 {#P97-homes when="supports.homes"}

乙。

### 施行 {#P97-force}

丙。
"""
SECOND = """---
id: P98
title: 乙须知
kind: 须知
---

## 节 {#P98-part}

### 一件事 {#P98-one}

丁。

### 两件事 {#P98-two}

戊。
"""


def city(camps: bool, homes: bool = True, adopted: list[str] | None = None) -> City:
    answers: dict[str, Any] = cityfile.from_division(divisions.find("临沂"))
    answers["supports"].update(camps=camps, homes=homes)
    if adopted is not None:
        answers["adopted"]["documents"] = adopted
    return City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))


def made(reference: str, here: City, unread: tuple[str, ...] = ()) -> tuple[Rendered, list[Finding], Outline]:
    first, faults = policy.parse(FIRST.replace("REFERENCE", reference), "P97.md")
    assert not faults
    outlined = outline([first, policy.parse(SECOND, "P98.md")[0]], here, unread)
    return *render(first, outlined, here), outlined


def words(rendered: Rendered) -> str:
    return "".join(blocks.plain_text(block.content) for block in rendered.clauses[0].blocks)


@pytest.mark.parametrize(("reference", "read"), [
    ("[](#P97)", "《甲制度》"), ("[](#P97-general)", "第一章"), ("[](#P97-force)", "第四条"), ("[上一条](#P97-force)", "上一条"),
    ("[](#P98)", "《乙须知》"), ("[](#P98-part)", "《乙须知》“节”"), ("[](#P98-two)", "《乙须知》第二条"),
])
def test_a_reference_reads_as_what_it_leads_to_is_called(reference: str, read: str):
    rendered, findings, _ = made(f"见{reference}。", city(camps=True))
    assert findings == []
    assert words(rendered) == f"见{read}。"
    assert rendered.clauses[0].blocks[0].content[1] == Ref(reference[:-1].rpartition("#")[2], read)


def test_what_a_city_does_not_offer_is_left_out_and_the_rest_counts_on():
    rendered, findings, _ = made("甲。", city(camps=True, homes=False))
    assert [(chapter.label, [clause.label for clause in chapter.clauses]) for chapter in rendered.chapters] == [
        ("第一章", ["第一条"]), ("第二章", ["第二条"]), ("第三章", ["第三条"])]
    assert [chapter.own_page for chapter in rendered.chapters] == [False, False, True]
    assert findings == []
    without, findings, _ = made("甲。", city(camps=False, homes=False))
    assert [(chapter.label, [clause.label for clause in chapter.clauses]) for chapter in without.chapters] == [
        ("第一章", ["第一条"]), ("第二章", ["第二条"])]
    assert [(item.rule, item.location.line) for item in findings] == [("DOC203", 9)]  # the introduction names the camps
    assert without.chapters[0].blocks[0].content[1].text == "？"


def test_a_chapter_whose_clauses_all_fall_away_falls_away():
    text = FIRST.replace(' when="supports.camps"', "").replace("{#P97-enter}", '{#P97-enter when="supports.camps"}')
    document, _ = policy.parse(text.replace("REFERENCE", "甲。"), "P97.md")
    assert [chapter.id for chapter, _ in outline([document], city(camps=False)).chapters["P97"]] == ["P97-general", "P97-last"]


@pytest.mark.parametrize(("reference", "unread", "rules"), [
    ("[](#P97-gone)", (), ["DOC203"]), ("[](#P55-gone)", ("P55",), []), ("[](#P55-gone)", ("P56",), ["DOC203"]),
    ("[](#P97-gone)和[](#P97-enter)", (), ["DOC203"]),
])
def test_a_reference_that_leads_nowhere_is_told_unless_its_document_could_not_be_read(reference: str, unread: tuple[str, ...], rules: list[str]):
    rendered, findings, _ = made(f"甲。\n\n见{reference}。", city(camps=True), unread)
    assert [item.rule for item in findings] == rules
    assert {item.location.line for item in findings} <= {15}
    assert words(rendered).startswith("甲。见？")


def test_a_document_that_is_not_adopted_keeps_its_name_and_is_warned_of():
    rendered, findings, outlined = made("见[](#P98-two)。", city(camps=True, adopted=["P97"]))
    assert [document.id for document in outlined.documents] == ["P97"]
    assert words(rendered) == "见《乙须知》第二条。"
    assert [(item.rule, item.severity, item.location.line) for item in findings] == [("DOC205", "warning", 13)]
    assert outlined.is_adopted("P97-force")
    assert not outlined.is_adopted("P98")


def test_a_value_that_is_missing_leaves_no_half_clause_and_its_references_are_looked_at():
    rendered, findings, _ = made("{{ team.gone }}见[](#P97-nowhere)。", city(camps=True))
    assert rendered.clauses[0].blocks == ()
    assert [(item.rule, item.location.line) for item in findings] == [("DOC202", 11), ("DOC203", 13)]
    assert findings[0].words.zh == "P97：城市配置里没有 team.gone"


@pytest.mark.parametrize(("condition", "holds"), [
    (None, True), ("", True), ("supports.camps", True), ("not supports.camps", False), ("supports.homes", False), ("not supports.homes", True),
    ("supports.gone", False), ("not supports.gone", False),
])
def test_a_condition_holds_by_the_citys_switches_and_an_unknown_one_is_off(condition: str | None, holds: bool):
    assert applies(condition, city(camps=True, homes=False)) is holds


@pytest.mark.parametrize(("kind", "body", "bare"), [
    ("制度", "甲。", False), ("制度", "::: 签署\n签名：\n:::", True), ("表单", "甲。", True), ("承诺书", "甲。", True), ("协议", "甲。", True), ("读本", "甲。", True),
    ("须知", "甲。", False), ("培训", "甲。", False),
])
def test_what_somebody_signs_is_bare(kind: str, body: str, bare: bool):
    document, _ = policy.parse(f"---\nid: P97\ntitle: 甲\nkind: {kind}\n---\n## 章 {{#P97-a}}\n{body}\n", "P97.md")
    assert is_bare(document) is bare


def test_a_documents_digest_changes_with_what_a_reader_sees_and_its_file_is_named_by_it():
    one, other = (made(text, city(camps=True))[0] for text in ("甲。", "甲！"))
    assert one.digest == made("甲。", city(camps=True))[0].digest != other.digest
    assert repr(one) == f"Rendered('P97', {one.digest})"
    assert one.file_stem == "P97-甲制度"
