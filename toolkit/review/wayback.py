"""The way back from a printed sign to the source, and what may be written there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from toolkit.errors import Words
from toolkit.review.packed import Packed, Part, plain
from toolkit.text.printed import PrintedLine, Sign

_MARKUP = re.compile(r"\*\*|\]\{\.suggested\}|\[(?=[^\[\]\n]*\]\{\.suggested\})|\{%[^{}]*%\}\n?|（建议值）")
_OPENS = re.compile(r"\[|\{%[-+]? *(?:if|for)\b")
_NOT_TEXT = re.compile(r"\{\{|\}\}|\{%|%\}|\*\*|\[\]\(#|\{\.suggested\}|[\ue000-\uf8ff]")
_STRUCTURE = re.compile(r"^\s*(?:#|\||:::|---)")
_SHORTEST_VALUE = 2  # signs of a value that is known again when somebody types it


class Unapplied(Exception):
    """The change is not applied; `why` says it to whoever sent it."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.why = Words(zh, en)


def heads(part: Part) -> set[int]:
    """The first row of each table."""
    found, before = set(), None
    for line in part.lines:
        if line.role == "cell" and (before is None or before.role != "cell"):
            found.add(line.row)
        before = line
    return found


def starts_at(line: PrintedLine, sign: int) -> int:
    """Where in the source a printed sign begins. Raises Unapplied within a value."""
    offset = 0
    for found in line.signs:
        if offset == sign:
            return found.start
        if offset < sign < offset + len(found.text):
            raise inside(found)
        offset += len(found.text)
    return line.end


def ends_before(line: PrintedLine, sign: int) -> int:
    """Where in the source the printed sign before it ends."""
    offset, end = 0, line.start
    for found in line.signs:
        if offset >= sign:
            return end
        if offset < sign < offset + len(found.text):
            raise inside(found)
        offset, end = offset + len(found.text), found.end
    return end


def gap(source: str, line: PrintedLine, sign: int) -> int:
    """Where something is put in between two signs: outside of marks, behind what closes, before what opens."""
    left, right = ends_before(line, sign), starts_at(line, sign)
    if not line.signs or sign == 0:
        return right if line.signs else line.start
    at = left
    for markup in _markup(source, left, right):
        if _OPENS.match(markup):
            return source.index(markup, at)
        at = source.index(markup, at) + len(markup)
    return max(left, right)


def inside(sign: Sign) -> Unapplied:
    return Unapplied(
        f"“{sign.text[:40]}”是自动填的（本市的值，或者引用的条号），改它要改 city.yaml 或者引用",
        f"'{sign.text[:40]}' is filled in by the program (a city's value, or a reference): change city.yaml, or the reference",
    )


def replacing(source: str, start: int, end: int, words: str) -> str:
    """The words, with those marks of `source[start:end]` whose other half stays."""
    after: list[str] = []
    opened: list[str] = []
    bold = False
    for markup in _markup(source, start, end):
        if markup == "**":
            bold = not bold
        elif _OPENS.match(markup):
            opened.append(markup)
        elif opened and "else" not in markup:
            opened.pop()
        elif not opened and markup != "（建议值）":
            after.append(markup)
    return "".join([*opened, words, *after, "**" if bold else ""])


def _markup(source: str, start: int, end: int) -> Iterator[str]:
    for found in _MARKUP.finditer(source, start):
        if found.end() > end:
            return
        yield found[0]


def safe(text: str) -> str:
    if _NOT_TEXT.search(text):
        raise Unapplied("写进来的文字里有占位符或标记（如 {{ 、**），不能当作正文", "the new words hold marks like {{ or **, which are no text")
    return text


def literal(text: str, role: str) -> str:
    text = safe(text).replace("\n", "").replace("\t", " ")
    if role == "cell":
        return text.replace("|", "\\|")
    if _STRUCTURE.match(text):
        raise Unapplied("写进来的一段以 # | ::: 开头，会变成标题或表格", "the new paragraph begins with # | or :::, which would change its kind")
    return text


def lines(packed: Packed, struck: set[str]) -> dict[str, str]:
    """The source of each paragraph whose whole text was struck somewhere, by what it prints."""
    return {
        plain(line.text): part.source[line.start : line.end]
        for part in packed.parts.values() for line in part.lines if line.role == "paragraph" and line.text in struck
    }


def values(part: Part) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in part.lines:
        for sign in line.signs:
            source = part.source[sign.start : sign.end]
            if sign.fixed and len(sign.text) >= _SHORTEST_VALUE and source.startswith(("{{", "[")):
                found.setdefault(sign.text, source)
    return found


def with_values(words: str, values: Mapping[str, str]) -> str:
    if not values or not words:
        return words
    longest = sorted(values, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, longest)))
    return pattern.sub(lambda match: values[match[0]], words)
