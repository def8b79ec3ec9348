"""What can be known without a Windows: batch files, names, lengths of paths, lines to paste."""

from __future__ import annotations

import importlib.util
import re
from importlib import metadata
from pathlib import Path, PurePosixPath
from types import ModuleType

import pytest

from tests.conftest import ROOT, Run
from toolkit.files.validation import filename_fault

KIT = ROOT / "templates/kit/{{cookiecutter.folder}}"
BATCHES = ("检查.bat", "生成.bat", "打开网站.bat")
LONGEST = 200  # Windows refuses paths of 260 signs; a kit lies below a folder of the office's
ABOVE = r"C:\Users\办公室用户名\Desktop\某某自治州志愿服务团工具包"  # where a kit may lie
PROGRAM = r"C:\Users\办公室用户名\linyi-kit\Lib\site-packages"


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `scripts/offline.py` writes beside the wheels, and beside Python where that is inside."""
    folder = tmp_path_factory.mktemp("offline")
    (folder / "wheels").mkdir()
    for name in ("offline", "portable"):
        spec = importlib.util.spec_from_file_location(f"{name}_for_windows", ROOT / "scripts" / f"{name}.py")
        assert spec
        assert spec.loader
        script: ModuleType = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.written(folder)
    return folder


@pytest.fixture(params=[*BATCHES, "安装.bat", "新建工具包.bat", "打开.bat"])
def batch(request: pytest.FixtureRequest, offline: Path) -> bytes:
    folder = KIT if request.param in BATCHES else offline
    content: bytes = (folder / request.param).read_bytes()
    return content


def test_a_batch_file_has_windows_line_ends_and_its_code_page_before_its_first_chinese_sign(batch: bytes):
    assert batch.count(b"\n") == batch.count(b"\r\n") > 8
    assert not batch.startswith(b"\xef\xbb\xbf"), "cmd takes a mark of UTF-8 for a command"
    lines = batch.decode("utf-8").splitlines()
    assert lines[:2] == ["@echo off", "chcp 65001 >nul"]


def test_a_batch_file_has_no_path_without_quotes_and_every_label_it_goes_to(batch: bytes):
    text = batch.decode("utf-8")
    for line in text.splitlines():
        bare = re.sub(r'"[^"]*"', "", line)
        if not line.startswith("echo"):
            assert not re.search(r"%(?!HOW%)\w+%|[\\/](?![a-z]\b|[cq] )|[^\x00-\x7f]", bare.replace("/c:", "")), line
        assert not re.search(r"[&()]", bare) or line.startswith(("echo", "if not exist", "pause")), line
    assert set(re.findall(r"goto (\w+)", text)) <= set(re.findall(r"^:(\w+)", text, re.M))
    assert "git" not in text
    assert "&&" not in text
    assert len(re.findall(r"^pushd ", text, re.M)) == 1


def test_a_batch_file_keeps_its_window_open_whatever_happens(batch: bytes):
    """Every way to the end passes `pause`, but for the site, which opens a window of its own."""
    text = batch.decode("utf-8")
    ends = [at.start() for at in re.finditer(r"^exit /b|\Z", text, re.M)]
    before = 0
    for end in ends:
        part = text[before:end]
        before = end + 9
        if part.strip():
            assert "pause" in part or 'start "" ' in part, part


def test_a_kit_finds_the_program_where_the_offline_folder_puts_it(offline: Path):
    place = re.findall(r'set "PLACE=(%USERPROFILE%\\[^"]+)"', (offline / "安装.bat").read_text(encoding="utf-8"))[0]
    for name in ("检查.bat", "生成.bat"):
        text = (KIT / name).read_text(encoding="utf-8")
        assert f'set "LINYI={place}\\Scripts\\linyi.exe"' in text
        assert "where linyi" in text, "or wherever else it is installed"
        assert "安装.bat" in text, "who has not installed it is told how"
    assert re.findall(r'"%LINYI%" --lang zh (\w+)', (KIT / "检查.bat").read_text(encoding="utf-8")) == ["check"]
    assert re.findall(r'"%LINYI%" --lang zh (\w+)', (KIT / "生成.bat").read_text(encoding="utf-8")) == ["build"]


@pytest.mark.parametrize("place", [ROOT, KIT])
def test_git_keeps_the_line_ends_of_batch_files(place: Path):
    lines = (place / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert lines.index("*.bat text eol=crlf") > lines.index("* text eol=lf")


def test_a_kit_has_the_batch_files_of_the_tool_byte_for_byte(linyi_kit: Path):
    import json

    owners = {entry["path"]: entry["ownership"] for entry in json.loads((linyi_kit / ".kit/manifest.json").read_text(encoding="utf-8"))["files"]}
    for name in BATCHES:
        assert (linyi_kit / name).read_bytes() == (KIT / name).read_bytes()
        assert owners[name] == "tool"


# --- names and lengths


def faults(paths: list[PurePosixPath], above: str) -> list[str]:
    """Names that Windows refuses, and paths that are too long or differ in capitals alone."""
    found = [f"{path}: {fault.en}" for path in paths for part in path.parts if (fault := filename_fault(part))]
    found += [f"{path}: {len(above) + 1 + len(str(path))} signs" for path in paths if len(above) + 1 + len(str(path)) >= LONGEST]
    seen: dict[str, PurePosixPath] = {}
    for path in paths:
        other = seen.setdefault(str(path).casefold(), path)
        if other != path:
            found.append(f"{path} and {other}")
    return found


def below(folder: Path) -> list[PurePosixPath]:
    return [PurePosixPath(path.relative_to(folder).as_posix()) for path in folder.rglob("*")]


def test_a_kits_files_have_names_and_lengths_that_windows_takes(linyi_kit: Path):
    paths = below(linyi_kit)
    assert len(paths) > 200
    assert faults(paths, ABOVE) == []


@pytest.mark.slow
def test_built_files_have_names_and_lengths_that_windows_takes(built: Path):
    paths = [PurePosixPath("成果") / path for path in below(built)]
    assert len(paths) > 500
    assert faults(paths, ABOVE) == []


def test_what_windows_refuses_is_seen():
    wrong = ["a/con.txt", "a/b:c", "a/b.", "a/" + "长" * 190, "a/B", "a/b"]
    assert len(faults([PurePosixPath(path) for path in wrong], ABOVE)) == 5


def test_the_installed_program_has_no_path_that_is_too_long():
    """Our own files as the wheel has them, and those of every package that it needs."""
    own = [PurePosixPath("toolkit") / path for path in below(ROOT / "toolkit") if "__pycache__" not in path.parts]
    for name in ("policies", "templates", "schemas"):
        own += [PurePosixPath("toolkit/shared") / name / path for path in below(ROOT / name)]
    assert faults([path for path in own if "{{" not in str(path)], PROGRAM) == []
    for package in metadata.requires("linyi-kit") or ():
        if "extra ==" not in package:
            for file in metadata.files(re.split(r"[^\w-]", package)[0]) or ():
                assert len(PROGRAM) + 1 + len(str(file)) < 250, file


# --- lines to paste


def windows_blocks() -> list[tuple[str, str]]:
    pages = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").glob("*/*.md"))]
    return [
        (path.name, block) for path in pages
        for block in re.findall(r"```bat\n(.*?)```", path.read_text(encoding="utf-8"), re.S)
    ]


def test_lines_for_windows_work_in_powershell_5_and_in_cmd_alike():
    blocks = windows_blocks()
    assert len(blocks) >= 8
    for page, block in blocks:
        for line in block.splitlines():
            assert "&&" not in line, (page, line)  # PowerShell 5.1 has none
            assert not line.startswith('"'), (page, line)  # there a string, in cmd a command
            if "%" in line or line.split()[0].endswith("activate") or "Scripts\\activate" in line:
                assert line.startswith("cmd /k "), (page, line)  # cmd reads %…%, and no policy forbids its scripts
            assert not re.search(r"^(?:set|export|source|\$env)", line), (page, line)


@pytest.mark.slow
def test_the_manual_holds_every_page_of_the_menu_and_every_link_leads_somewhere(tmp_path: Path):
    import sys
    import zipfile

    sys.path.insert(0, str(ROOT / "scripts"))
    import manual

    manual.main(tmp_path)
    page = (tmp_path / "使用手册.html").read_text(encoding="utf-8")
    ids = set(re.findall(r'\bid="([^"]+)"', page))
    assert {manual.anchor(name) for name in manual.chapters()} <= ids
    assert len(manual.chapters()) >= 12
    links = re.findall(r'href="([^"]*)"', page)
    assert len(links) > 100
    assert [link for link in links if not link.startswith("#") or link[1:] not in ids] == []
    assert not re.findall(r'src="', page), "one file, which asks nobody"
    for told in ("离线安装", "CFG201", "linyi registers check", "team.hotline"):
        assert told in page
    with zipfile.ZipFile(tmp_path / "使用手册.docx") as word:
        text = word.read("word/document.xml").decode()
    assert text.count("<w:tbl>") > 20
    assert "十分钟做出工具包" in re.sub(r"<[^>]+>", "", text)
    assert "&lt;code" not in text
    made = (tmp_path / "使用手册.docx").read_bytes()
    manual.main(tmp_path)
    assert (tmp_path / "使用手册.docx").read_bytes() == made, "the same bytes again"


def test_a_new_kits_definitions_bear_chinese_names_and_an_old_kits_go_on(linyi_kit: Path, old_kit: Path, linyi: Run):
    names = sorted(path.name for path in (linyi_kit / "台账/空白").glob("R*.yaml"))
    assert names[0] == "R01-儿童档案索引.yaml"
    assert all(re.fullmatch(r"R\d\d-[\u4e00-\u9fff]+\.yaml", name) for name in names)
    assert len(names) >= 29
    assert (old_kit / "台账/空白/R01-children.yaml").is_file()
    done = linyi("check", old_kit)
    assert done.returncode == 0, done.stdout[-2000:]
