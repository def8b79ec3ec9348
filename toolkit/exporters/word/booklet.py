"""A booklet in Word: a cover, then a subject a page; each line is a row with its picture's room."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from html import escape

from toolkit.exporters.booklet import Booklet, Subject, Told
from toolkit.exporters.word import embedded, ooxml
from toolkit.text.blocks import Inline
from toolkit.text.pictures import meanings

_ROOM = 1080  # twips: the column of pictures
_HIGH = 12_300  # twips below a subject's heading
_LEAST, _MOST = 620, 1080  # height of a row
_FRAME = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="2" w:color="C8C8C8"/>' for side in ("top", "left", "bottom", "right")
)
_TIGHT = '<w:tcMar><w:top w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/></w:tcMar>'
_FLAT = '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="left"/>'


def cover(made: Booklet) -> str:
    """The note that it is no contract, framed, and which edition it is."""
    note = (
        f'<w:pPr><w:pStyle w:val="BodyText"/><w:pBdr>{_FRAME}</w:pBdr>'
        f'<w:spacing w:before="1200"/>{_FLAT}</w:pPr>'
    )
    edition = '<w:pPr><w:pStyle w:val="附注"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/></w:pPr>'
    return f"<w:p>{note}{_words(made.note)}</w:p><w:p>{edition}{_words(made.edition)}</w:p>"


def subjects(made: Booklet) -> Iterator[str]:
    """Each subject on a page of its own."""
    numbers = itertools.count(1)
    for number, subject in enumerate(made.subjects):
        yield ooxml.page_break_heading(subject.id, subject.heading, number, first=False)
        yield _lines(subject, numbers)


def _lines(subject: Subject, numbers: Iterator[int]) -> str:
    height = min(_MOST, max(_LEAST, _HIGH // max(1, len(subject.lines))))
    widths = (_ROOM, ooxml.TEXT_WIDTH - _ROOM)
    return ooxml.plain_table(widths, [_row(told, widths, height, next(numbers)) for told in subject.lines])


def _row(told: Told, widths: Sequence[int], height: int, number: int) -> str:
    picture = embedded.inline(told.picture, meanings().get(told.picture, ""), min(height, _ROOM) - 80, number) if told.picture else ""
    room = (
        '<w:p><w:pPr><w:pStyle w:val="BodyText"/><w:spacing w:before="0" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/></w:pPr>{picture}</w:p>'
    )
    words = f'<w:p><w:pPr><w:pStyle w:val="BodyText"/>{_FLAT}</w:pPr>{"".join(map(_run, told.content))}</w:p>'
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{_TIGHT}<w:vAlign w:val="center"/></w:tcPr>{inside}</w:tc>'
        for width, inside in zip(widths, (room, words), strict=True)
    )
    return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/></w:trPr>{cells}</w:tr>'


def _run(piece: Inline) -> str:
    return _words(piece.text, strong=piece.strong)


def _words(words: str, strong: bool = False) -> str:
    bold = "<w:b/>" if strong else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in words.split("\n"))
    return f'<w:r><w:rPr><w:rStyle w:val="条号"/><w:rFonts w:hint="eastAsia"/>{bold}</w:rPr>{lines}</w:r>'
