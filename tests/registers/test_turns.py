"""The twenty-year view: what falls due, when to begin, and by which clause."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from tests import invented
from tests.conftest import ROOT
from tests.registers.test_ledger_rules import LEDGERS
from toolkit.registers import agenda, workbooks
from toolkit.registers.books import Books
from toolkit.registers.turns import Turn, turns


@pytest.fixture
def tables() -> invented.Tables:
    return invented.team(3, 5)


def due(tables: invented.Tables, folder: Path, years: int = 20) -> list[Turn]:
    rows = {}
    for path in invented.write_all(tables, LEDGERS, folder):
        filled = workbooks.read(path, LEDGERS)
        assert filled.ledger
        rows[filled.ledger.slug] = filled.rows
    return turns(Books(rows, invented.ON, {}), invented.ON + timedelta(days=366 * years))


def test_a_child_of_seven_has_all_four_turns_with_a_month_to_prepare(tables, tmp_path: Path):
    tables["children"][0]["birth_date"] = date(2019, 3, 31)
    ages = [turn for turn in due(tables, tmp_path) if turn.child == "C00001" and "周岁" in turn.title]
    assert [(turn.due, turn.title) for turn in ages] == [
        (date(2027, 3, 31), "满8周岁"), (date(2033, 3, 31), "满14周岁"),
        (date(2035, 3, 31), "满16周岁"), (date(2037, 3, 31), "满18周岁"),
    ]
    assert ages[0].begin == date(2027, 3, 1)


def test_someone_born_on_the_29th_of_february_turns_on_the_first_of_march(tables, tmp_path: Path):
    tables["children"][0]["birth_date"] = date(2012, 2, 29)
    assert date(2030, 3, 1) in [turn.due for turn in due(tables, tmp_path) if turn.title == "满18周岁"]


def test_reviews_renewals_and_expiries_have_their_days(tables, tmp_path: Path):
    tables["matches"][1]["backup_vol_id"] = None
    found = {turn.title: turn.due for turn in due(tables, tmp_path) if turn.child == "C00002"}
    assert found["年度复核"] == date(2027, 6, 1)
    assert found["三方协议续签"] == date(2026, 12, 1)
    assert found["志愿者的违法犯罪记录查询到期"] == date(2026, 10, 22) + timedelta(days=365)
    assert found["志愿者的保密协议到期"] == date(2029, 10, 1)
    assert found["没有后备志愿者"] == invented.ON


def test_what_is_overdue_stays_on_the_list_and_what_ended_leaves_it(tables, tmp_path: Path):
    tables["children"][0]["last_review"] = date(2025, 1, 1)
    tables["children"][1]["case_status"] = "已结案"
    tables["matches"][2].update(status="结束", end=date(2026, 11, 1), backup_vol_id="V00004")
    found = due(tables, tmp_path)
    overdue = [turn for turn in found if turn.due < invented.ON]
    assert [(turn.child, turn.title) for turn in overdue] == [("C00001", "年度复核")]
    assert "已过期" in agenda.show(overdue, "text", invented.ON)
    assert {turn.child for turn in found} == {"C00001", "C00003"}
    assert "三方协议续签" not in {turn.title for turn in found if turn.child == "C00003"}


def test_every_clause_named_exists(tables, tmp_path: Path):
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "policies").glob("P*.md"))
    for turn in due(tables, tmp_path):
        assert f"{{#{turn.clause}" in text, turn


def test_a_calendar_program_reads_the_turns(tables, tmp_path: Path):
    found = due(tables, tmp_path)
    events = Calendar.from_ical(agenda.show(found, "ics", invented.ON)).walk("VEVENT")
    assert len({event["uid"] for event in events}) == len(events) == len(found)
    assert {str(event["class"]) for event in events} == {"PRIVATE"}


def test_a_sheet_program_takes_no_cell_for_a_formula():
    turn = Turn(date(2027, 1, 1), date(2027, 1, 1), "=1+1", "a", "b", "c")
    assert ",'=1+1," in agenda.show([turn], "csv", invented.ON)


def test_the_command_lists_them_and_asks_for_what_it_needs(linyi, linyi_kit: Path, tmp_path: Path, tables):
    invented.write_all(tables, [ledger for ledger in LEDGERS if ledger.slug != "boarding"], tmp_path / "台账")
    done = linyi("registers", "turns", tmp_path / "台账", linyi_kit, "--on", "2026-11-24", "--years", "20")
    assert done.returncode == 0, done.stderr
    assert "C00001" in done.stdout
    done = linyi("registers", "turns", tmp_path / "台账" / "R01-儿童档案索引.xlsx", linyi_kit)
    assert done.returncode == 2
    assert "R07" in done.stderr
