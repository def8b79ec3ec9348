"""The checks. Each rule is a small function of a Subject whose docstring is its meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from toolkit.errors import Finding
from toolkit.rules import citing, configuration, documents, personal, registers, wording
from toolkit.rules.subject import Subject

Rule = Callable[[Subject], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    *configuration.RULES,
    *documents.RULES,
    *citing.RULES,
    *personal.RULES,
    *registers.RULES,
    *wording.RULES,
)


def check(subject: Subject) -> list[Finding]:
    """All findings, in file order."""
    found = [*subject.findings]
    for rule in RULES:
        found.extend(rule(subject))
    return sorted(dict.fromkeys(found), key=lambda finding: finding.order)
