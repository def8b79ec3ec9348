"""The open questions stand once in the list for counsel, once in P16, and at every clause that they bind."""

from __future__ import annotations

from tests.conftest import ROOT
from toolkit.files import yamlfile
from toolkit.text import policy
from toolkit.text.citations import Register
from toolkit.text.marks import bare
from toolkit.text.numerals import chinese

LEGAL = ROOT / "policies" / "legal"
FILE = yamlfile.read(LEGAL / "open-questions.yaml", "open-questions.yaml").data["questions"]
DOCUMENTS = [
    policy.read(path, path.name)[0]
    for folder in ("policies", "templates/forms", "templates/training") for path in sorted((ROOT / folder).glob("*.md"))
]
PARTS = {part.id: part for document in DOCUMENTS for part, _ in document.parts()}


def test_p16_lists_the_same_questions_in_the_same_order():
    _, *items = bare(PARTS["P16-open-questions"].text).split("\n\n")
    assert items == [
        f"（{chinese(number)}）{entry['question']}答复以前：{entry['until_answered']}"
        for number, entry in enumerate(FILE, 1)
    ]


def test_the_list_has_thirty_two_questions_numbered_in_order_in_both_languages():
    assert [entry["id"] for entry in FILE] == [f"OQ{number:02}" for number in range(1, 33)]
    for entry in FILE:
        assert all(entry[key] for key in ("question", "question_en", "until_answered", "until_answered_en"))
    assert list(Register(LEGAL).questions) == [entry["id"] for entry in FILE]


def test_every_bound_clause_names_its_question_and_every_named_question_binds_it():
    bound = {(clause, entry["id"]) for entry in FILE for clause in entry["binds"]}
    named = {(part.id, name) for part in PARTS.values() for name in part.open}
    assert bound - named == set()
    assert named - bound == set()
