"""`scripts/release.py`: refuses what is not ready, and records what is."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from tests.conftest import ROOT
from toolkit import __version__
from toolkit.text import releases


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release_script", ROOT / "scripts" / "release.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """What a release looks at, in a repository of its own."""
    for name in ("policies", "templates", "toolkit/__init__.py", "CHANGELOG.md"):
        source, target = ROOT / name, tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copyfile(source, target)
    for arguments in (["init", "-q"], ["add", "-A"], ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(tmp_path), *arguments], check=True)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def raise_text(tree: Path, entries: str) -> None:
    (tree / "policies" / "version.yaml").write_text("version: 9.1.0\nneeds_toolkit: 1.0.0\n", encoding="utf-8")
    (tree / "policies" / "releases" / "9.1.0.yaml").write_text("changes:\n" + entries, encoding="utf-8")


def test_no_text_changes_without_a_reason_and_a_version(script: ModuleType):
    """Holds this repository's own text."""
    assert script.unexplained(ROOT) == []


def released(script: ModuleType, tree: Path) -> Path:
    """The tree with its own text just released, so that what follows is the only change."""
    version = releases.text_version(tree / "policies").version
    if version not in releases.versions(tree / "policies"):
        script.record_text(tree, version, "2026-12-01")
    return next((tree / "policies").glob("P08-*.md"))


def test_a_changed_clause_asks_for_both(script: ModuleType, tree: Path):
    path = released(script, tree)
    before = releases.text_version(tree / "policies").version
    change(path, "### ", "### 新的")
    first = script.unexplained(tree)[0]
    assert first.startswith("P08-")
    assert "gives no reason" in first
    identifier = first.split(":")[0]
    raise_text(tree, f"  - {{id: {identifier}, old: {before}, new: 9.1.0, reason: wording, why: 标题改了两个字。}}\n")
    releases.text_version.cache_clear()
    was = [line for line in path.read_text(encoding="utf-8").split("\n") if line.startswith("version:")][0]
    assert [fault for fault in script.unexplained(tree) if "P08" in fault] == [
        f"P08: its version should be 9.1.0, not {was.split(chr(34))[1]}"
    ]
    change(path, was, 'version: "9.1.0"')
    assert script.unexplained(tree) == []
    raise_text(tree, "  - {id: P01-words, reason: wording, why: 什么也没有改。}\n")
    assert any("nothing changed" in fault for fault in script.unexplained(tree))


def test_a_change_of_law_says_until_when_a_city_should_have_decided(script: ModuleType, tree: Path):
    change(released(script, tree), "### ", "### 新的")
    identifier = script.unexplained(tree)[0].split(":")[0]
    entry = f"{{id: {identifier}, old: 1.1.0, new: 9.1.0, reason: law, why: 新法施行。"
    raise_text(tree, f"  - {entry}}}\n")
    releases.text_version.cache_clear()
    assert any("decide_by" in fault for fault in script.unexplained(tree))
    raise_text(tree, f"  - {entry}, decide_by: 2027-03-01}}\n")
    assert not any("decide_by" in fault for fault in script.unexplained(tree))


def test_a_changed_register_asks_for_a_reason(script: ModuleType, tree: Path):
    released(script, tree)
    change(next((tree / "templates/registers").glob("R07-*.yaml")), "title: 结对台账", "title: 结对的台账")
    assert [fault.split(":")[0] for fault in script.unexplained(tree)] == ["R07"]


@pytest.mark.parametrize(("version", "text", "words"), [
    ("x", False, "is no version"), ("0.9.0", False, "is not newer"), ("1.0.0", False, "is not newer"),
])
def test_a_version_is_newer_than_the_last(script: ModuleType, tree: Path, version: str, text: bool, words: str):
    with pytest.raises(script.Refused, match=words):
        script.refuse_version(tree, version, text)


def test_a_dirty_tree_is_refused(script: ModuleType, tree: Path):
    script.refuse_dirty(tree)
    (tree / "new.txt").write_text("x", encoding="utf-8")
    with pytest.raises(script.Refused, match="not committed"):
        script.refuse_dirty(tree)


def test_a_release_writes_versions_changelog_and_record(script: ModuleType, tree: Path):
    released(script, tree)
    releases.text_version.cache_clear()
    raise_text(tree, "  - {id: P08-scope, old: 1.0.0, new: 9.1.0, reason: law, why: 新法施行。, decide_by: 2027-03-01}\n")
    script.prepare(tree, "9.9.0", "2026-12-31", True)
    assert '__version__ = "9.9.0"' in (tree / "toolkit/__init__.py").read_text(encoding="utf-8")
    text = (tree / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## Unreleased\n\n## 9.9.0 — 2026-12-31\n" in text
    part = text.partition("## 9.9.0")[2].partition("\n## ")[0]
    assert "### Policy text\n\n#### P08\n\n- `P08-scope` (law, decide by 2027-03-01): 新法施行。" in part
    assert releases.load(tree / "policies", "9.1.0").on == "2026-12-31"
    kept = dict(releases.files(releases.folder(tree / "policies", "9.1.0")))
    for name, path in releases.files(tree):
        assert kept[name].read_bytes() == path.read_bytes()
    with pytest.raises(script.Refused, match="released already"):
        script.refuse_version(tree, "9.9.1", True)
    assert __version__ != "9.9.0"


def test_what_is_built_goes_with_its_sbom_and_a_failing_step_ends_it(script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    ran: list[list[str]] = []
    failing = {"sbom.py": 0}

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command[1:])
        return subprocess.CompletedProcess(command, failing.get(Path(command[1]).name, 0))

    monkeypatch.setattr(script.subprocess, "run", run)
    script.build(tmp_path, "9.9.0")
    offline = str(tmp_path / "dist" / "linyi-kit-9.9.0-offline")
    assert ran[0][:2] == ["-m", "build"]
    assert ran[1:] == [
        [str(tmp_path / "scripts" / "offline.py"), offline],
        [str(tmp_path / "scripts" / "offline.py"), str(tmp_path / "dist" / "linyi-kit-9.9.0-desk.zip")],
        [str(tmp_path / "scripts" / "sbom.py"), str(Path(offline) / "wheels"), str(tmp_path / "dist" / "linyi-kit-9.9.0.cdx.json")],
    ]
    failing["sbom.py"] = 1
    with pytest.raises(script.Refused, match="sbom.py"):
        script.build(tmp_path, "9.9.0")


def test_a_failing_check_is_refused(script: ModuleType, tree: Path):
    (tree / "toolkit" / "bad.py").write_text("import os\n", encoding="utf-8")
    (tree / "pyproject.toml").write_text('[tool.ruff.lint]\nselect = ["F"]\n', encoding="utf-8")
    with pytest.raises(script.Refused, match="ruff failed"):
        script.check(tree)
