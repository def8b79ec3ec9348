"""The same page as a Word file, for those who read in Word or WPS; it is never read back.

Written by hand: a page has paragraphs and three kinds of runs, and a hundred of them cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from toolkit.files import archive
from toolkit.text.decisions import Decision
from toolkit.update import around, choices, pages
from toolkit.update.around import Around
from toolkit.update.pages import Section

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FONT = '<w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:hint="eastAsia"/>'
_RUN = {
    "same": "",
    "deleted": '<w:strike/><w:color w:val="C00000"/>',
    "inserted": '<w:color w:val="00529B"/><w:u w:val="single"/>',
}
_FILES = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    ),
}
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def docx(decision: Decision, near: Around = around.NOTHING) -> bytes:
    """The page's Word file: the same bytes for the same decision."""
    body = "".join((_paragraph(pages.heading(decision), size=36, bold=True), *_body(decision, near)))
    document = (
        f'<w:document {_W}><w:body>{body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )
    parts = {**_FILES, "word/document.xml": document}
    return archive.packed({name: (_HEAD + content).encode() for name, content in parts.items()})


def _body(decision: Decision, near: Around) -> Iterator[str]:
    yield _paragraph("这一页只供看。要改合并稿，请改同名的 .md 文件。", color="666666")
    for section in pages.sections(decision, near):
        if section.title:
            yield _paragraph(section.title, size=30, bold=True)
        yield from _section(section)
    if choices.has_draft(decision):
        yield _paragraph("合并稿", size=30, bold=True)
        yield from map(_paragraph, decision.suggestion.rstrip("\n").split("\n"))


def _section(section: Section) -> Iterator[str]:
    for text in section.lines:
        yield from map(_paragraph, text.rstrip("\n").split("\n"))
    for word, meaning, command in section.rows:
        yield _paragraph(f"{word}：{meaning}　{command}")
    if section.pieces:
        yield _paragraph("红色划去的是删去的，蓝色下划线的是加上的。", color="666666")
        rows: list[str] = [""]
        for piece in section.pieces:
            first, *more = piece.text.split("\n")
            rows[-1] += _run(first, _RUN[piece.kind])
            rows += [_run(line, _RUN[piece.kind]) for line in more]
        yield from (f"<w:p>{row}</w:p>" for row in rows)


def _paragraph(text: str, size: int = 0, bold: bool = False, color: str = "") -> str:
    look = ("<w:b/>" if bold else "") + (f'<w:color w:val="{color}"/>' if color else "")
    look += f'<w:sz w:val="{size}"/>' if size else ""
    return f"<w:p>{_run(text, look)}</w:p>"


def _run(text: str, look: str) -> str:
    fit = "".join(sign for sign in text if " " <= sign < "\ufffe" or sign == "\t" or sign > "\uffff")  # what XML can hold
    return f'<w:r><w:rPr>{_FONT}{look}</w:rPr><w:t xml:space="preserve">{escape(fit)}</w:t></w:r>' if fit else ""
