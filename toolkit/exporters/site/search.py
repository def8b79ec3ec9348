"""The site's search: our worker in the place of mkdocs-material's, and an index with what it needs.

Its own worker cuts Chinese by a word list and loses 24小时, words at a query's end, and what people call things.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from toolkit.city import sounds
from toolkit.files import sources, yamlfile

INDEX = "search/search_index.json"
SCRIPT = "search/search_index.js"  # the same for pages opened from a disk
EVERYDAY = "everyday.yaml"  # beside the site's looks: what people say, and where that stands
_WORKER = "search.js"
_PAGE = 0.1  # a page's own entry: beside its heading, its clauses shall be shown

Entry = dict[str, Any]


def mend(path: str, content: bytes) -> bytes | None:
    """The content of a built file; our search worker for the theme's, None for what only that one needs."""
    if "/workers/search." in path:
        return (sources.shared().templates / "site" / _WORKER).read_bytes()
    return None if "/javascripts/lunr/" in path else content


def weighed(index: Entry) -> Entry:
    """The index with its weights, what people say, and every bare heading joined to the part below it.

    A result then leads to a clause, not to the heading of its chapter.
    """
    docs = list(_joined(index["docs"]))
    return {**index, "config": {**index["config"], "linyi": _told(docs)}, "docs": docs}


def _joined(entries: list[Entry]) -> Iterator[Entry]:
    above: Entry | None = None
    for entry in entries:
        if "#" not in entry["location"]:
            entry = {**entry, "boost": entry.get("boost", 1) * _PAGE}
        elif not entry["text"]:
            if above:
                yield above
            above = entry
            continue
        elif above:
            entry = {**entry, "title": f"{above['title']} {entry['title']}"}
            above = None
        yield entry
    if above:
        yield above


def _told(docs: list[Entry]) -> Entry:
    """The list of everyday words with the places of this index, and how the signs sound; what it lacks is left out."""
    kept, places = everyday(), _places(docs)
    phrases = [{"say": item["say"], "to": [places[name] for name in item["to"] if name in places]} for item in kept["everyday"]]
    urgent = places.get(kept["urgent"])
    return {
        "everyday": [item for item in phrases if item["to"]], "same": kept["same"], "ignore": kept["ignore"],
        "urgent": urgent, "harm": kept["harm"] if urgent else [], "sounds": sounds.signs(),
    }


def everyday() -> Entry:
    """templates/site/everyday.yaml: `everyday`, `same`, `harm`, `ignore` and the page `urgent`."""
    path = sources.shared().templates / "site" / EVERYDAY
    found: Entry = yamlfile.read(path, path.name).data
    return found


def _places(docs: list[Entry]) -> dict[str, str]:
    """Every clause, document, register and page of an index by its id → its address."""
    found: dict[str, str] = {}
    for entry in docs:
        page, _, anchor = entry["location"].partition("#")
        found.setdefault(anchor or page.rpartition("/")[2].removesuffix(".html"), entry["location"])
    return found


def written(index: Entry) -> dict[str, bytes]:
    """The index as its two files; signs as signs take half the room of escapes."""
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    return {INDEX: text, SCRIPT: b"var __index = " + text}
