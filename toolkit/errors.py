"""What can be wrong, as data: every message stands in Chinese and in English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Words:
    """One message in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.zh


def joined(items: Iterable[Words], zh: str = "、", en: str = ", ") -> Words:
    """Several things named one after the other, with what stands between them in each language."""
    found = tuple(items)
    return Words(zh.join(item.zh for item in found), en.join(item.en for item in found))


@dataclass(frozen=True)
class Location:
    """A place in a file. Lines and columns count from 1; `path` is shown as given."""

    path: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Finding:
    """Where a rule is not met, and what to do about it."""

    location: Location
    rule: str
    words: Words
    fix: Words
    severity: Severity = Severity.ERROR

    @property
    def order(self) -> tuple[str, int, int, str]:
        return self.location.path, self.location.line, self.location.column, self.rule


def has_errors(findings: list[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


class ToolkitError(Exception):
    """The command cannot run (exit code 2). Says what is wrong and what to do next; `findings` say it place by place."""

    findings: Sequence[Finding] = ()

    def __init__(self, *, zh: str, en: str, fix_zh: str = "", fix_en: str = "") -> None:
        super().__init__(en)
        self.words = Words(zh, en)
        self.fix = Words(fix_zh, fix_en)


class InvalidInput(ToolkitError):
    """A file from outside has findings of severity error; carries all of them."""

    def __init__(self, findings: list[Finding]) -> None:
        count = sum(finding.severity is Severity.ERROR for finding in findings)
        super().__init__(
            zh=f"有 {count} 处错误，未写出任何文件",
            en=f"{count} errors; nothing was written",
            fix_zh="按上面每一条的提示改正后再运行",
            fix_en="mend each finding above, then run again",
        )
        self.findings: list[Finding] = findings

    def __str__(self) -> str:
        return "; ".join(
            f"{at.location.path}:{at.location.line} {at.rule} {at.words.en}" for at in self.findings
        )
