"""A list of cities from outside is read as people write it, or refused with every fault at once."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
import xlsxwriter

from toolkit.city.answers import city_text, given
from toolkit.city.divisions import find
from toolkit.errors import Finding, InvalidInput, ToolkitError
from toolkit.fleet.listing import read
from toolkit.fleet.members import Member

Rows = list[list[object]]
HEAD = ["城市", "team.hotline", "登记主体（team.host）", "supports.camps", "numbers.visits_per_year"]


def table(path: Path, rows: Rows) -> Path:
    if path.suffix == ".csv":
        stream = io.StringIO()
        csv.writer(stream).writerows(rows)
        path.write_text(stream.getvalue(), encoding="utf-8-sig")
        return path
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def faults(path: Path) -> list[Finding]:
    with pytest.raises(InvalidInput) as told:
        read(path)
    return told.value.findings


def places(path: Path) -> list[tuple[int, int, str]]:
    return [(item.location.line, item.location.column, item.rule) for item in faults(path)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_name_or_a_code_a_line(tmp_path: Path, encoding: str):
    path = tmp_path / "名单.txt"
    path.write_text("# 第一批\n临沂\n\n370200  # 青岛\r\n北京\n", encoding=encoding)
    assert [item.name for item in read(path)] == ["临沂市", "青岛市", "北京市"]


@pytest.mark.parametrize("end", ["csv", "xlsx"])
def test_a_table_gives_each_city_its_facts(tmp_path: Path, end: str):
    path = table(tmp_path / f"名单.{end}", [
        ["山东省各市", "", "", "", ""], HEAD, ["临沂", "0539-0000000", "临沂市某某协会", "是", 6], ["", "", "", "", ""], ["3702", "", "待定", "否", "12次"],
    ])
    first, second = read(path)
    assert first == Member("3713", "临沂市", "山东省", "临沂市", (
        "team.hotline=0539-0000000", "team.host=临沂市某某协会", "supports.camps=true", "numbers.visits_per_year=6",
    ))
    assert second.settings == ("supports.camps=false", "numbers.visits_per_year=12")
    assert "visits_per_year: 12" in city_text(find(second.code), given(None, second.settings))


def test_every_fault_of_a_table_is_told_at_once_with_its_cell(tmp_path: Path):
    path = table(tmp_path / "名单.xlsx", [
        ["城市", "team.hotlin", "team.hotline", "supports.camps", "roles.safety"],
        ["临沂", "", "没有", "也许", "安全员（样例，0539-0000000）"],
        ["林沂", "", "", "", ""],
        ["371300", "", "", "", ""],
        ["", "", "0539-0000000", "", ""],
        ["青岛", "", "", "", "安全员 13800000000"],
    ])
    assert places(path) == [(1, 2, "FLT103"), (2, 4, "FLT105"), (3, 1, "FLT101"), (4, 1, "FLT102"), (5, 1, "FLT101"), (6, 5, "FLT105")]
    told = {item.location.line: item for item in faults(path)}
    assert "team.hotline" in told[1].fix.zh
    assert "也许" in told[2].words.zh
    assert "临沂市" in told[3].words.zh
    assert "第 2 行" in told[4].words.zh
    assert "13800000000" not in told[6].words.zh, "no number of a person is repeated"
    assert all(item.words.en and item.fix.en for item in told.values())


def test_what_only_the_whole_row_shows_is_told_at_its_cell(tmp_path: Path):
    path = table(tmp_path / "名单.csv", [["城市", "城市代码", "tiers.three"], ["临沂市", "3713", "否"]])
    (found,) = faults(path)
    assert (found.location.line, found.location.column, found.rule) == (2, 3, "CFG202")


def test_a_heading_that_may_mean_several_keys_is_asked_for(tmp_path: Path):
    path = table(tmp_path / "名单.csv", [["city", "妇联"], ["临沂", "0539-0000000"]])
    (found,) = faults(path)
    assert found.rule == "FLT103"
    assert found.location.column == 2


def test_a_key_in_two_columns_is_refused(tmp_path: Path):
    path = table(tmp_path / "名单.csv", [["city", "team.hotline", "热线（team.hotline）"], ["临沂", "", ""]])
    assert places(path) == [(1, 3, "FLT103")]


@pytest.mark.parametrize(("name", "content"), [
    ("空.txt", b"# nobody\n"), ("坏.xlsx", b"PK\x03\x04 damaged"), ("别的.csv", "姓名,电话\n某某,1\n".encode()), ("图.txt", b"\xff\xd8\xff\x00"),
])
def test_a_list_that_is_none_is_told_as_such(tmp_path: Path, name: str, content: bytes):
    path = tmp_path / name
    path.write_bytes(content)
    assert all(item.location.path == name for item in faults(path))


def test_a_list_that_is_not_there_cannot_run(tmp_path: Path):
    with pytest.raises(ToolkitError) as told:
        read(tmp_path / "没有.txt")
    assert not isinstance(told.value, InvalidInput)
