"""The duty calendar: a file that any calendar program reads, and one page for the wall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from itertools import groupby
from typing import Any

from toolkit.city.city import City
from toolkit.exporters import Content
from toolkit.exporters.paper import pdf
from toolkit.exporters.paper.duties import Duty, adopted, duties
from toolkit.files import sources
from toolkit.files.artifact import Artifact
from toolkit.text.citations import Register
from toolkit.text.render import Rendered

WHOLE = True  # two artifacts of the same list
_NAME = "年度事项"
_NOTES = (
    "除法律规定的日期外，日期是建议值，可以自己改；改了的写在这张表上，照改了的做。",
    "每件事做完，按条文写的登记、签名。条文没有的事不因为这张表而成为义务。",
)


def parts(content: Content) -> dict[str, Sequence[Rendered]]:
    """One part: all documents, for a duty stands in whichever clause it stands in."""
    return {"all": content.documents}


def export(chosen: Sequence[Sequence[Rendered]], city: City, register: Register) -> list[Artifact]:
    """The iCalendar file and the page. Raises ToolkitError if Typst fails or lacks a font."""
    found = [duty for documents in chosen for duty in duties(documents, city)]
    page = pdf.compile_one(pdf.compiler("calendar.typ"), _page(found, city))
    return [
        Artifact(f"calendar/{_NAME}.ics", ics(found, city)),
        Artifact(f"calendar/{_NAME}.pdf", page),
    ]


def ics(found: Sequence[Duty], city: City) -> bytes:
    """RFC 5545, whole days that repeat each year, each with a reminder. The same input, the same bytes."""
    from icalendar import Calendar

    book = Calendar()
    book.add("prodid", "-//Linyi Kit//duties//ZH")
    book.add("version", "2.0")
    book.add("x-wr-calname", f"{' '.join(city.team_name.split())}：{_NAME}")
    stamp = datetime.combine(adopted(city), time(), UTC)
    for duty in found:
        book.add_component(_event(duty, stamp, city))
    return bytes(book.to_ical())


def _event(duty: Duty, stamp: datetime, city: City) -> Any:
    from icalendar import Alarm, Event

    event = Event()
    event.add("uid", f"{duty.clause}-{city.data['city']['code']}@linyi-kit.invalid")
    event.add("dtstamp", stamp)
    event.add("summary", f"{duty.title}（{duty.who}）")
    event.add("description", f"依据：{duty.place}。" + ("日期由法律规定。" if duty.fixed else "日期是建议值。"))
    event.add("dtstart", duty.first)
    event.add("dtend", duty.first + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    rule: dict[str, Any] = {"freq": "yearly"}
    if len(duty.months) > 1:
        rule |= {"bymonth": list(duty.months), "bymonthday": duty.day}
    event.add("rrule", rule)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", duty.title)
    alarm.add("trigger", timedelta(days=-duty.remind))
    event.add_component(alarm)
    return event


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
    from importlib.metadata import version

    path = sources.shared().templates / "calendar.yaml"
    return pdf.fingerprint() + version("icalendar") + path.read_text(encoding="utf-8")
