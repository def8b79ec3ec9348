"""JSON Schema, draft 7, as the schemas here mean it: the validator that says what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError

from toolkit.files.filenames import filename_fault, is_blank
from toolkit.files.shapes import is_type


def errors(value: Any, schema: dict[str, Any]) -> Iterator[Any]:
    """jsonschema's errors."""
    found: Iterator[Any] = _validator(json.dumps(schema)).iter_errors(value)
    return found


@lru_cache(maxsize=64)
def _validator(schema_text: str) -> Any:
    return _Draft7(json.loads(schema_text))


def _pattern(_: Any, pattern: str, value: Any, __: Any) -> Iterator[ValidationError]:
    # "$" also matches before a final line break, which no pattern here means.
    if isinstance(value, str) and ("\n" in value or not re.search(pattern, value)):
        yield ValidationError("pattern")


def _filename(_: Any, wanted: bool, value: Any, __: Any) -> Iterator[ValidationError]:
    if wanted and isinstance(value, str) and not is_blank(value) and filename_fault(value):
        yield ValidationError("filename")


def _filled(_: Any, least: int, value: Any, __: Any) -> Iterator[ValidationError]:
    if isinstance(value, str) and (len(value) < least or (least and is_blank(value))):
        yield ValidationError("minLength")


_extend: Any = jsonschema.validators.extend
_Draft7: Any = _extend(
    jsonschema.Draft7Validator,
    {"pattern": _pattern, "minLength": _filled, "x-filename": _filename},
    type_checker=jsonschema.Draft7Validator.TYPE_CHECKER.redefine_many({
        name: lambda _, value, name=name: is_type(value, name) for name in ("integer", "number")
    }),
)
