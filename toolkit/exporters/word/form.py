"""A form's parts in WordprocessingML: fields to fill in, decisions, signatures, whom to ask."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Any

from toolkit.exporters import fields, signers, signing
from toolkit.exporters.fields import Cell, Option
from toolkit.exporters.word import controls, embedded, ooxml
from toolkit.exporters.word.look import hint
from toolkit.text.blocks import Box
from toolkit.text.pictures import meanings

_GREY, _HEAVY = "EBEBEB", 10
_ROOM = 522  # twips: 9.2 mm, a line that a hand writes
_HINT, _LINE = 260, 400  # twips of a line
_NAMES = "表内文字"
_BLANK = "　" * 6
_SEAL = 1474  # twips: 26 mm
_ASIDE = 290  # twips between a cell's text and its sides
_DIGIT = 32  # half-points: a box of a number's sign is 5.6 mm wide


@dataclass(frozen=True)
class _Measures:
    """`shares` of the width are names and rooms; `face` and `sign` heights in twips, `box` to tick in half-points."""

    shares: tuple[int, ...] = (22, 28, 22, 28)
    face: int = 680
    sign: int = 545  # 9.6 mm
    box: int = 30
    contact: tuple[int, int] = (13, 87)


_MEASURES = {"large": _Measures((30, 20, 30, 20), 777, 681, 36, (16, 84)), "compact": _Measures(face=567, sign=_ROOM, box=26)}


@dataclass
class Forms:
    """Makes the tables of one document `width` twips wide, in which `signs` of the text find room."""

    width: int
    signs: float
    look: str = "form"  # of layout.look
    pictures: Iterator[int] = field(default_factory=itertools.count)  # numbers them through the document

    @property
    def _measures(self) -> _Measures:
        return _MEASURES.get(self.look, _Measures())

    def fields(self, items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
        """The tables of a part's fields, in their order."""
        for group in fields.grouped(fields.rows(items)):
            if group[0][0].decision:
                yield self._decision(group[0][0])
            else:
                widths = ooxml.shares(self.width, self._measures.shares)
                yield ooxml.framed(widths, [self._row(row, widths) for row in group])

    def _row(self, row: tuple[Cell, ...], widths: Sequence[int]) -> str:
        cells, height = [], 0
        for number, cell in enumerate(row):
            named = 2 if len(row) == 1 and cell.wide_name else 1
            span = 1 if len(row) == 2 else 4 - named
            room = widths[2 * number + 1] if span == 1 else sum(widths[named:])
            signs = self.signs * room / self.width - 1
            hints = -(-len(cell.note) * 10 // int(signs * 12)) if cell.note else 0
            height = max(height, _ROOM * cell.lines + _HINT * hints)
            note = ooxml.paragraph(cell.note, "填写说明") if cell.note else ""
            name = widths[2 * number] if named == 1 else sum(widths[:2])
            cells.append(ooxml.cell(ooxml.paragraph(cell.name, _NAMES), name, span=named, fill=_GREY))
            cells.append(ooxml.cell(note + self._to_write(cell, signs), room, span=span, top=bool(note)))
        return ooxml.row(cells, height=height)

    def _to_write(self, cell: Cell, signs: float) -> str:
        if cell.options:
            columns = cell.columns(signs)
            count = len(columns)
            wide = self.width / self.signs * cell.stretch(signs)
            tabs = [] if count == len(cell.options) else [int(wide * fsum(columns[:number])) for number in range(1, count)]
            lines = [cell.options[start : start + count] for start in range(0, len(cell.options), count)]
            return "".join(ooxml.plain_paragraph(_options(cell, line, bool(tabs)), _NAMES, tabs=tabs) for line in lines)
        if not cell.kind:
            return ooxml.paragraph(cell.writing, _NAMES)
        if cell.kind == "date":
            inside = controls.date(cell.name, cell.writing)
        elif cell.kind == "signature":
            return ooxml.paragraph(cell.writing, _NAMES)  # by hand
        elif cell.kind == "id":
            inside = controls.text(cell.name, cell.writing, _DIGIT)
        else:
            inside = controls.text(cell.name, cell.writing or _BLANK)
        return ooxml.plain_paragraph(inside, _NAMES)

    def _decision(self, cell: Cell) -> str:
        """A decision in a frame of its own: the question, and a large box for each answer."""
        name = self.width // 2 if cell.wide_name else self.width * self._measures.shares[0] // 100
        count = len(cell.options)
        widths = [name, *ooxml.shares(self.width - name, (1,) * count)]
        answers = []
        for number, option in enumerate(cell.options):
            face = self._face(cell.faces[number]) if cell.faces else ""
            words = ooxml.run(f"\u00a0{option.words}", strong=True)
            inside = ooxml.plain_paragraph(controls.box(f"{cell.name}：{option.words}", option.ticked, self._measures.box) + words, _NAMES, side="center")
            answers.append(ooxml.cell(face + inside, widths[number + 1]))
        rows = []
        question = ooxml.paragraph(cell.name, _NAMES, bool(cell.note))
        if cell.note:
            note = ooxml.cell(ooxml.paragraph(cell.note, "填写说明", True), sum(widths[1:]), span=count)
            rows.append(ooxml.row([ooxml.cell(question, name, fill=_GREY, merge="restart"), note]))
            rows.append(ooxml.row([ooxml.cell(ooxml.paragraph("", _NAMES), name, fill=_GREY, merge="continue"), *answers], height=_ROOM))
        else:
            rows.append(ooxml.row([ooxml.cell(question, name, fill=_GREY), *answers], height=_ROOM + 60))
        return ooxml.framed(widths, rows, outer=_HEAVY, columns=False, caption=ooxml.DECISION)

    def _face(self, name: str) -> str:
        return ooxml.picture_paragraph(embedded.inline(name, meanings()[name], self._measures.face, next(self.pictures)))

    def signatures(self, box: Box) -> str:
        """The lines of a 签署 box in a frame that stays whole."""
        widths = ooxml.shares(self.width, (1,) * signing.UNITS)
        rows = signing.rows(box, self.signs)
        made = []
        for row in rows:
            cells, at = [], 0
            for cell in row:
                wide = sum(widths[at : at + cell.span])
                at += cell.span
                inside = ooxml.paragraph(cell.content, _NAMES, keep=row is not rows[-1])
                if cell.hint:
                    inside += ooxml.plain_paragraph(ooxml.run(cell.hint), "填写说明", row is not rows[-1], side="right")
                cells.append(ooxml.cell(inside, wide, span=cell.span, fill=_GREY if cell.label else ""))
            made.append(ooxml.row(cells, height=_SEAL if any(cell.seal for cell in row) else self._measures.sign))
        return ooxml.framed(widths, made, outer=_HEAVY, caption=ooxml.SIGNED) if made else ""

    def contact(self, rows: Sequence[tuple[str, str]]) -> str:
        """Whom to ask, how it is taken back, how long it is kept."""
        widths = ooxml.shares(self.width, self._measures.contact)
        made = [
            ooxml.row([
                ooxml.cell(ooxml.plain_paragraph(ooxml.run(name, strong=True), "填写说明", keep=row is not rows[-1]), widths[0]),
                ooxml.cell(ooxml.paragraph(words, "填写说明", keep=row is not rows[-1]), widths[1]),
            ]) for row in rows for name, words in [row]
        ]
        return ooxml.framed(widths, made, inner=False, caption=ooxml.CONTACT)


def overview(rows: Sequence[signers.Row], width: int, look: str) -> str:
    """Who signs where, at the head of a form `width` twips wide, in a look of layout.look."""
    sign = hint(look)
    longest = max(len(row.name) for row in rows)
    shares = [len(signers.HEADING) * sign + _ASIDE, min(longest * sign + _ASIDE, width * signers.NAMES // 100)]
    widths = [*shares, width - sum(shares)]
    made = []
    for number, row in enumerate(rows):
        head = ooxml.plain_paragraph(ooxml.run("" if number else signers.HEADING, strong=True), "填写说明")
        made.append(ooxml.row([
            ooxml.cell(head, widths[0], merge="continue" if number else "restart"),
            *(ooxml.cell(ooxml.paragraph(words, "填写说明"), wide) for words, wide in ((row.name, widths[1]), (row.who, widths[2]))),
        ]))
    return ooxml.framed(widths, made, inner=False)


def _options(cell: Cell, line: Sequence[Option], tabbed: bool) -> str:
    """Boxes and their words, apart by tabs in columns, else by wide spaces; a box never leaves its words."""
    made = []
    for number, option in enumerate(line):
        gap = "" if not number else ooxml.TAB if tabbed else ooxml.run("　")
        room = controls.text(f"{cell.name}：{option.words}＿", "　" * option.line, lined=True) if option.line else ""
        made.append(gap + controls.box(f"{cell.name}：{option.words}", option.ticked) + ooxml.run(f"\u00a0{option.words}") + room)
    return "".join(made)
