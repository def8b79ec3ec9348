"""The coordinator's contacts with child, guardian and volunteer, and what follows from them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from toolkit.errors import Finding, Severity
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import in_force, is_pledged, is_running, is_screened
from toolkit.registers.workbooks import Row

VOICE = "半年听孩子说"
HALF_YEAR, ASK_AGAIN, LISTEN = timedelta(days=183), timedelta(days=14), timedelta(days=7)
PAIRS_TO_A_COORDINATOR = 30
_NO_CONTACT = "停权或者查询没有通过"  # one option: which of the two it was few may know (P03-check-result)
_PEOPLE = ("孩子", "监护人", "志愿者")
_WEEK, _FIRST_WEEKS = timedelta(days=7), 4


@needs("contacts", "matches")
def often_enough(books: Books) -> Iterator[Finding]:
    """REG489: someone of a pair in force was not spoken to in a whole month, or in a week of the first four.

    Only months and weeks that the register covers.
    """
    first = _first_day(books)
    if first is None:
        return
    months = [month for month in _past_months(books.on) if month[0] >= first.replace(day=1)]
    for match in books.rows("matches"):
        rows = books.where("contacts", "match_id", match.get("match_id"))
        spans = [span for span in months if in_force(match, *span)] + list(_first_weeks(books, match, first))
        lacking = [words for span in spans if (words := _lacking(rows, span))]
        if lacking:
            yield fault(
                match, "match_id", "REG489",
                (f"没有联系：{'；'.join(lacking)}", f"not everybody was spoken to in {len(lacking)} months or weeks"),
                ("这周联系；联系了没有记的补记", "speak to them this week; record what was not recorded"), Severity.WARNING,
            )


def _lacking(rows: list[Row], span: tuple[date, date]) -> str:
    start, end = span
    met = {row.get("person") for row in rows if row.get("date") is not None and start <= row.get("date") < end}
    missing = "、".join(person for person in _PEOPLE if person not in met)
    return f"{start}至{end - timedelta(days=1)}{missing}" if missing else ""


def _first_weeks(books: Books, match: Row, first: date) -> Iterator[tuple[date, date]]:
    start = match.get("start")
    if start is None or start < first or match.get("status") in ("等待", "暂停"):
        return
    for number in range(_FIRST_WEEKS):
        begin = start + number * _WEEK
        if begin + _WEEK <= min(books.on, match.get("end") or books.on):
            yield begin, begin + _WEEK


def _past_months(on: date) -> list[tuple[date, date]]:
    """The last twelve whole months: first day, and the day after the last."""
    found, end = [], on.replace(day=1)
    for _ in range(12):
        start = (end - timedelta(days=1)).replace(day=1)
        found.append((start, end))
        end = start
    return found[::-1]


def _first_day(books: Books) -> date | None:
    return min((row.get("date") for row in books.rows("contacts") if row.get("date") is not None), default=None)


@needs("contacts", "matches")
def alone_with_the_right_one(books: Books) -> Iterator[Finding]:
    """REG490: a child was not heard alone, or by someone who should not have asked."""
    for row in books.rows("contacts"):
        if row.get("person") == "孩子" and row.get("alone") is not True:
            yield fault(
                row, "alone", "REG490", ("没有单独听孩子", "the child was not heard alone"),
                ("这周再单独听一次，记一行", "hear the child alone this week, and add a row"),
            )
        match = books.one("matches", "match_id", row.get("match_id"))
        asked, voice = row.get("by_id"), row.get("kind") == VOICE
        barred = () if match is None else (match.get("vol_id"), match.get("coordinator_id") if voice else None)
        if asked is not None and asked in barred:
            yield fault(
                row, "by_id", "REG490",
                ("由这个孩子的志愿者或者协调员自己问", "asked by the child's own volunteer or coordinator"),
                ("换一个人再听一次，记一行", "have somebody else ask, and add a row"),
            )


@needs("contacts", "matches")
def half_yearly_voice(books: Books) -> Iterator[Finding]:
    """REG491: for half a year nobody but volunteer and coordinator heard the child."""
    first = _first_day(books)
    for match in books.rows("matches"):
        if first is None or not is_running(match, books.on):
            continue
        heard = [row.get("date") for row in _of(books, match) if row.get("kind") == VOICE and row.get("date")]
        days = (books.on - max([first, match.get("start"), *heard])).days
        if days > HALF_YEAR.days:
            yield fault(
                match, "match_id", "REG491", (f"{days}天没有“{VOICE}”", f"no “{VOICE}” for {days} days"),
                ("请专员或者专员指定的人这周单独听孩子说", "have the officer or a person named hear the child alone this week"),
            )


@needs("contacts")
def after_what_was_said(books: Books) -> Iterator[Finding]:
    """REG492: a child said “一般”, “不好” or nothing, and nobody asked again in time."""
    for row in books.rows("contacts"):
        said, day = row.get("child_says"), row.get("date")
        if day is None or said not in ("一般", "不好", "不想说"):
            continue
        bad = said != "一般"
        within = LISTEN if bad else ASK_AGAIN
        followed = any(
            day <= other.get("date") <= day + within and (not bad or _listened(other))
            for other in books.where("contacts", "match_id", row.get("match_id"))
            if other is not row and other.get("person") == "孩子" and other.get("date") is not None
        )
        if not followed and books.on - day > within:
            yield fault(
                row, "child_says", "REG492",
                (f"孩子的回答是“{said}”，{within.days}日内没有再听", f"the child’s answer was “{said}”, and was not heard again within {within.days} days"),
                ("现在就单独听孩子，记一行", "hear the child alone now, and add a row"),
                Severity.ERROR if bad else Severity.WARNING,
            )


def _listened(row: Row) -> bool:
    return row.get("kind") == VOICE or bool(row.get("way") == "当面" and row.get("alone"))


@needs("contacts", "incidents")
def danger_is_reported(books: Books) -> Iterator[Finding]:
    """REG493: a sign of danger in a contact has no report of that day."""
    for row in books.rows("contacts"):
        report = books.one("incidents", "inc_id", row.get("incident_id"))
        reported, day = report.get("reported_at") if report else None, row.get("date")
        if row.get("safe") == "有危险线索" and (reported is None or (day is not None and reported.date() > day)):
            yield fault(
                row, "safe", "REG493",
                ("有危险线索，却没有报告" if reported is None else "有危险线索，联系当日没有报告",
                 "a sign of danger, and no report of that day"),
                ("现在就报警或者报告有关部门，再补台账；不等批准", "report now, then fill in the register; wait for nobody"),
            )


@needs("matches")
def pairs_to_a_coordinator(books: Books) -> Iterator[Finding]:
    """REG494: a coordinator looks after more than thirty pairs."""
    pairs: dict[str, list[Row]] = {}
    for row in books.rows("matches"):
        if row.get("coordinator_id") is not None and is_running(row, books.on):
            pairs.setdefault(row.get("coordinator_id"), []).append(row)
    for rows in pairs.values():
        if len(rows) > PAIRS_TO_A_COORDINATOR:
            yield fault(
                rows[PAIRS_TO_A_COORDINATOR], "coordinator_id", "REG494",
                (f"这名协调员有{len(rows)}对，最多30对", f"this coordinator has {len(rows)} pairs; at most 30"),
                ("请上一级团队增配协调员", "ask the tier above for another coordinator"), Severity.WARNING,
            )


@needs("contacts", "matches", "screening", "pledges")
def after_the_end(books: Books) -> Iterator[Finding]:
    """REG495: contact after the end without a channel that adults see, or by someone who may not."""
    for row in books.rows("contacts"):
        match, day = books.one("matches", "match_id", row.get("match_id")), row.get("date")
        if row.get("kind") != "结案以后" or row.get("guarded_channel") is None:
            continue
        person = match.get("vol_id") if match else None
        if row.get("guarded_channel") is False:
            words = "没有大人看得见的渠道", "no channel that an adult sees"
        elif match is not None and match.get("end_reason") == _NO_CONTACT:
            words = f"因{_NO_CONTACT}结束的，不得再联系", "the pair ended by suspension or a failed check; no further contact"
        elif person is not None and day is not None and not _in_good_standing(books, person, day):
            words = "查询、承诺书、保密协议有一样到期了", "check, pledge or agreement was over"
        else:
            continue
        yield fault(
            row, "guarded_channel", "REG495", words,
            ("当日停止联系，告诉孩子和监护人", "stop the contact today, and tell the child and the guardian"),
        )


def _in_good_standing(books: Books, person: str, day: date) -> bool:
    return is_screened(books, person, day) and all(is_pledged(books, person, name, day) for name in ("承诺书", "保密协议"))


def _of(books: Books, match: Row) -> list[Row]:
    return books.where("contacts", "match_id", match.get("match_id"))


RULES = (
    often_enough, alone_with_the_right_one, half_yearly_voice, after_what_was_said, danger_is_reported,
    pairs_to_a_coordinator, after_the_end,
)
