"""Reads YAML from outside and remembers where every key stands.

Only plain YAML is taken: mappings, lists, text, whole numbers, decimals, `true`, `false`, `null`.
Whatever looks like anything else (`0539`, `2026-03-01`, `no`, `1_000`) stays text, so that a
pattern in the schema decides, and not YAML's guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from toolkit.errors import Finding, Location
from toolkit.files import yamlslips
from toolkit.files.textfile import INVISIBLE as INVISIBLE
from toolkit.files.textfile import MAX_BYTES as MAX_BYTES
from toolkit.files.textfile import Unreadable as Unreadable
from toolkit.files.textfile import decode as decode
from toolkit.files.textfile import finding, too_large
from toolkit.files.textfile import invisible_characters as invisible_characters
from toolkit.files.textfile import read_text as read_text

MAX_DEPTH = 40
Key = str | int
Place = tuple[Key, ...]
_Fault = tuple[Finding, str | None]  # and the line as it should be, where one can say

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def leaves(data: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every value that holds no others, with its place."""
    if isinstance(data, dict):
        for key, child in data.items():
            yield from leaves(child, (*place, key))
    elif isinstance(data, list):
        for index, child in enumerate(data):
            yield from leaves(child, (*place, index))
    else:
        yield place, data


class PlainLoader(_Base):  # type: ignore[misc]
    """A loader without YAML 1.1's guesses."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"(?:~|null)?$", ["~", "n", ""]),
    ("bool", r"(?:true|false)$", list("tf")),
    # Python refuses to read integers of thousands of digits.
    ("int", r"(?:0|-?[1-9][0-9]{0,99})$", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+$", list("-0123456789")),
):
    PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), _first)


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
    faults, root = _read(text, shown, first_line)
    if faults:
        raise Unreadable(sorted(_all_faults(text, shown, first_line), key=lambda fault: fault.order))
    file = YamlFile(shown, None)
    if root is None:
        return file
    findings = list(_walk(root, (), file, first_line))
    if findings:
        raise Unreadable(findings)
    file.data = PlainLoader("").construct_document(root)
    return file


def _read(text: str, shown: str, first_line: int) -> tuple[list[_Fault], Any]:
    """The tree of the text, or the first fault in it."""
    try:
        refused = list(_refused_syntax(text, shown, first_line))
        return (refused, None) if refused else ([], yaml.compose(text, PlainLoader))
    except yaml.MarkedYAMLError as error:
        return [_syntax_error(error, text, shown, first_line)], None
    except yaml.YAMLError:
        return [(finding(shown, first_line, 1, *_BROKEN), None)], None


def _all_faults(text: str, shown: str, first_line: int) -> Iterator[Finding]:
    """Every fault that can be seen: each is mended in mind, or its line left out, and the rest read on."""
    told: set[tuple[int, str]] = set()
    for _ in range(_MOST_FAULTS if len(text) < _SMALL else 1):
        faults, root = _read(text, shown, first_line)
        if not faults:
            if root is not None:
                yield from _walk(root, (), YamlFile(shown, None), first_line)
            return
        found, mended = faults[0]
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
_BRACE_FIX = (
    "以 {、[、* 或 & 开头的文字要加引号，例如 \"{{ … }}\"",
    'quote text that starts with {, [, * or &, for example "{{ … }}"',
)


def _refused_syntax(text: str, shown: str, first_line: int) -> Iterator[_Fault]:
    """Anchors, aliases and tags by events, before anything is composed: no bomb can expand."""
    depth = 0
    events: Iterator[Any] = yaml.parse(text, PlainLoader)
    for event in events:
        mark = event.start_mark
        line, column = mark.line + first_line, mark.column + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield finding(
                shown, line, column, "YML003",
                "不支持 YAML 的 & 和 * 引用", "YAML anchors and aliases are not supported",
                "直接写出内容；若本来就是文字，请加引号", "write it out; quote it if it is text",
            ), None
            return
        if getattr(event, "tag", None):
            yield finding(
                shown, line, column, "YML004",
                f"不支持 YAML 的 ! 标记：{event.tag[:40]}", f"YAML tags are not supported: {event.tag[:40]}",
                "删除这个标记；若本来就是文字，请加引号", "remove the tag; quote it if it is text",
            ), None
            return
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            yield _too_deep(shown, line, column), None
            return


def _too_deep(shown: str, line: int, column: int) -> Finding:
    return finding(
        shown, line, column, "YML005",
        f"嵌套超过 {MAX_DEPTH} 层", f"nested deeper than {MAX_DEPTH} levels",
        "检查括号和缩进", "check brackets and indents",
    )


def _brackets_left_open(lines: list[str], row: int, column: int) -> int:
    """How many more brackets open than close before a place where the parser gave up."""
    before = "\n".join([*lines[:row], lines[row][: column - 1]])
    return sum(before.count(sign) for sign in "[{") - sum(before.count(sign) for sign in "]}")


def _walk(node: yaml.Node, place: Place, file: YamlFile, first_line: int) -> Iterator[Finding]:
    mark = node.start_mark
    file.values[place] = (mark.line + first_line, mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        yield from _walk_mapping(node, place, file, first_line)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            yield from _walk(child, (*place, index), file, first_line)
    elif INVISIBLE.search(node.value):
        yield _escaped_sign(file.path, *file.values[place])
    else:
        file.written[place] = node.value


def _escaped_sign(shown: str, line: int, column: int) -> Finding:
    # Written as an escape ("\u202e"), so the scan of the text has not seen it.
    return finding(
        shown, line, column, "YML002",
        "含有看不见的字符", "invisible character",
        "删除引号里的 \\u… 或 \\x… 写法", "remove the \\u… or \\x… escape",
    )


def _walk_mapping(
    node: yaml.MappingNode, place: Place, file: YamlFile, first_line: int
) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + first_line, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode) or key.value == "<<":
            yield finding(
                file.path, line, column, "YML006",
                "这里不能用 << 合并或复杂的键", "no << merge and no complex keys here",
                *_BRACE_FIX,
            )
            continue
        if INVISIBLE.search(key.value):
            yield _escaped_sign(file.path, line, column)
            continue
        child = (*place, key.value)
        if key.value in seen:
            first = seen[key.value]
            yield finding(
                file.path, line, column, "YML007",
                f"“{key.value}”重复：第 {first} 行已经写过", f"'{key.value}' again: first on line {first}",
                "两处留一处", "keep one of the two",
            )
            continue
        seen[key.value] = line
        file.keys[child] = (line, column)
        key.tag = "tag:yaml.org,2002:str"
        yield from _walk(value, child, file, first_line)


def _syntax_error(error: yaml.MarkedYAMLError, text: str, shown: str, first_line: int) -> _Fault:
    mark = error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column + 1) if mark else (0, 1)
    lines = text.split("\n")
    if row >= len(lines):  # libyaml puts the end of the text on a line of its own
        row, column = len(lines) - 1, len(lines[-1]) + 1
    # A parser may have a limit of its own and reach it before we count: the finding stays ours.
    if _brackets_left_open(lines, row, column) > MAX_DEPTH:
        return _too_deep(shown, row + first_line, column), None
    found = yamlslips.slip(lines, error)
    place = Location(shown, found.row + first_line, found.column + 1)
    return Finding(place, "YML001", found.words, found.fix), found.line
