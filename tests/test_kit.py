"""A city's folder: how it is furnished, what lies where, and how it is read."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from toolkit import __version__
from toolkit import kit as kits
from toolkit.city.answers import city_text
from toolkit.city.divisions import find
from toolkit.errors import ToolkitError
from toolkit.kit import Kit
from toolkit.text import releases

DOCUMENT = """---
id: {0}
title: 样例
version: "1.0.0"
---

## 章 {{#{0}-chapter}}

### 条 {{#{0}-clause}}

样例的一句话。
"""


@pytest.fixture(scope="module")
def text() -> str:
    return city_text(find("371325"), {})


@pytest.fixture(scope="module")
def made(text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """费县's kit, made in this process. Do not change it."""
    folder = kits.skeleton(tmp_path_factory.mktemp("made"))
    kits.furnish(folder, text, "371325")
    return folder


@pytest.fixture
def small(tmp_path: Path, text: str) -> Kit:
    """A kit with two documents of its own and no more."""
    root = tmp_path / "样例县"
    entries = []
    for name, path in (("P98", "制度/P98-样例.md"), ("B98", "表单/B98-样例.md")):
        write(root / path, DOCUMENT.format(name))
        entries.append({"path": path, "ownership": "text", "id": name})
    write(root / "city.yaml", text)
    manifest(root, files=entries, text="1.0.0")
    return Kit(root)


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def manifest(root: Path, **content: Any) -> dict[str, Any]:
    whole = {"format": 1, "toolkit": __version__, "city": "371325", **content}
    write(root / ".kit" / "manifest.json", json.dumps(whole, ensure_ascii=False))
    return whole


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tree(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}


# --- making


def test_a_skeleton_has_its_folders_and_nothing_of_a_city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    folder = kits.skeleton(tmp_path / "work")
    assert folder.parent == tmp_path / "work"
    assert {"说明.md", "台账/说明.md", "审查/说明.md", "待处理/说明.md", ".gitignore"} <= set(tree(folder))
    assert not (folder / "city.yaml").exists()
    assert list(home.iterdir()) == []


def test_a_kit_has_the_whole_text_under_titles_that_people_know(made: Path, text: str):
    assert (made / "city.yaml").read_bytes() == text.encode()
    policies = sorted(path.name for path in (ROOT / "policies").glob("P[0-9][0-9]-*.md"))
    names = [path.name for path in sorted((made / "制度").iterdir())]
    assert [name[:3] for name in names] == [name[:3] for name in policies]
    assert all(name == f"{name[:3]}-{kits.title(made / '制度' / name)}.md" for name in names)
    for source, folder in (("templates/forms", "表单"), ("templates/training", "培训"), ("templates/readers", "读本"), ("templates/registers", "台账/空白")):
        wanted = {path.name[:3]: digest(path) for path in (ROOT / source).glob("[BTCR][0-9][0-9]-*")}
        assert {path.name[:3]: digest(path) for path in (made / folder).iterdir()} == wanted
        assert wanted


def test_a_kit_keeps_the_pristine_text_and_the_schema_for_later(made: Path):
    base = made / ".kit" / "base"
    for name, path in releases.files(base):
        assert digest(path) == digest(ROOT / name)
    assert {name for name, _ in releases.files(base)} == {name for name, _ in releases.files(ROOT)}
    assert digest(made / ".kit" / "city.schema.json") == digest(ROOT / "schemas" / "city.schema.json")


def test_the_manifest_names_every_file_once_with_whose_it_is(made: Path):
    found = Kit(made).manifest()
    version = releases.text_version(ROOT / "policies")
    assert {key: value for key, value in found.items() if key != "files"} == {
        "format": 1, "toolkit": __version__, "text": version.version, "needs_toolkit": version.needs_toolkit, "city": "371325",
    }
    paths = [entry["path"] for entry in found["files"]]
    assert paths == sorted(set(paths))
    assert set(paths) == {name for name in tree(made) if not name.startswith(".kit/")}
    owners = {entry["path"]: entry["ownership"] for entry in found["files"]}
    assert {path for path, owner in owners.items() if owner == "config"} == {"city.yaml"}
    assert all((owner == "definition") == path.startswith("台账/空白/") for path, owner in owners.items())
    assert {path for path, owner in owners.items() if owner == "record"} == {"台账/说明.md", "审查/说明.md", "偏离登记.yaml"}
    assert all((owner == "text") == path.startswith(("制度/", "表单/", "培训/", "读本/")) for path, owner in owners.items())
    assert owners["说明.md"] == "tool"
    for entry in found["files"]:
        if entry["ownership"] in ("text", "definition"):
            assert entry["path"].split("/")[-1].startswith(f"{entry['id']}-")
            assert entry["sha256"] == digest(made / entry["path"]) == digest(ROOT / entry["base"])
        elif entry["ownership"] == "tool":
            assert entry["sha256"] == digest(made / entry["path"])
        else:
            assert set(entry) == {"path", "ownership"}


def test_the_same_city_gives_the_same_bytes_wherever_it_is_made(made: Path, text: str, tmp_path: Path):
    again = kits.skeleton(tmp_path / "another")
    kits.furnish(again, text, "371325")
    assert tree(again) == tree(made)
    assert b"\r" not in (again / ".kit" / "manifest.json").read_bytes()
    assert (again / ".kit" / "manifest.json").read_bytes().endswith(b"}\n")


@pytest.mark.parametrize(("lines", "title"), [
    ("---\nid: P98\ntitle: 样例制度\n", "样例制度"), ('---\ntitle: "一: 二"\ntitle: 三\n', "一: 二"), ("title: 2027  # 年\n", "2027"),
])
def test_a_title_is_that_of_the_documents_own_line(lines: str, title: str, tmp_path: Path):
    assert kits.title(write(tmp_path / "P98-sample.md", lines)) == title


def test_a_document_without_a_title_is_a_damaged_installation(tmp_path: Path):
    with pytest.raises(ToolkitError) as caught:
        kits.title(write(tmp_path / "P98-sample.md", "---\nid: P98\nsubtitle: x\n title: x\n---\n"))
    assert caught.value.words.zh == "P98-sample.md 没有标题"
    assert caught.value.words.en == "P98-sample.md has no title"


# --- finding


def test_a_kit_is_found_from_anywhere_inside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write(tmp_path / "外" / "city.yaml", "")
    write(tmp_path / "外" / "内" / "city.yaml", "")
    inside = tmp_path / "外" / "内" / "制度"
    inside.mkdir()
    (tmp_path / "外" / "别处" / "city.yaml").mkdir(parents=True)
    assert kits.find(tmp_path / "外") == Kit(tmp_path / "外")
    assert kits.find(inside) == kits.find(tmp_path / "外" / "内") == Kit(tmp_path / "外" / "内")
    assert kits.find(tmp_path / "外" / "别处") == Kit(tmp_path / "外")
    assert kits.find(tmp_path / "外" / "没有") == Kit(tmp_path / "外")
    monkeypatch.chdir(inside)
    assert kits.find(Path()).root == tmp_path / "外" / "内"


def test_where_there_is_no_kit_the_reader_is_told_how_to_make_one(tmp_path: Path):
    with pytest.raises(ToolkitError) as caught:
        kits.find(tmp_path)
    assert caught.value.words.zh == f"{tmp_path} 不是工具包：这里和上级文件夹里都没有 city.yaml"
    assert caught.value.words.en == f"{tmp_path} is not a kit: no city.yaml here or above"
    assert "linyi new CITY" in caught.value.fix.en


# --- reading


def test_everything_has_its_place(tmp_path: Path):
    kit = Kit(tmp_path)
    assert kit.city_path == tmp_path / "city.yaml"
    assert kit.output == tmp_path / "成果"
    assert kit.manifest_path == tmp_path / ".kit" / "manifest.json"
    assert (kit.document_files(), kit.register_files()) == ([], [])


def test_documents_are_read_policies_first_and_nothing_hidden_or_half_open(tmp_path: Path):
    for name in (
        "培训/T01.md", "表单/B02.md", "表单/B01.md", "制度/P02-乙.md", "制度/P01-甲.md", "制度/.P03.md", "制度/~$P01-甲.md", "制度/P01.docx",
        "制度/旧/P09.md", "审查/P10.md", "台账/空白/R02-b.yaml", "台账/空白/R01-a.yaml", "台账/空白/说明.md", "台账/空白/x.yaml", "台账/R03-filled.yaml",
    ):
        write(tmp_path / name, "")
    kit = Kit(tmp_path)
    documents = ["制度/P01-甲.md", "制度/P02-乙.md", "表单/B01.md", "表单/B02.md", "培训/T01.md"]
    assert kit.document_files() == [(tmp_path / name, name) for name in documents]
    registers = ["台账/空白/R01-a.yaml", "台账/空白/R02-b.yaml"]
    assert kit.register_files() == [(tmp_path / name, name) for name in registers]


@pytest.mark.parametrize("content", [None, "", "{", "[]", "null", "{}", '{"files": {}}', '{"files": null}', b"\xff\xfe"])
def test_a_manifest_that_is_lost_or_damaged_is_told(content: str | bytes | None, small: Kit):
    small.manifest_path.unlink()
    if content is not None:
        small.manifest_path.write_bytes(content if isinstance(content, bytes) else content.encode())
    for read in (small.manifest, small.text_version):
        with pytest.raises(ToolkitError) as caught:
            read()
        assert caught.value.words.zh.startswith(".kit/manifest.json 缺失或损坏")
        assert caught.value.words.en.startswith(".kit/manifest.json is missing or damaged")
    (finding,) = small.subject().findings
    assert (finding.rule, finding.location.path, finding.location.line) == ("KIT101", ".kit/manifest.json", 1)
    assert finding.words == caught.value.words
    assert finding.fix.en == "copy the folder .kit back from a backup"
    assert finding.severity == "error"


@pytest.mark.parametrize("content", [
    '{"files": ["制度/P98-样例.md"]}', '{"files": [null]}', '{"files": [[]]}', '{"files": [{}, 5]}', '{"files": [{}]}', '{"files": [{"path": "x"}]}',
    '{"files": [{"id": ["P98"]}]}',
    '{"files": [{"path": 5, "ownership": "text"}]}', '{"files": [{"path": null}]}', '{"files": [{"ownership": {}}]}', '{"files": [{"base": 1}]}',
])
def test_a_manifest_whose_entries_are_damaged_is_told(content: str, small: Kit):
    manifest(small.root, **json.loads(content))
    assert [finding.rule for finding in small.subject().findings] == ["KIT101"]
    with pytest.raises(ToolkitError):
        small.vanished(small.subject())


@pytest.mark.parametrize("more", [{}, {"format": 2}, {"later": [1]}, {"files": [{"path": "x", "ownership": "later", "size": 5}]}, {"files": None}])
def test_a_newer_kit_that_says_more_than_we_know_is_newer_and_not_damaged(more: dict[str, Any], small: Kit):
    manifest(small.root, **{"files": [], "needs_toolkit": "99.0", **more})
    with pytest.raises(ToolkitError) as caught:
        small.subject()
    assert "99.0" in caught.value.words.zh
    assert "损坏" not in caught.value.words.zh


def test_a_manifest_without_files_is_a_manifest(small: Kit):
    assert manifest(small.root, files=[]) == small.manifest()
    assert small.subject().findings == []


@pytest.mark.parametrize("said", ["1.0.0", "2.3.4"])
def test_the_version_of_the_text_is_the_one_the_manifest_says(said: str, small: Kit):
    manifest(small.root, files=[], text=said)
    assert small.text_version() == said


def test_a_kit_of_the_days_before_releases_is_known_by_its_base(small: Kit):
    first = releases.folder(ROOT / "policies", "1.0.0")
    manifest(small.root, files=[])
    assert small.text_version() is None
    for name, path in releases.files(first):
        if not name.startswith("templates/registers"):
            write(small.root / ".kit" / "base" / name, path.read_text(encoding="utf-8"))
    assert small.text_version() == "1.0.0"
    for said in (None, 1.0, "latest"):
        manifest(small.root, files=[], text=said)
        with pytest.raises(ToolkitError):
            small.text_version()


# --- what the rules look at


def test_everything_is_read_once_and_a_whole_kit_has_no_findings_of_its_own(small: Kit):
    register = next((ROOT / "templates" / "registers").glob("R01-*.yaml"))
    write(small.root / "台账" / "空白" / register.name, register.read_text(encoding="utf-8"))
    subject = small.subject()
    assert subject.findings == []
    assert subject.city
    assert subject.city.name == "费县"
    assert [document.id for document in subject.documents] == ["P98", "B98"]
    assert [ledger.slug for ledger in subject.ledgers] == ["children"]
    assert list(subject.texts) == ["city.yaml", "制度/P98-样例.md", "表单/B98-样例.md", f"台账/空白/{register.name}"]
    assert subject.register.laws


def test_a_document_that_is_gone_is_missed_by_its_id(small: Kit):
    write(small.root / "制度" / "P97-另一份.md", DOCUMENT.format("P97"))
    entries = [*small.manifest()["files"], {"path": "制度/P97-另一份.md", "ownership": "text", "id": "P97"}]
    manifest(small.root, files=entries, text="1.0.0")
    (small.root / "制度" / "P98-样例.md").rename(small.root / "制度" / "P98-改了名.md")
    assert small.subject().findings == []
    (small.root / "制度" / "P98-改了名.md").unlink()
    (finding,) = small.subject().findings
    assert (finding.rule, finding.location.path, finding.location.line) == ("KIT102", "制度/P98-样例.md", 1)
    assert (finding.words.zh, finding.words.en) == ("P98 的文件不见了", "the file of P98 is gone")
    assert "adopted.documents" in finding.fix.zh
    assert "adopted.documents" in finding.fix.en
    assert finding.severity == "warning"
    assert small.vanished(small.subject()) == {"P98"}


def test_a_folder_without_any_of_its_documents_is_an_error_of_its_own(small: Kit):
    (small.root / "制度").rename(small.root / "旧制度")
    found = small.subject().findings
    assert [(finding.rule, finding.location.path, str(finding.severity)) for finding in found] == [("KIT103", "制度", "error")]
    assert (found[0].words.zh, found[0].words.en) == ("制度 里一份文件也没有了", "no document is left in 制度")
    assert ".kit/base" in found[0].fix.en


def test_what_the_city_has_not_adopted_may_go(small: Kit):
    text = small.city_path.read_text(encoding="utf-8")
    small.city_path.write_text(text.replace("adopted:\n", "adopted:\n  documents: [B98]\n"), encoding="utf-8")
    entries = [*small.manifest()["files"], {"path": "台账/空白/R97-x.yaml", "ownership": "seed", "id": "R97"}]
    manifest(small.root, files=entries, text="1.0.0")
    (small.root / "制度" / "P98-样例.md").unlink()
    subject = small.subject()
    assert [finding.rule for finding in subject.findings if finding.rule == "KIT103"] == []
    assert small.vanished(subject) == {"R97"}


def test_a_faulty_city_is_no_city_and_the_documents_are_read_all_the_same(small: Kit):
    small.city_path.write_text("city: 5\n", encoding="utf-8")
    subject = small.subject()
    assert subject.city is None
    assert [document.id for document in subject.documents] == ["P98", "B98"]
    assert small.vanished(subject) == frozenset()


def test_a_document_that_cannot_be_read_is_told_once_and_not_missed_too(small: Kit):
    (small.root / "制度" / "P98-样例.md").write_bytes(b"\xff\xff\xff")
    assert [(finding.rule, finding.location.path) for finding in small.subject().findings] == [("YML008", "制度/P98-样例.md")]


def test_a_document_in_gb18030_is_read_and_told_once(small: Kit):
    path = small.root / "制度" / "P98-样例.md"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    subject = small.subject()
    assert [(finding.rule, finding.location.path) for finding in subject.findings] == [("YML010", "制度/P98-样例.md")]
    assert [document.id for document in subject.documents] == ["P98", "B98"]


@pytest.mark.parametrize("entry", [
    {"path": "说明.md", "ownership": "tool"}, {"path": "台账/空白/R01.yaml", "ownership": "seed", "id": "R01"}, {"path": "city.yaml", "ownership": "config"},
])
def test_only_a_document_is_missed(entry: dict[str, str], small: Kit):
    write(small.root / "培训" / "T97.md", DOCUMENT.format("T97"))
    present = {"path": "培训/T97.md", "ownership": "text", "id": "T97"}
    manifest(small.root, files=[entry, present, {"path": "培训/T98.md", "ownership": "text", "id": "T98"}])
    assert [finding.words.en for finding in small.subject().findings] == ["the file of T98 is gone"]


@pytest.mark.parametrize(("needs", "refused"), [
    (__version__, False), ("0.9", False), ("0.99999.99999", False), (f"{__version__}.1", True), ("99.0", True), ("99999.0.0", True), ("99.0.0.0", True),
    ("99", False), ("99.0.0.0.0", False), ("999999.0", False), ("99.0-rc1", False), ("v99.0", False), ("99.x", False), ("", False), (99.5, False), (None, False),
])
def test_a_text_that_needs_a_newer_toolkit_is_not_looked_at(needs: Any, refused: bool, small: Kit):
    manifest(small.root, files=[], needs_toolkit=needs)
    if not refused:
        assert len(small.subject().documents) == 2
        return
    with pytest.raises(ToolkitError) as caught:
        small.subject()
    assert needs in caught.value.words.zh
    assert __version__ in caught.value.words.en
