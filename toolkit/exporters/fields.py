"""A form's fields as rows to print: what to fill in, and the room to write it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.text.marks import bare

_SHORT = {"text", "phone", "date", "number", "money", "checkbox"}
_SHORT_NAME = 12  # characters of a name that still fit a quarter of the page
_SHORT_NOTE = 13  # and of a hint that fits a line above it
_SHORT_VALUE = 16  # and of what is written beside it
_SEVERAL = re.compile("[、和与，；]|怎样|什么|不想")  # a name that asks more than one thing, or for a sentence
_LONG_NAME = 20  # characters of a name that take three lines of a quarter of the page
_DAY = "　　　年　　月　　日"
_FILLED = {"date": _DAY, "money": "　　　　　　　　元", "signature": f"　　　　　　　　　　日期：{_DAY}", "id": "□" * 18}
_WRITTEN = (  # a text's room, by what its name ends with
    (re.compile("从哪天到哪天$"), f"{_DAY}　到　{_DAY}"),
    (re.compile("日期和起止时间$"), f"{_DAY}　　　时　　分　到　　　时　　分"),
    (re.compile("^[^和、]*(?<!什么)时间$|从什么时候起$"), f"{_DAY}　　时　　分"),
)
_TO_NAME = re.compile("^(?:其他|别的)|[，（]写|哪天|下次|：$")  # an option that asks for a word more
_STRETCH = 1.4
_LARGE = 36  # signs between the margins: fewer are large print
_LINE = 8  # signs of the line behind it
_CHECKED = ("已确认",)
_ALL = "都要勾"  # a note that says so: no choice among them
_YES, _NO = {"同意", "愿意", "同意告知"}, "不"
_LONGEST_DECISION = 5
FACES = {"愿意": "nod", "再想想": "think", "不愿意": "shake-head"}
_WHOLE = 75  # mm of a table that is not parted: a quarter of a page
_GROWN_UP = ("志愿者", "监护人", "协调员")  # whose own will is asked: no faces


@dataclass(frozen=True)
class Option:
    words: str
    ticked: bool = False

    @property
    def box(self) -> str:
        return "☑" if self.ticked else "☐"

    @property
    def line(self) -> int:
        """Signs of room to write behind it."""
        return _LINE if _TO_NAME.search(self.words) else 0


@dataclass(frozen=True)
class Cell:
    """`writing` stands in the room to write, or `options` to tick do; `lines` is its height in hand-written lines.

    A `decision` is one that is given or refused: it has a box of its own. `faces` are the pictures of its options.
    """

    name: str
    note: str
    writing: str
    lines: int = 1
    kind: str = "text"  # as the form's field says it; "" where it is filled in already
    options: tuple[Option, ...] = ()
    decision: bool = False
    faces: tuple[str, ...] = ()

    @property
    def wide_name(self) -> bool:
        """Whether the name needs half of the row."""
        return len(self.name) > _LONG_NAME

    def height(self, room: float) -> float:
        """About how high the cell is printed, in mm; `room` is its width in signs."""
        lines = math.ceil(len(self.options) / len(self.columns(room))) if self.options else 0
        return max(10.0, 5.8 * lines + 4) * (1 if self.options else self.lines) + math.ceil(len(self.note) / (room * 1.25)) * 4.2

    def columns(self, room: float) -> tuple[float, ...]:
        """The widths of the columns that the options stand in, in signs, row by row; all in one line where it holds them."""
        widths = [len(option.words) + option.line + 2.4 for option in self.options]  # the box, and what parts it from the next
        if math.fsum(widths) <= room:
            return tuple(widths)
        for count in range(len(widths) - 1, 1, -1):
            found = tuple(max(widths[column::count]) for column in range(count))
            if math.fsum(found) <= room:
                return found
        return (room,)

    def stretch(self, room: float) -> float:
        """By how much the columns are set wider than their words, so that they don't crowd at the left nor part too far."""
        columns = self.columns(room)
        return 1 if len(columns) == 1 else min(_STRETCH, 0.97 * room / math.fsum(columns))


def rows(fields: Iterable[Mapping[str, Any]]) -> list[tuple[Cell, ...]]:
    """Rows of one or two cells: short fields share a row, all others have one of their own."""
    found: list[tuple[Cell, ...]] = []
    waiting: Cell | None = None
    for item in fields:
        cell = _cell(item)
        if not _is_short(item):
            if waiting:
                found.append((waiting,))
            waiting = None
            found.append((cell,))
        elif waiting:
            found.append((waiting, cell))
            waiting = None
        else:
            waiting = cell
    return [*found, (waiting,)] if waiting else found


def grouped(rows: Sequence[tuple[Cell, ...]]) -> list[list[tuple[Cell, ...]]]:
    """The rows that stand in one table each: a decision stands alone."""
    found: list[list[tuple[Cell, ...]]] = []
    for row in rows:
        if not found or row[0].decision or found[-1][0][0].decision:
            found.append([])
        found[-1].append(row)
    return found


def rooms(signs: float) -> tuple[float, float]:
    """How many of the signs that fit between the margins a whole row leaves beside its name, and half a row: names in large print take more."""
    return (signs * 0.67, signs * 0.18) if signs < _LARGE else (signs * 0.75, signs * 0.26)


def beside(cell: Cell, room: float) -> float:
    """How many signs of `room`, a row's beside a name of usual width, a wide name leaves."""
    return room * 2 / 3 if cell.wide_name else room


def is_whole(group: Sequence[tuple[Cell, ...]], room: float) -> bool:
    """Whether the rows are few enough to stand on one page whatever stands above; `room` is a whole row's, in signs."""
    return math.fsum(max(cell.height(beside(cell, room) if len(row) == 1 else room / 3) for cell in row) for row in group) <= _WHOLE


def _is_short(item: Mapping[str, Any]) -> bool:
    return (
        item["type"] in _SHORT and len(bare(item.get("note", ""))) <= _SHORT_NOTE and item.get("rows", 1) == 1
        and len(item["name"]) <= _SHORT_NAME and len(item.get("value", "")) <= _SHORT_VALUE
        and ("value" in item or not (item["type"] == "text" and (_SEVERAL.search(item["name"]) or _written(item["name"]))))
    )


def _written(name: str) -> str:
    return next((room for ending, room in _WRITTEN if ending.search(name)), "")


def filled(items: Iterable[Mapping[str, Any]], values: Mapping[str, str | tuple[str, ...]]) -> list[Mapping[str, Any]]:
    """The fields with what stands in them, by name: a text, or of several options those that are ticked.

    A field that has no value stays to be filled in by hand.
    """
    return [{**item, "value": values[item["name"]]} if item["name"] in values else item for item in items]


def _cell(item: Mapping[str, Any]) -> Cell:
    if "value" in item:
        value = item["value"]
        if isinstance(value, str):
            return Cell(item["name"], "", value, kind="")
        return Cell(item["name"], "", "", kind="", options=tuple(Option(words, words in value) for words in item.get("options", ())))
    name = item["name"] + ("\u00a0*" if item["required"] else "")
    kind = item["type"]
    words = tuple(map(bare, _CHECKED if kind == "checkbox" else item.get("options", ()) if kind in ("enum", "multi") else ()))
    note = bare(item.get("note", ""))
    hints = [*(["可多选"] if kind == "multi" and _ALL not in note else []), *([note] if note else [])]
    lines = item.get("rows", 3 if kind == "longtext" else 1)
    writing = bare(_FILLED.get(kind, "")) or (_written(item["name"]) if kind == "text" else "")
    return Cell(
        name, "；".join(hints), writing, lines, kind, tuple(map(Option, words)),
        kind == "enum" and _is_decision(words), _faces(item["name"], words),
    )


def _is_decision(words: Sequence[str]) -> bool:
    return (
        not _YES.isdisjoint(words) and any(option.startswith(_NO) for option in words)
        and all(len(option) <= _LONGEST_DECISION for option in words)
    )


def faces(item: Mapping[str, Any]) -> tuple[str, ...]:
    """The pictures of a field's options, of what a child may answer."""
    return _faces(item["name"], tuple(map(bare, item.get("options", ()))))


def _faces(name: str, words: Sequence[str]) -> tuple[str, ...]:
    return tuple(FACES[option] for option in words) if set(words) == set(FACES) and not name.startswith(_GROWN_UP) else ()
