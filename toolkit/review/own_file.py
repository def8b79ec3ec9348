"""A Word file that this program made, opened to write into it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from toolkit.files import archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT = "word/document.xml"


@dataclass
class OwnFile:
    """The parts of a .docx, name → bytes. What is written into `root` or a `tree` is in `closed`."""

    parts: dict[str, bytes]

    def __post_init__(self) -> None:
        self._trees: dict[str, Any] = {}

    @classmethod
    def opened(cls, raw: bytes) -> OwnFile:
        """Raises Refused where it is damaged or too large."""
        return cls(archive.parts(raw, lambda name: True))

    def tree(self, name: str) -> Any:
        """The root of a part."""
        if name not in self._trees:
            from lxml import etree

            self._trees[name] = etree.fromstring(self.parts[name], etree.XMLParser(resolve_entities=False, no_network=True))
        return self._trees[name]

    @cached_property
    def body(self) -> Any:
        return self.tree(DOCUMENT).find(W + "body")

    def closed(self) -> bytes:
        """The same input gives the same bytes."""
        from lxml import etree

        written = {
            name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            for name, tree in self._trees.items()
        }
        return archive.packed({**self.parts, **written})
