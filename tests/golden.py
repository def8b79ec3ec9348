"""Golden files: text that a person has read and found right. LINYI_GOLDEN=write writes them anew; read the difference."""

from __future__ import annotations

import os
from pathlib import Path


def same(found: str, path: Path) -> None:
    if os.environ.get("LINYI_GOLDEN") == "write":
        path.write_text(found, encoding="utf-8", newline="\n")
    assert found == path.read_text(encoding="utf-8")
