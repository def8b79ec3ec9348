"""Filled registers: an invented team without a fault has no finding, and each planted fault is found."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests import invented
from tests.conftest import ROOT
from tests.english import chinese_in
from tests.registers.planted import PLANTS, Place, Plants, clean
from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.errors import Finding, Severity, has_errors
from toolkit.files import archive, yamlfile
from toolkit.registers import books, workbooks
from toolkit.registers.books import Books
from toolkit.registers.ledger import Column, Ledger, of_text, parse, shared, used_in
from toolkit.registers.rules import __file__ as LEDGER_RULES
from toolkit.registers.rules import check as check_books


def city() -> City:
    answers = cityfile.from_division(divisions.find("临沂"))
    answers["supports"].update(dict.fromkeys(answers["supports"], True))
    return City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))


LEDGERS = used_in(shared(), city())
BY_SLUG = {ledger.slug: ledger for ledger in LEDGERS}


def check(folder: Path, slugs: set[str] | None = None) -> list[Finding]:
    tables: dict[str, list[workbooks.Row]] = {}
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.xlsx")):
        filled = workbooks.read(path, LEDGERS)
        findings += filled.findings
        if filled.ledger and (slugs is None or filled.ledger.slug in slugs):
            tables[filled.ledger.slug] = filled.rows
    books = Books(
        tables, invented.ON, city().data["numbers"], "样例服务团", date(2026, 6, 1),
        {"承诺书": "1.1.0", "保密协议": "1.1.0"},
    )
    return findings + list(check_books(books, tuple(LEDGERS)))


def places(findings: list[Finding]) -> list[Place]:
    by_file = {f"{ledger.file_name}.xlsx!{ledger.title}": ledger.slug for ledger in LEDGERS}
    return sorted((item.rule, by_file[item.location.path], item.location.line - 3) for item in findings)


def test_a_team_without_a_fault_has_no_finding(tmp_path: Path):
    invented.write_all(clean(), LEDGERS, tmp_path)
    assert not check(tmp_path)


def test_every_planted_fault_is_found_and_nothing_else(tmp_path: Path):
    plants = Plants(clean())
    for plant in PLANTS:
        plant(plants)
    invented.write_all(plants.tables, LEDGERS, tmp_path)
    found = check(tmp_path)
    assert len(plants.expected) >= 40
    assert places(found) == sorted(plants.expected)
    for finding in found:
        assert finding.location.column >= 1
        assert all((finding.words.zh, finding.words.en, finding.fix.zh, finding.fix.en))
        assert not re.search(r"[0-9]{11}", finding.words.zh + finding.words.en + finding.fix.zh)
        assert not chinese_in(finding.words.en), finding.words.en
        assert not chinese_in(finding.fix.en), finding.fix.en


def test_every_rule_of_filled_registers_is_planted():
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in [Path(books.__file__), *sorted(Path(LEDGER_RULES).parent.glob("*.py"))]
    )
    planted = Plants(clean())
    for plant in PLANTS:
        plant(planted)
    assert set(re.findall(r'"(REG[345][0-9]{2})"', code)) - {"REG310"} <= {rule for rule, _, _ in planted.expected}


def test_what_needs_another_register_is_said_once(tmp_path: Path):
    invented.write_all(invented.team(2, 4), LEDGERS, tmp_path)
    found = check(tmp_path, {"matches", "children", "volunteers"})
    assert [finding.rule for finding in found] == ["REG310"]
    (told,) = found
    assert (told.location.path, told.severity) == (".", "warning")
    assert told.words.zh.startswith("没有给这几本台账，要和它们对照的没有检查：R02-监护人核验台账、R04-")
    assert told.words.en.startswith("not given, and so not checked against: R02-监护人核验台账, R04-")
    assert "R08" in told.words.zh
    assert (told.fix.zh, told.fix.en) == ("把这几本也一起给出来，再检查一次", "give them too, and check again")



@pytest.mark.parametrize("name", ["text.xlsx", "empty.xlsx", "none.xlsx", "bomb.xlsx"])
def test_a_file_that_is_no_workbook_is_a_finding(name: str, tmp_path: Path):
    path = tmp_path / name
    if name == "bomb.xlsx":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            file.writestr("xl/worksheets/sheet1.xml", b"0" * (archive.MOST_BYTES + 1))
    elif name != "none.xlsx":
        path.write_bytes(b"hello" if name == "text.xlsx" else b"")
    filled = workbooks.read(path, LEDGERS)
    assert [finding.rule for finding in filled.findings] == ["REG301"]


def sheet(path: Path, *rows: list[Any]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def titles(ledger: Ledger) -> list[str]:
    return [column.title for column in ledger.columns]


def test_a_workbook_of_something_else_is_a_finding(tmp_path: Path):
    filled = workbooks.read(sheet(tmp_path / "a.xlsx", ["苹果", "梨"], [1, 2]), LEDGERS)
    assert [finding.rule for finding in filled.findings] == ["REG302"]


def test_a_lost_column_is_a_finding_and_the_rest_is_read(tmp_path: Path):
    ledger = BY_SLUG["visits-learning"]
    row = ["样例", date(2026, 1, 1).isoformat(), "是"]
    filled = workbooks.read(sheet(tmp_path / "a.xlsx", ["访", "来自哪个城市", "日期＊", " 已签保密承诺 "], ["", *row]), [ledger])
    assert "REG303" in [finding.rule for finding in filled.findings]
    assert filled.rows[0].get("date") == date(2026, 1, 1)
    assert filled.rows[0].get("pledge_signed") is True


def test_a_column_that_may_be_empty_may_be_missing(tmp_path: Path):
    ledger = BY_SLUG["volunteers"]
    rows = [titles(ledger)[:6], ["V00001", "女", "1970-05-01", "否", "正式", "2024-08-01"]]
    filled = workbooks.read(sheet(tmp_path / "a.xlsx", *rows), [ledger])
    assert [item.rule for item in filled.findings] == ["REG311"]
    assert not filled.rows[0].has("left_on")


def test_workbooks_filled_with_the_first_definitions_have_no_new_error(tmp_path: Path):
    folder = ROOT / "policies/releases/1.0.0/templates/registers"
    parsed = [parse(path.read_text(encoding="utf-8"), path.name)[0] for path in sorted(folder.glob("R*.yaml"))]
    first = used_in([ledger for ledger in parsed if ledger], city())
    assert len(first) == 23
    tables = invented.team(19, 25)
    for ledger in first:
        names = {column.name for column in ledger.columns}
        tables[ledger.slug] = [{key: value for key, value in row.items() if key in names} for row in tables[ledger.slug]]
    for match in tables["matches"]:
        match["backup_vol_id"] = None
    invented.write_all(tables, first, tmp_path)
    found = check(tmp_path)
    assert len(list(tmp_path.glob("*.xlsx"))) == 23
    assert {finding.rule for finding in found} <= {"REG310", "REG311"}
    told = [finding for finding in found if finding.rule == "REG311"]
    assert len(told) == len({finding.location.path for finding in told}) == 10  # a note a register that has new columns
    assert not has_errors(told)


def test_a_column_that_came_later_is_never_required_of_a_workbook_filled_before_it(tmp_path: Path):
    """Required or not, it is told once; its empty cells in earlier rows are a warning, a wrong one is a fault."""
    old = BY_SLUG["visits-learning"]
    late = [Column("more", "更多", "bool", "S0", required=True, since="1.2.0"), Column("rest", "其余", "text", "S0", since="1.2.0")]
    new = replace(old, columns=(*old.columns, *late))
    row = ["某团", "样例市", "2026-01-01", "是"]
    found = workbooks.read(sheet(tmp_path / "a.xlsx", titles(old), row), [new]).findings
    assert [(item.rule, item.severity) for item in found] == [("REG311", Severity.WARNING)]
    assert "更多（1.2.0版起）、其余（1.2.0版起）" in found[0].words.zh
    found = workbooks.read(sheet(tmp_path / "b.xlsx", titles(new), [*row, "", ""], [*row, "有", ""]), [new]).findings
    assert [(item.rule, item.severity) for item in found] == [("REG304", Severity.WARNING), ("REG305", Severity.ERROR)]
    strict = replace(old, columns=(*old.columns, replace(late[0], since="")))
    assert [item.rule for item in workbooks.read(tmp_path / "a.xlsx", [strict]).findings] == ["REG303"]


def test_an_old_workbook_is_known_however_many_columns_came_later(tmp_path: Path):
    old = BY_SLUG["visits-learning"]
    many = tuple(Column(f"c{number}", f"新列{number}", "text", "S0", since="1.2.0") for number in range(30))
    filled = workbooks.read(sheet(tmp_path / "a.xlsx", titles(old), ["某团", "样例市", "2026-01-01", "是"]),
                            [replace(old, columns=(*old.columns, *many))])
    assert filled.ledger is not None
    assert len(filled.rows) == 1


def test_every_column_that_the_first_definitions_lack_says_since_when():
    first = {(ledger.slug, column.name) for ledger in of_text("1.0.0") for column in ledger.columns}
    slugs = {ledger.slug for ledger in of_text("1.0.0")}
    for ledger in shared():
        for column in ledger.columns:
            assert bool(column.since) is (ledger.slug in slugs and (ledger.slug, column.name) not in first), (ledger.id, column.name)


@pytest.mark.parametrize(("typed", "read"), [
    ("2026-03-05", date(2026, 3, 5)), ("2026/3/5", date(2026, 3, 5)), ("2026年3月5日", date(2026, 3, 5)),
    ("2026.3.5", date(2026, 3, 5)), ("2026-02-30", None), ("昨天", None), ("46000", None), ("3-5", None),
])
def test_dates_as_people_type_them(typed: str, read: date | None, tmp_path: Path):
    ledger = BY_SLUG["visits-learning"]
    filled = workbooks.read(sheet(tmp_path / "a.xlsx", titles(ledger), ["某团", "样例市", typed, "是"]), [ledger])
    assert filled.rows[0].get("date") == read
    assert ("REG305" in [finding.rule for finding in filled.findings]) is (read is None)


def test_the_command_names_workbook_sheet_row_and_column(linyi, linyi_kit: Path, tmp_path: Path):
    tables = invented.team(3, 5)
    tables["visits"][1]["minutes"] = 5
    invented.write_all(tables, [ledger for ledger in LEDGERS if ledger.slug != "boarding"], tmp_path / "台账")
    done = linyi("registers", "check", tmp_path / "台账", linyi_kit, "--on", "2026-11-24")
    assert done.returncode == 1, done.stderr
    assert "R08-陪伴走访台账.xlsx!陪伴走访台账:4:4: 错误 REG423" in done.stdout
    assert "1 处错误" in done.stdout


def test_blank_registers_have_no_finding(linyi, linyi_kit: Path, tmp_path: Path):
    made = linyi("registers", "new", linyi_kit, "--out", tmp_path / "空白")
    assert made.returncode == 0, made.stderr
    assert len(list((tmp_path / "空白/xlsx").glob("R*.xlsx"))) >= 20
    done = linyi("registers", "check", tmp_path / "空白/xlsx", linyi_kit)
    assert done.returncode == 0, done.stdout
