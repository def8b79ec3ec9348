"""A form's fields as rows to print: what to fill in, and the room to write it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.text.marks import bare

_SHORT = {"text", "phone", "date", "number", "money"}
_SHORT_NAME = 12  # characters of a name that still fit a quarter of the page
_SHORT_VALUE = 16  # and of what is written beside it
_FILLED = {
    "date": "　　　　年　　月　　日",
    "money": "　　　　　　　　元",
    "checkbox": "☐ 已看懂并确认",
    "signature": "　　　　　　　　　　　　　　年　　月　　日",
    "id": "□" * 18,
}


@dataclass(frozen=True)
class Cell:
    """`writing` stands in the room to write; `lines` is its height in hand-written lines."""

    name: str
    note: str
    writing: str
    lines: int = 1


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
        return Cell(item["name"], "", _written(item))
    name = item["name"] + (" *" if item["required"] else "")
    kind = item["type"]
    if kind in ("enum", "multi"):
        writing = "　".join(f"☐ {option}" for option in item.get("options", ()))
        name += "（可多选）" if kind == "multi" else ""
    else:
        writing = _FILLED.get(kind, "")
    lines = item.get("rows", 3 if kind == "longtext" else 1)
    return Cell(name, bare(item.get("note", "")), bare(writing), lines)


def _written(item: Mapping[str, Any]) -> str:
    value = item["value"]
    if isinstance(value, str):
        return value
    return "　".join(f"{'☑' if option in value else '☐'} {option}" for option in item.get("options", ()))
