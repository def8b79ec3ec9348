"""The drawings: one for each name of the catalogue, in black and white, in every format that shows them."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.conftest import ROOT
from toolkit import kit as kits
from toolkit.city.city import City
from toolkit.exporters import pictures
from toolkit.exporters.paper import pdf
from toolkit.exporters.word import docx
from toolkit.files import sources, yamlfile
from toolkit.files.artifact import Artifact
from toolkit.text.citations import Register
from toolkit.text.pictures import known, meanings
from toolkit.text.render import Rendered, outline, render

DRAWINGS = ROOT / "templates" / "pictures"
COLOURS = {"#000", "#fff", "none"}


def test_each_name_has_a_drawing_and_each_drawing_a_name():
    assert {path.stem for path in DRAWINGS.glob("*.svg")} == known()


@pytest.mark.parametrize("name", sorted(known()))
def test_a_drawing_is_black_and_white_and_fetches_nothing(name: str):
    text = pictures.svg(name)
    root = etree.fromstring(text.encode())
    assert root.get("viewBox") == "0 0 64 64"
    assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', text)) <= COLOURS
    assert not re.search(r"href|<script|<style|<image|<text|http(?!://www\.w3\.org)", text)
    assert len(text) < 20_000


def test_the_catalogue_says_where_the_drawings_come_from():
    data = yamlfile.read(ROOT / "templates" / "pictures.yaml", "pictures.yaml").data
    assert data["set"]["licence"] == "MIT"
    assert all(isinstance(entry["of"], list) for entry in data["pictures"])


@pytest.fixture(scope="module")
def booklet(linyi_kit: Path) -> tuple[Rendered, City]:
    subject = kits.find(linyi_kit).subject()
    outlined = outline(subject.documents, subject.city)
    document = next(item for item in outlined.documents if item.id == "C01")
    return render(document, outlined, subject.city)[0], subject.city


def made(module, booklet: tuple[Rendered, City]) -> Artifact:
    document, city = booklet
    return module.export([document], city, Register(sources.shared().legal))[0]


def test_each_line_of_a_booklet_shows_its_picture_in_word_with_its_meaning(booklet: tuple[Rendered, City]):
    with zipfile.ZipFile(io.BytesIO(made(docx, booklet).content)) as opened:
        body = opened.read("word/document.xml").decode()
        named = {block.picture for chapter in booklet[0].chapters for block in chapter.blocks if block.picture}
        assert {Path(name).stem for name in opened.namelist() if name.startswith("word/media/")} == named
        shown = re.findall(r'descr="([^"]*)"', body)
    lines = [block.picture for chapter in booklet[0].chapters for block in chapter.blocks if block.picture]
    assert shown == [meanings()[name] for name in lines]
    numbers = re.findall(r'<wp:docPr id="(\d+)"', body)
    assert len(set(numbers)) == len(numbers)


def test_word_and_pdf_are_the_same_bytes_twice(booklet: tuple[Rendered, City]):
    for module in (docx, pdf):
        assert made(module, booklet).content == made(module, booklet).content


def test_a_picture_for_word_is_a_png_on_nothing():
    raw = pictures.pngs(["telephone"])["telephone"]
    assert raw.startswith(b"\x89PNG\r\n\x1a\n")
    assert raw[25] in (4, 6)  # with transparency


def test_a_picture_is_the_same_whichever_others_are_drawn_with_it(monkeypatch):
    alone = {}
    for name in ("telephone", "clock"):
        monkeypatch.setattr(pictures, "_made", {})
        alone |= pictures.pngs([name])
    monkeypatch.setattr(pictures, "_made", {})
    assert pictures.pngs(["telephone", "clock", "telephone"]) == alone


def test_no_drawing_has_letters_of_its_own():
    """They are drawn without fonts."""
    for path in (sources.shared().templates / "pictures").glob("*.svg"):
        assert "<text" not in path.read_text(encoding="utf-8"), path.name
