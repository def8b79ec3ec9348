"""Turns as people and programs take them: a list, CSV, or a calendar file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import astuple
from datetime import UTC, date, datetime, time, timedelta

from toolkit.registers.turns import Turn

FORMATS = ("text", "csv", "ics")
_HEADER = ("到期", "开始办", "孩子编号", "事项", "怎么办", "条文")


def show(turns: Sequence[Turn], form: str, on: date) -> str:
    """The turns in one of FORMATS; only numbers of ours stand in it, no names."""
    if form == "csv":
        return _csv(turns)
    if form == "ics":
        return _ics(turns, on)
    lines = [f"{turn.due}  {turn.child}  {_late(turn, on)}{turn.title}：{turn.task}（{turn.clause}）" for turn in turns]
    return "\n".join([*lines, f"共 {len(turns)} 件"])


def _late(turn: Turn, on: date) -> str:
    return "已过期 " if turn.due < on else ""


def _csv(turns: Sequence[Turn]) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows([cell(value) for value in astuple(turn)] for turn in turns)
    return target.getvalue().rstrip("\n")


def cell(value: object) -> str:
    """A value as a cell of CSV: no program that opens the list as a sheet takes it for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _ics(turns: Sequence[Turn], on: date) -> str:
    from icalendar import Alarm, Calendar, Event

    book = Calendar()
    book.add("prodid", "-//Linyi Kit//turns//ZH")
    book.add("version", "2.0")
    for turn in turns:
        event = Event()
        event.add("uid", f"{turn.child}-{turn.title}-{turn.due}@linyi-kit.invalid")
        event.add("dtstamp", datetime.combine(on, time(), UTC))
        event.add("class", "PRIVATE")
        event.add("summary", f"{turn.child} {turn.title}")
        event.add("description", f"{turn.task}。{turn.clause}")
        event.add("dtstart", turn.due)
        event.add("dtend", turn.due + timedelta(days=1))
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", turn.title)
        alarm.add("trigger", turn.begin - turn.due)
        event.add_component(alarm)
        book.add_component(event)
    return str(book.to_ical().decode("utf-8"))
