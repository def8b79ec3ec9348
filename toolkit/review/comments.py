"""The comments of a Word file: who wrote what, on which words, in answer to whom."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.review import word_file

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_DAY = re.compile(r"[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")  # some programs write zeros


@dataclass(frozen=True)
class By:
    """Who marked something, and when, as the Word file says it."""

    author: str
    date: str


@dataclass(frozen=True)
class Comment:
    """`at` counts signs of the stream; `quoted` is what the comment stands on; `answers` is the id of another."""

    id: str
    by: By
    text: str
    at: int
    quoted: str
    answers: str = ""


@dataclass
class Anchors:
    """Where comments stand in the stream, in the order in which their references come."""

    ranges: dict[str, tuple[int, int]] = field(default_factory=dict)
    references: list[str] = field(default_factory=list)

    def note(self, name: str, comment: str, at: int) -> None:
        """`name` is the mark's: commentRangeStart, commentRangeEnd or commentReference."""
        start, end = self.ranges.get(comment, (at, at))
        self.ranges[comment] = (start, end if name == "commentRangeStart" else at)
        if name == "commentReference":
            self.references.append(comment)


def by(element: Any) -> By:
    day = str(element.get(_W + "date", ""))[:10]
    return By(str(element.get(_W + "author", "")).strip()[:100], day if _DAY.fullmatch(day) else "")


def read(parts: Mapping[str, bytes], anchors: Anchors, signs: Sequence[str]) -> list[Comment]:
    """Every comment of the file with these `parts`, whose text is `signs`."""
    if "word/comments.xml" not in parts:
        return []
    entries = list(word_file.xml(parts["word/comments.xml"]).iterchildren(_W + "comment"))
    parents = _threads(parts, entries)
    authors = {str(entry.get(_W + "id", "")): by(entry).author for entry in entries}
    found = list[Comment]()
    for entry in entries:
        name = str(entry.get(_W + "id", ""))
        start, end = anchors.ranges.get(name, (len(signs), len(signs)))
        lines = [_words(paragraph) for paragraph in entry.iter(_W + "p")]
        answers = parents.get(name) or _answered(name, lines[0] if lines else "", anchors, authors)
        found.append(Comment(name, by(entry), "\n".join(lines).strip(), start, "".join(signs[start:end]).strip(), answers))
    return found


def _threads(parts: Mapping[str, bytes], entries: Sequence[Any]) -> dict[str, str]:
    """The id of each answer → the id of what it answers, as Word keeps it: by the ids of their paragraphs."""
    part = parts.get("word/commentsExtended.xml")
    if part is None:
        return {}
    owner = {
        str(paragraph.get(_W14 + "paraId")): str(entry.get(_W + "id", ""))
        for entry in entries for paragraph in entry.iter(_W + "p") if paragraph.get(_W14 + "paraId")
    }
    found = dict[str, str]()
    for entry in word_file.xml(part):
        answer, parent = (owner.get(str(entry.get(_W15 + key)), "") for key in ("paraId", "paraIdParent"))
        if answer and parent:
            found[answer] = parent
    return found


def _answered(name: str, first_line: str, anchors: Anchors, authors: Mapping[str, str]) -> str:
    """What a comment answers in a file that keeps no threads, or "".

    LibreOffice before 7.5 writes an answer as a comment without a range, behind the one that it answers,
    whose author its first line names.
    """
    start, end = anchors.ranges.get(name, (0, 1))
    if start != end or name not in anchors.references:
        return ""
    for other in reversed(anchors.references[: anchors.references.index(name)]):
        if anchors.ranges[other][1] != start:
            return ""
        if authors.get(other) and authors[other] in first_line:
            return other
    return ""


def _words(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(_W + "t"))
