"""What the national text was at its last release: a hash of every clause, to tell what changed since.

`scripts/release.py` writes the record when a release is made. Until the first one there is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.files import yamlfile
from toolkit.text.policy import Clause, Document

FILE = "release.yaml"


@dataclass(frozen=True)
class Released:
    """A clause as it was: its title, the hash of its source text, and whether only some cities have it."""

    title: str
    source: str
    conditional: bool = False


@dataclass(frozen=True)
class Release:
    version: str
    on: str  # the day, as 2026-01-31
    clauses: Mapping[str, Released]


def fingerprint(clause: Clause) -> str:
    """The hash of a clause's title and source text, placeholders unfilled: the same in every city."""
    return hashlib.sha256(f"{clause.title}\n{clause.text}".encode()).hexdigest()[:16]


def last(policies: Path) -> Release | None:
    """The release recorded in the folder of the policies, if any."""
    path = policies / FILE
    if not path.is_file():
        return None
    data = yamlfile.read(path, path.name).data
    clauses = {name: Released(**entry) for name, entry in data["clauses"].items()}
    return Release(data["version"], data["on"], clauses)


def record(documents: Iterable[Document], version: str, on: str) -> dict[str, Any]:
    """What `last` reads back, of these documents as they are now."""
    clauses = {}
    for document in documents:
        for chapter in document.chapters:
            for clause in chapter.clauses:
                entry: dict[str, Any] = {"title": clause.title, "source": fingerprint(clause)}
                if clause.when or chapter.when or document.when:
                    entry["conditional"] = True
                clauses[clause.id] = entry
    return {"version": version, "on": on, "clauses": clauses}
