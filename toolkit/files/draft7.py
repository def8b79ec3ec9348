"""JSON Schema, draft 7, as the schemas here mean it: the validator that says what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError

from toolkit.files.accepting import KEYWORDS
from toolkit.files.shapes import is_type


def errors(value: Any, schema: dict[str, Any]) -> Iterator[Any]:
    """jsonschema's errors."""
    found: Iterator[Any] = _validator(json.dumps(schema)).iter_errors(value)
    return found


@lru_cache(maxsize=64)
def _validator(schema_text: str) -> Any:
    return _Draft7(json.loads(schema_text))


def _ours(keyword: str) -> Any:
    """A keyword that means here what `accepting` takes it to mean."""
    def judge(_: Any, wanted: Any, value: Any, __: Any) -> Iterator[ValidationError]:
        if not KEYWORDS[keyword](wanted)(value):
            yield ValidationError(keyword)

    return judge


_extend: Any = jsonschema.validators.extend
_Draft7: Any = _extend(
    jsonschema.Draft7Validator,
    {keyword: _ours(keyword) for keyword in ("pattern", "minLength", "x-filename")},
    type_checker=jsonschema.Draft7Validator.TYPE_CHECKER.redefine_many({
        name: lambda _, value, name=name: is_type(value, name) for name in ("integer", "number")
    }),
)
