"""Every rule fires on a case of its own, and on nothing else. A case is a folder:

    change.txt      first line: a text of a valid city.yaml; the rest: what stands there instead
    city.yaml       or the whole file
    *.md            documents of the kit
    R*.yaml         definitions of registers
    decisions.json  what an update left open
    base/*.md       the national text that the documents were made of
    偏离登记.yaml    the register of deviations
    expected.txt    a finding a line: rule and file

`said.txt` beside this file holds where each case's findings stand and what is read there.
"""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path

import pytest

from tests import golden
from tests.conftest import ROOT
from toolkit import rules
from toolkit.city import cityfile, divisions
from toolkit.errors import Finding
from toolkit.files import sources, validation
from toolkit.rules.subject import Subject
from toolkit.text import decisions, deviations, differing, policy
from toolkit.text.citations import Register

CASES = ROOT / "tests" / "cases"
LAWS = Register(sources.shared().legal)  # read once; no rule changes it
CODE = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "toolkit").rglob("*.py"))
FOLDERS = sorted(path.parent for path in CASES.rglob("expected.txt"))
IN_CODE = {"YML008", "YML009", "CFG110", "FRM110", "REG110", "DOC202", "KIT101", "KIT102", "KIT103", "KIT104", "KIT105", "KIT201", "YML011", "UPD101", "DEV208", "REV101", "REV102", "REV103", "REV104", "REV105", "REV106"}  # tested elsewhere


@functools.cache
def valid_city() -> str:
    """Linyi's city.yaml with everything filled in, visibly invented."""
    answers = cityfile.from_division(divisions.find("临沂"))
    for section in ("team", "partners", "contacts", "roles", "adopted"):
        schema = sources.schema("city")["properties"][section]["properties"]
        for key in answers[section]:
            if answers[section][key] == "待填写":
                answers[section][key] = schema[key]["examples"][0]
    answers["team"]["leader"] = "团长"
    # An example of the schema is no number that dials, and nobody's.
    return cityfile.to_text(answers).replace("0539-0000000", "0539-2345678").replace("0539-0000001", "0539-2345679")


def check(folder: Path, city: Path) -> list[Finding]:
    subject = Subject(LAWS)
    subject.read_city(city, "city.yaml")
    subject.read_documents((path, path.name) for path in sorted(folder.glob("*.md")))
    subject.read_registers((path, path.name) for path in sorted(folder.glob("R*.yaml")))
    if (folder / "decisions.json").exists():
        subject.decisions = decisions.read(json.loads((folder / "decisions.json").read_text(encoding="utf-8")))
    register = folder / deviations.FILE
    subject.read_deviations([(register, register.name)] if register.exists() else [])
    if (folder / "base").is_dir():
        bases = {path.name[:3]: policy.read(path, path.name)[0] for path in sorted(folder.glob("base/*.md"))}
        own = {document.id: document for document in subject.documents}
        subject.deviations = differing.deviations((bases.get(name), own.get(name)) for name in dict.fromkeys((*bases, *own)))
    return rules.check(subject)


def findings(folder: Path, work: Path) -> list[Finding]:
    text = valid_city()
    change = folder / "change.txt"
    if change.exists():
        content = change.read_text(encoding="utf-8")
        old, new = content.removesuffix("\n").split("\n=>\n")
        assert text.count(old) >= 1, old
        text = text.replace(old, new, 1)
    if (folder / "city.yaml").exists():
        text = (folder / "city.yaml").read_text(encoding="utf-8")
    (work / "city.yaml").write_text(text, encoding="utf-8")
    return check(folder, work / "city.yaml")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_a_case_has_exactly_its_findings(folder: Path, tmp_path: Path):
    found = findings(folder, tmp_path)
    expected = (folder / "expected.txt").read_text(encoding="utf-8").split("\n")[:-1]
    assert sorted(f"{finding.rule} {finding.location.path}" for finding in found) == sorted(expected)
    for finding in found:
        assert finding.location.line >= 1
        assert finding.location.column >= 1
        assert all((finding.words.zh, finding.words.en, finding.fix.zh, finding.fix.en))
        assert not re.search(r"object at 0x|Traceback|\bNoneType\b|\^\(", finding.words.en + finding.fix.en)
    city = (tmp_path / "city.yaml").read_text(encoding="utf-8").split("\n")
    golden.same("".join(said(item, city) for item in found), Path(__file__).parent / "said.txt", f"{folder.parent.name}/{folder.name}")


def said(finding: Finding, city: list[str]) -> str:
    """Where it stands and what is read. Lines of city.yaml are named by their words: their numbers change with each new key."""
    at = finding.location
    line = f"“{city[at.line - 1].strip()[:30]}”" if at.path == "city.yaml" else at.line
    words = (finding.words.zh, finding.fix.zh, finding.words.en, finding.fix.en)
    return "\n    ".join((f"{at.path}:{line}:{at.column} {finding.severity} {finding.rule}", *words)) + "\n"


def test_every_rule_has_a_case_and_every_case_a_rule():
    used = set(re.findall(r'"((?:YML|DOC|LAW|CFG|PII|KIT|WRD|REG|RDR|UPD|DEV|REV)[0-9]{3})"', CODE))
    used = {rule for rule in used if not re.match("REG[345]", rule)}  # of filled registers: test_ledger_rules
    schemas = Path(validation.__file__).read_text(encoding="utf-8")
    used |= {p + n for p in ("CFG", "FRM", "REG") for n in re.findall(r'\(\s*"(1[0-9]{2})"', schemas)}
    used |= {f"DEV{number}" for number in (101, 102, 103, 104, 105, 108)}  # its schema asks for nothing else
    tested = {folder.parent.name for folder in FOLDERS} - {"clean"}
    assert tested | IN_CODE == used


def test_a_fix_is_told_for_a_near_miss(tmp_path: Path):
    found = findings(CASES / "CFG101" / "typo", tmp_path)
    assert any("short_name" in finding.fix.zh for finding in found)


@pytest.mark.parametrize("encoding", ["utf-16", "gbk"])
def test_another_encoding_is_named(encoding: str, tmp_path: Path):
    (tmp_path / "city.yaml").write_bytes(valid_city().encode(encoding))
    found = check(tmp_path / "none", tmp_path / "city.yaml")
    assert [finding.rule for finding in found] == ["YML008"]
    assert encoding.upper()[:3] in found[0].words.zh


def test_a_file_of_five_megabytes_is_refused(tmp_path: Path):
    (tmp_path / "city.yaml").write_bytes(b"a" * 5_000_000)
    assert [finding.rule for finding in check(tmp_path / "none", tmp_path / "city.yaml")] == ["YML009"]


def test_personal_data_is_never_repeated(tmp_path: Path):
    for rule in ("PII101", "PII103"):
        for folder in (CASES / rule).iterdir():
            for finding in findings(folder, tmp_path):
                assert not re.search(r"[0-9]{6}", finding.words.zh + finding.words.en)


def test_the_manifest_is_looked_after(kit: Path, linyi):
    next((kit / "制度").glob("P08-*.md")).unlink()
    result = linyi("check", kit)
    assert "KIT102" in result.stdout
    (kit / ".kit" / "manifest.json").write_text("{", encoding="utf-8")
    result = linyi("check", kit)
    assert "KIT101" in result.stdout
    assert result.returncode == 1


def test_findings_come_in_every_format(kit: Path, linyi):
    import json

    city = kit / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("camps: true", "camps: off"), encoding="utf-8")
    assert json.loads(linyi("check", kit, "--format", "json").stdout)["errors"] == 1
    github = linyi("check", kit, "--format", "github").stdout
    assert re.search(r"^::error file=city.yaml,line=[0-9]+,col=[0-9]+,title=CFG103::", github, re.M)
    text = linyi("--lang", "en", "check", kit).stdout
    assert "should be true or false" in text
    assert text.rstrip().endswith("1 errors, 30 warnings")


def test_a_release_has_nothing_open(kit: Path, linyi):
    assert linyi("check", kit).returncode == 0
    assert linyi("check", kit, "--release").returncode == 1
