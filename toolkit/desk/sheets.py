"""Findings of filled workbooks as a page shows them: by sheet, the errors first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import Finding, Severity, ToolkitError

WHOLE = "."  # the place of a finding about all that was given


@dataclass(frozen=True)
class Sheet:
    """The findings of a sheet, errors first; `name` is the file and the sheet."""

    name: str
    findings: Sequence[Finding]


def by_sheet(findings: Sequence[Finding]) -> Iterator[Sheet]:
    sheets: dict[str, list[Finding]] = {}
    for finding in findings:
        sheets.setdefault(finding.location.path, []).append(finding)
    for name, found in sheets.items():
        shown = "这一批台账" if name == WHOLE else re.sub(r"!(.+)$", r"，工作表“\1”", name)
        yield Sheet(shown, sorted(found, key=lambda item: item.severity is not Severity.ERROR))


def no_file(what_zh: str, what_en: str) -> ToolkitError:
    return ToolkitError(zh="没有选文件", en="no file was chosen", fix_zh=f"选{what_zh}", fix_en=f"choose {what_en}")
