"""A YAML text changed so that it reads as other data, with as few signs changed as can be.

Comments, order, quotes and blank lines of what stays are kept. Lists of mappings are told apart by
their first key, `name` of a column. Pure.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from toolkit.files import yamlfile
from toolkit.files.yamlfile import PlainLoader, Unreadable
from toolkit.files.yamltext import flow, scalar

_STEP = "  "
_KEY = re.compile("[A-Za-z_][A-Za-z0-9_-]*")
Edit = tuple[int, int, str]  # from, to, and what stands there instead


def rewritten(text: str, target: Mapping[str, Any]) -> str | None:
    """The text that reads as `target`; None where its layout does not allow it. LF ends, no BOM.

    The text must be valid to the project's reader, a mapping.
    """
    held = yamlfile.parse(text, "").data
    # What is there first: a new key stands behind a value that may just have lost its last lines.
    for step in ({key: target[key] for key in held if key in target}, target):
        if step and held != step:
            made = _applied(text, step)
            if made is None:
                return None
            text, held = made, step
    return text if held == target else None


def _applied(text: str, target: Mapping[str, Any]) -> str | None:
    edits = sorted(_mapping(text, yaml.compose(text, PlainLoader), target), key=lambda edit: (edit[0], edit[1]))
    made, at = [], 0
    for start, end, words in edits:
        if start < at:
            return None
        made += [text[at:start], words]
        at = end
    found = "".join([*made, text[at:]])
    try:
        return found if yamlfile.parse(found, "").data == target else None
    except Unreadable:
        return None


def written(data: Mapping[str, Any], indent: str = "") -> str:
    """The data as a text of its own, in the way that definitions are written."""
    return "".join(f"{indent}{_entry(key, value, indent)}\n" for key, value in data.items())


def reach(text: str, place: Sequence[str | int]) -> tuple[int, int]:
    """The lines that a value takes, from 0, the last excluded."""
    node: Any = yaml.compose(text, PlainLoader)
    for step in place:
        node = node.value[step] if isinstance(step, int) else next(value for key, value in node.value if key.value == step)
    return node.start_mark.line, text.count("\n", 0, _end(text, node)) + 1


def _opens_or_empties(node: Any, target: Any) -> bool:
    """Whether a list of mappings is to stand where none was, or the other way round."""
    held = isinstance(node, yaml.SequenceNode) and bool(node.value)
    return target == [] and held or not held and isinstance(target, list) and _is_block("", target)


def _kept_comments(text: str, start: int, node: Any) -> str:
    """The lines of comment between a key and its first item, which stay where the items go."""
    if not getattr(node, "value", None) or not isinstance(node, yaml.SequenceNode):
        return ""
    between = text[_line_end(text, start):node.value[0].start_mark.index].split("\n")
    return "".join(f"\n{line}" for line in between if line.strip().startswith("#"))


def _is_block(key: str, value: Any) -> bool:
    return isinstance(value, list) and bool(value) and (key == "rules" or isinstance(value[0], dict))


def _entry(key: str, value: Any, indent: str) -> str:
    name = key if _KEY.fullmatch(key) else scalar(key)
    if _is_block(key, value):
        return f"{name}:\n" + "\n".join(_item(item, indent + _STEP) for item in value)
    return f"{name}: {flow(value)}"


def _item(value: Any, indent: str) -> str:
    if not isinstance(value, dict):
        return f"{indent}- {flow(value)}"
    lines = written(value, indent + _STEP).rstrip("\n")
    return f"{indent}- {lines[len(indent) + len(_STEP):]}"


def _mapping(text: str, node: Any, target: Mapping[str, Any]) -> Iterator[Edit]:
    held = {key.value: (key, value) for key, value in node.value}
    kept = [key for key in held if key in target]
    if not kept or (node.flow_style and held.keys() != target.keys()):
        yield node.start_mark.index, _end(text, node), flow(target)
        return
    for key, (mark, value) in held.items():
        if key not in target:
            yield _without(text, node, mark, value)
        elif _data(value) != target[key]:
            if node.flow_style or not _opens_or_empties(value, target[key]):
                yield from _value(text, value, target[key])
            else:
                indent, start = " " * mark.start_mark.column, _end(text, mark)
                yield start, max(_end(text, value), start), _entry("", target[key], indent)[len('""'):] + _kept_comments(text, start, value)
    new = [key for key in target if key not in held]
    if not new:
        return
    order = list(target)
    for key in new:
        before = [name for name in order[:order.index(key)] if name in kept]
        mark, value = held[before[-1] if before else kept[0]]
        indent = " " * held[kept[0]][0].start_mark.column
        if before:
            at = _line_end(text, _end(text, value))
            yield at, at, f"\n{indent}{_entry(key, target[key], indent)}"
        else:
            at = mark.start_mark.index
            yield at, at, f"{_entry(key, target[key], indent)}\n{indent}"


def _value(text: str, node: Any, target: Any) -> Iterator[Edit]:
    if isinstance(node, yaml.MappingNode) and isinstance(target, dict):
        yield from _mapping(text, node, target)
    elif isinstance(node, yaml.SequenceNode) and isinstance(target, list) and node.value and not node.flow_style:
        yield from _sequence(text, node, target)
    else:
        yield node.start_mark.index, max(_end(text, node), node.start_mark.index), flow(target)


def _sequence(text: str, node: Any, target: Sequence[Any]) -> Iterator[Edit]:
    old, new = _names([_data(item) for item in node.value]), _names(target)
    indent = " " * node.start_mark.column
    for code, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if code == "equal":
            for item, wanted in zip(node.value[i1:i2], target[j1:j2], strict=True):
                if _data(item) != wanted:
                    yield from _value(text, item, wanted)
            continue
        paired = min(i2 - i1, j2 - j1) if not any(isinstance(item, dict) for item in target) else 0
        for item, wanted in zip(node.value[i1:i1 + paired], target[j1:j1 + paired], strict=True):
            yield from _value(text, item, wanted)
        for item in node.value[i1 + paired:i2]:
            yield _line_start(text, item.start_mark.index), _line_end(text, _end(text, item)) + 1, ""
        lines = "".join(f"{_item(item, indent)}\n" for item in target[j1 + paired:j2])
        if lines:
            yield _gap(text, node, i1 + paired, lines)


def _gap(text: str, node: Any, number: int, lines: str) -> Edit:
    """New items before item `number`: behind the one above it, so that a comment stays with what it is on."""
    if number:
        at = _line_end(text, _end(text, node.value[number - 1]))
        return at, at, "\n" + lines.removesuffix("\n")
    at = _line_start(text, node.value[0].start_mark.index)
    return at, at, lines


def _without(text: str, node: Any, key: Any, value: Any) -> Edit:
    """A key and its value gone, with the line's own comment."""
    start, end = key.start_mark.index, _end(text, value)
    if key is node.value[0][0] and text[_line_start(text, start):start].strip():  # behind the dash of an item
        follows = node.value[1][0].start_mark.index if len(node.value) > 1 else end
        return start, follows, ""
    return _line_start(text, start), min(_line_end(text, end) + 1, len(text)), ""


def _names(items: Sequence[Any]) -> list[str]:
    """What items are known by; one that stands there again is another."""
    seen: Counter[str] = Counter()
    found = []
    for item in items:
        name = repr(next(iter(item.items())) if isinstance(item, dict) and item else item)
        seen[name] += 1
        found.append(f"{name} {seen[name]}")
    return found


def _data(node: Any) -> Any:
    # A node may be constructed once alone; the loader forgets it afterwards.
    return PlainLoader("").construct_document(node)


def _end(text: str, node: Any) -> int:
    """Where a node's own signs end: a block's mark stands at what follows it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(last, tuple) else last)
    end: int = node.end_mark.index
    while end > node.start_mark.index and text[end - 1] in " \n":
        end -= 1
    return end


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found
