"""The checklist comes back: verdicts by clause, remarks into the list, and nothing guessed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.review.conftest import Sent
from toolkit import kit as kits
from toolkit.files.archive import Refused
from toolkit.review import importing, verdicts
from toolkit.review.outgoing.checklist import HEADER, SHEET
from toolkit.text import remarks

ROWS = [
    {"文件": "P08", "标题": "双方", "结论": "同意", "编号": "P08-parties"},
    {"文件": "P08", "标题": "儿童信息是什么", "结论": "必须修改", "意见": "缺敏感信息的定义", "编号": "P08-scope"},
    {"文件": "P08", "标题": "最少", "意见": "看过", "编号": "P08-minimum"},
    {"文件": "P08", "标题": "别的", "结论": "再想想", "编号": "P08-retention"},
    {"文件": "P08", "标题": "没有填", "编号": "P08-exit"},
    {"文件": "P08", "结论": "同意", "意见": "哪一条？"},
]


def filled(path: Path, rows: list[dict[str, str]], header: tuple[str, ...] = HEADER, sheet: str = SHEET) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        page.write_string(0, 0, "审查清单")
        for number, row in enumerate([dict(zip(header, header, strict=True)), *rows], 2):
            for column, title in enumerate(header):
                if row.get(title):
                    page.write_string(number, column, row[title])
    return path


def test_verdicts_and_remarks_are_read_by_clause(tmp_path: Path):
    found = verdicts.read(filled(tmp_path / "审查清单.xlsx", ROWS))
    assert [(verdict.part, verdict.choice, verdict.remark) for verdict in found.verdicts] == [
        ("P08-parties", "同意", ""), ("P08-scope", "必须修改", "缺敏感信息的定义"), ("P08-minimum", "", "看过"),
        ("P08-retention", "", "再想想"),
    ]
    assert found.blank == 1
    assert [place for place, _ in found.odd] == ["第9行"]
    assert verdicts.summed(found.verdicts) == {"同意": 1, "建议修改": 0, "必须修改": 1, "需要讨论": 0, "": 2}


def test_columns_may_stand_in_another_order(tmp_path: Path):
    found = verdicts.read(filled(tmp_path / "清单.xlsx", ROWS, header=tuple(reversed(HEADER))))
    assert len(found.verdicts) == 4


@pytest.mark.parametrize(("header", "sheet"), [(HEADER[:9], SHEET), (HEADER, "别的表")])
def test_another_workbook_is_refused_with_the_next_step(tmp_path: Path, header: tuple[str, ...], sheet: str):
    with pytest.raises(Refused) as refused:
        verdicts.read(filled(tmp_path / "x.xlsx", ROWS, header, sheet))
    assert "审查清单" in refused.value.fix.zh


def test_an_import_lists_what_asks_for_something_and_counts_the_rest(linyi, kit: Path, tmp_path: Path, sent: Sent):
    file = filled(tmp_path / "审查清单.xlsx", ROWS)
    done = linyi("review", "import", file, kit)
    assert "同意 1" in done.stdout
    assert "必须修改 1" in done.stdout
    assert "第9行" in done.stdout
    assert done.returncode == 1
    found, findings = remarks.read((kit / remarks.PATH).read_text(encoding="utf-8"))
    assert not findings
    assert [(entry.clause, entry.text, entry.kind) for entry in found] == [
        ("P08-scope", "必须修改：缺敏感信息的定义", remarks.VERDICT), ("P08-minimum", "看过", remarks.VERDICT),
        ("P08-retention", "再想想", remarks.VERDICT),
    ]
    again = importing.take_in(kits.find(kit), [file], date(2026, 12, 3))
    assert len(remarks.read((kit / remarks.PATH).read_text(encoding="utf-8"))[0]) == 3
    assert again.checklists
