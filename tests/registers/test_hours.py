"""Hours of service: who came, who went along, and who was there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests import invented
from tests.registers.test_ledger_rules import LEDGERS
from toolkit.registers import workbooks
from toolkit.registers.books import Books
from toolkit.registers.hours import Service, served, show

YEAR = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def tables() -> invented.Tables:
    return invented.team(3, 5)


def books(tables: invented.Tables, folder: Path) -> Books:
    rows = {}
    for path in invented.write_all(tables, LEDGERS, folder):
        filled = workbooks.read(path, LEDGERS)
        assert filled.ledger
        assert not filled.findings
        rows[filled.ledger.slug] = filled.rows
    return Books(rows, invented.ON, {})


def test_visits_and_activities_of_a_year_add_up(tables, tmp_path: Path):
    assert served(books(tables, tmp_path), *YEAR) == [
        Service("V00001", 4, 1, 4 * 125 + 180), Service("V00002", 4, 1, 4 * 125 + 180), Service("V00003", 4, 0, 500),
    ]


def test_the_reserve_who_came_and_who_went_along_are_counted_and_the_pairs_volunteer_is_not(tables, tmp_path: Path):
    visit = next(row for row in tables["visits"] if row["match_id"] == "M00001" and row["date"] == date(2026, 7, 10))
    visit.update(by_vol_id="V00003", with_ids="V00005、V00003")
    found = {item.volunteer: item.visits for item in served(books(tables, tmp_path), *YEAR)}
    assert found == {"V00001": 3, "V00002": 4, "V00003": 5, "V00005": 1}


def test_the_first_and_the_last_day_count(tables, tmp_path: Path):
    found = books(tables, tmp_path)
    assert [item.visits for item in served(found, date(2026, 4, 10), date(2026, 7, 10))] == [2, 2, 2]
    assert served(found, date(2026, 4, 11), date(2026, 4, 30)) == []


def test_an_outsider_has_no_hours_of_ours(tables, tmp_path: Path):
    tables["activity-adults"][0]["person_id"] = "W0777"
    assert "W0777" not in {item.volunteer for item in served(books(tables, tmp_path), *YEAR)}


def test_the_list_tells_hours_to_one_decimal_and_no_formula():
    assert show([Service("V1", 1, 0, 125)], "text") == "V1  走访1次，活动0次，2.1小时\n共 1 人"
    assert show([Service("=1+1", 1, 0, 60)], "csv").splitlines()[1] == "'=1+1,1,0,60,1.0,,"


def test_the_command_lists_one_volunteer(linyi, linyi_kit: Path, tmp_path: Path, tables):
    invented.write_all(tables, [ledger for ledger in LEDGERS if ledger.slug != "boarding"], tmp_path / "台账")
    done = linyi("registers", "hours", tmp_path / "台账", linyi_kit, "--from", "2026-01-01", "--to", "2026-11-24", "--for", "V00003")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "V00003  走访4次，活动0次，8.3小时；另有培训1次，8学时\n共 1 人\n"
