"""The part of a file's data that has the types of its schema, for those who read it before it is judged.

`validation` tells what is wrong; what is left here can be relied on, key by key.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

_IS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    # 4.0 is a decimal to whoever prints it, and true is no 1.
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value),
    "boolean": lambda value: isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "null": lambda value: value is None,
}


def is_type(value: Any, name: str) -> bool:
    """Whether a value is of one of JSON Schema's types, taken strictly."""
    return _IS[name](value)


def has_type(value: Any, schema: Mapping[str, Any]) -> bool:
    wanted = schema.get("type", ())
    if isinstance(wanted, str):
        return is_type(value, wanted)
    return not wanted or any(is_type(value, name) for name in wanted)


def sound(value: Any, schema: Mapping[str, Any]) -> Any:
    """`value`, itself of the schema's type, without keys and items that are not of theirs."""
    if isinstance(value, dict):
        known = schema.get("properties", {})
        return {
            key: sound(child, known[key]) if key in known else child
            for key, child in value.items() if key not in known or has_type(child, known[key])
        }
    if isinstance(value, list):
        items = schema.get("items", {})
        return [sound(item, items) for item in value if has_type(item, items)]
    return value
