"""A workbook from others: whatever it holds, it is read within bounds or refused with its reason."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

from toolkit.files import archive
from toolkit.files.archive import Refused
from toolkit.registers import bounds, old_format, opening

SHEET, TEXTS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
END = b"</sheetData>"


def book() -> bytes:
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = made.add_worksheet("一")
    sheet.write(0, 0, "甲")
    sheet.write(1, 1, 5)
    made.close()
    return target.getvalue()


def changed(name: str, change: Callable[[bytes], bytes], raw: bytes | None = None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw or book())) as old:
        return archive.packed({part: change(old.read(part)) if part == name else old.read(part) for part in old.namelist()})


def read(raw: bytes, folder: Path) -> list[list[object]]:
    path = folder / "甲.xlsx"
    path.write_bytes(raw)
    with opening.workbook(path) as opened:
        found: list[list[object]] = opened.get_sheet_by_name(opened.sheet_names[0]).to_python(skip_empty_area=False)
    return found


def test_a_plain_workbook_is_read(tmp_path: Path):
    assert read(book(), tmp_path) == [["甲", ""], ["", 5.0]]


def row(cells: bytes) -> Callable[[bytes], bytes]:
    return lambda part: part.replace(END, b'<row r="1048576">' + cells + b"</row>" + END)


FAR = {
    "as Excel writes it": row(b'<c r="XFD1048576"><v>1</v></c>'),
    "in single quotes": row(b"<c r='XFD1048576'><v>1</v></c>"),
    "with a tab": row(b'<c\tr="XFD1048576"><v>1</v></c>'),
    "another attribute first": row(b'<c s="0" r="XFD1048576"><v>1</v></c>'),
    "no place of its own": row(b"<c><v>1</v></c>"),
    "as a text in the cell": row(b'<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>'),
    "in another encoding": lambda part: row(b'<c r="XFD1048576"><v>1</v></c>')(part).decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    "with a prefix": lambda part: part.replace(b"xmlns=", b'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns=')
    .replace(END, b'<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>' + END),
    "many rows by many columns": row(b'<c r="A90000"><v>1</v></c><c r="CV2"><v>1</v></c>'),
}


@pytest.mark.parametrize("change", FAR.values(), ids=FAR)
def test_a_cell_far_away_is_refused_before_room_is_made_for_it(change: Callable[[bytes], bytes], tmp_path: Path):
    with pytest.raises(Refused) as caught:
        read(changed(SHEET, change), tmp_path)
    assert caught.value.fix.zh
    assert "MB" not in caught.value.words.zh


def test_the_place_of_a_stray_cell_is_named(tmp_path: Path):
    with pytest.raises(Refused) as caught:
        read(changed(SHEET, FAR["as Excel writes it"]), tmp_path)
    assert "XFD1048576" in caught.value.words.zh


def test_an_empty_cell_far_away_needs_no_room(tmp_path: Path):
    assert len(read(changed(SHEET, row(b'<c r="XFD1048576" s="0"/>')), tmp_path)) == 2


def test_the_largest_sheet_is_read_and_one_row_more_is_not(tmp_path: Path):
    def last(number: int) -> bytes:
        return changed(SHEET, row(f'<c r="A{number}"><v>1</v></c>'.encode()))

    assert len(read(last(bounds.MOST_ROWS), tmp_path)) == bounds.MOST_ROWS
    with pytest.raises(Refused):
        read(last(bounds.MOST_ROWS + 1), tmp_path)


def test_a_text_that_every_cell_shows_counts_each_time(tmp_path: Path):
    long = changed(TEXTS, lambda part: part.replace("甲".encode(), b"x" * 1_000_000))
    read(long, tmp_path)
    cells = b"".join(f'<row r="{number}"><c r="A{number}" t="s"><v>0</v></c></row>'.encode() for number in range(3, 60))
    with pytest.raises(Refused) as caught:
        read(changed(SHEET, lambda part: part.replace(END, cells + END), long), tmp_path)
    assert "文字太多" in caught.value.words.zh


DAMAGED = {
    "cut behind the cells": lambda part: part[: part.index(END) + len(END) + 5],
    "cut short": lambda part: part[: len(part) * 2 // 3],
    "row 0": lambda part: part.replace(b'r="A1"', b'r="A0"'),
    "a place that is none": lambda part: part.replace(b'r="A1"', b'r="ZZZZZZZ99999999999"'),
    "a text that is not there": lambda part: part.replace(b'<v>0</v>', b"<v>99999999</v>"),
    "a doctype": lambda part: part.replace(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet'),
    "nothing": lambda part: b"",
    "not XML": lambda part: b"\x00\xff" * 100,
}


@pytest.mark.parametrize("change", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_sheet_is_refused_as_damaged(change: Callable[[bytes], bytes], tmp_path: Path):
    with pytest.raises(Refused) as caught:
        read(changed(SHEET, change), tmp_path)
    assert caught.value.words == archive.damaged().words
    with pytest.raises(Refused):
        opening.sheets(tmp_path / "甲.xlsx")


def test_a_zip_that_lies_about_its_sizes_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archive, "MOST_BYTES", 1_000_000)
    bomb = changed(SHEET, lambda part: part + b" " * 2_000_000)
    with pytest.raises(Refused) as caught:
        read(bomb, tmp_path)
    assert "太大" in caught.value.words.zh
    # The directory says that the part is small.
    lying = bomb.replace((len(changed_part(bomb))).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lying != bomb
    with pytest.raises(Refused):
        read(lying, tmp_path)


def changed_part(raw: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as opened:
        return opened.read(SHEET)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_what_is_no_ordinary_file_is_not_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "甲.xlsx")
    with pytest.raises(Refused), opening.workbook(tmp_path / "甲.xlsx"):
        pass


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path):
    with pytest.raises(Refused) as caught, opening.workbook(tmp_path / "没有.xlsx"):
        pass
    assert caught.value.words.en == "there is no such file"


def ods(rows: str) -> bytes:
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="一">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    return archive.packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(),
                           "META-INF/manifest.xml": b"<m/>"})


CELL = '<table:table-cell office:value-type="string"{}><text:p>甲</text:p></table:table-cell>'


def test_rows_and_cells_that_stand_for_many_are_counted(tmp_path: Path):
    few = '<table:table-row table:number-rows-repeated="3">' + CELL.format("") + "</table:table-row>"
    assert read(ods(few), tmp_path) == [["甲"]] * 3
    for many in (
        '<table:table-row table:number-rows-repeated="1048576">' + CELL.format("") + "</table:table-row>",
        "<table:table-row>" + CELL.format(' table:number-columns-repeated="16384"') + "</table:table-row>",
        '<table:table-row table:number-rows-repeated="50000">' + CELL.format(' table:number-columns-repeated="100"') + "</table:table-row>",
    ):
        with pytest.raises(Refused):
            read(ods(many), tmp_path)


def test_an_old_workbook_keeps_its_cells_on_the_way_through_a_process_of_its_own(tmp_path: Path):
    target = io.BytesIO()
    made = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = made.add_worksheet("一")
    sheet.write_row(0, 0, ["甲", 5, 2.5, True, "=1+1"])
    sheet.write_datetime(2, 1, datetime(2026, 3, 5), made.add_format({"num_format": "yyyy-mm-dd"}))
    sheet.write_datetime(2, 2, datetime(2026, 3, 5, 14, 30), made.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
    made.close()
    assert read(old_format.modern(target.getvalue()), tmp_path) == read(target.getvalue(), tmp_path)


@pytest.mark.parametrize("tail", [b"", b"\xff" * 5000, bytes(range(256)) * 40])
def test_a_damaged_old_workbook_is_refused_and_nothing_falls(tail: bytes, tmp_path: Path):
    with pytest.raises(Refused) as caught:
        read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + tail, tmp_path)
    assert caught.value.words == archive.damaged().words
