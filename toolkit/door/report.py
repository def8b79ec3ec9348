"""Shows findings: text for people, json for programs, annotations for GitHub."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from toolkit.door.visible import fit_to_show
from toolkit.errors import Finding, Location, Severity, Words

FORMATS = ("text", "json", "github")


def show(findings: Sequence[Finding], form: str, language: str) -> str:
    """All findings and, for people, a line of totals. Ends without a line break.

    Whatever they repeat of a file is fit to be shown.
    """
    findings = [_fit(finding) for finding in findings]
    if form == "json":
        return json.dumps(
            {"findings": [_record(finding) for finding in findings], **_counts(findings)},
            ensure_ascii=False, indent=2,
        )
    if form == "github":
        return "\n".join(_annotation(finding, language) for finding in findings)
    lines = [line for finding in findings for line in _lines(finding, language)]
    return "\n".join([*lines, totals(findings, language)])


def _fit(finding: Finding) -> Finding:
    def fit(words: Words) -> Words:
        return Words(fit_to_show(words.zh), fit_to_show(words.en))

    at = finding.location
    place = Location(fit_to_show(at.path), at.line, at.column)
    return replace(finding, location=place, words=fit(finding.words), fix=fit(finding.fix))


def totals(findings: Sequence[Finding], language: str) -> str:
    counts = _counts(findings)
    if language == "en":
        return f"{counts['errors']} errors, {counts['warnings']} warnings"
    return f"{counts['errors']} 处错误，{counts['warnings']} 处提醒"


def _lines(finding: Finding, language: str) -> list[str]:
    at = finding.location
    place = f"{at.path}:{at.line}:{at.column}"
    head = f"{place}: {finding.severity} {finding.rule} {finding.words.in_language(language)}"
    fix = finding.fix.in_language(language)
    return [head, f"    fix: {fix}"] if fix else [head]


def _record(finding: Finding) -> dict[str, object]:
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
