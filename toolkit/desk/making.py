"""A build under way: in a process of its own, so that it can be ended at any moment and the desk goes on answering."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from toolkit.errors import Finding, ToolkitError, Words

RUNNING, DONE, REFUSED, FAILED, CANCELLED = "running", "done", "refused", "failed", "cancelled"
_SITE = "site"  # is made beside the others


@dataclass
class Making:
    """`steps` are the formats that were begun, with how many parts each has, in their order. With `release` texts
    are issued, and `issued` are the documents that were entered."""

    root: Path
    formats: Sequence[str]
    release: bool = False
    state: str = RUNNING
    steps: dict[str, int] = field(default_factory=dict)
    changed: int = 0
    total: int = 0
    kept: Sequence[str] = ()  # people's own versions of built files, moved aside
    issued: Sequence[str] = ()
    words: Words | None = None
    fix: Words | None = None
    findings: Sequence[Finding] = ()
    _process: Any = None

    @property
    def is_running(self) -> bool:
        return self.state == RUNNING

    def how(self, form: str) -> str:
        """How far a format is: waiting, doing, done, or same where nothing of it had to be made anew."""
        if form in self.steps and self.is_running:
            later = [other for other in list(self.steps)[list(self.steps).index(form) + 1:] if other != _SITE]
            return "done" if later and form != _SITE else "doing"
        if form in self.steps:
            return "done" if self.state == DONE else "waiting"
        return "same" if self.state == DONE else "waiting"

    def start(self) -> None:
        scratch = Path(tempfile.mkdtemp(prefix="linyi-"))
        context = get_context("spawn")
        hears, says = context.Pipe(duplex=False)
        self._process = context.Process(target=_work, args=(says, self.root, tuple(self.formats), self.release, str(scratch)), daemon=True)
        self._process.start()
        says.close()
        threading.Thread(target=self._follow, args=(hears, scratch), daemon=True).start()

    def cancel(self) -> None:
        """Ends it now. What it was writing is finished or taken back by whoever comes next to the kit."""
        if self.is_running and self._process is not None:
            self.state = CANCELLED
            self._process.kill()

    def _follow(self, hears: Connection, scratch: Path) -> None:
        try:
            while True:
                self._hear(*hears.recv())
        except (EOFError, OSError):
            pass
        self._process.join()
        shutil.rmtree(scratch, ignore_errors=True)
        if self.is_running:
            self.state = FAILED

    def _hear(self, what: str, *data: Any) -> None:
        if what == "step":
            self.steps[data[0]] = data[1]
        elif what == DONE:
            self.changed, self.total, self.kept, self.issued = data
            self.state = DONE
        else:
            self.words, self.fix, self.findings = data
            self.state = what


def _work(says: Connection, root: Path, formats: Sequence[str], release: bool, scratch: str) -> None:
    """The build, in its own process. Whatever it puts aside lies in `scratch`, which goes with it."""
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = scratch
    tempfile.tempdir = None
    at_once = threading.Lock()

    def say(*message: Any) -> None:
        with at_once:
            try:
                says.send(message)
            except BrokenPipeError:  # the desk is gone, and nobody waits for this any more
                os._exit(1)

    try:
        from toolkit.commands.build import build

        built = build(root, formats, progress=lambda form, count: say("step", form, count), release=release)
        say(DONE, len(built.changed), built.total, tuple(built.kept), tuple(entry.document for entry in built.issued))
    except ToolkitError as error:
        say(REFUSED, error.words, error.fix, tuple(error.findings))
    except OSError as error:
        words = Words(f"读写文件失败：{error.strerror or error}", f"cannot read or write: {error.strerror or error}")
        say(REFUSED, words, Words("看看磁盘是否已满、文件是否正被打开，再来一次", "is the disk full, or a file open elsewhere?"), ())
