"""What a cell of a filled register holds, as the type of its column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from toolkit.errors import Finding, Location, Words, joined
from toolkit.files.textfile import INVISIBLE
from toolkit.registers.ledger import NO, YES, Column

_BOOLS = {YES: True, NO: False}
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"\s*T?(?<=[\s日T])(\d{1,2})\s*[:：]\s*(\d{2})(?:[:：]\d{2})?")
_SEPARATORS = re.compile(r"[、,，;；\n]+")
Fault = Callable[[Location], Finding]


class Spellings:
    """One spelling for what a person takes for the same: C0001, c0001, Ｃ０００１, with a sign that nobody sees.

    The first that was written stands for all: numbers and names are compared, and shown, by it.
    """

    def __init__(self) -> None:
        self._first: dict[str, str] = {}
        self.others = 0  # how often another spelling was written than the first

    @property
    def known(self) -> int:
        return len(self._first)

    def forget(self, number: int) -> None:
        """Takes back the spellings that came last."""
        for _ in range(number):
            self._first.popitem()

    def one(self, text: str) -> str:
        plain = text.isascii() and text.isalnum()  # as nearly all numbers are
        folded = text if plain else key(text)
        large = folded.upper() if plain or (folded.isascii() and folded.isalnum()) else folded
        # A number in capitals stands for itself: a quarter of a million of them are not kept twice.
        first = self._first.setdefault(text if large == text else large, text)
        self.others += first != text
        return first


def key(text: str) -> str:
    """Equal for two spellings of a number or a name that a person takes for the same."""
    return "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold().split())


def is_filled(cell: Any) -> bool:
    if not isinstance(cell, str):
        return True
    text = cell.strip()
    return bool(text) and (text[0].isalnum() or bool(INVISIBLE.sub("", text).strip()))


def value(column: Column, cell: Any, spellings: Spellings) -> tuple[Any, Fault | None]:
    """The filled cell as its column's type, or None and what is wrong with it."""
    found = _typed(column, cell, spellings)
    if found is None:
        return None, lambda place: _wrong(place, column)
    if isinstance(found, float) and not _within(column, found):
        return None, lambda place: Finding(
            place, "REG306",
            Words(f"“{column.title}”超出范围", f"“{column.title}” is out of bounds"),
            Words(f"填{_bounds(column)}", f"give a number {_bounds(column)}"),
        )
    return found, None


def _wrong(place: Location, column: Column) -> Finding:
    if column.type in ("enum", "multi", "bool"):
        options = joined(Words(option, f"“{option}”") for option in column.options or (YES, NO))
        fix = Words(f"从这些里选：{options.zh}", f"choose from: {options.en}")
    elif column.type in ("date", "datetime"):
        fix = Words("写成 2026-03-05；要写时间的写成 2026-03-05 14:30",
                    "write 2026-03-05, and 2026-03-05 14:30 where the time is asked")
    else:
        fix = Words("只填数字，不带单位", "give the number alone, without a unit")
    words = Words(f"“{column.title}”填得不对", f"“{column.title}” is not what is asked for")
    return Finding(place, "REG305", words, fix)


def _typed(column: Column, cell: Any, spellings: Spellings) -> Any:
    """The cell as the column's type, or None."""
    if column.type in ("date", "datetime"):
        moment = _moment(cell)
        return moment.date() if moment and column.type == "date" else moment
    text = plain(cell)
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
        if column.type == "list":
            return tuple(map(spellings.one, words))
        return words if set(words) <= set(column.options) else None
    return spellings.one(text) if column.type == "text" else text


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


def plain(cell: Any) -> str:
    """What was typed: Excel keeps every number as a float, 1001 as 1001.0."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _within(column: Column, number: float) -> bool:
    least = float("-inf") if column.minimum is None else column.minimum
    most = float("inf") if column.maximum is None else column.maximum
    return least <= number <= most  # also false for nan


def _bounds(column: Column) -> str:
    return f"≥ {column.minimum or 0:g}" + ("" if column.maximum is None else f" ≤ {column.maximum:g}")
