"""A kit changed as one, so that it can be taken back: the old files stay in `.kit/backup/<time>/`.

Staged in full, decided by one rename, then put in place. From the rename on the next command finishes
what a kill cut off; where somebody has changed a file meanwhile, it takes all back instead.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from toolkit.errors import ToolkitError
from toolkit.files import inside, journal, leaving, steps, transaction
from toolkit.files.journal import STEPS, digest, hash_of
from toolkit.files.steps import Step, Steps

STAGE, JOURNAL, BACKUP = ".kit/tx.new", ".kit/tx", ".kit/backup"
_NEW, _BACK = "new", "back"


@dataclass(frozen=True)
class Change:
    """What a file becomes: `content`, or None where it goes. `read` is the hash that it had when it was
    read, None where it was not there."""

    path: str
    content: bytes | None
    read: str | None


@dataclass(frozen=True)
class Undone:
    command: str
    changed: list[str]
    left: list[str]  # changed since, and not touched
    backup: str  # where the old versions of what was left still lie


def commit(root: Path, command: str, changes: Sequence[Change]) -> None:
    """Makes all `changes` in the kit, or none. Call it only while alone there.

    Raises ToolkitError: nothing has changed, unless it says so.
    """
    _commit(root, command, [change for change in changes if change.read != (change.content and digest(change.content))])


def _commit(root: Path, command: str, changes: Sequence[Change], undoes: str = "") -> None:
    if not changes and not undoes:
        return
    _refuse(root, changes)
    stage = root / STAGE
    try:
        with transaction.writing(root), leaving.undone(lambda: shutil.rmtree(stage, ignore_errors=True)):
            journal.clear(stage)
            _stage(root, stage, command, changes, undoes)
            _refuse_changed(root, changes)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        inside.without_empty(root / ".kit", root / BACKUP)
        raise
    with leaving.shielded():
        with transaction.writing(root):
            transaction.replace(stage, root / JOURNAL)
        _finish(root)
    _sweep(root)


def finish(root: Path) -> list[str]:
    """Finishes what a kill cut off, or takes it back; returns the files for whose sake it was taken back."""
    journal.clear(root / STAGE)
    with leaving.shielded():
        touched = _finish(root)
    _sweep(root)
    return touched


def is_unfinished(root: Path) -> bool:
    return any((root / name).is_dir() and not inside.is_link(root / name) for name in (STAGE, JOURNAL))


def latest(root: Path) -> tuple[str, datetime] | None:
    """The command that an undo would take back, and when it ran, in UTC; None where there is none."""
    name = steps.newest(root / BACKUP)
    listed = steps.read(root / BACKUP / name) if name else None
    if name is None or listed is None:
        return None
    seconds = (root / BACKUP / name).stat().st_mtime
    return listed.command, datetime.fromtimestamp(seconds, UTC)


def undo(root: Path) -> Undone | None:
    """Takes the last revision back, but for what was changed since; None where there is none.

    Call it only while alone in the kit. Raises ToolkitError as `commit`.
    """
    name = steps.newest(root / BACKUP)
    if name is None:
        return None
    folder = root / BACKUP / name
    listed = steps.read(folder)
    assert listed is not None
    changes, left = [], []
    for step in listed.steps:
        now = hash_of(root / step.path)
        if now == step.old:
            continue
        if now not in (step.new, None) or journal.fault(root, step.path) or not _has_old(folder, step):
            left.append(step.path)
        else:
            changes.append(Change(step.path, None if step.old is None else (folder / step.path).read_bytes(), now))
    _commit(root, "undo", changes, name)
    kept = [path for path in left if (root / BACKUP / name / path).is_file()]
    return Undone(listed.command, [change.path for change in changes], left, f"{BACKUP}/{name}" if kept else "")


def _has_old(folder: Path, step: Step) -> bool:
    return step.old is None or (not inside.has_link(folder, step.path) and hash_of(folder / step.path) == step.old)


def _refuse(root: Path, changes: Sequence[Change]) -> None:
    for change in changes:
        found = journal.fault(root, change.path)
        if found:
            raise ToolkitError(
                zh=found.zh, en=found.en, fix_zh="把它移走，再运行", fix_en="move it away, then run again",
            )
    _refuse_changed(root, changes)


def _refuse_changed(root: Path, changes: Sequence[Change]) -> None:
    for change in changes:
        if hash_of(root / change.path) != change.read:
            raise ToolkitError(
                zh=f"{change.path} 在这几秒里被人改过，什么也没有改动",
                en=f"{change.path} was changed in these seconds; nothing was changed by us",
                fix_zh="存好、关上它，再运行一次", fix_en="save it and close it, then run again",
            )


def _stage(root: Path, stage: Path, command: str, changes: Sequence[Change], undoes: str) -> None:
    (stage / _NEW).mkdir(parents=True)
    (root / BACKUP).mkdir(exist_ok=True)  # now: once the files are in place, nothing should be able to fail
    listed: list[Step] = []
    for number, change in enumerate(changes):
        if change.content is not None:
            journal.write(stage / _NEW / str(number), change.content)
        if change.read is not None:
            kept = stage / change.path
            kept.parent.mkdir(parents=True, exist_ok=True)
            journal.write(kept, (root / change.path).read_bytes())
        new = None if change.content is None else digest(change.content)
        listed.append(Step(change.path, change.read, new))
    made = steps.read(root / BACKUP / undoes) if undoes else None
    folders = made.made if made else _fresh_folders(root, changes)
    journal.write(stage / STEPS, steps.written(Steps(command, tuple(listed), undoes, folders)))


def _fresh_folders(root: Path, changes: Sequence[Change]) -> tuple[str, ...]:
    """The kit's own folders that the changes bring: an undo takes them away again."""
    tops = (PurePosixPath(change.path).parts for change in changes if change.content is not None)
    return tuple(dict.fromkeys(parts[0] for parts in tops if len(parts) > 1 and not (root / parts[0]).exists()))


def _finish(root: Path) -> list[str]:
    folder = root / JOURNAL
    if inside.is_link(folder) or not folder.is_dir():
        journal.clear(folder)
        return []
    listed = steps.read(folder)
    if listed is None:  # damaged or forged: what it holds is kept, and nothing is done by it
        _keep(root, folder, 0)
        return []
    touched = _touched(root, listed)
    if (folder / _BACK).exists() or (touched and not _goes_on(root, listed, touched)):
        _take_back(root, folder, listed)
        return touched
    for number, step in enumerate(listed.steps):
        if step.path not in touched:
            _place(root, folder / _NEW / str(number), step, (number, len(listed.steps)))
    _close(root, folder, listed)
    return []


def _touched(root: Path, listed: Steps) -> list[str]:
    """What is neither old nor new: somebody's work since the commit."""
    return [
        step.path for step in listed.steps
        if journal.fault(root, step.path) or hash_of(root / step.path) not in (step.old, step.new)
    ]


def _goes_on(root: Path, listed: Steps, touched: Sequence[str]) -> bool:
    """Whether each of `touched` had been put in place before it was changed: something later has."""
    placed = [number for number, step in enumerate(listed.steps) if hash_of(root / step.path) == step.new]
    last = max(placed, default=-1)
    return all(number < last for number, step in enumerate(listed.steps) if step.path in touched)


def _take_back(root: Path, folder: Path, listed: Steps) -> None:
    journal.write(folder / _BACK, b"")
    for number, step in enumerate(listed.steps):
        if not journal.fault(root, step.path) and hash_of(root / step.path) == step.new and _has_old(folder, step):
            _place(root, folder / step.path, Step(step.path, step.new, step.old), (number, len(listed.steps)))
    journal.clear(folder)


def _place(root: Path, staged: Path, step: Step, count: tuple[int, int]) -> None:
    target = root / step.path
    if hash_of(target) == step.new:
        return
    try:
        if step.new is None:
            target.unlink(missing_ok=True)
            inside.without_empty(root / PurePosixPath(step.path).parts[0], target.parent)
        elif not inside.is_link(staged) and hash_of(staged) == step.new:
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.chmod(0o644)
            transaction.replace(staged, target)
    except OSError as error:
        raise journal.unfinished(target, *count, error) from error


def _close(root: Path, folder: Path, listed: Steps) -> None:
    shutil.rmtree(folder / _NEW, ignore_errors=True)
    for name in listed.made if listed.undoes else ():
        inside.without_empty(root, root / name)
    if not listed.undoes:
        _keep(root, folder, len(listed.steps))
        return
    try:
        _use_up(root, folder, root / BACKUP / listed.undoes)
    except OSError as error:
        raise journal.unfinished(root / BACKUP, len(listed.steps), len(listed.steps), error) from error


def _use_up(root: Path, folder: Path, used: Path) -> None:
    before = steps.read(used)
    if before is not None:
        (used / STEPS).unlink(missing_ok=True)
        if not _spare(root, used, before):
            transaction.replace(used, folder / "used")
            inside.without_empty(root / ".kit", root / BACKUP)
    # What is left is rubbish, and as a stage the next command clears it too: that need not hold up a Ctrl-C.
    transaction.replace(folder, root / STAGE)


def _spare(root: Path, used: Path, before: Steps) -> bool:
    """Whether an undo left files as they were changed since: then their old versions stay in the backup, alone."""
    spared = {step.path for step in before.steps if hash_of(root / step.path) != step.old}
    for step in before.steps if spared else ():
        if step.path not in spared and not inside.has_link(used, step.path):
            with contextlib.suppress(OSError):
                (used / step.path).unlink(missing_ok=True)
                inside.without_empty(root / ".kit", (used / step.path).parent)
    if spared:
        inside.without_empty(root / ".kit", used)
    return bool(spared)


def _sweep(root: Path) -> None:
    """Clears what an undo used up."""
    stage = root / STAGE
    with leaving.undone(lambda: shutil.rmtree(stage, ignore_errors=True)):
        try:
            journal.clear(stage)
        except BaseException:
            shutil.rmtree(stage, ignore_errors=True)
            raise


def _keep(root: Path, folder: Path, count: int) -> None:
    """Makes a journal the newest backup."""
    backup = root / BACKUP
    try:
        backup.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder / _NEW, ignore_errors=True)
        last = max((path.name for path in backup.iterdir()), default="")
        name = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        if name <= last:  # the clock was put back
            name = f"{last}-1"
        transaction.replace(folder, backup / name)
    except OSError as error:
        raise journal.unfinished(backup, count, count, error) from error
