"""One pass over a YAML text: its data, and where every key and value stands.

Made of the parser's events alone, so anchors, aliases, tags and depth are judged before anything
is built on them: no bomb can expand, and nothing is read twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml

from toolkit.errors import Finding
from toolkit.files.textfile import INVISIBLE, finding

MAX_DEPTH = 40
Key = str | int
Place = tuple[Key, ...]

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class PlainLoader(_Base):  # type: ignore[misc]
    """A loader without YAML 1.1's guesses."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INTEGER, _DECIMAL = r"0|-?[1-9][0-9]{0,99}", r"-?(?:0|[1-9][0-9]*)\.[0-9]+"  # Python reads no integer of thousands of digits
_NUMBER = re.compile(rf"(?:({_INTEGER})|{_DECIMAL})$")
for _tag, _forms, _first in (
    ("null", "~|null|", ["~", "n", ""]), ("bool", "true|false", list("tf")),
    ("int", _INTEGER, list("-0123456789")), ("float", _DECIMAL, list("-0123456789")),
):
    PlainLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_forms})$"), _first)


class Refused(Exception):
    """YAML that is well formed and not taken: an anchor, an alias, a tag, too deep a nest."""

    def __init__(self, found: Finding) -> None:
        super().__init__(found.words.en)
        self.found = found


class Composer:
    """`data`, the places of `values` and `keys`, scalars as `written`, and `findings` about keys and signs.

    Raises Refused, or yaml.YAMLError. A text without a document has the data None.
    """

    def __init__(self, text: str, shown: str, first_line: int) -> None:
        self.shown, self.first_line = shown, first_line
        self.data: Any = None
        self.values: dict[Place, tuple[int, int]] = {}
        self.keys: dict[Place, tuple[int, int]] = {}
        self.written: dict[Place, str] = {}
        self.findings: list[Finding] = []
        loader = PlainLoader(text)
        try:
            self._next: Callable[[], Any] = loader.get_event
            documents = self._stream()
        finally:
            loader.dispose()
        if documents > 1:
            yaml.compose(text, PlainLoader)  # raises, with the marks of both documents

    def _stream(self) -> int:
        """Takes the first document in, and says how many there are."""
        documents = 0
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                first = self._next()
                if documents == 1:
                    self.data = self._node(first, (), 0)
                else:
                    self._pass_over(first, 0)
        return documents

    def _node(self, event: Any, place: Place, depth: int) -> Any:
        kind = type(event)
        mark = event.start_mark
        if event.anchor or kind is yaml.AliasEvent or event.tag:
            raise self._refused(event)
        self.values[place] = mark.line + self.first_line, mark.column + 1
        if kind is yaml.ScalarEvent:
            return self._scalar(event, place)
        if depth == MAX_DEPTH:
            raise Refused(too_deep(self.shown, mark.line + self.first_line, mark.column + 1))
        if kind is yaml.MappingStartEvent:
            return self._mapping(place, depth + 1)
        found: list[Any] = []
        while type(event := self._next()) is not yaml.SequenceEndEvent:
            found.append(self._node(event, (*place, len(found)), depth + 1))
        return found

    def _scalar(self, event: Any, place: Place) -> Any:
        value: str = event.value
        if not value.isprintable() and INVISIBLE.search(value):
            self.findings.append(_escaped_sign(self.shown, *self.values[place]))
            return value
        self.written[place] = value
        if not event.implicit[0]:  # quoted, or a block
            return value
        if value in _CONSTANTS:
            return _CONSTANTS[value]
        number = _NUMBER.match(value)
        if number is None:
            return value
        return int(value) if number[1] else float(value)

    def _mapping(self, place: Place, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        lines: dict[str, int] = {}
        while type(event := self._next()) is not yaml.MappingEndEvent:
            line, column = event.start_mark.line + self.first_line, event.start_mark.column + 1
            fault = self._key_fault(event, line, column, lines)
            if fault:
                self._pass_over(event, depth)
                self.findings.append(fault)
                self._pass_over(self._next(), depth)
                continue
            if event.anchor or event.tag:
                raise self._refused(event)
            name = event.value
            child = (*place, name)
            lines[name] = line
            self.keys[child] = line, column
            found[name] = self._node(self._next(), child, depth)
        return found

    def _key_fault(self, event: Any, line: int, column: int, lines: dict[str, int]) -> Finding | None:
        if type(event) is not yaml.ScalarEvent or event.value == "<<":
            return finding(
                self.shown, line, column, "YML006",
                "这里不能用 << 合并或复杂的键", "no << merge and no complex keys here", *_BRACE_FIX,
            )
        name = event.value
        if not name.isprintable() and INVISIBLE.search(name):
            return _escaped_sign(self.shown, line, column)
        if name in lines:
            return finding(
                self.shown, line, column, "YML007",
                f"“{name}”重复：第 {lines[name]} 行已经写过", f"'{name}' again: first on line {lines[name]}",
                "两处留一处", "keep one of the two",
            )
        return None

    def _pass_over(self, first: Any, depth: int) -> None:
        """Reads a node that is not kept, so that what is refused in it is refused."""
        event, deeper = first, depth
        while True:
            if isinstance(event, yaml.NodeEvent):
                if event.anchor or isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
                    raise self._refused(event)
                if isinstance(event, yaml.CollectionStartEvent):
                    deeper += 1
                    if deeper > MAX_DEPTH:
                        mark: Any = event.start_mark
                        raise Refused(too_deep(self.shown, mark.line + self.first_line, mark.column + 1))
            elif isinstance(event, yaml.CollectionEndEvent):
                deeper -= 1
            if deeper <= depth:
                return
            event = self._next()

    def _refused(self, event: Any) -> Refused:
        line, column = event.start_mark.line + self.first_line, event.start_mark.column + 1
        if event.anchor:  # an alias has one too
            return Refused(finding(
                self.shown, line, column, "YML003",
                "不支持 YAML 的 & 和 * 引用", "YAML anchors and aliases are not supported",
                "直接写出内容；若本来就是文字，请加引号", "write it out; quote it if it is text",
            ))
        return Refused(finding(
            self.shown, line, column, "YML004",
            f"不支持 YAML 的 ! 标记：{event.tag[:40]}", f"YAML tags are not supported: {event.tag[:40]}",
            "删除这个标记；若本来就是文字，请加引号", "remove the tag; quote it if it is text",
        ))


_BRACE_FIX = (
    "以 {、[、* 或 & 开头的文字要加引号，例如 \"{{ … }}\"",
    'quote text that starts with {, [, * or &, for example "{{ … }}"',
)


def too_deep(shown: str, line: int, column: int) -> Finding:
    return finding(
        shown, line, column, "YML005",
        f"嵌套超过 {MAX_DEPTH} 层", f"nested deeper than {MAX_DEPTH} levels",
        "检查括号和缩进", "check brackets and indents",
    )


def _escaped_sign(shown: str, line: int, column: int) -> Finding:
    # Written as an escape ("\u202e"), so the scan of the text has not seen it.
    return finding(
        shown, line, column, "YML002",
        "含有看不见的字符", "invisible character",
        "删除引号里的 \\u… 或 \\x… 写法", "remove the \\u… or \\x… escape",
    )
