"""Formats. An exporter turns rendered documents into artifacts; only the writer touches the disk.

An exporter is a module with `export(parts, city, register)` and `fingerprint()`. Its parts are the
documents, one artifact each, unless it has `parts(content)`, which names parts of another kind;
with `WHOLE = True` all its artifacts are built in one piece.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.city.city import City
    from toolkit.errors import Finding
    from toolkit.registers.ledger import Ledger
    from toolkit.text.citations import Register
    from toolkit.text.deviations import Told
    from toolkit.text.issues import Issue
    from toolkit.text.render import Rendered


@dataclass(frozen=True)
class Content:
    """All that a city's kit holds, rendered: what exporters choose their parts from."""

    documents: Sequence[Rendered]  # adopted
    ledgers: Sequence[Ledger] = ()
    downloads: tuple[str, ...] = ()  # formats whose built files the site carries
    made: Sequence[Rendered] = ()  # put together of all this at build: nobody adopts or signs it
    deviations: tuple[Told, ...] = ()  # where the city's text differs from the national one
    text: str = ""  # the version of the national text, where it is known

    @property
    def papers(self) -> Sequence[Rendered]:
        """All that is printed alone: what is adopted, then what is made of it."""
        return (*self.documents, *self.made)


@dataclass(frozen=True)
class Checked:
    """A kit without errors, rendered."""

    city: City
    register: Register
    content: Content
    findings: list[Finding]  # warnings only
    vanished: frozenset[str] = frozenset()  # ids of documents and registers whose sources are gone
    issues: Sequence[Issue] = ()  # what was issued, oldest first


# The formats in the order in which they are built, each with the module that makes it: named, not
# imported, since each loads a library that the others do not need.
MODULES = {
    "docx": "toolkit.exporters.word.docx",
    "pdf": "toolkit.exporters.paper.pdf",
    "packs": "toolkit.exporters.paper.packs",
    "xlsx": "toolkit.exporters.xlsx",
    "pptx": "toolkit.exporters.slides.pptx",
    "calendar": "toolkit.exporters.paper.calendar",
    "handbook": "toolkit.exporters.paper.handbook",
    "site": "toolkit.exporters.site.site",
}


# What belongs to a format and is built piece by piece beside it.
BESIDE = {"site": ("pictures",)}
_PIECES = {"pictures": "toolkit.exporters.site.form_pictures"}


def exporter(form: str) -> Any:
    """The module that makes the format `form`, a key of MODULES, or what belongs to one."""
    return importlib.import_module({**MODULES, **_PIECES}[form])
