"""Which clauses how many cities changed, and how."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.conftest import Run
from tests.fleet.conftest import Fleet
from toolkit.commands.fleet import deviations
from toolkit.fleet import pages, sheets, show


def changed(fleet: Fleet) -> None:
    for name in ("甲县", "丙县"):
        fleet.edit(name, "30日内补齐", "15日内补齐")
    fleet.edit("乙县", "30日内补齐", "60日内补齐")
    fleet.edit("乙县", "\n### 保险 {#P98-insurance}\n\n保险生效再去。\n", "\n### 本县的事 {#P98-own}\n\n=本县自己定的。\n")
    fleet.path("甲县", "偏离登记.yaml").write_text(
        "deviations:\n  - {id: P98-checkin, kind: changed, reason: 山区路远, basis: 待填写, approved_by: 待填写, review_by: 待填写}\n", encoding="utf-8")


def test_what_most_cities_changed_comes_first_with_each_wording_and_reason(fleet: Fleet):
    changed(fleet)
    clauses, found = deviations(fleet.root, fleet.members, jobs=1)
    assert not any(outcome.is_bad for outcome in found)
    assert [(clause.id, clause.kind, clause.cities) for clause in clauses] == [
        ("P98-checkin", "changed", 3), ("P98-insurance", "deleted", 1), ("P98-own", "added", 1),
    ]
    most, other = clauses[0].wordings
    assert (most.cities, most.reasons, other.cities) == (["甲县", "丙县"], ["山区路远"], ["乙县"])
    assert [(piece.kind, piece.text) for piece in clauses[0].shows(most) if piece.kind != "same"] == [("deleted", "30"), ("inserted", "15")]
    assert show.changed(clauses[0], most) == "出门以前报备，~~30~~**15**日内补齐。"


def test_every_form_tells_the_same(fleet: Fleet):
    from toolkit.files.given import Given
    from toolkit.registers import opening

    changed(fleet)
    clauses, _ = deviations(fleet.root, fleet.members, jobs=1)
    told = show.markdown(clauses, 3, "zh")
    assert "## P98-checkin 报备（3 个城市，改动）" in told
    assert "reason" in show.markdown(clauses, 3, "en")
    rows = list(csv.reader(io.StringIO(show.csv_rows(clauses, "zh"))))
    assert [row[0] for row in rows[1:]] == ["P98-checkin", "P98-checkin", "P98-insurance", "P98-own"]
    assert json.loads(json.dumps(show.records(clauses)))[0]["wordings"][0]["pieces"][1]["kind"] == "deleted"
    (sheet,) = opening.sheets(Given("偏离汇总.xlsx", sheets.deviations_workbook(clauses, "zh")))
    assert len(sheet.rows) == 5
    assert "甲县、丙县" in sheet.different
    page = pages.deviations_page(clauses, ["甲县", "乙县", "丙县"])
    assert "<del>30</del><ins>15</ins>" in page
    assert "http" not in page


def test_a_title_or_a_condition_is_shown_where_it_differs(fleet: Fleet):
    fleet.edit("甲县", "### 报备 {#P98-checkin}", "### 出门报备 {#P98-checkin}")
    fleet.edit("乙县", "### 报备 {#P98-checkin}", '### 报备 {#P98-checkin when="supports.camps"}')
    (place,) = deviations(fleet.root, fleet.members, jobs=1)[0]
    assert {wording.cities[0]: show.changed(place, wording) for wording in place.wordings} == {
        "甲县": "**出门**报备　出门以前报备，30日内补齐。", "乙县": "**supports.camps**　出门以前报备，30日内补齐。",
    }


def test_a_cell_that_looks_like_a_formula_is_none(fleet: Fleet):
    changed(fleet)
    clauses, _ = deviations(fleet.root, fleet.members, jobs=1)
    cells = [cell for row in csv.reader(io.StringIO(show.csv_rows(clauses, "zh"))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_a_kit_that_cannot_be_compared_is_named_and_the_command_ends_with_one(fleet: Fleet, linyi: Run, tmp_path: Path):
    changed(fleet)
    fleet.path("丙县").write_bytes(b"\xff\xfe\x00")
    done = linyi("fleet", "deviations", "--out", fleet.root, "--format", "json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert (told["compared"], told["not_compared"]) == (["甲县", "乙县"], ["丙县"])
    assert told["clauses"][0]["id"] == "P98-checkin"
    assert "丙县" in done.stderr
    assert {path.name for path in fleet.root.glob("偏离汇总.*")} == {"偏离汇总.json", "偏离汇总.xlsx", "偏离汇总.html"}
    assert not (fleet.root / ".linyi-fleet").exists()
