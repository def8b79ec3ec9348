"""Commands in a hostile or unlucky place: odd folders, damaged files, two at once, a reader who leaves."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from tests.commands.test_new import tree
from tests.conftest import ROOT, Run
from toolkit.commands.new import new
from toolkit.commands.registers import check
from toolkit.exporters.xlsx import workbook
from toolkit.files import archive
from toolkit.registers import ledger

pytestmark = pytest.mark.slow  # whole kits, many times


@pytest.fixture
def filled(kit: Path) -> Path:
    """The kit's 台账 with five blank workbooks in it."""
    for item in ledger.shared()[:5]:
        (kit / "台账" / f"{item.file_name}.xlsx").write_bytes(workbook(item, "队"))
    return kit / "台账"


def told(folder: Path, kit: Path) -> list[tuple[str, str]]:
    return [(finding.rule, finding.location.path) for finding in check([folder, kit], date(2026, 11, 26)) if finding.rule == "REG301"]


def test_one_damaged_workbook_is_named_and_the_others_are_checked(filled: Path, kit: Path):
    bad = sorted(filled.glob("*.xlsx"))[2]
    with zipfile.ZipFile(bad) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    bad.write_bytes(archive.packed({**parts, sheet: parts[sheet][: len(parts[sheet]) // 2]}))
    good = sorted(filled.glob("*.xlsx"))[0]
    with zipfile.ZipFile(good) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    stray = parts[sheet].replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
    good.write_bytes(archive.packed({**parts, sheet: stray}))
    assert told(filled, kit) == [("REG301", good.name), ("REG301", bad.name)]


def test_what_is_no_workbook_of_ours_is_passed_over_or_named(filled: Path, kit: Path, tmp_path: Path):
    (filled / "._R01-甲.xlsx").write_bytes(b"\x00\x05\x16\x07Mac OS X")
    (filled / "~$R01-甲.xlsx").write_bytes(b"lock")
    assert told(filled, kit) == []
    (tmp_path / "elsewhere.xlsx").write_bytes(b"PK")
    (filled / "R99-甲.xlsx").symlink_to(tmp_path / "elsewhere.xlsx")
    assert told(filled, kit) == [("REG301", "R99-甲.xlsx")]


def test_a_missing_workbook_is_said_to_be_missing(kit: Path, linyi: Run):
    result = linyi("registers", "check", kit / "没有.xlsx", kit)
    assert "没有这个文件" in result.stdout
    assert "密码" not in result.stdout


def test_two_new_at_once_from_two_machines_make_two_whole_kits(tmp_path: Path, linyi: Run, linyi_kit: Path):
    def make(number: int) -> int:
        own = tmp_path / f"tmp{number}"
        own.mkdir()
        return linyi("new", "临沂", "--no-input", "--out", tmp_path / f"K{number}", TMPDIR=str(own)).returncode

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(make, range(3))) == [0, 0, 0]
    for number in range(3):
        assert tree(tmp_path / f"K{number}") == tree(linyi_kit)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("name", ["O'Brien", 'a"b' if os.name != "nt" else "ab", "甲 乙", "#x: y" if os.name != "nt" else "x", "{{ 7 }}"])
def test_the_temporary_folder_may_have_any_name(name: str, tmp_path: Path, linyi: Run):
    temporary = tmp_path / name
    temporary.mkdir()
    result = linyi("new", "费县", "--no-input", "--out", tmp_path / "K", TMPDIR=str(temporary), TEMP=str(temporary), TMP=str(temporary))
    assert result.returncode == 0, result.stderr
    assert not list(temporary.iterdir())


def test_nothing_is_loaded_from_the_temporary_folder(tmp_path: Path):
    """Cookiecutter runs the hook from there, where another account may have put a copy.py."""
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    for module in ("copy", "yaml", "toolkit"):
        (temporary / f"{module}.py").write_text("raise SystemExit('loaded from the temporary folder')", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-m", "cookiecutter", str(ROOT), "--directory", "templates/kit", "--no-input", "--output-dir", str(tmp_path / "out")],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONUTF8": "1", "TMPDIR": str(temporary)},
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "out" / "临沂市" / "city.yaml").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="head is a POSIX tool")
@pytest.mark.parametrize("command", [["cities"], ["check", "."], ["--help"]])
def test_a_reader_who_has_seen_enough_is_no_fault(command: list[str], kit: Path):
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=kit,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    said = process.stderr.read()
    assert process.wait() == 0
    assert b"Traceback" not in said
    assert b"Broken pipe" not in said


def packages() -> Iterator[tuple[str, bytes]]:
    from pptx import Presentation

    from toolkit.exporters.site import stick
    from toolkit.exporters.word.look import reference

    yield "xlsx", workbook(ledger.shared()[0], "队")
    yield "网站.zip", stick.packed({"site/index.html": b"x", "site/a.docx": b"y"})
    yield "reference.docx", reference("form")
    slides = io.BytesIO()
    Presentation().save(slides)
    yield "pptx", archive.repacked(slides.getvalue())


@pytest.mark.parametrize("name", ["xlsx", "网站.zip", "reference.docx", "pptx"])
def test_archives_tell_neither_the_system_nor_the_time(name: str, monkeypatch: pytest.MonkeyPatch):
    before = dict(packages())[name]
    monkeypatch.setattr(sys, "platform", "win32")  # zipfile looks here for the system
    with zipfile.ZipFile(io.BytesIO(before)) as opened:
        assert {entry.create_system for entry in opened.infolist()} == {3}
        assert {entry.date_time for entry in opened.infolist()} == {archive.DATE}
    parts = {"a.xml": b"x"}
    on_windows = archive.packed(parts)
    monkeypatch.undo()
    assert archive.packed(parts) == on_windows


def test_word_files_tell_neither_the_system_nor_the_time(kit: Path):
    from tests.commands.test_build import small
    from toolkit.commands.build import build

    build(small(kit, "P08"), ["docx"])
    for path in (kit / "成果" / "docx").iterdir():
        with zipfile.ZipFile(path) as opened:
            assert {(entry.create_system, entry.date_time) for entry in opened.infolist()} == {(3, archive.DATE)}


def test_a_kit_that_this_account_may_only_read_can_be_checked(kit: Path, linyi: Run):
    (kit / ".kit" / "lock").write_bytes(b"")
    for path in (kit / ".kit", kit):
        path.chmod(0o555)
    try:
        assert linyi("check", kit).returncode == 0
    finally:
        for path in (kit, kit / ".kit"):
            path.chmod(0o755)


def test_a_full_disk_while_a_kit_is_made_is_told_truly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from toolkit.errors import ToolkitError
    from toolkit.files import transaction

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(transaction.os, "rename", full)
    with pytest.raises(ToolkitError) as caught:
        new("费县", tmp_path / "K")
    assert "nothing was changed" in caught.value.words.en
    assert not list(tmp_path.iterdir())
    monkeypatch.undo()
    shutil.rmtree(new("费县", tmp_path / "K"))
