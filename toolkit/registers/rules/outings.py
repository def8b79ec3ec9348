"""Who came to see the child, and whether somebody knew where they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from toolkit.errors import Finding, joined
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import consents, not_ready
from toolkit.registers.workbooks import Row

OVERDUE = timedelta(minutes=30)


def who_came(books: Books, visit: Row) -> str | None:
    """The number of the volunteer who came: the pair's, where nobody else is named."""
    match = books.one("matches", "match_id", visit.get("match_id"))
    named: str | None = visit.get("by_vol_id") or (match.get("vol_id") if match else None)
    return named


@needs("visits", "matches")
def one_of_the_two(books: Books) -> Iterator[Finding]:
    """REG478: someone came who is neither the child's volunteer nor the reserve."""
    for row in books.rows("visits"):
        match, person = books.one("matches", "match_id", row.get("match_id")), row.get("by_vol_id")
        if match is None or person is None:
            continue
        if person not in (match.get("vol_id"), match.get("backup_vol_id")):
            yield fault(
                row, "by_vol_id", "REG478",
                ("来的不是主结对志愿者，也不是后备志愿者", "neither the child's volunteer nor the reserve"),
                ("核对编号；确实是别人来的，停止并按制度复盘", "check the number; if true, stop and look into it"),
            )


@needs("visits", "matches", "screening", "training", "pledges", "insurance")
def ready_that_day(books: Books) -> Iterator[Finding]:
    """REG479: who came was not checked, trained, pledged and insured on that day."""
    for row in books.rows("visits"):
        person, day = who_came(books, row), row.get("date")
        if person is None or day is None or not row.has("by_vol_id"):
            continue
        lacking = joined(not_ready(books, person, day), "；", "; ")
        if lacking.zh:
            yield fault(
                row, "date", "REG479", (f"看望那天{lacking.zh}", f"on the day of the visit: {lacking.en}"),
                ("当日停止见面，补齐以后再恢复，并按制度复盘", "stop meeting today, make it good, then look into it"),
            )


@needs("visits", "matches", "check-ins")
def told_before(books: Books) -> Iterator[Finding]:
    """REG496: a visit of which nobody was told before; only since the register of outings begins."""
    told = _outings(books)
    first = min((day for _, day in told), default=None)
    for row in books.rows("visits"):
        person, day = who_came(books, row), row.get("date")
        if first is not None and person is not None and day is not None and day >= first and (person, day) not in told:
            yield fault(
                row, "date", "REG496", ("这次看望没有出行报备", "nobody was told of this visit before"),
                ("问清原因，补记；以后报备了再去", "find out why, and record it; next time tell first"),
            )


def _outings(books: Books) -> set[tuple[str, date]]:
    found = set()
    for row in books.rows("check-ins"):
        if row.get("leave_at") is not None:
            people = {row.get("vol_id"), *(row.get("with_ids") or ())} - {None, "无"}
            found |= {(person, row.get("leave_at").date()) for person in people}
    return found


@needs("check-ins")
def safe_return(books: Books) -> Iterator[Finding]:
    """REG497: told after leaving, or not back in time and nobody looked."""
    for row in books.rows("check-ins"):
        told, left = row.get("told_at"), row.get("leave_at")
        if told is not None and left is not None and told > left:
            yield fault(
                row, "told_at", "REG497", ("走了以后才报备", "told only after leaving"),
                ("核对时间；以后先报备再走", "check the times; next time tell first"),
            )
        if _is_late(books, row) and not (row.get("called_at") and row.get("overdue_note")):
            yield fault(
                row, "safe_at", "REG497",
                ("没有按时报平安，没有写找人和处理", "no safe return in time, and nobody says what was done"),
                ("现在就找人，找不到打110；再填两栏", "look for them now, and call the police if not found; then fill in both"),
            )


def _is_late(books: Books, row: Row) -> bool:
    due, safe = row.get("due_at"), row.get("safe_at")
    if due is None:
        return False
    return bool(due.date() < books.on if safe is None else safe - due > OVERDUE)


@needs("check-ins", "matches", "consents", "children")
def leave_to_go_out(books: Books) -> Iterator[Finding]:
    """REG498: a child was taken out without a valid authorisation (B16)."""
    for row in books.rows("check-ins"):
        if row.get("kind") != "带孩子外出" or row.get("leave_at") is None:
            continue
        match, day = books.one("matches", "match_id", row.get("match_id")), row.get("leave_at").date()
        if match is None or next(consents(books, match.get("child_id"), {"B16"}, day), None) is None:
            yield fault(
                row, "match_id", "REG498",
                ("带孩子外出，没有有效的外出和接送授权书（B16）", "a child was taken out without a valid B16"),
                ("先请监护人签B16，再出门", "have the guardian sign B16 first"),
            )


RULES = (one_of_the_two, ready_that_day, told_before, safe_return, leave_to_go_out)
