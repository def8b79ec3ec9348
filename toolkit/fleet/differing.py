"""Which clauses how many cities changed, and how: what a province sees of its cities' texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.errors import Words
from toolkit.text.phrases import Piece, pieces

_MOST = 20_000  # signs of a side that are kept


def differing(folder: Path) -> tuple[list[Mapping[str, Any]], str]:
    """Each deviation of the kit in `folder` with both sides' words and the city's reason, and its text's version. Raises ToolkitError.

    A dictionary each: id, document, kind, title, national, local, reason.
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
    national, local = _words(item for item, _ in pairs), _words(item for _, item in pairs)
    return [
        {
            "id": item.id, "document": item.document, "kind": item.kind, "title": item.title,
            "national": _side(item.kind, national.get(item.id, ""), item.national), "local": _side(item.kind, local.get(item.id, ""), item.local),
            "reason": told[item.id].reason,
        }
        for item in subject.deviations
    ], subject.text or ""


def _words(documents: Iterator[Any]) -> dict[str, str]:
    """The title and the words of every part that has an id."""
    from toolkit.text.marks import bare

    return {
        part.id: f"{part.title}\n{bare(part.text)}".strip("\n")[:_MOST]
        for document in documents if document for part, _ in document.parts() if part.id
    }


def _side(kind: str, words: str, mark: str) -> str:
    """A clause's words. Of a whole document, its head or its fields, the fingerprint stands for them: they are too long to lay side by side."""
    return words if kind in ("changed", "deleted", "added", "moved") else mark


@dataclass
class Wording:
    """One way to word a clause: the cities that chose it, in the fleet's order, and what reasons they gave."""

    local: str
    cities: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass
class Clause:
    """What differs at one place of one national text. `wordings` are the most frequent first."""

    id: str
    document: str
    kind: str
    title: str
    national: str
    wordings: list[Wording] = field(default_factory=list)

    @property
    def cities(self) -> int:
        return sum(len(wording.cities) for wording in self.wordings)

    @property
    def what(self) -> Words:
        from toolkit.text.differing import KINDS

        return Words(KINDS[self.kind], _ENGLISH[self.kind])

    def shows(self, wording: Wording) -> list[Piece]:
        """What changed, in phrases; nothing where a whole document or its head differs."""
        if self.kind not in ("changed", "deleted", "added"):
            return []
        return pieces(self.national, wording.local)


_ENGLISH = {
    "changed": "changed", "deleted": "deleted", "added": "added", "moved": "moved", "fields": "its fields",
    "front": "its front matter", "dropped": "the document is gone", "document": "a document of the city's own",
}


def gathered(cities: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]) -> list[Clause]:
    """The deviations of all cities by clause: what most cities changed comes first, then by id."""
    found: dict[tuple[str, str, str], Clause] = {}
    for city, changes in cities:
        for item in changes:
            # A document of a city's own has no clause in common with another city's of that number.
            mark = item["local"] if item["kind"] in ("document", "added") else item["national"]
            key = item["id"], item["kind"], mark
            clause = found.setdefault(key, Clause(
                item["id"], item["document"], item["kind"], item["title"], item["national"],
            ))
            wording = next((known for known in clause.wordings if known.local == item["local"]), None)
            if wording is None:
                wording = Wording(item["local"])
                clause.wordings.append(wording)
            wording.cities.append(city)
            if item["reason"] and item["reason"] not in wording.reasons:
                wording.reasons.append(item["reason"])
    for clause in found.values():
        clause.wordings.sort(key=lambda wording: -len(wording.cities))
    return sorted(found.values(), key=lambda clause: (-clause.cities, clause.id))
