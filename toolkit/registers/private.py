"""Cells of filled workbooks that seem to hold the number of a person, whatever their column is for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, time, timedelta
from typing import Any

from toolkit.errors import Finding, Location, Words
from toolkit.files.personal import numbers
from toolkit.registers.opening import Sheet

# In a register any long number is one too many: a typing mistake makes no identity number harmless.
_LONG = re.compile(r"(?<![0-9A-Za-z])(?:\d{15}|\d{16,19}|\d{17}[Xx]|1[3-9]\d{9})(?![0-9A-Za-z])")
_SHORTEST = 11
_FIX = Words("删掉，改用我们自己编的编号", "remove it, and use a number of our own")


def holds_number(cell: Any) -> bool:
    """Whether a cell seems to hold an identity, mobile or card number. Excel keeps fifteen digits of a long one."""
    if isinstance(cell, (date, time, timedelta, bool)):
        return False
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
    return len(text) >= _SHORTEST and (_LONG.search(text) is not None or bool(numbers(text)))


def held(sheet: Sheet) -> frozenset[int]:
    """The indexes of a sheet's different cells that seem to hold such a number."""
    return frozenset(
        index for index, cell in enumerate(sheet.different)
        if (len(cell) >= _SHORTEST if isinstance(cell, str) else isinstance(cell, float)) and holds_number(cell)
    )


def in_cells(shown: str, sheet: Sheet, held: Collection[int]) -> Iterator[Finding]:
    """REG309 for every cell of a sheet: titles, headings and added columns too."""
    for number, indexes in sheet.rows if held else ():
        for index in indexes:
            if index in held:
                yield told(Location(shown, number, sheet.columns[index]), Words("这一格", "this cell"))


def in_names(shown: str) -> Iterator[Finding]:
    """REG309 for the name of a workbook and of a sheet."""
    if numbers(shown):
        yield told(Location(shown), Words("文件或者工作表的名称", "the name of the file or of a sheet"))


def told(place: Location, where: Words) -> Finding:
    return Finding(
        place, "REG309",
        Words(f"{where.zh}里像是有身份证号、手机号或者银行卡号", f"{where.en} seems to hold an identity, mobile or card number"),
        _FIX,
    )
