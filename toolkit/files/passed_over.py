"""What lies among files that are read, and is not read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from pathlib import Path

# What systems and office programs leave beside files; and blank workbooks beside their definitions.
_LITTER = re.compile(r"[.~]|(?:Thumbs\.db|desktop\.ini|.*\.(?:xlsx|xls|et))$", re.I)


def passed_over(root: Path, folders: Iterable[str], read: Collection[str]) -> list[str]:
    """Names, relative to `root`, of all in these folders that is not in `read` and no litter."""
    found = (f"{folder}/{path.name}" for folder in folders for path in sorted((root / folder).glob("*")))
    return [name for name in found if name not in read and not _LITTER.match(name.rpartition("/")[2])]
