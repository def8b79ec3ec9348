"""What the texts answer: obligations, norms and standards against the clauses and form fields.

It shows what stands where, and what stands nowhere. Whether a text is enough is counsel's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from toolkit.text.citations import Register
from toolkit.text.policy import Document

FRAMEWORKS = ("obligations", "norms", "standards")
# How a standard was placed: its clause was read, only its title, or it is the project's own.
_REFERENCES = {"text-read": "checked", "standard-level": "placed by title", "own": "ours"}


@dataclass(frozen=True)
class Row:
    """One thing that is asked, and the places that answer it (ids of clauses; `B01:name` a field)."""

    framework: str
    id: str
    level: str  # must, should or may; a norm is always a must
    reference: str  # checked, placed by title, ours, or secondary
    text: str
    answered: tuple[str, ...]


def rows(documents: Sequence[Document], register: Register, framework: str | None) -> list[Row]:
    """The rows of one framework, or of all, in the register's order."""
    answers = _answers(documents)
    made = {
        "obligations": [
            Row("obligations", item.id, item.severity, "checked" if item.articles else "secondary",
                item.text, answers.get(item.id, ()))
            for item in register.obligations.values()
        ],
        "norms": [
            Row("norms", norm, "must", "ours", home, _stating(documents, norm))
            for norm, home in register.norms.items()
        ],
        "standards": [
            Row("standards", item["id"], item["level"], _REFERENCES[item["ref"]], item["zh"],
                answers.get(item["id"], ()))
            for item in register.standards.values()
        ],
    }
    return [row for name in FRAMEWORKS if framework in (None, name) for row in made[name]]


def gaps(found: Iterable[Row]) -> list[Row]:
    return [row for row in found if not row.answered]


def _answers(documents: Sequence[Document]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for document in documents:
        for part, _ in document.parts():
            for name in part.answers:
                found.setdefault(name, []).append(part.id)
        for field in document.fields:
            for name in str(field.get("answers", "")).split():
                found.setdefault(name, []).append(f"{document.id}:{field.get('name', '？')}")
    return {name: tuple(places) for name, places in found.items()}


def _stating(documents: Sequence[Document], norm: str) -> tuple[str, ...]:
    return tuple(
        part.id for document in documents for part, _ in document.parts() if part.norm == norm
    )
