"""Several machines: a real scheduler and real workers, one of them killed in the middle; the same bytes as on one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, Run
from tests.fleet.conftest import Fleet, tree
from tests.fleet.test_workers import BODY
from toolkit.commands import fleet as command
from toolkit.errors import ToolkitError
from toolkit.fleet import machines
from toolkit.fleet.members import Member
from toolkit.fleet.outcome import DONE, FAILED
from toolkit.fleet.task import Options, Task


def dask() -> Any:
    """The library, which CI must have."""
    if os.environ.get("CI"):
        import distributed
    else:
        distributed = pytest.importorskip("distributed")
    return distributed


class Cluster:
    """A scheduler on loopback, and workers of one thread each."""

    def __init__(self, work: Path) -> None:
        self.work, self.file, self.processes = work, work / "scheduler.json", []
        self._start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", self.file)
        end = time.monotonic() + 30
        while not self.file.exists() or not self.file.stat().st_size:
            assert time.monotonic() < end
            time.sleep(0.1)
        self.address = json.loads(self.file.read_text(encoding="utf-8"))["address"]

    def worker(self, root: Path = ROOT) -> subprocess.Popen[bytes]:
        return self._start(
            "dask_worker", self.address, "--nthreads", "1", "--no-nanny", "--local-directory", self.work / "spill", root=root,
        )

    def _start(self, program: str, *arguments: object, root: Path = ROOT) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{program}", *map(str, arguments), "--no-dashboard"], cwd=self.work,
            env={**os.environ, "PYTHONPATH": str(root), "LINYI_LANG": "zh"}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        self.processes.append(process)
        return process

    def stop(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait(10)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    dask()
    (tmp_path / "cluster").mkdir()
    made = Cluster(tmp_path / "cluster")
    yield made
    made.stop()


def ready(cluster: Cluster, count: int) -> Any:
    client = dask().Client(cluster.address, set_as_default=False)
    client.wait_for_workers(count, timeout=30)
    return client


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_costs_its_citys_time_and_no_city(cluster: Cluster, fleet: Fleet):
    from toolkit.kit import Kit

    workers = [cluster.worker(), cluster.worker()]
    fleet.national(BODY)
    with ready(cluster, 2) as client:
        by_address = dict(client.run(os.getpid))
        assert set(by_address.values()) == {worker.pid for worker in workers}
        ended: list[Any] = []
        heard: list[str] = []

        def run() -> None:
            ended.append(command.fleet(
                "update", fleet.root, fleet.members, Options(source=str(fleet.source)), scheduler=cluster.address,
                progress=lambda outcome, done, total: heard.append(outcome.folder),
            ))

        with Kit(fleet.root / "乙县").alone():
            thread = threading.Thread(target=run)
            thread.start()
            end = time.monotonic() + 40
            while len(heard) < 2:
                assert time.monotonic() < end
                time.sleep(0.05)
            (busy,) = [address for address, keys in client.processing().items() if keys]
            os.kill(by_address[busy], signal.SIGKILL)
            time.sleep(1)
        thread.join(60)
    (made,) = ended
    assert made.states() == {DONE: 3}
    assert sorted(heard) == sorted(["甲县", "乙县", "丙县"])
    assert "dask" in made.where
    assert not list((fleet.root / ".linyi-fleet").glob("probe-*"))


@pytest.mark.slow
def test_a_machine_with_another_version_stops_it_before_any_work(cluster: Cluster, fleet: Fleet, linyi: Run, tmp_path: Path):
    other = tmp_path / "other"
    for name in ("toolkit", "policies", "templates", "schemas"):
        shutil.copytree(ROOT / name, other / name, ignore=shutil.ignore_patterns("__pycache__"))
    (other / "toolkit" / "__init__.py").write_text('__version__ = "0.9.9"\n', encoding="utf-8")
    cluster.worker(), cluster.worker(other)
    ready(cluster, 2).close()
    before = tree(fleet.root)
    done = linyi("fleet", "update", "--from", fleet.source, "--out", fleet.root, "--scheduler", cluster.address)
    assert done.returncode == 2, done.stderr
    from toolkit import __version__

    assert f"linyi {__version__}" in done.stderr
    assert "linyi 0.9.9" in done.stderr
    kept = {path: content for path, content in tree(fleet.root).items() if not path.startswith(".linyi-fleet/")}
    assert kept == before


@pytest.mark.slow
def test_one_process_two_and_other_machines_give_the_same_bytes(cluster: Cluster, linyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "名单.txt").write_text("三沙\n儋州\n", encoding="utf-8")
    made = linyi("fleet", "new", "--cities", tmp_path / "名单.txt", "--out", tmp_path / "新")
    assert made.returncode == 0, made.stderr
    cluster.worker(), cluster.worker()
    ready(cluster, 2).close()
    found = {}
    for name, jobs, scheduler, seen in (("一", 1, "", True), ("二", 2, "", True), ("别的", 1, cluster.address, True), ("看不见", 1, cluster.address, False)):
        root = Path(shutil.copytree(tmp_path / "新", tmp_path / name))
        monkeypatch.setattr(machines, "_all_see", lambda client, folder, seen=seen: seen)
        done = command.fleet("build", root, command.members(None, None, False, root), Options(("docx", "calendar")), jobs, scheduler)
        assert done.states() == {DONE: 2}, done.failures()
        found[name] = {city: tree(root / city) for city in ("三沙市", "儋州市")}
    linyi("build", tmp_path / "新" / "三沙市", "--only", "docx,calendar")
    assert len(found["一"]["三沙市"]) > 100
    assert found["一"]["三沙市"] == tree(tmp_path / "新" / "三沙市"), "the lone command"
    assert found["二"] == found["一"]
    assert found["别的"] == found["一"]
    assert found["看不见"] == found["一"]


def test_a_scheduler_that_does_not_answer_cannot_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    dask()
    monkeypatch.setattr(machines, "_WAIT", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x", "http://127.0.0.1:9"):
        with pytest.raises(ToolkitError) as told:
            machines.work([Task("check", str(tmp_path), Member("3713", "临沂市", "山东省", "临沂市"))], address, 1, lambda outcome: None)
        assert address in told.value.words.zh
        assert "dask scheduler" in told.value.fix.zh


def test_without_the_extra_it_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ToolkitError) as told:
        machines.work([Task("check", str(tmp_path), Member("3713", "临沂市", "山东省", "临沂市"))], "tcp://127.0.0.1:9", 1, lambda outcome: None)
    assert "linyi-kit[fleet]" in told.value.fix.en


def test_a_city_that_dask_gave_up_is_told_with_how_often_it_was_tried(tmp_path: Path):
    class Given:
        def exception(self) -> Exception:
            return dask().KilledWorker("build-甲县", None, 3)

    task = Task("build", str(tmp_path), Member("371321", "甲县", "山东省", "甲县"))
    found = machines._outcome(task, Given(), lambda task, found: found)
    assert (found.state, found.tries) == (FAILED, 4)
    assert "4 times" in found.why.en
