"""The rows of a plainly written worksheet, cut apart by column: a different cell of a column gets one number.

Rows come by the hundred. Those with cells in the same columns lie side by side, so that a whole column is looked
up at once. A sheet that is not written as office programs write it is strange.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count, islice
from operator import lt

from toolkit.registers.bounds import column_number

_PIECE = 1 << 18  # bytes that a processor keeps close at hand
# Between two places of a row: the rest of the row's mark or of a cell, and the column of the next cell.
_FILLED = rb"[^<>]*>(?:<v>[^<]*</v>|<is><t[^<>]*>[^<]*</t></is>)</c>"
_NEXT = rb'(?:<c r="([A-Z]{1,3})|</row>\s*)'
_MARK = re.compile(rb"()[^<>]*>\s*" + _NEXT)
_CELL = re.compile(rb"(?:(" + _FILLED + rb")|[^<>]*/>)\s*" + _NEXT)
_BARE = re.compile(rb"[^<>]*/>\s*")  # a row without cells
_ONE = re.compile(rb'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"(?:(' + _FILLED + rb")|[^<>]*/>)\s*")
_COLUMN = re.compile(rb'<c r="([A-Z]{1,3})\Z')
_NUMBERS = re.compile(rb'(?:[1-9][0-9]{0,6}")+')
# A text that is what it says: no sign in it stands for another, and there is no space that a reader may drop.
_PLAIN = rb'(?: s="[0-9]+")? t="inlineStr"><is><t>([^<>&_\x00-\x20\x7f]+)</t></is></c>'
_TEXT, _TEXTS = re.compile(_PLAIN), re.compile(rb"^" + _PLAIN + rb"<[^<>\n]*>?$", re.M)
_LINES = re.compile(rb"^([^<>\n]*>(?:<v>[^<\n]*</v>|<is><t[^<>\n]*>[^<\n]*</t></is>)</c>)<[^<>\n]*>?$", re.M)
_EMPTY = -1
_END = 1 << 20  # behind every column
_MOST_STEPS = 10_000  # of which a hundred columns, filled at random, have half
Row = tuple[int, Sequence[int]]


class Strange(Exception):
    """The sheet is not written plainly."""


class _Other(Exception):
    """Some of these rows have cells in other columns than the first, or are not written plainly."""


class _Step(defaultdict[bytes, int]):
    """What stands between a place in one column and a place in another: the number of the cell, or _EMPTY."""

    def __init__(self, column: int, name: bytes | None) -> None:
        super().__init__()
        self.column, self._name, self._ending = column, name, b"</row>" if name is None else b'<c r="' + name
        self.following = _END if name is None else column_number(name.decode())
        self.has_empty = False
        if self.following <= column:
            raise _Other

    def look_up(self, texts: Sequence[bytes], first: int) -> tuple[list[int], Sequence[bytes | str]]:
        """The number of each, and the cells that are new: these get the numbers from `first` on. Raises _Other."""
        known = len(self)
        self.default_factory = count(first).__next__
        numbers = list(map(self.__getitem__, texts))
        new = self._last(len(self) - known)
        if not new:
            return numbers, ()
        try:
            cells = self._cells(new)
        except _Other:
            self.forget(len(new))
            raise
        if None not in cells:
            return numbers, cells  # type: ignore[return-value]
        self.forget(len(new))
        self.update((text, _EMPTY) for text, cell in zip(new, cells, strict=True) if cell is None)
        self.has_empty = True
        return self.look_up(texts, first)

    def _last(self, number: int) -> list[bytes]:
        return list(islice(reversed(self), number))[::-1]

    def forget(self, number: int) -> None:
        """Takes back the numbers that were given last."""
        for _ in range(number):
            self.popitem()

    def _cells(self, texts: list[bytes]) -> Sequence[bytes | str | None]:
        """Each as it is written, as a str where it is what it says, or None where it is empty. Raises _Other."""
        lines = b"\n".join([*texts, b""])
        if lines.count(self._ending + b"\n") == lines.count(b"\n") == len(texts):
            found = _TEXTS.findall(lines)
            if len(found) == len(texts):
                return b"\n".join(found).decode().split("\n")
            found = _LINES.findall(lines)
            if len(found) == len(texts):
                return found
        return [self._cell(text) for text in texts]

    def _cell(self, text: bytes) -> bytes | None:
        found = (_CELL if self.column else _MARK).fullmatch(text)
        if found is None or found[2] != self._name:
            raise _Other
        return found[1] or None


class _Place(dict[bytes, tuple[int, "_Place"]]):
    """A column: what stands from a place in it to the next one → the number of the cell, and the next place's column."""

    def __init__(self, column: int) -> None:
        super().__init__()
        self.column = column


class Cutter:
    """Takes rows apart: `rows` are numbers, and indexes into `different`, cells as they are written or, where it is a
    str, what they say; `columns` are those of each. Cells that are empty, and rows of these alone, are left out.

    A cell stands there once, or a few times more where rows have cells in ever other columns.
    """

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.different: list[bytes | str] = []
        self.columns: list[int] = []
        self._steps: dict[tuple[int, bytes | None], _Step] = {}
        self._ways: dict[int, list[_Step]] = {}
        self._mixed: set[int] = set()  # numbers of cells that some rows have in these columns, and some in those
        self._first, self._places = _Place(0), {}  # type: _Place, dict[int, _Place]

    def cut(self, part: bytes, begin: int, end: int) -> None:
        """Takes apart what stands between two places of a part. Raises Strange, or ValueError."""
        last = 0
        for rows in _pieces(part, begin, end):
            numbers = _numbers(rows)
            if numbers[0] <= last or not all(map(lt, numbers, numbers[1:])):
                raise Strange
            last = numbers[-1]
            groups: dict[int, tuple[list[int], list[list[bytes]]]] = {}
            for number, row in zip(numbers, rows, strict=True):
                texts = row.split(b'%d"' % number)
                group = groups.get(len(texts))
                if group is None:
                    group = groups[len(texts)] = [], []
                group[0].append(number)
                group[1].append(texts)
            found = [row for numbers, cells in groups.values() for row in self._group(numbers, cells)]
            self.rows += sorted(found)

    def _group(self, numbers: list[int], rows: list[list[bytes]]) -> Iterable[Row]:
        """Rows that have as many cells each; a row is what stands between the places in it."""
        width = len(rows[0])
        if width not in self._mixed:
            try:
                return self._side_by_side(width, numbers, list(chain.from_iterable(rows)))
            except _Other:
                self._mixed.add(width)
        return self._one_by_one(numbers, rows)

    def _side_by_side(self, width: int, numbers: list[int], texts: list[bytes]) -> list[Row]:
        """Rows whose cells stand in the same columns. Raises _Other."""
        way = self._ways.get(width)
        if way is None:
            way = self._ways[width] = self._way(texts[1:width])
        columns, new = [], []  # type: list[list[int]], list[Sequence[bytes | str]]
        first = len(self.different)
        try:
            for at, step in enumerate(way, 1):
                indexes, cells = step.look_up(texts[at::width], first)
                first += len(cells)
                columns.append(indexes)
                new.append(cells)
        except _Other:
            for step, cells in zip(way, new, strict=False):
                step.forget(len(cells))
            raise
        for step, cells in zip(way, new, strict=True):
            self.different += cells
            self.columns += [step.column] * len(cells)
        rows = zip(numbers, zip(*columns[1:], strict=True), strict=False)
        if not any(step.has_empty for step in way[1:]):
            return list(rows)
        filled = ((number, [index for index in row if index != _EMPTY]) for number, row in rows)
        return [(number, row) for number, row in filled if row]

    def _way(self, texts: list[bytes]) -> list[_Step]:
        """The steps of a row from column to column. Raises _Other."""
        way, column = [], 0
        for text in texts:
            found = _COLUMN.search(text)
            way.append(self._step(column, found[1] if found else None))
            column = way[-1].following
        if column != _END:
            raise _Other
        return way

    def _step(self, column: int, name: bytes | None) -> _Step:
        step = self._steps.get((column, name))
        if step is None:
            step = self._steps[column, name] = _Step(column, name)
            if len(self._steps) > _MOST_STEPS:
                raise Strange
        return step

    def _one_by_one(self, numbers: list[int], rows: list[list[bytes]]) -> Iterator[Row]:
        """Rows with cells in columns of their own. Raises Strange."""
        for number, row in zip(numbers, rows, strict=True):
            try:
                indexes, place = [], self._first
                for text in row[1:]:
                    index, place = place.get(text) or self._go_on(place, text)
                    if index != _EMPTY:
                        indexes.append(index)
                if place.column != _END:
                    raise _Other
            except _Other:  # the number stands elsewhere in the row too, such as in its height
                mark = b'%d"' % number
                indexes = self._slowly(mark.join(row), mark)
            if indexes:
                yield number, indexes

    def _go_on(self, place: _Place, text: bytes) -> tuple[int, _Place]:
        found = (_CELL if place.column else _MARK).fullmatch(text)
        if found is None:
            raise _Other
        cell, name = found.group(1, 2)
        column = _END if name is None else column_number(name.decode())
        if column <= place.column:
            raise _Other
        following = self._places.get(column)
        if following is None:
            following = self._places[column] = _Place(column)
        place[text] = entry = self._add(cell, place.column) if cell else _EMPTY, following
        return entry

    def _add(self, cell: bytes, column: int) -> int:
        text = _TEXT.fullmatch(cell)
        self.different.append(text[1].decode() if text else cell)
        self.columns.append(column)
        return len(self.different) - 1

    def _slowly(self, row: bytes, digits: bytes) -> list[int]:
        _, mark, cells = row.partition(b">")
        if mark and _BARE.fullmatch(row[len(digits):]):
            return []
        at, last, indexes = 0, 0, []
        while found := _ONE.match(cells, at):
            name, number, cell = found.groups()
            column = column_number(name.decode())
            if column <= last or number != digits[:-1]:
                raise Strange
            at, last = found.end(), column
            if cell is not None:
                indexes.append(self._add(cell, column))
        if cells[at:].strip() != b"</row>":
            raise Strange
        return indexes


def _pieces(part: bytes, begin: int, end: int) -> Iterator[list[bytes]]:
    """What follows `<row r="` of each row, some hundred rows at once."""
    while begin < end:
        cut = part.find(b"</row>", begin + _PIECE, end)
        cut = end if cut < 0 else cut + 6
        before, *rows = part[begin:cut].split(b'<row r="')
        if before.strip():
            raise Strange
        if rows:
            yield rows
        begin = cut


def _numbers(rows: list[bytes]) -> list[int]:
    """The number of each row. Raises Strange."""
    marks = b"".join([row[: row.find(b'"') + 1] for row in rows])
    if not _NUMBERS.fullmatch(marks):
        raise Strange
    return list(map(int, marks[:-1].split(b'"')))
