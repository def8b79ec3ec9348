"""Promises of the Word exporter."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace

import docx as python_docx
import pytest
from lxml import etree

from tests.exporters.conftest import HOSTILE
from toolkit.exporters.word import docx

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def files(documents, city, register) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in docx.export(documents, city, register)}


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def text(content: bytes) -> str:
    root = etree.fromstring(part(content, "word/document.xml").encode())
    lines = []
    for paragraph in root.iter(f"{W}p"):
        pieces = ["\n" if node.tag == f"{W}br" else node.text or "" for node in paragraph.iter(f"{W}t", f"{W}br")]
        lines.append("".join(pieces))
    return "\n".join(lines)


def test_names_and_order(files):
    assert list(files) == ["docx/P98-示例文件.docx", "docx/B98-示例同意书.docx"]


def test_values_and_markup_are_literal(files):
    shown = text(files["docx/P98-示例文件.docx"])
    assert f"名称是{HOSTILE}，" in shown
    assert "☐\u00a0第二项 <b>不是标记</b> [不是](http://example.org) *不是* `不是` $x$ \\LaTeX。" in shown
    assert "甲方（盖章）：\n第一行\n第二行\n（盖章处）\n乙方（签名）：\n" in shown  # the cells of a frame
    assert "结对 =cmd|x" in shown
    assert "兰山区有兰山街道、" in shown


def test_numbers_references_and_annex(files):
    shown = text(files["docx/P98-示例文件.docx"])
    assert "第一章　总则" in shown
    assert "第一条　目的" in shown
    assert "按照第二条办理" in shown
    assert "《个人信息保护法》第28条、第29条；《刑法》第253条之一；《山东省志愿服务条例》第10条" in shown


def test_every_part_is_bookmarked_and_references_jump(files):
    xml = part(files["docx/P98-示例文件.docx"], "word/document.xml")
    marks = re.findall(r'w:bookmarkStart[^>]*w:name="([^"]+)"', xml)
    assert {"P98-general", "P98-aim", "P98-scope", "P98-annex", "P98-list"} <= set(marks)
    assert len(marks) == len(set(marks))
    identifiers = re.findall(r'w:bookmarkStart[^>]*w:id="([^"]+)"', xml)
    assert len(identifiers) == len(set(identifiers))
    assert 'w:anchor="P98-scope"' in xml


def test_the_page_is_as_the_standard_wants(files):
    document = python_docx.Document(io.BytesIO(files["docx/P98-示例文件.docx"]))
    section = document.sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert section.footer.paragraphs[0].text.startswith("— ")
    assert document.core_properties.title == "示例文件"
    fonts = part(files["docx/P98-示例文件.docx"], "word/fontTable.xml")
    assert 'w:name="仿宋_GB2312"' in fonts
    assert 'w:altName w:val="仿宋"' in fonts


def test_tables_repeat_their_head_and_forms_have_room(files):
    policy = part(files["docx/P98-示例文件.docx"], "word/document.xml")
    assert "<w:tblHeader" in policy
    form = part(files["docx/B98-示例同意书.docx"], "word/document.xml")
    heights = [int(height) for height in re.findall(r'<w:trHeight w:val="(\d+)"', form)]
    assert min(heights) >= 510  # 9 mm
    assert max(heights) >= 4 * 510
    assert "<w:pageBreakBefore" in form
    shown = text(files["docx/B98-示例同意书.docx"])
    assert "☐\u00a0愿意\n☐\u00a0不愿意" in shown  # a decision: each answer in a cell
    assert "孩子称呼\u00a0*" in shown


def test_only_one_process_makes_all(documents, city, register, monkeypatch):
    calls = []
    real = subprocess.Popen
    monkeypatch.setattr(docx.subprocess, "Popen", lambda *a, **k: calls.append(a) or real(*a, **k))
    docx.export(documents * 3, city, register)
    assert len(calls) == 1


def test_styles_have_the_looks_of_their_kind_of_document(files):
    """Pandoc writes the text by styles that have names alone; what they look like is put back."""
    sizes = {}
    for path, content in files.items():
        styles = etree.fromstring(part(content, "word/styles.xml").encode())
        body = next(style for style in styles.iter(f"{W}style") if style.get(f"{W}styleId") == "BodyText")
        sizes[path[5:8]] = [size.get(f"{W}val") for size in body.iter(f"{W}sz")]
    assert sizes == {"P98": ["32"], "B98": ["24"]}  # half-points


def test_two_exports_are_identical(files, documents, city, register):
    assert {a.path: a.content for a in docx.export(documents, city, register)} == files


def test_a_file_is_the_same_whichever_others_are_made_with_it(files, documents, city, register):
    """All text goes through pandoc at once: neither numbers nor looks of one document reach another."""
    for document in documents:
        [alone] = docx.export([document], city, register)
        assert files[alone.path] == alone.content
    turned = docx.export(documents[::-1], city, register)
    assert {artifact.path: artifact.content for artifact in turned} == files


def test_no_documents_make_no_files(city, register):
    assert docx.export([], city, register) == []


def test_a_title_is_words_in_the_text_and_in_what_the_file_says_of_itself(documents, city, register):
    title = '甲 & 乙 <w:p/> "丙" \'丁\' <!--document--> <!--text-->'
    [made] = docx.export([replace(documents[0], title=title)], city, register)
    assert text(made.content).splitlines().count(title) == 1
    assert python_docx.Document(io.BytesIO(made.content)).core_properties.title == title


def test_element_order_follows_the_schema(files):
    """Word repairs a file whose properties stand in another order than the schema's."""
    order = ["pStyle", "keepNext", "keepLines", "pageBreakBefore", "snapToGrid", "spacing", "ind", "jc", "outlineLvl"]
    for content in files.values():
        for name in ("word/document.xml", "word/styles.xml"):
            for properties in etree.fromstring(part(content, name).encode()).iter(f"{W}pPr"):
                found = [child.tag.removeprefix(W) for child in properties]
                known = [order.index(tag) for tag in found if tag in order]
                assert known == sorted(known), found
