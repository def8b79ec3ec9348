"""Shows findings: text for people, json for programs, annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from toolkit.door.visible import fit_to_show
from toolkit.errors import Finding, Location, Severity, Words

FORMATS = ("text", "json", "github")
SEVERITY = {Severity.ERROR: Words("错误", "error"), Severity.WARNING: Words("提醒", "warning")}
CURE = Words("怎么办：", "fix: ")


def show(findings: Sequence[Finding], form: str, language: str) -> str:
    """All findings and, for people, a line of totals. Ends without a line break.

    People read warnings first and errors last, where the screen ends; programs get the file's order.
    Whatever a finding repeats of a file is fit to be shown.
    """
    if form == "text":
        return "\n".join([*lines(findings, language), totals(findings, language)])
    if form == "json":
        return json.dumps(
            {"findings": [record(finding) for finding in findings], **_counts(findings)},
            ensure_ascii=False, indent=2,
        )
    return "\n".join(_annotation(_fit(finding), language) for finding in findings)


def lines(findings: Sequence[Finding], language: str) -> list[str]:
    """What people read of the findings: warnings, then errors, each with its cure."""
    ordered = sorted(findings, key=lambda finding: finding.severity is Severity.ERROR)
    return [line for finding in ordered for line in _lines(_fit(finding), language)]


def place(at: Location) -> str:
    return fit_to_show(f"{at.path}:{at.line}:{at.column}")


def cure(words: str, language: str) -> str:
    """The line under a message that says what to do next."""
    return f"    {CURE.in_language(language)}{words}"


def fit(words: Words) -> Words:
    """Words without a sign that hides or a number of a person."""
    return Words(fit_to_show(words.zh), fit_to_show(words.en))


def _fit(finding: Finding) -> Finding:
    at = finding.location
    place = Location(fit_to_show(at.path), at.line, at.column)
    return replace(finding, location=place, words=fit(finding.words), fix=fit(finding.fix))


def totals(findings: Sequence[Finding], language: str) -> str:
    counts = _counts(findings)
    if language == "en":
        return f"{counts['errors']} errors, {counts['warnings']} warnings"
    return f"{counts['errors']} 处错误，{counts['warnings']} 处提醒"


def _lines(finding: Finding, language: str) -> list[str]:
    severity = SEVERITY[finding.severity].in_language(language)
    head = f"{place(finding.location)}: {severity} {finding.rule} {finding.words.in_language(language)}"
    fix = finding.fix.in_language(language)
    return [head, cure(fix, language)] if fix else [head]


def record(finding: Finding) -> dict[str, object]:
    """A finding for programs, as JSON takes it."""
    finding = _fit(finding)
    at = finding.location
    return {
        "path": at.path, "line": at.line, "column": at.column,
        "severity": str(finding.severity), "rule": finding.rule,
        "message": {"zh": finding.words.zh, "en": finding.words.en},
        "fix": {"zh": finding.fix.zh, "en": finding.fix.en},
    }


def _annotation(finding: Finding, language: str) -> str:
    at = finding.location
    message = f"{finding.words.in_language(language)} | {finding.fix.in_language(language)}"
    return (
        f"::{finding.severity} file={_property(at.path)},line={at.line},col={at.column},"
        f"title={finding.rule}::{_data(message)}"
    )


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _counts(findings: Sequence[Finding]) -> dict[str, int]:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    return {"errors": errors, "warnings": len(findings) - errors}
