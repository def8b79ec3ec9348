"""Workbooks: what a keeper of a register sees, read back from the file."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from toolkit.city.city import City
from toolkit.exporters import Content, xlsx
from toolkit.registers.ledger import Column, Ledger, used_in
from toolkit.registers.ledger import shared as shared_ledgers
from toolkit.text.citations import Register
from toolkit.text.marks import bare


def sheet_xml(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode("utf-8")


@pytest.fixture
def ledgers(city: City) -> list[Ledger]:
    return used_in(shared_ledgers(), city)


def test_each_register_is_a_workbook_with_its_columns_and_their_reasons(
    city: City, register: Register, ledgers: list[Ledger]
):
    assert len(ledgers) >= 22
    made = xlsx.export(list(xlsx.parts(Content([], ledgers)).values()), city, register)
    for ledger, artifact in zip(ledgers, made, strict=True):
        assert artifact.path == f"xlsx/{ledger.id}-{ledger.title}.xlsx"
        book = CalamineWorkbook.from_filelike(io.BytesIO(artifact.content))
        sheet = book.get_sheet_by_name(ledger.title).to_python()
        assert [str(cell).rstrip("＊") for cell in sheet[xlsx.HEADING_ROW]] == [column.title for column in ledger.columns]
        assert len(sheet) == xlsx.HEADING_ROW + 1  # nothing is filled in beforehand
        explained = {row[0]: row for row in book.get_sheet_by_name("填写说明").to_python()}
        for column in ledger.columns:
            assert explained[column.title][5] == bare(column.note)


def test_typed_columns_check_what_is_typed(ledgers: list[Ledger]):
    matches = next(ledger for ledger in ledgers if ledger.slug == "matches")
    text = sheet_xml(xlsx.workbook(matches, "团"))
    number = [column.name for column in matches.columns].index("start")
    name = chr(ord("A") + number)
    assert re.search(rf'<dataValidation type="date"[^>]*sqref="{name}3:{name}20001"', text)
    assert "是,否" in text
    assert '<pane xSplit="1" ySplit="2"' in text


def test_a_list_too_long_for_a_cell_stands_on_a_sheet_of_its_own(ledgers: list[Ledger]):
    long = tuple(f"很长很长的一个选项{number:02}" for number in range(40))
    ledger = replace(ledgers[0], columns=(Column("kind", "种类", "enum", "S0", options=long),))
    content = xlsx.workbook(ledger, "团")
    assert "选项!$A$1:$A$40" in sheet_xml(content)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert [row[0] for row in book.get_sheet_by_name("选项").to_python()] == list(long)


def test_nothing_in_a_workbook_is_a_formula_or_a_link(ledgers: list[Ledger]):
    ledger = replace(ledgers[0], keeper="=cmd|'/c calc'!A1", rules=("http://example.org", "+1", "@x"))
    for part in zipfile.ZipFile(io.BytesIO(xlsx.workbook(ledger, "=1+1"))).infolist():
        assert "externalLink" not in part.filename
    for sheet in ("sheet1", "sheet2"):
        text = zipfile.ZipFile(io.BytesIO(xlsx.workbook(ledger, "=1+1"))).read(f"xl/worksheets/{sheet}.xml").decode()
        assert "<f>" not in text
        assert "<hyperlink" not in text


def test_two_builds_are_the_same(ledgers: list[Ledger]):
    assert xlsx.workbook(ledgers[0], "团") == xlsx.workbook(ledgers[0], "团")


@pytest.mark.parametrize(("wide", "pages"), [(3, 1), (14, 1), (19, 2)])
def test_a_register_prints_as_a_sheet_to_write_on(ledgers: list[Ledger], wide: int, pages: int):
    """In landscape, with ruled rows as high as a hand needs on paper, its heads and first column on each page."""
    columns = tuple(Column(f"c{number}", f"第{number}列", "text", "S0") for number in range(wide))
    content = xlsx.workbook(replace(ledgers[0], columns=columns, rules=()), "团")
    text = sheet_xml(content)
    assert re.search(r'<pageSetup paperSize="9"[^>]*orientation="landscape"', text)
    assert re.search(rf'fitToWidth="{pages}"', text) or pages == 1
    assert 'fitToHeight="0"' in text
    titles = re.search(r'name="_xlnm.Print_Titles"[^>]*>([^<]+)<', zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml").decode())
    assert titles
    assert titles[1].endswith("!$2:$2")
    assert ("!$A:$A" in titles[1]) is (pages > 1)
    scale = min(1, 146 * pages / (14 * (wide + pages - 1)))  # as Excel fits it
    rows = re.findall(r'<row r="(\d+)"[^>]* ht="([\d.]+)"[^>]*>(.*?)</row>', text)[2:]
    assert 14 <= len(rows) <= 18
    for _, height, cells in rows:
        assert float(height) * scale >= 25.4  # 9 mm
        assert len(re.findall(r'<c r="[A-Z]+\d+" s="\d+"/>', cells)) == wide  # blank, and framed by its style
