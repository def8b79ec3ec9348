"""Rules across filled registers: a team's practice against its own documents."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.registers.books import NEEDS, Books, Rule, check_form
from toolkit.registers.ledger import Ledger
from toolkit.registers.rules import (
    activities,
    adults,
    care,
    complaints,
    contacts,
    continuity,
    dates,
    incidents,
    information,
    lapsed,
    money,
    outings,
    pairs,
    partners,
    people,
    signing,
)

RULES: tuple[Rule, ...] = (
    *people.RULES, *pairs.RULES, *care.RULES, *activities.RULES, *money.RULES, *incidents.RULES,
    *information.RULES, *signing.RULES, *continuity.RULES, *outings.RULES, *adults.RULES, *complaints.RULES,
    *contacts.RULES, *partners.RULES, *dates.RULES, *lapsed.RULES,
)


def check(books: Books, ledgers: tuple[Ledger, ...]) -> Iterator[Finding]:
    """Everything wrong across the registers given, and once what could not be checked for lack of one."""
    yield from check_form(books)
    absent: set[str] = set()
    for rule in RULES:
        lacking = {slug for slug in NEEDS[rule] if not books.has(slug)}
        if not lacking:
            yield from rule(books)
        elif len(lacking) < len(NEEDS[rule]):
            absent |= lacking
    names = [ledger.file_name for ledger in ledgers if ledger.slug in absent]
    if names:
        yield Finding(
            Location("."), "REG310",
            Words(f"没有给这几本台账，要和它们对照的没有检查：{'、'.join(names)}",
                  f"not given, and so not checked against: {', '.join(names)}"),
            Words("把这几本也一起给出来，再检查一次", "give them too, and check again"), Severity.WARNING,
        )
