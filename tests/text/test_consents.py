"""What is asked for separately can be refused on paper: a decision stands where it is signed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from toolkit.text import policy
from toolkit.text.policy import Chapter, Citation, Document

FORMS = [policy.read(path, path.name)[0] for path in sorted((ROOT / "templates" / "forms").glob("B*.md"))]
SEPARATE = [form for form in FORMS if form.data["separate_consent"]]
# Whose account it is fills that page in and sends it to who pays; whether it may be used, B03 and B04 ask.
DECIDED_ELSEWHERE = {"B21": ["B03-account", "B04-account"]}
_SEPARATE = re.compile("单独(?:同意|决定)")
_LAW = Citation("pipl", "29")  # sensitive information: a consent of its own


def decided(form: Document, chapter: Chapter) -> Iterator[str]:
    """What can be ticked or left in a part: yes or no, or which items one authorises."""
    inside = {chapter.id, *(clause.id for clause in chapter.clauses)}
    for item in form.fields:
        options = [str(option) for option in item.get("options", ())]
        refusal = any(option.startswith("不") for option in options) and any("愿意" in option or "同意" in option for option in options)
        authorised = item["type"] == "multi" and "授权" in item["name"]
        if item["at"] in inside and (refusal or authorised):
            yield item["name"]
    text = "\n".join(part.text for part in (chapter, *chapter.clauses))
    if "☐ 我同意" in text and "☐ 我不同意" in text:
        yield "☐"


def signed(form: Document, chapter: Chapter) -> bool:
    inside = {chapter.id, *(clause.id for clause in chapter.clauses)}
    return any(item["type"] == "signature" and item["at"] in inside for item in form.fields) or any(
        "::: 签署" in part.text for part in (chapter, *chapter.clauses)
    )


def test_every_part_that_asks_for_a_separate_consent_can_be_refused():
    asked = [
        (form, chapter) for form in FORMS for chapter in form.chapters
        if signed(form, chapter) and form.id not in DECIDED_ELSEWHERE and (
            any(_SEPARATE.search(part.title) for part in (chapter, *chapter.clauses))
            or form in SEPARATE and any(_LAW in clause.basis for clause in chapter.clauses)
        )
    ]
    assert len(asked) >= 20
    assert [chapter.id for form, chapter in asked if not list(decided(form, chapter))] == []


@pytest.mark.parametrize("form", SEPARATE, ids=lambda form: form.id)
def test_a_form_of_separate_consent_has_a_decision_where_it_is_signed(form: Document):
    if form.id not in DECIDED_ELSEWHERE:
        assert any(list(decided(form, chapter)) for chapter in form.chapters if signed(form, chapter))
        return
    others = {chapter.id: (other, chapter) for other in FORMS for chapter in other.chapters}
    assert all(list(decided(*others[found])) for found in DECIDED_ELSEWHERE[form.id])


def test_a_part_without_one_is_seen():
    """Of a form whose decision is taken away nothing is left to tick."""
    form = next(form for form in FORMS if form.id == "B20")
    chapter = next(chapter for chapter in form.chapters if chapter.id == "B20-data-page")
    assert list(decided(form, chapter)) == ["记简要笔记"]
    without = policy.parse(re.sub('(?m)^.*"记简要笔记".*\n', "", (ROOT / "templates" / "forms" / form.path).read_text(encoding="utf-8")), form.path)[0]
    assert list(decided(without, next(found for found in without.chapters if found.id == chapter.id))) == []
