"""What a reader of a PDF's pages finds wrong with them: lines over each other, numbers and dates cut in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf

_NUMBER = re.compile(r"0[0-9]{2,3}-[0-9]{7,8}|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_OPENED = re.compile(r"年\s*(?:月\s*)?$")


@dataclass(frozen=True)
class Run:
    """Text that was set at one go; `left` and `base` in points from the page's lower left corner."""

    text: str
    left: float
    base: float
    size: float

    @property
    def right(self) -> float:
        return self.left + sum(0.5 if sign.isascii() else 1 for sign in self.text) * self.size


def runs(page: pypdf.PageObject) -> list[Run]:
    found: list[Run] = []

    def take(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            left, base = (cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5])
            found.append(Run(text.strip(), left, base, abs(size * tm[3] * cm[3])))

    page.extract_text(visitor_text=take)
    return found


def overlapping(page: pypdf.PageObject) -> Iterator[tuple[str, str]]:
    """Runs of lines that stand closer than their signs are high, one above the other."""
    rows = sorted(runs(page), key=lambda run: -run.base)
    for number, run in enumerate(rows):
        for other in rows[number + 1:]:
            apart = run.base - other.base
            if apart > run.size:
                break
            if 0.12 * run.size < apart < 0.8 * min(run.size, other.size) and run.left < other.right - 2 and other.left < run.right - 2:
                yield run.text, other.text


def broken(page: pypdf.PageObject) -> Iterator[str]:
    """Telephone numbers and dates that a line's end cuts, and days to fill in whose signs stand on two lines."""
    lines = [line for line in page.extract_text().split("\n") if line.strip()]
    whole = [found for line in lines for found in _NUMBER.findall(re.sub(r"\s", "", line))]
    for found in _NUMBER.findall("".join(re.sub(r"\s", "", line) for line in lines)):
        if found in whole:
            whole.remove(found)
        else:
            yield found
    for line, following in zip(lines, lines[1:], strict=False):
        if _OPENED.search(line) and re.match(r"\s*[月日]", following):
            yield f"{line} / {following}"


def opened(path: Path) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(path).pages)


def said(page: pypdf.PageObject) -> str:
    return "".join(page.extract_text().split())
