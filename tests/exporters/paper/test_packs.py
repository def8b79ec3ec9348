"""A print pack holds what an occasion needs, and its cover says where it lies."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest

from tests.conftest import ROOT
from toolkit import kit
from toolkit.exporters import Content
from toolkit.exporters.paper import packs
from toolkit.files import sources, yamlfile
from toolkit.files.validation import validate
from toolkit.rules.subject import Subject
from toolkit.text.render import Rendered, outline, render


@pytest.fixture(scope="module")
def subject(linyi_kit: Path) -> Subject:
    return kit.find(linyi_kit).subject()


@pytest.fixture(scope="module")
def documents(subject: Subject) -> list[Rendered]:
    assert subject.city
    outlined = outline(subject.documents, subject.city)
    return [render(document, outlined, subject.city)[0] for document in outlined.documents]


def test_packs_name_documents_that_exist_as_their_schema_says():
    file = yamlfile.read(ROOT / "templates" / "packs.yaml", "packs.yaml")
    assert not validate(file, sources.schema("packs"), "CFG")
    known = {path.name[:3] for folder in ("policies", "templates/forms") for path in (ROOT / folder).glob("*.md")}
    assert {item["id"] for pack in file.data["packs"] for item in pack["documents"]} <= known


def test_the_cover_gives_the_pages_of_every_document(subject: Subject, documents: list[Rendered]):
    assert subject.city
    chosen = [packs.parts(Content(documents))["pair"]]
    artifact, = packs.export(chosen, subject.city, subject.register)
    assert artifact.path == "packs/新结对.pdf"
    reader = pypdf.PdfReader(io.BytesIO(artifact.content))
    pages = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    last = 0
    for item, document in zip(chosen[0][0]["documents"], chosen[0][1], strict=True):
        title = re.sub(r"\s", "", document.title)
        first, to = map(int, re.search(rf"{item['id']}{re.escape(title)}(\d+)—(\d+?){item['copies']}{item['hint']}", pages[0]).groups())
        assert pages[first - 1].startswith(title)
        assert first % 2 == 1  # a sheet of its own
        assert last < first <= to
        assert f"—{to - first + 1}—" in pages[to - 1]
        last = to
    assert last in (len(pages), len(pages) - 1)


def test_what_a_city_does_not_offer_is_left_out(documents: list[Rendered]):
    few = [document for document in documents if document.id in ("B02", "B24")]
    found = {name: [document.id for document in items] for name, (_, items) in packs.parts(Content(few)).items()}
    assert found == {"pair": ["B02", "B24"], "farewell": ["B24"]}
