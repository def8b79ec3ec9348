"""Promises of booklets, whatever the format."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdf
import pytest
from lxml import etree

from tests.exporters.conftest import HOSTILE
from toolkit.commands.build import read
from toolkit.exporters import layout
from toolkit.exporters.booklet import booklet
from toolkit.exporters.paper import pdf
from toolkit.exporters.site.pages import pages
from toolkit.exporters.site.pages.booklets import booklet_page
from toolkit.exporters.word import docx
from toolkit.kit import Kit
from toolkit.text import policy, reading
from toolkit.text.render import Rendered, outline, render

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOT_PRINTED = ("停下来", "挥手", "营地的小旗", "pic:", "stop-hand", "第一", "一、", "条文依据", "不构成法律意见", "建议值")


@pytest.fixture
def sample(city) -> Rendered:
    path = Path(__file__).parent / "booklet.md"
    document, findings = policy.read(path, path.name)
    assert not findings
    rendered, findings = render(document, outline([document], city), city)
    assert not findings
    return rendered


@pytest.fixture
def printed(sample, city, register) -> list[str]:
    content = pdf.export([sample], city, register)[0].content
    return [page.extract_text().replace("\n", "").replace(" ", "") for page in pypdf.PdfReader(io.BytesIO(content)).pages]


@pytest.fixture
def word(sample, city, register) -> etree._Element:
    content = docx.export([sample], city, register)[0].content
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))


def words(part: etree._Element) -> str:
    return "".join(node.text or "" for node in part.iter(f"{W}t"))


def test_a_line_has_its_words_and_the_name_of_its_picture(sample, city):
    made = booklet(sample, city)
    assert [(told.picture, "".join(piece.text for piece in told.content)) for told in made.subjects[0].lines] == [
        ("stop-hand", "你可以说不。"), ("", f"7日内找{HOSTILE}。"), ("activity", "不想去，就不去。"),
    ]
    assert not [piece for told in made.subjects[0].lines for piece in told.content if piece.suggested]


@pytest.mark.parametrize(("reader", "you", "points"), [
    ("child-6-9", "你", 18), ("child-10-13", "你", 18), ("child-14-17", "你", 16), ("guardian", "您", 16), ("easy", "你", 18),
])
def test_it_says_to_its_reader_that_it_is_no_contract_and_whom_to_ask(sample, city, reader, you, points):
    made = booklet(replace(sample, front={**sample.front, "reader": reader}), city)
    assert made.note == f"这是给{you}看的，不是合同；全文问{HOSTILE}，电话{city.data['team']['hotline']}。"
    assert made.points == points


def test_on_paper_a_cover_and_then_a_subject_a_page(printed, sample, city):
    cover, first, second = printed
    assert cover.startswith("示例读本")
    assert "不是合同" in cover
    assert "你可以说不" in cover
    assert first.startswith("你可以说不你可以说不。7日内找")
    assert HOSTILE.replace(" ", "") in first
    assert second.startswith("再见<b>不是标记</b>不是[标记](http://example.org)。")
    for page in printed:
        assert not [mark for mark in NOT_PRINTED if mark in page]


def test_the_pdf_can_be_read_aloud_by_a_machine(sample, city, register):
    reader = pypdf.PdfReader(io.BytesIO(pdf.export([sample], city, register)[0].content))
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert {"C98-volunteer", "C98-goodbye"} <= set(reader.named_destinations)
    assert "pdfuaid:part" in reader.root_object["/Metadata"].get_object().get_data().decode()


def test_word_has_the_same_words_and_a_page_for_each_subject(word, printed):
    shown = words(word)
    assert "你可以说不。" in shown
    assert HOSTILE in shown
    assert not [mark for mark in NOT_PRINTED if mark in shown]
    broken = [words(part) for part in word.iter(f"{W}p") if part.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert broken == ["你可以说不", "再见 <b>不是标记</b>"]
    shown = [row for row in word.iter(f"{W}tr") if row.find(f".//{W}drawing") is not None]
    assert len(list(word.iter(f"{W}tr"))) == 4
    assert len(shown) == 3  # a line without a picture keeps its room


def test_word_s_elements_stand_in_the_order_of_the_schema(word):
    order = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "pBdr", "snapToGrid", "spacing", "ind", "jc", "outlineLvl"]
    for properties in word.iter(f"{W}pPr"):
        found = [child.tag.removeprefix(W) for child in properties]
        known = [order.index(tag) for tag in found if tag in order]
        assert known == sorted(known), found
    for properties in word.iter(f"{W}tcPr"):
        names = [child.tag.removeprefix(W) for child in properties]
        assert names == sorted(names, key=["tcW", "gridSpan", "tcMar", "vAlign"].index)


@pytest.mark.parametrize("count", [1, 13, 18])
def test_a_subject_of_many_lines_still_fits_its_page(sample, city, register, count):
    chapter = sample.chapters[1]
    long = replace(sample, chapters=(replace(chapter, blocks=chapter.blocks * count),))
    assert len(pypdf.PdfReader(io.BytesIO(pdf.export([long], city, register)[0].content)).pages) == 2


def test_the_page_on_the_site_has_the_words_and_nothing_live(sample, city):
    page = booklet_page(sample, city, ("docx", "pdf"))
    shown = html.unescape(re.sub(r"<[^>]+>", "", page.content))
    assert page.path == "readers/C98.md"
    assert page.group == "读本"
    assert "你可以说不。" in shown
    assert HOSTILE in shown
    assert not [mark for mark in NOT_PRINTED if mark in shown]
    assert "<script" not in page.content
    assert len(re.findall('<img class="picture" src="../assets/pictures/[a-z-]+.svg" alt="">', page.content)) == 3
    assert "files/docx/C98" in page.content


@pytest.mark.slow
def test_children_and_guardians_reach_their_booklets_and_an_old_kit_has_none(linyi_kit, old_kit, register):
    for kit, there in ((linyi_kit, True), (old_kit, False)):
        checked = read(Kit(kit))
        made = {page.path: page for page in pages(checked.content, checked.city, checked.register)}
        assert ("readers/C01.md" in made) is there
        for name in ("C01", "C02", "C03", "C05"):
            assert (f'href="readers/{name}.html"' in made["start-child.md"].content) is there
        assert ('href="readers/C04.html"' in made["start-guardian.md"].content) is there
        assert 'href="urgent.html"' in made["start-child.md"].content


@pytest.mark.parametrize("made_by", [docx, pdf])
def test_another_size_of_print_makes_booklets_anew(made_by, monkeypatch):
    before = made_by.fingerprint()
    levels = {name: replace(level, points=level.points + 1) for name, level in reading.measures().levels.items()}
    measures = replace(reading.measures(), levels=levels)
    monkeypatch.setattr(reading, "measures", lambda: measures)
    assert made_by.fingerprint() != before


def test_no_shared_booklet_speaks_of_clauses(linyi_kit):
    checked = read(Kit(linyi_kit))
    found = [document for document in checked.content.documents if document.id.startswith("C")]
    assert len(found) == 5
    for document in found:
        made = booklet(document, checked.city)
        for subject in made.subjects:
            said = subject.heading + "".join(piece.text for told in subject.lines for piece in told.content)
            assert not re.search(r"第[一二三四五六七八九十百]+条|[PBTR][0-9]{2}", said), subject.id
            assert all(told.picture for told in subject.lines)
        assert not layout.annex(document, checked.city, checked.register)
