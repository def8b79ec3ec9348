"""Filled registers, read from workbooks that come from outside: typed rows, and every fault.

Messages never repeat a cell's text, except a short number of ours (孩子编号 and the like).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.files.archive import Absent, Refused
from toolkit.files.given import Given
from toolkit.registers import cells, csvfile, opening, private
from toolkit.registers.cells import Fault, Spellings
from toolkit.registers.ledger import Column, Ledger
from toolkit.registers.opening import Sheet
from toolkit.registers.plain import Area

HEADING_WITHIN = 10  # the headings stand in one of the first rows
_BESIDE = {"填写说明", "选项"}  # the other sheets of a blank register
_MOST_MERGED = 1000


@dataclass(frozen=True)
class Origin:
    """Where rows stand: the register, the sheet, and the place of each of its columns."""

    ledger: Ledger
    shown: str
    places: Mapping[str, int]


class Row(dict[str, Any]):
    """One filled row: values by column's name, str, float, bool, date, datetime or a tuple of str.

    `get` gives a cell's value, or None where it is empty or wrong. A row is a dictionary itself, and holds no
    more than it must: there are hundreds of thousands, and rules ask millions of times.
    """

    __slots__ = ("number", "origin")
    number: int
    origin: Origin
    if TYPE_CHECKING:  # what it holds is told by its register's definition, not by the type
        def get(self, name: str, /) -> Any: ...  # type: ignore[override]

    def __bool__(self) -> bool:
        return True  # a row is there, whatever it holds

    @property
    def ledger(self) -> Ledger:
        return self.origin.ledger

    @property
    def shown(self) -> str:
        return self.origin.shown

    def has(self, name: str) -> bool:
        """Whether the workbook has the column: one filled before a new column is not held to it."""
        return name in self.origin.places

    def text(self, name: str) -> str:
        return str(self.get(name) or "")

    def at(self, name: str) -> Location:
        return Location(self.shown, self.number, self.origin.places.get(name, 1))


@dataclass(frozen=True)
class Read:
    """A sheet that is a register, with its rows."""

    shown: str
    ledger: Ledger
    rows: list[Row]


@dataclass
class Filled:
    """What stands in one workbook: the sheets that are registers, and what is wrong with them."""

    sheets: list[Read] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    absent: bool = False  # there is no such file

    @property
    def ledger(self) -> Ledger | None:
        """The register of the first sheet that is one."""
        return self.sheets[0].ledger if self.sheets else None

    @property
    def rows(self) -> list[Row]:
        """All rows of that register."""
        return [row for read in self.sheets if read.ledger is self.ledger for row in read.rows]


def read(path: Path | Given, ledgers: Sequence[Ledger], spellings: Spellings | None = None, shown: str = "") -> Filled:
    """Reads every sheet of a workbook as the one of `ledgers` whose headings it has (REG301–306, REG309, REG311, REG312).

    Faults of the file itself are findings too: several workbooks are checked in one run. `spellings`
    is shared by the workbooks of a run; `shown` is what to call the file.
    """
    filled, shown = Filled(), shown or path.name
    try:
        sheets = _sheets(path)
    except Refused as error:
        return Filled([], [Finding(Location(shown), "REG301", error.words, error.fix)], isinstance(error, Absent))
    strange = []
    for sheet in sheets:
        place = f"{shown}!{sheet.name}" if sheet.name else shown
        filled.findings.extend(private.in_names(place))
        held = private.held(sheet)
        filled.findings.extend(private.in_cells(place, sheet, held))
        found = _headings(sheet, ledgers)
        if found is not None:
            rows = list(_Rows(sheet, place, *found, held, spellings or Spellings(), filled.findings).read())
            filled.sheets.append(Read(place, found[0], rows))
        elif sheet.name not in _BESIDE and any(map(cells.is_filled, sheet.different)):
            strange.append(place)
    if filled.sheets:
        filled.findings.extend(_not_read(place) for place in strange)
    else:
        filled.findings.append(Finding(
            Location(shown), "REG302",
            Words("找不到台账的列标题", "no register's headings are found"),
            Words("用 linyi registers new 做的空白台账来填，不改列标题",
                  "fill in a workbook made by linyi registers new, and leave its headings"),
        ))
    return filled


def _sheets(path: Path | Given) -> list[Sheet]:
    if path.suffix.lower() == ".csv":
        return [opening.of_cells("", csvfile.read(path))]
    return opening.sheets(path)


def _not_read(place: str) -> Finding:
    return Finding(
        Location(place), "REG312",
        Words("这张表没有读：找不到台账的列标题", "this sheet was not read: no register's headings are found"),
        Words("是台账的，把列标题改回来；不是的，移到别的工作簿",
              "if it is a register, put its headings back; else move it to another workbook"),
    )


Titles = dict[str, int]  # a heading, and its column


def _headings(sheet: Sheet, ledgers: Sequence[Ledger]) -> tuple[Ledger, int, Titles] | None:
    """The register that shares most headings with a row, at least half of its own, those apart that came later
    and are not there; with the row's number."""
    best: tuple[float, Ledger, int, Titles] | None = None
    for number, indexes in sheet.rows:
        if number > HEADING_WITHIN:
            break
        titles: Titles = {}
        for index in indexes:
            titles.setdefault(_title(sheet.different[index]), sheet.columns[index])
        for ledger in ledgers:
            due = [column for column in ledger.columns if column.title in titles or not column.since]
            share = sum(column.title in titles for column in due) / len(due)
            if share >= 0.5 and (best is None or share > best[0]):
                best = share, ledger, number, titles
    return best[1:] if best else None


def _title(cell: Any) -> str:
    return re.sub(r"[\s＊*]+", "", str(cell))


_Entry = tuple[str, Any]  # a column's name and a value of it
_NOTHING: _Entry = ("", None)  # no column is called so


class _Rows:
    """The rows of one sheet. What a cell holds is found once for all cells that are alike."""

    def __init__(
        self, sheet: Sheet, shown: str, ledger: Ledger, heading: int, titles: Titles, held: frozenset[int],
        spellings: Spellings, findings: list[Finding],
    ) -> None:
        self._sheet, self._shown, self._ledger, self._heading = sheet, shown, ledger, heading
        self._held, self._spellings, self._findings = held, spellings, findings  # what is held is told of, and is no value
        self._columns = {titles[column.title]: column for column in ledger.columns if column.title in titles}
        self._places = {column.name: place for place, column in self._columns.items()}
        self._merged = [area for area in sheet.merged[:_MOST_MERGED] if area[1][0] > heading]
        self._faults: dict[int, Fault] = {}
        self._blank: set[int] = set()

    def read(self) -> Iterator[Row]:
        self._findings.extend(self._missing())
        self._findings.extend(map(self._merged_cells, self._merged))
        required = {column.name for column in self._columns.values() if column.required}
        entry = self._entries().__getitem__
        origin = Origin(self._ledger, self._shown, self._places)
        heading, blank, faults = self._heading, self._blank, self._faults.keys()
        for number, indexes in self._sheet.rows:
            if number <= heading or (blank and blank.issuperset(indexes)):
                continue
            row = Row(map(entry, indexes))
            row.origin, row.number = origin, number
            if faults and not faults.isdisjoint(indexes):
                self._tell(row, indexes)
            elif not required <= row.keys():
                self._tell_empty(row, required, indexes)
            yield row

    def _missing(self) -> Iterator[Finding]:
        """A column more in a definition is never required of a workbook filled before it: it is told once."""
        at = Location(self._shown, self._heading)
        lacking = [column for column in self._ledger.columns if column.name not in self._places]
        for column in lacking:
            if column.required and not column.since:
                yield Finding(
                    at, "REG303",
                    Words(f"缺少“{column.title}”这一列", f"the column “{column.title}” is missing"),
                    Words("把列标题加回来，和空白台账一样", "put the heading back as in the blank register"),
                )
        later = [column for column in lacking if column.since]
        if later:
            named = "、".join(f"{column.title}（{column.since}版起）" for column in later)
            yield Finding(
                at, "REG311",
                Words(f"加列以前填的，还没有这几列：{named}；没有的不查",
                      f"filled before these columns came: {', '.join(column.name for column in later)}; they are not checked"),
                Words("要接着用的，照空白台账把列标题补上；以前的行可以空着",
                      "add the headings as in the blank register if you go on with it; earlier rows may stay empty"),
                Severity.WARNING,
            )

    def _entries(self) -> list[_Entry]:
        """What each different cell of the sheet gives a row; of two spellings the one further up stands for both."""
        sheet, spellings = self._sheet, self._spellings
        known, others = spellings.known, spellings.others
        found = self._entries_of(range(len(sheet.different)))
        if spellings.others > others:  # the cells are in the order of columns
            spellings.forget(spellings.known - known)
            order = list(dict.fromkeys(chain.from_iterable(indexes for _, indexes in sheet.rows)))
            for index, entry in zip(order, self._entries_of(order), strict=True):
                found[index] = entry
        return found

    def _entries_of(self, indexes: Iterable[int]) -> list[_Entry]:
        found: list[_Entry] = []
        one = self._spellings.one
        different, columns = self._sheet.different, self._sheet.columns
        for index in indexes:
            cell, place = different[index], columns[index]
            column = self._columns.get(place)
            if not cells.is_filled(cell):
                self._blank.add(index)
                found.append(_NOTHING)
            elif column is None or index in self._held:
                found.append(_NOTHING)
            elif column.type == "text" and isinstance(cell, str):  # most cells that differ
                found.append((column.name, one(cell.strip())))
            else:
                value, fault = cells.value(column, cell, self._spellings)
                if fault is not None:
                    self._faults[index] = fault
                found.append(_NOTHING if fault is not None else (column.name, value))
        return found

    def _tell(self, row: Row, indexes: Sequence[int]) -> None:
        for index in indexes:
            if index in self._faults:
                self._findings.append(self._faults[index](Location(self._shown, row.number, self._sheet.columns[index])))
        self._tell_empty(row, {column.name for column in self._columns.values() if column.required}, indexes)

    def _tell_empty(self, row: Row, required: set[str], indexes: Sequence[int]) -> None:
        told = {self._sheet.columns[index] for index in indexes if index in self._faults or index in self._held}
        for place, column in self._columns.items():
            if column.name in required and column.name not in row and place not in told and not self._is_merged(row.number, place):
                self._findings.append(Finding(
                    row.at(column.name), "REG304",
                    Words(f"“{column.title}”没有填", f"“{column.title}” is empty"),
                    Words(column.note or "补填", "fill it in"),
                    Severity.WARNING if column.since else Severity.ERROR,  # rows from before the column came
                ))

    def _is_merged(self, number: int, place: int) -> bool:
        return any(top <= number <= bottom and left <= place <= right for (top, left), (bottom, right) in self._merged)

    def _merged_cells(self, area: Area) -> Finding:
        (top, left), (bottom, right) = area
        column: Column | None = next((self._columns[place] for place in range(left, min(right, 500) + 1) if place in self._columns), None)
        name = f"“{column.title}”" if column else "这里"
        return Finding(
            Location(self._shown, top, left), "REG304",
            Words(f"{name}是合并的单元格（第{top}行到第{bottom}行）：只有左上角那一格有内容，别的算空着",
                  f"merged cells, rows {top} to {bottom}: the first alone holds something, the others count as empty"),
            Words("选中它，取消合并，每一行各填一遍", "select it, unmerge it, and fill in every row"),
        )
