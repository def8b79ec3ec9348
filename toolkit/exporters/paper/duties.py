"""What a team does again and again: the duties of templates/calendar.yaml, in this city's words and days."""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from toolkit.city.city import TO_BE_FILLED, City
from toolkit.files import sources, yamlfile
from toolkit.text import placeholders
from toolkit.text.render import Rendered

# A calendar must begin somewhere, and the same text must give the same file on any day.
_UNADOPTED = date(2027, 1, 1)


@dataclass(frozen=True)
class Duty:
    """`months` and `day` say when it is due; `first` is the first such day since adoption."""

    clause: str
    place: str  # the document and the clause's number, as people read it
    title: str
    who: str
    months: tuple[int, ...]
    day: int
    remind: int  # days before
    fixed: bool  # by law: the team cannot move it
    first: date


def read() -> list[dict[str, Any]]:
    """The entries of templates/calendar.yaml, as its schema has them."""
    path = sources.shared().templates / "calendar.yaml"
    found: list[dict[str, Any]] = yamlfile.read(path, path.name).data["duties"]
    return found


def duties(documents: Sequence[Rendered], city: City) -> list[Duty]:
    """The duties of clauses that this city has: monthly ones first, then by date in the year."""
    places = {
        clause.id: f"{document.id} {clause.label.rstrip('、')}".strip()
        for document in documents for clause in document.clauses
    }
    places |= {
        chapter.id: f"{document.id} {chapter.label}".strip()
        for document in documents for chapter in document.chapters
    }
    found = [_duty(entry, places[entry["clause"]], city) for entry in read() if entry["clause"] in places]
    return sorted(found, key=lambda duty: (-len(duty.months), duty.months, duty.day, duty.clause))


def adopted(city: City) -> date:
    """The day of adoption; while that is 待填写, a fixed day."""
    on = city.data["adopted"]["on"]
    return _UNADOPTED if on == TO_BE_FILLED else date.fromisoformat(on)


def _duty(entry: dict[str, Any], place: str, city: City) -> Duty:
    start = adopted(city)
    months, day = tuple(entry["months"]), entry["day"]
    if entry.get("anniversary") and city.data["adopted"]["on"] != TO_BE_FILLED:
        months, day = (start.month,), min(start.day, 28)
    return Duty(
        entry["clause"], place, entry["title"], _filled(entry["who"], city), months, day,
        entry["remind"], entry.get("fixed", False), next(following(months, day, start)),
    )


def following(months: tuple[int, ...], day: int, start: date) -> Iterator[date]:
    """The days in these months from `start` on, for a year at least."""
    for year in (start.year, start.year + 1):
        for month in months:
            found = date(year, month, min(day, calendar.monthrange(year, month)[1]))
            if found >= start:
                yield found


def _filled(words: str, city: City) -> str:
    filled, values = placeholders.fill(words, city.values)
    return placeholders.MARK.sub(lambda mark: " ".join(values[int(mark[1])].split()), filled)
