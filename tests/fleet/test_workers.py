"""A worker that dies costs its one city, which is tried once more; the others never notice."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from tests.fleet.conftest import Fleet
from toolkit.fleet import workers
from toolkit.fleet.members import Member
from toolkit.fleet.outcome import DONE, FAILED, MISSING, Outcome
from toolkit.fleet.task import Options, Task, run
from toolkit.kit import Kit

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9")


def tasks(fleet: Fleet, *names: str) -> list[Task]:
    known = {member.folder: member for member in fleet.members}
    return [Task("update", str(fleet.root), known[name], Options(source=str(fleet.source))) for name in names]


class Watched:
    """A crew at work in a thread of its own."""

    def __init__(self, given: list[Task], jobs: int = 1) -> None:
        self.outcomes: list[Outcome] = []
        self.thread = threading.Thread(target=workers.work, args=(given, jobs, self.outcomes.append))
        self.thread.start()

    def kill_when(self, heard: int) -> None:
        """Kills the one worker once so many outcomes are there and it is at the next city."""
        end = time.monotonic() + 30
        while time.monotonic() < end:
            alive = [child for child in multiprocessing.active_children() if child.is_alive()]
            if len(self.outcomes) >= heard and alive:
                time.sleep(0.3)
                os.kill(alive[0].pid or 0, signal.SIGKILL)
                alive[0].join(5)
                return
            time.sleep(0.02)
        raise AssertionError("no worker to kill")

    def ended(self) -> dict[str, Outcome]:
        self.thread.join(60)
        assert not self.thread.is_alive()
        assert not multiprocessing.active_children()
        return {outcome.folder: outcome for outcome in self.outcomes}


def test_a_killed_worker_costs_its_one_city_which_is_tried_once_more(fleet: Fleet):
    fleet.national(BODY)
    with Kit(fleet.root / "乙县").alone():  # the worker waits here, so that it is killed at this city
        watched = Watched(tasks(fleet, "甲县", "乙县", "丙县"))
        watched.kill_when(1)
    ended = watched.ended()
    assert {name: (outcome.state, outcome.tries) for name, outcome in ended.items()} == {
        "甲县": (DONE, 1), "乙县": (DONE, 2), "丙县": (DONE, 1),
    }


def test_a_city_that_kills_its_worker_twice_is_told_and_the_others_are_done(fleet: Fleet):
    fleet.national(BODY)
    with Kit(fleet.root / "乙县").alone():
        watched = Watched(tasks(fleet, "乙县", "甲县"))
        watched.kill_when(0)
        watched.kill_when(1)
        ended = watched.ended()
    assert (ended["甲县"].state, ended["乙县"].state, ended["乙县"].tries) == (DONE, FAILED, 2)
    assert "2 次" in ended["乙县"].why.zh


def test_a_worker_that_dies_gives_back_the_cities_that_were_kept_for_it(fleet: Fleet):
    given = [Task("build", str(fleet.root), member, Options(("pdf",))) for member in fleet.members]
    with Kit(fleet.root / given[0].member.folder).alone():
        watched = Watched(given)
        watched.kill_when(0)
    ended = watched.ended()
    assert {name: (outcome.state, outcome.tries) for name, outcome in ended.items()} == {
        task.member.folder: (DONE, 2 if task is given[0] else 1) for task in given
    }


def test_more_cities_than_a_worker_does_are_all_done_once(fleet: Fleet, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workers, "CITIES", 2)
    fleet.national(BODY)
    heard: list[Outcome] = []
    workers.work(tasks(fleet, "甲县", "乙县", "丙县"), 1, heard.append)
    assert sorted(outcome.folder for outcome in heard) == sorted(["甲县", "乙县", "丙县"])


def test_what_goes_wrong_with_one_city_is_an_outcome_and_no_exception(fleet: Fleet, tmp_path: Path):
    missing = run(Task("check", str(tmp_path), Member("3713", "临沂市", "山东省", "没有")))
    assert (missing.state, missing.why.en) == (MISSING, "its kit is not here")
    (fleet.root / "甲县" / ".kit" / "manifest.json").write_text("{", encoding="utf-8")
    failed = run(tasks(fleet, "甲县")[0])
    assert failed.state == FAILED
    assert ".kit" in failed.why.zh
    assert failed.cure.zh


def test_our_own_bug_is_told_by_its_place_without_a_word_of_a_file(fleet: Fleet, monkeypatch: pytest.MonkeyPatch):
    from toolkit.commands import update

    def broken(*_: object) -> None:
        raise RuntimeError("13800000000")

    monkeypatch.setattr(update, "update", broken)
    found = run(tasks(fleet, "甲县")[0])
    assert found.state == FAILED
    assert "RuntimeError" in found.why.zh
    assert "13800000000" not in str(found)


BODY = """
## 总则 {#P98-general}

### 打给谁 {#P98-call basis="charity:1"}

先打110或者120。

再打团里。

### 报备 {#P98-checkin}

出门以前报备，15日内补齐。

### 保险 {#P98-insurance}

保险生效再去。
"""
