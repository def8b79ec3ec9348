"""A handbook is one PDF for the phone: its page numbers and links are true, its numbers dial, and it is small."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.conftest import ROOT
from toolkit import kit
from toolkit.exporters import Content, layout, urgent
from toolkit.exporters.paper import handbook
from toolkit.files import sources, yamlfile
from toolkit.files.validation import validate
from toolkit.rules.subject import Subject
from toolkit.text import pictures
from toolkit.text.render import Rendered, outline, render
from toolkit.text.standing import Standing

READERS = ["volunteer", "trainer", "guardian"]
MOST_BYTES = 10_000_000


@pytest.fixture(scope="module")
def subject(linyi_kit: Path) -> Subject:
    return kit.find(linyi_kit).subject()


@pytest.fixture(scope="module")
def chosen(subject: Subject) -> dict[str, handbook.Part]:
    assert subject.city
    outlined = outline(subject.documents, subject.city)
    return handbook.parts(Content([render(item, outlined, subject.city)[0] for item in outlined.documents]))


@pytest.fixture(scope="module")
def files(subject: Subject, chosen: dict[str, handbook.Part]) -> dict[str, bytes]:
    assert subject.city
    made = handbook.export(list(chosen.values()), subject.city, subject.register)
    assert [artifact.path for artifact in made] == [f"handbook/{name}手册.pdf" for name in ("志愿者", "培训师", "监护人")]
    return dict(zip(chosen, (artifact.content for artifact in made), strict=True))


@pytest.fixture(scope="module")
def readers(files: dict[str, bytes]) -> dict[str, pypdf.PdfReader]:
    return {name: pypdf.PdfReader(io.BytesIO(content)) for name, content in files.items()}


@pytest.fixture(scope="module")
def pages(readers: dict[str, pypdf.PdfReader]) -> dict[str, list[str]]:
    """The text of each page, without spaces."""
    return {name: [plain(page.extract_text()) for page in reader.pages] for name, reader in readers.items()}


@pytest.fixture(scope="module")
def led(readers: dict[str, pypdf.PdfReader]) -> dict[str, list[Any]]:
    """Where each link leads: to a page's number or to an address."""
    return {name: list(links(reader)) for name, reader in readers.items()}


def plain(words: str) -> str:
    return re.sub(r"\s", "", words)


def links(reader: pypdf.PdfReader) -> Iterator[Any]:
    named = reader.named_destinations
    numbers = {page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1) if page.indirect_reference}
    for page in reader.pages:
        for reference in page.get("/Annots", []):
            link = reference.get_object()
            action = link.get("/A")
            if action and "/URI" in action:
                yield str(action["/URI"])
            else:
                target = link.get("/Dest") or action["/D"]
                yield numbers[(named[target].dest_array if isinstance(target, str) else target)[0].idnum]


def test_the_list_is_as_its_schema_says_and_names_what_there_is():
    file = yamlfile.read(ROOT / "templates" / "handbooks.yaml", "handbooks.yaml")
    assert not validate(file, sources.schema("handbooks"), "CFG")
    folders = ("policies", "templates/forms", "templates/training", "templates/readers")
    known = {path.name[:3] for folder in folders for path in (ROOT / folder).glob("*.md")}
    named = {reader["name"] for reader in yamlfile.read(ROOT / "templates/site/readers.yaml", "r").data["readers"]}
    assert [book["reader"] for book in file.data["handbooks"]] == READERS
    for book in file.data["handbooks"]:
        assert set(book["documents"]) <= known
        assert book["picture"] in pictures.known()
        assert book["reader"] in named


@pytest.mark.parametrize("name", READERS)
def test_it_is_as_wide_as_a_phone_and_small(name: str, files: dict[str, bytes], readers: dict[str, pypdf.PdfReader]):
    assert len(files[name]) < MOST_BYTES
    assert {(round(page.mediabox.width), round(page.mediabox.height)) for page in readers[name].pages} == {(255, 454)}


@pytest.mark.parametrize("name", READERS)
def test_the_contents_give_the_page_on_which_each_document_begins(
    name: str, chosen: dict[str, handbook.Part], pages: dict[str, list[str]]
):
    text = pages[name]
    contents = text[1] + text[2]
    for document in chosen[name][1]:
        title = plain(document.title)
        numbers = [int(found) for found in re.findall(rf"{re.escape(title)}(\d{{1,3}})", contents)]
        assert any(text[number - 1].startswith(title) for number in numbers if number <= len(text)), document.id


@pytest.mark.parametrize("name", READERS)
def test_every_link_leads_somewhere_and_each_clause_can_be_reached(
    name: str, chosen: dict[str, handbook.Part], pages: dict[str, list[str]], led: dict[str, list[Any]]
):
    text, to = pages[name], {target for target in led[name] if isinstance(target, int)}
    for document in chosen[name][1]:
        for chapter in document.chapters:
            for heading in (layout.chapter_heading(chapter), *map(layout.heading, chapter.clauses)):
                assert any(plain(heading) in text[number - 1] for number in to), (document.id, heading)
    assert next(number for number, page in enumerate(text, 1) if page.startswith(urgent.TITLE) and "110" in page) in to
    assert led[name].count(2) >= len(chosen[name][1])  # the way back to the contents


def test_numbers_dial(led: dict[str, list[Any]]):
    for targets in led.values():
        dialled = {target for target in targets if isinstance(target, str)}
        assert {f"tel:{number}" for number, *_ in urgent.NATIONAL} <= dialled
        assert all(target.startswith("tel:") for target in dialled)


def test_each_line_of_the_booklet_stands_in_the_handbook(chosen: dict[str, handbook.Part], pages: dict[str, list[str]]):
    said = "".join(pages["guardian"])
    booklet = next(document for document in chosen["guardian"][1] if document.id == "C04")
    for chapter in booklet.chapters:
        for block in chapter.blocks:
            words = plain("".join(piece.text for piece in block.content))  # type: ignore[union-attr]
            assert words[:12] in said, words


def test_the_same_input_gives_the_same_bytes(subject: Subject, chosen: dict[str, handbook.Part], files: dict[str, bytes]):
    assert subject.city
    again, = handbook.export([chosen["guardian"]], subject.city, subject.register)
    assert again.content == files["guardian"]


def test_hostile_values_are_text(chosen: dict[str, handbook.Part], city: Any, register: Any):
    handbook.export([chosen["guardian"]], city, register)


def test_what_a_city_does_not_have_is_left_out(chosen: dict[str, handbook.Part]):
    few: list[Rendered] = [document for document in chosen["guardian"][1] if document.id in ("C04", "B01")]
    assert {name: [item.id for item in documents] for name, (_, documents) in handbook.parts(Content(few)).items()} == {
        "guardian": ["C04", "B01"],
    }


def test_the_cover_says_while_any_of_its_texts_is_a_draft(subject: Subject, chosen: dict[str, handbook.Part]):
    assert subject.city
    book, documents = next(iter(chosen.values()))
    said = [
        handbook._data(book, [replace(item, standing=standing) for item in documents], subject.city)["edition"]
        for standing in (Standing(), Standing(on="2027-03-01"))
    ]
    assert ["草稿" in edition for edition in said] == [True, False]
