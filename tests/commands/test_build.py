"""Promises of `linyi build`."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.commands.test_new import tree
from tests.conftest import ROOT, Run
from toolkit import kit as kits
from toolkit.commands.build import build
from toolkit.errors import InvalidInput, ToolkitError
from toolkit.files import transaction

STATE = ".linyi-build.json"


def small(kit: Path, *documents: str) -> Path:
    """The kit with only these documents adopted: fast to build."""
    path = kit / "city.yaml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("adopted:\n", f"adopted:\n  documents: [{', '.join(documents)}]\n")
    path.write_text(text, encoding="utf-8")
    return kit


def test_every_document_becomes_word_pdf_and_page(built: Path, whole_kit: Path):
    subject = kits.Kit(whole_kit).subject()
    assert subject.city
    from toolkit.text.render import outline

    for document in outline(subject.documents, subject.city).documents:
        assert len(list((built / "docx").glob(f"{document.id}-*.docx"))) == 1
        assert len(list((built / "pdf").glob(f"{document.id}-*.pdf"))) == 1
        assert len(list((built / "site").rglob(f"{document.id}.html"))) == 2  # both scripts


@pytest.mark.slow
def test_two_builds_are_byte_identical(built: Path, whole_kit: Path, tmp_path: Path, linyi: Run):
    again = linyi("build", whole_kit, "--out", tmp_path / "成果", "--jobs", "1", TZ="Asia/Shanghai")
    assert again.returncode == 0, again.stderr
    assert tree(tmp_path / "成果") == tree(built)


def test_an_unchanged_build_writes_nothing(built: Path, whole_kit: Path):
    before = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    result = build(whole_kit, out=built)
    assert result.changed == []
    after = {path: path.stat().st_mtime_ns for path in built.rglob("*") if path.is_file()}
    changed = [path.name for path, time_ in after.items() if before.get(path) != time_]
    assert changed in ([], [STATE])


def test_one_changed_clause_rebuilds_its_document_only(kit: Path):
    build(kit, ["docx"])
    path = next((kit / "制度").glob("P08-*.md"))
    text = path.read_text(encoding="utf-8")
    before, heading, after = text.partition("\n### 保密不挡报告")
    line, _, rest = after.partition("\n")
    path.write_text(f"{before}{heading}{line}\n\n这是本市加的一句话。\n{rest}", encoding="utf-8")
    changed = build(kit, ["docx"]).changed
    assert [name.split("-")[0] for name in changed] == ["docx/P08"]


def test_a_clause_that_cannot_render_stops_everything(kit: Path, linyi: Run):
    path = next((kit / "制度").glob("P08-*.md"))
    with path.open("a", encoding="utf-8") as stream:
        stream.write("\n### 坏条 {#P08-broken}\n\n{{ team.nowhere }}，[](#P08-missing)。\n")
    result = linyi("build", kit)
    assert result.returncode == 1
    assert "DOC302" in result.stderr
    assert "DOC203" in result.stderr
    assert not (kit / "成果").exists()


def test_peoples_own_files_in_the_output_survive(kit: Path):
    small(kit, "P04")
    build(kit, ["docx"])
    own = kit / "成果" / "会议记录.docx"
    own.write_bytes(b"mine")
    edited = next((kit / "成果" / "docx").glob("P04-*.docx"))
    edited.write_bytes(b"edited in Word")
    result = build(kit, ["docx"])
    assert own.read_bytes() == b"mine"
    assert [(kit / "成果" / path).read_bytes() for path in result.kept] == [b"edited in Word"]
    assert edited.read_bytes()[:2] == b"PK"


def test_what_is_no_longer_adopted_leaves_the_output(kit: Path):
    city = kit / "city.yaml"
    before = city.read_text(encoding="utf-8")
    small(kit, "P04", "P08")
    build(kit, ["docx"])
    # N00 and R00 are made of what there is, and adopted by nobody.
    assert sorted(path.name[:3] for path in (kit / "成果" / "docx").iterdir()) == ["N00", "P04", "P08", "R00"]
    city.write_text(before, encoding="utf-8")
    small(kit, "P04")
    build(kit, ["docx"])
    assert sorted(path.name[:3] for path in (kit / "成果" / "docx").iterdir()) == ["N00", "P04", "R00"]


def test_a_format_that_is_not_built_yet_is_refused(linyi_kit: Path, linyi: Run, tmp_path: Path):
    result = linyi("build", linyi_kit, "--only", "odt", "--out", tmp_path / "o")
    assert result.returncode == 2
    assert not (tmp_path / "o").exists()


def test_a_folder_that_is_no_kit_is_refused(tmp_path: Path, linyi: Run):
    for command in ("check", "build"):
        result = linyi(command, tmp_path)
        assert result.returncode == 2
        assert "city.yaml" in result.stderr


def test_a_full_disk_leaves_each_file_old_or_new(kit: Path, monkeypatch: pytest.MonkeyPatch):
    small(kit, "P04", "P08", "P10")
    build(kit, ["docx"])
    old = tree(kit / "成果")
    city = kit / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("服务团", "志愿团"), encoding="utf-8")
    calls = iter(range(1, 1000))
    real = os.fsync

    def full(handle: int) -> None:
        if next(calls) == 3:
            raise OSError(28, "No space left on device")
        real(handle)

    monkeypatch.setattr(transaction.os, "fsync", full)
    with pytest.raises(ToolkitError):
        build(kit, ["docx"])
    monkeypatch.undo()
    middle = tree(kit / "成果")
    build(kit, ["docx"])
    new = tree(kit / "成果")
    assert not list((kit / "成果").rglob(".linyi-part-*"))
    for name, content in middle.items():
        if name != STATE:
            assert content in (old[name], new[name])
    assert set(new) == set(old)  # nothing was taken for somebody's own work


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill by signal is a POSIX test")
def test_a_kill_leaves_each_file_old_or_new(kit: Path, tmp_path: Path):
    small(kit, "P04", "P08")
    build(kit)
    old = tree(kit / "成果")
    city = kit / "city.yaml"
    text = city.read_text(encoding="utf-8").replace("服务团", "志愿团")
    fresh = Path(shutil.copytree(kit, tmp_path / "fresh", ignore=shutil.ignore_patterns("成果")))
    (fresh / "city.yaml").write_text(text, encoding="utf-8")
    build(fresh)
    new = tree(fresh / "成果")
    city.write_text(text, encoding="utf-8")
    chance = random.Random(1204)
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-m", "toolkit", "build", str(kit)], stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        time.sleep(chance.uniform(0.2, 3.0))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name, content in tree(kit / "成果").items():
            if name != STATE and ".linyi-part-" not in name and not name.startswith(".linyi-journal/"):
                assert content in (old.get(name), new.get(name)), name
    build(kit)
    assert tree(kit / "成果") == new


def test_an_error_in_the_city_stops_the_build_with_all_findings(kit: Path):
    city = kit / "city.yaml"
    text = city.read_text(encoding="utf-8")
    city.write_text(text.replace("visits_per_year: 4", "visits_per_year: 1").replace("camps: true", "camps: yes"), encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        build(kit)
    assert {"CFG103", "CFG107"} <= {finding.rule for finding in caught.value.findings}
    assert not (kit / "成果").exists()


def test_a_forged_state_reaches_no_file_outside(kit: Path):
    import json

    small(kit, "P04")
    build(kit, ["docx"])
    outside = kit / "city.yaml"
    before = outside.read_bytes()
    state = kit / "成果" / STATE
    forged = json.loads(state.read_text(encoding="utf-8"))
    import hashlib

    for path in ("../city.yaml", "docx/../../city.yaml", str(outside), "..\\city.yaml"):
        forged["written"][path] = [hashlib.sha256(before).hexdigest()]
        forged["keys"][f"docx:{path}"] = ["key", [path]]
    state.write_text(json.dumps(forged), encoding="utf-8")
    build(kit, ["docx"])
    assert outside.read_bytes() == before


@pytest.mark.slow
def test_what_the_state_names_and_is_gone_is_built_anew(kit: Path):
    small(kit, "P04", "P08")
    build(kit, ["docx", "xlsx"])
    for path in (kit / "成果").iterdir():
        if path.name != STATE:
            shutil.rmtree(path)
    result = build(kit, ["docx", "site"])
    made = {"P04", "P08", "N00", "R00"}
    assert {path.name[:3] for path in (kit / "成果" / "docx").iterdir()} == made
    assert not (kit / "成果" / "xlsx").exists()  # nobody asked for it
    assert not [path for path in result.changed if "xlsx" in path]
    site = kit / "成果" / "site"
    assert {path.name[:3] for path in (site / "files" / "docx").iterdir()} == made
    # Of a format that is still here, what is lacking is made again with the site that offers it.
    next((kit / "成果" / "docx").glob("P04-*")).unlink()
    build(kit, ["site"])
    assert {path.name[:3] for path in (kit / "成果" / "docx").iterdir()} == made


def test_built_files_stay_where_their_sources_are_gone(kit: Path):
    small(kit, "P08", "T15")
    build(kit, ["docx", "xlsx"])
    before = tree(kit / "成果")
    for path in (kit / "台账" / "空白").glob("R*.yaml"):
        path.unlink()
    build(kit, ["docx", "xlsx"])
    after = tree(kit / "成果")
    assert {name for name in before if name != STATE} <= set(after)


@pytest.mark.parametrize("folders", [["制度", "表单", "培训"], ["制度"]])
def test_a_folder_without_any_document_is_an_error(folders: list[str], kit: Path):
    for folder in folders:
        shutil.move(kit / folder, kit.parent / folder)
    with pytest.raises(InvalidInput) as caught:
        build(kit)
    assert [finding.location.path for finding in caught.value.findings if finding.rule == "KIT103"] == sorted(folders)


def test_no_adopted_document_is_an_error(kit: Path):
    with pytest.raises(InvalidInput) as caught:
        build(small(kit))
    assert "CFG108" in {finding.rule for finding in caught.value.findings}


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "elsewhere" / "秘密.docx"
    path.parent.mkdir()
    path.write_bytes(b"somebody's secret")
    return path


@pytest.mark.slow
def test_a_state_that_names_a_link_brings_nothing_of_elsewhere_into_the_site(kit: Path, secret: Path):
    import hashlib
    import json
    import zipfile

    small(kit, "P04")
    build(kit, ["docx"])
    state = kit / "成果" / STATE
    forged = json.loads(state.read_text(encoding="utf-8"))
    (kit / "成果" / "docx" / "秘密.docx").symlink_to(secret)
    (kit / "成果" / "pdf").symlink_to(secret.parent)
    for path, unit in (("docx/秘密.docx", "docx:P99"), ("pdf/秘密.docx", "pdf:P99")):
        forged["written"][path] = hashlib.sha256(secret.read_bytes()).hexdigest()
        forged["keys"][unit] = ["key", [path]]
    state.write_text(json.dumps(forged), encoding="utf-8")
    build(kit, ["site"])
    assert secret.read_bytes() == b"somebody's secret"
    for path in (kit / "成果").rglob("*"):
        if path.is_file() and not path.is_symlink() and path.suffix != ".zip":
            assert b"somebody's secret" not in path.read_bytes()
    with zipfile.ZipFile(kit / "成果" / "网站.zip") as stick:
        assert not [name for name in stick.namelist() if "秘密" in name]


def test_nothing_is_written_through_a_linked_folder(kit: Path, secret: Path):
    small(kit, "P04")
    (kit / "成果").mkdir()
    (kit / "成果" / "docx").symlink_to(secret.parent)
    with pytest.raises(ToolkitError) as caught:
        build(kit, ["docx"])
    assert "链接" in caught.value.words.zh
    assert [path.name for path in secret.parent.iterdir()] == [secret.name]
    (kit / "成果" / "docx").unlink()
    (kit / "成果").rmdir()
    (kit / "成果").symlink_to(secret.parent)
    with pytest.raises(ToolkitError):
        build(kit, ["docx"])
    assert [path.name for path in secret.parent.iterdir()] == [secret.name]


def test_a_document_that_is_a_link_to_elsewhere_is_not_read(kit: Path, secret: Path):
    from toolkit.commands.check import check

    document = next((kit / "制度").glob("P08-*.md"))
    document.rename(secret.parent / "P08.md")
    document.symlink_to(secret.parent / "P08.md")
    os.mkfifo(kit / "制度" / "P99-x.md")
    found = [finding for finding in check(kit) if finding.rule == "KIT104"]
    assert sorted(finding.location.path for finding in found) == sorted((f"制度/{document.name}", "制度/P99-x.md"))


def test_two_builds_at_once_both_end_well(kit: Path, linyi: Run):
    from concurrent.futures import ThreadPoolExecutor

    small(kit, "P04")
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda number: linyi("build", kit, "--only", "docx", TMPDIR=str(kit.parent)), range(2)))
    assert [result.returncode for result in results] == [0, 0], results
    assert not (kit / ".kit" / "lock").exists()


@pytest.mark.slow
def test_every_command_first_finishes_what_a_kill_cut_off(kit: Path, monkeypatch: pytest.MonkeyPatch):
    from toolkit.commands.check import check
    from toolkit.files import journal

    small(kit, "P04", "P08")
    build(kit, ["docx"])
    city = kit / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("服务团", "志愿团"), encoding="utf-8")

    class Killed(BaseException):
        pass

    def killed(folder: Path) -> list[str]:
        if journal.is_unfinished(folder):
            raise Killed
        return []

    with monkeypatch.context() as cut:
        cut.setattr(journal, "_finish", killed)
        with pytest.raises(Killed):
            build(kit, ["docx"])
    assert (kit / "成果" / journal.JOURNAL).is_dir()
    check(kit)
    assert not (kit / "成果" / journal.JOURNAL).exists()
    assert not (kit / ".kit" / "lock").exists()
    assert build(kit, ["docx"]).changed == []


def test_a_command_that_only_looks_changes_nothing(kit: Path, linyi: Run):
    small(kit, "P04")
    build(kit, ["docx"])
    before = {path: path.stat().st_mtime_ns for path in kit.rglob("*")}
    for command in (["check"], ["matrix"], ["repeats"], ["doctor"]):
        assert linyi(*command, kit).returncode in (0, 1)
    assert {path: path.stat().st_mtime_ns for path in kit.rglob("*")} == before


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt is sent as POSIX does it")
@pytest.mark.slow
@pytest.mark.parametrize("after", [0.8, 2, 4, 8])
def test_an_interrupt_ends_a_build_in_under_a_second_and_leaves_nothing(after: float, kit: Path, tmp_path: Path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "build", str(kit)], stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
    )
    time.sleep(after)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert time.monotonic() - began < 1
    assert process.returncode == 130
    assert not (kit / "成果").exists()
    assert not list(temporary.iterdir())
