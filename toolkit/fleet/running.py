"""A command on every city of a fleet: who works, what is remembered, what is written at the end."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.errors import ToolkitError
from toolkit.fleet import laying, records, workers
from toolkit.fleet.members import Member
from toolkit.fleet.outcome import Outcome
from toolkit.fleet.summary import Summary, summary
from toolkit.fleet.task import Options, Task

Progress = Callable[[Outcome, int, int], object]  # hears of each city as it ends, of how many are done and of all


def run(
    root: Path, members: Sequence[Member], verb: str, options: Options, jobs: int, scheduler: str | None, progress: Progress,
) -> Summary:
    """Does `verb` for these cities' kits below `root` and writes the summaries there; a dry run writes nothing.

    What was done before and still stands is not done again. Raises ToolkitError before any work where
    the folder or the other machines are not fit for it; a city that fails is told by its outcome.
    """
    root = root.absolute()
    _prepare(root, verb)
    begun = time.perf_counter()
    now: dict[str, Outcome] = {}
    with contextlib.nullcontext() if options.dry_run else records.alone(root):
        tasks = [Task(verb, str(root), member, options) for member in members]

        def heard(outcome: Outcome) -> None:
            now[outcome.folder] = outcome
            if not options.dry_run:
                records.note(root, outcome)
            progress(outcome, len(now), len(tasks))

        where = _work(tasks, jobs, scheduler, heard)
        if not options.dry_run:
            laying.clear(root)
        made = summary(root, members, verb, time.perf_counter() - begun, where, now)
        if not options.dry_run:
            made = _written(root, made)
    return made


def _written(root: Path, made: Summary) -> Summary:
    """The summary, once it lies in the folder; where somebody has the old one open in Excel, with why it does not."""
    from toolkit.fleet import pages

    try:
        pages.write(root, made)
    except ToolkitError as error:
        return replace(made, unwritten=error)
    return made


def _work(tasks: Sequence[Task], jobs: int, scheduler: str | None, heard: Callable[[Outcome], object]) -> str:
    if not scheduler:
        workers.work(tasks, jobs, heard)
        return ""
    from toolkit.fleet import machines

    return machines.work(tasks, scheduler, jobs, heard)


def compared(root: Path, members: Sequence[Member], jobs: int, progress: Progress) -> list[Outcome]:
    """The deviations of each city's kit, in the fleet's order. Writes nothing."""
    found: dict[str, Outcome] = {}
    tasks = [Task("deviations", str(root.absolute()), member) for member in members]

    def heard(outcome: Outcome) -> None:
        found[outcome.folder] = outcome
        progress(outcome, len(found), len(tasks))

    workers.work(tasks, jobs, heard)
    return [found[member.folder] for member in members]


def _prepare(root: Path, verb: str) -> None:
    if verb != "new":
        records.refuse_missing(root)
        return
    if root.exists() and not root.is_dir():
        raise ToolkitError(
            zh=f"{root} 不是文件夹", en=f"{root} is not a folder",
            fix_zh="换一个位置：--out 文件夹", fix_en="choose another place: --out DIR",
        )
    root.mkdir(parents=True, exist_ok=True)
