"""Complaints, and low-level concerns about adults. No message names whom they are about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from toolkit.errors import Finding, Severity
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import birthday
from toolkit.registers.workbooks import Row

ANSWER, REVIEW, TALK = timedelta(days=7), timedelta(days=15), timedelta(days=7)
KEPT = 3  # years
_NONE = "都没有"
_ELIGIBILITY = "摸底和资格"  # an objection: the team above looks again and answers


@needs("complaints")
def by_another(books: Books) -> Iterator[Finding]:
    """REG480: handled or reviewed by the one it is about, or reviewed by who handled it."""
    for row in books.rows("complaints"):
        about, handler, reviewer = (row.get(name) for name in ("about_id", "handler_id", "reviewer_id"))
        if handler is not None and handler == about:
            name = "handler_id"
        elif reviewer is not None and reviewer in (about, handler):
            name = "reviewer_id"
        else:
            continue
        yield fault(
            row, name, "REG480",
            ("由被投诉的人或者经办过的人自己办", "handled by the one concerned, or reviewed by who handled it"),
            ("换没有参加过的人办，重新填", "give it to somebody who took no part"),
        )


@needs("complaints", "incidents")
def harm_is_reported(books: Books) -> Iterator[Finding]:
    """REG481: a complaint tells of harm, and it was not reported on that day."""
    for row in books.rows("complaints"):
        report = books.one("incidents", "inc_id", row.get("incident_id"))
        reported, received = report.get("reported_at") if report else None, row.get("received_on")
        if row.get("harm") and (reported is None or (received is not None and reported.date() > received)):
            yield fault(
                row, "harm", "REG481",
                ("属于伤害线索，却没有报告" if reported is None else "属于伤害线索，收到当日没有报告",
                 "it tells of harm, and there is no report of that day"),
                ("现在就报警或者报告有关部门，再补台账；不用投诉代替报告", "report now, then fill in the register; a complaint is no report"),
            )


@needs("complaints")
def answered(books: Books) -> Iterator[Finding]:
    """REG482: a complaint, or the request to review it, is not answered in time."""
    for row in books.rows("complaints"):
        received, promised, done = (row.get(name) for name in ("received_on", "next_answer_on", "answered_on"))
        most = REVIEW if row.get("topic") == _ELIGIBILITY else ANSWER
        if received is not None and promised is None and (done or books.on) - received > most:
            yield _late(
                row, "answered_on", f"收到后{most.days}日内没有答复，也没有写下次答复日期",
                f"not answered within {most.days} days, and no further day given",
            )
        elif promised is not None and (done or books.on) > promised:
            yield _late(row, "answered_on", "过了下次答复日期还没有答复", "the day promised has passed")
        asked = row.get("review_asked_on")
        if asked is not None and (row.get("review_answered_on") or books.on) - asked > REVIEW:
            yield _late(row, "review_answered_on", "要求复核后15日内没有答复", "the review was not answered within 15 days")


def _late(row: Row, column: str, zh: str, en: str) -> Finding:
    return fault(row, column, "REG482", (zh, en), ("现在就答复，填日期", "answer now, and give the date"))


@needs("complaints")
def kept_too_long(books: Books) -> Iterator[Finding]:
    """REG484: a complaint closed three years ago is still kept."""
    for row in books.rows("complaints"):
        closed = row.get("closed_on")
        if closed is not None and row.get("harm") is False and birthday(closed, KEPT) < books.on:
            yield _delete(row, "closed_on")


@needs("low-level-concerns")
def concerns_kept_too_long(books: Books) -> Iterator[Finding]:
    """REG484, for concerns about somebody who left three years ago."""
    for row in books.rows("low-level-concerns"):
        due = row.get("delete_on") or _three_years_gone(books, row)
        if row.get("escalated_on") is None and due is not None and due < books.on:
            yield _delete(row, "delete_on")


def _three_years_gone(books: Books, row: Row) -> date | None:
    volunteer = books.one("volunteers", "vol_id", row.get("person_id"))
    left = volunteer.get("left_on") if volunteer else None
    return None if left is None else birthday(left, KEPT)


def _delete(row: Row, column: str) -> Finding:
    return fault(
        row, column, "REG484", ("过了保存期限", "kept longer than it may be"),
        ("两人一起删去这一行；还有理赔或者诉讼的，写明等到哪天", "two people delete the row; if a claim is open, say until when"),
        Severity.WARNING,
    )


@needs("low-level-concerns", "incidents")
def no_longer_slight(books: Books) -> Iterator[Finding]:
    """REG485: a second concern, or one of the three signs, was not taken as an allegation that day."""
    known: set[str] = set()
    for row in sorted(books.rows("low-level-concerns"), key=lambda row: (row.get("told_on") or books.on, row.number)):
        again = row.text("person_id") in known
        known.add(row.text("person_id"))
        if (again or set(row.get("signs") or ()) - {_NONE}) and not _escalated(books, row):
            yield fault(
                row, "escalated_on", "REG485",
                ("第二次被提出，当日没有转为指控处理" if again else "有这几种之一，当日没有转为指控处理",
                 "not taken as an allegation on that day"),
                ("立即停止接触，按指控处理，填日期和事件编号", "stop contact now, handle it as an allegation, and give the day and the incident"),
            )


def _escalated(books: Books, row: Row) -> bool:
    done, told = row.get("escalated_on"), row.get("told_on")
    report = books.one("incidents", "inc_id", row.get("incident_id"))
    return done is not None and report is not None and (told is None or done <= told)


@needs("low-level-concerns")
def signs(books: Books) -> Iterator[Finding]:
    """REG486: “都没有” stands beside a sign."""
    for row in books.rows("low-level-concerns"):
        chosen = row.get("signs") or ()
        if _NONE in chosen and len(chosen) > 1:
            yield fault(
                row, "signs", "REG486", ("又选了“都没有”，又选了别的", "“都没有” stands beside a sign"),
                ("核对以后只留一种说法；拿不准的不选“都没有”", "keep the one that is true; in doubt not “都没有”"),
            )


@needs("low-level-concerns")
def talks(books: Books) -> Iterator[Finding]:
    """REG487: no talk within 7 days, or one although it is handled as an allegation."""
    for row in books.rows("low-level-concerns"):
        told, talked, escalated = (row.get(name) for name in ("told_on", "talked_on", "escalated_on"))
        if escalated is None and told is not None and (talked or books.on) - told > TALK:
            words = "告诉专员后7日内没有谈话", "no talk within 7 days"
            fix = "现在就谈，填日期", "talk now, and give the date"
        elif escalated is not None and talked is not None and talked >= escalated:
            words = "转为指控处理以后还谈话", "a talk after it became an allegation"
            fix = "核对日期；不再谈，交公安或者上一级团队", "check the dates; talk no more, and leave it to the police or the tier above"
        else:
            continue
        yield fault(row, "talked_on", "REG487", words, fix)


@needs("low-level-concerns")
def seen_by_another(books: Books) -> Iterator[Finding]:
    """REG488: who saw it is who it is about."""
    for row in books.rows("low-level-concerns"):
        if row.get("observer_id") is not None and row.get("observer_id") == row.get("person_id"):
            yield fault(
                row, "observer_id", "REG488", ("看到的人和当事人是同一个人", "seen by the one it is about"),
                ("核对两个编号", "check both numbers"),
            )


RULES = (
    by_another, harm_is_reported, answered, kept_too_long, concerns_kept_too_long, no_longer_slight, signs,
    talks, seen_by_another,
)
