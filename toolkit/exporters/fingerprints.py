"""What a built file depends on besides its text: looks and the exporters themselves."""

from __future__ import annotations

import hashlib
import os
import sys
from functools import cache
from pathlib import Path


@cache
def of_folder(folder: Path) -> str:
    """The hash of every file below `folder`, names included."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def version(distribution: str) -> str:
    """The version of an installed package, by the name of its folder: `importlib.metadata` would read and parse its whole page."""
    for folder in sys.path:
        if not os.path.isdir(folder):
            continue
        for name in os.listdir(folder):
            found, _, number = name.removesuffix(".dist-info").rpartition("-")
            if name.endswith(".dist-info") and found.lower().replace("_", "-") == distribution.lower():
                return number
    from importlib import metadata

    return metadata.version(distribution)


def of_package() -> str:
    """The hash of the exporters' own code."""
    return of_folder(Path(__file__).resolve().parent)
