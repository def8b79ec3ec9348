"""A sheet taken apart at once holds what the library reads of it cell by cell."""

from __future__ import annotations

import io
import tempfile
import weakref
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.files import archive
from toolkit.files.memory import uncollected
from toolkit.registers import cutting, opening, plain

SHEET = "xl/worksheets/sheet1.xml"
texts = st.text(st.sampled_from("甲乙C0001 \"'<>&;=\n17_x000d_\u3000\u200b\x7f"), max_size=8)
values = st.one_of(
    st.none(), texts, st.integers(-5, 60000), st.floats(-1e6, 1e6), st.booleans(),
    st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)),
)
grids = st.lists(st.lists(values, max_size=6), max_size=30)


def book(grid: list[list[Any]], apart: bool, blank: bool = True) -> bytes:
    """`apart`: texts stand in a list of their own, as in Excel; else in their cells. `blank`: empty cells are written too."""
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True, "constant_memory": not apart, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = made.add_worksheet("一")
    looks = {date: made.add_format({"num_format": "yyyy-mm-dd"}), datetime: made.add_format({"num_format": "yyyy-mm-dd hh:mm"})}
    for number, row in enumerate(grid):
        sheet.set_row(number, number + 1)  # the number of a row stands in it twice
        for place, value in enumerate(row):
            if value is None and blank:
                sheet.write_blank(number, place, None, looks[date])
            elif value is not None:
                sheet.write(number, place, value, looks.get(type(value)))
    made.close()
    return target.getvalue()


def both(raw: bytes) -> tuple[list[list[Any]], list[list[Any]]]:
    """The filled cells with their places: taken apart, and as the library reads the file."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "甲.xlsx"
        path.write_bytes(raw)
        sheet = opening.sheets(path)[0]
        with opening.workbook(path) as opened:
            cells = opened.get_sheet_by_name(opened.sheet_names[0]).to_python(skip_empty_area=False)
    found = [[number, sheet.columns[index], sheet.different[index]] for number, indexes in sheet.rows for index in indexes]
    asked = [[number, place, cell] for number, row in enumerate(cells, 1) for place, cell in enumerate(row, 1) if cell != ""]
    return [cell for cell in found if cell[2] != ""], asked


@settings(max_examples=160)
@given(grids, st.booleans(), st.booleans(), st.sampled_from([100, 1000, cutting._PIECE]))
def test_both_ways_give_the_same_cells(grid: list[list[Any]], apart: bool, blank: bool, piece: int):
    with mock.patch.object(cutting, "_PIECE", piece):  # rows come in one piece or in several
        found, asked = both(book(grid, apart, blank))
    assert found == asked
    assert [type(cell[2]) for cell in found] == [type(cell[2]) for cell in asked]


@pytest.mark.parametrize("apart", [True, False])
def test_rows_with_as_many_cells_in_other_columns_keep_their_places(apart: bool):
    """Also where the columns change far down, and where one cell is told from another by its column alone."""
    grid = [["C1", None, "是"], ["C2", None, "是"]] * 3 + [[None, "C1", "是"], ["C1", "是", None]] * 3 + [["C3", None, "是"]]
    raw = book(grid, apart, blank=False)
    assert plain.take(archive.parts(raw, lambda name: name == SHEET)[SHEET], opening.bounds.Room()) is not None
    found, asked = both(raw)
    assert found == asked == [
        [number, place, cell] for number, row in enumerate(grid, 1) for place, cell in enumerate(row, 1) if cell is not None
    ]


@pytest.mark.parametrize("piece", [1, 1000])
def test_a_different_cell_of_a_column_is_kept_once(piece: int):
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{text}</t></is></c><c r="C{number}" s="1"/><c r="D{number}"><v>5</v></c></row>'
        for number, text in enumerate("甲乙甲乙", 101)
    ).encode()
    cutter = cutting.Cutter()
    with mock.patch.object(cutting, "_PIECE", piece):
        cutter.cut(rows, 0, len(rows))
    assert sorted(map(repr, cutter.different)) == sorted(map(repr, ["甲", "乙", b"><v>5</v></c>"]))
    cells = [(number, [(cutter.columns[index], cutter.different[index]) for index in row]) for number, row in cutter.rows]
    assert cells == [(number, [(1, text), (4, b"><v>5</v></c>")]) for number, text in enumerate("甲乙甲乙", 101)]


def test_too_many_ways_from_column_to_column_are_left_to_the_library():
    """Each is something to remember: a file of some megabytes could ask for gigabytes."""
    cells = "".join(f'<c r="{plain._letters(number)}7"/>' for number in range(1, 400))
    row = f'<row r="7">{cells}</row>'.encode()
    cutting.Cutter().cut(row, 0, len(row))
    with mock.patch.object(cutting, "_MOST_STEPS", 300), pytest.raises(cutting.Strange):
        cutting.Cutter().cut(row, 0, len(row))


def taken(change: Callable[[bytes], bytes]) -> tuple[plain.Plain | None, bytes]:
    raw = book([["甲", 5], ["乙", 6], ["丙", 17]], apart=True)
    with zipfile.ZipFile(io.BytesIO(raw)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[SHEET] = change(parts[SHEET])
    return plain.take(parts[SHEET], opening.bounds.Room()), archive.packed(parts)


STRANGE = {
    "a formula": lambda part: part.replace(b"<v>5</v>", b"<f>1+4</f><v>5</v>"),
    "single quotes": lambda part: part.replace(b'<c r="A1"', b"<c r='A1'"),
    "no place": lambda part: part.replace(b'<c r="B2"', b"<c"),
    "another row's place": lambda part: part.replace(b'r="B2"', b'r="B3"'),
    "rows out of order": lambda part: part.replace(b'r="2"', b'r="9"').replace(b'2"', b'9"'),
    "columns out of order": lambda part: part.replace(b'r="A2"', b'r="C2"'),
    "a comment": lambda part: part.replace(b"<sheetData>", b"<sheetData><!-- x -->"),
    "a prefix": lambda part: part.replace(b"<worksheet ", b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '),
    "a text in two looks": lambda part: part.replace(b' t="s"><v>0</v>', b' t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is>'),
    "something between the rows": lambda part: part.replace(b"</row><row", b"</row><x/><row", 1),
}


@pytest.mark.parametrize("change", STRANGE.values(), ids=STRANGE)
def test_what_is_written_otherwise_is_left_to_the_library(change: Callable[[bytes], bytes]):
    sheet, raw = taken(change)
    assert sheet is None
    found, asked = both(raw)
    assert found == asked


def test_a_sheet_cannot_claim_to_be_another():
    sheet, _ = taken(lambda part: part)
    assert sheet is not None
    assert both(book([["f" * 32]], apart=False))[0] == [[1, 1, "f" * 32]]


def test_a_sheet_is_gone_when_nobody_holds_it():
    """Without a look for garbage: there is none while registers are read."""
    with uncollected():
        sheet, _ = taken(lambda part: part)
        assert sheet is not None
        seen = weakref.ref(sheet)
        del sheet
        assert seen() is None


def test_an_empty_sheet_has_no_cells():
    assert both(book([], apart=True)) == ([], [])
