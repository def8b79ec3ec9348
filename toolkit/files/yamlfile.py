"""Reads YAML from outside and remembers where every key stands.

Only plain YAML is taken: mappings, lists, text, whole numbers, decimals, `true`, `false`, `null`.
Whatever looks like anything else (`0539`, `2026-03-01`, `no`, `1_000`) stays text, so that a
pattern in the schema decides, and not YAML's guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import Finding, Location
from toolkit.files import yamlslips
from toolkit.files.composing import MAX_DEPTH as MAX_DEPTH
from toolkit.files.composing import Composer, Refused, too_deep
from toolkit.files.composing import Key as Key
from toolkit.files.composing import Place as Place
from toolkit.files.composing import PlainLoader as PlainLoader
from toolkit.files.textfile import INVISIBLE as INVISIBLE
from toolkit.files.textfile import MAX_BYTES as MAX_BYTES
from toolkit.files.textfile import Unreadable as Unreadable
from toolkit.files.textfile import decode as decode
from toolkit.files.textfile import finding, too_large
from toolkit.files.textfile import invisible_characters as invisible_characters
from toolkit.files.textfile import read_text as read_text

_Fault = tuple[Finding, str | None]  # and the line as it should be, where one can say


def leaves(data: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value that holds no others, with its place."""
    found: list[tuple[Place, Any]] = []
    _gather(data, place, found)
    return iter(found)


def _gather(data: Any, place: Place, found: list[tuple[Place, Any]]) -> None:
    if isinstance(data, dict):
        for key, child in data.items():
            _gather(child, (*place, key), found)
    elif isinstance(data, list):
        for index, child in enumerate(data):
            _gather(child, (*place, index), found)
    else:
        found.append((place, data))


@dataclass
class YamlFile:
    """A parsed file: `data`, and the place in the text of every key and value."""

    path: str
    data: Any
    values: dict[Place, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Place, tuple[int, int]] = field(default_factory=dict)
    written: dict[Place, str] = field(default_factory=dict)  # scalars as they stand there: 1.10 is no 1.1

    def locate(self, *place: Key) -> Location:
        """The value at `place`, or the nearest thing around it that exists."""
        while place and place not in self.values:
            place = place[:-1]
        line, column = self.values.get(place, (1, 1))
        return Location(self.path, line, column)

    def locate_key(self, *place: Key) -> Location:
        if place in self.keys:
            line, column = self.keys[place]
            return Location(self.path, line, column)
        return self.locate(*place)


def read(path: Path, shown: str) -> YamlFile:
    """Reads `path`; findings name it `shown`. Raises Unreadable, or OSError."""
    return parse(read_text(path, shown), shown)


def parse(text: str, shown: str, first_line: int = 1) -> YamlFile:
    """Parses YAML text that begins on `first_line` of the file `shown`. Raises Unreadable."""
    if len(text) > MAX_BYTES:
        raise Unreadable([too_large(shown)])
    composed = _read(text, shown, first_line)
    if not isinstance(composed, Composer):
        raise Unreadable(sorted(_all_faults(text, shown, first_line), key=lambda fault: fault.order))
    if composed.findings:
        raise Unreadable(composed.findings)
    return YamlFile(shown, composed.data, composed.values, composed.keys, composed.written)


def _read(text: str, shown: str, first_line: int) -> Composer | _Fault:
    """What the text says, or the first fault in it."""
    try:
        return Composer(text, shown, first_line)
    except Refused as refused:
        return refused.found, None
    except yaml.MarkedYAMLError as error:
        return _syntax_error(error, text, shown, first_line)
    except yaml.YAMLError:
        return finding(shown, first_line, 1, *_BROKEN), None


def _all_faults(text: str, shown: str, first_line: int) -> Iterator[Finding]:
    """Every fault that can be seen: each is mended in mind, or its line left out, and the rest read on."""
    told: set[tuple[int, str]] = set()
    for _ in range(_MOST_FAULTS if len(text) < _SMALL else 1):
        read = _read(text, shown, first_line)
        if isinstance(read, Composer):
            yield from read.findings
            return
        found, mended = read
        row, lines = found.location.line - first_line, text.split("\n")
        key = row, found.words.en
        again = any(row == before for before, _ in told)
        # What nobody understands behind another fault may be no more than its consequence.
        if not again and (mended is not None or not told or found.rule != "YML001"):
            yield found
        if key in told or found.rule == "YML005" or row >= len(lines):
            return
        told.add(key)
        lines = list(yamlslips.without(lines, row)) if mended is None or again else [*lines[:row], mended, *lines[row + 1 :]]
        text = "\n".join(lines)


_BROKEN = ("YML001", "YAML 写法有误", "invalid YAML", "对照示例检查缩进和引号", "check indents, quotes")
_MOST_FAULTS, _SMALL = 30, 200_000  # each fault costs a reading: a large file tells of its first one


def _brackets_left_open(lines: list[str], row: int, column: int) -> int:
    """How many more brackets open than close before a place where the parser gave up."""
    before = "\n".join([*lines[:row], lines[row][: column - 1]])
    return sum(before.count(sign) for sign in "[{") - sum(before.count(sign) for sign in "]}")


def _syntax_error(error: yaml.MarkedYAMLError, text: str, shown: str, first_line: int) -> _Fault:
    mark = error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column + 1) if mark else (0, 1)
    lines = text.split("\n")
    if row >= len(lines):  # libyaml puts the end of the text on a line of its own
        row, column = len(lines) - 1, len(lines[-1]) + 1
    # A parser may have a limit of its own and reach it before we count: the finding stays ours.
    if _brackets_left_open(lines, row, column) > MAX_DEPTH:
        return too_deep(shown, row + first_line, column), None
    found = yamlslips.slip(lines, error)
    place = Location(shown, found.row + first_line, found.column + 1)
    return Finding(place, "YML001", found.words, found.fix), found.line
