"""Writing: the old or the new, never half, and nothing of ours left lying about."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from toolkit.errors import ToolkitError
from toolkit.files import lock, transaction

PART = ".linyi-part-"
POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX's links and modes")


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited for, without waiting."""
    found: list[float] = []
    sleep, here = time.sleep, threading.get_ident()

    def pause(seconds: float) -> None:
        """Other threads, such as a server's that goes on, wait as they do."""
        if threading.get_ident() == here:
            found.append(seconds)
        else:
            sleep(seconds)

    monkeypatch.setattr(transaction.time, "sleep", pause)
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def furnish(work: Path) -> None:
    (work / "kit" / "制度").mkdir(parents=True)
    (work / "kit" / "city.yaml").write_text("city: 样例\n", encoding="utf-8")


def fail(*errors: OSError) -> Callable[..., None]:
    """An operating system's call that fails with each of these, and then does nothing."""
    left = list(errors)

    def call(*_: object, **__: object) -> None:
        if left:
            raise left.pop(0)

    return call


def never(work: Path) -> None:
    raise AssertionError("this must not be filled")


# --- a folder, whole or not at all


def test_a_folder_is_made_whole_and_nothing_else_is_left(tmp_path: Path):
    transaction.create(tmp_path / "临沂市", furnish)
    assert names(tmp_path) == ["临沂市", "临沂市/city.yaml", "临沂市/制度"]
    assert (tmp_path / "临沂市" / "city.yaml").read_text(encoding="utf-8") == "city: 样例\n"


def test_a_folder_is_made_beside_its_place_where_nobody_sees_it(tmp_path: Path):
    seen: list[Path] = []

    def fill(work: Path) -> None:
        seen.append(work)
        assert work.is_dir()
        assert names(work) == []
        assert not (tmp_path / "临沂市").exists()
        furnish(work)

    transaction.create(tmp_path / "临沂市", fill)
    (work,) = seen
    assert work.parent == tmp_path
    assert work.name.startswith(PART)
    assert not work.exists()


def test_a_folder_is_made_by_one_run_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lock, "WAIT", 0.01)
    with lock.alone(tmp_path / transaction.LOCK, tmp_path), pytest.raises(ToolkitError) as caught:
        transaction.create(tmp_path / "临沂市", never)
    assert caught.value.words.zh.startswith(f"另一个 linyi 正在写 {tmp_path}，")
    assert names(tmp_path) == []

    def fill(work: Path) -> None:
        with pytest.raises(ToolkitError):
            transaction.create(tmp_path / "费县", never)
        furnish(work)

    transaction.create(tmp_path / "临沂市", fill)
    assert names(tmp_path) == ["临沂市", "临沂市/city.yaml", "临沂市/制度"]


@pytest.mark.parametrize("kind", ["file", "folder", pytest.param("broken link", marks=POSIX)])
def test_what_exists_is_left_as_it_is(kind: str, tmp_path: Path):
    target = tmp_path / "临沂市"
    if kind == "file":
        target.write_text("mine", encoding="utf-8")
    elif kind == "folder":
        target.mkdir()
    else:
        target.symlink_to(tmp_path / "nowhere")
    before = names(tmp_path)
    for attempt in (lambda: transaction.create(target, never), lambda: transaction.refuse_existing(target)):
        with pytest.raises(ToolkitError) as caught:
            attempt()
        assert caught.value.words.zh == f"{target} 已经存在，没有改动它"
        assert caught.value.words.en == f"{target} exists and was left as it is"
        assert "--out" in caught.value.fix.en
    assert names(tmp_path) == before
    transaction.refuse_existing(tmp_path / "费县")


def test_what_appears_while_a_folder_is_made_is_left_as_it_is(tmp_path: Path):
    target = tmp_path / "临沂市"

    def fill(work: Path) -> None:
        furnish(work)
        target.mkdir()

    with pytest.raises(ToolkitError) as caught:
        transaction.create(target, fill)
    assert "已经存在" in caught.value.words.zh
    assert names(tmp_path) == ["临沂市"]


def test_a_folder_is_not_made_where_there_is_none_to_hold_it(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"")
    for parent in (tmp_path / "没有", tmp_path / "file"):
        with pytest.raises(ToolkitError) as caught:
            transaction.create(parent / "临沂市", never)
        assert caught.value.words.zh == f"文件夹 {parent} 不存在"
        assert caught.value.words.en == f"there is no folder {parent}"
    assert names(tmp_path) == ["file"]


@pytest.mark.parametrize("error", [KeyError("x"), ToolkitError(zh="甲", en="a"), KeyboardInterrupt()])
def test_a_failure_leaves_nothing_and_is_told_as_it_is(error: BaseException, tmp_path: Path):
    def fill(work: Path) -> None:
        furnish(work)
        raise error

    with pytest.raises(type(error)) as caught:
        transaction.create(tmp_path / "临沂市", fill)
    assert caught.value is error
    assert names(tmp_path) == []
    transaction.create(tmp_path / "临沂市", furnish)


@pytest.mark.parametrize("made", [[], ["甲", "乙"]])
def test_only_one_folder_can_be_meant(made: list[str], tmp_path: Path):
    with pytest.raises(AssertionError):
        transaction.create(tmp_path / "临沂市", lambda work: [(work / name).mkdir() for name in made])
    assert names(tmp_path) == []


def test_what_a_killed_run_left_is_cleared_and_nothing_else(tmp_path: Path):
    (tmp_path / f"{PART}a" / "kit").mkdir(parents=True)
    (tmp_path / f"{PART}b").write_bytes(b"half")
    for own in (".linyi-build.json", "linyi-part-a", f"x{PART}a"):
        (tmp_path / own).write_bytes(b"mine")
    (tmp_path / "制度").mkdir()
    (tmp_path / "制度" / f"{PART}c").write_bytes(b"another folder's")
    transaction.create(tmp_path / "临沂市", furnish)
    left = [name for name in names(tmp_path) if not name.startswith("临沂市")]
    assert left == [".linyi-build.json", "linyi-part-a", f"x{PART}a", "制度", f"制度/{PART}c"]


@POSIX
def test_a_link_that_bears_the_mark_goes_and_what_it_points_to_stays(tmp_path: Path):
    (tmp_path / "制度").mkdir()
    (tmp_path / "制度" / "P01.md").write_bytes(b"mine")
    (tmp_path / f"{PART}x").symlink_to(tmp_path / "制度")
    (tmp_path / f"{PART}y").symlink_to(tmp_path / "nowhere")
    transaction.create(tmp_path / "临沂市", furnish)
    assert [name for name in names(tmp_path) if not name.startswith("临沂市")] == ["制度", "制度/P01.md"]


def test_a_leftover_that_cannot_be_cleared_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / f"{PART}held").mkdir()
    monkeypatch.setattr(os, "rmdir", fail(*[PermissionError(13, "held")] * 9))
    transaction.create(tmp_path / "临沂市", furnish)
    assert (tmp_path / "临沂市" / "city.yaml").is_file()
    assert (tmp_path / f"{PART}held").is_dir()


# --- what the disk refuses


@pytest.mark.parametrize(("error", "zh", "en"), [
    (OSError(28, "No space left on device"), "写入 {} 失败：No space left on device；原有文件没有改动",
     "writing {} failed: No space left on device; nothing was changed"),
    (OSError("odd"), "写入 {} 失败：odd；原有文件没有改动", "writing {} failed: odd; nothing was changed"),
    (PermissionError(13, "no"), "不能写入 {}", "cannot write {}"),
    (PermissionError(13, "no", "甲.docx"), "不能写入 甲.docx", "cannot write 甲.docx"),
    (PermissionError(13, "no", "甲.docx", None, "乙.docx"), "不能写入 乙.docx", "cannot write 乙.docx"),
])
def test_a_disk_that_fails_under_a_new_kit_leaves_nothing_and_is_told(error: OSError, zh: str, en: str, tmp_path: Path):
    def full(work: Path) -> None:
        furnish(work)
        raise error

    with pytest.raises(ToolkitError) as caught:
        transaction.create(tmp_path / "临沂市", full)
    assert (caught.value.words.zh, caught.value.words.en) == (zh.format(tmp_path), en.format(tmp_path))
    assert caught.value.__cause__ is error
    word = "Word" if isinstance(error, PermissionError) else "disk"
    assert word in caught.value.fix.en
    assert names(tmp_path) == []


HELD = PermissionError(13, "held by a virus scanner")


@pytest.mark.parametrize(("times", "renamed"), [(0, True), (1, True), (7, True), (8, False), (9, False)])
@pytest.mark.parametrize("kind", ["file", "folder"])
def test_what_is_held_for_a_moment_is_tried_eight_times(
    kind: str, times: int, renamed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
):
    source, target = tmp_path / "new", tmp_path / "x"
    if kind == "file":
        source.write_bytes(b"new")
        target.write_bytes(b"old")
    else:
        source.mkdir()
    call = "replace" if kind == "file" else "rename"
    held, real = fail(*[HELD] * times), getattr(os, call)

    def attempt(source: Path, place: Path) -> None:
        held()
        real(source, place)

    monkeypatch.setattr(os, call, attempt)
    if renamed:
        transaction.replace(source, target)
    else:
        with pytest.raises(PermissionError):
            transaction.replace(source, target)
    assert target.exists() is (renamed or kind == "file")
    assert source.exists() is not renamed
    if kind == "file":
        assert target.read_bytes() == (b"new" if renamed else b"old")
    assert pauses == pytest.approx([0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2][:times])


def test_another_fault_of_the_disk_is_told_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pauses: list[float]
):
    monkeypatch.setattr(os, "rename", fail(OSError(18, "another disk")))
    with pytest.raises(ToolkitError):
        transaction.create(tmp_path / "临沂市", furnish)
    assert (pauses, names(tmp_path)) == ([], [])
