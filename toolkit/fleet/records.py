"""What a fleet remembers of each city: the last outcome of each command, one small file a city.

Whether there is anything to do is never read from here: the commands see it by their own fingerprints.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from toolkit.errors import ToolkitError
from toolkit.files import inside, lock, temporary, transaction
from toolkit.fleet import outcome as outcomes
from toolkit.fleet.outcome import Outcome
from toolkit.fleet.places import LOCK, MAKING, OWN, RECORDS

_LARGEST = 2_000_000  # bytes of a city's record
_HIDDEN = "*\n"  # what a fleet remembers is no part of anybody's repository


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """The folder of a fleet, which no other fleet command writes meanwhile. Raises ToolkitError after 20 seconds of waiting."""
    inside.refuse_link(root / OWN)
    with transaction.writing(root):
        (root / RECORDS).mkdir(parents=True, exist_ok=True)
    with lock.alone(root / LOCK, root):
        import shutil

        shutil.rmtree(root / MAKING, ignore_errors=True)  # kits that a kill cut off
        ignored = root / OWN / ".gitignore"
        if not ignored.exists():
            temporary.put(ignored, _HIDDEN)
        yield


def note(root: Path, outcome: Outcome) -> None:
    """Remembers an outcome as the last one of its command."""
    known = {**runs(root, outcome.folder), outcome.verb: outcome}
    written = {"format": 1, "runs": {verb: outcomes.written(item) for verb, item in known.items()}}
    with transaction.writing(root):
        temporary.put(_path(root, outcome.folder), json.dumps(written, ensure_ascii=False, indent=1) + "\n")


def runs(root: Path, folder: str) -> Mapping[str, Outcome]:
    """The last outcome of each command on the kit `folder`; of a damaged record, what can be read."""
    path, found = _path(root, folder), {}
    try:
        if inside.has_link(root, path.relative_to(root).as_posix()) or path.stat().st_size > _LARGEST:
            return {}
        given = json.loads(path.read_text(encoding="utf-8"))["runs"]
        for verb in outcomes.VERBS:
            with contextlib.suppress(ValueError, TypeError, LookupError, AttributeError):
                found[verb] = outcomes.read(given[verb])
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return {}
    return found


def _path(root: Path, folder: str) -> Path:
    return root / RECORDS / f"{folder}.json"


def refuse_missing(root: Path) -> None:
    """Raises ToolkitError where there is no such folder."""
    if not root.is_dir():
        raise ToolkitError(
            zh=f"没有文件夹 {root}", en=f"there is no folder {root}",
            fix_zh="看看 --out 写对没有；工具包还没有建，先用 linyi fleet new", fix_en="look at --out; or make the kits first: linyi fleet new",
        )
