"""What is given is read, or named: every sheet, every folder, whatever its name's case."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests import invented
from tests.registers.test_ledger_rules import BY_SLUG, LEDGERS
from toolkit.commands.registers import Examined, examine
from toolkit.errors import Severity, Words
from toolkit.exporters.xlsx import heading
from toolkit.registers import workbooks
from toolkit.registers.cells import Spellings, key

ON = invented.ON


def write(path: Path, **sheets: list[dict[str, Any]]) -> Path:
    """A workbook with a sheet for each: `children_a` is rows of children; a name in no register, rows of anything."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            ledger = BY_SLUG[name.split("_")[0]]
            sheet.write_row(1, 0, [heading(column) for column in ledger.columns])
            for number, row in enumerate(rows, 2):
                for place, column in enumerate(ledger.columns):
                    if row.get(column.name) is not None:
                        sheet.write(number, place, row[column.name])
    return path


@pytest.fixture
def team() -> invented.Tables:
    return invented.team(4, 4)


def rules(examined: Examined) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.location.path) for finding in examined.findings if finding.severity is Severity.ERROR)


def test_every_sheet_with_the_headings_is_read(team: invented.Tables, tmp_path: Path, linyi_kit: Path):
    children = team["children"]
    wrong = {**children[3], "birth_date": "昨天"}
    path = write(tmp_path / "R01.xlsx", children=children[:2], children_b=[children[2], wrong])
    filled = workbooks.read(path, LEDGERS)
    assert [len(read.rows) for read in filled.sheets] == [2, 2]
    assert len(filled.rows) == 4
    assert [(item.rule, item.location.path, item.location.line) for item in filled.findings] == [("REG305", "R01.xlsx!children_b", 4)]


def test_a_sheet_that_is_no_register_is_named_unless_it_is_empty_or_ours(tmp_path: Path, team: invented.Tables):
    path = tmp_path / "R01.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("空的")
        book.add_worksheet("填写说明").write(0, 0, "说明")
        book.add_worksheet("统计").write(0, 0, 5)
        sheet = book.add_worksheet("孩子")
        sheet.write_row(0, 0, [column.title for column in BY_SLUG["children"].columns])
    filled = workbooks.read(path, LEDGERS)
    assert [(item.rule, item.location.path) for item in filled.findings] == [("REG312", "R01.xlsx!统计")]


def test_folders_capitals_and_csv_are_read_and_what_else_might_be_a_register_is_named(
    team: invented.Tables, tmp_path: Path, linyi_kit: Path,
):
    folder = tmp_path / "台账"
    write(folder / "沂水县" / "R01-甲.xlsx", children=team["children"][:2])
    write(folder / "R02-乙.xlsx", guardians=team["guardians"]).rename(folder / "R02-乙.XLSX")
    row = ["V00001", "女", "1970-05-01", "否", "正式", "2024/8/1"]
    titles = [column.title for column in BY_SLUG["volunteers"].columns][:6]
    for name, encoding, mark in (("甲", "utf-8-sig", ","), ("乙", "gb18030", ";")):
        text = "\r\n".join(mark.join([cell.replace("0001", "000" + name) for cell in line]) for line in (titles, row))
        (folder / f"{name}.csv").write_bytes(text.encode(encoding))
    (folder / "旧.xlsb").write_bytes(b"x")
    (folder / "说明.md").write_text("x", encoding="utf-8")
    (folder / "空白").mkdir()
    write(folder / "空白" / "R01.xlsx", children=[{}])
    for litter in (".~R01-甲.xlsx", "~$R01-甲.xlsx", "._R01-甲.xlsx", "Thumbs.db"):
        (folder / litter).write_bytes(b"lock")
    examined = examine([folder, linyi_kit], ON)
    assert {read.shown.partition("!")[0]: read.rows for read in examined.inventory.sheets} == {
        "R02-乙.XLSX": 4, "乙.csv": 1, "沂水县/R01-甲.xlsx": 2, "甲.csv": 1}
    assert list(examined.inventory.missed) == ["旧.xlsb"]
    assert list(examined.inventory.passed) == ["说明.md"]
    assert [item for item in rules(examined) if item[0] in ("REG301", "REG302", "REG312")] == [("REG312", "旧.xlsb")]


def test_what_was_read_is_said_first(linyi, linyi_kit: Path, tmp_path: Path, team: invented.Tables):
    write(tmp_path / "一" / "R01.xlsx", children=team["children"][:2], children_b=team["children"][2:])
    write(tmp_path / "一" / "R02.xlsx", guardians=team["guardians"])
    done = linyi("registers", "check", tmp_path / "一", linyi_kit, "--on", "2026-11-24")
    lines = done.stdout.splitlines()
    assert lines[0] == "读了 2 个文件里的 3 张台账，共 8 行："
    assert lines[1] == "  R01-儿童档案索引  4 行（2 张表：R01.xlsx!children、R01.xlsx!children_b）"
    assert lines[2] == "  R02-监护人核验台账  4 行"
    assert linyi("registers", "check", tmp_path / "一", linyi_kit, "--format", "json").stdout.startswith("{")


def test_only_what_was_read_is_counted(linyi, linyi_kit: Path, tmp_path: Path, team: invented.Tables):
    write(tmp_path / "R02.xlsx", guardians=team["guardians"])
    (tmp_path / "坏.xlsx").write_bytes(b"x")
    for missing in ("没有.xlsx", "没有.csv"):
        assert list(examine([tmp_path / missing, linyi_kit], ON).inventory.words()) == [
            Words("一张台账也没有读到", "no register was read"), Words(f"没有这个文件：{missing}", f"there is no such file: {missing}")]
    done = linyi("registers", "check", tmp_path / "没有.xlsx", tmp_path / "坏.xlsx", tmp_path / "R02.xlsx", linyi_kit, "--on", "2026-11-24")
    assert done.stdout.splitlines()[:4] == [
        "读了 1 个文件里的 1 张台账，共 4 行：", "  R02-监护人核验台账  4 行", "没有读到台账：坏.xlsx", "没有这个文件：没有.xlsx"]
    assert done.returncode == 1


def test_a_kit_named_alone_means_its_registers(kit: Path, team: invented.Tables):
    write(kit / "台账" / "R02.xlsx", guardians=team["guardians"])
    assert len(examine([kit], ON).inventory.sheets) == 1


def test_a_folder_behind_a_link_is_named_and_not_followed(tmp_path: Path, linyi_kit: Path, team: invented.Tables):
    write(tmp_path / "台账" / "R02.xlsx", guardians=team["guardians"])
    write(tmp_path / "别处" / "R01.xlsx", children=team["children"])
    (tmp_path / "台账" / "链接").symlink_to(tmp_path / "别处", target_is_directory=True)
    examined = examine([tmp_path / "台账", linyi_kit], ON)
    assert list(examined.inventory.missed) == ["链接"]


def test_a_file_named_twice_is_read_once(tmp_path: Path, linyi_kit: Path, team: invented.Tables):
    path = write(tmp_path / "R02.xlsx", guardians=team["guardians"])
    assert len(examine([tmp_path, path, linyi_kit], ON).inventory.sheets) == 1


def test_merged_cells_are_said_to_be_merged_and_not_to_be_empty(tmp_path: Path, team: invented.Tables):
    path = tmp_path / "R01.xlsx"
    ledger = BY_SLUG["children"]
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("孩子")
        sheet.merge_range(0, 0, 0, 7, "儿童档案索引")  # a title is no row
        sheet.write_row(1, 0, [column.title for column in ledger.columns])
        for number, row in enumerate(team["children"][:3], 2):
            for place, column in enumerate(ledger.columns):
                sheet.write(number, place, row[column.name])
        sheet.merge_range(2, 4, 3, 4, "G00001")
    found = workbooks.read(path, LEDGERS).findings
    assert [(item.rule, item.location.line, item.location.column) for item in found] == [("REG304", 3, 5)]
    assert "合并" in found[0].words.zh
    assert "第3行到第4行" in found[0].words.zh


@pytest.mark.parametrize("typed", ["c0001", "Ｃ０００１", "C\u200b0001", " C0001 ", "C 0001", "ｃ０００１\ufeff"])
def test_two_spellings_of_a_number_are_one_person(typed: str):
    assert key(typed) == key("C0001")
    assert Spellings().one(typed) == typed
    spellings = Spellings()
    assert spellings.one("C0001") == spellings.one(typed) == "C0001"
    assert key("C0002") != key("C0001")


def test_of_two_spellings_in_a_sheet_the_one_further_up_stands_for_both(tmp_path: Path, team: invented.Tables):
    """Though the cells of a sheet are told apart column by column."""
    matches = [{**team["matches"][0], "vol_id": "V00007", "backup_vol_id": "v00009"},
               {**team["matches"][0], "vol_id": "V00009", "backup_vol_id": "v00007"}]
    spellings = Spellings()
    filled = workbooks.read(write(tmp_path / "R07.xlsx", matches=matches), LEDGERS, spellings)
    assert [(row.get("vol_id"), row.get("backup_vol_id")) for row in filled.rows] == [("V00007", "v00009"), ("v00009", "V00007")]
    assert spellings.one("V00009") == "v00009"


def test_a_child_spelled_in_two_ways_is_one_child_in_all_workbooks(tmp_path: Path, linyi_kit: Path, team: invented.Tables):
    children, matches = team["children"], team["matches"]
    children[1]["child_id"] = "ｃ00001"
    matches[1].update(child_id="c00001", vol_id="v0000\u200b1")
    write(tmp_path / "R01.xlsx", children=children)
    write(tmp_path / "R07.xlsx", matches=matches)
    found = rules(examine([tmp_path, linyi_kit], ON))
    assert ("REG307", "R01.xlsx!children") in found
    assert ("REG411", "R07.xlsx!matches") in found
    assert ("REG412", "R07.xlsx!matches") in found


def test_a_cell_is_the_same_whatever_way_it_came(tmp_path: Path):
    """CSV, and workbooks with texts in the cells or in a list of their own."""
    ledger = BY_SLUG["check-ins"]
    row = {"trip_id": "X1", "vol_id": "V1", "kind": "摸底", "place": "样例", "with_ids": "V2、V3", "leave_at": "2026-03-05 9:00",
           "due_at": "2026/3/5 12:00", "told_at": "2026年3月5日 8:30"}
    (tmp_path / "a.csv").write_text(
        ",".join(column.title for column in ledger.columns) + "\n" + ",".join(row.get(column.name, "") for column in ledger.columns),
        encoding="utf-8")
    write(tmp_path / "b.xlsx", **{"check-ins": [row]})
    for name in ("a.csv", "b.xlsx"):
        (read,) = workbooks.read(tmp_path / name, [ledger]).rows
        assert read.get("with_ids") == ("V2", "V3")
        assert [read.get(when) for when in ("leave_at", "due_at", "told_at")] == [
            datetime(2026, 3, 5, 9), datetime(2026, 3, 5, 12), datetime(2026, 3, 5, 8, 30)]


def test_more_files_than_a_team_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, team: invented.Tables):
    from toolkit.errors import ToolkitError
    from toolkit.registers import gathering

    monkeypatch.setattr(gathering, "MOST_FILES", 2)
    path = write(tmp_path / "a.xlsx", guardians=team["guardians"])
    for name in "bc":
        shutil.copy(path, tmp_path / f"{name}.xlsx")
    with pytest.raises(ToolkitError):
        gathering.gather([tmp_path])


def test_a_damaged_csv_is_named(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "b.csv").write_text('编号,"没有结束', encoding="utf-8")
    for name in "ab":
        assert [item.rule for item in workbooks.read(tmp_path / f"{name}.csv", LEDGERS).findings] == ["REG301"]


def test_the_day_of_the_check_is_a_day(linyi, linyi_kit: Path, tmp_path: Path, team: invented.Tables):
    write(tmp_path / "R02.xlsx", guardians=team["guardians"])
    done = linyi("registers", "check", tmp_path, linyi_kit, "--on", date(2026, 11, 24).isoformat())
    assert done.returncode == 0, done.stdout
