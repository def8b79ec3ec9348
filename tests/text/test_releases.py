"""Releases of the text: kept whole, told apart, and explained."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, Run
from toolkit import __version__
from toolkit.errors import ToolkitError
from toolkit.files import yamlfile
from toolkit.files.validation import validate
from toolkit.kit import Kit
from toolkit.text import policy, releases
from toolkit.text.releases import Change

POLICIES = ROOT / "policies"
FIRST = releases.folder(POLICIES, "1.0.0")


def documents(root: Path) -> list[policy.Document]:
    return [policy.read(path, name)[0] for name, path in releases.files(root) if path.suffix == ".md"]


def test_the_first_release_is_kept_whole():
    kinds = [name.rpartition("/")[0] for name, _ in releases.files(FIRST)]
    counted = {kind: kinds.count(kind) for kind in kinds}
    assert counted == {"policies": 16, "templates/forms": 27, "templates/training": 16, "templates/registers": 23}
    for document in documents(FIRST):
        assert document.data["version"] == "1.0.0"


@pytest.mark.parametrize("version", releases.versions(POLICIES))
def test_the_index_of_a_release_is_that_of_its_documents(version: str):
    folder = releases.folder(POLICIES, version)
    index = yamlfile.read(folder / releases.INDEX, releases.INDEX).data
    assert index == releases.record(documents(folder), version, index["on"])
    found = releases.load(POLICIES, version)
    assert (found.version, len(found.clauses)) == (version, len(index["clauses"]))


def test_a_kit_of_the_days_before_releases_is_recognised(tmp_path: Path):
    """Its manifest is as that program wrote it; its base, as it copied it."""
    manifest = json.loads((ROOT / "tests/kits/before-releases/manifest.json").read_text(encoding="utf-8"))
    kit = tmp_path / "临沂市"
    for name, path in releases.files(FIRST):
        target = kit / ".kit" / "base" / name
        if not name.startswith("templates/registers"):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    (kit / ".kit" / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    named = {entry["base"]: entry["sha256"] for entry in manifest["files"] if "base" in entry}
    own = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in releases.files(kit / ".kit" / "base")}
    assert "text" not in manifest
    assert named == own
    assert Kit(kit).text_version() == "1.0.0"
    next((kit / ".kit" / "base" / "policies").glob("P08-*")).write_text("x", encoding="utf-8")
    assert Kit(kit).text_version() is None


def test_a_new_kit_names_toolkit_and_text(linyi_kit: Path, linyi: Run):
    manifest = json.loads((linyi_kit / ".kit" / "manifest.json").read_text(encoding="utf-8"))
    text = releases.text_version(POLICIES)
    assert (manifest["toolkit"], manifest["text"], manifest["needs_toolkit"]) == (__version__, text.version, text.needs_toolkit)
    assert Kit(linyi_kit).text_version() == text.version
    assert linyi("--version").stdout.strip() == f"linyi {__version__}，文本 {text.version}"
    assert f"文本是{text.version}" in linyi("doctor", linyi_kit).stdout


def test_a_text_that_needs_a_newer_toolkit_is_refused(kit: Path, linyi: Run):
    path = kit / ".kit" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**manifest, "needs_toolkit": "99.1.0"}), encoding="utf-8")
    for command in ("check", "build", "matrix"):
        done = linyi(command, kit)
        assert done.returncode == 2
        assert "99.1.0" in done.stderr
        assert __version__ in done.stderr
    assert not (kit / "成果").exists()
    path.write_text(json.dumps({**manifest, "needs_toolkit": "x"}), encoding="utf-8")
    assert "KIT101" in linyi("check", kit).stdout


@pytest.mark.parametrize(("needs", "refused"), [("1.0.0", False), (__version__, False), ("1.10.0", True), ("10.0.0", True)])
def test_versions_are_compared_as_numbers(needs: str, refused: bool):
    if refused:
        with pytest.raises(ToolkitError) as caught:
            releases.refuse_newer(needs)
        assert caught.value.words.zh == f"这份文本要用 linyi-kit {needs} 或者更新的版本，现在装的是 {__version__}"
        assert caught.value.words.en == f"this text needs linyi-kit {needs} or newer; {__version__} is installed"
        assert caught.value.fix.zh == "先安装新版，再运行一次"
    else:
        releases.refuse_newer(needs)
    assert releases.ordered("1.10.0") > releases.ordered("1.9.9")


# --- what differs, and why

TEXT = """---
id: P98
title: 样例
version: "1.0.0"
---

## 章 {#P98-chapter}

### 甲 {#P98-a basis="pipl:28"}

甲的话。

### 乙 {#P98-b}

乙的话。
"""


def parsed(text: str) -> list[policy.Document]:
    return [policy.parse(text, "P98.md")[0]]


@pytest.mark.parametrize(("old", "new", "ids"), [
    ("甲的话", "甲的新话", ["P98-a"]),
    ("### 甲", "### 甲甲", ["P98-a"]),
    ('basis="pipl:28"', 'basis="pipl:29"', ["P98-a"]),
    ("## 章", "## 新章", ["P98-chapter"]),
    ("title: 样例", "title: 新样例", ["P98"]),
    ("甲的话。", "7日（建议值）内说甲的话。", ["P98-a"]),
    ('version: "1.0.0"', 'version: "1.1.0"', []),
    ("### 乙 {#P98-b}\n\n乙的话。\n", "", ["P98-b"]),
    ("乙的话。\n", "乙的话。\n\n### 丙 {#P98-c}\n\n丙的话。\n", ["P98-c"]),
])
def test_what_differs_is_named_by_its_id(old: str, new: str, ids: list[str]):
    assert old in TEXT
    assert list(releases.differing(parsed(TEXT), parsed(TEXT.replace(old, new, 1)))) == ids


def test_reasons_are_read_as_they_are_written(tmp_path: Path):
    (tmp_path / "releases").mkdir()
    entries = [
        {"id": "P98-a", "old": "1.0.0", "new": "1.1.0", "reason": "law", "why": "条号变了。", "decide_by": "2027-01-31"},
        {"id": "P98-c", "new": "1.1.0", "reason": "practice", "why": "新的一条。"},
    ]
    path = tmp_path / "releases" / "1.1.0.yaml"
    path.write_text(yaml.safe_dump({"changes": entries}, allow_unicode=True), encoding="utf-8")
    assert releases.changes(tmp_path, "1.1.0") == [
        Change("P98-a", "1.0.0", "1.1.0", "law", "条号变了。", "2027-01-31"),
        Change("P98-c", None, "1.1.0", "practice", "新的一条。"),
    ]
    assert releases.changes(tmp_path, "1.2.0") == []


@pytest.mark.parametrize("path", sorted((POLICIES / "releases").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_file_of_reasons_is_as_its_schema_says(path: Path):
    schema = json.loads((ROOT / "schemas/release.schema.json").read_text(encoding="utf-8"))
    assert not validate(yamlfile.read(path, path.name), schema)
    ids = [change.id for change in releases.changes(POLICIES, path.stem)]
    assert len(ids) == len(set(ids))


def test_the_release_before_is_an_older_one(tmp_path: Path):
    for version in ("0.9.0", "1.0.0", "1.1.0"):
        folder = tmp_path / "releases" / version
        folder.mkdir(parents=True)
        index = {"version": version, "on": "2026-01-01", "clauses": {}}
        (folder / releases.INDEX).write_text(yaml.safe_dump(index), encoding="utf-8")
    (tmp_path / releases.VERSION).write_text("version: 1.1.0\nneeds_toolkit: 1.0.0\n", encoding="utf-8")
    before, last = releases.before(tmp_path), releases.last(tmp_path)
    assert before
    assert last
    assert (before.version, last.version) == ("1.0.0", "1.1.0")
    earlier = releases.state(tmp_path)
    (tmp_path / "releases" / "1.1.0.yaml").write_text("changes: []\n", encoding="utf-8")
    assert releases.state(tmp_path) != earlier


def test_a_clause_of_a_service_is_marked_as_conditional():
    text = TEXT.replace("{#P98-b}", '{#P98-b when="supports.camps"}')
    found = releases.record(parsed(text), "1.0.0", "2026-01-01")["clauses"]
    assert [name for name, entry in found.items() if entry.get("conditional")] == ["P98-b"]
    clause = parsed(text)[0].chapters[0].clauses[0]
    assert found["P98-a"]["source"] == releases.fingerprint(clause)
    assert releases.fingerprint(replace(clause, title="别的")) != releases.fingerprint(clause)


def test_a_new_way_of_marking_a_number_is_no_change():
    old, new = TEXT.replace("甲的话", "7日（建议值）内说"), TEXT.replace("甲的话", "[7日]{.suggested}内说")
    assert old != new
    assert list(releases.differing(parsed(old), parsed(new))) == []
    first, second = (parsed(text)[0].chapters[0].clauses[0] for text in (old, new))
    assert releases.fingerprint(first) == releases.fingerprint(second)


@pytest.mark.slow
def test_a_kit_of_the_first_text_checks_and_builds_before_it_is_updated(old_kit: Path, linyi: Run):
    """Typed marks, keys that did not exist, columns that came later, and laws amended since."""
    found = json.loads(linyi("check", old_kit, "--format", "json").stdout)
    assert found["errors"] == 0
    rules = {finding["rule"] for finding in found["findings"]}
    assert "LAW103" in rules
    assert rules <= {"CFG201", "LAW103"}
    law = next(finding for finding in found["findings"] if finding["rule"] == "LAW103")
    assert "1.0.0版" in law["fix"]["zh"]
    built = linyi("build", old_kit, "--only", "docx,xlsx,pdf")
    assert built.returncode == 0, built.stderr
    names = {path.name[:3] for path in (old_kit / "成果" / "docx").glob("*.docx")}
    assert {"P01", "P16", "B27", "T16"} <= names
    assert "B28" not in names
    assert "（建议值）" in next((old_kit / "制度").glob("P06-*")).read_text(encoding="utf-8")


def test_a_law_wrongly_cited_in_todays_text_is_an_error(kit: Path, linyi: Run):
    path = next((kit / "制度").glob("P06-*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace('basis="', 'basis="lawyers:28; ', 1), encoding="utf-8")
    found = json.loads(linyi("check", kit, "--format", "json").stdout)
    assert [finding["rule"] for finding in found["findings"] if finding["severity"] == "error"] == ["LAW103"]
