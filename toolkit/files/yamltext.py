"""Values as YAML text that reads back as the same values, each on one line."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

_NOT_TEXT = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def flow(value: Any) -> str:
    """A mapping, a list or a scalar."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A scalar that reads back as the same value and type."""
    if not isinstance(value, str):
        return json.dumps(value)
    if _plain().fullmatch(value) and value.lower() not in _NOT_TEXT and value == value.strip():
        return value
    return quoted(value)


def quoted(value: str) -> str:
    """Text in double quotation marks."""
    # YAML takes these for line breaks, or not at all, where JSON lets them stand.
    written = json.dumps(value, ensure_ascii=False)
    return re.sub(r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]", lambda m: f"\\u{ord(m[0]):04x}", written)


@cache  # and not at once: so wide a range takes its time, and a check writes nothing
def _plain() -> re.Pattern[str]:
    return re.compile(r"[\u4e00-\u9fffA-Za-z（）“”、，。《》·][\u4e00-\u9fffA-Za-z0-9（）“”、，。《》·/ -]*")
