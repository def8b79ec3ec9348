"""What a reviewed file changes of the source, part by part, and what it changes that is not written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from toolkit.errors import Words
from toolkit.review.comments import By
from toolkit.review.packed import Part
from toolkit.review.placing import Hunk

_NOTHING_LEFT = re.compile(r"\[\]\{\.suggested\}|\*\*\*\*|\{% *if [^{}]*%\}\{% *endif *%\}")
_BROKEN_SPAN = re.compile(r"\[([^\[\]]*\n[^\[\]]*)\]\{\.suggested\}")  # a paragraph was split within it


@dataclass(frozen=True)
class Edit:
    """`source[start:end]` of a part becomes `text`."""

    start: int
    end: int
    text: str
    hunk: Hunk


@dataclass
class PartEdits:
    """What a file changes of one part. `title` is the new one, "" where it stays."""

    part: Part
    edits: list[Edit] = field(default_factory=list)
    title: str = ""
    struck: bool = False  # whole, heading and all
    hunks: list[Hunk] = field(default_factory=list)


@dataclass(frozen=True)
class Problem:
    """A change that is not applied, and why. `part` is "" before the first heading."""

    part: str
    struck: str
    put: str
    by: tuple[By, ...]
    why: Words


def edited(part: Part, changes: Iterable[Edit]) -> str:
    """The part's source after the edits, which do not overlap."""
    text, at = [], 0
    for change in sorted(changes, key=lambda edit: (edit.start, edit.end)):
        if change.start < at:
            raise ValueError("edits overlap")
        text += [part.source[at : change.start], change.text]
        at = change.end
    whole = _BROKEN_SPAN.sub(r"\1", "".join([*text, part.source[at:]]))
    while (less := _NOTHING_LEFT.sub("", whole)) != whole:
        whole = less
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_bold_in_each(whole.split("\n")))).strip("\n")


def _bold_in_each(lines: Iterable[str]) -> Iterator[str]:
    """Bold words that were split into paragraphs are bold in each."""
    is_open = False
    for line in lines:
        if is_open and line.strip():
            line = f"**{line}"
        is_open = line.count("**") % 2 == 1 if line.strip() else is_open
        yield f"{line}**" if is_open and line.strip() else line
