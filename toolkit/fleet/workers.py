"""Worker processes on this machine, and who minds them.

A worker does one city after another: the program, the laws, the fonts and the looks are read once, and the
PDFs of some cities are laid out together. One that dies costs the city it was at, which is tried once more by
another; after some cities a worker makes room for a fresh one, so that memory does not grow with their number.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from queue import SimpleQueue
from typing import Any

from toolkit.files import leaving, memory
from toolkit.fleet import laying
from toolkit.fleet.outcome import Outcome
from toolkit.fleet.task import Task, lost, run

CITIES = 12  # that a worker does before a fresh one takes its place
TRIES = 2
_PATIENCE = 5.0  # seconds in which workers may leave
Heard = Callable[[Outcome], object]
_Given = tuple[Task, Sequence[Task]]  # a city, and those whose PDFs are laid out with it before


def work(tasks: Sequence[Task], jobs: int, heard: Heard) -> None:
    """Does all tasks in `jobs` processes; `heard` gets each outcome as it comes. Interrupted, it leaves no process behind."""
    crew = _Crew(deque((task, 1) for task in tasks), jobs, heard)
    with leaving.undone(crew.leave):
        try:
            crew.work()
        finally:
            crew.leave()


@dataclass(eq=False)
class _Worker:
    """A process with the task it is at and how often that was tried, itself included; `done` counts its cities."""

    process: Any
    tasks: Connection[Any, Any]
    outcomes: Connection[Any, Any]
    task: Task | None = None
    tries: int = 0
    done: int = 0
    kept: deque[tuple[Task, int]] = field(default_factory=deque)  # for it alone: their PDFs are laid out together

    def give(self, task: Task, tries: int, together: Sequence[Task] = ()) -> None:
        self.task, self.tries = task, tries
        with contextlib.suppress(OSError):  # it is dead already: that is seen next
            self.tasks.send((task, together))

    def heard(self) -> Outcome | None:
        """The outcome, where one has come; the death of the process is none."""
        try:
            return self.outcomes.recv() if self.outcomes.poll() else None
        except (EOFError, OSError):
            return None

    def leave(self) -> None:
        """Without its ends of the pipes it leaves by itself."""
        for end in (self.tasks, self.outcomes):
            with contextlib.suppress(OSError):
                end.close()


class _Crew:
    def __init__(self, waiting: deque[tuple[Task, int]], jobs: int, heard: Heard) -> None:
        self.waiting, self.jobs, self.heard = waiting, jobs, heard
        self.workers: list[_Worker] = []

    def work(self) -> None:
        while self.waiting or self.workers:
            while self.waiting and len(self.workers) < self.jobs:
                self.workers.append(_start())
                self._feed(self.workers[-1])
            ends: list[Any] = [end for worker in self.workers for end in (worker.outcomes, worker.process.sentinel)]
            ready = set(wait(ends))
            for worker in [*self.workers]:
                if ready & {worker.outcomes, worker.process.sentinel}:
                    self._hear(worker)

    def _hear(self, worker: _Worker) -> None:
        outcome = worker.heard()
        if outcome is None:
            self._bury(worker)
            return
        worker.done += 1
        self.heard(replace(outcome, tries=worker.tries))
        if worker.kept or (self.waiting and worker.done < CITIES):
            self._feed(worker)
        else:
            self._dismiss(worker)

    def _feed(self, worker: _Worker) -> None:
        """The next of those kept for it; where none is, of those that it now gets to lay out together."""
        together: Sequence[Task] = ()
        if not worker.kept:
            worker.kept = self._next(CITIES - worker.done)
            together = [task for task, _ in worker.kept] if len(worker.kept) > 1 else ()
        worker.give(*worker.kept.popleft(), together)

    def _next(self, room: int) -> deque[tuple[Task, int]]:
        """The next city, and as many behind it as may be laid out with it and leave the other workers their share."""
        room = min(room, laying.CITIES, -(-len(self.waiting) // self.jobs))
        found = deque([self.waiting.popleft()])
        while self.waiting and len(found) < room and all(map(_laid_together, (found[-1], self.waiting[0]))):
            found.append(self.waiting.popleft())
        return found

    def _bury(self, worker: _Worker) -> None:
        self._dismiss(worker)
        self.waiting.extendleft(reversed(worker.kept))
        assert worker.task is not None
        if worker.tries < TRIES:
            self.waiting.append((worker.task, worker.tries + 1))
        else:
            self.heard(lost(worker.task, worker.process.exitcode, worker.tries))

    def _dismiss(self, worker: _Worker) -> None:
        self.workers.remove(worker)
        worker.leave()
        worker.process.join(_PATIENCE)

    def leave(self) -> None:
        """Every worker ends: what it has half done is undone, or is finished by the next command."""
        workers, self.workers = self.workers, []
        for worker in workers:
            worker.leave()
        for worker in workers:
            worker.process.join(_PATIENCE)
            if worker.process.is_alive():
                worker.process.kill()


def _laid_together(waiting: tuple[Task, int]) -> bool:
    """One that a worker died at is done alone."""
    task, tries = waiting
    return tries == 1 and laying.wanted(task)


def _start() -> _Worker:
    # Fresh processes on every system, as Windows has no others: nothing of this one's threads and locks goes along.
    context = multiprocessing.get_context("spawn")
    their_tasks, tasks = context.Pipe(duplex=False)
    outcomes, their_outcomes = context.Pipe(duplex=False)
    process = context.Process(target=serve, args=(their_tasks, their_outcomes), daemon=True)
    process.start()
    for end in (their_tasks, their_outcomes):
        end.close()  # so that each side hears when the other is gone
    return _Worker(process, tasks, outcomes)


def serve(tasks: Connection[Any, Any], outcomes: Connection[Any, Any]) -> None:
    """A worker's life. It leaves when whoever gave it work is gone, however that ended, and leaves nothing half-made."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who gave the work
    memory.look_seldom()
    given: SimpleQueue[_Given] = SimpleQueue()
    threading.Thread(target=_listen, args=(tasks, given), daemon=True).start()
    for task, together in _forever(given):
        if together:
            laying.ahead(together)
        with laying.taking(task):
            outcome = run(task)
        try:
            outcomes.send(outcome)
        except OSError:
            leaving.leave(0, "")


def _listen(tasks: Connection[Any, Any], given: SimpleQueue[_Given]) -> None:
    while True:
        try:
            given.put(tasks.recv())
        except (EOFError, OSError):
            leaving.leave(0, "")


def _forever(given: SimpleQueue[_Given]) -> Iterator[_Given]:
    while True:
        yield given.get()
