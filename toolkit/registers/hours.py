"""What volunteers have served, as their records and certificates say it (P07-hours)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from toolkit.registers.agenda import cell
from toolkit.registers.books import Books
from toolkit.registers.rules.outings import who_came
from toolkit.registers.workbooks import Row

NEEDS = ("matches", "visits")
FORMATS = ("text", "csv")
_HEADER = ("志愿者编号", "走访次数", "活动次数", "分钟", "小时")


@dataclass(frozen=True, order=True)
class Service:
    """One volunteer's visits and activities, and the minutes of both. Who goes along serves too."""

    volunteer: str
    visits: int
    activities: int
    minutes: float

    @property
    def hours(self) -> str:
        """To one decimal."""
        return f"{self.minutes / 60:.1f}"


def served(books: Books, start: date, end: date) -> list[Service]:
    """What each volunteer served from `start` to `end`, both days counted, by number."""
    visits: dict[str, list[float]] = {}
    activities: dict[str, list[float]] = {}
    for people, row in _visits(books, start, end):
        for person in people:
            visits.setdefault(person, []).append(row.get("minutes"))
    for row in books.rows("activity-adults"):
        activity = books.one("activities", "act_id", row.get("act_id"))
        counts = row.get("minutes") is not None and books.one("volunteers", "vol_id", row.get("person_id"))
        if counts and activity is not None and _is_within(activity, "date_from", start, end):
            activities.setdefault(row.get("person_id"), []).append(row.get("minutes"))
    return [
        Service(person, len(visits.get(person, ())), len(activities.get(person, ())),
                sum(visits.get(person, ())) + sum(activities.get(person, ())))
        for person in sorted(visits.keys() | activities.keys())
    ]


def _visits(books: Books, start: date, end: date) -> Iterator[tuple[Iterable[str], Row]]:
    """Visits with those who came, each once."""
    for row in books.rows("visits"):
        if row.get("minutes") is not None and _is_within(row, "date", start, end):
            yield {person for person in (who_came(books, row), *(row.get("with_ids") or ())) if person}, row


def _is_within(row: Row, name: str, start: date, end: date) -> bool:
    day = row.get(name)
    return bool(day is not None and start <= day <= end)


def show(services: Sequence[Service], form: str) -> str:
    """The list in one of FORMATS; only numbers of ours stand in it, no names."""
    rows = [(item.volunteer, item.visits, item.activities, f"{item.minutes:g}", item.hours) for item in services]
    if form == "csv":
        target = io.StringIO()
        csv.writer(target, lineterminator="\n").writerows([_HEADER, *([cell(value) for value in row] for row in rows)])
        return target.getvalue().rstrip("\n")
    lines = [f"{row[0]}  走访{row[1]}次，活动{row[2]}次，{row[4]}小时" for row in rows]
    return "\n".join([*lines, f"共 {len(rows)} 人"])
