"""Formats. An exporter turns rendered documents into artifacts; only the writer touches the disk.

An exporter is a module with `export(parts, city, register)` and `fingerprint()`. Its parts are the
documents, one artifact each, unless it has `parts(documents)`, which names parts of another kind;
with `WHOLE = True` all its artifacts are built in one piece.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Artifact:
    """A file to be written. `path` is relative to the output folder, with forward slashes."""

    path: str
    content: bytes
