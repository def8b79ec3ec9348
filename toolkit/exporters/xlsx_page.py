"""How a register's sheet is printed: in landscape, its heads on each page, with ruled rows that a hand can write in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

_PAPER = 9  # A4
_MARGINS = {"left": 0.5, "right": 0.4, "top": 0.55, "bottom": 0.65}  # inches
_ACROSS = 146  # widths of a sign on a line in landscape
_LEAST_SCALE = 0.6  # of the sheet's size: below it the words of 11 pt are hard to read
_HAND = 26.0  # points: 9.2 mm on paper
_HIGHEST = 60.0
_DOWN, _HEADS = 507.0, 60.0  # points of a page between the margins, and of what stands above the rows


def ruled(sheet: Any, widths: Sequence[int], first: int, formats: Sequence[Any], footer: str) -> None:
    """Sets the page of a sheet whose columns have `widths`, and rules a page of rows from row `first` in `formats`.

    A sheet that is too wide for one page goes on, its first column with it.
    """
    total = sum(widths)
    scale = min(1.0, _ACROSS / total)
    pages = 1
    if scale < _LEAST_SCALE:
        pages = math.ceil(total * _LEAST_SCALE / (_ACROSS - widths[0] * _LEAST_SCALE))
        scale = min(1.0, _ACROSS * pages / (total + widths[0] * (pages - 1)))
        sheet.repeat_columns(0)
    rows = int((_DOWN - _HEADS * scale) / _HAND) - 1
    for row in range(first, first + rows):
        sheet.set_row(row, min(_HIGHEST, _HAND / scale))
        for column, form in enumerate(formats):
            sheet.write_blank(row, column, None, form)
    page(sheet, pages)
    sheet.repeat_rows(first - 1)
    sheet.set_footer(footer)


def page(sheet: Any, wide: int = 1) -> None:
    """A4 in landscape, `wide` pages side by side."""
    sheet.set_landscape()
    sheet.set_paper(_PAPER)
    sheet.set_margins(**_MARGINS)
    sheet.fit_to_pages(wide, 0)
