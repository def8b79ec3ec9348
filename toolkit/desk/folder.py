"""The kits of a folder. A browser names one of those that lie there, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from toolkit.city.blanks import blanks
from toolkit.errors import ToolkitError
from toolkit.files import inside, textfile, yamlfile
from toolkit.text import decisions

if TYPE_CHECKING:
    from toolkit.kit import Kit

CITY, MADE = "city.yaml", "成果/.linyi-build.json"
_MOST = 600  # kits that are listed: a province with all its counties


@dataclass(frozen=True)
class Glance:
    """A kit as the list shows it, read without its texts. `blank` is None where city.yaml cannot be read; `made`
    is when something was last built, `since` whether a text or a fact was changed after that."""

    name: str
    blank: int | None
    open: int
    made: datetime | None
    since: bool


def names(folder: Path) -> list[str]:
    """What the kits of the folder are called, the folder itself where it is one."""
    if _is_kit(folder):
        return [folder.name]
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith(".") and _is_kit(path))[:_MOST]


def _is_kit(path: Path) -> bool:
    return not inside.is_link(path) and (path / CITY).is_file() and inside.fault(path, path / CITY) is None


def root(folder: Path, name: str) -> Path:
    """The folder of the kit called so. 404 where there is none."""
    if name not in names(folder):
        raise HTTPException(404)
    return folder if _is_kit(folder) else folder / name


def kit(folder: Path, name: str) -> Kit:
    """The kit called so, after an interrupted write is finished. Raises ToolkitError; 404 where there is none."""
    from toolkit import kit as kits

    return kits.find(root(folder, name))


def glances(folder: Path) -> Iterator[Glance]:
    for name in names(folder):
        yield glance(root(folder, name))


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
    for folder in ("制度", "表单", "培训", "读本", "台账/空白"):
        yield from (place / folder).glob("*.*")


def _seconds(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _time(path: Path) -> datetime | None:
    seconds = _seconds(path)
    return datetime.fromtimestamp(seconds) if seconds else None
