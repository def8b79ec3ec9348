"""`scripts/offline.py`: the folder for an office without a network installs what was packed, or nothing."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("offline_script", ROOT / "scripts" / "offline.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def wheel(folder: Path, name: str, version: str = "1.0", needs: str = "", content: str = "") -> Path:
    """A wheel with one module, which pip installs."""
    folder.mkdir(exist_ok=True)
    path, info = folder / f"{name}-{version}-py3-none-any.whl", f"{name}-{version}.dist-info"
    asks = f"Requires-Dist: {needs}\n" if needs else ""
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(f"{name}.py", content)
        made.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: {version}\n{asks}")
        made.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        made.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return path


@pytest.fixture
def folder(script: ModuleType, tmp_path: Path) -> Path:
    """An offline folder: our wheel, and one that it needs."""
    wheel(tmp_path / "wheels", "linyi_kit_invented", needs="invented_part>=1")
    wheel(tmp_path / "wheels", "invented_part", "1.2.post1")
    script.written(tmp_path)
    return tmp_path


def install(folder: Path, how: str = "") -> subprocess.CompletedProcess[str]:
    """What 安装.bat runs, into a folder of its own; `how` is what it adds where an older program lies there."""
    line = next(line for line in (folder / "安装.bat").read_text(encoding="utf-8").splitlines() if " -m pip install " in line)
    arguments = shlex.split(line.replace("%HOW%", how).partition(" -m ")[2].partition(" || ")[0])
    return subprocess.run(
        [sys.executable, "-m", *arguments, "--target", "here", "--disable-pip-version-check"],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False,
    )


def test_every_wheel_stands_in_the_list_with_its_version_and_hash(folder: Path):
    lines = (folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert [line.split(" --hash=sha256:")[0] for line in lines] == ["invented-part==1.2.post1", "linyi-kit-invented==1.0"]
    wheels = sorted((folder / "wheels").iterdir())
    assert [line.split("sha256:")[1] for line in lines] == [hashlib.sha256(path.read_bytes()).hexdigest() for path in wheels]


def test_the_folder_installs_as_it_was_packed(folder: Path):
    done = install(folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "here" / "linyi_kit_invented.py").is_file()
    assert (folder / "here" / "invented_part.py").is_file()


def test_an_exchanged_wheel_is_refused_and_nothing_is_installed(folder: Path):
    wheel(folder / "wheels", "invented_part", "1.2.post1", content="print('not what was packed')")
    done = install(folder)
    assert done.returncode != 0
    assert "HASHES" in done.stderr, "the word that 安装.bat and the how-to speak of"
    assert not (folder / "here").exists()


def test_a_newer_wheel_slipped_in_is_not_taken(folder: Path):
    wheel(folder / "wheels", "invented_part", "9.0")
    assert install(folder).returncode == 0
    assert (folder / "here" / "invented_part-1.2.post1.dist-info").is_dir()


def test_a_wheel_that_is_not_in_the_list_is_refused(folder: Path):
    path = folder / "requirements.txt"
    path.write_text("".join(line for line in path.read_text(encoding="utf-8").splitlines(True) if "linyi" in line), encoding="utf-8")
    done = install(folder)
    assert done.returncode != 0
    assert not (folder / "here").exists()


def test_the_folder_is_made_of_the_versions_of_constraints(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[str, ...]] = []

    def pip(*arguments: str) -> None:
        asked.append(arguments)
        if str(ROOT) in arguments:
            wheel(tmp_path / "wheels", "linyi_kit", "2.0")

    monkeypatch.setattr(script, "pip", pip)
    monkeypatch.setattr(script.manual, "main", lambda target: None)
    wheel(tmp_path / "wheels", "linyi_kit", "1.0")
    script.main(tmp_path)
    for arguments in asked:
        if str(ROOT) not in arguments:
            assert arguments[arguments.index("-c") + 1] == str(ROOT / "constraints.txt")
    assert (tmp_path / "requirements.txt").read_text(encoding="utf-8").startswith("linyi-kit==2.0 "), "what lay there before is gone"


def test_the_batch_file_has_the_line_ends_of_windows_and_no_other_way_to_install(folder: Path):
    data = (folder / "安装.bat").read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") > 10
    text = data.decode("utf-8")
    assert re.findall(r"pip install (.*?) \|\|", text) == ["--no-index --find-links wheels --require-hashes %HOW% -r requirements.txt"]


def test_an_older_program_is_replaced_even_by_one_of_the_same_version(folder: Path):
    text = (folder / "安装.bat").read_text(encoding="utf-8")
    how = re.findall(r'set "HOW=(.+)"', text)
    assert how == ["--force-reinstall"]
    wheel(folder / "old", "linyi_kit_invented", "0.9")
    assert install(folder).returncode == 0
    wheel(folder / "wheels", "linyi_kit_invented", needs="invented_part>=1", content="NEW = True")
    done = install(folder, how[0] + " --upgrade")
    assert done.returncode != 0, "a wheel that is not the packed one is refused, and the old program stays"
    assert "NEW" not in (folder / "here/linyi_kit_invented.py").read_text(encoding="utf-8")


def test_a_folder_of_another_python_is_made_anew_and_nothing_else_is_deleted(folder: Path, script: ModuleType):
    text = (folder / "安装.bat").read_text(encoding="utf-8")
    assert f'findstr /b /c:"version = {script.PYTHON}." "%PLACE%\\pyvenv.cfg" >nul || rmdir /s /q "%PLACE%"' in text
    assert re.findall(r"(?:rmdir|del|rd)\b.*", text) == ['rmdir /s /q "%PLACE%"']
    assert 'set "PLACE=%USERPROFILE%\\linyi-kit"' in text
    assert f"{script.PYTHON}.{script.INSTALLER.split('-')[1].split('.')[2]}" == script.INSTALLER.split("-")[1]


def test_who_installs_is_told_the_next_double_click(folder: Path):
    told = (folder / "安装.bat").read_text(encoding="utf-8") + (folder / "说明.txt").read_text(encoding="utf-8-sig")
    for name in ("新建工具包.bat", "检查.bat", "生成.bat", "打开网站.bat", "使用手册.html", "使用手册.docx"):
        assert name in told
    assert (folder / "新建工具包.bat").is_file()


@pytest.mark.slow
def test_every_pin_has_a_wheel_for_the_offices_windows(script: ModuleType):
    """Asks the registry: skipped without a network."""
    asked = subprocess.run([sys.executable, "-m", "pip", "index", "versions", "click"], capture_output=True, check=False)
    if asked.returncode != 0:
        pytest.skip("no registry at hand")
    assert script.lacking() == []
