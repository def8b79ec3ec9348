"""A 签署 box as a framed table: who signs at the left, room for the hand at the right, dates that never break."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.text import signed
from toolkit.text.blocks import Box, Inlines, Text, plain_text

UNITS = 24  # columns of the table's grid
_PADDING = 0.8  # signs that a cell's frame takes
_HAND = 5.5  # signs of room, the least for a signature
_WHOLE = 5  # a label no longer than this is never broken
# The same as a text would leave it, of other spaces: no line of the source's.
_DAY = "\u2003\u2003\u2003\u2003年\u2003\u2003月\u2003\u2003日"
_MOMENT = f"{_DAY}\u2003\u2003时\u2003\u2003分"
_LONGEST = len(_MOMENT)  # what stands in a room is never broken up to here
SEAL, NAME = "（盖章处）", "（写清姓名）"
HINTS = (SEAL, NAME)


@dataclass(frozen=True)
class Cell:
    """`span` is its width in UNITS. A `label` says what is written in the cell behind it.

    A `hint` stands small in a room: where the seal goes, whose finger it was. A `seal` needs a high row.
    """

    content: Inlines
    span: int
    label: bool = False
    hint: str = ""
    seal: bool = False


def rows(box: Box, signs: float) -> list[tuple[Cell, ...]]:
    """The box's lines as rows of cells; `signs` of the text fit between the margins. Lines without a sign are left out."""
    pieces = [found for line in box.lines if (found := _pieces(line))]
    return [_measured(row, signs) for line in pieces for row in _fitting(line, signs)]


def _pieces(line: Inlines) -> list[tuple[Inlines, bool]]:
    """What a line prints: each label followed by its room, which may be empty."""
    found: list[tuple[Inlines, bool]] = []
    for piece, label in signed.pieces(line):
        if label and found and found[-1][1]:
            found.append((_room(found[-1][0]), False))
        found.append((piece, label))
    if found and found[-1][1]:
        found.append((_room(found[-1][0]), False))
    return found


def _room(label: Inlines) -> Inlines:
    words = plain_text(label)
    return (Text(_MOMENT),) if words.endswith("时间：") else (Text(_DAY),) if words.endswith(("日期：", "日：")) else ()


def _hint(label: str) -> str:
    """What the room behind a label says small: a seal's place, or that a finger's print needs a name beside it."""
    if "盖章" in label:
        return "" if "签名" in label else SEAL
    return NAME if label.endswith(("手印）：", "手印：")) else ""


def _fitting(line: list[tuple[Inlines, bool]], signs: float) -> list[list[tuple[Inlines, bool]]]:
    """The line in as many rows as its rooms need."""
    if len(line) <= 2 or sum(_units(_least(cell, 2), signs) for cell in line) <= UNITS:
        return [line]
    starts = [number for number, (_, label) in enumerate(line) if label] or [0]
    middle = starts[len(starts) // 2] or 2
    return [*_fitting(line[:middle], signs), *_fitting(line[middle:], signs)]


def _least(cell: tuple[Inlines, bool], lines: int) -> float:
    """Signs of width that a cell needs: a label may take some lines, what stands in a room is never broken."""
    length = len(plain_text(cell[0]))
    if cell[1]:
        return max(math.ceil(length / lines), min(length, _WHOLE)) + _PADDING
    return max(_HAND, min(length, _LONGEST)) + _PADDING


def _measured(line: Sequence[tuple[Inlines, bool]], signs: float) -> tuple[Cell, ...]:
    for lines in (1, 2, 3, 4, 6):
        needs = [_units(_least(cell, lines), signs) for cell in line]
        if sum(needs) <= UNITS:
            break
    rooms = [number for number, (_, label) in enumerate(line) if not label]
    while sum(needs) > UNITS:  # one long text: it takes the lines that it takes
        needs[needs.index(max(needs))] -= 1
    wide = max(needs[0], 8) if len(line) == 2 and needs[0] + needs[1] <= UNITS - 8 else needs[0]
    needs[0] = wide if line[0][1] else needs[0]
    for turn in range(UNITS - sum(needs)):
        needs[rooms[turn % len(rooms)]] += 1
    before = ["", *("" if not label else plain_text(content) for content, label in line)]
    return tuple(
        Cell(content, need, label, *(("", False) if label else (_hint(above), "盖章" in above)))
        for (content, label), need, above in zip(line, needs, before, strict=False)
    )


def _units(width: float, signs: float) -> int:
    return math.ceil(width * UNITS / signs)
