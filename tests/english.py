"""What may stand in Chinese in an English message, and what is left beside it."""

from __future__ import annotations

import re

_QUOTED = r"“[^”]*”|\"[^\"]*\"|'[^']*'|《[^》]*》"  # as it is printed: a choice, a column, what somebody wrote
_TO_COPY = r"\b[Ww]rite(?: it like)?: .*|: +(?=(?:- )?\{?[a-z_]+: ).*|\blinyi [a-z]+ .*|--[a-z]+ \S+"  # to the end: it is typed as it stands
_FILE = r"\S*/[^\s,;:]*|\S+\.(?:yaml|md|xlsx|docx|json)\b|\bR\d{2}-\w+"
_ALLOWED = re.compile("|".join((_QUOTED, _TO_COPY, _FILE)))
_CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")


def chinese_in(message: str) -> list[str]:
    """The Chinese words and commas that an English sentence is not made of."""
    return _CHINESE.findall(_ALLOWED.sub(" ", message))
