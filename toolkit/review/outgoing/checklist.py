"""审查清单.xlsx: a row a clause, to be filled in by the reviewer and read back."""

from __future__ import annotations

import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from toolkit.files import archive
from toolkit.review.outgoing import grounds
from toolkit.review.outgoing.grounds import Known
from toolkit.text.citations import Register

NAME = "审查清单.xlsx"
SHEET, FACTS = "审查清单", "审查包"  # the second is hidden: which pack it is
VERDICTS = ("同意", "建议修改", "必须修改", "需要讨论")
HEADER = ("文件", "条", "标题", "规范", "依据", "我们的义务", "待律师答复的问题", "建议值", "与全国文本的不同", "结论", "意见", "编号", "文字校验")
_WIDTHS = (6, 9, 15, 5, 26, 36, 28, 13, 15, 9, 26, 20, 18)
_VERDICT, _REMARK, _ID = 9, 10, 11
_HEADING_ROW = 2  # from 0
_MADE = datetime(2026, 1, 1)  # a fixed date keeps two packs of one text the same
_OF_KIND = {"basis": 4, "duty": 5, "question": 6, "value": 7, "deviation": 8}
_LONGEST = 32_000  # signs that a cell may hold
_LINE, _SIGN, _HIGHEST = 12.6, 0.57, 409  # points of a line; Chinese signs for a unit of width; points that Excel takes


@dataclass(frozen=True)
class Listed:
    """A document on the list."""

    id: str
    title: str
    text: str  # the hash of what its file prints
    parts: Sequence[Known]


def workbook(pack: str, title: str, documents: Sequence[Listed], register: Register, kinds: Collection[str]) -> bytes:
    """The same input gives the same bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": title, "created": _MADE})
    sheet = book.add_worksheet(SHEET)
    rows = [_row(document, part, register, kinds) for document in documents for part in document.parts]
    _write(book, sheet, title, rows)
    _close(sheet, len(rows), kinds)
    facts = book.add_worksheet(FACTS)
    facts.hide()
    for number, row in enumerate([("pack", pack), *((document.id, document.text) for document in documents)]):
        facts.write_row(number, 0, row)
    book.close()
    return archive.repacked(target.getvalue())


def _row(document: Listed, part: Known, register: Register, kinds: Collection[str]) -> list[str]:
    cells = {
        "basis": part.basis, "duty": "\n".join(grounds.duty(item, register) for item in part.duties),
        "question": "\n".join(map(grounds.question, part.questions)), "value": "；".join(part.values),
        "deviation": grounds.departure(part.departure) if part.departure else "",
    }
    told = [words if kind in kinds else "" for kind, words in cells.items()]
    return [document.id, part.label.rstrip("、"), part.title, part.norm, *told, "", "", part.id, part.hash]


def _write(book: Any, sheet: Any, title: str, rows: Sequence[Sequence[str]]) -> None:
    plain: dict[str, Any] = {"text_wrap": True, "valign": "top", "border": 1, "font_size": 9}
    head = book.add_format({**plain, "bold": True, "valign": "vcenter", "bg_color": "#E7E6E6"})
    body, to_fill = book.add_format(plain), book.add_format({**plain, "bg_color": "#FFF9E5", "locked": False})
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"}))
    sheet.write_string(1, 0, f"“结论”从{'、'.join(VERDICTS)}里选，“意见”随便写；其余各列不用改。改文字请在 Word 文件里开着修订改。",
                       book.add_format({"font_size": 9}))
    for number, width in enumerate(_WIDTHS):
        sheet.set_column(number, number, width, None, {"hidden": number >= _ID})
    for number, row in enumerate((HEADER, *rows), _HEADING_ROW):
        lines = max(_lines(cell, width) for cell, width in zip(row[:_ID], _WIDTHS, strict=False))
        sheet.set_row(number, min(_HIGHEST, 6 + _LINE * lines))  # not every program fits a row to its text
        for column, cell in enumerate(row):
            look = head if number == _HEADING_ROW else to_fill if column in (_VERDICT, _REMARK) else body
            sheet.write_string(number, column, cell[:_LONGEST], look)


def _lines(cell: str, width: int) -> int:
    return sum(1 + int(max(0, sum(1 if ord(sign) > 0x2000 else 0.55 for sign in line) - 0.01) // (width * _SIGN)) for line in cell.split("\n"))


def _close(sheet: Any, count: int, kinds: Collection[str]) -> None:
    last = _HEADING_ROW + max(1, count)
    for kind, column in _OF_KIND.items():
        if kind not in kinds:
            sheet.set_column(column, column, None, None, {"hidden": True})
    sheet.data_validation(_HEADING_ROW + 1, _VERDICT, last, _VERDICT, {
        "validate": "list", "source": list(VERDICTS), "error_title": "请再看一下", "error_message": "从四项里选一项，细的写在“意见”里。",
    })
    sheet.autofilter(_HEADING_ROW, 0, last, _REMARK)
    sheet.freeze_panes(_HEADING_ROW + 1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last, _REMARK)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.set_footer("&L&A&C第&P页，共&N页")
