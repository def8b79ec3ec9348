"""Rules for what an update left to the city: open decisions, those that are late, and their pages."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.rules.subject import Subject
from toolkit.text.decisions import Decision


def open_decisions(subject: Subject) -> Iterator[Finding]:
    """UPD102, UPD103: a decision is open; the law asked for it by a day that is past."""
    today = subject.today.isoformat()
    for decision in subject.decisions.open:
        yield _late(decision) if decision.is_late(today) else _open(decision)


def _open(decision: Decision) -> Finding:
    by = decision.decide_by
    return Finding(
        Location(decision.path), "UPD102",
        Words(f"{decision.id} {decision.title} 等本市决定" + (f"，法律变化，{by} 以前定" if by else ""),
              f"{decision.id} waits for the city's decision" + (f", by law until {by}" if by else "")),
        _fix(decision), Severity.WARNING,
    )


def _late(decision: Decision) -> Finding:
    return Finding(
        Location(decision.path), "UPD103",
        Words(f"{decision.id} {decision.title} 是法律变化，应在 {decision.decide_by} 以前决定，已经过了",
              f"{decision.id} follows a change of the law and was to be decided by {decision.decide_by}"),
        _fix(decision),
    )


def _fix(decision: Decision) -> Words:
    how = f"--as {decision.first_answer}" if decision.kind == "unnumbered" else "--take local|national|merged|later"
    return Words(f"看 {decision.path}，再运行 linyi resolve {decision.page} {how}", f"read {decision.path}, then linyi resolve {decision.page} {how}")


RULES = (open_decisions,)
