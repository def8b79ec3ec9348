"""Many files changed as one: whatever happens in the middle, the folder is as it was or as it shall be."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.test_new import tree
from toolkit.errors import ToolkitError
from toolkit.files import journal
from toolkit.files.journal import Change

OLD = {"a/一.txt": b"old one", "a/二.txt": b"old two", "三.txt": b"old three"}
NEW = {"a/一.txt": b"new one", "a/二.txt": b"new two", "b/四.txt": b"new four"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path, content in OLD.items():
        (tmp_path / "成果" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "成果" / path).write_bytes(content)
    return tmp_path / "成果"


def changes() -> list[Change]:
    def ours(path: str) -> tuple[str, ...]:
        return (journal.digest(OLD[path]),) if path in OLD else ()

    return [*(Change(path, content, ours(path)) for path, content in NEW.items()), Change("三.txt", None, ours("三.txt"))]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Killed(BaseException):
    pass


def interrupted_at(number: int, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> Iterator[int]:
    """Every call that changes the disk is counted; the one of this number does not happen."""
    calls = 0
    real = {name: getattr(os, name) for name in ("replace", "rename", "unlink", "mkdir", "fsync", "rmdir")}

    def counted(name: str):  # type: ignore[no-untyped-def]
        def call(*arguments: object, **options: object) -> object:
            nonlocal calls
            calls += 1
            if calls >= number:  # after a kill nothing happens any more
                raise error
            return real[name](*arguments, **options)
        return call

    for name in real:
        monkeypatch.setattr(os, name, counted(name))
    return iter(())


def test_all_changes_are_made(folder: Path):
    assert journal.commit(folder, changes()) == []
    assert contents(folder) == NEW


@pytest.mark.parametrize("number", range(1, 26))
def test_cut_off_at_any_call_the_next_run_leaves_the_old_or_the_new(number: int, folder: Path, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as cut:
        interrupted_at(number, cut, Killed())
        with contextlib.suppress(Killed):
            journal.commit(folder, changes())
    if journal.is_unfinished(folder):
        journal.finish(folder)
    assert contents(folder) in (OLD, NEW)
    assert not journal.is_unfinished(folder)


@pytest.mark.parametrize("number", range(1, 20))
def test_when_the_disk_is_full_the_message_says_what_is_true(number: int, folder: Path, monkeypatch: pytest.MonkeyPatch):
    with monkeypatch.context() as cut:
        interrupted_at(number, cut, OSError(28, "No space left on device"))
        try:
            journal.commit(folder, changes())
        except ToolkitError as error:
            said = error.words.en + error.fix.en
        else:
            said = ""
    now = {path: content for path, content in contents(folder).items() if not path.startswith(".linyi-")}
    if "nothing was changed" in said:
        assert now == OLD
    elif said:
        assert "run again" in said
        journal.finish(folder)
        assert contents(folder) == NEW
    else:
        assert now == NEW


def test_what_somebody_edited_is_kept_under_another_name(folder: Path):
    (folder / "a/一.txt").write_bytes(b"mine")
    (folder / "三.txt").write_bytes(b"mine too")
    kept = journal.commit(folder, changes())
    assert [(folder / path).read_bytes() for path in kept] == [b"mine"]
    assert (folder / "三.txt").read_bytes() == b"mine too"
    assert (folder / "a/一.txt").read_bytes() == b"new one"


def test_nothing_is_written_or_deleted_through_a_link(folder: Path, tmp_path: Path):
    elsewhere = tmp_path / "elsewhere"
    (folder / "a").rename(elsewhere)
    (folder / "a").symlink_to(elsewhere)
    before = tree(elsewhere)
    with pytest.raises(ToolkitError) as caught:
        journal.commit(folder, changes())
    assert "链接" in caught.value.words.zh
    assert tree(elsewhere) == before
    assert not journal.is_unfinished(folder)


FORGED = {
    "out of the folder": [{"path": "../victim", "new": None, "ours": None}],
    "absolute": [{"path": "{victim}", "new": None, "ours": None}],
    "by a drive": [{"path": "C:victim", "new": None, "ours": None}],
    "through a link": [{"path": "link/victim", "new": None, "ours": None}],
    "a link as what is new": [{"path": "got.txt", "new": "{hash}", "ours": None}],
    "no list": {"path": 1}, "wrong types": [{"path": 1, "new": [], "ours": 3}], "nothing": None, "numbers": [1, 2],
    "a folder": [{"path": "a", "new": None, "ours": None}],
}


@pytest.mark.parametrize("steps", FORGED.values(), ids=FORGED)
def test_a_forged_journal_reaches_nothing_outside_and_stops_nothing(steps: object, folder: Path, tmp_path: Path):
    victim = tmp_path / "victim"
    victim.write_bytes(b"secret")
    (folder / "link").symlink_to(tmp_path)
    (folder / journal.JOURNAL).mkdir()
    (folder / journal.JOURNAL / "0").symlink_to(victim)
    text = json.dumps(steps).replace("{victim}", str(victim)).replace("{hash}", journal.digest(b"secret"))
    (folder / journal.JOURNAL / "steps.json").write_text(text, encoding="utf-8")
    journal.finish(folder)
    assert victim.read_bytes() == b"secret"
    assert not (folder / "got.txt").exists()
    assert (folder / "a/一.txt").read_bytes() == b"old one"
    assert not journal.is_unfinished(folder)


def test_a_journal_that_is_a_link_is_not_followed(folder: Path, tmp_path: Path):
    real = tmp_path / "real"
    real.mkdir()
    (real / "steps.json").write_text('[{"path": "三.txt", "new": null, "ours": null}]', encoding="utf-8")
    (folder / journal.JOURNAL).symlink_to(real)
    journal.finish(folder)
    assert (folder / "三.txt").exists()
    assert (real / "steps.json").exists()
    journal.commit(folder, changes())
    assert contents(folder) == NEW
