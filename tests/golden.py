"""Golden files: text that a person has read and found right.

With LINYI_GOLDEN=write (in one process) they are written anew; read the difference before you keep it.
"""

from __future__ import annotations

import os
from pathlib import Path

_HEAD = "== "


def same(found: str, path: Path, section: str = "") -> None:
    """Holds `found`, lines that each end, against a golden file, or against one section of it."""
    kept = _sections(path)
    if os.environ.get("LINYI_GOLDEN") == "write":
        kept[section] = found
        heads = sorted(name for name in kept if kept[name] or name)
        path.write_text("".join(f"{_HEAD}{name}\n{kept[name]}" if name else kept[name] for name in heads), encoding="utf-8", newline="\n")
    if found != kept.get(section, ""):
        print(f"{path.name} says something else. If the new words are right: LINYI_GOLDEN=write, one process, and read the difference.")
    assert found == kept.get(section, "")


def _sections(path: Path) -> dict[str, str]:
    found, name = {"": ""}, ""
    for line in path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else ():
        if line.startswith(_HEAD):
            name = line.removeprefix(_HEAD).rstrip("\n")
            found[name] = ""
        else:
            found[name] += line
    return found
