"""What a person may put into a kit: read by every command, or told with its place. Never a traceback, never silence."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.commands.check import check
from toolkit.commands.new import new
from toolkit.errors import Finding, InvalidInput, Severity, ToolkitError
from toolkit.files import shapes
from toolkit.files.output import STATE, open_output
from toolkit.kit import find

pytestmark = pytest.mark.slow  # whole kits, many times

posix = pytest.mark.skipif(os.name != "posix", reason="names and pipes of POSIX systems")


def errors(found: list[Finding]) -> list[str]:
    return [f"{finding.rule} {finding.location.path}" for finding in found if finding.severity is Severity.ERROR]


def the(kit: Path, pattern: str) -> Path:
    return next(iter(kit.glob(pattern)))


def differing(kit: Path, before: list[Finding]) -> list[str]:
    known = set(before)
    return [f"{finding.rule} {finding.location.path}" for finding in check(kit) if finding not in known]


# --- encodings


def test_a_document_in_gb18030_is_read_by_every_command_told_once_and_left_as_it_is(kit: Path, linyi):
    before = check(kit)
    path = the(kit, "制度/P08-*.md")
    raw = path.read_text(encoding="utf-8").encode("gb18030")
    path.write_bytes(raw)
    assert differing(kit, before) == [f"YML010 制度/{path.name}"]
    for arguments in (("check", kit), ("matrix", kit), ("repeats", kit), ("doctor", kit), ("build", kit, "--only", "docx,xlsx")):
        made = linyi(*arguments)
        assert made.returncode in (0, 1) if arguments[0] == "doctor" else made.returncode == 0, (arguments, made.stderr)
    assert path.read_bytes() == raw
    assert list((kit / "成果" / "docx").glob("P08-*.docx"))


@posix
def test_documents_that_cannot_be_read_are_told_alone(kit: Path):
    """Others refer to them: these are not said to be wrong."""
    before = check(kit)
    broken = [the(kit, f"制度/P{number:02}-*.md") for number in (5, 6, 8, 10, 15, 16)]
    utf16, pipe, folder, control, headless, link = broken
    text = utf16.read_text(encoding="utf-8")
    for path in broken:
        path.unlink()
    utf16.write_bytes(text.encode("utf-16"))
    os.mkfifo(pipe)
    folder.mkdir()
    control.write_text(f"{text}\x1b[31m", encoding="utf-8")
    headless.write_text("x", encoding="utf-8")
    link.symlink_to(kit / "nowhere.md")
    assert sorted(found.split()[1] for found in differing(kit, before)) == sorted(f"制度/{path.name}" for path in broken)


@posix
def test_the_systems_language_hides_no_document(linyi_kit: Path, linyi):
    wanted = linyi("check", linyi_kit, "--format", "json")
    plain = linyi("check", linyi_kit, "--format", "json", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert plain.stdout == wanted.stdout


# --- names


STRANGE = {
    b"P97-\x1b[2J.md": r"P97-\x1b[2J.md", b"P98-" + "样例".encode("gbk") + b".md": r"P98-\xd1\xf9\xc0\xfd.md",
    "P99-\u202egnp.md".encode(): r"P99-\u202egnp.md",
}


@posix
def test_strange_names_are_shown_escaped(kit: Path, linyi):
    for name in STRANGE:
        Path(os.fsdecode(os.fsencode(kit / "制度") + b"/" + name)).write_text("x", encoding="utf-8")
    text = linyi("check", kit)
    made = linyi("check", kit, "--format", "json")
    paths = [finding["path"] for finding in json.loads(made.stdout)["findings"]]
    for shown in STRANGE.values():
        assert f"制度/{shown}" in text.stdout
        assert f"制度/{shown}" in paths
    assert not re.search("[\x00-\x08\x0b-\x1f\u202e]", text.stdout + text.stderr)
    assert made.returncode == 1
    assert "制度/" in linyi("check", kit, "--format", "github").stdout


def test_a_key_never_steers_the_terminal(kit: Path, linyi):
    city = kit / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8") + '"\\x1b[31mteam": 1\n', encoding="utf-8")
    made = linyi("check", kit)
    assert "YML002" in made.stdout
    assert "\x1b" not in made.stdout + made.stderr
    for arguments in (("cities", "\x1b[31m"), ("new", "\x1b[31m", "--no-input"), ("new", "临沂", "--no-input", "--set", "\x1b[31m=1"), ("\x1b[31m",)):
        made = linyi(*arguments)
        assert "\x1b" not in made.stdout + made.stderr, arguments


# --- silence


def test_what_nobody_reads_is_told_and_litter_is_not(kit: Path):
    before = check(kit)
    for name in ("制度/P99-样例.MD", "制度/样例.docx", "表单/新建文件夹/B99-样例.md", "台账/空白/R24-sample.yml", "培训/样例.txt",
                 "制度/.DS_Store", "制度/~$样例.docx", "表单/Thumbs.db", "台账/空白/R01-样例.xlsx", "制度/._P01.md"):
        (kit / name).parent.mkdir(exist_ok=True)
        (kit / name).write_text("x", encoding="utf-8")
    assert sorted(differing(kit, before)) == sorted(
        f"KIT201 {name}" for name in ("制度/P99-样例.MD", "制度/样例.docx", "表单/新建文件夹", "台账/空白/R24-sample.yml", "培训/样例.txt"))


@pytest.mark.parametrize("folders", [("制度", "表单", "培训"), ("制度",), ("表单",)])
def test_text_that_is_gone_is_an_error_once_a_folder(kit: Path, folders: tuple[str, ...]):
    for folder in folders:
        shutil.rmtree(kit / folder)
    assert {found for found in errors(check(kit)) if found.startswith("KIT")} == {f"KIT103 {folder}" for folder in folders}
    assert not [finding for finding in check(kit) if finding.rule == "KIT102"]


def test_nothing_adopted_is_an_error(kit: Path):
    city = kit / "city.yaml"
    text = city.read_text(encoding="utf-8")
    city.write_text(text.replace("adopted:\n", "adopted:\n  documents: []\n"), encoding="utf-8")
    assert errors(check(kit)) == ["CFG108 city.yaml"]


@pytest.mark.parametrize(("settings_", "rule"), [
    (("adopted.on=2027-02-30",), "CFG206"), (("team.name=　　",), "CFG102"), (("numbers.visits_per_year=4.0",), "CFG103"),
    (("adopted.documents=[P77]",), "CFG205"), (("adopted.documents=[]",), "CFG108"), (("laws.local=[no-such-law]",), "CFG204"),
    (("roles.duty=王某 139 0000 0000",), "PII104"), (("team.leader=139-0000-0000",), "PII102"), (("tiers.three=false",), "CFG202"),
])
def test_new_is_held_to_the_rules_of_check(tmp_path: Path, settings_: tuple[str, ...], rule: str):
    with pytest.raises(InvalidInput) as caught:
        new("临沂", tmp_path / "kit", settings_)
    assert rule in [finding.rule for finding in caught.value.findings]
    assert list(tmp_path.iterdir()) == []


def test_answers_of_another_city_are_refused(tmp_path: Path):
    with pytest.raises(ToolkitError) as caught:
        new("临沂", tmp_path / "kit", ("city.code=3702",))
    assert "3702" in caught.value.words.zh


def test_a_matrix_with_gaps_is_not_made(kit: Path, linyi):
    the(kit, "制度/P08-*.md").write_bytes(b"x")
    for command in ("matrix", "repeats"):
        made = linyi(command, kit)
        assert made.returncode == 1
        assert "DOC101" in made.stderr
        assert not made.stdout


def test_a_key_that_is_set_twice_is_refused(tmp_path: Path):
    with pytest.raises(ToolkitError) as caught:
        new("临沂", tmp_path / "kit", ("team.leader=甲", "team.leader=乙"))
    assert "team.leader" in caught.value.words.zh


# --- the kit's own files

damage = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(
        st.sampled_from(["files", "path", "ownership", "id", "base", "sha256", "text", "toolkit", "needs_toolkit", "format", "city"]), inner, max_size=5)),
    max_leaves=10,
)


def test_a_damaged_manifest_is_told_whatever_stands_in_it(kit: Path):
    path = kit / ".kit" / "manifest.json"
    whole = json.loads(path.read_text(encoding="utf-8"))

    def told(content: Any) -> None:
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        with pytest.raises(ToolkitError) as caught:
            find(kit).manifest()
        assert "manifest.json" in caught.value.words.zh
        with pytest.raises(ToolkitError):
            find(kit).text_version()

    for content in ("", "{", "[" * 100_000, "null", '{"files":[1]}', "\x00", '{"files": 1}', '{"a": 1}' + " " * 2_000_000):
        told(content)
    for key, value in (("files", [1]), ("files", [{}]), ("files", [{"path": 5, "ownership": "text"}]), ("format", 2), ("text", 5),
                       ("needs_toolkit", "x"), ("city", None), ("toolkit", [])):
        told({**whole, key: value})

    @settings(max_examples=60)
    @given(damage)
    def anything(content: Any) -> None:
        told(content)

    anything()
    assert "KIT101 .kit/manifest.json" in errors(check(kit))


state = st.fixed_dictionaries({}, optional={
    key: st.one_of(damage, st.dictionaries(st.sampled_from(["docx:P01", "docx/a.docx", "../x"]), st.one_of(damage, st.tuples(st.just("k"), damage))))
    for key in ("keys", "written")
})


def test_a_damaged_build_state_only_means_a_full_build(tmp_path: Path):
    @settings(max_examples=200)
    @given(st.one_of(damage, state))
    def opens(content: Any) -> None:
        (tmp_path / STATE).write_text(json.dumps(content), encoding="utf-8")
        found = open_output(tmp_path)
        assert all(isinstance(path, str) and not path.startswith("..") for path in found.paths())
        assert not any(found.is_current(name, "k") and found.keys[name][1] for name in found.keys)

    opens()


# --- shapes


@given(damage)
def test_what_is_sound_has_the_types_that_were_asked_for(data: Any):
    schema = {"properties": {"files": {"type": "array", "items": {"type": "object", "properties": {"path": {"type": "string"}}}},
                             "text": {"type": "string"}, "format": {"type": "integer"}}}
    found = shapes.sound(data, schema)
    if isinstance(found, dict):
        assert all(isinstance(item.get("path", ""), str) for item in found.get("files", []))
        assert isinstance(found.get("text", ""), str)
        assert shapes.sound(found, schema) == found
