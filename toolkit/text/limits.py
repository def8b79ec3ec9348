"""How much a document may hold. Far above any real text; below what would take minutes or all memory."""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.errors import Finding, Location, Words

LINE = 10_000  # signs in a line
PARTS = 999  # chapters, or clauses: numbers are printed in Chinese up to 九百九十九
FILLED = 200_000  # signs of a clause, filled with the city's values
LOOPS = 50  # {% for %} in a document
NESTED = 12  # {% if %} and {% for %} within each other


class TooMuch(Exception):
    """A clause grows beyond FILLED once it is filled."""


_COUNTED = (  # after the sign that each holds
    ("##", re.compile("^##[^#]"), PARTS, "章", "chapters"), ("###", re.compile("^###[^#]"), PARTS, "条", "clauses"),
    ("{%", re.compile(r"\{%[-+]?\s*for\b"), LOOPS, "处 {% for %}", "{% for %}"),
)


def faults(lines: Sequence[str], shown: str) -> list[Finding]:
    """DOC403: what is too much in a document."""
    found = [
        _finding(shown, number, f"这一行有 {len(line)} 个字，最多 {LINE} 个字", f"this line has {len(line)} characters, at most {LINE}",
                 "分成几段", "split it into paragraphs")
        for number, line in enumerate(lines, 1) if len(line) > LINE
    ]
    text = "\n".join(lines)
    for sign, pattern, most, zh, en in _COUNTED if not found else ():
        if text.count(sign) <= most:
            continue
        at = [number for number, line in enumerate(lines, 1) for _ in pattern.findall(line)]
        if len(at) > most:
            found.append(_finding(
                shown, at[most], f"有 {len(at)} {zh}，最多 {most} {zh}", f"there are {len(at)} {en}, at most {most}",
                "分成几份文件", "split the document",
            ))
    return found


def _finding(shown: str, line: int, zh: str, en: str, fix_zh: str, fix_en: str) -> Finding:
    return Finding(Location(shown, line), "DOC403", Words(zh, en), Words(fix_zh, fix_en))
