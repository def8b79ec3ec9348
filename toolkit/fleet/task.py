"""One command on one city's kit: the same on this machine's workers and on another machine's.

It calls the function of the lone command and turns whatever comes of it, an error too, into an Outcome.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toolkit.errors import InvalidInput, ToolkitError, Words, has_errors
from toolkit.fleet import outcome as outcomes
from toolkit.fleet.members import Member
from toolkit.fleet.outcome import DONE, ERRORS, MISSING, SAME, Open, Outcome
from toolkit.fleet.places import MAKING

_one = threading.Lock()  # mkdocs changes the process's environment: one kit at a time in a process


@dataclass(frozen=True)
class Options:
    """What the lone commands take: `formats` None is all, `source` the folder of another national text."""

    formats: tuple[str, ...] | None = None
    force: bool = False
    release: bool = False
    source: str = ""
    dry_run: bool = False


@dataclass(frozen=True)
class Task:
    """A command for the kit of `member` below the folder `root`."""

    verb: str
    root: str
    member: Member
    options: Options = Options()

    @property
    def kit(self) -> Path:
        return Path(self.root) / self.member.folder


def run(task: Task) -> Outcome:
    """Does it. Nothing is raised but KeyboardInterrupt and SystemExit: one city's failure is a line of the summary."""
    with _one:
        begun = time.perf_counter()
        return _done(task).ended(time.perf_counter() - begun)


def _done(task: Task) -> Outcome:
    if task.verb != "new" and not (task.kit / "city.yaml").is_file():
        return outcomes.failed(
            task.verb, task.member.folder, Words("这里没有它的工具包", "its kit is not here"),
            Words("先用 linyi fleet new 新建", "make it first: linyi fleet new"), MISSING,
        )
    try:
        return _DO[task.verb](task)
    except (KeyboardInterrupt, SystemExit):
        raise
    except InvalidInput as error:
        return Outcome(task.verb, task.member.folder, ERRORS, **outcomes.found(error.findings))
    except ToolkitError as error:
        return outcomes.failed(task.verb, task.member.folder, error.words, error.fix)
    except OSError as error:
        from toolkit.door.endings import cannot_use_disk

        told = cannot_use_disk(error)
        return outcomes.failed(task.verb, task.member.folder, told.words, told.fix)
    except BaseException as error:  # a fault within a library in Rust is no Exception
        return _our_bug(task, error)


def _our_bug(task: Task, error: BaseException) -> Outcome:
    from toolkit.door import fault_report
    from toolkit.files.sources import PACKAGE

    where = fault_report.failure(error, PACKAGE)
    return outcomes.failed(
        task.verb, task.member.folder, Words(f"linyi 出错了，这是我们的问题：{where}", f"linyi failed, and that is our bug: {where}"),
        Words("把这一行发给维护者；单独运行一次看得更清楚", "send us this line; run the city alone to see more"),
    )


def _new(task: Task) -> Outcome:
    from toolkit.commands.new import new
    from toolkit.files import transaction

    if (task.kit / "city.yaml").is_file():
        return Outcome("new", task.member.folder, SAME, text=_text(task))
    # Kits are made side by side: `new` is alone in the folder that it makes one in.
    stage = Path(task.root) / MAKING / task.member.folder
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    try:
        made = new(task.member.code, stage / task.member.folder, task.member.settings)
        transaction.refuse_existing(task.kit)
        with transaction.writing(task.kit.parent):
            transaction.replace(made, task.kit)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return Outcome("new", task.member.folder, DONE, text=_text(task))


def _check(task: Task) -> Outcome:
    from toolkit.commands.check import check

    findings = check(task.kit, task.options.release)
    state = ERRORS if has_errors(findings) else DONE
    return Outcome("check", task.member.folder, state, text=_text(task), **outcomes.found(findings))


def _build(task: Task) -> Outcome:
    from toolkit.commands.build import build

    options = task.options
    made = build(task.kit, options.formats, None, options.force, jobs=1, release=options.release)
    return Outcome(
        "build", task.member.folder, DONE if made.changed or made.issued else SAME, text=_text(task),
        files=len(made.changed), total=made.total, **outcomes.found(made.findings),
    )


def _update(task: Task) -> Outcome:
    from toolkit.commands.update import update

    source = Path(task.options.source) if task.options.source else None
    done = update(task.kit, source, task.options.dry_run)
    open_ = tuple(Open(item.id, item.document, item.title, item.decide_by) for item in done.decisions)
    return Outcome(
        "update", task.member.folder, DONE if done.changed else SAME, text=done.version, files=len(done.changed), open=open_,
    )


def _deviations(task: Task) -> Outcome:
    from toolkit.fleet.differing import differing

    changes, text = differing(task.kit)
    return Outcome("deviations", task.member.folder, DONE, text=text, details=tuple(changes))


def _text(task: Task) -> str:
    from toolkit.kit import Kit

    return Kit(task.kit).known_text() or ""


_DO: dict[str, Callable[[Task], Outcome]] = {
    "new": _new, "check": _check, "build": _build, "update": _update, "deviations": _deviations,
}


def lost(task: Task, code: Any, tries: int) -> Outcome:
    """The outcome where the process that worked on it ended by itself, so many times."""
    return replace(outcomes.failed(
        task.verb, task.member.folder,
        Words(f"做这个城市的进程自己结束了 {tries} 次（{code}）", f"the process working on it ended by itself, {tries} times ({code})"),
        Words("内存可能不够：--jobs 写小一点，或者单独运行这个城市", "memory may be short: fewer --jobs, or run this city alone"),
    ).ended(0), tries=tries)
