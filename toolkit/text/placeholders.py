"""The few placeholders a document may hold, and filling them without ever reading a value as text.

Allowed: `{{ section.name }}`, `{% if section.name %}` with `not` and `else`, and
`{% for unit in units %}`. Filling leaves a numbered mark where a value stands; the values
themselves come beside it, so nothing in them is ever parsed, as Jinja, Markdown or markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolkit.errors import Words
from toolkit.text import limits

# Marks are private-use characters: neither documents nor values may contain them.
OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")
_taken: ContextVar[list[str]] = ContextVar("values put aside")
_COMMENT = "\ue002"  # in stock Jinja "{#" opens a comment, and ids start with it
_RAW = re.compile(r"\{%[-+]?\s*raw\b")  # leaves no node in Jinja's tree
_NESTING = re.compile(r"\{%[-+]?\s*(if|for|endif|endfor)\b")
_LISTS = {"units"}


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


@cache
def usage(text: str) -> Usage:
    """What `text` takes. Text without braces costs nothing; the answer is not to be changed."""
    found = Usage()
    if "{" not in text:
        return found
    for raw in _RAW.finditer(text):
        found.faults.append(_not_allowed(text.count("\n", 0, raw.start()) + 1))
    deep = _too_deep(text)
    if deep:
        found.faults.append(deep)
        return found
    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as error:
        found.faults.append(_syntax_fault(error))
        return found
    except RecursionError:
        found.faults.append(_not_allowed(1))
        return found
    for node in tree.body:
        _visit(node, found, {})
    return found


def fill(text: str, values: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The text with marks, and the value of each mark. Raises Unfillable, or TooMuch.

    Call it only on text whose `usage` has no faults.
    """
    if "{" not in text:
        return text, []
    taken: list[str] = []
    token = _taken.set(taken)
    try:
        return _bounded(_template(text).generate(dict(values))), taken
    except UndefinedError:
        used = usage(text)
        missing = [name for name, _ in used.values + used.switches if not _has(values, name)]
        raise Unfillable(list(dict.fromkeys(missing))) from None
    finally:
        _taken.reset(token)


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


def _keep(value: Any) -> str:
    """Puts a value aside and leaves its mark. Compiled templates are shared, so it has no state."""
    if isinstance(value, StrictUndefined):
        str(value)  # raises, naming what is missing
    taken = _taken.get()
    taken.append(str(value))
    return f"{OPEN}{len(taken) - 1}{CLOSE}"


@cache
def _template(text: str) -> Template:
    return _environment().from_string(text)


def _has(values: Mapping[str, Any], name: str) -> bool:
    section, _, key = name.partition(".")
    return isinstance(values.get(section), Mapping) and key in values[section]


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        comment_start_string=_COMMENT + "#",
        comment_end_string="#" + _COMMENT,
        keep_trailing_newline=True,
        trim_blocks=True,
        finalize=_keep,
    )


def _visit(node: nodes.Node, found: Usage, loops: dict[str, str]) -> None:
    if isinstance(node, nodes.Output):
        for piece in node.nodes:
            if not isinstance(piece, nodes.TemplateData):
                _visit_value(piece, found, loops)
    elif isinstance(node, nodes.If) and not node.elif_:
        _visit_test(node.test, found, loops)
        for child in [*node.body, *node.else_]:
            _visit(child, found, loops)
    elif isinstance(node, nodes.For) and _is_plain_loop(node, loops):
        assert isinstance(node.target, nodes.Name)
        item = "unit" if isinstance(node.iter, nodes.Name) else "text"
        inside = {**loops, node.target.name: item}
        for child in node.body:
            _visit(child, found, inside)
    else:
        found.faults.append(_not_allowed(node.lineno))


def _visit_value(node: nodes.Node, found: Usage, loops: dict[str, str]) -> None:
    if isinstance(node, nodes.Name) and loops.get(node.name) == "text":
        return
    name = _dotted(node)
    if name is None:
        found.faults.append(_not_allowed(node.lineno))
    elif name.split(".")[0] not in loops:
        found.values.append((name, node.lineno))
    elif name.split(".")[1] not in ("name", "code"):
        found.faults.append(_not_allowed(node.lineno))


def _visit_test(node: nodes.Node, found: Usage, loops: dict[str, str]) -> None:
    name = _dotted(node.node if isinstance(node, nodes.Not) else node)
    if name is None:
        found.faults.append(_not_allowed(node.lineno))
    elif name.split(".")[0] not in loops:
        found.switches.append((name, node.lineno))
    elif name.split(".")[1] not in ("zone", "towns"):
        found.faults.append(_not_allowed(node.lineno))


def _is_plain_loop(node: nodes.For, loops: dict[str, str]) -> bool:
    if node.else_ or node.test or node.recursive or not isinstance(node.target, nodes.Name):
        return False
    if isinstance(node.iter, nodes.Name):
        return node.iter.name in _LISTS and not loops
    # The towns of a unit, inside a loop over units.
    dotted = _dotted(node.iter)
    return dotted is not None and loops.get(dotted.split(".")[0]) == "unit" and dotted.endswith(".towns") and len(loops) == 1


def _dotted(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return f"{node.node.name}.{node.attr}"
    return None


def pieces(text: str) -> Iterator[Piece]:
    """The text in its pieces, in order; blanks that `{%-` takes away are in none. Call it only on text without faults."""
    at, start, inside = 0, 0, list[str]()
    for _, kind, raw in _environment().lexer.tokeniter(text, None):
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


def _too_deep(text: str) -> Fault | None:
    """`if` and `for` deeper in each other than any text needs, counted before Jinja reads them."""
    depth = 0
    for found in _NESTING.finditer(text):
        depth += 1 if found[1] in ("if", "for") else -1
        if depth > limits.NESTED:
            return Fault(
                text.count("\n", 0, found.start()) + 1,
                Words(f"{{% if %}} 和 {{% for %}} 套了超过 {limits.NESTED} 层", f"{{% if %}} and {{% for %}} nested deeper than {limits.NESTED}"),
                Words("拆成几条", "split the clause"),
            )
    return None


def _not_allowed(line: int) -> Fault:
    return Fault(
        line,
        Words("占位符里只能写 {{ 组.名称 }}", "a placeholder may only be {{ section.name }}"),
        Words(
            "另外只允许 {% if supports.开关 %} 和 {% for unit in units %}（里面还可以有一层 unit.towns）",
            "besides that only {% if supports.switch %} and {% for unit in units %}, with unit.towns within it",
        ),
    )


def _syntax_fault(error: TemplateSyntaxError) -> Fault:
    return Fault(
        error.lineno or 1,
        Words("占位符没有写完整", "a placeholder is not complete"),
        Words(
            "检查 {{ 与 }}、{% if %} 与 {% endif %} 是否成对，并在同一条里",
            "check that {{ }} and {% if %}…{% endif %} pair up within the clause",
        ),
    )
