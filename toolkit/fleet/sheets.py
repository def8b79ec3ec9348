"""A fleet as workbooks: for sorting, filtering and printing."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from toolkit.door.report import SEVERITY
from toolkit.door.visible import fit_to_show
from toolkit.errors import Severity, Words
from toolkit.files import archive
from toolkit.fleet import outcome as outcomes
from toolkit.fleet import show
from toolkit.fleet.differing import Place
from toolkit.fleet.summary import Row, Summary, judged
from toolkit.text.phrases import Piece

_MADE = datetime(2026, 1, 1)
_LONGEST = 32_000  # signs of a cell: Excel takes 32,767
Cells = Iterable[Sequence[Any]]


def summary_workbook(made: Summary, language: str) -> bytes:
    """Three sheets: cities, findings by kind, open decisions by clause."""
    cities = (
        Words("省份", "province"), Words("代码", "code"), Words("城市", "city"), Words("文本", "text"), Words("待填写", "blanks"),
        Words("待决定", "open"), Words("错误", "errors"), Words("提醒", "warnings"), Words("新建", "new"), Words("检查", "check"),
        Words("生成", "build"), Words("更新", "update"), Words("秒", "seconds"), Words("没有做成的原因", "why it failed"),
    )
    kinds = (Words("规则", "rule"), Words("轻重", "severity"), Words("几处", "findings"), Words("几个城市", "cities"), Words("例如", "for example"))
    decisions = (
        Words("条", "clause"), Words("文件", "document"), Words("标题", "title"), Words("法律要求的日期", "by law until"),
        Words("几个城市", "cities"), Words("哪些城市", "which"),
    )
    return _book([
        (Words("城市", "cities"), cities, (10, 9, 22, 8, 8, 8, 8, 8, 14, 14, 18, 14, 8, 60), [_city(row, made, language) for row in made.rows]),
        (Words("检查结果", "findings"), kinds, (9, 8, 8, 10, 90), [
            (kind.rule, SEVERITY[Severity(kind.severity)].in_language(language), kind.count, count, kind.zh if language == "zh" else kind.en)
            for kind, count in made.kinds()
        ]),
        (Words("待决定的条", "open decisions"), decisions, (16, 9, 30, 16, 10, 70), [
            (item.id, item.document, item.title, item.decide_by, len(cities_), "、".join(cities_)) for item, cities_ in made.open()
        ]),
    ], language)


def _city(row: Row, made: Summary, language: str) -> Sequence[Any]:
    seen, last = row.seen, judged(row)
    why = next((run.why.in_language(language) for run in row.runs.values() if run.is_bad and run.why.zh), "")
    run = row.runs.get(made.verb)
    return (
        row.member.province, row.member.code, row.member.folder, row.text, seen.blank if seen else None, seen.open if seen else None,
        last.count("error") if last else None, last.count("warning") if last else None,
        *(row.runs[verb].words.in_language(language) if verb in row.runs else "" for verb in outcomes.VERBS),
        run.seconds if run else None, why,
    )


def deviations_workbook(clauses: Sequence[Place], language: str) -> bytes:
    """A sheet: a row for each wording of each clause, with what changed in colour."""
    return _book([(
        Words("偏离", "deviations"), show.HEAD, (16, 8, 24, 10, 9, 30, 50, 50, 60, 40),
        show.rows(clauses, language, Place.shows),
    )], language)


def _book(given: Sequence[tuple[Words, Sequence[Words], Sequence[int], Cells]], language: str) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _MADE})
    looks = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#F0EEE9"}),
        "plain": book.add_format({"text_wrap": True, "valign": "top", "border": 1}),
        "same": book.add_format({}),
        "deleted": book.add_format({"font_color": "#9B2C22", "font_strikeout": True}),
        "inserted": book.add_format({"font_color": "#2F6B46", "underline": True}),
    }
    for title, heads, widths, rows in given:
        sheet = book.add_worksheet(title.in_language(language))
        for column, (words, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, words.in_language(language), looks["head"])
        last = 0
        for last, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                _cell(sheet, last, column, value, looks)
        sheet.autofilter(0, 0, last, len(heads) - 1)
        sheet.freeze_panes(1, 3 if len(heads) > 6 else 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&C第&P页，共&N页" if language == "zh" else "&L&A&C&P / &N")
    book.close()
    return archive.repacked(target.getvalue())


def _cell(sheet: Any, row: int, column: int, value: Any, looks: dict[str, Any]) -> None:
    plain = looks["plain"]
    if value is None:
        sheet.write_blank(row, column, None, plain)
    elif isinstance(value, (int, float)):
        sheet.write_number(row, column, value, plain)
    elif isinstance(value, list):
        _marked(sheet, row, column, value, looks)
    else:
        sheet.write_string(row, column, fit_to_show(str(value))[:_LONGEST], plain)


def _marked(sheet: Any, row: int, column: int, change: Sequence[Piece], looks: dict[str, Any]) -> None:
    """A change, its pieces in their own looks."""
    pieces = [(piece.kind, fit_to_show(piece.text)) for piece in change]
    if sum(len(text) for _, text in pieces) > _LONGEST or len(pieces) < 2:
        # Excel takes no single piece, and no longer text, as one with looks of its own.
        kind, text = pieces[0] if len(pieces) == 1 else ("same", "".join(text for _, text in pieces))
        sheet.write_string(row, column, text[:_LONGEST], looks["plain"] if kind == "same" else looks[kind])
        return
    sheet.write_rich_string(row, column, *[part for kind, text in pieces for part in (looks[kind], text)], looks["plain"])
