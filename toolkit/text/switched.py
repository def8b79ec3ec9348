"""What of the text hangs on each switch of a city: documents, and clauses or passages of the others. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from toolkit.text import placeholders, terms
from toolkit.text.policy import Document

_IF = re.compile(r"\{%[-+]?\s*if\s+(.*?)\s*[-+]?%\}")


@dataclass
class Hanging:
    """Titles of whole documents, and how many clauses or passages of others stand only so."""

    documents: list[str] = field(default_factory=list)
    passages: int = 0


def switched(documents: Iterable[Document]) -> dict[tuple[str, bool], Hanging]:
    """By the switch and whether it is on: what stands then and not otherwise."""
    found: dict[tuple[str, bool], Hanging] = {}
    for document in documents:
        if document.when:
            found.setdefault(placeholders.switch(document.when), Hanging()).documents.append(document.title)
        conditions = [condition for _, words in terms.with_values(document) for condition in _IF.findall(words)]
        for part, _ in document.parts():
            conditions += [part.when] if part.when else _IF.findall(part.text)
        for condition in conditions:
            found.setdefault(placeholders.switch(condition), Hanging()).passages += 1
    return found
