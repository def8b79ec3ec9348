"""A report for whoever helps an office: findings by rule and place, without a word that a person wrote.

A file's name, a key or a value can hold a child's name: only what the toolkit itself has named is
repeated (ids of documents, its own folders), and everything else is counted.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from toolkit.door.report import SEVERITY
from toolkit.errors import Finding, Location, Words

FIRST = "linyi 故障报告 fault report"
NOTE = Words(
    "里面没有填写的内容、姓名、号码，也没有文件和文件夹的名称；发出以前可以打开看一看。",
    "It holds no value, no name, no number of a person, and no name of a file or folder. Look at it before you send it.",
)
_OURS = re.compile(r"city\.yaml|\.kit/manifest\.json|制度|表单|培训|读本|台账/空白")
_DOCUMENT = re.compile(r"(?:制度|表单|培训|读本|台账/空白)/([PBTCR][0-9]{2})-")
_MOST = 40  # places that a rule lists


def findings_by_rule(findings: Sequence[Finding], language: str) -> Iterator[str]:
    """A line for each rule and severity: how often, and where."""
    others: dict[str, int] = {}
    groups: dict[tuple[str, str], list[Location]] = {}
    for finding in findings:
        groups.setdefault((SEVERITY[finding.severity].in_language(language), finding.rule), []).append(finding.location)
    for (severity, rule), places in sorted(groups.items(), key=lambda item: item[0][1]):
        more = f" … +{len(places) - _MOST}" if len(places) > _MOST else ""
        files: dict[str, list[str]] = {}
        for at in places[:_MOST]:
            files.setdefault(_shown(at.path, others, language), []).append(f"{at.line}:{at.column}")
        listed = "; ".join(f"{name} {' '.join(lines)}" for name, lines in files.items())
        yield f"{severity} {rule} × {len(places)}: {listed}{more}"


def _shown(path: str, others: dict[str, int], language: str) -> str:
    if _OURS.fullmatch(path):
        return path
    document = _DOCUMENT.match(path)
    if document:
        return document[1]
    number = others.setdefault(path, len(others) + 1)
    return f"other-file-{number}" if language == "en" else f"别的文件{number}"


def failure(error: BaseException, package: Path) -> str:
    """The kind of an error and where in the program it arose; never its words, which may repeat a file's."""
    frames = [
        f"{Path(frame.filename).resolve().relative_to(package.parent).as_posix()}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).resolve().is_relative_to(package)
    ]
    return f"{type(error).__name__}: {' < '.join(reversed(frames[-6:]))}"


def text(parts: Iterable[tuple[Words, Iterable[str]]], language: str) -> str:
    """The report: headings with their lines."""
    lines = [FIRST, NOTE.in_language(language)]
    for heading, content in parts:
        lines += ["", f"[{heading.in_language(language)}]", *content]
    return "\n".join(lines) + "\n"
