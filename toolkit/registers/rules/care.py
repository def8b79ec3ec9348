"""Visits through the year, and each child's plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from toolkit.errors import Finding, Severity
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import in_force
from toolkit.registers.workbooks import Row

RECORD_WITHIN, HALF_YEAR = timedelta(days=2), timedelta(days=183)


@needs("matches", "visits")
def seasons(books: Books) -> Iterator[Finding]:
    """REG421: a season went by without a visit; only seasons that the register covers, and whole ones."""
    dates = [row.get("date") for row in books.rows("visits") if row.get("date")]
    if not dates:
        return
    quarters = [quarter for quarter in _past_quarters(books.on) if quarter[0] >= _first_of_quarter(min(dates))]
    for match in books.rows("matches"):
        visited = [row.get("date") for row in _visits(books, match) if row.get("date")]
        for start, end in quarters:
            if in_force(match, start, end) and not any(start <= day < end for day in visited):
                yield fault(
                    match, "match_id", "REG421",
                    (f"{start.year}年{start.month}—{end_month(end)}月没有走访",
                     f"no visit from {start} to {end - timedelta(days=1)}"),
                    ("问清原因，尽快安排；走访了没有记的补记并写明", "find out why and go soon; record what was not recorded"),
                )


@needs("matches", "visits")
def visits_in_a_year(books: Books) -> Iterator[Finding]:
    """REG422: fewer visits in the last full year than the city's number, for pairs in force all year."""
    needed, year = int(books.numbers["visits_per_year"]), books.on.year - 1
    start, end = date(year, 1, 1), date(year + 1, 1, 1)
    if not any(row.get("date") and row.get("date") < date(year, 4, 1) for row in books.rows("visits")):
        return
    for match in books.rows("matches"):
        number = sum(start <= row.get("date") < end for row in _visits(books, match) if row.get("date"))
        if in_force(match, start, end) and number < needed:
            yield fault(
                match, "match_id", "REG422",
                (f"{year}年走访{number}次，应有{needed}次", f"{number} visits in {year}, {needed} asked"),
                ("问清原因；做不到的安排后备志愿者", "find out why; send the reserve where it cannot be done"),
            )


@needs("visits")
def minutes(books: Books) -> Iterator[Finding]:
    """REG423: a visit was too short, and nobody says why."""
    needed = books.numbers["visit_minutes"]
    for row in books.rows("visits"):
        length = row.get("minutes")
        if length is not None and length < needed and row.get("early_end_reason") is None:
            yield fault(
                row, "minutes", "REG423",
                (f"{length:g}分钟，应有{needed}分钟，没有写提前结束的原因", f"{length:g} minutes, {needed} asked, and no reason"),
                ("时长写错的才改；确实短了，在“提前结束的原因”里照实写", "correct it only where it is wrong; where the visit was short, say why in the column for it"),
            )


@needs("visits")
def recorded_soon(books: Books) -> Iterator[Finding]:
    """REG424: a visit was recorded more than two days later, or before it took place."""
    for row in books.rows("visits"):
        day, recorded = row.get("date"), row.get("recorded_on")
        if day is None or recorded is None:
            continue
        if recorded < day or recorded - day > RECORD_WITHIN:
            early = recorded < day
            yield fault(
                row, "recorded_on", "REG424",
                ("记录日期早于走访日期" if early else f"走访以后{(recorded - day).days}天才记录，应在2天以内",
                 "recorded before the visit" if early else f"recorded after {(recorded - day).days} days"),
                ("日期写错的才改；确实晚了，照实留着，不改日期", "correct a date only where it is wrong; a record that was late stays as it is"),
            )


@needs("visits", "incidents")
def signs_are_reported(books: Books) -> Iterator[Finding]:
    """REG425: a sign of danger has no report, or one made after the visit was written down."""
    for row in books.rows("visits"):
        if not row.get("risk_flag"):
            continue
        report = books.one("incidents", "inc_id", row.get("incident_id"))
        reported = report.get("reported_at") if report else None
        recorded = row.get("recorded_on")
        if reported is None or (recorded is not None and reported.date() > recorded):
            yield fault(
                row, "risk_flag", "REG425",
                ("有危险线索，却没有报告" if reported is None else "有危险线索，报告晚于记录",
                 "a sign of danger without a report" if reported is None else "the report came after the record"),
                ("现在就报警或者报告有关部门，再补台账；不等批准", "report now, then fill in the register; wait for nobody"),
            )


@needs("visits", "matches")
def within_the_pair(books: Books) -> Iterator[Finding]:
    """REG426: a visit lies outside the days of its pair."""
    for row in books.rows("visits"):
        match, day = books.one("matches", "match_id", row.get("match_id")), row.get("date")
        start, end = (match.get("start"), match.get("end")) if match else (None, None)
        if day is not None and ((start is not None and day < start) or (end is not None and day > end)):
            yield fault(
                row, "date", "REG426", ("不在结对的起止日期之内", "outside the days of the pair"),
                ("核对日期；结对以前和结束以后不单独见面", "check the date; nobody meets a child alone outside a pair"),
            )


@needs("four-supports")
def plans(books: Books) -> Iterator[Finding]:
    """REG427: a plan that the child neither signed nor declined; REG428: no half-yearly look at it."""
    for row in books.rows("four-supports"):
        if row.get("child_signed") is False and not row.get("child_note"):
            yield fault(
                row, "child_signed", "REG427",
                ("孩子没有签，也没有写说明", "not signed by the child, and no note"),
                ("请孩子签名或者画图；不愿意的记一句，不劝", "ask the child to sign or draw; note a refusal and do not press"),
            )
        year = row.get("year")
        if year is not None and books.on >= date(int(year), 1, 1) + 2 * HALF_YEAR and row.get("half_year_review") is None:
            yield fault(
                row, "half_year_review", "REG428",
                ("一年过去了，没有复盘", "a year has gone without a review"),
                ("和孩子一起复盘，填日期", "look at it with the child, and give the date"), Severity.WARNING,
            )


def end_month(end: date) -> int:
    return (end - timedelta(days=1)).month


def _visits(books: Books, match: Row) -> list[Row]:
    """All visits of the child, whoever came: a reserve's counts for the child too (P07-visits)."""
    pairs = books.where("matches", "child_id", match.get("child_id")) or [match]
    return [visit for pair in pairs for visit in books.where("visits", "match_id", pair.get("match_id"))]


def _first_of_quarter(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def _past_quarters(on: date) -> list[tuple[date, date]]:
    """The last four whole quarters before `on`: first day, and the day after the last."""
    found, end = [], _first_of_quarter(on)
    for _ in range(4):
        start = _first_of_quarter(end - timedelta(days=1))
        found.append((start, end))
        end = start
    return found


RULES = (
    seasons, visits_in_a_year, minutes, recorded_soon, signs_are_reported, within_the_pair, plans,
)
