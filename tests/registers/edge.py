"""An edge of a rule: rows of registers, what may stand in one cell, and what may no longer stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from tests.invented import ON
from tests.registers.rows import row_of
from toolkit.errors import Finding
from toolkit.registers import ledger
from toolkit.registers.books import Books
from toolkit.registers.ledger import Ledger
from toolkit.registers.rules import check
from toolkit.registers.rules.standing import BASIC_COURSES
from toolkit.registers.workbooks import Row

Values = dict[str, Any]
NUMBERS = {
    "visits_per_year": 4, "visit_minutes": 120, "training_hours": 12, "training_pass_score": 80, "refresher_hours": 8,
    "activity_ratio": 8, "camp_ratio": 6, "rights_reply_days": 15,
}
_EMPTY = -1  # the number of a row without values
_PLACE = re.compile(r"([a-z-]+)(?:\[(\d+)\])?\.(\w+)")


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def at(hour: int, minute: int = 0, day: date | None = None) -> datetime:
    day = day or ago(30)
    return datetime(day.year, day.month, day.day, hour, minute)


@cache
def ledgers() -> Mapping[str, Ledger]:
    return {item.slug: item for item in ledger.shared()}


def row(slug: str, number: int, values: Values, without: str = "") -> Row:
    """A row as it is read from a workbook made now, or from one without the column `without`."""
    columns = [column.name for column in ledgers()[slug].columns]
    assert not set(values) - set(columns), (slug, values)
    kept = {name: value for name, value in values.items() if value is not None and name != without}
    places = {name: place for place, name in enumerate(columns, 1) if name != without}
    return row_of(ledgers()[slug], slug, number, kept, places)


@dataclass(frozen=True)
class Edge:
    """`place` is where the finding stands: `visits.minutes` in the first row, `visits[1].minutes` in the second.

    `fine` and `wrong` are values of that cell, or of the cells that they name, by column in that row
    or by place; `books.on` is the day, `books.adopted` the day of adoption. A workbook without the
    column `needs` has no finding.
    """

    rule: str
    place: str
    fine: Any
    wrong: Any
    tables: Mapping[str, list[Values]]
    needs: str = ""
    books: Values = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.rule}-{self.place}"

    def found(self, change: Any, without: str = "", empty_first: bool = False) -> list[Finding]:
        tables = {slug: [dict(values) for values in rows] for slug, rows in self.tables.items()}
        books = {"on": ON, **self.books}
        own = self.place.rpartition(".")[0]
        for name, value in (change if isinstance(change, dict) else {self.place: change}).items():
            slug, number, column = self._parts(name if "." in name else f"{own}.{name}")
            (books if slug == "books" else tables[slug][number])[column] = value
        slug, _, column = without.partition(".")
        rows = {name: [row(name, number, values, column if name == slug else "") for number, values in enumerate(given)]
                for name, given in tables.items()}
        if empty_first:
            rows = {name: [row(name, _EMPTY, {}), *given] for name, given in rows.items()}
        found = check(Books(rows, books.pop("on"), NUMBERS, "样例服务团", **books), tuple(ledgers().values()))
        return [item for item in found if item.rule == self.rule]

    @staticmethod
    def _parts(place: str) -> tuple[str, int, str]:
        match = _PLACE.fullmatch(place)
        assert match, place
        return match[1], int(match[2] or 0), match[3]

    def hold(self) -> None:
        assert not self.found(self.fine), "what is fine is reported"
        slug, number, column = self._parts(self.place)
        expected = row(slug, number, {}).at(column)
        assert [item.location for item in self.found(self.wrong)] == [expected]
        below = [item.location for item in self.found(self.wrong, empty_first=True) if item.location.line != _EMPTY]
        assert below == [expected], "not found below an empty row"
        if self.needs:
            assert not self.found(self.wrong, self.needs), "a workbook without the column is held to it"

    def words(self) -> str:
        """What a team reads, in both languages."""
        item = self.found(self.wrong)[0]
        said = (item.words.zh, item.fix.zh, item.words.en, item.fix.en)
        return "\n    ".join((f"{item.rule} {item.severity} {self.place}", *said))


def edge(
    rule: str, place: str, fine: Any, wrong: Any, *others: dict[str, Any], needs: str = "", books: Values | None = None,
    **tables: Values | list[Values],
) -> Edge:
    """Tables by slug, - written _; a table of one row is its row. `others` are further tables, which come first."""
    given: dict[str, list[Values]] = {}
    for slug, rows in [*(item for other in others for item in other.items()), *tables.items()]:
        given[slug.replace("_", "-")] = rows if isinstance(rows, list) else [rows]
    return Edge(rule, place, fine, wrong, given, needs, books or {})


def ready(on: date, person: str = "V1") -> dict[str, list[Values]]:
    """All that somebody needs before meeting a child, from `on` for a year."""
    until = on + timedelta(days=365)
    return {
        "screening": [{"vol_id": person, "authorised_on": on, "checked_on": on, "valid_until": until, "result": "通过",
                       "range": "违法和犯罪"}],
        "training": [{"vol_id": person, "date": on, "course": course, "hours": 2, "score": 90} for course in BASIC_COURSES],
        "pledges": [{"person_id": person, "type": kind, "signed_on": on, "valid_until": until}
                    for kind in ("承诺书", "保密协议", "服务协议")],
        "insurance": [{"insurance_id": "I1", "insured_id": person, "from": on, "to": until}],
    }
