"""A form's fields as rows to print: what to fill in, and the room to write it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.text.marks import bare

_SHORT = {"text", "phone", "date", "number", "money", "checkbox"}
_SHORT_NAME = 12  # characters of a name that still fit a quarter of the page
_SHORT_VALUE = 16  # and of what is written beside it
_FILLED = {
    "date": "　　　年　　月　　日",
    "money": "　　　　　　　　元",
    "signature": "　　　　　　　　　　　　　　年　　月　　日",
    "id": "□" * 18,
}
_CHECKED = ("已确认",)
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

    def height(self, room: float) -> float:
        """About how high the cell is printed, in mm; `room` is its width in signs."""
        lines = math.ceil(len(self.options) / self.columns(room)) if self.options else 0
        return max(10.0, 5.8 * lines + 4) * (1 if self.options else self.lines) + math.ceil(len(self.note) / (room * 1.25)) * 4.2

    def columns(self, room: float) -> int:
        """How many options stand side by side in `room`, in signs of the text: all, or as many as fit in columns."""
        widths = [len(option.words) + 2.6 for option in self.options]  # the box, and what parts it from the next
        if sum(widths) <= room:
            return len(widths)
        return max(1, min(len(widths) - 1, int(room / max(widths))))


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


def is_whole(group: Sequence[tuple[Cell, ...]], room: float) -> bool:
    """Whether the rows are few enough to stand on one page whatever stands above; `room` is a whole row's, in signs."""
    return sum(max(cell.height(room if len(row) == 1 else room / 3) for cell in row) for row in group) <= _WHOLE


def _is_short(item: Mapping[str, Any]) -> bool:
    return (
        item["type"] in _SHORT and not item.get("note") and item.get("rows", 1) == 1
        and len(item["name"]) <= _SHORT_NAME and len(item.get("value", "")) <= _SHORT_VALUE
    )


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
    name = item["name"] + (" *" if item["required"] else "")
    kind = item["type"]
    words = tuple(map(bare, _CHECKED if kind == "checkbox" else item.get("options", ()) if kind in ("enum", "multi") else ()))
    hints = [*(["可多选"] if kind == "multi" else []), *([bare(item["note"])] if item.get("note") else [])]
    lines = item.get("rows", 3 if kind == "longtext" else 1)
    return Cell(
        name, "；".join(hints), bare(_FILLED.get(kind, "")), lines, kind, tuple(map(Option, words)),
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
