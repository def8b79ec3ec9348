"""A kit changed as one and taken back: at whatever step it is cut off, the next command finds the old or the new."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from toolkit.errors import ToolkitError
from toolkit.files import inside, revision, transaction
from toolkit.files.journal import digest
from toolkit.files.revision import Change, commit, finish, is_unfinished, undo

OLD = {"制度/a.md": b"a", "制度/b.md": b"b", "待处理/x.md": b"x", ".kit/manifest.json": b"{}"}
NEW = {"制度/a.md": b"A", "制度/b.md": b"b", "读本/新/c.md": b"C", ".kit/manifest.json": b"{1}"}


class Cut(BaseException):
    """The power goes."""


def put(root: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)


def found(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*"))
        if path.is_file() and not path.relative_to(root).as_posix().startswith((".kit/backup", ".kit/tx"))
    }


def changes() -> list[Change]:
    return [
        Change(name, NEW.get(name), digest(OLD[name]) if name in OLD else None)
        for name in sorted({*OLD, *NEW}, key=lambda name: (name.startswith(".kit"), name)) if OLD.get(name) != NEW.get(name)
    ]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    put(tmp_path, OLD)
    return tmp_path


def test_all_changes_and_the_old_files_are_kept(root: Path):
    commit(root, "update", changes())
    assert found(root) == NEW
    kept = next((root / ".kit" / "backup").iterdir())
    assert {name: (kept / name).read_bytes() for name in ("制度/a.md", "待处理/x.md", ".kit/manifest.json")} == {
        name: OLD[name] for name in ("制度/a.md", "待处理/x.md", ".kit/manifest.json")
    }
    assert not (root / ".kit" / "tx").exists()


def cut_off(root: Path, monkeypatch: pytest.MonkeyPatch, at: int, act: object) -> bool:
    """Runs `act` and cuts the power at the call number `at` of those that write; whether it came so far."""
    calls = 0

    def counted(real: object) -> object:
        def call(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == at:
                raise Cut
            return real(*arguments, **named)  # type: ignore[operator]
        return call

    with monkeypatch.context() as patched:
        for module, name in ((os, "rename"), (os, "replace"), (os, "unlink"), (os, "mkdir"), (os, "rmdir"), (os, "fsync")):
            patched.setattr(module, name, counted(getattr(module, name)))
        try:
            act()  # type: ignore[operator]
        except Cut:
            return True
    return False


def test_cut_off_anywhere_it_is_old_or_new_and_can_be_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen = set()
    for at in range(1, 200):
        root = tmp_path / str(at)
        put(root, OLD)
        cut = cut_off(root, monkeypatch, at, lambda root=root: commit(root, "update", changes()))
        finish(root)
        state = "old" if found(root) == OLD else "new" if found(root) == NEW else "MIXED"
        seen.add(state)
        assert state != "MIXED", at
        assert not is_unfinished(root)
        if state == "new":
            assert undo(root) is not None
            assert found(root) == OLD
        if not cut:
            break
    assert seen == {"old", "new"}
    assert at > 12


def test_an_undo_cut_off_anywhere_is_done_or_not_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    seen = set()
    for at in range(1, 200):
        root = tmp_path / str(at)
        put(root, OLD)
        commit(root, "update", changes())
        cut = cut_off(root, monkeypatch, at, lambda root=root: undo(root))
        finish(root)
        state = "old" if found(root) == OLD else "new" if found(root) == NEW else "MIXED"
        seen.add(state)
        assert state != "MIXED", at
        assert (undo(root) is None) == (state == "old"), at
        assert found(root) == OLD
        if not cut:
            break
    assert seen == {"old", "new"}


def test_what_was_changed_after_a_cut_is_kept_and_all_else_taken_back(root: Path, monkeypatch: pytest.MonkeyPatch):
    real, moved = transaction.replace, []

    def cut(source: Path, target: Path) -> None:
        if len(moved) == 2:  # the journal and the first file are in place
            raise Cut
        moved.append(target)
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(transaction, "replace", cut)
        with pytest.raises(Cut):
            commit(root, "update", changes())
    assert (root / "制度/a.md").read_bytes() == b"A"
    (root / "待处理/x.md").write_bytes(b"mine")
    assert finish(root) == ["待处理/x.md"]
    assert found(root) == {**OLD, "待处理/x.md": b"mine"}
    assert undo(root) is None


def test_what_was_changed_after_it_was_placed_stays_and_the_rest_follows(root: Path, monkeypatch: pytest.MonkeyPatch):
    real = transaction.replace

    def cut(source: Path, target: Path) -> None:
        if target.name == "manifest.json":
            raise Cut
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(transaction, "replace", cut)
        with pytest.raises(Cut):
            commit(root, "update", changes())
    (root / "制度/a.md").write_bytes(b"A and mine")
    assert finish(root) == []
    assert found(root) == {**NEW, "制度/a.md": b"A and mine"}


def test_a_file_that_is_not_as_it_was_read_stops_all(root: Path):
    (root / "制度/a.md").write_bytes(b"later")
    with pytest.raises(ToolkitError, match="a.md was changed"):
        commit(root, "update", changes())
    assert found(root) == {**OLD, "制度/a.md": b"later"}
    assert not is_unfinished(root)


def test_a_file_open_elsewhere_is_named_and_the_rest_follows_next_time(root: Path, monkeypatch: pytest.MonkeyPatch):
    real = os.replace
    monkeypatch.setattr(transaction.time, "sleep", lambda _: None)

    def closed(source: Path, target: Path) -> None:
        if Path(target).name == "c.md":
            raise PermissionError(13, "in use", str(target))
        real(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", closed)
        with pytest.raises(ToolkitError) as caught:
            commit(root, "update", changes())
    assert "c.md" in caught.value.words.zh
    assert "Word" in caught.value.fix.zh
    assert is_unfinished(root)
    finish(root)
    assert found(root) == NEW


def test_undo_goes_back_step_by_step(root: Path):
    commit(root, "update", changes())
    commit(root, "resolve", [Change("制度/b.md", b"B", digest(b"b"))])
    first = undo(root)
    assert first is not None
    assert (first.command, first.changed, found(root)) == ("resolve", ["制度/b.md"], NEW)
    second = undo(root)
    assert second is not None
    assert (second.command, found(root)) == ("update", OLD)
    assert not (root / "读本").exists()
    assert undo(root) is None


def test_an_undo_leaves_an_empty_folder_that_was_there_before(root: Path):
    (root / "表单").mkdir()
    commit(root, "update", [Change("表单/n.md", b"n", None), Change("培训/m.md", b"m", None)])
    undo(root)
    assert (root / "表单").is_dir()
    assert not (root / "培训").exists()


def test_undo_leaves_what_was_changed_since_and_keeps_what_it_was(root: Path):
    commit(root, "update", changes())
    (root / "制度/a.md").write_bytes(b"mine")
    done = undo(root)
    assert done is not None
    assert done.left == ["制度/a.md"]
    assert found(root) == {**OLD, "制度/a.md": b"mine"}
    assert (root / done.backup / "制度/a.md").read_bytes() == b"a"
    assert undo(root) is None


def test_undo_puts_back_what_was_deleted_since(root: Path):
    commit(root, "update", changes())
    (root / "制度/a.md").unlink()
    assert undo(root) is not None
    assert found(root) == OLD


@pytest.mark.parametrize("path", ["../x", "/x", ".kit/tx/x", ".KIT/backup/x", "a/../../x", "C:/x"])
def test_a_forged_journal_leads_nowhere(root: Path, path: str):
    journal = root / ".kit" / "tx"
    (journal / "new").mkdir(parents=True)
    (journal / "new" / "0").write_bytes(b"bad")
    steps = [{"path": path, "old": None, "new": digest(b"bad")}]
    (journal / "steps.json").write_text(json.dumps({"command": "update", "undoes": "", "made": [], "steps": steps}), encoding="utf-8")
    assert finish(root) == []
    assert found(root) == OLD
    assert not (root.parent / "x").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"command": 1, "undoes": "", "steps": [{"path": "a"}]}', "null", "[" * 2000])
def test_a_damaged_journal_is_put_away(root: Path, content: str):
    (root / ".kit" / "tx").mkdir()
    (root / ".kit" / "tx" / "steps.json").write_text(content, encoding="utf-8")
    finish(root)
    assert found(root) == OLD
    assert not is_unfinished(root)
    assert undo(root) is None


def test_nothing_is_written_through_a_link(root: Path, tmp_path_factory: pytest.TempPathFactory):
    outside = tmp_path_factory.mktemp("outside")
    (root / "读本").symlink_to(outside, target_is_directory=True)
    with pytest.raises(ToolkitError, match="link"):
        commit(root, "update", changes())
    assert list(outside.iterdir()) == []
    assert inside.is_link(root / "读本")
    assert found(root) == OLD


def test_a_full_disk_changes_nothing_and_says_so(root: Path, monkeypatch: pytest.MonkeyPatch):
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ToolkitError, match="nothing was changed"):
        commit(root, "update", changes())
    assert found(root) == OLD
    assert not is_unfinished(root)


def test_a_clock_that_was_put_back_keeps_the_order(root: Path, monkeypatch: pytest.MonkeyPatch):
    (root / ".kit" / "backup" / "99991231-000000-000000").mkdir(parents=True)
    commit(root, "update", changes())
    assert undo(root) is not None
    assert found(root) == OLD


def test_nothing_to_change_leaves_no_backup(root: Path):
    commit(root, "update", [Change("制度/a.md", b"a", digest(b"a"))])
    assert not (root / ".kit" / "backup").exists()
    assert revision.undo(root) is None
