"""Children, guardians, and those who meet the children."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from toolkit.errors import Finding, Severity, joined
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import (
    CHECK,
    INSURANCE,
    TRAINING,
    YEAR,
    age,
    is_insured,
    is_screened,
    missing_papers,
    missing_training,
)
from toolkit.registers.workbooks import Row


@needs("children")
def yearly_review(books: Books) -> Iterator[Finding]:
    """REG401: nobody has looked at a child's file for a year."""
    for row in books.rows("children"):
        seen = row.get("last_review")
        if seen is not None and row.get("case_status") != "已结案" and books.on - seen > YEAR:
            yield fault(
                row, "last_review", "REG401",
                (f"已有{(books.on - seen).days}天没有复核", f"not reviewed for {(books.on - seen).days} days"),
                ("这周复核，填上完成的日期", "review it this week and give the date"),
            )


@needs("guardians")
def authority(books: Books) -> Iterator[Finding]:
    """REG402: somebody who is no parent signs, and nothing says why."""
    for row in books.rows("guardians"):
        relation, ground = row.get("relation"), row.get("authority_doc")
        if relation == "本人" and ground != "劳动收入材料":
            yield fault(
                row, "authority_doc", "REG402",
                ("由孩子本人签，没有核验劳动收入材料", "the child signs alone, and no proof of wages was seen"),
                ("看劳动收入材料，选“劳动收入材料”；看不到的，由监护人签", "see the proof of wages and choose “劳动收入材料”; else the guardian signs"),
            )
        elif relation not in (None, "父亲", "母亲") and ground is None:
            yield fault(
                row, "authority_doc", "REG402",
                ("不是父母，没有写凭什么签字", "no parent, and no ground for signing"),
                ("看指定文书或者父母的书面委托；看不到的，先不签字、不付款，转民政或者村居",
                 "see the appointment or the parents' mandate; without it, sign and pay nothing, and refer"),
            )


@needs("volunteers")
def of_age(books: Books) -> Iterator[Finding]:
    """REG403: a volunteer joined before turning 18."""
    for row in books.rows("volunteers"):
        born, joined = row.get("birth_date"), row.get("joined")
        if born is not None and joined is not None and age(born, joined) < 18:
            yield fault(
                row, "birth_date", "REG403",
                ("录用时不满18周岁", "not yet 18 when taken on"),
                ("核对两个日期；确实不满的，停止安排", "check both dates; if true, give no tasks"),
            )


@needs("volunteers", "screening", "training", "pledges", "insurance")
def full_standing(books: Books) -> Iterator[Finding]:
    """REG404: someone is listed as “正式” while a check, training, pledge or insurance is not in force."""
    for row in books.rows("volunteers"):
        person = row.get("vol_id")
        if row.get("status") != "正式" or person is None:
            continue
        lacking = []
        if not is_screened(books, person, books.on):
            lacking.append(CHECK)
        if missing_training(books, person, books.on) is not None:
            lacking.append(TRAINING)
        lacking += missing_papers(books, person, books.on)
        if not is_insured(books, person, books.on):
            lacking.append(INSURANCE)
        if lacking:
            said = joined(lacking)
            yield fault(
                row, "status", "REG404",
                (f"状态是“正式”，但没有有效的{said.zh}", f"listed as “正式”; not valid: {said.en}"),
                ("当日暂停接触孩子，补齐以前状态改为“暂停”", "stop contact today; set the status to “暂停” until it is made good"),
            )


@needs("screening", "volunteers")
def failed_check(books: Books) -> Iterator[Finding]:
    """REG405: the newest check is not passed, and the person still serves."""
    latest: dict[str | None, Row] = {}
    for row in books.rows("screening"):
        known = latest.get(row.get("vol_id"))
        if known is None or (row.get("authorised_on") or books.on) >= (known.get("authorised_on") or books.on):
            latest[row.get("vol_id")] = row
    for person, row in latest.items():
        volunteer = books.one("volunteers", "vol_id", person)
        serves = volunteer is not None and volunteer.get("status") == "正式"
        if serves and row.get("result") in ("未通过", "未取得"):
            yield fault(
                row, "result", "REG405",
                ("最近一次没有通过，人还在“正式”状态", "the newest check is not passed, and the person is still “正式”"),
                ("当日停止一切接触，状态改为“暂停”或者“退出”", "stop all contact today; set the status to “暂停” or “退出”"),
            )


@needs("screening")
def check_expiry(books: Books) -> Iterator[Finding]:
    """REG406: a check is said to last longer than 365 days."""
    for row in books.rows("screening"):
        checked, until = row.get("checked_on"), row.get("valid_until")
        if checked is not None and until is not None and until - checked > YEAR:
            yield fault(
                row, "valid_until", "REG406",
                ("有效期超过365天", "valid for more than 365 days"),
                (f"改为 {checked + YEAR}", f"write {checked + YEAR}"),
            )


@needs("pledges")
def pledge_expiry(books: Books) -> Iterator[Finding]:
    """REG407: a pledge is said to last longer than 365 days."""
    for row in books.rows("pledges"):
        signed, until = row.get("signed_on"), row.get("valid_until")
        if row.get("type") == "承诺书" and signed and until and until - signed > YEAR:
            yield fault(
                row, "valid_until", "REG407",
                ("承诺书的有效期超过365天", "a pledge valid for more than 365 days"),
                (f"改为 {signed + YEAR}", f"write {signed + YEAR}"),
            )


@needs("volunteers", "training")
def refresher(books: Books) -> Iterator[Finding]:
    """REG408: too few hours of training in the last 365 days, for who has served longer."""
    needed = books.numbers["refresher_hours"]
    for row in books.rows("volunteers"):
        joined = row.get("joined")
        if row.get("status") != "正式" or joined is None or books.on - joined <= YEAR + timedelta(days=90):
            continue
        hours = sum(
            lesson.get("hours") or 0 for lesson in books.where("training", "vol_id", row.get("vol_id"))
            if lesson.get("date") is not None and timedelta() <= books.on - lesson.get("date") <= YEAR
        )
        if hours < needed:
            yield fault(
                row, "vol_id", "REG408",
                (f"最近365天复训{hours:g}学时，应有{needed}学时", f"{hours:g} hours of training in 365 days, {needed} asked"),
                ("安排复训；逾期的暂停服务", "arrange a refresher; overdue means suspended"),
                Severity.WARNING,
            )


RULES = (
    yearly_review, authority, of_age, full_standing, failed_check, check_expiry, pledge_expiry, refresher,
)
