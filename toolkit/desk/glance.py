"""The kits that lie in a folder, and how each looks at a glance: read without its texts. For the fleet too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from toolkit.city.blanks import blanks
from toolkit.errors import ToolkitError
from toolkit.files import inside, textfile, yamlfile
from toolkit.text import decisions

# Not out of toolkit.kit: a list of kits is there before the rules and the texts are loaded.
CITY, MADE = "city.yaml", "成果/.linyi-build.json"
_FOLDERS = ("制度", "表单", "培训", "读本", "台账/空白")


@dataclass(frozen=True)
class Glance:
    """`blank` is None where city.yaml cannot be read; `made` is when something was last built, `since` whether
    a text or a fact was changed after that."""

    name: str
    blank: int | None
    open: int
    made: datetime | None
    since: bool


def lying_in(folder: Path) -> list[str]:
    """The names of all kits that lie in the folder, sorted."""
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".") and is_kit(path))


def is_kit(path: Path) -> bool:
    return not inside.is_link(path) and (path / CITY).is_file() and inside.fault(path, path / CITY) is None


def glance(place: Path) -> Glance:
    made = _time(place / MADE)
    newest = max(map(_seconds, _sources(place)), default=0.0)
    return Glance(place.name, _blank(place / CITY), _open(place), made, made is not None and newest > made.timestamp())


def _blank(path: Path) -> int | None:
    try:
        return len(list(blanks(yamlfile.read(path, CITY))))
    except (textfile.Unreadable, OSError, ToolkitError):
        return None


def _open(place: Path) -> int:
    path = place / decisions.PATH
    try:
        if inside.fault(place, path) or path.stat().st_size > decisions.LARGEST:
            return 0
        return len(json.loads(path.read_bytes())["open"])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return 0  # the check tells


def _sources(place: Path) -> Iterator[Path]:
    yield place / CITY
    for folder in _FOLDERS:
        yield from (place / folder).glob("*.*")


def _seconds(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _time(path: Path) -> datetime | None:
    seconds = _seconds(path)
    return datetime.fromtimestamp(seconds) if seconds else None
