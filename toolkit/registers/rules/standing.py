"""What holds on a day: whether a person was checked, trained, pledged, insured, and had consented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from toolkit.errors import Words, joined
from toolkit.registers.books import Books
from toolkit.registers.workbooks import Row

Span = tuple[date, date | None]  # the first day and the last one, or None where it does not end
Spans = dict[Any, list[Span]]  # by person

YEAR = timedelta(days=365)
BASIC_COURSES = (
    "儿童保护与强制报告", "女童保护与性侵预防", "隐私与信息安全", "陪伴与沟通", "安全与急救",
    "心理辅导边界", "款物纪律",
)
WHOLE_ANSWER = "违法和犯罪"
PLEDGE, CONFIDENTIALITY = Words("承诺书", "pledge"), Words("保密协议", "confidentiality agreement")
SERVICE = Words("服务协议", "service agreement")
CHECK, INSURANCE = Words("违法犯罪记录查询", "check for offences"), Words("保险", "insurance")
TRAINING = Words("岗前培训", "training before service")
_BEFORE_SERVICE = {*BASIC_COURSES, "岗前其他课"}
ABOUT_INFORMATION = {"B03", "B04", "B05", "B06"}
GUARDIANS_CONSENT, CHILDS_CONSENT = {"监护人", "监护人和孩子本人", "有书面委托的照护人"}, {"孩子本人", "监护人和孩子本人"}


def age(born: date, on: date) -> int:
    """Full years: someone turns a year older on the birthday (民法典 counts the day itself)."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def birthday(born: date, years: int) -> date:
    """The day of turning `years`; for someone born on 29 February the first of March."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def is_screened(books: Books, person: str, on: date) -> bool:
    """Whether a check was passed and holds; half an answer counts as 未取得 (P03-check)."""
    return _are_within(books.found(_checks).get(person, ()), on)


def _checks(books: Books) -> Spans:
    passed = (row for row in books.rows("screening") if row.get("result") == "通过" and row.get("range") in (None, WHOLE_ANSWER))
    return _spans(passed, "vol_id", "checked_on", "valid_until")


def is_pledged(books: Books, person: str, document: str, on: date) -> bool:
    return _are_within(books.found(_pledges).get(document, {}).get(person, ()), on)


def _pledges(books: Books) -> dict[str, Spans]:
    """By what was signed, and who."""
    signed: dict[str, list[Row]] = {}
    for row in books.rows("pledges"):
        signed.setdefault(row.get("type"), []).append(row)
    return {name: _spans(rows, "person_id", "signed_on", "valid_until") for name, rows in signed.items()}


def missing_papers(books: Books, person: str, on: date) -> list[Words]:
    """Which of the papers to sign before meeting children do not hold on that day (P06-six).

    The third is asked for today and from the day of adoption on, and not of a workbook made before it:
    that has no column for the version signed.
    """
    third = books.found(_know_versions) and (on >= books.on or (books.adopted is not None and on >= books.adopted))
    papers = (PLEDGE, CONFIDENTIALITY, SERVICE) if third else (PLEDGE, CONFIDENTIALITY)
    return [paper for paper in papers if not is_pledged(books, person, paper.zh, on)]


def _know_versions(books: Books) -> bool:
    return any(row.has("version") for row in books.rows("pledges")[:1])


def is_insured(books: Books, person: str, on: date) -> bool:
    return _are_within(books.found(_insurances).get(person, ()), on)


def _insurances(books: Books) -> Spans:
    return _spans(books.rows("insurance"), "insured_id", "from", "to")


def missing_training(books: Books, person: str, on: date) -> Words | None:
    """What of the training before service is missing on that day, or None.

    Lessons only add up: who lacks nothing on a day lacks nothing on a later one.
    """
    known = books.trained.get(person)
    if known is not None and known <= on:
        return None
    rows = [
        row for row in books.where("training", "vol_id", person)
        if row.get("course") in _BEFORE_SERVICE and row.get("date") is not None and row.get("date") <= on
    ]
    passed = {
        row.get("course") for row in rows
        if row.get("score") is None or row.get("score") >= books.numbers["training_pass_score"]
    }
    lacking = [course for course in BASIC_COURSES if course not in passed]
    if lacking:
        missed = joined(Words(course, f"“{course}”") for course in lacking)
        return Words(f"缺{missed.zh}", f"{missed.en} missing")
    hours = sum(row.get("hours") or 0 for row in rows)
    needed = books.numbers["training_hours"]
    if hours < needed:
        return Words(f"学时{hours:g}，应有{needed}", f"{hours:g} hours of {needed}")
    books.trained[person] = on
    return None


def not_ready(books: Books, person: str, on: date, ours: bool = True) -> Iterator[Words]:
    """What keeps somebody from meeting children on that day.

    Who comes from outside, not `ours`, is trained apart and signs no agreement of service (P03-outsiders).
    """
    if not is_screened(books, person, on):
        yield _none_valid(CHECK)
    lacking = missing_training(books, person, on) if ours else None
    if lacking:
        yield Words(f"志愿者{TRAINING.zh}不齐：{lacking.zh}", f"{TRAINING.en} incomplete ({lacking.en})")
    for paper in missing_papers(books, person, on):
        if ours or paper is not SERVICE:
            yield _none_valid(paper)
    if not is_insured(books, person, on):
        yield _none_valid(INSURANCE)


def _none_valid(what: Words) -> Words:
    return Words(f"志愿者没有有效的{what.zh}", f"no valid {what.en}")


def signs_alone(books: Books, child: Row, on: date) -> bool:
    """Whether the child signs as an adult: 18, or 16 and verified to live on wages (民法典 18)."""
    born, guardian = child.get("birth_date"), books.one("guardians", "guardian_id", child.get("guardian_id"))
    if born is None or age(born, on) >= 18:
        return born is not None
    checked = guardian.get("proof_checked_on") if guardian and guardian.get("relation") == "本人" else None
    return bool(age(born, on) >= 16 and checked is not None and checked <= on)


def consents(books: Books, subject: str, forms: set[str], on: date) -> Iterator[Row]:
    """The consents of one of `forms` that hold on that day."""
    for row in books.where("consents", "subject_id", subject):
        if row.get("form_slug") in forms and holds(books, row, on):
            yield row


def holds(books: Books, consent: Row, on: date) -> bool:
    """Whether a consent is signed, not past, not withdrawn, and not outgrown.

    What a guardian signed alone ends when the child is 18, and at 14 where it is about information.
    """
    withdrawn = consent.get("withdrawn_on")
    if not _covers(consent, "signed_on", "valid_until", on) or (withdrawn is not None and withdrawn <= on):
        return False
    child = books.one("children", "child_id", consent.get("subject_id"))
    born = child.get("birth_date") if child else None
    alone = consent.get("signer_role") in ("监护人", "有书面委托的照护人")
    ends = 14 if consent.get("form_slug") in ABOUT_INFORMATION else 18
    return not (alone and born is not None and age(born, on) >= ends)


def is_running(match: Row, on: date) -> bool:
    """Whether a pair is in force on that day: begun, and neither ended nor still waiting."""
    start, end = match.get("start"), match.get("end")
    if start is None or start > on or match.get("status") == "等待":
        return False
    return bool(end > on if end is not None else match.get("status") != "结束")


def in_force(match: Row, start: date, end: date) -> bool:
    """Whether a pair runs all the time from `start` to the day before `end`."""
    begun, ended = match.get("start"), match.get("end")
    runs = begun is not None and begun <= start and match.get("status") not in ("等待", "暂停")
    return runs and (ended >= end if ended is not None else match.get("status") != "结束")


def _spans(rows: Iterable[Row], who: str, first: str, last: str) -> Spans:
    """By person the days from which and to which what the rows say holds; without a first day it never does."""
    found: Spans = {}
    alike: dict[Span, Span] = {}  # a hundred thousand spans are of some hundred days
    for row in rows:
        person, start = row.get(who), row.get(first)
        if person is not None and start is not None:
            span = start, row.get(last)
            found.setdefault(person, []).append(alike.setdefault(span, span))
    return found


def _are_within(spans: Iterable[Span], on: date) -> bool:
    for start, end in spans:  # noqa: SIM110 - asked some hundred thousand times: a generator costs more than the answer
        if start <= on and (end is None or on <= end):
            return True
    return False


def _covers(row: Row, first: str, last: str, on: date) -> bool:
    start, end = row.get(first), row.get(last)
    return bool(start is not None and start <= on and (end is None or on <= end))
