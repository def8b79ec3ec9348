"""A worksheet as office programs write it, taken apart at once: every different cell is kept once.

A register repeats itself: of a million cells a tenth differ. What a cell means (dates, texts told
elsewhere, signs escaped) is asked of the library, once for each that differs: it gets a small sheet
of these. A sheet that is written in any other way is left to the library whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from toolkit.registers.bounds import Room, column_number, require_whole
from toolkit.registers.cutting import Cutter, Row, Strange

_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_ROOT = re.compile(rb'\s*(?:<\?xml[^<>]*encoding="UTF-8"[^<>]*\?>\s*)?<worksheet[\s>]', re.I)
_NAMESPACE = b"spreadsheetml/2006/main"
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})"')
_ACROSS = 200  # columns of the small sheet
Area = tuple[tuple[int, int], tuple[int, int]]  # the first row and column, and the last


@dataclass
class Plain:
    """`rows` are numbers, and indexes into `different`: the cells as they are written, or what they say where it is
    a str; `columns` are those of each."""

    rows: list[Row]
    different: list[bytes | str]
    columns: list[int]
    merged: list[Area]

    @property
    def cells(self) -> int:
        return sum(len(indexes) for _, indexes in self.rows)


def take(part: bytes, room: Room) -> Plain | None:
    """The sheet, or None where it is not written plainly. Raises Refused where it is out of bounds or cut off."""
    begin, end = part.find(_BEGIN), part.rfind(_END)
    if begin < 0 or end < begin or not _has_plain_head(part, begin):
        return None
    tail = part[end:]
    if _BEGIN in tail or b"<!" in tail:
        return None
    require_whole(part[:begin] + _BEGIN + tail)
    cutter = Cutter()
    try:
        cutter.cut(part, begin + len(_BEGIN), end)
    except (Strange, ValueError):
        return None
    sheet = Plain(cutter.rows, cutter.different, cutter.columns, _merged(tail))
    widest = max(sheet.columns, default=0)
    deepest = sheet.rows[-1][0] if sheet.rows else 0
    room.refuse(deepest, widest, lambda: _far(sheet))
    return sheet


def _has_plain_head(part: bytes, begin: int) -> bool:
    """Whether the sheet's elements have no prefix, and nothing but elements stands before its rows."""
    head = part[:begin]
    return (
        _ROOT.match(head) is not None and head.count(_NAMESPACE) == 1 and _MAIN in head and b"<!" not in head
    )


def _far(sheet: Plain) -> str:
    """The place of the last cell of the last row, or of the widest column, whichever lies far out."""
    if not sheet.rows:
        return "A1"
    widest = max(sheet.columns)
    row = next(number for number, indexes in reversed(sheet.rows) if any(sheet.columns[index] == widest for index in indexes))
    return f"{_letters(widest)}{row}" if widest > _ACROSS else f"{_letters(sheet.columns[sheet.rows[-1][1][-1]])}{sheet.rows[-1][0]}"


def _merged(tail: bytes) -> list[Area]:
    return [
        ((int(top), column_number(left.decode())), (int(bottom), column_number(right.decode())))
        for left, top, right, bottom in _MERGED.findall(tail)
    ]


def small(part: bytes, sheet: Plain, mark: str) -> bytes:
    """The sheet with those of its different cells alone that do not say what they hold, in rows of 200, below a row
    that says `mark`."""
    names = [_letters(number).encode() for number in range(1, _ACROSS + 1)]
    made = [part[: part.find(_BEGIN)], _BEGIN, f'<row r="1"><c r="A1" t="inlineStr"><is><t>{mark}</t></is></c></row>'.encode()]
    asked = [cell for cell in sheet.different if isinstance(cell, bytes)]
    for number, start in enumerate(range(0, len(asked), _ACROSS), 2):
        made.append(b'<row r="%d">' % number)
        made += [b'<c r="%s%d"%s' % (name, number, cell) for name, cell in zip(names, asked[start : start + _ACROSS], strict=False)]
        made.append(b"</row>")
    made += [_END, b"</worksheet>"]
    return b"".join(made)


def read_small(grid: list[list[object]], sheet: Plain) -> list[object]:
    """What the different cells hold, those asked for from the small sheet as the library read it."""
    told = chain.from_iterable([*row, *[""] * (_ACROSS - len(row))] for row in grid[1:])
    return [cell if isinstance(cell, str) else next(told, "") for cell in sheet.different]


def _letters(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
