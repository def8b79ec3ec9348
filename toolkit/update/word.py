"""Word files of plain paragraphs and tables, for those who read in Word or WPS; they are never read back.

Written by hand: a page has paragraphs and three kinds of runs, and a hundred of them cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from toolkit.files import archive

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FONT = '<w:rFonts w:ascii="仿宋" w:hAnsi="仿宋" w:eastAsia="仿宋" w:hint="eastAsia"/>'
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
_UNFIT = re.compile("[^\t\x20-\ufffd\U00010000-\U0010ffff]")  # what XML cannot hold
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_LINE = 'w:val="single" w:sz="4" w:space="0" w:color="808080"'
_BORDERS = "".join(f"<w:{side} {_LINE}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))


def document(body: Iterable[str]) -> bytes:
    """A file of these paragraphs and tables on A4: the same bytes for the same body."""
    text = (
        f'<w:document {_W}><w:body>{"".join(body)}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/>'
        "</w:sectPr></w:body></w:document>"
    )
    parts = {**_FILES, "word/document.xml": text}
    return archive.packed({name: (_HEAD + content).encode() for name, content in parts.items()})


def paragraph(text: str, size: int = 0, bold: bool = False, color: str = "") -> str:
    """`size` in half points; 0 is Word's own."""
    look = ("<w:b/>" if bold else "") + (f'<w:color w:val="{color}"/>' if color else "")
    look += f'<w:sz w:val="{size}"/>' if size else ""
    return of_runs(run(text, look))


def of_runs(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text: str, look: str = "") -> str:
    fit = _UNFIT.sub("", text)
    return f'<w:r><w:rPr>{_FONT}{look}</w:rPr><w:t xml:space="preserve">{escape(fit)}</w:t></w:r>' if fit else ""


def table(rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    """Cells of text, the first row bold and repeated on every page; `widths` in twentieths of a point."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    made = []
    for number, row in enumerate(rows):
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph(cell, size=20, bold=not number)}</w:tc>'
            for cell, width in zip(row, widths, strict=True)
        )
        made.append(f"<w:tr>{'' if number else '<w:trPr><w:tblHeader/></w:trPr>'}{cells}</w:tr>")
    look = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(made)}</w:tbl>"
