"""The placeholders in their plain form, read without Jinja: as good as every text is written so.

`read` takes exactly `{{ section.name }}`, `{% if [not] section.name %}`, `{% else %}`, `{% endif %}`,
`{% for unit in units %}`, `{% for town in unit.towns %}` and `{% endfor %}`, each closed and each
allowed. Of anything else it says nothing: Jinja reads that, and says what is wrong. What both can
read means the same in both; a test compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.errors import Words
from toolkit.text import limits

COMMENT = "\ue002#"  # in stock Jinja "{#" opens a comment, and ids start with it
LISTS = {"units"}
OF_A_UNIT = {"value": {"name", "code"}, "switch": {"zone", "towns"}}
_UNITS = OF_A_UNIT["value"] | OF_A_UNIT["switch"]
_NAME = r"[a-z][a-z0-9_]*"
_OPENS = re.compile(rf"\{{[{{%]|{COMMENT}")
_TAG = re.compile(
    rf"\{{\{{ *(?P<value>{_NAME}(?:\.{_NAME})?) *\}}\}}"
    rf"|\{{% *(?:if +(?P<no>not +)?(?P<switch>{_NAME}\.{_NAME})|for +(?P<item>{_NAME}) +in +(?P<list>{_NAME}(?:\.{_NAME})?)"
    r"|(?P<word>else|endif|endfor)) *%\}\n?"
)
# Names that Jinja takes for words of its own.
_WORDS = {"and", "caller", "elif", "else", "false", "for", "if", "in", "is", "kwargs", "loop", "none", "not", "or", "recursive",
          "self", "super", "true", "varargs"}


@dataclass(frozen=True)
class Fault:
    """What a placeholder may not do; `line` counts from 1 within the text."""

    line: int
    words: Words
    fix: Words


@dataclass
class Usage:
    """What a text takes from the city: dotted names with their lines, and its faults."""

    values: list[tuple[str, int]] = field(default_factory=list)
    switches: list[tuple[str, int]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Missing(Exception):
    """A value that a text takes is not there."""


@dataclass(frozen=True)
class Taken:
    """A dotted name, or that of a loop's item or of what an item has (`looped`); `line` counts from 1 within the text."""

    name: str
    line: int
    looped: bool = False


@dataclass(frozen=True)
class If:
    taken: Taken
    wanted: bool
    body: tuple[Node, ...]
    otherwise: tuple[Node, ...]


@dataclass(frozen=True)
class For:
    item: str
    over: str
    body: tuple[Node, ...]


Node = str | Taken | If | For
Sections = Mapping[str, Any]


class _Strange(Exception):
    """Not in the plain form."""


def read(text: str) -> tuple[Node, ...] | None:
    """The text as a tree, or None where a placeholder in it has not the plain form, or is not allowed."""
    if "\r" in text:  # Jinja makes other line ends of it
        return None
    reading = _Reading(text)
    try:
        nodes, closed = reading.body({}, 0)
    except _Strange:
        return None
    return None if closed else nodes


class _Reading:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.line = 1

    def body(self, loops: Mapping[str, str], depth: int) -> tuple[tuple[Node, ...], str]:
        """The nodes up to a closing word, which is empty at the end of the text."""
        found: list[Node] = []
        while opens := _OPENS.search(self.text, self.at):
            tag = _TAG.match(self.text, opens.start())
            if tag is None:
                raise _Strange
            if opens.start() > self.at:
                found.append(self.text[self.at : opens.start()])
            line = self.line + self.text.count("\n", self.at, opens.start())
            self.line = line + tag[0].count("\n")
            self.at = tag.end()
            if tag["word"]:
                return tuple(found), tag["word"]
            found.append(self.node(tag, line, loops, depth))
        if self.at < len(self.text):
            found.append(self.text[self.at :])
        return tuple(found), ""

    def node(self, tag: re.Match[str], line: int, loops: Mapping[str, str], depth: int) -> Node:
        if tag["value"]:
            return _taken("value", tag["value"], line, loops)
        if depth == limits.NESTED:
            raise _Strange
        if tag["switch"]:
            return self.condition(_taken("switch", tag["switch"], line, loops), not tag["no"], loops, depth)
        item, over = tag["item"], tag["list"]
        if item in {*loops, *LISTS, *_WORDS} or not _is_list(over, loops):
            raise _Strange
        body, closed = self.body({**loops, item: "text" if loops else "unit"}, depth + 1)
        if closed != "endfor":
            raise _Strange
        return For(item, over, body)

    def condition(self, taken: Taken, wanted: bool, loops: Mapping[str, str], depth: int) -> If:
        body, closed = self.body(loops, depth + 1)
        otherwise: tuple[Node, ...] = ()
        if closed == "else":
            otherwise, closed = self.body(loops, depth + 1)
        if closed != "endif":
            raise _Strange
        return If(taken, wanted, body, otherwise)


def _is_list(name: str, loops: Mapping[str, str]) -> bool:
    section, _, key = name.partition(".")
    return name in LISTS if not loops else len(loops) == 1 and section in loops and key == "towns"


def _taken(kind: str, name: str, line: int, loops: Mapping[str, str]) -> Taken:
    section, _, key = name.partition(".")
    if section in _WORDS:
        raise _Strange
    if section not in loops:
        if not key:
            raise _Strange
        return Taken(name, line)
    allowed = not key if loops[section] == "text" else key in OF_A_UNIT[kind]
    if not allowed:
        raise _Strange
    return Taken(name, line, looped=True)


def usage(nodes: tuple[Node, ...]) -> Usage:
    """What the nodes take from the city, in the order of the text."""
    found = Usage()
    _use(nodes, found)
    return found


def _use(nodes: tuple[Node, ...], found: Usage) -> None:
    for node in nodes:
        if isinstance(node, Taken):
            if not node.looped:
                found.values.append((node.name, node.line))
        elif isinstance(node, If):
            if not node.taken.looped:
                found.switches.append((node.taken.name, node.taken.line))
            _use((*node.body, *node.otherwise), found)
        elif isinstance(node, For):
            _use(node.body, found)


def fill(nodes: tuple[Node, ...], values: Sections, keep: Callable[[Any], str]) -> Iterator[str]:
    """The text in pieces, with what `keep` leaves in the place of each value. Raises Missing."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif isinstance(node, Taken):
            yield keep(_value(node.name, values))
        elif isinstance(node, If):
            holds = bool(_value(node.taken.name, values)) is node.wanted
            yield from fill(node.body if holds else node.otherwise, values, keep)
        else:
            for item in _value(node.over, values):
                yield from fill(node.body, {**values, node.item: item}, keep)


def _value(name: str, values: Sections) -> Any:
    section, _, key = name.partition(".")
    try:
        found = values[section]
        if not key or isinstance(found, Mapping):
            return found[key] if key else found
        return getattr(found, key if key in _UNITS else "")
    except (KeyError, AttributeError):
        raise Missing(name) from None
