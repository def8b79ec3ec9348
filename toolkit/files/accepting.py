"""Whether a value is as its schema says: yes, or perhaps not.

As good as every file is, and the validator, which can say what is wrong, need not be loaded for it.
A yes is never given where the validator would find a fault; a test compares. A keyword that is not
known here is never met.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from toolkit.files.filenames import filename_fault, is_blank
from toolkit.files.shapes import is_type

Check = Callable[[Any], bool]
_SAYS_NOTHING = {"title", "description", "examples", "default", "$schema", "$id"}
_compiled: dict[int, tuple[Any, Check]] = {}  # by the schema's identity, which lasts as long as it stands here
_MOST = 64


def accepts(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether `value` is certainly as `schema` says. The schema is not to be changed afterwards."""
    found = _compiled.get(id(schema))
    if found is None:
        if len(_compiled) >= _MOST:
            _compiled.clear()
        found = _compiled[id(schema)] = schema, _check(schema)
    return found[1](value)


def _check(schema: Any) -> Check:
    if isinstance(schema, bool):
        return lambda _: schema
    checks = tuple(_checks(schema))
    if len(checks) == 1:
        return checks[0]

    def meets(value: Any) -> bool:
        for check in checks:  # noqa: SIM110 - a generator would cost more than the checks
            if not check(value):
                return False
        return True

    return meets


def _checks(schema: Mapping[str, Any]) -> Iterator[Check]:
    for keyword, wanted in schema.items():
        if keyword in KEYWORDS:
            yield KEYWORDS[keyword](wanted)
        elif keyword not in _SAYS_NOTHING and keyword not in _OF_KEYS and not keyword.startswith("x-"):
            yield lambda _: False
    if not _OF_KEYS.isdisjoint(schema):
        yield _mapping(schema)


def _type(wanted: str | Iterable[str]) -> Check:
    names = (wanted,) if isinstance(wanted, str) else tuple(wanted)
    if len(names) == 1:
        return lambda value: is_type(value, names[0])
    return lambda value: any(is_type(value, name) for name in names)


def _text(meets: Callable[[str], bool]) -> Check:
    return lambda value: not isinstance(value, str) or meets(value)


def _list(meets: Callable[[list[Any]], bool]) -> Check:
    return lambda value: not isinstance(value, list) or meets(value)


def _number(meets: Callable[[float], bool]) -> Check:
    return lambda value: not is_type(value, "number") or meets(value)


def _items(schema: Any) -> Check:
    if not isinstance(schema, Mapping):
        return lambda _: False
    check = _check(schema)
    return _list(lambda items: all(map(check, items)))


def _are_unique(items: list[Any]) -> bool:
    """Items that Python takes for equal are not (1 and true, to the validator, are two)."""
    return len({_frozen(item) for item in items}) == len(items)


def _frozen(value: Any) -> Any:
    if isinstance(value, dict):
        return frozenset((key, _frozen(child)) for key, child in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _mapping(schema: Mapping[str, Any]) -> Check:
    known = {key: _check(entry) for key, entry in schema.get("properties", {}).items()}
    forms = [(form, _check(entry)) for form, entry in schema.get("patternProperties", {}).items()]
    needed = set(schema.get("required", ()))
    others = _check(schema.get("additionalProperties", True))

    def meets(value: Any) -> bool:
        if not isinstance(value, dict):
            return True
        if not needed <= value.keys():
            return False
        for key, child in value.items():
            if not isinstance(key, str):
                return False
            matching = [check for form, check in forms if re.search(form, key)] if forms else []
            if key in known:
                matching.append(known[key])
            for check in matching or (others,):
                if not check(child):
                    return False
        return True

    return meets


_OF_KEYS = {"properties", "patternProperties", "required", "additionalProperties"}
KEYWORDS: dict[str, Callable[[Any], Check]] = {
    "type": _type,
    "enum": lambda options: lambda value: any(type(option) is type(value) and option == value for option in options),
    # "$" also matches before a final line break, which no pattern here means.
    "pattern": lambda pattern: _text(lambda text: "\n" not in text and bool(re.search(pattern, text))),
    "minLength": lambda least: _text(lambda text: len(text) >= least and not (least and is_blank(text))),
    "maxLength": lambda most: _text(lambda text: len(text) <= most),
    "x-filename": lambda wanted: _text(lambda text: not wanted or is_blank(text) or not filename_fault(text)),
    "minimum": lambda least: _number(lambda number: number >= least),
    "maximum": lambda most: _number(lambda number: number <= most),
    "items": _items,
    "minItems": lambda least: _list(lambda items: len(items) >= least),
    "maxItems": lambda most: _list(lambda items: len(items) <= most),
    "uniqueItems": lambda wanted: _list(lambda items: not wanted or _are_unique(items)),
}
