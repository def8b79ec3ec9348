"""What must be true before texts are issued: what is a reminder for a draft stops a release.

A condition is a finding like any other, with a rule of its own; here stand the rules that a release
does not pass over. Whoever adds a condition (a sign-off, an open decision) writes its finding and
names its rule in `CONDITIONS`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from toolkit.errors import Finding, Severity
from toolkit.rules import deviations, signoffs
from toolkit.rules.subject import Subject

CONDITIONS = frozenset({"CFG201", "CFG401", "CFG402", "CFG404", "CFG405", "UPD102", "REV102", "REV103", "REV106"})


def held(subject: Subject, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those that stop a release as errors, and what only a release asks for."""
    return [
        *(replace(finding, severity=Severity.ERROR) if finding.rule in CONDITIONS or deviations.is_open(finding) else finding for finding in findings),
        *signoffs.unsigned(subject),
    ]
