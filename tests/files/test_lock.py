"""One writer at a time, by a lock that lies beside what it locks and is gone afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.conftest import ROOT
from toolkit.errors import ToolkitError
from toolkit.files import lock

HOLD = """
import sys, time
from pathlib import Path
from toolkit.files import lock
with lock.alone(Path(sys.argv[1]), Path("kit")):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(path: Path, **environment: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    return process


def test_the_second_waits_says_so_and_gives_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[Path] = []
    monkeypatch.setattr(lock, "WAIT", 0.3)
    monkeypatch.setattr(lock, "waiting", told.append)
    # Two machines have two temporary folders.
    first = holder(tmp_path / "lock", TMPDIR=str(tmp_path))
    began = time.monotonic()
    with pytest.raises(ToolkitError) as caught, lock.alone(tmp_path / "lock", Path("kit")):
        pass
    assert 0.3 <= time.monotonic() - began < 5
    assert "kit" in caught.value.words.zh
    assert told == [Path("kit")]
    first.communicate("")
    with lock.alone(tmp_path / "lock", Path("kit")):
        assert (tmp_path / "lock").exists()
    assert not list(tmp_path.glob("lock*"))


def test_it_waits_twenty_seconds():
    assert lock.WAIT == 20


def test_the_lock_of_a_killed_run_is_no_lock(tmp_path: Path):
    first = holder(tmp_path / "lock")
    first.kill()
    first.wait()
    assert (tmp_path / "lock").exists()
    with lock.alone(tmp_path / "lock", Path("kit")):
        pass
    assert not (tmp_path / "lock").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can be two accounts")
def test_another_accounts_old_lock_is_no_error(tmp_path: Path):
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    (shared / "lock").write_bytes(b"")
    (shared / "lock").chmod(0o644)  # of root, and only root may write it
    for folder in (tmp_path, *tmp_path.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(folder.stat().st_mode | 0o001)
    code = HOLD.replace("sys.stdin.read()", "pass").replace("with lock", "import filelock, os; filelock.lock_descriptor; os.setgroups([]); os.setgid(65534); os.setuid(65534)\nwith lock")
    done = subprocess.run(
        [sys.executable, "-c", code, str(shared / "lock")], capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout == "held\n", done.stderr
    assert not (shared / "lock").exists()


def test_a_link_in_its_place_is_refused(tmp_path: Path):
    (tmp_path / "victim").write_bytes(b"x")
    (tmp_path / "lock").symlink_to(tmp_path / "victim")
    with pytest.raises(ToolkitError), lock.alone(tmp_path / "lock", Path("kit")):
        pass
    assert (tmp_path / "victim").read_bytes() == b"x"


def test_many_at_once_are_one_after_another(tmp_path: Path):
    inside: list[int] = []
    most: list[int] = []

    def run() -> None:
        for _ in range(20):
            with lock.alone(tmp_path / "lock", Path("kit")):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1
    assert len(most) == 120
