"""What the check lets pass as the definition of a register can be made into a workbook."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.test_rules import valid_city
from toolkit import rules
from toolkit.errors import Severity
from toolkit.exporters import xlsx
from toolkit.files import sources
from toolkit.registers.ledger import parse, used_in
from toolkit.rules.subject import Subject
from toolkit.text.citations import Register

SUBJECT = Subject(Register(sources.shared().legal))
SUBJECT.take_city(valid_city(), "city.yaml")
words = st.text(st.sampled_from("样例甲[]:*?/\\'\"=+@<>& ，、|{}%🌟"), min_size=1, max_size=40)


def made(**entry: object) -> list[str]:
    """The rules that the definition breaks; if none, its workbook is made."""
    data = {"id": "R98", "slug": "sample", "title": "样例", "title_en": "Sample", "documents": ["P98"],
            "columns": [{"name": "a", "title": "甲", "type": "text", "sensitivity": "S0"}], **entry}
    ledger, found = parse(json.dumps(data, ensure_ascii=False), "R98-sample.yaml")
    if ledger is not None:
        SUBJECT.ledgers = [ledger]
        found = rules.check(SUBJECT)
    broken = [item.rule for item in found if item.severity is Severity.ERROR]
    if ledger is not None and not broken and SUBJECT.city is not None:
        for used in used_in([ledger], SUBJECT.city):
            assert xlsx.workbook(used, "样例服务团")[:2] == b"PK"
    return broken


@settings(max_examples=60)
@given(words, words, words, st.lists(words, min_size=1, max_size=4, unique=True), words)
def test_whatever_passes_is_made(title: str, column: str, note: str, options: list[str], rule: str):
    made(title=title, keeper=rule[:20], rules=[rule], columns=[
        {"name": "a", "title": column, "type": "enum", "sensitivity": "S0", "options": options, "note": note},
        {"name": "b", "title": "乙", "type": "number", "sensitivity": "S0", "minimum": -1, "maximum": 1e300},
    ])


@pytest.mark.parametrize(("title", "rule"), [
    ("样" * 31, None), ("样" * 32, "REG208"), ("🌟" * 15, None), ("🌟" * 16, "REG208"), ("[样例]", "REG208"), ("'样例'", "REG208"), ("样'例", None),
    ("选项", "REG208"), ("填写说明", "REG208"), ("History", "REG208"), ("　", "REG102"), ("CON", "REG106"), ("样:例", "REG106"),
])
def test_a_title_must_name_a_sheet(title: str, rule: str | None):
    assert (rule in made(title=title)) if rule else made(title=title) == []


@pytest.mark.parametrize(("note", "broken"), [
    ("{{ numbers.visits_per_year }}", []), ("{{ adopted.issue_number }}", ["REG206"]), ("{{ no.such }}", ["REG206"]),
    ("{% for unit in units %}{% for town in unit.towns %}{{ town }}{% endfor %}{% endfor %}", []), ("{% for unit in units %}" * 3, ["REG206"]),
])
def test_a_note_can_be_filled(note: str, broken: list[str]):
    columns = [{"name": "a", "title": "甲", "type": "text", "sensitivity": "S0", "note": note}]
    assert made(columns=columns) == broken
