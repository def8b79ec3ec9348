"""The steps of a revision, as a journal and a backup keep them. Such a file may come from others: it is held to the kit."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from toolkit.files import inside
from toolkit.files.journal import STEPS

_LARGEST = 20_000_000  # bytes of the list


@dataclass(frozen=True)
class Step:
    """A file and its hash before and after; None where it is not there."""

    path: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class Steps:
    """`undoes` is the backup that is used up by them; `made` are the kit's folders that come with them, or go with an undo."""

    command: str
    steps: tuple[Step, ...]
    undoes: str = ""
    made: tuple[str, ...] = ()


def written(listed: Steps) -> bytes:
    return json.dumps(asdict(listed), ensure_ascii=False).encode()


def read(folder: Path) -> Steps | None:
    """The steps of a journal or a backup; None where there are none that can be relied on."""
    path = folder / STEPS
    try:
        if inside.is_link(path) or path.stat().st_size > _LARGEST:
            return None
        data = json.loads(path.read_text(encoding="utf-8"))
        found = tuple(Step(str(entry["path"]), _hash(entry["old"]), _hash(entry["new"])) for entry in data["steps"])
        listed = Steps(str(data["command"]), found, str(data["undoes"]), tuple(map(str, data["made"])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    named = [*(step.path for step in found), *listed.made] + ([listed.undoes] if listed.undoes else [])
    # Some systems know no difference between A and a: what would lead into the journal itself is refused too.
    if any(not inside.is_relative(name) or name.lower().startswith((".kit/tx", ".kit/backup")) for name in named):
        return None
    return listed if not any("/" in name for name in (listed.undoes, *listed.made)) else None


def newest(backup: Path) -> str | None:
    """The name of the last revision that is kept whole in the folder of backups."""
    if inside.is_link(backup) or not backup.is_dir():
        return None
    names = sorted((path.name for path in backup.iterdir() if path.is_dir() and not inside.is_link(path)), reverse=True)
    return next((name for name in names if read(backup / name) is not None), None)


def _hash(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError
    return value
