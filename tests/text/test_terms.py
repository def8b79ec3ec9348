"""What a form says of taking back and of keeping holds the city's values, as its clauses do."""

from __future__ import annotations

from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.files import sources, yamlfile
from toolkit.text import issues, policy, signoffs
from toolkit.text.citations import Register
from toolkit.text.policy import Document
from toolkit.text.render import Rendered, outline, render

KEEPING = "结案后最长[{{ numbers.retention_years }}年]{.suggested}{% if supports.camps %}，营地的一年{% endif %}"
SOURCE = """---
id: B97
title: 示例
kind: 表单
withdrawal: "打{team}说一声"
retention: "{retention}"
---

## 主表 {{#B97-main}}

请填写。
"""


def form(retention: str = KEEPING, team: str = "{{ team.hotline }}") -> Document:
    document, findings = policy.parse(SOURCE.format(retention=retention, team=team), "B97.md")
    assert not findings
    return document


def city(years: int = 2, camps: bool = True) -> City:
    answers = cityfile.from_division(divisions.find("临沂"))
    answers["numbers"]["retention_years"], answers["supports"]["camps"] = years, camps
    return City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))


def rendered(document: Document, where: City) -> Rendered:
    made, findings = render(document, outline([document], where), where)
    assert not findings
    return made


def test_the_values_stand_in_the_front_matter_as_it_is_printed():
    front = rendered(form(), city()).front
    assert front["retention"] == "结案后最长[2年]{.suggested}，营地的一年"
    assert rendered(form(), city(3, camps=False)).front["retention"] == "结案后最长[3年]{.suggested}"
    assert front["id"] == "B97"


def test_words_without_a_value_are_taken_as_they_are():
    document = form("结案后[3年]{.suggested}", "电话")
    assert rendered(document, city()).front is document.data


def test_a_value_that_the_city_lacks_is_told_at_its_line():
    document = form("{{ numbers.no_such }}")
    where = city()
    _, findings = render(document, outline([document], where), where)
    assert [(found.rule, found.location.line) for found in findings] == [("DOC202", 6)]


def test_another_number_is_another_text_for_who_approved_it_and_for_the_register_of_what_was_issued():
    document, register = form(), Register(sources.shared().legal)
    hashes = [signoffs.hashes(document, outline([document], where), where, register) for where in (city(2), city(3), city(2))]
    assert hashes[0] == hashes[2]
    assert {part for part in hashes[0] if hashes[0][part] != hashes[1][part]} == {"文首"}
    assert len({issues.printed(rendered(document, city(years)), "") for years in (2, 3)}) == 2
