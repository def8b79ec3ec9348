"""Many files changed as one: all old or all new, finished by whoever comes next, and never outside the folder."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import ToolkitError
from toolkit.files import journal, leaving, transaction
from toolkit.files.journal import Change, commit, digest, finish, hash_of, is_unfinished

POSIX = pytest.mark.skipif(os.name != "posix", reason="needs POSIX's links and modes")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one file that we wrote and one that somebody did."""
    made = tmp_path / "成果"
    made.mkdir()
    (made / "ours").write_bytes(b"old")
    (made / "own.docx").write_bytes(b"edited")
    return made


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def ours(*contents: bytes) -> tuple[str, ...]:
    return tuple(map(digest, contents))


BEFORE = {"ours": b"old", "own.docx": b"edited"}
CHANGES = [
    Change("ours", b"new", ours(b"old")), Change("制度/守则", b"made", ()), Change("own.docx", b"built", ours(b"before")), Change("gone", None, ()),
]
KEPT = f"own（本地修改 {digest(b'edited')[:8]}）.docx"
AFTER = {"ours": b"new", "制度/守则": b"made", "own.docx": b"built", KEPT: b"edited"}


def test_all_changes_are_made_and_nothing_else_is_left(folder: Path):
    assert commit(folder, CHANGES) == [KEPT]
    assert files(folder) == AFTER
    assert not is_unfinished(folder)


def test_no_change_makes_no_folder(tmp_path: Path):
    assert commit(tmp_path / "没有", []) == []
    assert not (tmp_path / "没有").exists()
    assert commit(tmp_path / "没有", [Change("x", b"1", ())]) == []
    assert files(tmp_path / "没有") == {"x": b"1"}


@pytest.mark.parametrize(("known", "left"), [
    (ours(b"old"), None), (ours(b"older", b"old"), None), (None, None), ((), b"old"), (ours(b"other"), b"old"),
])
def test_only_what_is_ours_is_removed(known: tuple[str, ...] | None, left: bytes | None, folder: Path):
    assert commit(folder, [Change("ours", None, known)]) == []
    assert files(folder).get("ours") == left


@pytest.mark.parametrize(("known", "kept"), [
    (ours(b"old"), False), (None, False), (ours(b"new"), True), ((), True),
])
def test_only_what_is_not_ours_is_kept(known: tuple[str, ...] | None, kept: bool, folder: Path):
    aside = f"ours（本地修改 {digest(b'old')[:8]}）"
    assert commit(folder, [Change("ours", b"new", known)]) == ([aside] if kept else [])
    assert files(folder)["ours"] == b"new"
    assert files(folder).get(aside) == (b"old" if kept else None)


@POSIX
def test_a_written_file_can_be_read_by_everybody(folder: Path):
    commit(folder, [Change("x", b"new", ())])
    assert (folder / "x").stat().st_mode & 0o777 == 0o644


def test_all_is_on_the_disk_before_anything_takes_the_olds_place(folder: Path, monkeypatch: pytest.MonkeyPatch):
    seen, real = [], os.fsync

    def sync(handle: int) -> None:
        seen.append({path for path in (folder / ".linyi-new").iterdir() if path.stat().st_ino == os.fstat(handle).st_ino})
        assert {name: content for name, content in files(folder).items() if not name.startswith(".")} == BEFORE
        real(handle)

    monkeypatch.setattr(os, "fsync", sync)
    commit(folder, CHANGES)
    assert [{path.name for path in paths} for paths in seen] == [{"0"}, {"1"}, {"2"}, {"steps.json"}]


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt(), PermissionError(13, "no")])
@pytest.mark.parametrize("after", range(4))
def test_what_ends_it_before_the_decision_leaves_the_old(
    after: int, error: BaseException, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(os, "fsync", failing(after, error, os.fsync))
    with pytest.raises(ToolkitError if isinstance(error, OSError) else KeyboardInterrupt):
        commit(folder, CHANGES)
    assert files(folder) == BEFORE
    assert not is_unfinished(folder)


def failing(after: int, error: BaseException, real: Callable[..., None]) -> Callable[..., None]:
    """A call that does its work so often, and then fails once."""
    calls = iter(range(100))

    def call(*arguments: Any) -> None:
        if next(calls) == after:
            raise error
        real(*arguments)

    return call


def test_a_decision_that_the_disk_refuses_leaves_the_old(folder: Path, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "replace", failing(0, OSError(28, "full"), transaction.replace))
        with pytest.raises(ToolkitError) as caught:
            commit(folder, CHANGES)
    assert "没有改动" in caught.value.words.zh
    finish(folder)
    assert files(folder) == BEFORE


@pytest.mark.parametrize(("after", "done"), [(1, 0), (2, 1), (3, 2), (4, 2)])
def test_what_stops_it_after_the_decision_is_finished_by_the_next(
    after: int, done: int, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    with monkeypatch.context() as patch:
        patch.setattr(transaction, "replace", failing(after, OSError(28, "full"), transaction.replace))
        with pytest.raises(ToolkitError) as caught:
            commit(folder, CHANGES)
    assert caught.value.words.zh.startswith(f"4 个文件里有 {done} 个已经换成新的，写到 {folder / CHANGES[done].path} 时停下：full")
    assert caught.value.words.en == f"{done} of 4 files are new; stopped at {folder / CHANGES[done].path}: full"
    assert caught.value.fix.zh == "先清出磁盘空间；再运行一次，剩下的会接着换完"
    assert is_unfinished(folder)
    assert finish(folder) == ([KEPT] if after < 4 else [])  # at the last, it had been moved aside before
    assert files(folder) == AFTER
    assert not is_unfinished(folder)


def test_what_a_kill_left_half_staged_is_taken_back(folder: Path):
    (folder / ".linyi-new").mkdir()
    (folder / ".linyi-new" / "0").write_bytes(b"half")
    assert is_unfinished(folder)
    assert finish(folder) == []
    assert files(folder) == BEFORE
    assert not is_unfinished(folder)
    assert finish(folder) == []


def forged(folder: Path, steps: Any, **staged: bytes) -> None:
    (folder / ".linyi-journal").mkdir()
    for name, content in staged.items():
        (folder / ".linyi-journal" / name.strip("_")).write_bytes(content)
    text = steps if isinstance(steps, bytes) else json.dumps(steps).encode()
    (folder / ".linyi-journal" / "steps.json").write_bytes(text)


def step(path: Any, new: Any = None, ours: Any = None) -> dict[str, Any]:
    return {"path": path, "new": new, "ours": ours}


@pytest.mark.parametrize("steps", [
    b"", b"{", b"\xff", b"null", b"5", b"[5]", b"[null]", b"[[]]", b"{}", [{}], [step("ours", 5)], [step("ours", None, "h")], [step("ours", None, 5)],
    [{"path": "ours", "new": None}], b"[" * 100_000,
    *([step("ours"), step(path)] for path in (
        "../outside", "/outside", "..", "", ".", "a/../../outside", "\\outside", "..\\outside", "C:\\x", "\\\\server\\share", "a\0b", "a\ud800b", "字" * 86,
    )),
])
def test_a_damaged_or_forged_journal_changes_nothing(steps: Any, folder: Path):
    outside = folder.parent / "outside"
    outside.write_bytes(b"mine")
    forged(folder, steps)
    assert finish(folder) == []
    assert files(folder) == BEFORE
    assert outside.read_bytes() == b"mine"
    assert not is_unfinished(folder)


def test_a_staged_file_that_is_not_the_one_decided_on_is_not_used(folder: Path):
    forged(folder, [step("ours", digest(b"new")), step("x", digest(b"1")), step("y", digest(b"2"))], _0=b"other", _1=b"1")
    assert finish(folder) == []
    assert files(folder) == {**BEFORE, "x": b"1"}


@POSIX
def test_nothing_is_read_or_written_through_links(folder: Path, tmp_path: Path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x").write_bytes(b"mine")
    (folder / "link").symlink_to(outside)
    forged(folder, [step("link/x"), step("link/new", digest(b"1")), step("y", digest(b"mine"))], _1=b"1")
    (folder / ".linyi-journal" / "2").symlink_to(outside / "x")
    assert finish(folder) == []
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == {"x": b"mine"}
    assert not (folder / "y").exists()
    for path in ("link/x", "link/a/b"):
        with pytest.raises(ToolkitError) as caught:
            commit(folder, [Change(path, b"1", None)])
        assert caught.value.words.zh == f"{folder / 'link'} 是一个链接，不在里面写"


@POSIX
def test_a_journal_that_is_a_link_is_none(folder: Path, tmp_path: Path):
    other = tmp_path / "other"
    other.mkdir()
    forged(other, [step("ours")])
    (folder / ".linyi-journal").symlink_to(other / ".linyi-journal")
    assert not is_unfinished(folder)
    assert finish(folder) == []
    assert files(folder) == BEFORE
    assert is_unfinished(other)
    assert not (folder / ".linyi-journal").is_symlink()


@pytest.mark.parametrize(("path", "zh", "en"), [
    ("ours/x", "{}/ours 不是文件夹", "{}/ours is not a folder"), ("ours/x/y", "{}/ours 不是文件夹", "{}/ours is not a folder"),
    ("制度", "{}/制度 是文件夹", "{}/制度 is a folder"),
])
def test_where_no_file_can_be_put_is_told_before_anything_is_done(path: str, zh: str, en: str, folder: Path):
    (folder / "制度").mkdir()
    found = journal.fault(folder, path)
    assert found
    assert (found.zh, found.en) == (zh.format(folder), en.format(folder))
    with pytest.raises(ToolkitError) as caught:
        commit(folder, [Change("ours", b"new", None), Change(path, b"1", None)])
    assert caught.value.words == found
    assert files(folder) == BEFORE
    assert journal.fault(folder, "制度/x") is None


def test_an_interrupt_waits_until_the_files_are_in_place(folder: Path, monkeypatch: pytest.MonkeyPatch):
    held = []
    real = transaction.replace

    def replace(source: Path, target: Path) -> None:
        held.append(leaving._shield.locked())
        real(source, target)

    monkeypatch.setattr(transaction, "replace", replace)
    commit(folder, CHANGES)
    assert held == [True] * 5
    assert not leaving._shield.locked()


@POSIX
def test_the_hash_is_that_of_an_ordinary_file_alone(folder: Path):
    (folder / "link").symlink_to(folder / "ours")
    assert hash_of(folder / "ours") == digest(b"old")
    assert [hash_of(folder / name) for name in ("link", "没有", ".", "ours/x", "x" * 300, "a\0b")] == [None] * 6
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
