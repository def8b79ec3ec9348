"""The kits of the desk's folder. A browser names one of those that lie there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from toolkit.desk.glance import Glance, glance, is_kit, lying_in

if TYPE_CHECKING:
    from toolkit.kit import Kit

_MOST = 600  # kits that are listed: a province with all its counties


def names(folder: Path) -> list[str]:
    """What the kits of the folder are called, the folder itself where it is one."""
    return [folder.name] if is_kit(folder) else lying_in(folder)[:_MOST]


def root(folder: Path, name: str) -> Path:
    """The folder of the kit called so. 404 where there is none."""
    if name not in names(folder):
        raise HTTPException(404)
    return folder if is_kit(folder) else folder / name


def kit(folder: Path, name: str) -> Kit:
    """The kit called so, after an interrupted write is finished. Raises ToolkitError; 404 where there is none."""
    from toolkit import kit as kits

    return kits.find(root(folder, name))


def glances(folder: Path) -> Iterator[Glance]:
    for name in names(folder):
        yield glance(root(folder, name))
