"""Placeholders as Jinja reads them: what is wrong in them, and the forms that are allowed and not plain.

A check of a text in the plain form (`tags`) never comes here, and never loads Jinja.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, UndefinedError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from toolkit.errors import Words
from toolkit.text import limits
from toolkit.text.tags import COMMENT, LISTS, OF_A_UNIT, Fault, Missing, Usage

_keeper: ContextVar[Any] = ContextVar("what puts values aside")
_RAW = re.compile(r"\{%[-+]?\s*raw\b")  # leaves no node in Jinja's tree
_NESTING = re.compile(r"\{%[-+]?\s*(if|for|endif|endfor)\b")


def usage(text: str) -> Usage:
    """What `text` takes, and its faults."""
    found = Usage()
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


def fill(text: str, values: Mapping[str, Any], keep: Callable[[Any], str]) -> Iterator[str]:
    """The text in pieces, with what `keep` leaves in the place of each value. Raises Missing."""
    token = _keeper.set(keep)
    try:
        yield from _template(text).generate(dict(values))
    except UndefinedError as error:
        raise Missing(str(error)) from None
    finally:
        _keeper.reset(token)


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Jinja's tokens, each with its kind; blanks that `{%-` takes away are in none."""
    for _, kind, raw in _environment().lexer.tokeniter(text, None):
        yield kind, raw


def _kept(value: Any) -> str:
    """Compiled templates are shared, so this has no state of its own."""
    if isinstance(value, StrictUndefined):
        str(value)  # raises, naming what is missing
    return str(_keeper.get()(value))


@lru_cache(maxsize=256)
def _template(text: str) -> Template:
    return _environment().from_string(text)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        comment_start_string=COMMENT,
        comment_end_string=COMMENT[::-1],
        keep_trailing_newline=True,
        trim_blocks=True,
        finalize=_kept,
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
    if not isinstance(node, nodes.Name) or loops.get(node.name) != "text":
        _take("value", node, node.lineno, found, loops)


def _visit_test(node: nodes.Node, found: Usage, loops: dict[str, str]) -> None:
    _take("switch", node.node if isinstance(node, nodes.Not) else node, node.lineno, found, loops)


def _take(kind: str, node: nodes.Node, line: int, found: Usage, loops: dict[str, str]) -> None:
    name = _dotted(node) or ""
    section, _, key = name.partition(".")
    if name and section not in loops:
        (found.values if kind == "value" else found.switches).append((name, line))
    elif not name or loops[section] == "text" or key not in OF_A_UNIT[kind]:
        found.faults.append(_not_allowed(line))


def _is_plain_loop(node: nodes.For, loops: dict[str, str]) -> bool:
    if node.else_ or node.test or node.recursive or not isinstance(node.target, nodes.Name):
        return False
    if isinstance(node.iter, nodes.Name):
        return node.iter.name in LISTS and not loops
    # The towns of a unit, inside a loop over units.
    dotted = _dotted(node.iter)
    return dotted is not None and loops.get(dotted.split(".")[0]) == "unit" and dotted.endswith(".towns") and len(loops) == 1


def _dotted(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return f"{node.node.name}.{node.attr}"
    return None


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
