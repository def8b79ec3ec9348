"""What is to be written, before anything touches the disk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Artifact:
    """A file to be written. `path` is relative to the output folder, with forward slashes."""

    path: str
    content: bytes
