"""The texts last approved, as Word files in `审查/已审/`: what a redline compares with."""

from __future__ import annotations

import re

from toolkit.files import archive, inside
from toolkit.files.archive import Refused
from toolkit.kit import Kit

FOLDER = "审查/已审"
_NAMED = re.compile(r"([PBTC][0-9]{2})-")


def files(kit: Kit) -> dict[str, bytes]:
    """Document → the file, the last by name where there are several; what cannot be read is left out."""
    found = {}
    for path in sorted((kit.root / FOLDER).glob("*.docx")):
        named = _NAMED.match(path.name)
        if named and not inside.fault(kit.root, path):
            try:
                found[named[1]] = archive.content(path)
            except (OSError, Refused):
                continue
    return found


def files_by_name(kit: Kit) -> dict[str, list[str]]:
    """Document → the paths of its files there."""
    found: dict[str, list[str]] = {}
    for path in sorted((kit.root / FOLDER).glob("*.docx")):
        named = _NAMED.match(path.name)
        if named:
            found.setdefault(named[1], []).append(f"{FOLDER}/{path.name}")
    return found
