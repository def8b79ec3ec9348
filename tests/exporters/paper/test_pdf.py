"""Promises of the PDF exporter."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from tests.exporters.conftest import HOSTILE
from toolkit.errors import ToolkitError
from toolkit.exporters.paper import pdf
from toolkit.text.standing import Standing


@pytest.fixture
def files(documents, city, register) -> dict[str, bytes]:
    return {artifact.path: artifact.content for artifact in pdf.export(documents, city, register)}


def text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


def test_text_can_be_selected_and_values_are_literal(files):
    shown = text(files["pdf/P98-示例文件.pdf"])
    assert HOSTILE.replace(" ", "") in shown
    assert "第一条　目的" in shown.replace("第一条目的", "第一条　目的")
    assert "<b>不是标记</b>" in shown
    assert "《个人信息保护法》第28条、第29条" in shown


def test_every_font_is_embedded(files):
    for content in files.values():
        fonts = [
            font.get_object()
            for page in pypdf.PdfReader(io.BytesIO(content)).pages
            for font in page["/Resources"]["/Font"].values()
        ]
        assert fonts
        for font in fonts:
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor)


def test_outline_destinations_and_tags(files):
    reader = pypdf.PdfReader(io.BytesIO(files["pdf/P98-示例文件.pdf"]))
    assert "P98-scope" in reader.named_destinations
    assert reader.outline
    assert reader.metadata is not None
    assert reader.metadata.title == "示例文件"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    assert reader.root_object["/Lang"].startswith("zh")
    xmp = reader.root_object["/Metadata"].get_object().get_data().decode()
    assert "pdfaid:part" in xmp
    assert "pdfuaid:part" in xmp


def test_own_page_starts_a_page(files):
    pages = pypdf.PdfReader(io.BytesIO(files["pdf/B98-示例同意书.pdf"])).pages
    assert len(pages) == 2
    assert "撤回单" in pages[1].extract_text()


def test_each_page_of_a_draft_says_at_its_foot_that_it_is_one(documents, city, register):
    drafts = [replace(document, standing=Standing()) for document in documents]
    for artifact in pdf.export(drafts, city, register):
        for page in pypdf.PdfReader(io.BytesIO(artifact.content)).pages:
            assert "草稿·未经律师审查" in page.extract_text().replace(" ", ""), artifact.path


def test_two_exports_are_identical(files, documents, city, register):
    assert {a.path: a.content for a in pdf.export(documents, city, register)} == files


def test_a_missing_font_is_an_error_not_a_surprise(documents, city, register, monkeypatch):
    from toolkit.exporters.paper import fonts

    missing = {role: fonts.Font("无此字体", carried=False) for role in fonts.CHOICES}
    monkeypatch.setattr(pdf.fonts, "resolve", lambda: missing)
    with pytest.raises(ToolkitError):
        pdf.export(documents, city, register)
