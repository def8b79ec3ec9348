"""The folder of built files: only what changed is written, and nobody's own work is lost."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from toolkit.errors import ToolkitError
from toolkit.files import transaction
from toolkit.files.artifact import Artifact
from toolkit.files.output import Output, open_output

STATE = ".linyi-build.json"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def unit(key: str, **files: bytes) -> tuple[str, list[Artifact]]:
    """A unit's key and artifacts: `docx__P01=b"…"` is the file docx/P01."""
    return key, [Artifact(name.replace("__", "/"), content) for name, content in files.items()]


def built(folder: Path, **units: tuple[str, list[Artifact]]) -> Output:
    """What a whole build of these units leaves: `docx_P01` is the unit docx:P01."""
    output = open_output(folder)
    named = {name.replace("_", ":"): made for name, made in units.items()}
    output.add(named)
    output.finish(named, {name.split(":")[0] for name in named})
    return output


def put(output: Output, units: dict[str, tuple[str, list[Artifact]]]) -> list[str]:
    """Adds these units to what was built and removes nothing; the changed paths."""
    output.add(units)
    return output.finish(units, [])


def state(folder: Path) -> dict[str, Any]:
    return json.loads((folder / STATE).read_text(encoding="utf-8"))


def files(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    found.pop(STATE, None)
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "成果"


# --- what is current


def test_a_unit_is_current_while_its_input_and_its_files_are_as_they_were(folder: Path):
    built(folder, docx_P01=unit("k1", docx__P01=b"one", docx__P01b=b"two"), site=unit("k2", index=b"page"))
    again = open_output(folder)
    assert again.is_current("docx:P01", "k1")
    assert again.is_current("site", "k2")
    assert not again.is_current("docx:P01", "k2")
    assert not again.is_current("docx:P02", "k1")
    assert not again.is_current("docx", "k1")


@pytest.mark.parametrize("name", ["docx/P01", "docx/P01b"])
@pytest.mark.parametrize("edited", [True, False])
def test_a_unit_is_not_current_when_one_of_its_files_was_edited_or_deleted(name: str, edited: bool, folder: Path):
    built(folder, docx_P01=unit("k1", docx__P01=b"one", docx__P01b=b"two"), docx_P02=unit("k2", docx__P02=b"x"))
    (folder / name).write_bytes(b"edited") if edited else (folder / name).unlink()
    again = open_output(folder)
    assert not again.is_current("docx:P01", "k1")
    assert again.is_current("docx:P02", "k2")


def test_a_unit_without_files_is_current_by_its_key(folder: Path):
    built(folder, pdf_P01=unit("k"))
    assert open_output(folder).is_current("pdf:P01", "k")
    assert not open_output(folder).is_current("pdf:P01", "other")


def test_what_was_built_is_told_by_format(folder: Path):
    output = built(
        folder, docx_P01=unit("a", docx__P01=b"1"), docx_P02=unit("b", docx__P02=b"2"), site=unit("c", site__x=b"3", site__y=b"4"),
    )
    assert [form for form in ("docx", "site", "pdf", "doc", "docx:P01", "P01", "") if output.holds(form)] == ["docx", "site"]
    assert output.paths() == ["docx/P01", "docx/P02", "site/x", "site/y"]
    assert output.paths("docx") == ["docx/P01", "docx/P02"]
    assert output.paths("pdf", "site") == ["site/x", "site/y"]
    assert output.paths("pdf") == []
    assert not Output(folder).holds("docx")
    assert Output(folder).paths() == []


# --- what is written


def test_only_what_changed_is_written_and_named(folder: Path):
    built(folder, docx_P01=unit("a", docx__P01=b"1"), docx_P02=unit("b", docx__P02=b"2"))
    before = (folder / "docx/P01").stat().st_ino
    output = open_output(folder)
    changed = put(output, {"docx:P01": unit("a2", docx__P01=b"1"), "docx:P02": unit("b2", docx__P02=b"new", docx__P02b=b"3")})
    assert changed == ["docx/P02", "docx/P02b"]
    assert files(folder) == {"docx/P01": b"1", "docx/P02": b"new", "docx/P02b": b"3"}
    assert (folder / "docx/P01").stat().st_ino == before
    assert output.kept == []
    assert output.keys == {"docx:P01": ("a2", ["docx/P01"]), "docx:P02": ("b2", ["docx/P02", "docx/P02b"])}


@pytest.mark.parametrize("known", [True, False])
def test_somebodys_own_file_is_moved_aside_under_a_name_of_its_own(known: bool, folder: Path):
    if known:
        built(folder, docx_P01=unit("a", docx__P01=b"1"))
    path = folder / "docx" / "P01 守则.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {}
    for number, own in enumerate([b"edited in Word", b"edited again"], 1):
        path.write_bytes(own)
        output = open_output(folder)
        assert put(output, {"docx:P01": ("b", [Artifact("docx/P01 守则.docx", b"built")])}) == ["docx/P01 守则.docx"]
        kept[f"docx/P01 守则（本地修改 {digest(own)[:8]}）.docx"] = own
        assert output.kept == list(kept)[-1:]
        assert {name: content for name, content in files(folder).items() if "本地修改" in name} == kept
        assert path.read_bytes() == b"built"
        assert len(kept) == number


def test_a_file_that_is_already_as_it_would_be_built_is_nobodys_own(folder: Path):
    folder.mkdir()
    (folder / "x").write_bytes(b"1")
    output = open_output(folder)
    assert put(output, {"pdf:x": unit("k", x=b"1")}) == []
    assert output.kept == []


def two(folder: Path) -> dict[str, tuple[str, list[Artifact]]]:
    """A build of two files, and what the next is to make of them."""
    built(folder, docx_P01=unit("a", docx__P01=b"old 1"), docx_P02=unit("b", docx__P02=b"old 2"))
    return {"docx:P01": unit("a2", docx__P01=b"new 1"), "docx:P02": unit("b2", docx__P02=b"new 2")}


def test_a_build_that_fails_before_all_is_on_the_disk_has_changed_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch):
    new, before = two(folder), (folder / STATE).read_bytes()
    real, calls = os.fsync, iter(range(1, 9))

    def full(handle: int) -> None:
        if next(calls) == 3:  # the two files, and then
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ToolkitError) as caught:
        put(open_output(folder), new)
    assert "原有文件没有改动" in caught.value.words.zh
    monkeypatch.undo()
    assert files(folder) == {"docx/P01": b"old 1", "docx/P02": b"old 2"}
    assert (folder / STATE).read_bytes() == before
    assert open_output(folder).is_current("docx:P01", "a")


def test_a_build_that_stops_while_its_files_are_put_in_place_is_finished_by_the_next(folder: Path, monkeypatch: pytest.MonkeyPatch):
    new, real, calls = two(folder), transaction.replace, iter(range(1, 9))

    def held(source: Path, target: Path) -> None:
        if next(calls) == 3:  # the journal, the first file, and then
            raise PermissionError(13, "held")
        real(source, target)

    monkeypatch.setattr(transaction, "replace", held)
    with pytest.raises(ToolkitError) as caught:
        put(open_output(folder), new)
    assert caught.value.words.zh == f"3 个文件里有 1 个已经换成新的，写到 {folder / 'docx/P02'} 时停下：held"
    assert caught.value.words.en == f"1 of 3 files are new; stopped at {folder / 'docx/P02'}: held"
    assert "Word" in caught.value.fix.en
    monkeypatch.undo()
    assert (folder / "docx/P02").read_bytes() == b"old 2"
    output = open_output(folder)
    assert files(folder) == {"docx/P01": b"new 1", "docx/P02": b"new 2"}
    assert output.is_current("docx:P01", "a2")
    assert output.is_current("docx:P02", "b2")
    assert output.kept == []
    assert state(folder)["written"] == {"docx/P01": digest(b"new 1"), "docx/P02": digest(b"new 2")}
    assert [path.name for path in folder.rglob(".linyi-*")] == [STATE]


def test_nothing_touches_the_disk_before_the_end(folder: Path):
    output = open_output(folder)
    output.add({"pdf:x": unit("k", x=b"1")})
    assert output.read("x") == b"1"
    assert output.is_current("pdf:x", "k")
    assert not folder.exists()
    assert output.finish(["pdf:x"], ["pdf"]) == ["x"]
    assert output.read("x") == (folder / "x").read_bytes() == b"1"


def test_a_build_that_changes_nothing_writes_nothing(folder: Path):
    built(folder, docx_P01=unit("a", x=b"1"))
    before = {path: path.stat().st_mtime_ns for path in (folder, folder / "x", folder / STATE)}
    assert built(folder, docx_P01=unit("a", x=b"1")).kept == []
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_unit_lacks_what_was_deleted_or_edited_and_only_if_it_was_built(folder: Path):
    built(folder, docx_P01=unit("a", x=b"1"), docx_P02=unit("b", y=b"2"), docx_P03=unit("c", z=b"3"))
    (folder / "x").unlink()
    (folder / "y").write_bytes(b"edited")
    output = open_output(folder)
    assert [output.lacks(f"docx:P0{number}") for number in (1, 2, 3, 4)] == [True, True, False, False]


def test_an_old_version_put_back_by_hand_is_somebodys_own(folder: Path):
    built(folder, docx_P01=unit("a", x=b"first"))
    built(folder, docx_P01=unit("b", x=b"second"))
    (folder / "x").write_bytes(b"first")
    assert built(folder, docx_P01=unit("c", x=b"third")).kept == [f"x（本地修改 {digest(b'first')[:8]}）"]


# --- what goes


def test_what_no_unit_makes_any_more_goes_and_the_rest_stays(folder: Path):
    built(folder, docx_P01=unit("a", docx__P01=b"1", docx__P01b=b"2"), docx_P02=unit("b", docx__P02=b"3"), pdf_P02=unit("c", pdf__P02=b"4"))
    (folder / "docx" / "会议记录.docx").write_bytes(b"mine")
    output = open_output(folder)
    output.add({"docx:P01": unit("a2", docx__P01=b"1")})
    output.finish(["docx:P01"], ["docx"])
    assert files(folder) == {"docx/P01": b"1", "docx/会议记录.docx": b"mine", "pdf/P02": b"4"}
    assert state(folder) == {
        "keys": {"docx:P01": ["a2", ["docx/P01"]], "pdf:P02": ["c", ["pdf/P02"]]},
        "written": {"docx/P01": digest(b"1"), "pdf/P02": digest(b"4")},
    }


def test_a_unit_that_is_only_current_keeps_its_files(folder: Path):
    built(folder, docx_P01=unit("a", x=b"1"), docx_P02=unit("b", y=b"2"))
    output = open_output(folder)
    output.finish(["docx:P01", "docx:P02"], ["docx"])
    assert files(folder) == {"x": b"1", "y": b"2"}
    assert output.is_current("docx:P01", "a")


def test_an_edited_file_that_no_unit_makes_any_more_stays_and_is_no_longer_ours(folder: Path):
    built(folder, docx_P01=unit("a", x=b"1", y=b"2"))
    (folder / "x").write_bytes(b"edited")
    (folder / "y").unlink()
    output = open_output(folder)
    output.finish([], ["docx"])
    assert files(folder) == {"x": b"edited"}
    assert state(folder) == {"keys": {}, "written": {}}


def test_a_file_that_moved_to_another_unit_stays(folder: Path):
    built(folder, docx_P01=unit("a", x=b"1"))
    output = open_output(folder)
    output.add({"docx:P02": unit("b", x=b"1")})
    output.finish(["docx:P02"], ["docx"])
    assert files(folder) == {"x": b"1"}
    assert output.paths() == ["x"]


# --- the state


def test_the_state_is_read_back_as_it_was(folder: Path):
    output = built(folder, docx_P01=unit("k", docx__守则=b"1"), site=unit("s", a=b"2", b=b"3"))
    again = open_output(folder)
    assert (again.folder, again.keys, again.written, again.kept) == (folder, output.keys, output.written, [])
    assert "守则" in (folder / STATE).read_text(encoding="utf-8")
    assert [path.name for path in folder.rglob(".linyi-*")] == [STATE]


GOOD = {"keys": {"pdf:x": ["k", ["x"]]}, "written": {"x": digest(b"1")}}


@pytest.mark.parametrize("text", [
    None, "", "{", "[]", "null", "1", '"x"', "{}", '{"keys": {}}', '{"written": {}}', '{"keys": [], "written": {}}',
    '{"keys": {}, "written": null}', '{"keys": {"pdf:x": "k"}, "written": {}}', '{"keys": {"pdf:x": ["k"]}, "written": {}}',
    '{"keys": {"pdf:x": ["k", ["x"], 1]}, "written": {}}', '{"keys": {"pdf:x": ["k", 5]}, "written": {}}',
    '{"keys": {}, "written": {"x": 5}}', b"\xff\xfe{}",
    '{"keys": {"pdf:x": ["k", [["x"]]]}, "written": {}}', '{"keys": {"pdf:x": ["k", [{}, null]]}, "written": {}}',
    '{"keys": {"pdf:x": ["k", ["a\\u0000b"]]}, "written": {"a\\u0000b": []}}', '{"keys": {}, "written": {"a\\u0000b": "h"}}',
    '{"keys": {}, "written": {"a\\ud800b": "h"}}', '{"keys": {"docx:\\ud800": ["k", []]}, "written": {}}', '{"keys": {"docx:y": ["\\ud800", []]}, "written": {}}',
    f'{{"keys": {{}}, "written": {{"{"字" * 86}": "h", "a/{"x" * 256}/b": "h"}}}}', '{"keys": {}, "written": {"x": {"y": 1}, "z": null}}', "[" * 100_000,
])
def test_a_lost_or_damaged_state_only_means_a_full_build(text: str | bytes | None, folder: Path):
    folder.mkdir()
    if text is not None:
        (folder / STATE).write_bytes(text if isinstance(text, bytes) else text.encode())
    output = open_output(folder)
    assert not output.is_current("pdf:x", "k")
    output.add({"pdf:x": unit("k", x=b"1")})
    assert output.finish(["pdf:x"], ["pdf"]) == ["x"]
    assert (output.keys, output.written) == ({"pdf:x": ("k", ["x"])}, GOOD["written"])
    assert state(folder) == GOOD


@pytest.mark.parametrize("path", [
    "../x", "..", "a/../../x", "a/..", "/etc/x", "", ".", "..\\x", "a\\..\\..\\x", "C:/x", "C:\\x", "C:x",
    "\\x", "\\\\server\\share\\x", "//server/share/x", "\\\\?\\C:\\x", "a\\../..\\x",
])
def test_a_forged_state_names_nothing_outside_the_folder(path: str, folder: Path):
    folder.mkdir()
    forged = {
        "keys": {**GOOD["keys"], "pdf:forged": ["k", ["x", path]]}, "written": {**GOOD["written"], path: digest(b"1")},
    }
    (folder / STATE).write_text(json.dumps(forged), encoding="utf-8")
    output = open_output(folder)
    assert output.keys == {"pdf:x": ("k", ["x"])}
    assert output.written == GOOD["written"]


@pytest.mark.parametrize("path", ["a/b", "a..b", "..a", ".x/y", "a/C:x", "制度/守则.docx", "a b", "字" * 85, "x" * 255])
def test_an_odd_name_inside_the_folder_is_taken(path: str, folder: Path):
    folder.mkdir()
    known = {"keys": {"pdf:x": ["k", [path]]}, "written": {path: "h"}}
    (folder / STATE).write_text(json.dumps(known), encoding="utf-8")
    output = open_output(folder)
    assert output.keys == {"pdf:x": ("k", [path])}
    assert output.written == {path: "h"}


def test_a_state_of_a_build_before_1_1_is_understood(folder: Path):
    folder.mkdir()
    (folder / STATE).write_text('{"keys": {"pdf:x": ["k", ["x"]]}, "written": {"x": ["h1", "h2"]}}', encoding="utf-8")
    assert open_output(folder).written == {"x": "h2"}


def test_a_unit_whose_files_the_state_does_not_know_is_forgotten(folder: Path):
    folder.mkdir()
    (folder / STATE).write_text(json.dumps({"keys": {"pdf:x": ["k", ["x", "y"]]}, "written": {"x": "h"}}), encoding="utf-8")
    assert open_output(folder).keys == {}
    assert open_output(folder).written == {"x": "h"}


def test_the_output_must_be_a_folder_or_free(tmp_path: Path):
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "folder")
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    for name, zh, en in (
        ("file", "不是文件夹", "is not a folder"),
        *((name, "是一个链接，不在里面写", "is a link; nothing is written through it") for name in ("link", "broken")),
    ):
        with pytest.raises(ToolkitError) as caught:
            open_output(tmp_path / name)
        assert caught.value.words.zh == f"{tmp_path / name} {zh}"
        assert caught.value.words.en == f"{tmp_path / name} {en}"
        assert "--out DIR" in caught.value.fix.en
    with pytest.raises(ToolkitError):
        open_output(tmp_path / "link" / "成果", tmp_path)
    assert open_output(tmp_path / "folder" / "成果", tmp_path).paths() == []
    for name in ("folder", "free"):
        assert open_output(tmp_path / name) == Output(tmp_path / name)
    assert not (tmp_path / "free").exists()
