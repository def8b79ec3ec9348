"""A print pack holds what an occasion needs; its cover says where it lies, and its foot where one is."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest

from tests.conftest import ROOT
from toolkit import kit
from toolkit.exporters import Content, layout
from toolkit.exporters.band import band
from toolkit.exporters.paper import packs
from toolkit.files import sources, yamlfile
from toolkit.files.validation import validate
from toolkit.rules.subject import Subject
from toolkit.text import pictures
from toolkit.text.render import Rendered, outline, render
from toolkit.text.standing import Standing

Pack = tuple[packs.Pack, list[Rendered]]


@pytest.fixture(scope="module")
def subject(linyi_kit: Path) -> Subject:
    return kit.find(linyi_kit).subject()


@pytest.fixture(scope="module")
def documents(subject: Subject) -> list[Rendered]:
    assert subject.city
    outlined = outline(subject.documents, subject.city)
    return [render(document, outlined, subject.city)[0] for document in outlined.documents]


@pytest.fixture(scope="module")
def chosen(documents: list[Rendered]) -> dict[str, Pack]:
    return packs.packs(Content(documents))


@pytest.fixture(scope="module")
def made(subject: Subject, chosen: dict[str, Pack]) -> dict[str, list[str]]:
    """Name of a pack → the text of each page, without spaces."""
    assert subject.city
    artifacts = packs.export(list(chosen.values()), subject.city, subject.register)
    assert [artifact.path for artifact in artifacts] == [f"packs/{pack['title']}.pdf" for pack, _ in chosen.values()]
    return {
        name: [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(artifact.content)).pages]
        for name, artifact in zip(chosen, artifacts, strict=True)
    }


def places(name: str, chosen: dict[str, Pack], made: dict[str, list[str]]) -> list[tuple[Rendered, int, int]]:
    """Each document of a pack with its first and last page, as the cover says."""
    found = []
    for item, document in zip(chosen[name][0]["documents"], chosen[name][1], strict=True):
        title, cover = re.sub(r"\s", "", document.title), made[name][0]
        match = re.search(rf"{item['id']}{re.escape(title)}(\d+?)(?:–(\d+?))?{item['copies']}{item['hint']}", cover)
        assert match, (name, item["id"])
        found.append((document, int(match[1]), int(match[2] or match[1])))
    return found


def test_packs_name_documents_and_pictures_that_exist_as_their_schema_says():
    file = yamlfile.read(ROOT / "templates" / "packs.yaml", "packs.yaml")
    assert not validate(file, sources.schema("packs"), "CFG")
    known = {path.name[:3] for folder in ("policies", "templates/forms") for path in (ROOT / folder).glob("*.md")}
    assert {item["id"] for pack in file.data["packs"] for item in pack["documents"]} <= known
    assert {pack["picture"] for pack in file.data["packs"]} <= pictures.known()


def test_the_cover_gives_the_pages_of_every_document(chosen: dict[str, Pack], made: dict[str, list[str]]):
    for name, pages in made.items():
        last = 1
        for document, first, to in places(name, chosen, made):
            title = re.sub(r"\s", "", document.title)
            assert title in pages[first - 1][:120], (name, document.id)
            assert not any(pages[number - 1].startswith(title) for number in range(first + 1, to + 1)), (name, document.id)
            assert last < first <= to
            last = to
        assert last == len(pages), name


def test_the_foot_counts_the_pages_of_the_pack(chosen: dict[str, Pack], made: dict[str, list[str]]):
    for name, pages in made.items():
        for number, page in enumerate(pages, 1):
            assert page.endswith(f"{chosen[name][0]['title']}第{number}页共{len(pages)}页"), (name, number)


def test_each_page_of_a_form_says_at_its_head_which_form_it_is_of(subject: Subject, chosen: dict[str, Pack], made: dict[str, list[str]]):
    assert subject.city
    seen = 0
    for name, pages in made.items():
        for document, first, to in places(name, chosen, made):
            head = band(document, subject.city)
            if head:
                words = re.sub(r"\s", "", head.form)
                assert all(words in page for page in pages[first - 1 : to]), (name, document.id)
                seen += 1
    assert seen > 20


def test_the_pages_of_a_draft_say_so_at_the_foot_and_those_of_no_document_do_not(
    subject: Subject, chosen: dict[str, Pack], made: dict[str, list[str]],
):
    assert subject.city
    with_backs = [name for name, pages in made.items() if any(page.startswith("记事") for page in pages[2:])]
    name = min(with_backs, key=lambda name: len(made[name]))
    pack, documents = chosen[name]
    (artifact,) = packs.export([(pack, [replace(document, standing=Standing()) for document in documents])], subject.city, subject.register)
    drafts = ["草稿·未经律师审查" in re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(artifact.content)).pages]
    assert drafts == [number > 0 and not page.startswith("记事") for number, page in enumerate(made[name])]


def test_a_form_begins_on_a_sheet_of_its_own_and_no_back_is_blank(chosen: dict[str, Pack], made: dict[str, list[str]]):
    for name, pages in made.items():
        held = {1}
        for document, first, to in places(name, chosen, made):
            assert first % 2 == 1 or layout.look(document) == "policy", (name, document.id)
            held |= set(range(first, to + 1))
        for number, page in enumerate(pages, 1):
            assert len(page) > 40 or page.startswith("记事"), (name, number)
            assert (number in held) != page.startswith("记事"), (name, number)


def test_long_texts_take_half_the_pages_that_they_take_alone(chosen: dict[str, Pack], made: dict[str, list[str]]):
    """P04, P08 and P10 alone take 39 pages of the adopted size."""
    texts = [to - first + 1 for document, first, to in places("volunteer", chosen, made) if document.id[0] == "P"]
    assert sum(texts) <= 16


def test_no_page_holds_nothing_but_the_closing_words_of_a_text(chosen: dict[str, Pack], made: dict[str, list[str]]):
    for name, pages in made.items():
        assert "不构成法律意见" in pages[0] or not any(document.kind != "表单" for document in chosen[name][1]), name
        for document, first, to in places(name, chosen, made):
            if document.kind != "表单":
                assert all(len(pages[number - 1]) > 150 for number in range(first, to + 1)), (name, document.id)


def test_what_a_city_does_not_offer_is_left_out(documents: list[Rendered]):
    few = [document for document in documents if document.id in ("B02", "B24")]
    found = {name: [document.id for document in items] for name, (_, items) in packs.packs(Content(few)).items()}
    assert found == {"pair": ["B02", "B24"], "farewell": ["B24"]}


def test_the_new_volunteers_pack_is_read_at_one_sitting(made: dict[str, list[str]]):
    assert len(made["volunteer"]) < 40
