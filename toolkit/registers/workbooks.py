"""Filled registers, read from workbooks that come from outside: typed rows, and every fault.

Messages never repeat a cell's text, except a short number of ours (孩子编号 and the like).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.files.archive import Refused
from toolkit.registers import opening, private
from toolkit.registers.ledger import NO, YES, Column, Ledger

HEADING_WITHIN = 10  # the headings stand in one of the first rows
_BOOLS = {YES: True, NO: False}
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"\s+(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?")
_SEPARATORS = re.compile(r"[、,，;；\n]+")
_OURS = re.compile(r"[A-Za-z]{0,4}-?\d{1,8}")


@dataclass(frozen=True)
class Row:
    """One filled row. `values` by column's name: str, float, bool, date, datetime or a tuple of str."""

    ledger: Ledger
    shown: str
    number: int
    values: Mapping[str, Any]
    places: Mapping[str, int] = field(repr=False)

    def get(self, name: str) -> Any:
        """The cell's value, or None where it is empty or wrong."""
        return self.values.get(name)

    def has(self, name: str) -> bool:
        """Whether the workbook has the column: one filled before a new column is not held to it."""
        return name in self.places

    def text(self, name: str) -> str:
        return str(self.values.get(name) or "")

    def at(self, name: str) -> Location:
        return Location(self.shown, self.number, self.places.get(name, 1))


@dataclass
class Filled:
    """What stands in one workbook: the register that it is, its rows, what is wrong with it."""

    ledger: Ledger | None = None
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(path: Path, ledgers: Sequence[Ledger]) -> Filled:
    """Reads a workbook as the one of `ledgers` whose headings it has (REG301–306, REG309, REG311).

    Faults of the file itself are findings too: several workbooks are checked in one run.
    """
    filled = Filled()
    try:
        found = _find(path, ledgers, filled.findings)
    except Refused as error:
        filled.findings.append(Finding(Location(path.name), "REG301", error.words, error.fix))
        return filled
    if found is None:
        filled.findings.append(Finding(
            Location(path.name), "REG302",
            Words("找不到台账的列标题", "no register's headings are found"),
            Words("用 linyi registers new 做的空白台账来填，不改列标题",
                  "fill in a workbook made by linyi registers new, and leave its headings"),
        ))
        return filled
    _read_rows(found, filled)
    return filled


@dataclass(frozen=True)
class _Sheet:
    ledger: Ledger
    shown: str
    heading: int  # row number, from 1
    cells: list[list[Any]]  # below the headings


def _find(path: Path, ledgers: Sequence[Ledger], findings: list[Finding]) -> _Sheet | None:
    """The sheet and register that share most headings: at least half of the register's, those apart that
    came later and are not there. Raises Refused.

    `findings` hears of the numbers of persons in any sheet.
    """
    best: tuple[float, _Sheet] | None = None
    with opening.workbook(path) as book:
        for name in book.sheet_names:
            cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            findings.extend(private.in_names(f"{path.name}!{name}"))
            findings.extend(private.in_cells(f"{path.name}!{name}", cells))
            for number, row in enumerate(cells[:HEADING_WITHIN], 1):
                titles = {_title(cell) for cell in row}
                for ledger in ledgers:
                    due = [column for column in ledger.columns if column.title in titles or not column.since]
                    share = sum(column.title in titles for column in due) / len(due)
                    if share >= 0.5 and (best is None or share > best[0]):
                        best = share, _Sheet(ledger, f"{path.name}!{name}", number, cells[number - 1:])
    return best[1] if best else None


def _title(cell: Any) -> str:
    return re.sub(r"[\s＊*]+", "", str(cell))


def _read_rows(sheet: _Sheet, filled: Filled) -> None:
    filled.ledger = sheet.ledger
    titles = [_title(cell) for cell in sheet.cells[0]]
    places = {
        column.name: titles.index(column.title) + 1
        for column in sheet.ledger.columns if column.title in titles
    }
    filled.findings.extend(_missing(sheet, places))
    columns = [(column, places[column.name]) for column in sheet.ledger.columns if column.name in places]
    for number, cells in enumerate(sheet.cells[1:], sheet.heading + 1):
        if any(_is_filled(cell) for cell in cells):
            values: dict[str, Any] = {}
            row = Row(sheet.ledger, sheet.shown, number, values, places)
            for column, place in columns:
                cell = cells[place - 1] if place <= len(cells) else ""
                if cell == "" and not column.required:
                    continue
                value = _at_once(column, cell)
                if value is None:
                    filled.findings.extend(_take(row, column, cell, values))
                else:
                    values[column.name] = value
            filled.rows.append(row)


def _missing(sheet: _Sheet, places: Mapping[str, int]) -> Iterator[Finding]:
    """A column more in a definition is never required of a workbook filled before it: it is told once."""
    at, lacking = Location(sheet.shown, sheet.heading), [item for item in sheet.ledger.columns if item.name not in places]
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


def _at_once(column: Column, cell: Any) -> Any:
    """The value of a cell that holds just what its column asks for, as most do; None where it is to be looked at."""
    if column.type == "enum":
        return cell if cell in column.options else None
    if column.type == "bool":
        return _BOOLS.get(cell)
    return cell if column.type == "date" and type(cell) is date else None


def _is_filled(cell: Any) -> bool:
    return bool(str(cell).strip())


def _take(row: Row, column: Column, cell: Any, values: dict[str, Any]) -> Iterator[Finding]:
    """Puts the typed cell into `values`, or tells what is wrong with it."""
    if not _is_filled(cell):
        if column.required:
            yield Finding(
                row.at(column.name), "REG304",
                Words(f"“{column.title}”没有填", f"“{column.title}” is empty"),
                Words(column.note or "补填", "fill it in"),
                Severity.WARNING if column.since else Severity.ERROR,  # rows from before the column came
            )
        return
    if private.holds_number(cell):
        return  # told of every cell of the sheet
    value = _typed(column, cell)
    if value is None:
        yield _wrong(row, column)
    elif isinstance(value, float) and not _within(column, value):
        yield Finding(
            row.at(column.name), "REG306",
            Words(f"“{column.title}”超出范围", f"“{column.title}” is out of bounds"),
            Words(f"填{_bounds(column)}", f"give a number {_bounds(column)}"),
        )
    else:
        values[column.name] = value


def _wrong(row: Row, column: Column) -> Finding:
    options = "、".join(column.options) or f"{YES}、{NO}"
    if column.type in ("enum", "multi", "bool"):
        fix = Words(f"从这些里选：{options}", f"choose from: {options}")
    elif column.type in ("date", "datetime"):
        fix = Words("写成 2026-03-05；要写时间的写成 2026-03-05 14:30",
                    "write 2026-03-05, and 2026-03-05 14:30 where the time is asked")
    else:
        fix = Words("只填数字，不带单位", "give the number alone, without a unit")
    words = Words(f"“{column.title}”填得不对", f"“{column.title}” is not what is asked for")
    return Finding(row.at(column.name), "REG305", words, fix)


def _typed(column: Column, cell: Any) -> Any:
    """The cell as the column's type, or None."""
    if column.type in ("date", "datetime"):
        moment = _moment(cell)
        return moment.date() if moment and column.type == "date" else moment
    text = _plain(cell)
    if column.type in ("number", "money"):
        try:
            return float(text.replace(",", "").replace("，", ""))
        except ValueError:
            return None
    if column.type == "bool":
        return _BOOLS.get(YES if cell is True else NO if cell is False else text)
    if column.type == "enum":
        return text if text in column.options else None
    if column.type in ("multi", "list"):
        words = tuple(word.strip() for word in _SEPARATORS.split(text) if word.strip())
        return words if column.type == "list" or set(words) <= set(column.options) else None
    return text


def _moment(cell: Any) -> datetime | None:
    if isinstance(cell, datetime):
        return cell
    if isinstance(cell, date):
        return datetime.combine(cell, time())
    text = str(cell).strip()
    day = _DATE.match(text)
    if day is None:
        return None
    clock = _TIME.fullmatch(text, day.end())
    if clock is None and day.end() != len(text):
        return None
    try:
        return datetime(*map(int, day.groups()), *(map(int, clock.groups()) if clock else ()))  # type: ignore[arg-type]
    except ValueError:
        return None


def _plain(cell: Any) -> str:
    """Excel keeps every number as a float: 1001.0 was typed as 1001."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _within(column: Column, value: float) -> bool:
    least = float("-inf") if column.minimum is None else column.minimum
    most = float("inf") if column.maximum is None else column.maximum
    return least <= value <= most  # also false for nan


def _bounds(column: Column) -> str:
    return f"≥ {column.minimum or 0:g}" + ("" if column.maximum is None else f" ≤ {column.maximum:g}")


def shown(value: str) -> str:
    """A number of ours as it stands; anything else is not repeated."""
    return value if _OURS.fullmatch(value) else "（编号略）"
