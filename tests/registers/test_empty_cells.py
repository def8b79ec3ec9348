"""Registers are filled by hand: a cell left empty, or a column that an older workbook lacks, ends no check."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from tests.invented import ON
from tests.registers.edge import NUMBERS, ledgers, row
from tests.registers.planted import PLANTS, Plants, clean
from toolkit.registers.books import NEEDS, Books, Rule
from toolkit.registers.ledger import NO, YES
from toolkit.registers.rules import RULES, standing
from toolkit.registers.workbooks import Row

READ = {"bool": {YES: True, NO: False}.get, "list": lambda cell: (cell,), "multi": lambda cell: tuple(cell.split("、"))}


@cache
def code(module: str) -> str:
    return inspect.getsource(sys.modules[module]) + inspect.getsource(standing)


def looking(slug: str, column: str) -> list[Rule]:
    """The rules that have the register, and in whose module the column is named."""
    return [rule for rule in RULES if slug in NEEDS[rule] and f'"{column}"' in code(rule.__module__)]


CELLS = [(slug, column.name) for slug, ledger in ledgers().items() for column in ledger.columns if looking(slug, column.name)]
LATER = [(slug, column) for slug, column in CELLS if any(f'has("{column}")' in code(rule.__module__) for rule in looking(slug, column))]


@pytest.fixture(scope="module")
def tables() -> Mapping[str, list[dict[str, Any]]]:
    """A team with every fault, as its workbooks are read."""
    plants = Plants(clean())
    for plant in PLANTS:
        plant(plants)
    return {
        slug: [{column.name: READ.get(column.type, lambda cell: cell)(values[column.name])
                for column in ledgers()[slug].columns if values.get(column.name) is not None} for values in rows]
        for slug, rows in plants.tables.items()
    }


def rows(tables: Mapping[str, list[dict[str, Any]]], slug: str, empty: str = "", without: str = "") -> list[Row]:
    return [row(slug, number, {**values, empty: None} if empty else values, without)
            for number, values in enumerate(tables[slug], 3)]


@pytest.fixture(scope="module")
def whole(tables) -> dict[str, list[Row]]:
    return {slug: rows(tables, slug) for slug in tables}


def hold(slug: str, column: str, given: dict[str, list[Row]]) -> None:
    books = Books(given, ON, NUMBERS, "样例服务团", ON.replace(month=6), {"承诺书": "1.1.0"})
    found = [item for rule in looking(slug, column) for item in rule(books)]
    assert all(item.location.line >= 1 for item in found)
    assert not [item for item in found if "None" in item.words.zh + item.words.en + item.fix.zh + item.fix.en]


@pytest.mark.parametrize(("slug", "column"), CELLS)
def test_a_column_that_is_empty_ends_no_check(slug: str, column: str, tables, whole):
    hold(slug, column, {**whole, slug: rows(tables, slug, empty=column)})


@pytest.mark.parametrize(("slug", "column"), LATER)
def test_a_column_that_came_later_may_be_missing(slug: str, column: str, tables, whole):
    hold(slug, column, {**whole, slug: rows(tables, slug, without=column)})
