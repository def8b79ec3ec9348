"""The list of registers as a workbook, beside the registers it names."""

from __future__ import annotations

import io
from datetime import datetime

from toolkit.files import archive
from toolkit.text.blocks import Table, plain_text
from toolkit.text.render import Rendered

_MADE = datetime(2026, 1, 1)  # a fixed date keeps two builds the same
_WIDTHS = (8, 24, 28, 46, 18, 18)


def list_workbook(document: Rendered, team: str) -> bytes:
    """The document's table in one sheet, ready to print. The same input gives the same bytes."""
    table = next(block for chapter in document.chapters for block in chapter.blocks if isinstance(block, Table))
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {
        "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
    })
    book.set_properties({"title": document.title, "author": " ".join(team.split()), "created": _MADE})
    sheet = book.add_worksheet(document.title)
    title = book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1})
    plain = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, f"{document.id} {document.title}", title)
    for number, width in enumerate(_WIDTHS[: len(table.header)]):
        sheet.set_column(number, number, width)
    for number, row in enumerate((table.header, *table.rows), 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, plain_text(cell), head if number == 1 else plain)
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&L&A&C第&P页，共&N页")
    book.close()
    return archive.repacked(target.getvalue())
