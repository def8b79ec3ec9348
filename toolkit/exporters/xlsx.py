"""Workbooks: one blank register each, with typed columns and a sheet that explains them."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from toolkit.city.city import City
from toolkit.exporters import Content, layout, xlsx_page
from toolkit.exporters.fingerprints import of_package, version
from toolkit.exporters.xlsx_list import list_workbook
from toolkit.files import archive
from toolkit.files.artifact import Artifact
from toolkit.registers import register_list
from toolkit.registers.ledger import NO, SENSITIVITY, YES, Column, Ledger
from toolkit.text.citations import Register
from toolkit.text.marks import bare
from toolkit.text.render import Rendered

HEADING_ROW = 1  # from 0: the title stands above the headings
_LAST_ROW = 20_000  # how far the checks of typing reach: twice the largest team
_LONGEST_LIST = 255  # characters that a list in a cell's check may have
_MADE = datetime(2026, 1, 1)  # a fixed date keeps two builds the same
_FIRST_DAY, _LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_WIDTHS = {"longtext": 36, "datetime": 18, "date": 12, "bool": 10, "number": 10, "money": 12}
_NUMBERS = {"date": "yyyy-mm-dd", "datetime": "yyyy-mm-dd hh:mm", "money": "#,##0.00", "number": "0.##"}
_FILL = {"S0": "#EAF3E6", "S1": "#E3EDF7", "S2": "#FBE4D5", "S3": "#F4CCCC"}
_NOTES = (20, 8, 24, 18, 30, 60)  # widths of the columns of 填写说明
_RULE, _FOOT = "#808080", "含个人信息的，用后锁好"
_MEANING = {
    "text": "短文字", "longtext": "一两句话", "date": "日期，例如2026-03-05", "number": "数字",
    "datetime": "日期和时间，例如2026-03-05 14:30", "money": "金额（元）", "bool": "是或者否",
    "enum": "选一项", "multi": "可以选几项，用顿号隔开", "list": "几个词，用顿号隔开",
}
Formats = Mapping[str, Any]


def parts(content: Content) -> dict[str, Ledger | Rendered]:
    """The registers that the city uses, by id, and their list."""
    listed = {item.id: item for item in content.made if item.id == register_list.ID}
    return {**listed, **{ledger.id: ledger for ledger in content.ledgers}}


def export(chosen: Sequence[Ledger | Rendered], city: City, register: Register) -> list[Artifact]:
    """One blank workbook for each register, and one that lists them, in order."""
    return [
        Artifact(f"xlsx/{item.file_name}.xlsx", workbook(item, city.team_name)) if isinstance(item, Ledger)
        else Artifact(f"xlsx/{layout.file_name(item)}.xlsx", list_workbook(item, city.team_name))
        for item in chosen
    ]


@cache
def fingerprint() -> str:
    """Changes with the look and with XlsxWriter."""
    return of_package() + version("xlsxwriter")


def workbook(ledger: Ledger, team: str) -> bytes:
    """A blank register: the sheet to fill in, and 填写说明. The same input gives the same bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    # Texts come from people: none may become a formula or a link.
    book = xlsxwriter.Workbook(target, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    })
    book.set_properties({"title": ledger.title, "author": " ".join(team.split()), "created": _MADE})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#EEEEEE"}),
        "cell": book.add_format({"text_wrap": True, "valign": "top", "border": 1, "border_color": _RULE}),
    }
    _sheet(book, ledger, formats)
    _explanation(book, ledger, formats)
    book.close()
    return archive.repacked(target.getvalue())


def _sheet(book: Any, ledger: Ledger, formats: Formats) -> None:
    sheet = book.add_worksheet(ledger.title)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"{ledger.id} {ledger.title}{_warning(ledger)}", formats["title"])
    sheet.set_row(HEADING_ROW, 34)
    ruled = []
    for number, column in enumerate(ledger.columns):
        look = {"num_format": _NUMBERS.get(column.type, "@"), "valign": "top", "text_wrap": column.type == "longtext"}
        sheet.set_column(number, number, _width(column), book.add_format(look))
        ruled.append(book.add_format({**look, "border": 1, "border_color": _RULE, "valign": "vcenter"}))
        sheet.write_string(HEADING_ROW, number, heading(column), book.add_format({
            "bold": True, "text_wrap": True, "valign": "vcenter", "border": 1,
            "bg_color": _FILL[column.sensitivity],
        }))
        sheet.data_validation(
            HEADING_ROW + 1, number, _LAST_ROW, number, _typing(book, column, number)
        )
    last = len(ledger.columns) - 1
    sheet.autofilter(HEADING_ROW, 0, HEADING_ROW, last)
    sheet.freeze_panes(HEADING_ROW + 1, 1)
    xlsx_page.ruled(sheet, list(map(_width, ledger.columns)), HEADING_ROW + 1, ruled, f"&L&9{ledger.id} &A&C&9第&P页，共&N页&R&9{_FOOT}")


def _typing(book: Any, column: Column, number: int) -> dict[str, Any]:
    """What a cell of the column takes, and the help beside it. Excel allows 32 and 255 characters."""
    check: dict[str, Any] = {
        "input_title": column.title[:32], "input_message": _help(column)[:255],
        "error_title": "请再看一下", "error_message": f"{column.title}：{_MEANING[column.type]}。"[:255],
    }
    if column.type == "bool":
        return {**check, "validate": "list", "source": [YES, NO]}
    if column.type == "enum":
        return {**check, "validate": "list", "source": _choices(book, column, number)}
    if column.type in ("date", "datetime"):
        return {**check, "validate": "date", "criteria": "between",
                "minimum": _FIRST_DAY, "maximum": _LAST_DAY}
    if column.type in ("number", "money"):
        least = 0 if column.minimum is None else column.minimum
        most = 1e9 if column.maximum is None else column.maximum
        return {**check, "validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
    return {**check, "validate": "any"}


def _choices(book: Any, column: Column, number: int) -> list[str] | str:
    if len(",".join(column.options)) <= _LONGEST_LIST:
        return list(column.options)
    sheet = book.get_worksheet_by_name("选项")
    if sheet is None:
        sheet = book.add_worksheet("选项")
        sheet.hide()
    sheet.write_column(0, number, column.options)
    from xlsxwriter import utility

    name = utility.xl_col_to_name(number)
    return f"=选项!${name}$1:${name}${len(column.options)}"


def _explanation(book: Any, ledger: Ledger, formats: Formats) -> None:
    sheet = book.add_worksheet("填写说明")
    for number, width in enumerate(_NOTES):
        sheet.set_column(number, number, width, formats["plain"])
    sheet.write_string(0, 0, f"{ledger.id} {ledger.title}：填写说明", formats["title"])
    lines = [
        *([("用来做什么", ledger.purpose)] if ledger.purpose else []), ("规定它的文件", "、".join(ledger.documents)), ("谁填谁管", ledger.keeper or "按制度指定的岗位"),
        ("带＊的列", "必须填。"), ("保管", "填好的台账只存在单位的电脑里，不发群、不放网盘、不用个人手机拍。"),
        ("检查", f"关上工作簿，运行：linyi registers check {ledger.file_name}.xlsx"),
    ]
    for row, (name, text) in enumerate(lines, 1):
        sheet.write_string(row, 0, name, formats["bold"])
        sheet.merge_range(row, 1, row, 5, "", formats["plain"])
        sheet.write_string(row, 1, text, formats["plain"])
    top = len(lines) + 2
    for number, name in enumerate(("列", "必填", "填什么", "敏感程度", "选项", "为什么填，怎么填")):
        sheet.write_string(top, number, name, formats["head"])
    for row, column in enumerate(ledger.columns, top + 1):
        cells = (
            column.title, "必填" if column.required else "", _MEANING[column.type],
            SENSITIVITY[column.sensitivity], "、".join(column.options), bare(column.note),
        )
        for number, text in enumerate(cells):
            sheet.write_string(row, number, text, formats["cell"])
        # A Chinese sign takes two widths of a sign, and a line is never full to its end.
        sheet.set_row(row, 15 * max(math.ceil(2 * len(text) / (width - 2)) for text, width in zip(cells, _NOTES, strict=True)) + 3)
    top += len(ledger.columns) + 2
    sheet.write_string(top, 0, "必须做到的", formats["bold"])
    for row, rule in enumerate(ledger.rules, top + 1):
        sheet.merge_range(row, 0, row, 5, "", formats["plain"])
        sheet.write_string(row, 0, f"{row - top}．{bare(rule)}", formats["plain"])
        sheet.set_row(row, 15 * (1 + len(bare(rule)) // 72) + 2)
    xlsx_page.page(sheet)
    sheet.set_footer(f"&L&9{ledger.id} {ledger.title}&C&9第&P页，共&N页")


def heading(column: Column) -> str:
    """What stands above a column: ＊ marks what must be filled in."""
    return f"{column.title}＊" if column.required else column.title


def _help(column: Column) -> str:
    choices = f"可填：{'、'.join(column.options)}。" if column.type == "multi" else ""
    return f"{_MEANING[column.type]}。{choices}{bare(column.note)}"


def _warning(ledger: Ledger) -> str:
    worst = max(column.sensitivity for column in ledger.columns)
    return "" if worst == "S0" else f"（填好后含{SENSITIVITY[worst]}，注意保管）"


def _width(column: Column) -> int:
    return column.width or _WIDTHS.get(column.type, 14)
