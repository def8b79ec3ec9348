"""R00 lists every register that a city uses, as the policies promise."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook

from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.exporters.xlsx_list import list_workbook
from toolkit.files import yamlfile
from toolkit.registers.gathering import gather
from toolkit.registers.ledger import shared, used_in
from toolkit.registers.register_list import HEADER, cells, register_list
from toolkit.text.blocks import Table, plain_text

CITY = City(yamlfile.parse(cityfile.to_text(cityfile.from_division(divisions.find("临沂"))), "city.yaml"))
LEDGERS = used_in(shared(), CITY)


def test_every_register_in_use_stands_in_it_with_keeper_and_purpose():
    made = register_list(LEDGERS)
    assert made is not None
    table = next(block for block in made.chapters[0].blocks if isinstance(block, Table))
    assert [tuple(map(plain_text, row)) for row in table.rows] == [cells(ledger) for ledger in LEDGERS]
    assert all(all(cells(ledger)) for ledger in LEDGERS)
    assert "R14" not in {ledger.id for ledger in LEDGERS}  # boarding is off: not in the list either


def test_every_register_says_what_it_is_for():
    assert all(ledger.purpose for ledger in shared())
    assert len({ledger.purpose for ledger in shared()}) == len(shared())


def test_its_workbook_holds_the_same_and_is_no_register(tmp_path):
    made = register_list(LEDGERS)
    assert made is not None
    content = list_workbook(made, "样例团")
    assert content == list_workbook(made, "样例团")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("台账清单").to_python()
    assert tuple(rows[1]) == HEADER
    assert [tuple(row) for row in rows[2:]] == [cells(ledger) for ledger in LEDGERS]
    for name in ("R00-台账清单.xlsx", "R07-结对台账.xlsx"):
        (tmp_path / name).write_bytes(content)
    assert [path.name for path, _ in gather([tmp_path]).files] == ["R07-结对台账.xlsx"]


def test_a_city_without_registers_has_no_list():
    assert register_list([]) is None
