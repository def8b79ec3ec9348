"""What holds on a day: whether a person was checked, trained, pledged, insured, and had consented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from toolkit.registers.books import Books
from toolkit.registers.workbooks import Row

YEAR = timedelta(days=365)
BASIC_COURSES = (
    "儿童保护与强制报告", "女童保护与性侵预防", "隐私与信息安全", "陪伴与沟通", "安全与急救",
    "心理辅导边界", "款物纪律",
)
_BEFORE_SERVICE = {*BASIC_COURSES, "岗前其他课"}
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
    return any(
        row.get("result") == "通过" and _covers(row, "checked_on", "valid_until", on)
        for row in books.where("screening", "vol_id", person)
    )


def is_pledged(books: Books, person: str, document: str, on: date) -> bool:
    return any(
        row.get("type") == document and _covers(row, "signed_on", "valid_until", on)
        for row in books.where("pledges", "person_id", person)
    )


def is_insured(books: Books, person: str, on: date) -> bool:
    return any(_covers(row, "from", "to", on) for row in books.where("insurance", "insured_id", person))


def missing_training(books: Books, person: str, on: date) -> str | None:
    """What of the training before service is missing on that day, or None."""
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
        return f"缺{'、'.join(lacking)}"
    hours = sum(row.get("hours") or 0 for row in rows)
    needed = books.numbers["training_hours"]
    return f"学时{hours:g}，应有{needed}" if hours < needed else None


def consents(books: Books, subject: str, forms: set[str], on: date) -> Iterator[Row]:
    """The consents of one of `forms` that hold on that day; a parent's ends when the child is 18."""
    for row in books.where("consents", "subject_id", subject):
        if row.get("form_slug") in forms and holds(books, row, on):
            yield row


def holds(books: Books, consent: Row, on: date) -> bool:
    """Whether a consent is signed, not past, not withdrawn, and not outgrown."""
    withdrawn = consent.get("withdrawn_on")
    if not _covers(consent, "signed_on", "valid_until", on) or (withdrawn is not None and withdrawn <= on):
        return False
    child = books.one("children", "child_id", consent.get("subject_id"))
    born = child.get("birth_date") if child else None
    alone = consent.get("signer_role") in ("监护人", "有书面委托的照护人")
    return not (alone and born is not None and age(born, on) >= 18)


def is_running(match: Row, on: date) -> bool:
    """Whether a pair is in force on that day: begun, and neither ended nor still waiting."""
    start, end = match.get("start"), match.get("end")
    if start is None or start > on or match.get("status") == "等待":
        return False
    return bool(end > on if end is not None else match.get("status") != "结束")


def _covers(row: Row, first: str, last: str, on: date) -> bool:
    start, end = row.get(first), row.get(last)
    return bool(start is not None and start <= on and (end is None or on <= end))
