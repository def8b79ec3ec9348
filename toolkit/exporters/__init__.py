"""Formats. An exporter turns rendered documents into artifacts; only the writer touches the disk.

An exporter is a module with `export(parts, city, register)` and `fingerprint()`. Its parts are the
documents, one artifact each, unless it has `parts(content)`, which names parts of another kind;
with `WHOLE = True` all its artifacts are built in one piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.registers import Ledger
from toolkit.render import Rendered


@dataclass(frozen=True)
class Content:
    """All that a city's kit holds, rendered: what exporters choose their parts from."""

    documents: Sequence[Rendered]
    ledgers: Sequence[Ledger] = ()
    downloads: tuple[str, ...] = ()  # formats whose built files the site carries


@dataclass(frozen=True)
class Artifact:
    """A file to be written. `path` is relative to the output folder, with forward slashes."""

    path: str
    content: bytes
