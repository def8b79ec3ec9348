"""How much a workbook would become in memory, counted before it is read.

A few bytes can stand for billions of cells: one cell at XFD1048576, a row repeated a million
times, a long text that every cell refers to. What is over a bound is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any
from xml.parsers import expat

from toolkit.errors import Words
from toolkit.files.archive import Refused, damaged

MOST_ROWS, MOST_COLUMNS = 100_000, 500  # twenty registers in one, and ten times the widest
MOST_CELLS = 2_000_000  # of a sheet, from the first filled one to the last, empty ones between them too
MOST_TEXT = 50_000_000  # characters of a workbook, each time that a cell shows them
MOST_SHEETS = 50
_ODS_CELLS = ("table-cell", "covered-table-cell")
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Room:
    """What the sheets of one workbook have used so far."""

    def __init__(self) -> None:
        self.text = 0

    def take_text(self, count: int) -> None:
        self.text += count
        if self.text > MOST_TEXT:
            raise Refused(
                Words(f"文字太多，超过 {MOST_TEXT // 10_000} 万字", f"too much text, over {MOST_TEXT:,} characters"),
                Words("一本台账分成几个文件", "split the register into several files"),
            )

    def refuse(self, row: int, column: int, told: Callable[[], str]) -> None:
        """Raises Refused where the last filled row and column are too far out; `told` says where a reader finds it."""
        if row <= MOST_ROWS and column <= MOST_COLUMNS and row * column <= MOST_CELLS:
            return
        place = told()
        if row > MOST_ROWS or column > MOST_COLUMNS:
            raise Refused(
                Words(f"{place} 有一个离得很远的格子：最多读 {MOST_ROWS} 行、{MOST_COLUMNS} 列",
                      f"a cell far away at {place}: at most {MOST_ROWS:,} rows and {MOST_COLUMNS} columns are read"),
                Words("在 Excel 或 WPS 里选中台账右边和下边的空列空行，删除，再保存",
                      "in Excel or WPS select the empty columns and rows right of and below the register, delete them, and save"),
            )
        raise Refused(
            Words(f"表太大：到 {place} 为止有 {row} 行、{column} 列", f"the sheet is too large: {row:,} rows, {column} columns up to {place}"),
            Words("删去多余的空行空列；一本台账分成几个文件", "delete empty rows and columns; split the register into several files"),
        )


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_doctype
    parser.buffer_text = True
    return parser


def _parse(parser: expat.XMLParserType, part: bytes) -> None:
    try:
        parser.Parse(part, True)
    except (expat.ExpatError, ValueError, LookupError):
        raise damaged() from None


def require_whole(part: bytes) -> None:
    """Raises Refused where a part is no whole XML: what was cut off behind the cells is missed too."""
    _parse(_parser(), part)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def root(part: bytes) -> str:
    """The local name of a part's outermost element."""
    found: list[str] = []
    parser = _parser()

    def start(name: str, _: Any) -> None:
        found.append(_local(name))
        parser.StartElementHandler = None

    parser.StartElementHandler = start
    for at in range(0, len(part), 4096):
        try:
            parser.Parse(part[at : at + 4096], False)
        except (expat.ExpatError, ValueError, LookupError):
            raise damaged() from None
        if found:
            return found[0]
    raise damaged()


class Texts:
    """The texts that cells refer to by their number, and how much of them a sheet shows."""

    def __init__(self, room: Room, parts: Sequence[bytes]) -> None:
        self._room, self.parts = room, parts
        # A text takes at least as many bytes as it has characters, where no entity is defined.
        self._longest = max(
            (MOST_TEXT if b"<!" in part else max(map(len, part.split(b"</si>"))) for part in parts), default=0)
        self._lengths: list[int] | None = None

    def count(self, part: bytes, cells: int) -> None:
        """Refuses a sheet that shows too much of the texts in `cells` of its cells, or fewer. Raises Refused."""
        if cells * self._longest <= MOST_TEXT:
            return
        if self._lengths is None:
            self._lengths = [length for texts in self.parts for length in _lengths(texts)]
            self._longest = max(self._lengths, default=0)
        if cells * self._longest > MOST_TEXT:
            self._add_up(part, self._lengths)

    def _add_up(self, part: bytes, lengths: Sequence[int]) -> None:
        """Adds up the texts of all cells; slow, and only where it may be too much."""
        parser = _parser()
        is_text, value = False, None  # type: bool, list[str] | None

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal is_text, value
            if _local(name) == "c":
                is_text = attributes.get("t") == "s"
            value = [] if _local(name) == "v" and is_text else None

        def text(words: str) -> None:
            if value is not None:
                value.append(words[:20])

        def end(_: str) -> None:
            nonlocal value
            if value is not None:
                number = _number("".join(value).strip() or "0")
                self._room.take_text(lengths[number] if number < len(lengths) else 0)
            value = None

        parser.StartElementHandler, parser.CharacterDataHandler, parser.EndElementHandler = start, text, end
        _parse(parser, part)


def _lengths(part: bytes) -> list[int]:
    """The lengths of the texts of a part."""
    lengths: list[int] = []
    parser = _parser()

    def start(name: str, _: Any) -> None:
        if _local(name) == "si":
            lengths.append(0)

    def text(words: str) -> None:
        if lengths:
            lengths[-1] += len(words)

    parser.StartElementHandler, parser.CharacterDataHandler = start, text
    _parse(parser, part)
    return lengths


class Sheet:
    """A worksheet of an .xlsx file. A cell that holds nothing needs no room."""

    def __init__(self, room: Room, texts: Texts) -> None:
        self._room, self._shown = room, texts
        self._row = self._column = self._last_row = self._last_column = self._texts = 0
        self._place: str | None = None
        self._is_text = False

    def read(self, part: bytes) -> None:
        parser = _parser()
        parser.StartElementHandler = self._start
        _parse(parser, part)
        self._shown.count(part, self._texts)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name) if ":" in name else name
        if name == "c":
            self._next(attributes)
        elif name in ("v", "is", "f"):
            self._count(name == "v")
        elif name == "row":
            self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
            self._column, self._place = 0, None

    def _next(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        if place is None:  # it follows the cell before it
            self._settle()
            self._column += 1
        self._place, self._is_text = place, attributes.get("t") == "s"

    def _settle(self) -> None:
        if self._place is not None:
            found = _PLACE.fullmatch(self._place)
            if found is None or int(found[2]) == 0:
                raise damaged()
            self._column, self._row, self._place = column_number(found[1]), int(found[2]), None

    def _count(self, is_value: bool) -> None:
        shown = self._place
        self._settle()
        self._texts += is_value and self._is_text
        if self._row > self._last_row or self._column > self._last_column:
            self._last_row, self._last_column = max(self._last_row, self._row), max(self._last_column, self._column)
            self._room.refuse(self._last_row, self._last_column, lambda: shown or f"R{self._row}C{self._column}")


class OpenDocument:
    """The content of an .ods file: rows and cells that stand for many."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._sheets = self._row = self._column = self._rows = self._columns = self._words = 0
        self._wide = self._deep = 0
        self._typed = self._filled = False

    def read(self, part: bytes) -> None:
        parser = _parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        _parse(parser, part)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        plain = {_local(key): value for key, value in attributes.items()}
        if name == "table":
            self._sheets += 1
            self._row = self._wide = self._deep = 0
            if self._sheets > MOST_SHEETS:
                raise too_many_sheets()
        elif name == "table-row":
            self._rows, self._column, self._filled = _number(plain.get("number-rows-repeated", "1")), 0, False
        elif name in _ODS_CELLS:
            self._columns, self._words = _number(plain.get("number-columns-repeated", "1")), 0
            self._typed = "value-type" in plain or "formula" in plain

    def _text(self, words: str) -> None:
        self._words += len(words)

    def _end(self, name: str) -> None:
        name = _local(name)
        if name in _ODS_CELLS:
            self._column += self._columns
            if self._typed or self._words:
                self._filled, self._wide = True, max(self._wide, self._column)
                self._check(self._row + self._rows)
                self._room.take_text(self._words * self._columns * self._rows)
            self._words, self._typed = 0, False
        elif name == "table-row":
            self._row += self._rows
            if self._filled:
                self._check(self._row)

    def _check(self, row: int) -> None:
        self._deep = max(self._deep, row)
        self._room.refuse(self._deep, self._wide, lambda: f"R{self._deep}C{self._wide}")


def too_many_sheets() -> Refused:
    return Refused(
        Words(f"工作表太多，最多 {MOST_SHEETS} 张", f"too many sheets, at most {MOST_SHEETS}"),
        Words("一本台账分成几个文件", "split the register into several files"),
    )


def _no_doctype(*_: Any) -> None:
    raise damaged()  # no office program writes one; entities stand for any amount of text


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise damaged()
    return int(text)


def column_number(letters: str) -> int:
    """A is 1, XFD is 16,384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


