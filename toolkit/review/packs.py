"""The record of what was sent: `.kit/packs/<id>.json`, one for each pack, read again when a file comes back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.files import inside
from toolkit.review import packed
from toolkit.review.packed import Packed

FOLDER = ".kit/packs"
PROPERTY, DOCUMENT = "LinyiPack", "LinyiDocument"  # custom properties of a packed Word file
_LARGEST = 50_000_000  # bytes of a record


@dataclass(frozen=True)
class Pack:
    """A pack. `on` is its day, as 2026-12-01; `hashes` are those of each document's parts, by document."""

    id: str
    on: str
    documents: Mapping[str, Packed]
    hashes: Mapping[str, Mapping[str, str]]


def path(name: str) -> str:
    """Where the record of a pack lies in a kit."""
    return f"{FOLDER}/{name}.json"


def written(pack: Pack) -> bytes:
    """The record's bytes: the same for the same pack."""
    data = {
        "format": 1, "id": pack.id, "on": pack.on, "hashes": pack.hashes,
        "documents": [document.data() for document in pack.documents.values()],
    }
    return (json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def load(root: Path) -> list[Pack]:
    """The packs of the kit at `root`, oldest first; a damaged record is left out."""
    return [found for found in map(_read, _files(root)) if found]


def _files(root: Path) -> Iterable[Path]:
    folder = root / FOLDER
    if inside.is_link(root / ".kit") or inside.is_link(folder) or not folder.is_dir():
        return ()
    return sorted(found for found in folder.glob("*.json") if not inside.is_link(found) and found.stat().st_size <= _LARGEST)


def _read(file: Path) -> Pack | None:
    try:
        data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        documents = [packed.restore(entry) for entry in data["documents"]]
        return Pack(str(data["id"]), str(data["on"]), {entry.document: entry for entry in documents}, dict(data["hashes"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
