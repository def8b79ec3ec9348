"""Which clauses how many cities changed, and how: what a province sees of its cities' texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit.errors import Words
from toolkit.text.differing import KINDS, Deviation
from toolkit.text.phrases import Piece, pieces
from toolkit.text.policy import Clause, Document

_MOST = 20_000  # signs of a side that are kept


def differing(folder: Path) -> tuple[list[Mapping[str, Any]], str]:
    """Each deviation of the kit in `folder` with both sides' words and the city's reason, and its text's version. Raises ToolkitError.

    A dictionary each: id, document, kind, title, mark (the national side's fingerprint), national, local, reason.
    """
    from toolkit import kit
    from toolkit.text import base, deviations

    found = kit.find(folder)
    subject = found.subject().refuse_gaps()
    told = deviations.told(subject.deviations, subject.listed)
    lost: list[str] = []
    pairs = list(base.pairs(
        found.root, found.manifest()["files"], subject.documents, subject.texts, subject.unread, lost,
    ))
    national, local = _parts(item for item, _ in pairs), _parts(item for _, item in pairs)
    changes: list[Mapping[str, Any]] = []
    for item in subject.deviations:
        sides = _sides(item, national.get(item.id), local.get(item.id))
        changes.append({
            "id": item.id, "document": item.document, "kind": item.kind, "title": item.title,
            "mark": item.national, "national": sides[0], "local": sides[1], "reason": told[item.id].reason,
        })
    return changes, subject.text or ""


def _parts(documents: Iterator[Document | None]) -> dict[str, Clause]:
    return {part.id: part for document in documents if document for part, _ in document.parts() if part.id}


def _sides(item: Deviation, national: Clause | None, local: Clause | None) -> tuple[str, str]:
    """A clause's words on both sides, with its title or its condition where that differs. Of a whole document, its head
    or its fields, the fingerprints stand for them: they are too long to lay side by side."""
    from toolkit.text.marks import bare

    if item.kind not in ("changed", "deleted", "added", "moved"):
        return item.national, item.local
    both = [part for part in (national, local) if part]
    shown = [name for name in ("title", "when") if len({getattr(part, name) for part in both}) > 1]
    found = [
        "\n".join([*(str(getattr(part, name) or "") for name in shown), bare(part.text)]).strip("\n")[:_MOST] if part else ""
        for part in (national, local)
    ]
    return found[0], found[1]


@dataclass
class Wording:
    """One way to word a clause, beside the national one: the cities that chose it, in the fleet's order, and their reasons."""

    national: str
    local: str
    cities: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @cached_property
    def pieces(self) -> list[Piece]:
        """What changed, in phrases."""
        return pieces(self.national, self.local)


@dataclass
class Place:
    """What differs at one place of one national text. `wordings` are the most frequent first."""

    id: str
    document: str
    kind: str
    title: str
    wordings: list[Wording] = field(default_factory=list)

    @property
    def cities(self) -> int:
        return sum(len(wording.cities) for wording in self.wordings)

    @property
    def what(self) -> Words:
        return Words(KINDS[self.kind], _ENGLISH[self.kind])

    def shows(self, wording: Wording) -> list[Piece]:
        """What changed; nothing where a whole document or its head differs."""
        return wording.pieces if self.kind in ("changed", "deleted", "added") else []


_ENGLISH = {
    "changed": "changed", "deleted": "deleted", "added": "added", "moved": "moved", "fields": "its fields",
    "front": "its front matter", "dropped": "the document is gone", "document": "a document of the city's own",
}


def gathered(cities: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]) -> list[Place]:
    """The deviations of all cities by clause: what most cities changed comes first, then by id."""
    found: dict[tuple[str, str, str], Place] = {}
    for city, changes in cities:
        for item in changes:
            # A document of a city's own has no clause in common with another city's of that number.
            mark = item["local"] if item["kind"] in ("document", "added") else item["mark"]
            key = item["id"], item["kind"], mark
            clause = found.setdefault(key, Place(item["id"], item["document"], item["kind"], item["title"]))
            wording = next((known for known in clause.wordings if (known.national, known.local) == (item["national"], item["local"])), None)
            if wording is None:
                wording = Wording(item["national"], item["local"])
                clause.wordings.append(wording)
            wording.cities.append(city)
            if item["reason"] and item["reason"] not in wording.reasons:
                wording.reasons.append(item["reason"])
    for clause in found.values():
        clause.wordings.sort(key=lambda wording: -len(wording.cities))
    return sorted(found.values(), key=lambda clause: (-clause.cities, clause.id))
