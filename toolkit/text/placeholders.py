"""The few placeholders a document may hold, and filling them without ever reading a value as text.

Allowed: `{{ section.name }}`, `{% if section.name %}` with `not` and `else`, and
`{% for unit in units %}`. Filling leaves a numbered mark where a value stands; the values
themselves come beside it, so nothing in them is ever parsed, as Jinja, Markdown or markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from toolkit.text import limits, tags
from toolkit.text.tags import Fault as Fault
from toolkit.text.tags import Usage as Usage

# Marks are private-use characters: neither documents nor values may contain them.
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
# What a text gives beside a value for those who cannot get through: 0539-8100000，12348.
BESIDE = re.compile(r"(?:[，、]|或者)(12[0-9]{3})(?![0-9-])")
_WITH_BESIDE = re.compile(f"{MARK.pattern}{BESIDE.pattern}")
_TEXTS = 4096  # of all kits that a process has to do with: a kit has some 500 with braces


@dataclass(frozen=True)
class Piece:
    """A stretch `start:end` of the source: "text", "value", or a tag by its first word; `words` are the tag's others."""

    kind: str
    start: int
    end: int
    words: str = ""


class Unfillable(Exception):
    """The text names values that the city does not have; `names` are they."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def usage(text: str) -> Usage:
    """What `text` takes. Text without braces costs nothing; the answer is not to be changed."""
    return _usage(text) if "{" in text else _NOTHING


_NOTHING = Usage()


@lru_cache(maxsize=_TEXTS)
def _usage(text: str) -> Usage:
    nodes = _read(text)
    if nodes is not None:
        return tags.usage(nodes)
    from toolkit.text import jinja_tags

    return jinja_tags.usage(text)


_read = lru_cache(maxsize=_TEXTS)(tags.read)


def fill(text: str, values: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The text with marks, and the value of each mark. Raises Unfillable, or TooMuch.

    Call it only on text whose `usage` has no faults.
    """
    if "{" not in text:
        return text, []
    taken: list[str] = []

    def keep(value: Any) -> str:
        taken.append(str(value))
        return f"{OPEN}{len(taken) - 1}{CLOSE}"

    try:
        return _once(_bounded(_filled(text, values, keep)), taken), taken
    except tags.Missing:
        used = usage(text)
        missing = [name for name, _ in used.values + used.switches if not _has(values, name)]
        raise Unfillable(list(dict.fromkeys(missing))) from None


def plain(text: str, values: Mapping[str, Any]) -> str:
    """The text with its values, for what is read as plain words. Raises as `fill`."""
    filled, taken = fill(text, values)
    return MARK.sub(lambda mark: taken[int(mark[1])], filled)


def _once(filled: str, taken: list[str]) -> str:
    """A number beside a value that is the very same is left out: 12348，12348 reads as a slip."""
    return _WITH_BESIDE.sub(lambda match: f"{OPEN}{match[1]}{CLOSE}" if taken[int(match[1])] == match[2] else match[0], filled)


def _filled(text: str, values: Mapping[str, Any], keep: Callable[[Any], str]) -> Iterator[str]:
    nodes = _read(text)
    if nodes is not None:
        return tags.fill(nodes, values, keep)
    from toolkit.text import jinja_tags

    return jinja_tags.fill(text, values, keep)


def _bounded(pieces: Iterator[str]) -> str:
    """The pieces together: a loop in a long clause must not fill the memory."""
    found: list[str] = []
    size = 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size > limits.FILLED:
            raise limits.TooMuch
    return "".join(found)


def _has(values: Mapping[str, Any], name: str) -> bool:
    section, _, key = name.partition(".")
    return isinstance(values.get(section), Mapping) and key in values[section]


def pieces(text: str) -> Iterator[Piece]:
    """The text in its pieces, in order; blanks that `{%-` takes away are in none. Call it only on text without faults."""
    at, start, inside = 0, 0, list[str]()
    from toolkit.text import jinja_tags

    for kind, raw in jinja_tags.tokens(text):
        at = text.index(raw, at)
        end = at + len(raw)
        if kind == "data":
            yield Piece("text", at, end)
        elif kind in ("variable_begin", "block_begin"):
            start, inside = at, []
        elif kind == "variable_end":
            yield Piece("value", start, end, "".join(inside))
        elif kind == "block_end":
            word, _, words = "".join(inside).strip().partition(" ")
            yield Piece(word, start, end, words.strip())
        else:
            inside.append(raw)
        at = end


def holds(condition: str, values: Mapping[str, Any]) -> bool:
    """Whether the words of an `if` hold in a city."""
    name, wanted = switch(condition)
    section, _, key = name.partition(".")
    return bool(values[section][key]) is wanted


def switch(condition: str) -> tuple[str, bool]:
    """`supports.camps` → (name, True); `not supports.camps` → (name, False)."""
    words = condition.split()
    if len(words) == 2 and words[0] == "not":
        return words[1], False
    return condition.strip(), True


def split_marks(text: str) -> Iterator[tuple[str, int | None]]:
    """The text in pieces: (plain text, None) and ("", number of the value)."""
    at = 0
    for mark in MARK.finditer(text):
        if mark.start() > at:
            yield text[at : mark.start()], None
        yield "", int(mark[1])
        at = mark.end()
    if at < len(text):
        yield text[at:], None


