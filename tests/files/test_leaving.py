"""Leaving in the middle: what is half-made is undone, what is being put in place is waited for."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.files import leaving, temporary


@pytest.fixture(autouse=True)
def exits(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process stays, and its locks are this test's own."""
    monkeypatch.setattr(os, "_exit", sys.exit)
    monkeypatch.setattr(leaving, "_undo", [])
    monkeypatch.setattr(leaving, "_late", threading.Event())
    for name in ("_shield", "_leaving"):
        monkeypatch.setattr(leaving, name, threading.Lock())


def leave() -> object:
    with pytest.raises(SystemExit) as caught:
        leaving.leave(7, "走了\n")
    return caught.value.code


def test_what_is_registered_is_undone_last_first_and_the_words_are_said(capfd: pytest.CaptureFixture[str]):
    done: list[int] = []
    with leaving.undone(lambda: done.append(1)), leaving.undone(lambda: done.append(2)):
        with leaving.undone(lambda: done.append(3)):
            pass
        assert leave() == 7
    assert done == [2, 1]
    assert capfd.readouterr() == ("", "走了\n")


def test_one_undoing_that_fails_keeps_no_other_back():
    done: list[str] = []

    def fail() -> None:
        raise OSError("held")

    with leaving.undone(lambda: done.append("first")), leaving.undone(fail):
        leave()
    assert done == ["first"]


@pytest.mark.parametrize("error", [None, KeyError])
def test_what_has_ended_is_undone_no_more(error: type[Exception] | None):
    done: list[int] = []
    try:
        with leaving.undone(lambda: done.append(1)):
            if error:
                raise error
    except KeyError:
        pass
    leave()
    assert done == []


def test_leaving_waits_for_what_is_shielded_but_not_for_ever(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(leaving, "_LONGEST_SHIELD", 0.01)
    with leaving.shielded():
        assert leave() == 7
    monkeypatch.setattr(leaving, "_leaving", threading.Lock())
    monkeypatch.setattr(leaving, "_shield", threading.Lock())
    monkeypatch.setattr(leaving, "_LONGEST_SHIELD", 20)
    ends, done = threading.Event(), []

    def place() -> None:
        with leaving.shielded():
            ends.wait(20)
            done.append("placed")

    worker = threading.Thread(target=place)
    worker.start()
    while not leaving._shield.locked():
        pass
    threading.Timer(0.05, ends.set).start()
    leave()
    assert done == ["placed"]
    worker.join()


def test_an_interrupt_comes_after_what_is_shielded():
    done: list[str] = []
    interrupt: Callable[..., None] = leaving._on_interrupt

    def place() -> None:
        with leaving.shielded():
            interrupt(2, None)
            done.append("placed")

    with pytest.raises(KeyboardInterrupt):
        place()
    assert done == ["placed"]
    with leaving.shielded():
        done.append("again")
    with pytest.raises(KeyboardInterrupt):
        interrupt(2, None)
    assert done == ["placed", "again"]


def test_the_watcher_ends_the_process_after_an_interrupt_and_no_other_signal(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(leaving, "_PATIENCE", 0.0)
    done = threading.Event()
    reader, writer = socket.socketpair()
    watcher = threading.Thread(target=leaving._wait, args=(reader, done.set), daemon=True)
    watcher.start()
    writer.send(bytes([signal.SIGTERM]))
    assert not done.wait(0.05)
    writer.send(bytes([signal.SIGINT]))
    assert done.wait(20)
    watcher.join(20)
    for end in (reader, writer):
        end.close()


def test_the_main_thread_has_half_a_second_to_end_by_itself():
    assert leaving._PATIENCE == 0.5


def test_a_folder_into_which_a_thread_still_writes_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder, late, remove = tmp_path / "half-made", [1, 2, 3], shutil.rmtree

    def while_writing(path: Path, **how: Any) -> None:
        remove(path, **how)
        if late:
            path.mkdir()
            (path / str(late.pop())).touch()

    monkeypatch.setattr(temporary.tempfile, "mkdtemp", lambda *_, **__: folder.mkdir() or str(folder))
    monkeypatch.setattr(temporary.shutil, "rmtree", while_writing)
    with temporary.folder():
        leave()
        assert not late
        assert not folder.exists()
