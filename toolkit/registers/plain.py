"""A worksheet as office programs write it, taken apart at once: every different cell is kept once.

A register repeats itself: of a million cells a tenth differ. What a cell means (dates, texts told
elsewhere, signs escaped) is asked of the library, once for each that differs: it gets a small sheet
of these. A sheet that is written in any other way is left to the library whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from toolkit.registers.bounds import Room, column_number, require_whole

_BEGIN, _END, _PIECE = b"<sheetData>", b"</sheetData>", 1 << 18
_ROOT = re.compile(rb'\s*(?:<\?xml[^<>]*encoding="UTF-8"[^<>]*\?>\s*)?<worksheet[\s>]', re.I)
_NAMESPACE = b"spreadsheetml/2006/main"
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})"')
# Between two places of a row: the rest of the row's mark or of a cell, and the column of the next cell.
_FILLED = rb"[^<>]*>(?:<v>[^<]*</v>|<is><t[^<>]*>[^<]*</t></is>)</c>"
_NEXT = rb'(?:<c r="([A-Z]{1,3})|</row>\s*)'
_FIRST = re.compile(rb"()[^<>]*>\s*" + _NEXT)
_CELL = re.compile(rb"(?:(" + _FILLED + rb")|[^<>]*/>)\s*" + _NEXT)
_BARE = re.compile(rb"[^<>]*/>\s*")  # a row without cells
_ONE = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?:(' + _FILLED + rb")|[^<>]*/>)\s*")
_ACROSS = 200  # columns of the small sheet
Area = tuple[tuple[int, int], tuple[int, int]]  # the first row and column, and the last
_EMPTY = -1


class _Strange(Exception):
    """The sheet is not written plainly."""


@dataclass
class Plain:
    """`rows` are numbers, and indexes into `different`: the cells as they are written; `columns` are those of each."""

    rows: list[tuple[int, list[int]]] = field(default_factory=list)
    different: list[bytes] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)

    @property
    def cells(self) -> int:
        return sum(len(indexes) for _, indexes in self.rows)


class _Column(dict[bytes, tuple[int, "_Column"]]):
    """What can follow the place of a cell: the index of the cell, or _EMPTY, and the next cell's column.

    The column before the first has the row's own mark instead of a cell, and follows the last.
    """

    def __init__(self, sheet: Plain, columns: dict[bytes | None, _Column], name: bytes | None) -> None:
        self._different, self._numbers, self._sheet, self._columns = sheet.different, sheet.columns, sheet, columns
        self._form = _FIRST if name is None else _CELL
        self.number = column_number((name or b"").decode())

    def __missing__(self, text: bytes) -> tuple[int, _Column]:
        found = self._form.fullmatch(text)
        if found is None:
            raise _Strange
        cell, name = found.group(1, 2)
        following = self.next(name)
        if name is not None and following.number <= self.number:
            raise _Strange
        self[text] = entry = self.add(cell) if cell else _EMPTY, following
        return entry

    def next(self, name: bytes | None) -> _Column:
        column = self._columns.get(name)
        if column is None:
            column = self._columns[name] = _Column(self._sheet, self._columns, name)
        return column

    def add(self, cell: bytes) -> int:
        self._different.append(cell)
        self._numbers.append(self.number)
        return len(self._different) - 1


def take(part: bytes, room: Room) -> Plain | None:
    """The sheet, or None where it is not written plainly. Raises Refused where it is out of bounds or cut off."""
    begin, end = part.find(_BEGIN), part.rfind(_END)
    if begin < 0 or end < begin or not _has_plain_head(part, begin):
        return None
    tail = part[end:]
    if _BEGIN in tail or b"<!" in tail:
        return None
    require_whole(part[:begin] + _BEGIN + tail)
    sheet = Plain(merged=_merged(tail))
    columns: dict[bytes | None, _Column] = {}
    start = columns[None] = _Column(sheet, columns, None)
    last = 0
    try:
        for row in _rows(part, begin + len(_BEGIN), end):
            cut = row.find(b'"') + 1
            digits = row[:cut]
            try:
                column, indexes = start, []
                for text in row[cut:].split(digits):
                    index, column = column[text]
                    if index >= 0:
                        indexes.append(index)
                if column is not start:
                    raise _Strange
            except _Strange:  # the number stands elsewhere in the row too, such as in its height
                indexes = _slowly(row, digits, start)
            number = int(digits[:-1])
            if number <= last:
                return None
            last = number
            if indexes:
                sheet.rows.append((number, indexes))
    except (_Strange, ValueError):
        return None
    finally:
        for column in columns.values():
            column.clear()  # they hold one another, and the sheet: nobody collects rings while a register is read
        columns.clear()
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


def _rows(part: bytes, begin: int, end: int) -> Iterator[bytes]:
    """What follows `<row r="` of each row, cut from pieces that a processor keeps close at hand."""
    while begin < end:
        cut = part.find(b"</row>", begin + _PIECE, end)
        cut = end if cut < 0 else cut + 6
        before, *rows = part[begin:cut].split(b'<row r="')
        if before.strip():
            raise _Strange
        yield from rows
        begin = cut


def _slowly(row: bytes, digits: bytes, start: _Column) -> list[int]:
    """A row in which its number stands elsewhere too, such as a height."""
    _, mark, cells = row.partition(b">")
    if mark and _BARE.fullmatch(row[len(digits):]):
        return []
    at, last, indexes = 0, 0, []
    while found := _ONE.match(cells, at):
        name, number, cell = found.groups()
        column = start.next(name)
        if column.number <= last or number != digits[:-1]:
            raise _Strange
        at, last = found.end(), column.number
        if cell is not None:
            indexes.append(column.add(cell))
    if cells[at:].strip() != b"</row>":
        raise _Strange
    return indexes


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
    """The sheet with its different cells alone, in rows of 200, below a row that says `mark`."""
    names = [_letters(number).encode() for number in range(1, _ACROSS + 1)]
    made = [part[: part.find(_BEGIN)], _BEGIN, f'<row r="1"><c r="A1" t="inlineStr"><is><t>{mark}</t></is></c></row>'.encode()]
    for number, start in enumerate(range(0, len(sheet.different), _ACROSS), 2):
        made.append(b'<row r="%d">' % number)
        cells = sheet.different[start : start + _ACROSS]
        made += [b'<c r="%s%d"%s' % (name, number, cell) for name, cell in zip(names, cells, strict=False)]
        made.append(b"</row>")
    made += [_END, b"</worksheet>"]
    return b"".join(made)


def read_small(grid: list[list[object]], sheet: Plain) -> list[object]:
    """What the different cells hold, from the small sheet as the library read it."""
    flat: list[object] = []
    for row in grid[1:]:
        flat += [*row, *[""] * (_ACROSS - len(row))]
    return [*flat, *[""] * (len(sheet.different) - len(flat))][: len(sheet.different)]


def _letters(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found
