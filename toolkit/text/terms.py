"""What a form says of taking back and of keeping: front matter that names the city's values as clauses do."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.text.policy import Document

KEYS = ("withdrawal", "retention")
_TAG = re.compile(r"\{[{%]")


def with_values(document: Document) -> Iterator[tuple[str, str]]:
    """Key and words, as written, of those that take a value of the city or hang on a switch."""
    said = ((key, document.data.get(key)) for key in KEYS)
    return ((key, words) for key, words in said if isinstance(words, str) and _TAG.search(words))
