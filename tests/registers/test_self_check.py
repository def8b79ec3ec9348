"""The yearly self-check: made of the standards and the city's clauses, filled in, read, and summed up."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from toolkit import kit
from toolkit.commands.build import read as read_kit
from toolkit.errors import ToolkitError
from toolkit.exporters.xlsx_self_check import workbook
from toolkit.registers import opening, self_check
from toolkit.registers.self_check import COLUMNS, SelfCheck, by_part, by_standard, record, show
from toolkit.text.self_check import PARTS, STANDARDS, Asked, asked

ON = date(2027, 3, 1)


@pytest.fixture(scope="module")
def rows(linyi_kit: Path) -> list[Asked]:
    checked = read_kit(kit.find(linyi_kit))
    return asked(checked.content.documents, checked.register)


def fill(path: Path, rows: list[Asked], answers: Mapping[str, dict[str, Any]], every: dict[str, Any] | None = None) -> Path:
    """The workbook as a person leaves it: `answers` by id, `every` for all others."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("标准")
        sheet.write_row(1, 0, [column.title for column in COLUMNS])
        for number, row in enumerate(rows, 2):
            sheet.write_row(number, 0, [row.id, row.part, row.text, row.level, row.clauses, row.evidence])
            for place, column in enumerate(COLUMNS):
                value = answers.get(row.id, every or {}).get(column.name)
                if value is not None:
                    sheet.write(number, place, value)
    return path


def read(path: Path, rows: list[Asked]) -> SelfCheck:
    return self_check.read(path, rows, ON)


def told(made: SelfCheck) -> list[str]:
    return [finding.rule for finding in made.findings]


def test_every_standard_and_norm_is_asked_with_its_clause_and_what_to_show(rows: list[Asked]):
    assert len([row for row in rows if row.part != "服务规范"]) == 147
    assert {row.part for row in rows} == {*PARTS.values(), "服务规范"}
    assert {source for row in rows for source in row.standards} <= set(STANDARDS)
    assert all(row.text and row.clauses and row.evidence for row in rows)
    found = {row.id: row for row in rows}
    assert "P15 " in found["REP-01"].clauses  # number and title, as printed
    assert "条 " in found["REP-01"].clauses
    assert "{" not in "".join(row.text + row.clauses + row.evidence for row in rows)
    assert found["N07"].evidence.startswith("查询台账")


def test_the_blank_workbook_is_read_back_line_by_line(rows: list[Asked], tmp_path: Path):
    content = workbook(rows, 2027, "样例服务团")
    assert content == workbook(rows, 2027, "样例服务团")
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    assert [sheet.name for sheet in opening.sheets(path)] == ["怎样用", "标准", "服务规范"]
    made = read(path, rows)
    assert [answer.asked.id for answer in made.answers] == [row.id for row in rows]
    assert told(made) == ["SLF104"]
    assert f"还有{len(rows)}条没有选灯" in made.findings[0].words.zh


def test_a_filled_one_is_summed_up_by_part_and_by_standard_with_what_is_open_and_overdue(rows: list[Asked], tmp_path: Path):
    plan = {"plan": "补一页简本", "who": "秘书处"}
    answers = {
        "GOV-12": {"light": "黄", "seen": "S1", **plan, "until": date(2027, 6, 1)},
        "PEO-02": {"light": "红", **plan, "until": date(2027, 2, 1)},  # overdue
        "PEO-03": {"light": "红", **plan, "until": date(2027, 2, 1), "done": date(2027, 1, 20)},
        "FIN-03": {"light": "不适用", "seen": "没有这项服务"},
        "EVA-07": {},
    }
    made = read(fill(tmp_path / "a.xlsx", rows, answers, {"light": "绿", "seen": "Z001"}), rows)
    assert told(made) == ["SLF104", "SLF106"]
    assert by_part(made.answers)["岗位"] == {"绿": 4, "红": 2}
    assert by_part(made.answers)["评估"] == {"绿": 6, "": 1}
    assert by_standard(made.answers)[STANDARDS["KCS"]]["红"] == sum("KCS" in answer.asked.standards for answer in made.answers if answer.asked.id in ("PEO-02", "PEO-03"))
    text = "\n".join(show(made, ON))
    assert f"{len(rows)}条里判断了{len(rows) - 1}条" in text
    assert "不等于合规认定" in text
    assert "要改的：改好了1件，还没有改好2件，其中过期1件。" in text
    assert "PEO-02  红  2027-02-01以前，已经过期" in text
    assert "补一页简本" not in text  # what somebody wrote is not repeated
    assert [entry["id"] for entry in record(made, ON)["open"] if entry["overdue"]] == ["PEO-02"]


def test_no_word_of_it_calls_a_team_compliant(rows: list[Asked], tmp_path: Path):
    made = read(fill(tmp_path / "a.xlsx", rows, {}, {"light": "绿", "seen": "Z001"}), rows)
    text = "\n".join(show(made, ON))
    assert not made.findings
    assert text.count("合规") == text.count("不等于合规认定") == 1
    assert "达标" not in text
    assert "合格" not in text


ONE = {"light": "绿", "seen": "Z001"}
FAULTS: list[tuple[dict[str, Any], list[str]]] = [
    ({"light": "紫"}, ["SLF103", "SLF104"]), ({"light": "红"}, ["SLF105"]),
    ({"light": "黄", "plan": "a", "who": "b"}, ["SLF105"]), ({"light": "黄", "plan": "a", "who": "b", "until": "不久"}, ["SLF103", "SLF105"]),
    ({"light": "黄", "plan": "a", "who": "b", "until": ON}, []), ({"light": "黄", "plan": "a", "who": "b", "until": date(2027, 2, 28)}, ["SLF106"]),
    ({"light": "绿"}, ["SLF106"]), ({"light": "不适用"}, ["SLF106"]),
    ({**ONE, "done": date(2027, 3, 2)}, ["SLF103"]), ({**ONE, "plan": "13800138000"}, ["REG309"]), ({"light": " 绿 ", "seen": "=1+1"}, []),
]


@pytest.mark.parametrize(("answer", "rules"), FAULTS, ids=[",".join(rules) or str(number) for number, (_, rules) in enumerate(FAULTS)])
def test_each_fault_of_a_line_is_told(rows: list[Asked], tmp_path: Path, answer: dict[str, Any], rules: list[str]):
    made = read(fill(tmp_path / "a.xlsx", rows[:3], {rows[1].id: answer}, ONE), rows[:3])
    assert sorted(told(made)) == rules
    for finding in made.findings:
        assert all((finding.words.zh, finding.words.en, finding.fix.zh, finding.fix.en))


def test_lines_that_are_gone_double_or_unknown_are_told(rows: list[Asked], tmp_path: Path):
    strange = Asked("GOV-99", "治理", "必须", "x", ("KCS",), "x", "x")
    path = fill(tmp_path / "a.xlsx", [rows[0], rows[0], strange], {}, ONE)
    assert told(read(path, rows[:2])) == ["SLF107", "SLF102", "SLF102"]


@pytest.mark.parametrize("content", [b"", b"hello"])
def test_a_file_that_is_none_is_told(rows: list[Asked], tmp_path: Path, content: bytes):
    (tmp_path / "a.xlsx").write_bytes(content)
    assert told(read(tmp_path / "a.xlsx", rows)) == ["SLF101"]
    other = fill(tmp_path / "b.xlsx", [], {})
    with xlsxwriter.Workbook(other) as book:
        book.add_worksheet("甲").write(0, 0, "苹果")
    assert told(read(other, rows)) == ["SLF101"]


def test_the_command_makes_one_never_writes_over_it_and_sums_it_up(linyi, kit: Path, tmp_path: Path):
    done = linyi("selfcheck", "new", kit, "--year", "2027")
    assert done.returncode == 0, done.stderr
    path = kit / "审查" / "年度自查-2027.xlsx"
    before = path.read_bytes()
    again = linyi("selfcheck", "new", kit, "--year", "2027")
    assert again.returncode == 2
    assert path.read_bytes() == before
    done = linyi("selfcheck", "check", path, kit)
    assert done.returncode == 0, done.stdout
    assert done.stdout.startswith("自查结果：")
    made = json.loads(linyi("selfcheck", "check", path, kit, "--format", "json").stdout)
    assert made["note"] == "自查结果，不等于合规认定"
    assert made["warnings"] == 1
    assert linyi("selfcheck", "check", kit / "没有.xlsx", kit).returncode == 1


def test_a_kit_with_an_error_asks_nothing(kit: Path, tmp_path: Path):
    from toolkit.commands import selfcheck

    (kit / "city.yaml").write_text("city: 5\n", encoding="utf-8")
    with pytest.raises(ToolkitError):
        selfcheck.new(kit, 2027, tmp_path / "a.xlsx")
    assert not (tmp_path / "a.xlsx").exists()
