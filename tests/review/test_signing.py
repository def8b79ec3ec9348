"""A lawyer's approval is written down, holds as long as the text says the same, and stops a release where it does not."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from tests.conftest import Run
from toolkit import kit as kits
from toolkit.review import approved, marked, signing
from toolkit.text import remarks, signoffs

SIGNED = ("--reviewer", "某律师", "--firm", "某某律师事务所", "--on", "2026-12-01")


def states(linyi: Run, kit: Path) -> dict[str, dict[str, object]]:
    done = linyi("review", "status", kit, "--format", "json")
    assert done.returncode == 0, done.stderr
    return {entry["document"]: entry for entry in json.loads(done.stdout)}


def test_a_sign_off_is_recorded_kept_beside_its_text_and_shown(linyi: Run, kit: Path):
    done = linyi("review", "sign", "P08", "B03", *SIGNED, "--valid-until", "2099-12-01", "--scope", "合法性", kit)
    assert done.returncode == 0, done.stderr
    found = states(linyi, kit)
    assert {name: entry["state"] for name, entry in found.items() if entry["state"] != "none"} == {"P08": "approved", "B03": "approved"}
    assert found["P08"]["firm"] == "某某律师事务所"
    kept = marked.parse(approved.files(kits.find(kit))["P08"])
    assert "P08-scope" in kept.bookmarks
    assert "P08 儿童信息保密协议：已审查（2026-12-01 某某律师事务所 某律师）" in linyi("review", "status", kit).stdout


def test_a_changed_clause_is_named_by_check_and_stops_a_release(linyi: Run, kit: Path):
    assert linyi("review", "sign", "all", *SIGNED, kit).returncode == 0
    assert "REV" not in linyi("check", kit, "--release").stdout
    path = next((kit / "制度").glob("P08-*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace("救助金额和收款账户", "救助的金额和收款账户"), encoding="utf-8")
    assert states(linyi, kit)["P08"]["changed"] == ["P08-scope"]
    draft = json.loads(linyi("check", kit, "--format", "json").stdout)["findings"]
    assert [(entry["rule"], entry["severity"]) for entry in draft if entry["rule"].startswith("REV")] == [("REV102", "warning")]
    release = json.loads(linyi("check", kit, "--release", "--format", "json").stdout)["findings"]
    [stale] = [entry for entry in release if entry["rule"].startswith("REV")]
    assert (stale["rule"], stale["severity"]) == ("REV102", "error")
    assert "P08-scope" in json.dumps(stale, ensure_ascii=False)


def test_without_sign_offs_a_draft_is_silent_and_a_release_says_once_what_is_missing(linyi: Run, kit: Path):
    assert "REV" not in linyi("check", kit).stdout
    found = json.loads(linyi("check", kit, "--release", "--format", "json").stdout)["findings"]
    assert [entry["rule"] for entry in found if entry["rule"].startswith("REV")] == ["REV101"]


def test_lessons_and_booklets_need_none(linyi: Run, kit: Path):
    subject = kits.find(kit).subject()
    assert linyi("review", "sign", "all", *SIGNED, kit).returncode == 0
    signed = {signoff.document[0] for signoff in kits.find(kit).subject().signoffs}
    assert signed == {"P", "B"}
    assert {document.id[0] for document in subject.documents} > signed


def test_unknown_documents_and_dates_that_contradict_write_nothing(linyi: Run, kit: Path):
    unknown = linyi("review", "sign", "P08", "P99", *SIGNED, kit)
    assert unknown.returncode == 2
    assert "P99" in unknown.stderr
    ended = linyi("review", "sign", "P08", *SIGNED, "--valid-until", "2026-11-01", kit)
    assert ended.returncode == 2
    assert not (kit / signoffs.PATH).exists()


def test_a_sign_off_is_taken_back_by_undo(linyi: Run, kit: Path):
    linyi("review", "sign", "P08", *SIGNED, kit)
    assert linyi("undo", kit).returncode == 0
    assert not (kit / signoffs.PATH).exists()


def test_remarks_that_nobody_settled_are_counted(kit: Path):
    said = [remarks.Remark("P08", "某律师", "依据是什么？"), remarks.Remark("P08", "某律师", "好。", done="看过")]
    (kit / "审查").mkdir(exist_ok=True)
    (kit / remarks.PATH).write_text(remarks.appended(None, said), encoding="utf-8")
    found = {standing.document: standing.open for standing in signing.status(kits.find(kit), date(2026, 12, 1))}
    assert found["P08"] == 1
    assert found["P09"] == 0


def test_a_damaged_record_is_a_finding_and_no_crash(linyi: Run, kit: Path):
    (kit / "审查").mkdir(exist_ok=True)
    for text in ("", "signoffs: 5\n", "signoffs:\n  - 1\n", "\x00"):
        (kit / signoffs.PATH).write_text(text, encoding="utf-8")
        done = linyi("check", kit)
        assert done.returncode == 1, text
        assert "审查/签署.yaml" in done.stdout
