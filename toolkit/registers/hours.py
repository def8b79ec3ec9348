"""What volunteers have served, as their records and certificates say it (P07-hours)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from toolkit.registers.agenda import cell
from toolkit.registers.books import Books
from toolkit.registers.rules.outings import who_came
from toolkit.registers.workbooks import Row

NEEDS = ("matches", "visits")
FORMATS = ("text", "csv")
_HEADER = ("志愿者编号", "走访次数", "活动次数", "分钟", "小时", "培训次数", "培训学时")


@dataclass(frozen=True, order=True)
class Occasion:
    """Something served or learnt: `name` is the activity's kind or the course; `role` what was done there."""

    day: date
    minutes: float
    name: str = ""
    role: str = ""


@dataclass(frozen=True, order=True)
class Service:
    """One volunteer's visits and activities, and the minutes of both. Who goes along serves too; training is apart."""

    volunteer: str
    visits: int
    activities: int
    minutes: float
    visited: tuple[Occasion, ...] = field(default=(), compare=False, repr=False)
    took_part: tuple[Occasion, ...] = field(default=(), compare=False, repr=False)
    trained: tuple[Occasion, ...] | None = field(default=None, compare=False, repr=False)  # None: no register of it

    @property
    def hours(self) -> str:
        """To one decimal."""
        return f"{self.minutes / 60:.1f}"

    @property
    def days(self) -> tuple[date, date] | None:
        """The first and the last day of service, or None where nothing was served."""
        days = [occasion.day for occasion in (*self.visited, *self.took_part)]
        return (min(days), max(days)) if days else None


def served(books: Books, start: date, end: date) -> list[Service]:
    """What each volunteer served from `start` to `end`, both days counted, by number.

    A visit is that of who came: a reserve's is the reserve's. Rows without a name, from before the
    column came, are the pair's volunteer's.
    """
    visits: dict[str, list[Occasion]] = {}
    activities: dict[str, list[Occasion]] = {}
    for people, row in _visits(books, start, end):
        for person in people:
            visits.setdefault(person, []).append(Occasion(row.get("date"), row.get("minutes")))
    for row in books.rows("activity-adults"):
        activity = books.one("activities", "act_id", row.get("act_id"))
        counts = row.get("minutes") is not None and row.get("arrived") is not False
        ours = not books.has("volunteers") or books.one("volunteers", "vol_id", row.get("person_id"))
        if counts and ours and activity is not None and _is_within(activity, "date_from", start, end):
            occasion = Occasion(activity.get("date_from"), row.get("minutes"), activity.text("type"), row.text("role"))
            activities.setdefault(row.get("person_id"), []).append(occasion)
    return [
        _service(books, person, visits.get(person, []), activities.get(person, []), start, end)
        for person in sorted(visits.keys() | activities.keys())
    ]


def nothing(books: Books, volunteer: str, start: date, end: date) -> Service:
    """Somebody who served nothing in that time."""
    return _service(books, volunteer, [], [], start, end)


def _service(
    books: Books, person: str, visits: list[Occasion], activities: list[Occasion], start: date, end: date
) -> Service:
    trained = None
    if books.has("training"):
        trained = tuple(sorted(
            Occasion(row.get("date"), 0, row.text("course"), f"{row.get('hours') or 0:g}")
            for row in books.where("training", "vol_id", person) if _is_within(row, "date", start, end)
        ))
    minutes = sum(occasion.minutes for occasion in (*visits, *activities))
    return Service(person, len(visits), len(activities), minutes, tuple(sorted(visits)), tuple(sorted(activities)), trained)


def _visits(books: Books, start: date, end: date) -> Iterator[tuple[Iterable[str], Row]]:
    """Visits with those who came, each once."""
    for row in books.rows("visits"):
        if row.get("minutes") is not None and _is_within(row, "date", start, end):
            yield {person for person in (who_came(books, row), *(row.get("with_ids") or ())) if person}, row


def _is_within(row: Row, name: str, start: date, end: date) -> bool:
    day = row.get(name)
    return bool(day is not None and start <= day <= end)


def learnt(service: Service) -> float:
    """The hours (学时) of training."""
    return sum(float(occasion.role) for occasion in service.trained or ())


def show(services: Sequence[Service], form: str) -> str:
    """The list in one of FORMATS; only numbers of ours stand in it, no names."""
    if form == "csv":
        target = io.StringIO()
        rows = [
            (item.volunteer, item.visits, item.activities, f"{item.minutes:g}", item.hours,
             *(("", "") if item.trained is None else (len(item.trained), f"{learnt(item):g}")))
            for item in services
        ]
        csv.writer(target, lineterminator="\n").writerows([_HEADER, *([cell(value) for value in row] for row in rows)])
        return target.getvalue().rstrip("\n")
    lines = [f"{item.volunteer}  走访{item.visits}次，活动{item.activities}次，{item.hours}小时{_trained(item)}" for item in services]
    return "\n".join([*lines, f"共 {len(services)} 人"])


def _trained(item: Service) -> str:
    return f"；另有培训{len(item.trained)}次，{learnt(item):g}学时" if item.trained else ""
