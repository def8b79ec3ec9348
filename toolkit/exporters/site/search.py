"""Mends mkdocs-material's Chinese search in the built site, and says what weighs how much.

Its search worker cuts a query into words of the index, but never looks at a word that reaches the
end of the query: "保密" is searched as "保". One comparison is off by one. And a word of one sign
weighs like any other: "不独处" finds every "不". Such a word counts only where it stands alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

INDEX = "search/search_index.json"
SCRIPT = "search/search_index.js"  # the same for pages opened from a disk
_PAGE = 0.1  # a page's own entry: beside its heading, its clauses shall be shown

_CUT = re.compile(rb"(for\(let (\w+)=(\w+)\+1;\2)<(?=(\w+)\.length;\2\+\+\)\4\.slice\(\3,\2\)in )")
_WORDS = re.compile(rb'return (\w+)\.has\(""\)\?')

Entry = dict[str, Any]


def mend(path: str, content: bytes) -> bytes:
    """The content of a built file, mended where it is the search worker of a known make."""
    if "/workers/search." not in path:
        return content
    return _WORDS.sub(rb"\1.size>1&&\1.forEach(w=>{w.length<2&&\1.delete(w)});\g<0>", _CUT.sub(rb"\1<=", content))


def weighed(index: Entry) -> Entry:
    """The index with its weights, and every bare heading joined to the part below it.

    A result then leads to a clause, not to the heading of its chapter.
    """
    return {**index, "docs": list(_joined(index["docs"]))}


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


def written(index: Entry) -> dict[str, bytes]:
    """The index as its two files; signs as signs take half the room of escapes."""
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    return {INDEX: text, SCRIPT: b"var __index = " + text}
