"""A Word file put together of what pandoc makes once for all documents of a look, and of each document's own text."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from toolkit.exporters.word.ooxml import BOOKMARK_BASE
from toolkit.exporters.word.pandoc_ast import HERE

_DOCUMENT, _CORE, _CUSTOM = "word/document.xml", "docProps/core.xml", "docProps/custom.xml"
_BEGIN = "<!--document-->"  # what the template puts before each document; text has no "<" of its own
_MARK = re.compile(r'(<w:bookmark(?:Start|End) w:id=")([0-9]+)"')
_ESCAPED = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;", "'": "&#39;"})
_PROPERTY = '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="{}"><vt:lpwstr>{}</vt:lpwstr></property>'


def texts(together: bytes) -> list[str]:
    """The text of each document, of the document.xml that holds all; bookmarks are numbered as in a file of its own."""
    parts = together.decode().split(_BEGIN)[1:]
    numbers = [[number for _, digits in _MARK.findall(part) if (number := int(digits)) < BOOKMARK_BASE] for part in parts]
    first = min(map(min, filter(None, numbers)), default=0)
    return [_numbered(part, min(own, default=first) - first) for part, own in zip(parts, numbers, strict=True)]


def _numbered(part: str, before: int) -> str:
    """With the numbers that pandoc gave less the `before` that it gave to the documents above."""
    def counted(found: re.Match[str]) -> str:
        number = int(found[2])
        return f'{found[1]}{number - before if number < BOOKMARK_BASE else number}"'

    return _MARK.sub(counted, part) if before else part


def framed(frame: Mapping[str, bytes], text: str, meta: Mapping[str, Any]) -> dict[str, bytes]:
    """The parts of a Word file of this text; `meta` is its AST's: what the file says of itself."""
    document = frame[_DOCUMENT].decode().replace(f"\n    {HERE}\n", text, 1)
    parts = {**frame, _DOCUMENT: document.encode()}
    _say(parts, {name: "" if value["t"] == "MetaBlocks" else "".join(node["c"] for node in value["c"]).translate(_ESCAPED) for name, value in meta.items()})
    return parts


def _say(parts: MutableMapping[str, bytes], said: Mapping[str, str]) -> None:
    """Title, subject and summary in their places, and what has none among the properties of its own."""
    core = parts[_CORE].decode().replace("<dc:title></dc:title>", f"<dc:title>{said['title']}</dc:title>", 1)
    core = core.replace("<dc:language>", f"<dc:description>{said['description']}</dc:description><dc:language>", 1)
    core = core.replace("<cp:keywords>", f"<dc:subject>{said['subject']}</dc:subject><cp:keywords>", 1)
    parts[_CORE] = core.encode()
    own = sorted(said.keys() - {"title", "description", "subject", "lang"})
    if own:
        properties = "".join(_PROPERTY.format(number, name, said[name]) for number, name in enumerate(own, 2))
        parts[_CUSTOM] = parts[_CUSTOM].decode().replace(" />", f">{properties}</Properties>", 1).encode()
