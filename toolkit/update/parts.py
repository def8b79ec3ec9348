"""A document's source in pieces that put together again are the same bytes: front matter, chapters and clauses by id.

It reads what people really leave behind: a damaged attribute, a lost or doubled id, any line ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from toolkit.text.marks import bare
from toolkit.update import headings
from toolkit.update import written as written
from toolkit.update.headings import Heading
from toolkit.update.written import Hand as Hand

_DOCUMENT = re.compile(r"^id:[ \t]*[\"']?([PBTC][0-9]{2})\b", re.M)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_BLANK = re.compile(r"\n[ \t\u3000]*(?:\n[ \t\u3000]*)+")


@dataclass(frozen=True)
class Part:
    """A heading and what stands below it up to the next; `raw` is all of it, exactly.

    `id` is empty where the heading has none that can be read; `level` is 0 where there is no heading.
    """

    raw: str
    id: str = ""
    level: int = 0
    title: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    sound: bool = True  # its attributes are written as they should be

    @cached_property
    def heading(self) -> str:
        """The line of the heading, with its line end; empty where there is none."""
        return self.raw[: len(self.raw) - len(self.body)]

    @cached_property
    def body(self) -> str:
        if not self.level and not self.id:
            return self.raw
        found = re.search(r"\r\n|\r|\n", self.raw)
        return self.raw[found.end():] if found else ""

    @cached_property
    def words(self) -> tuple[int, str, str]:
        """What an update compares: without marks, spaces at the ends of lines, and empty lines too many."""
        return self.level, self.title, wording(self.body)

    @cached_property
    def literal(self) -> tuple[int, str, str]:
        """The words with their marks."""
        return self.level, self.title, _tidy(self.body)


@dataclass(frozen=True)
class Source:
    """A document as it is written."""

    hand: Hand
    front: str  # with both lines ---; empty where there is none
    parts: tuple[Part, ...]

    @cached_property
    def text(self) -> str:
        return self.front + "".join(part.raw for part in self.parts)

    @cached_property
    def raw(self) -> bytes:
        return self.hand.bytes_of(self.text)

    @cached_property
    def id(self) -> str:
        """The document's id; empty where none can be read."""
        found = _DOCUMENT.search(written.plain(self.front) or written.plain(self.text)[:2000])
        return found[1] if found else ""


@lru_cache(maxsize=4096)  # a kit's parts are compared many times, in three versions
def wording(text: str) -> str:
    """Words alone, as they are compared."""
    return bare(_tidy(text))


def _tidy(text: str) -> str:
    lines = "\n".join(line.rstrip() for line in written.plain(text).split("\n"))
    return _BLANK.sub("\n\n", lines).strip("\n")


def paragraphs(text: str) -> list[str]:
    """The lines that say something, as they are compared."""
    return [line.strip() for line in wording(text).split("\n") if line.strip()]


def read(raw: bytes, shown: str) -> Source:
    """A document in pieces. Raises Unreadable for an encoding that is not known."""
    text, hand = written.read(raw, shown)
    return parse(text, hand)


def parse(text: str, hand: Hand | None = None) -> Source:
    lines = _lines(text)
    end = _front_end(lines)
    return Source(hand or Hand(), "".join(lines[:end]), tuple(_parts(lines[end:])))


def part(text: str) -> Part:
    """One part from its source: what follows a second heading belongs to it all the same."""
    first = _LINE.match(text)
    return _made(text, _heading(first[0]) if first else None)


def _lines(text: str) -> list[str]:
    """Lines with their ends, for CRLF, CR and LF alike."""
    return _LINE.findall(text)


def _front_end(lines: Sequence[str]) -> int:
    """How many lines the front matter has, both lines --- included; 0 where there is none."""
    if lines and lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() == "---":
                return number + 1
            if _heading(line):
                break  # the second --- is gone: a heading is no front matter
    return 0


def _parts(lines: Sequence[str]) -> list[Part]:
    groups: list[tuple[Heading | None, list[str]]] = [(None, [])]
    for line in lines:
        heading = _heading(line)
        if heading:
            groups.append((heading, []))
        groups[-1][1].append(line)
    return [_made("".join(group), heading) for heading, group in groups if group]


def _heading(line: str) -> Heading | None:
    return headings.read(line.rstrip("\r\n")) if "#" in line or "＃" in line else None


def _made(raw: str, heading: Heading | None) -> Part:
    if heading is None:
        return Part(raw)
    return Part(raw, heading.id, heading.level, heading.title, heading.attributes, heading.sound)
