"""Days that cannot be: what has happened after today, births that are no child's, terms that outlast a childhood."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from toolkit.errors import Finding, Severity
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import age
from toolkit.registers.workbooks import Row

OLDEST_CHILD, OLDEST_ON_FILE, OLDEST_VOLUNTEER = 25, 45, 105  # years
LONGEST = timedelta(days=round(20 * 365.25))  # by then the child is grown
A_YEAR = timedelta(days=366)
# What has happened, by register. A day ahead in one of these silences the rules that wait for it.
EVENTS: dict[str, tuple[str, ...]] = {
    "children": ("birth_date", "last_review"),
    "guardians": ("proof_checked_on",),
    "volunteers": ("birth_date", "joined", "interest_declared_on", "left_on"),
    "screening": ("authorised_on", "checked_on"),
    "training": ("date",),
    "pledges": ("signed_on",),
    "matches": ("guardian_consent_on", "assent_on", "first_meeting_on", "pause_from"),
    "visits": ("date", "recorded_on"),
    "four-supports": ("half_year_review",),
    "activities": ("plan_approved_on",),
    "aid": ("paid_on", "followup_on"),
    "boarding": ("village_notice_on", "school_check_on"),
    "referrals": ("received_on", "first_action_on", "last_update_on"),
    "incidents": ("found_at", "reported_at", "suspended_at", "cac_reported_at", "family_told_at"),
    "consents": ("signed_on", "withdrawn_on", "recipients_told_on"),
    "data-sharing": ("shared_on", "papers_on"),
    "access-log": ("when",),
    "publicity": ("published_on", "taken_down_on", "takedown_requested_on"),
    "rights-requests": ("received_on", "answered_on", "stopped_on"),
    "legal-review": ("opinion_on",),
    "visits-learning": ("date",),
    "complaints": ("received_on", "child_heard_on", "answered_on", "returned_on", "review_asked_on", "review_answered_on", "closed_on"),
    "low-level-concerns": ("told_on", "talked_on", "escalated_on", "reviewed_on"),
    "contacts": ("date",),
    "check-ins": ("told_at", "safe_at", "called_at"),
    "licences-and-contracts": ("vetted_on", "signed_on", "ended_on", "data_back_on"),
    "activity-adults": ("cleared_on",),
}
# What may lie ahead: terms, and what is planned.
AHEAD: dict[str, tuple[str, ...]] = {
    "guardians": ("authority_until",),
    "screening": ("valid_until",),
    "training": ("retrain_due",),
    "pledges": ("valid_until",),
    "matches": ("start", "end", "pause_until"),
    "activities": ("date_from", "date_to"),
    "insurance": ("from", "to"),
    "consents": ("valid_until",),
    "legal-review": ("next_due",),
    "complaints": ("next_answer_on",),
    "low-level-concerns": ("delete_on",),
    "check-ins": ("leave_at", "due_at"),
    "licences-and-contracts": ("valid_until", "next_review"),
}


@needs()
def not_yet(books: Books) -> Iterator[Finding]:
    """REG501: something is said to have happened on a day after today."""
    for slug, names in EVENTS.items():
        late = [name for name in names if any(_day(day) > books.on for day in _days(books, slug, name))]
        for row in books.rows(slug) if late else ():
            for name in late:
                day = row.get(name)
                if day is not None and _day(day) > books.on:
                    yield fault(
                        row, name, "REG501",
                        (f"{_day(day)}还没有到", f"{_day(day)} has not come yet"),
                        ("核对年份和日期；还没有发生的空着", "check the year and the day; leave empty what has not happened"),
                    )


def _days(books: Books, slug: str, name: str) -> set[date | datetime]:
    """The different days in a column: some hundred in tens of thousands of rows."""
    return {row.get(name) for row in books.rows(slug)} - {None}


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


@needs()
def ages(books: Books) -> Iterator[Finding]:
    """REG502: a date of birth that is no child's, or no volunteer's."""
    for slug in ("children", "volunteers"):
        for row in books.rows(slug):
            born = row.get("birth_date")
            if born is not None and born <= books.on and age(born, books.on) > _oldest(row, slug):
                yield fault(
                    row, "birth_date", "REG502",
                    (f"按这个出生日期，今天{age(born, books.on)}岁", f"{age(born, books.on)} years old by this date of birth"),
                    ("核对出生日期的年份", "check the year of birth"),
                )


def _oldest(row: Row, slug: str) -> int:
    if slug == "volunteers":
        return OLDEST_VOLUNTEER
    return OLDEST_ON_FILE if row.get("case_status") == "已结案" else OLDEST_CHILD


@needs()
def too_far(books: Books) -> Iterator[Finding]:
    """REG503: a term ends so late that nobody would hear of its end; a yearly review is set over a year ahead."""
    for slug, names in AHEAD.items():
        late = [name for name in names if any(_day(day) - books.on > LONGEST for day in _days(books, slug, name))]
        for row in books.rows(slug) if late else ():
            for name in late:
                day = row.get(name)
                if day is not None and _day(day) - books.on > LONGEST:
                    yield _late(row, name, f"{_day(day)}离今天超过20年", f"{_day(day)} is over 20 years ahead")
    for slug, begun, ends in (("legal-review", "opinion_on", "next_due"), ("training", "date", "retrain_due")):
        for row in books.rows(slug):
            first, last = row.get(begun), row.get(ends)
            if first is not None and last is not None and A_YEAR < last - first <= LONGEST:
                yield _late(row, ends, f"{last}离{first}超过一年，应当每年一次", f"{last} is over a year after {first}; it is yearly")


def _late(row: Row, name: str, zh: str, en: str) -> Finding:
    return fault(row, name, "REG503", (zh, en), ("核对年份；到期不提醒，就没有人办", "check the year: nobody is told of an end so late"), Severity.WARNING)


RULES = (not_yet, ages, too_far)
