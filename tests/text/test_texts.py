"""The shared texts: right for every switch and kind of city, resting on articles that were read."""

from __future__ import annotations

import itertools
import json
import os
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toolkit import rules
from toolkit.city import cityfile, divisions
from toolkit.files import sources, yamlfile
from toolkit.rules.subject import Subject
from toolkit.text.citations import Register
from toolkit.text.marks import suggested
from toolkit.text.render import outline, render

SHARED = Path(os.environ.get("LINYI_SHARED", ROOT.parent / "shared"))
SWITCHES = ["camps", "behaviour_camp", "homes", "boarding", "prison_visits", "party_organs"]
FILES = [
    *sorted((ROOT / "policies").glob("P*.md")), *sorted((ROOT / "templates" / "forms").glob("B*.md")),
    *sorted((ROOT / "templates" / "training").glob("T*.md")), *sorted((ROOT / "templates" / "readers").glob("C*.md")),
]


def subject(city: str, supports: dict[str, bool]) -> Subject:
    answers = cityfile.merge(cityfile.from_division(divisions.find(city)), {"supports": supports})
    made = Subject(Register(sources.shared().legal))
    made.texts["city.yaml"] = cityfile.to_text(answers)
    made.city_file = yamlfile.parse(made.texts["city.yaml"], "city.yaml")
    made.read_documents((path, path.name) for path in FILES)
    return made


COMBINATIONS = [dict(zip(SWITCHES, values, strict=True)) for values in itertools.product((True, False), repeat=6)]


@pytest.mark.slow
@pytest.mark.parametrize("city", ["临沂", "东莞", "北京"])
def test_every_combination_of_services_reads_without_findings(city: str):
    made = subject(city, COMBINATIONS[0])
    assert {finding.rule for finding in rules.check(made)} == {"CFG201"}
    for supports in COMBINATIONS[1:]:
        assert made.city is not None
        made.city.data["supports"].update(supports)
        outlined = outline(made.documents, made.city)
        for document in outlined.documents:
            rendered, findings = render(document, outlined, made.city)
            assert not findings, (supports, findings)
            assert all(clause.blocks or clause.fields for clause in rendered.clauses)


def test_no_number_is_left_without_a_source_where_a_parameter_stands():
    for path in FILES:
        if path.name.startswith(("B02-", "C")):
            continue  # read by a child, or out to a family
        for line in path.read_text(encoding="utf-8").splitlines():
            for match in re.finditer(r"\{\{ numbers\.[a-z_]+ \}\}", line):
                assert any(match[0] in span for span in suggested(line)), (path.name, line[:60])


@pytest.mark.parametrize("word", ["必须", "严禁", "永久保存", "后果自负，", "周岁以下"])
def test_words_a_reviewer_strikes_out_do_not_occur(word: str):
    for path in FILES:
        assert word not in path.read_text(encoding="utf-8"), path.name


@pytest.mark.skipif(not SHARED.is_dir(), reason="the law texts in ../shared are not here")
def test_every_cited_article_was_read():
    known = set()
    with (SHARED / "legal" / "law-articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            known.add((entry["law"], entry["article"]))
    cited = {
        (citation.law, citation.article)
        for document in subject("临沂", COMBINATIONS[0]).documents
        for part, _ in document.parts() for citation in part.basis
    }
    assert cited <= known
    assert len(cited) > 150


@pytest.mark.skipif(not SHARED.is_dir(), reason="the law texts in ../shared are not here")
def test_no_sentence_is_copied_from_a_law():
    def hanzi(text: str) -> str:
        return "".join(re.findall(r"[\u4e00-\u9fff]", text))

    size = 15
    grams: set[str] = set()
    with (SHARED / "legal" / "law-articles.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            for piece in re.split(r"[。；\n]", json.loads(line)["text"]):
                plain = hanzi(piece)
                grams.update(plain[at : at + size] for at in range(len(plain) - size + 1))
    titles = "|".join(hanzi(law.title) for law in Register(sources.shared().legal).laws.values())
    copied = []
    for document in subject("临沂", COMBINATIONS[0]).documents:
        for part, _ in document.parts():
            for piece in re.split(r"[。；\n]", part.text):
                plain = hanzi(piece)
                shared = [plain[at : at + size] for at in range(len(plain) - size + 1) if plain[at : at + size] in grams]
                copied += [(part.id, gram) for gram in shared if gram not in titles]
    assert not copied


def test_every_question_of_the_readers_names_clauses_that_exist():
    text = (ROOT / "docs" / "reference" / "questions.md").read_text(encoding="utf-8")
    made = subject("临沂", COMBINATIONS[0])
    known = {document.id for document in made.documents}
    known |= {part.id for document in made.documents for part, _ in document.parts()}
    rows = [line for line in text.splitlines() if line.startswith("| Q")]
    named = [re.findall(r"`([PB][\w-]+)`", row) for row in rows]
    assert len(rows) == 64
    assert all(named)
    assert {name for names in named for name in names} <= known
