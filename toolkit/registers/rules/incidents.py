"""Incidents, which are reported at once, and the cases handed on to others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from toolkit.errors import Finding, Severity, Words, joined
from toolkit.registers.books import Books, fault, needs

HOUR = timedelta(hours=1)
_AFTER_A_LEAK = {
    "cac_reported_at": Words("报告网信部门的时间", "when the authority was told"),
    "family_told_at": Words("告知孩子和监护人的时间", "when the child and the guardian were told"),
}
_NOTICE = Words("三项内容齐全的通知", "a notice with all three parts")
_TO_BOARD = {
    "guardian_consent": Words("监护人同意", "the guardian's consent"), "assent": Words("孩子愿意", "the child's wish"),
    "reason_ok": Words("正当理由", "a good reason"),
}
_SCHOOL_CHECK = Words("学校核验日期", "the day of the school's check")
_WAITED = re.compile("请示|批准|审批|同意后|等领导|等通知|开会|研究")


@needs("incidents")
def at_once(books: Books) -> Iterator[Finding]:
    """REG451: not reported; REG452: late without a reason, or because someone waited for a yes.

    The law allows no delay; an hour is only the time after which a reason must be written.
    """
    for row in books.rows("incidents"):
        found, reported, reason = row.get("found_at"), row.get("reported_at"), row.text("delay_reason")
        if reported is None:
            yield fault(
                row, "reported_at", "REG451", ("没有报告时间", "no time of report"),
                ("还没报的现在就报：公安110；报了的补时间", "if not reported, report now; else give the time"),
            )
        elif _WAITED.search(reason):
            yield fault(
                row, "delay_reason", "REG452",
                ("等批准不是理由", "waiting for approval is no reason"),
                ("发现的人自己先报，再告诉团队；按制度复盘", "who sees it reports first, then tells the team; look into it"),
            )
        elif found is not None and reported - found > HOUR and not reason:
            yield fault(
                row, "reported_at", "REG452",
                ("发现1小时以后才报，没有写原因", "reported after an hour, without a reason"),
                ("写明原因，复盘；法律要求立即报告", "give the reason and look into it; the law says at once"),
            )
        elif found is not None and reported < found:
            yield fault(
                row, "reported_at", "REG452", ("报告时间早于发现时间", "reported before it was found"),
                ("核对两个时间", "check both times"),
            )


@needs("incidents")
def suspended(books: Books) -> Iterator[Finding]:
    """REG453: someone of ours is accused, and was not kept from children within the hour."""
    for row in books.rows("incidents"):
        if row.get("kind") != "指控我们的人":
            continue
        found, done = row.get("found_at"), row.get("suspended_at")
        if done is None or (found is not None and done - found > HOUR):
            yield fault(
                row, "suspended_at", "REG453",
                ("1小时内没有停权", "access and contact were not stopped within an hour"),
                ("现在就停止接触和权限，填时间；停权不是认定有错", "stop contact and access now; it is no verdict"),
            )
        if row.get("logs_kept") is not True:
            yield fault(
                row, "logs_kept", "REG453", ("访问日志没有保全", "the access log was not secured"),
                ("现在就备份日志，交信息保护专员", "copy the log now, for the information officer"),
            )


@needs("incidents")
def leaks(books: Books) -> Iterator[Finding]:
    """REG454: a leak that the authority or the family was not told of, or not fully."""
    for row in books.rows("incidents"):
        if row.get("kind") != "信息泄露":
            continue
        lacking = [words for name, words in _AFTER_A_LEAK.items() if row.get(name) is None]
        if row.get("notice_complete") is not True:
            lacking.append(_NOTICE)
        if lacking:
            said = joined(lacking)
            yield fault(
                row, "kind", "REG454", (f"信息泄露，缺{said.zh}", f"a leak, and not everyone was fully told; lacking: {said.en}"),
                ("立即补救、报告和告知；通知写情况和危害、办法、联系方式", "mend, report and tell now: what happened, what is done, whom to ask"),
            )


@needs("boarding")
def boarding(books: Books) -> Iterator[Finding]:
    """REG455: a child boards without consent, wish, the school's check and a reason."""
    for row in books.rows("boarding"):
        if row.get("status") != "在读" or row.get("civil_affairs_decision_no"):
            continue
        lacking = [words for name, words in _TO_BOARD.items() if row.get(name) is not True]
        if row.get("school_check_on") is None:
            lacking.append(_SCHOOL_CHECK)
        if lacking:
            said = joined(lacking)
            yield fault(
                row, "status", "REG455", (f"在读，缺{said.zh}", f"boards without {said.en}"),
                ("四项补齐，或者填民政安置文书编号；不齐的请孩子回家", "make it good or give the civil affairs decision; else the child goes home"),
            )


@needs("referrals")
def referrals(books: Books) -> Iterator[Finding]:
    """REG456: first done too late; REG457: still no result, and no word of it for 30 days."""
    for row in books.rows("referrals"):
        received, first = row.get("received_on"), row.get("first_action_on")
        if received is None:
            continue
        if working_days(received, first or books.on) > 10:
            yield fault(
                row, "first_action_on", "REG456",
                ("受理后10个工作日没有首次办理", "nothing was done within 10 working days"),
                ("现在就办，填日期", "do it now, and give the date"),
            )
        known = max(received, row.get("last_update_on") or received)
        if not row.get("outcome") and books.on - known > timedelta(days=30):
            yield fault(
                row, "outcome", "REG457",
                ("没有结果，30日没有进展", "no result, and no word of it for 30 days"),
                ("问接收单位，写进展，改最近进展日期", "ask, write how far it is, and give the date"), Severity.WARNING,
            )


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays after `start`, up to `end`; public holidays are not known here."""
    return sum((start + timedelta(days=number)).weekday() < 5 for number in range(1, (end - start).days + 1))


RULES = (at_once, suspended, leaks, boarding, referrals)
