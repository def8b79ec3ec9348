"""The site's diagrams as data: rows of boxes, with the city's names and numbers filled in.

The drawing and the text version are made from the same boxes, so they say the same.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from toolkit.city.city import City
from toolkit.files import sources, yamlfile
from toolkit.text import placeholders
from toolkit.text.render import applies

_FEW_UNITS = 6  # up to so many, names get two columns and not three


@dataclass(frozen=True)
class Box:
    title: str
    text: str = ""
    tone: str = ""  # urgent, good, never; or unit, one of many small ones


@dataclass(frozen=True)
class Row:
    """Boxes side by side; `arrow` is None without one, else the words beside it."""

    boxes: tuple[Box, ...]
    columns: int
    arrow: str | None
    caption: str = ""  # above the boxes, where there is no arrow


@dataclass(frozen=True)
class Diagram:
    """`at` is the clause that it illustrates, `clauses` all that it rests on. Words may mark design values."""

    id: str
    title: str
    about: str
    at: str
    clauses: tuple[str, ...]
    rows: tuple[Row, ...]


def diagrams(city: City, at: Container[str] | None = None) -> list[Diagram]:
    """Every diagram of templates/site/diagrams.yaml as this city sees it; only those beside the clauses `at` where given."""
    return [_diagram(item, city) for item in _read() if at is None or item["at"] in at]


def _diagram(item: Mapping[str, Any], city: City) -> Diagram:
    two = item.get("two_tiers") if not city.is_on("tiers.three") else None
    rows = [_row(row, city) for row in item["rows"] if applies(row.get("when"), city)]
    return Diagram(
        item["id"], two or item["title"], item["about"], item["at"], tuple(item["clauses"]),
        tuple(rows),
    )


def _row(row: Mapping[str, Any], city: City) -> Row:
    arrow = row.get("arrow", "")
    boxes = tuple(_units(city) if row.get("each") == "units" else _boxes(row, city))
    columns = row.get("columns", 1)
    if row.get("each") == "units":
        columns = 2 if len(boxes) <= _FEW_UNITS else 3
    return Row(boxes, columns, None if arrow == "none" else arrow, row.get("caption", ""))


def _boxes(row: Mapping[str, Any], city: City) -> Iterator[Box]:
    for box in row["boxes"]:
        yield Box(_fill(box["title"], city), _fill(box.get("text", ""), city), box.get("tone", ""))


def _units(city: City) -> Iterator[Box]:
    for unit in city.units:
        below = f"下有{len(unit.towns)}个" if unit.towns else ""
        yield Box(_one_line(unit.name), below, "unit")


def _fill(words: str, city: City) -> str:
    marked, taken = placeholders.fill(words, city.values)
    pieces = placeholders.split_marks(marked)
    return _one_line("".join(plain if at is None else taken[at] for plain, at in pieces))


def _one_line(words: str) -> str:
    return " ".join(words.split())


@cache
def _read() -> list[Mapping[str, Any]]:
    path = sources.shared().templates / "site" / "diagrams.yaml"
    found: list[Mapping[str, Any]] = yamlfile.read(path, path.name).data["diagrams"]
    return found
