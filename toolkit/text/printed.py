"""Where each printed sign of a clause stands in its source.

Filling and parsing lose it: a reader sees 第九条 and a telephone number where the source has
`[](#P08-exit)` and `{{ team.hotline }}`. Who edits the printed text needs the way back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toolkit.text import blocks, marks, pictures, placeholders, signed
from toolkit.text.policy import REFERENCE

_FIXED = placeholders.OPEN  # stands for a piece that is no literal text
_SIGNATURE = blocks.BOXES["签署"]
_TYPED = re.compile("（建议值）")


class Unplaceable(Exception):
    """The printed text of a clause cannot be led back to its source."""


@dataclass(frozen=True)
class Sign:
    """What is printed of `source[start:end]`. A `fixed` one is a value, a reference or a loop: it stands or goes whole."""

    text: str
    start: int
    end: int
    fixed: bool = False


@dataclass(frozen=True)
class PrintedLine:
    """A paragraph, a line of a box or a cell, and the source that holds it, markup included.

    `row` is the number of a table's row within the clause, or of a 签署 box's line, which is printed as a row
    of labels and rooms; a cell that the source leaves out has start -1.
    """

    signs: tuple[Sign, ...]
    start: int
    end: int
    role: str  # paragraph, cell, or a role of blocks.Box
    row: int = -1

    @property
    def text(self) -> str:
        return "".join(sign.text for sign in self.signs)


def lines(source: str, values: Mapping[str, Any], name: blocks.Naming) -> list[PrintedLine]:
    """The lines of a clause's text as this city prints them, in their order.

    `name` gives a reference's words. Raises Unplaceable, and what placeholders.fill and blocks.parse raise.
    """
    filled, taken = placeholders.fill(source, values)
    printed = [words for block in blocks.parse(filled, taken, name) for words in _words(block)]
    found = list(_Reader(name).lines(_rows(_signs(source, values))))
    if [line.text for line in found] != printed:
        raise Unplaceable
    return found


def _words(block: blocks.Block) -> Iterator[str]:
    if isinstance(block, blocks.Paragraph):
        yield blocks.plain_text(block.content)
    elif isinstance(block, blocks.Table):
        for row in (block.header, *block.rows):
            yield from map(blocks.plain_text, row)
    elif block.role == _SIGNATURE:
        yield from (blocks.plain_text(piece) for line in block.lines for piece, _ in signed.pieces(line))
    else:
        yield from map(blocks.plain_text, block.lines)


def _signs(source: str, values: Mapping[str, Any]) -> Iterator[Sign]:
    """The filled text, literal text sign by sign."""
    pieces = list(placeholders.pieces(source))
    shown = [True]
    number = left_out = 0
    while number < len(pieces):
        piece = pieces[number]
        number += 1
        if piece.kind == "for":
            last = _end_of_loop(pieces, number)
            if all(shown):
                yield from _filled(source, piece.start, pieces[last].end, values)
            number = last + 1
        elif piece.kind == "if":
            shown.append(placeholders.holds(piece.words, values))
        elif piece.kind == "else":
            shown[-1] = not shown[-1]
        elif piece.kind == "endif":
            shown.pop()
        elif all(shown):
            if piece.kind == "value":
                found = list(_filled(source, piece.start, piece.end, values))
                left_out = _left_out(source, piece.end, "".join(sign.text for sign in found))
                yield from (replace(sign, end=left_out) for sign in found)
            else:
                yield from (Sign(source[at], at, at + 1) for at in range(max(piece.start, left_out), piece.end))


def _left_out(source: str, end: int, value: str) -> int:
    """The end of a value's place in the source, with the same number beside it, which placeholders.fill leaves out."""
    beside = placeholders.BESIDE.match(source, end)
    return beside.end() if beside and beside[1] == value else end


def _end_of_loop(pieces: Sequence[placeholders.Piece], after: int) -> int:
    depth = 1
    for number in range(after, len(pieces)):
        depth += {"for": 1, "endfor": -1}.get(pieces[number].kind, 0)
        if not depth:
            return number
    raise Unplaceable


def _filled(source: str, start: int, end: int, values: Mapping[str, Any]) -> Iterator[Sign]:
    filled, taken = placeholders.fill(source[start:end], values)
    for words, number in placeholders.split_marks(filled):
        if number is not None:
            yield Sign(taken[number], start, end, fixed=True)
            continue
        for at, part in enumerate(words.split("\n")):
            if at:
                yield Sign("\n", start, end)
            if part:
                yield Sign(part, start, end, fixed=True)


def _rows(signs: Iterator[Sign]) -> Iterator[list[Sign]]:
    """The signs line by line, each with its line feed."""
    row: list[Sign] = []
    for sign in signs:
        row.append(sign)
        if sign.text == "\n" and not sign.fixed:
            yield row
            row = []
    yield row


@dataclass
class _Reader:
    """Reads rows as blocks.parse does, and keeps where everything stood."""

    name: Callable[[str], str]
    box: str = ""
    width: int = 0  # of the table that is being read
    row: int = -1
    head: bool = False  # whether the table's first row was the last

    def lines(self, rows: Iterator[list[Sign]]) -> Iterator[PrintedLine]:
        for row in rows:
            signs = _stripped(row)
            written = _written(signs)
            opened = blocks.BOX_OPEN.match(written)
            if self.box and blocks.BOX_CLOSE.match(written):
                self.box = ""
            elif self.box == _SIGNATURE:
                yield from self._signed(signs)
            elif self.box:
                yield self._line(signs, row, self.box)
            elif opened and opened[1] in blocks.BOXES:
                self.box, self.width = blocks.BOXES[opened[1]], 0
            elif blocks.ROW.match(written):
                yield from self._cells(signs, written)
            else:
                self.width = 0
                if written:
                    yield self._line(signs[len(written) - len(pictures.without(written)):], row, "paragraph")

    def _line(self, signs: list[Sign], row: list[Sign], role: str) -> PrintedLine:
        start = signs[0].start if signs else row[0].start if row else 0
        return PrintedLine(tuple(self._inlines(signs)), start, signs[-1].end if signs else start, role)

    def _signed(self, signs: list[Sign]) -> Iterator[PrintedLine]:
        self.row += 1
        shown = list(self._inlines(signs))
        # Parted sign by sign: what is filled in may be of many letters, and is one.
        parted = signed.spans("".join(signed.OPAQUE if sign.fixed else sign.text for sign in shown))
        for number, span in enumerate(parted):
            found = tuple(shown[span.start : span.end])
            start = signs[0].start if number == 0 else found[0].start  # marks at the line's ends are no signs
            end = signs[-1].end if number == len(parted) - 1 else found[-1].end
            yield PrintedLine(found, start, end, _SIGNATURE, self.row)

    def _cells(self, signs: list[Sign], written: str) -> Iterator[PrintedLine]:
        bars = [match.start() for match in blocks.BAR.finditer(written)]
        self.row += 1
        cells = [signs[left + 1 : right] for left, right in zip(bars, bars[1:], strict=False)]
        if self.width and self.head and blocks.RULE.match(written):
            self.head = False
            return
        if not self.width:
            self.width, self.head = len(cells), True
        else:
            self.head = False
        for cell, bar in zip(cells, bars, strict=False):
            inside = _stripped(cell)
            start = inside[0].start if inside else signs[bar].end
            yield PrintedLine(
                () if blocks.is_room(_written(inside)) else tuple(self._inlines(_unescaped(inside))), start, inside[-1].end if inside else start, "cell", self.row,
            )
        for _ in range(self.width - len(cells)):
            yield PrintedLine((), -1, -1, "cell", self.row)

    def _inlines(self, signs: list[Sign]) -> Iterator[Sign]:
        written = _written(signs)
        silent: set[int] = set()
        for part, start in _parts(written, blocks.BOLD, silent):
            for inner, inner_start in _parts(part, marks.SPAN, silent, start):
                silent.update(inner_start + at for match in _TYPED.finditer(inner) for at in range(*match.span()))
                for reference in REFERENCE.finditer(inner):
                    at, end = inner_start + reference.start(), inner_start + reference.end()
                    silent.update(range(at + 1, end))
                    words = reference[1] or self.name(reference[2])
                    signs[at] = Sign(words, signs[at].start, signs[end - 1].end, fixed=True)
        yield from (sign for number, sign in enumerate(signs) if number not in silent)


def _parts(text: str, pattern: re.Pattern[str], silent: set[int], at: int = 0) -> Iterator[tuple[str, int]]:
    """The text between and within the matches, each with its place; what marks them is not printed."""
    done = 0
    for match in pattern.finditer(text):
        yield text[done : match.start()], at + done
        start, end = match.span(1)
        silent.update(range(at + match.start(), at + start), range(at + end, at + match.end()))
        yield match[1], at + start
        done = match.end()
    yield text[done:], at + done


def _written(signs: Sequence[Sign]) -> str:
    return "".join(_FIXED if sign.fixed else sign.text for sign in signs)


def _stripped(signs: list[Sign]) -> list[Sign]:
    start, end = 0, len(signs)
    while start < end and not signs[start].fixed and not signs[start].text.strip():
        start += 1
    while end > start and not signs[end - 1].fixed and not signs[end - 1].text.strip():
        end -= 1
    return signs[start:end]


def _unescaped(signs: list[Sign]) -> list[Sign]:
    """A bar that belongs to a cell is one sign, its backslash with it."""
    found: list[Sign] = []
    for sign in signs:
        if sign.text == "|" and found and found[-1].text == "\\":
            found[-1] = Sign("|", found[-1].start, sign.end)
        else:
            found.append(sign)
    return found
