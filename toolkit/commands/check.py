"""`linyi check`: all findings in a kit."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from toolkit import kit, rules
from toolkit.errors import Finding, Severity

_OPEN = {"CFG201"}  # what a team may still leave open, but not a release


def check(start: Path, release: bool = False) -> list[Finding]:
    """The findings of the kit at or above `start`, in file order. Raises ToolkitError."""
    findings = rules.check(kit.find(start).subject())
    if not release:
        return findings
    return [
        dataclasses.replace(finding, severity=Severity.ERROR)
        if finding.rule in _OPEN
        else finding
        for finding in findings
    ]
