"""年度自查表: the yearly self-check as a workbook, to print or to fill in on the screen."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from toolkit.files import archive
from toolkit.registers.self_check import COLUMNS, LIGHTS, SHEETS, Column
from toolkit.text.self_check import NORMS, Asked

_MADE = datetime(2026, 1, 1)  # a fixed date keeps two builds the same
_FILL = {"绿": "#C6E0B4", "黄": "#FFE699", "红": "#F4B6B0", "不适用": "#E7E6E6"}
_HEADING_ROW = 1
_LINE = 16  # points of a line of print: LibreOffice and WPS need more than Excel
_USE = (
    ("怎样填", "一行一行看证据，再选灯：绿，做到了，看得到证据；黄，做到一部分；红，没有做到，或者看不到证据；不适用，本市没有这项服务，写明为什么。"),
    ("", "黄和红都写怎么改、谁改、几月几日以前；改好了，填改好的日期。谁改，写岗位或者编号。只写材料的编号，不抄孩子的姓名和情况。"),
    ("谁来填", "秘书处组织，各岗位不查自己的工作；信息保护专员的工作由别人查。填完由没有参加过的人复核。"),
    ("填完以后", "运行 linyi selfcheck check 这个文件，看各部分的灯、还有几件没有改、哪几件过期。"),
    ("这是什么", "自查结果是团队自己的判断，不等于合规认定，也不是外部机构的认证。标准是转述的，以原文为准；够不够，由律师和儿童保护专业人员判断。"),
    ("保管", "自查表留在本单位，和行动表放在一起；不发群，不放网盘。"),
)
_BLANKS = ("团队", "自查的时间", "自查的人", "复核的人")


def workbook(rows: Sequence[Asked], year: int, team: str) -> bytes:
    """The workbook; the same input gives the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"{year}年自查表", "author": " ".join(team.split()), "created": _MADE})
    _cover(book, year, team)
    for name in SHEETS:
        chosen = [row for row in rows if (row.part == NORMS) is (name == SHEETS[1])]
        if chosen:
            _sheet(book, f"{year}年自查：{name}", name, chosen)
    book.close()
    return archive.repacked(target.getvalue())


def _cover(book: Any, year: int, team: str) -> None:
    sheet = book.add_worksheet("怎样用")
    title = book.add_format({"bold": True, "font_size": 16, "valign": "vcenter"})
    name = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    text = book.add_format({"valign": "top", "text_wrap": True})
    line = book.add_format({"valign": "vcenter", "bottom": 1})
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 92)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, f"{year}年自查表", title)
    for row, label in enumerate(_BLANKS, 2):
        sheet.set_row(row, 24)
        sheet.write_string(row, 0, label, name)
        sheet.write_string(row, 1, " ".join(team.split()) if label == "团队" else "", line)
    for row, (label, words) in enumerate(_USE, 2 + len(_BLANKS) + 1):
        sheet.set_row(row, _LINE * _lines(words, 92))
        sheet.write_string(row, 0, label, name)
        sheet.write_string(row, 1, words, text)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _sheet(book: Any, title: str, name: str, rows: Sequence[Asked]) -> None:
    sheet = book.add_worksheet(name)
    plain = {"text_wrap": True, "valign": "top", "border": 1}
    head = book.add_format({**plain, "bold": True, "valign": "vcenter", "bg_color": "#E3EDF7"})
    looks = {False: book.add_format(plain), True: book.add_format({**plain, "bg_color": "#FFFDF2", "locked": False})}
    day = book.add_format({**plain, "bg_color": "#FFFDF2", "num_format": "yyyy-mm-dd"})
    light = book.add_format({**plain, "bg_color": "#FFFDF2", "align": "center", "valign": "vcenter"})
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"}))
    sheet.set_row(_HEADING_ROW, 32)
    for place, column in enumerate(COLUMNS):
        sheet.set_column(place, place, column.width)
        sheet.write_string(_HEADING_ROW, place, column.title, head)
    for number, row in enumerate(rows, _HEADING_ROW + 1):
        texts = _texts(row)
        sheet.set_row(number, max(2 * _LINE, _LINE * max(
            _lines(text, column.width) for text, column in zip(texts, COLUMNS, strict=False))))
        for place, column in enumerate(COLUMNS):
            look = light if column.name == "light" else day if column.type == "date" else looks[place >= len(texts)]
            if place < len(texts):
                sheet.write_string(number, place, texts[place], look)
            else:
                sheet.write_blank(number, place, None, look)
    last = _HEADING_ROW + len(rows)
    for place, column in enumerate(COLUMNS):
        _typing(book, sheet, column, place, last)
    sheet.autofilter(_HEADING_ROW, 0, last, len(COLUMNS) - 1)
    sheet.freeze_panes(_HEADING_ROW + 1, 2)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADING_ROW)
    sheet.set_footer("&L&A&C第&P页，共&N页&R自查结果，不等于合规认定")


def _texts(row: Asked) -> tuple[str, ...]:
    return row.id, row.part, row.text, row.level, row.clauses, row.evidence


def _typing(book: Any, sheet: Any, column: Column, place: int, last: int) -> None:
    first = _HEADING_ROW + 1
    if column.name == "light":
        sheet.data_validation(first, place, last, place, {
            "validate": "list", "source": list(LIGHTS), "error_title": "请再看一下", "error_message": "从绿、黄、红、不适用里选一项。",
        })
        for name, colour in _FILL.items():
            sheet.conditional_format(first, place, last, place, {
                "type": "cell", "criteria": "==", "value": f'"{name}"', "format": book.add_format({"bg_color": colour}),
            })
    elif column.type == "date":
        sheet.data_validation(first, place, last, place, {
            "validate": "date", "criteria": "between", "minimum": date(2020, 1, 1), "maximum": date(2199, 12, 31),
            "error_title": "请再看一下", "error_message": "填日期，例如2027-03-05。",
        })


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column: a Chinese sign is as wide as two others."""
    return sum(
        max(1, math.ceil(sum(1 if sign.isascii() else 2 for sign in line) / (width - 2))) for line in text.split("\n")
    )
