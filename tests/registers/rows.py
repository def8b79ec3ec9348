"""A row as reading a workbook makes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.registers.ledger import Ledger
from toolkit.registers.workbooks import Origin, Row


def row_of(ledger: Ledger, shown: str, number: int, values: Mapping[str, Any], places: Mapping[str, int]) -> Row:
    made = Row(values)
    made.origin, made.number = Origin(ledger, shown, places), number
    return made
