"""One writer at a time: who comes second waits, is told, and nobody is kept out by an old file."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from toolkit.errors import ToolkitError
from toolkit.files import leaving, lock

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX's links")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock's file, for which nobody waits long."""
    monkeypatch.setattr(lock, "WAIT", 0.01)
    return tmp_path / "lock"


def is_free(place: Path) -> bool:
    try:
        with lock.alone(place, place.parent):
            return True
    except ToolkitError:
        return False


def test_one_writer_at_a_time_and_free_again_afterwards(place: Path):
    with lock.alone(place, Path("成果")):
        with pytest.raises(ToolkitError) as caught, lock.alone(place, Path("成果")):
            raise AssertionError
        assert not is_free(place)  # whoever waited in vain has not let it go
    assert caught.value.words.zh == "另一个 linyi 正在写 成果，等了 0 秒"
    assert caught.value.words.en == "another linyi is writing 成果; waited 0 seconds"
    assert caught.value.fix.zh == "等它结束后再运行"
    assert is_free(place)


def test_who_waits_is_told_once_and_goes_on_when_the_other_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[Path] = []
    pauses: list[float] = []
    with ExitStack() as other:
        other.enter_context(lock.alone(tmp_path / "lock", tmp_path))

        def sleep(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 3:
                other.close()

        monkeypatch.setattr(lock, "waiting", told.append)
        monkeypatch.setattr(lock.time, "sleep", sleep)
        with lock.alone(tmp_path / "lock", Path("成果")):
            assert (tmp_path / "lock").exists()
    assert told == [Path("成果")]
    assert len(pauses) == 3
    assert 0 < max(pauses) <= 0.2


def test_who_finds_it_free_is_told_nothing(place: Path, monkeypatch: pytest.MonkeyPatch):
    told: list[Path] = []
    monkeypatch.setattr(lock, "waiting", told.append)
    assert is_free(place)
    assert told == []


def test_it_is_free_again_after_a_failure(place: Path):
    with pytest.raises(KeyError), lock.alone(place, place):
        raise KeyError
    assert is_free(place)


def test_other_places_are_not_held_up(place: Path):
    with lock.alone(place, place):
        assert is_free(place.with_name("another"))


@POSIX
def test_a_place_is_the_same_under_all_its_names(place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "甲").mkdir()
    (tmp_path / "别名").symlink_to(tmp_path / "甲")
    monkeypatch.chdir(tmp_path)
    with lock.alone(tmp_path / "甲" / "lock", tmp_path):
        for other in (Path("甲"), tmp_path / "甲" / ".." / "甲", tmp_path / "别名"):
            assert not is_free(other / "lock")


def test_the_file_goes_with_its_holder(place: Path):
    with lock.alone(place, place):
        assert place.is_file()
    assert not place.exists()


def test_a_file_that_a_killed_run_left_is_no_lock(place: Path):
    place.write_bytes(b"")
    assert is_free(place)
    assert not place.exists()


def test_the_file_goes_too_where_the_process_is_ended(place: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("_shield", "_leaving"):
        monkeypatch.setattr(leaving, name, threading.Lock())
    there = []

    def leave(code: int) -> None:
        there.append(place.exists())
        sys.exit(code)

    monkeypatch.setattr(os, "_exit", leave)
    with pytest.raises(SystemExit), lock.alone(place, place):
        leaving.leave(130, "")
    assert there == [False]


@POSIX
def test_a_link_is_no_lock_and_what_it_points_to_stays(place: Path, tmp_path: Path):
    (tmp_path / "mine").write_bytes(b"mine")
    for target in ("mine", "nowhere"):
        place.symlink_to(tmp_path / target)
        with pytest.raises(ToolkitError) as caught, lock.alone(place, Path("成果")):
            raise AssertionError
        assert caught.value.words.zh == f"不能写入 成果：锁文件 {place} 建不了（那里是一个链接），什么也没有改动"
        assert caught.value.words.en == f"cannot write to 成果: no lock can be made at {place} (there is a link); nothing was changed"
        place.unlink()
    assert (tmp_path / "mine").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


def test_a_lock_needs_a_folder_to_lie_in(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    for folder, why in ((tmp_path / "没有", "No such file or directory"), (tmp_path / "file", "Not a directory")):
        with pytest.raises(ToolkitError) as caught, lock.alone(folder / "lock", folder):
            raise AssertionError
        assert caught.value.words.en == f"cannot write to {folder}: no lock can be made at {folder / 'lock'} ({why}); nothing was changed"


def test_a_folder_that_is_not_there_yet_is_held_by_a_lock_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lock, "WAIT", 0.01)
    folder = tmp_path / "甲" / "成果"
    with lock.beside(folder):
        assert [path.name for path in (tmp_path / "甲").iterdir()] == [".成果.linyi-lock"]
        with pytest.raises(ToolkitError) as caught, lock.beside(folder):
            raise AssertionError
    assert f"正在写 {folder}" in caught.value.words.zh
    assert list((tmp_path / "甲").iterdir()) == []
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(ToolkitError) as caught, lock.beside(tmp_path / "file" / "甲" / "成果"):
        raise AssertionError
    assert caught.value.words.zh.startswith(f"不能写入 {tmp_path / 'file' / '甲' / '成果'}：锁文件 ")
