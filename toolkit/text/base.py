"""The national text that a kit last adopted, `.kit/base`, beside the documents that are not like it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from toolkit.errors import Finding
from toolkit.files import inside, textfile
from toolkit.files.textfile import Unreadable
from toolkit.text import policy
from toolkit.text.differing import Pair
from toolkit.text.policy import Document

FOLDER = ".kit/base"


def pairs(
    root: Path, entries: Iterable[Mapping[str, str]], documents: Iterable[Document], texts: Mapping[str, str],
    unread: Collection[str], lost: list[str],
) -> Iterator[Pair]:
    """Each document of the kit `root` that is not word for word its base, with that base.

    `entries` are the manifest's, `texts` the documents' by path. A document that is like its base is
    known by the manifest's hash and costs nothing. `unread` are documents that lie here and cannot be
    read; `lost` hears of those whose base cannot be read.
    """
    listed = {str(entry["id"]): entry for entry in entries if entry.get("ownership") == "text" and "id" in entry}
    seen = set()
    for document in documents:
        entry = listed.get(document.id)
        if document.id in seen or not document.id:
            continue  # DOC301 tells of a second file
        seen.add(document.id)
        if entry is None:
            yield None, document
        elif hashlib.sha256(texts.get(document.path, "").encode()).hexdigest() != entry.get("sha256"):
            base = _read(root, entry)
            if base is None:
                lost.append(document.id)
            else:
                yield base, document
    for name, entry in listed.items():
        if name not in seen and name not in unread:
            yield _read(root, entry), None


def _read(root: Path, entry: Mapping[str, str]) -> Document | None:
    shown = f"{FOLDER}/{entry.get('base', '')}"
    refused: list[Finding] = []
    if not inside.is_relative(entry.get("base")):
        return None
    try:
        for path, name in inside.readable(root, [(root / shown, shown)], refused):
            return policy.parse(textfile.read_text(path, name), name)[0]
    except (Unreadable, OSError):
        pass
    return None
