"""Many files changed as one: staged in full, decided by one rename, then put in place.

Until the rename the folder is as it was; from then on the next run finishes what a kill cut off.
A journal is a file like any other and may come from others: what it names is held to the folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from toolkit.errors import ToolkitError, Words
from toolkit.files import inside, leaving, transaction

STAGE, JOURNAL, STEPS = ".linyi-new", ".linyi-journal", "steps.json"
_LARGEST = 20_000_000  # bytes of a journal's list
_WHOLE = 1_000_000  # bytes of a file that is read at once to be hashed


@dataclass(frozen=True)
class Change:
    """What a file becomes: `content`, or None where it goes. `ours` are the hashes that it may have
    now without being somebody's own work; None: whatever it is, it is the program's."""

    path: str
    content: bytes | None
    ours: tuple[str, ...] | None


@dataclass(frozen=True)
class _Step:
    path: str
    new: str | None  # the hash
    ours: tuple[str, ...] | None


def commit(folder: Path, changes: Sequence[Change]) -> list[str]:
    """Makes all `changes` below `folder`, or none; returns where people's own versions were moved to.

    Call it only while alone in `folder`. Raises ToolkitError: nothing has changed, unless it says so.
    """
    if not changes:
        return []
    _refuse(folder, changes)
    stage = folder / STAGE
    try:
        with transaction.writing(folder), leaving.undone(lambda: shutil.rmtree(stage, ignore_errors=True)):
            clear(stage)
            stage.mkdir(parents=True)
            _stage(stage, changes)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    with leaving.shielded():
        with transaction.writing(folder):
            transaction.replace(stage, folder / JOURNAL)
        return _finish(folder)


def finish(folder: Path) -> list[str]:
    """Finishes what a kill cut off, or takes it back; as `commit` otherwise."""
    clear(folder / STAGE)
    with leaving.shielded():
        return _finish(folder)


def is_unfinished(folder: Path) -> bool:
    return any((folder / name).is_dir() and not inside.is_link(folder / name) for name in (STAGE, JOURNAL))


def fault(folder: Path, path: str) -> Words | None:
    """Why no file can be put at `path` below `folder`, if none can."""
    if folder.exists() and not folder.is_dir():
        return Words(f"{folder} 不是文件夹", f"{folder} is not a folder")
    place = str(folder)
    *parents, name = PurePosixPath(path).parts
    for part in parents:
        place = os.path.join(place, part)
        found = inside.seen(place)
        if found is None:
            continue
        if inside.leads_on(found):
            return Words(f"{place} 是一个链接，不在里面写", f"{place} is a link; nothing is written through it")
        if not stat.S_ISDIR(found.st_mode):
            return Words(f"{place} 不是文件夹", f"{place} is not a folder")
    place = os.path.join(place, name)
    found = inside.seen(place)
    if found is not None and stat.S_ISDIR(found.st_mode) and not inside.leads_on(found):
        return Words(f"{place} 是文件夹", f"{place} is a folder")
    return None


def _refuse(folder: Path, changes: Sequence[Change]) -> None:
    for change in changes:
        found = fault(folder, change.path)
        if found:
            raise ToolkitError(
                zh=found.zh, en=found.en, fix_zh="把它移走，再运行；或者换一个位置：--out 文件夹",
                fix_en="move it away and run again, or choose another place: --out DIR",
            )


def _stage(stage: Path, changes: Sequence[Change]) -> None:
    steps: list[Mapping[str, object]] = []
    for number, change in enumerate(changes):
        if change.content is not None:
            write(stage / str(number), change.content)
        steps.append({
            "path": change.path, "new": None if change.content is None else digest(change.content),
            "ours": None if change.ours is None else list(change.ours),
        })
    write(stage / STEPS, json.dumps(steps, ensure_ascii=False).encode())


def write(path: Path, content: bytes) -> None:
    """A file that is on the disk when this returns."""
    with open(path, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _finish(folder: Path) -> list[str]:
    journal = folder / JOURNAL
    if inside.is_link(journal) or not journal.is_dir():
        clear(journal)
        return []
    steps, kept = _read(journal), []
    for number, step in enumerate(steps):
        try:
            moved = _place(folder, journal / str(number), step)
        except OSError as error:
            raise unfinished(folder / step.path, number, len(steps), error) from error
        kept += [moved] if moved else []
    clear(journal)
    return kept


def _place(folder: Path, staged: Path, step: _Step) -> str | None:
    """One step, which may have been done before; returns where somebody's own version was moved to."""
    target = folder / step.path
    if fault(folder, step.path):
        return None
    found = hash_of(target)
    if found == step.new:
        return None
    mine = found is None or step.ours is None or found in step.ours
    if step.new is None:
        if mine:
            target.unlink(missing_ok=True)
        return None
    if inside.is_link(staged) or hash_of(staged) != step.new:
        return None  # a damaged or forged journal: the file is built anew
    kept = None
    if not mine:
        aside = target.with_name(f"{target.stem}（本地修改 {str(found)[:8]}）{target.suffix}")
        transaction.replace(target, aside)
        kept = aside.relative_to(folder).as_posix()
    target.parent.mkdir(parents=True, exist_ok=True)
    staged.chmod(0o644)
    transaction.replace(staged, target)
    return kept


def _read(journal: Path) -> list[_Step]:
    """The steps of a journal; those of a damaged one are none."""
    try:
        path = journal / STEPS
        if inside.is_link(path) or path.stat().st_size > _LARGEST:
            return []
        steps = [_step(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []
    return steps if all(inside.is_relative(step.path) for step in steps) else []


def _step(entry: Mapping[str, object]) -> _Step:
    ours, new = entry["ours"], entry["new"]
    if not (isinstance(ours, list) or ours is None) or not (isinstance(new, str) or new is None):
        raise TypeError
    return _Step(str(entry["path"]), new, None if ours is None else tuple(map(str, ours)))


def clear(folder: Path) -> None:
    """Removes a stage or a journal, whatever lies there."""
    if inside.is_link(folder) or folder.is_file():
        with contextlib.suppress(OSError):
            folder.unlink()
    elif folder.exists():
        # The list goes first: what a kill leaves then is a journal without steps.
        with contextlib.suppress(OSError):
            (folder / STEPS).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def unfinished(place: Path, done: int, of: int, error: OSError) -> ToolkitError:
    """What to say when a step fails after the commit."""
    busy = isinstance(error, PermissionError)
    return ToolkitError(
        zh=f"{of} 个文件里有 {done} 个已经换成新的，写到 {place} 时停下：{error.strerror or error}",
        en=f"{done} of {of} files are new; stopped at {place}: {error.strerror or error}",
        fix_zh=("若它正在 Word 或 WPS 里打开，先关闭；" if busy else "先清出磁盘空间；") + "再运行一次，剩下的会接着换完",
        fix_en=("close it in Word or WPS if it is open there" if busy else "free some space on the disk")
        + ", then run again: the rest follows",
    )


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def hash_of(path: Path) -> str | None:
    """The hash of an ordinary file; None where there is none, or only a link to one."""
    found = inside.seen(path)
    if found is None or inside.leads_on(found) or not stat.S_ISREG(found.st_mode):
        return None
    try:
        if found.st_size < _WHOLE:
            return digest(path.read_bytes())
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return None
