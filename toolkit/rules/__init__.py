"""The checks. Each rule is a small function of a Subject whose docstring is its meaning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from toolkit.errors import Finding, Severity, Words
from toolkit.files import sources
from toolkit.rules import (
    agreement,
    causes,
    citing,
    configuration,
    decisions,
    deviations,
    documents,
    doubts,
    folder,
    holders,
    lists,
    markup,
    personal,
    readers,
    registers,
    signatures,
    signoffs,
    signs,
    wording,
)
from toolkit.rules.subject import Subject
from toolkit.text import releases

Rule = Callable[[Subject], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    *configuration.RULES,
    *holders.RULES,
    *agreement.RULES,
    *doubts.RULES,
    *lists.RULES,
    *documents.RULES,
    *markup.RULES,
    *folder.RULES,
    *deviations.RULES,
    *signs.RULES,
    *signatures.RULES,
    *citing.RULES,
    *readers.RULES,
    *personal.RULES,
    *registers.RULES,
    *wording.RULES,
    *signoffs.RULES,
    *decisions.RULES,
)


def check(subject: Subject) -> list[Finding]:
    """All findings, in file order, each cause once."""
    found = [*subject.findings]
    for rule in RULES:
        found.extend(rule(subject))
    now = releases.text_version(sources.shared().policies).version
    if subject.text and releases.ordered(subject.text) < releases.ordered(now):
        found = [_of_older_text(finding, subject.text, now) for finding in found]
    return sorted(dict.fromkeys(causes.once(found, subject)), key=lambda finding: finding.order)


# What the law made wrong after a text was written: the city decides on the newer text, and its own can be built meanwhile.
_OF_THE_LAW = {"LAW102", "LAW103", "LAW104", "LAW105", "LAW201", "LAW202"}


def _of_older_text(finding: Finding, own: str, now: str) -> Finding:
    if finding.rule not in _OF_THE_LAW or finding.severity is not Severity.ERROR:
        return finding
    return replace(finding, severity=Severity.WARNING, fix=Words(
        f"本市的文本是{own}版；{now}版已经按现在的法律改过，请法律顾问先看这一条",
        f"your text is of {own}; {now} follows the law of today: ask counsel about this clause meanwhile",
    ))
