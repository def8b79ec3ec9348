"""A child's company goes on: pauses with an end, someone in reserve, no long gap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from toolkit.errors import Finding, Severity
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import is_running
from toolkit.registers.workbooks import Row

LONGEST, SOON = timedelta(days=60), timedelta(days=7)
SUDDEN = {"停权或者查询没有通过", "志愿者去世或者失联"}  # nobody could prepare the child (P06-exit)
CHILDREN_TO_A_RESERVE = 3


@needs("matches")
def pauses(books: Books) -> Iterator[Finding]:
    """REG471: a pause without an end, of more than 60 days, or past its end."""
    for row in books.rows("matches"):
        begun, until = row.get("pause_from"), row.get("pause_until")
        if row.get("status") != "暂停" or not row.has("pause_until"):
            continue
        severity = Severity.ERROR
        if until is None:
            words, severity = ("暂停，没有写最晚到哪天", "paused, and no last day is given"), Severity.WARNING
        elif begun is not None and until - begun > LONGEST:
            words = f"暂停{(until - begun).days}天，一次不超过60日", f"paused for {(until - begun).days} days; at most 60"
        elif until < books.on:
            words = "过了暂停的最后一天，还在暂停", "past the last day of the pause"
        else:
            continue
        yield fault(
            row, "pause_until", "REG471", words,
            ("现在决定恢复、换人或者结束，告诉孩子", "decide now: go on, choose another, or end; tell the child"), severity,
        )


@needs("matches")
def why_it_ended(books: Books) -> Iterator[Finding]:
    """REG472: a pair ended, and no reason is given."""
    for row in books.rows("matches"):
        if row.get("end") is not None and row.has("end_reason") and row.get("end_reason") is None:
            yield fault(
                row, "end_reason", "REG472", ("结束了，没有填结束原因", "ended, and no reason is given"),
                ("照结案表选一项", "choose the one on the closing form"), Severity.WARNING,
            )


@needs("matches")
def first_meeting(books: Books) -> Iterator[Finding]:
    """REG473: they met before the pair began."""
    for row in books.rows("matches"):
        start, met = row.get("start"), row.get("first_meeting_on")
        if start is not None and met is not None and met < start:
            yield fault(
                row, "first_meeting_on", "REG473", ("首次见面早于开始日期", "they met before the first day"),
                ("核对两个日期；确实先见面的，按制度复盘", "check both dates; if true, look into it"),
            )


@needs("matches")
def someone_in_reserve(books: Books) -> Iterator[Finding]:
    """REG474: a pair runs without a reserve; older pairs have 60 days from the day of adoption."""
    for row in _running(books):
        if row.get("backup_vol_id") is None and not _has_time(books, row):
            yield fault(
                row, "backup_vol_id", "REG474", ("没有后备志愿者", "no reserve"),
                ("匹配组指定一名，先问孩子和监护人", "name one, and ask the child and the guardian first"),
            )


def _has_time(books: Books, row: Row) -> bool:
    if books.adopted is None:
        return True  # nothing is in force yet
    return bool(row.get("start") < books.adopted and books.on - books.adopted <= LONGEST)


@needs("matches")
def reserve_of_few(books: Books) -> Iterator[Finding]:
    """REG475: someone is the reserve of more than three children."""
    reserves: dict[str, list[Row]] = {}
    for row in _running(books):
        if row.get("backup_vol_id") is not None:
            reserves.setdefault(row.get("backup_vol_id"), []).append(row)
    for rows in reserves.values():
        for row in rows[CHILDREN_TO_A_RESERVE:]:
            yield fault(
                row, "backup_vol_id", "REG475",
                (f"这名后备志愿者有{len(rows)}个孩子，最多3个", f"the reserve of {len(rows)} children; at most 3"),
                ("另外指定一名后备志愿者", "name another"),
            )


@needs("matches", "children", "volunteers")
def girls_reserve(books: Books) -> Iterator[Finding]:
    """REG476: a girl's reserve is a man."""
    for row in _running(books):
        child = books.one("children", "child_id", row.get("child_id"))
        reserve = books.one("volunteers", "vol_id", row.get("backup_vol_id"))
        if child and reserve and child.get("sex") == "女" and reserve.get("sex") == "男":
            yield fault(
                row, "backup_vol_id", "REG476", ("女孩的后备志愿者是男性", "a girl's reserve is a man"),
                ("改由女性志愿者作后备", "choose a woman"),
            )


@needs("matches", "visits", "children")
def long_gaps(books: Books) -> Iterator[Finding]:
    """REG477: nobody saw the child for more than 60 days after an end or a pause, 7 after a sudden end."""
    seen = _seen(books)
    for row in books.rows("matches"):
        left = row.get("end") or (row.get("pause_from") if row.get("status") == "暂停" else None)
        child = books.one("children", "child_id", row.get("child_id"))
        if left is None or not row.has("pause_from") or child is None or child.get("case_status") == "已结案":
            continue
        after = [day for day in seen.get(row.get("child_id"), ()) if day >= left]
        days = (min(after, default=books.on) - left).days
        allowed = (SOON if row.get("end") and row.get("end_reason") in SUDDEN else LONGEST).days
        if days > allowed:
            yield fault(
                row, "end" if row.get("end") else "pause_from", "REG477",
                (f"此后{days}天没有人看望孩子，最多{allowed}天",
                 f"nobody saw the child for {days} days after it; at most {allowed}"),
                ("请后备志愿者或者协调员这周去看望", "have the reserve or the coordinator go this week"),
            )


def _seen(books: Books) -> dict[str | None, list[date]]:
    """Child → the days on which a volunteer or a coordinator came."""
    found: dict[str | None, list[date]] = {}
    for slug in ("visits", "contacts"):
        for row in books.rows(slug):
            match = books.one("matches", "match_id", row.get("match_id"))
            came = slug == "visits" or (row.get("person") == "孩子" and row.get("way") == "当面")
            if match is not None and came and row.get("date") is not None:
                found.setdefault(match.get("child_id"), []).append(row.get("date"))
    return found


def _running(books: Books) -> Iterator[Row]:
    """Pairs in force, of workbooks made since these rules: the first text did not have them."""
    return (row for row in books.rows("matches") if row.has("pause_from") and is_running(row, books.on))


RULES = (
    pauses, why_it_ended, first_meeting, someone_in_reserve, reserve_of_few, girls_reserve, long_gaps,
)
