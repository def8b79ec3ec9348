"""What is open after an update: found by what a person calls it, due when the law says, and kept byte for byte."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from toolkit.files import sources, validation, yamlfile
from toolkit.text import decisions
from toolkit.text.decisions import Because, Decision, Decisions, Taken

OPEN = Decision(
    "P08-访视", "P08-visits", "P08", "访视", "团长", "both-changed", "旧", None, "新", {"P08-visits": "旧", "title": None}, "合并", "怎样", "P08-old",
    (Because("1.1.0", "practice", "实务"), Because("1.2.0", "law", "法律", "2027-03-01"), Because("1.3.0", "law", "法律", "2027-02-01")), "张三（样例）",
)
OTHER = Decision("P08", "P08", "P08", "题", "团长", "front", None, "本市", None)
ELSEWHERE = Decision("P09-甲", "P09-a", "P09", "甲", "团长", "both-changed", "旧", "本市", "新", reasons=(Because("1.1.0", "wording", "文字"),))
ALL = Decisions((OPEN, OTHER, ELSEWHERE), (Taken("P10-乙", "P10-b", "local", "李四（样例）", "2026-12-01", "本市已经这样做"),))


def test_what_is_written_reads_back_and_is_as_its_schema_says():
    raw = decisions.written(ALL)
    assert decisions.read(json.loads(raw)) == ALL
    assert decisions.written(decisions.read(json.loads(raw))) == raw
    assert raw.endswith(b"}\n")
    assert "访视".encode() in raw
    assert b"null" not in raw
    assert json.loads(raw)["format"] == 1
    assert not validation.validate(yamlfile.parse(raw.decode(), "decisions.json"), sources.schema("decisions"))
    assert decisions.read(json.loads(decisions.written(Decisions()))) == Decisions()


@pytest.mark.parametrize(("name", "found"), [
    ("P08-访视", [OPEN]), ("待处理/P08-访视.md", [OPEN]), (" P08-访视.docx ", [OPEN]), ("P08-visits", [OPEN]), ("P09-a", [ELSEWHERE]), ("P09", [ELSEWHERE]),
    ("P08", [OTHER]),  # a page of that name comes before all of the document
    ("P10", []), ("访视", []), ("", []),
])
def test_a_decision_is_found_by_its_page_its_clause_or_its_document(name: str, found: list[Decision]):
    assert ALL.find(name) == found
    assert replace(ALL, open=(OPEN, ELSEWHERE)).find("P08") == [OPEN]


def test_a_documents_decisions_stand_in_their_order():
    assert ALL.of("P08") == [OPEN, OTHER]
    assert ALL.of("P10") == []
    assert OPEN.path == "待处理/P08-访视.md"


def test_the_first_day_of_a_law_counts_and_the_day_itself_is_in_time():
    assert (OPEN.by_law, OPEN.decide_by) == (True, "2027-02-01")
    assert [OPEN.is_late(day) for day in ("2027-01-31", "2027-02-01", "2027-02-02")] == [False, False, True]
    for decision in (OTHER, ELSEWHERE):
        assert (decision.by_law, decision.decide_by, decision.is_late("2099-01-01")) == (False, "", False)


def test_the_four_words_are_those_that_kits_and_people_know():
    assert decisions.WORDS == {"local": "保留本市", "national": "采用全国", "merged": "合并稿", "later": "以后再定"}
    assert tuple(decisions.WORDS) == (decisions.LOCAL, decisions.NATIONAL, decisions.MERGED, decisions.LATER)
    assert (OTHER.later, OTHER.suggestion, OTHER.how, OTHER.likely, OTHER.reasons, OTHER.bases) == ("", "", "", "", (), {})
