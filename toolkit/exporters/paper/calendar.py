"""The duty calendar: a file that any calendar program reads, and one page for the wall."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Any

from toolkit.city.city import City
from toolkit.exporters import Content
from toolkit.exporters.fingerprints import version
from toolkit.exporters.paper import pdf
from toolkit.exporters.paper.duties import Duty, adopted, duties, following
from toolkit.files import sources
from toolkit.files.artifact import Artifact
from toolkit.text.citations import Register
from toolkit.text.render import Rendered

WHOLE = True  # two artifacts of the same list
_NAME = "年度事项"
_MORNING = 9  # the hour of a reminder: at midnight nobody reads it
_NOTES = (
    "除法律规定的日期外，日期是建议的，在条文写的期限里可以自己挪；挪了的写在这张表上，照挪了的做。",
    "每件事做完，按条文写的登记、签名。条文没有的事不因为这张表而成为义务。",
)


def parts(content: Content) -> dict[str, tuple[Sequence[Rendered], str]]:
    """One part: all documents, for a duty stands in whichever clause it stands in, and the version of the text."""
    return {"all": (content.documents, content.text)}


def export(chosen: Sequence[tuple[Sequence[Rendered], str]], city: City, register: Register) -> list[Artifact]:
    """The iCalendar file and the page. Raises ToolkitError if Typst fails or lacks a font."""
    (documents, text), = chosen
    found = duties(documents, city)
    page = pdf.compile_one(pdf.template("calendar.typ"), _page(found, city))
    return [
        Artifact(f"calendar/{_NAME}.ics", ics(found, city, text)),
        Artifact(f"calendar/{_NAME}.pdf", page),
    ]


def ics(found: Sequence[Duty], city: City, text: str = "") -> bytes:
    """RFC 5545, as far as Outlook reads it: whole days that repeat, each with a reminder in the morning.

    A later version of the text or of the city's own updates the events of an earlier import. The same
    input, the same bytes.
    """
    from icalendar import Calendar

    book = Calendar()
    book.add("prodid", "-//Linyi Kit//duties//ZH")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", f"{' '.join(city.team_name.split())}：{_NAME}")
    edition = _number(text) + _number(str(city.data["adopted"]["version"]))
    # Nothing here asks the clock; what was made later must still bear a later stamp.
    stamp = datetime.combine(adopted(city), time(), UTC) + timedelta(seconds=edition)
    for duty in found:
        for months in _regular(duty.months):
            book.add_component(_event(duty, months, edition, stamp, city))
    return bytes(book.to_ical())


def _number(version: str) -> int:
    """1.2.3 → 10203: a later version is a larger number; 0 without one."""
    pieces = [int(piece) for piece in re.findall(r"\d+", version)[:3]]
    return sum(piece * weight for piece, weight in zip(pieces, (10_000, 100, 1), strict=False))


def _regular(months: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The months as one rule, where each is as far from the next; else each as a rule of its own.

    Outlook takes one BYMONTH only ([MS-OXCICAL] 2.1.3.2.2).
    """
    step = 12 // len(months)
    even = step * len(months) == 12 and all(after - before == step for before, after in pairwise(months))
    return [months] if even else [(month,) for month in months]


def _event(duty: Duty, months: tuple[int, ...], edition: int, stamp: datetime, city: City) -> Any:
    from icalendar import Alarm, Event

    event = Event()
    alone = "" if months == duty.months else f"-{months[0]:02}"
    event.add("uid", f"{duty.clause}{alone}-{city.data['city']['code']}@linyi-kit.invalid")
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", edition)
    event.add("summary", f"{duty.title}（{duty.who}）")
    event.add("description", f"依据：{duty.place}。" + ("日期由法律规定。" if duty.fixed else "日期是建议的。"))
    first = next(following(months, duty.day, duty.first))
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("rrule", _rule(months, duty.day))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", duty.title)
    alarm.add("trigger", timedelta(days=-duty.remind, hours=_MORNING))
    event.add_component(alarm)
    return event


def _rule(months: tuple[int, ...], day: int) -> dict[str, Any]:
    if len(months) == 1:
        return {"freq": "yearly", "bymonth": months[0], "bymonthday": day}
    step = 12 // len(months)
    return {"freq": "monthly", **({"interval": step} if step > 1 else {}), "bymonthday": day}


def _page(found: Sequence[Duty], city: City) -> dict[str, Any]:
    return {
        "id": _NAME, "title": _NAME, "team": " ".join(city.team_name.split()),
        "header": ["什么时候", "哪天以前", "什么事", "谁", "条文"],
        "groups": [
            {"when": _when(months), "rows": [
                [f"{duty.day}日" + ("（法定）" if duty.fixed else ""), duty.title, duty.who, duty.place]
                for duty in group
            ]}
            for months, group in groupby(found, key=lambda duty: duty.months)
        ],
        "notes": _NOTES, "fonts": pdf.families(),
    }


def _when(months: tuple[int, ...]) -> str:
    if len(months) == 12:
        return "每月"
    return "、".join(map(str, months)) + "月"


def fingerprint() -> str:
    """Changes with the duties, and with whatever changes a PDF."""
    path = sources.shared().templates / "calendar.yaml"
    return pdf.fingerprint() + version("icalendar") + path.read_text(encoding="utf-8")
