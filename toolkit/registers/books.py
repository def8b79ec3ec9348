"""The filled registers of a team side by side, as the rules look at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from toolkit.errors import Finding, Severity, Words
from toolkit.registers.ledger import Column
from toolkit.registers.workbooks import Row

Made = TypeVar("Made")
Rule = Callable[["Books"], Iterator[Finding]]
NEEDS: dict[Rule, tuple[str, ...]] = {}


def needs(*slugs: str) -> Callable[[Rule], Rule]:
    """Marks a rule with the registers that it must have; without them it is not run."""

    def mark(rule: Rule) -> Rule:
        NEEDS[rule] = slugs
        return rule

    return mark


@dataclass
class Books:
    """`on` is the day for which is asked; `numbers` are the city's, by name.

    `adopted` is the day on which the city's documents took effect, None while that is open;
    `editions` gives the version in force of what people sign: 承诺书 and 保密协议.
    """

    tables: Mapping[str, list[Row]]
    on: date
    numbers: Mapping[str, Any]
    team: str = ""
    adopted: date | None = None
    editions: Mapping[str, str] = field(default_factory=dict)
    trained: dict[str, date] = field(default_factory=dict)  # person → a day from which nothing is missing
    _indexes: dict[tuple[str, str], dict[Any, list[Row]]] = field(default_factory=dict)
    _found: dict[Callable[[Books], Any], Any] = field(default_factory=dict)

    def has(self, slug: str) -> bool:
        return slug in self.tables

    def rows(self, slug: str) -> list[Row]:
        """The rows of a register, none where it was not given."""
        return self.tables.get(slug, [])

    def where(self, slug: str, column: str, value: Any) -> list[Row]:
        """The rows that hold `value` in `column`."""
        return self.index(slug, column).get(value, [])

    def index(self, slug: str, column: str) -> Mapping[Any, list[Row]]:
        """The rows of a register by what they hold in `column`; empty cells are left out."""
        index = self._indexes.get((slug, column))
        if index is None:
            index = self._indexes[slug, column] = {}
            for row in self.rows(slug):
                value = row.get(column)
                if value is not None:
                    index.setdefault(value, []).append(row)
        return index

    def one(self, slug: str, column: str, value: Any) -> Row | None:
        index = self._indexes.get((slug, column))
        rows = (self.index(slug, column) if index is None else index).get(value)
        return rows[0] if rows else None

    def found(self, make: Callable[[Books], Made]) -> Made:
        """What `make` finds in these registers, looked for once."""
        if make not in self._found:
            self._found[make] = make(self)
        made: Made = self._found[make]
        return made


def fault(
    row: Row, column: str, rule: str, words: tuple[str, str], fix: tuple[str, str],
    severity: Severity = Severity.ERROR,
) -> Finding:
    return Finding(row.at(column), rule, Words(*words), Words(*fix), severity)


def check_form(books: Books) -> Iterator[Finding]:
    """REG307: a value stands twice that may not; REG308: a reference leads nowhere."""
    for rows in books.tables.values():
        columns = rows[0].ledger.columns if rows else ()
        yield from _repeated(rows, [column for column in columns if column.unique])
        yield from _lost(books, rows, [(column, *column.reference) for column in columns if column.reference])


def _repeated(rows: Sequence[Row], columns: Sequence[Column]) -> Iterator[Finding]:
    for column in columns:
        if len(_different(rows, column.name)) == sum(row.get(column.name) is not None for row in rows):
            continue
        seen: dict[Any, Row] = {}
        for row in rows:
            value = row.get(column.name)
            if value is not None:
                first = seen.setdefault(value, row)
                if first is not row:
                    yield fault(
                        row, column.name, "REG307",
                        (f"“{column.title}”和{_at(first, row)}第{first.number}行重复", f"“{column.title}” repeats {_at(first, row)}row {first.number}"),
                        ("改成另一个编号，或者删去多余的一行", "give another number, or remove one of the rows"),
                    )


def _different(rows: Iterable[Row], name: str) -> set[Any]:
    found = {row.get(name) for row in rows}
    found.discard(None)
    return found


def _at(first: Row, row: Row) -> str:
    """The workbook of the other row, where it is another."""
    return "" if first.shown == row.shown else f"{first.shown} "


def _lost(books: Books, rows: Sequence[Row], columns: Sequence[tuple[Column, str, str]]) -> Iterator[Finding]:
    given = [(column, books.index(slug, name)) for column, slug, name in columns if books.has(slug)]
    for column, known in given:
        if _different(rows, column.name) <= known.keys():
            continue
        for row in rows:
            value = row.get(column.name)
            if value is not None and value not in known:
                yield fault(
                    row, column.name, "REG308",
                    (f"“{column.title}”在另一本台账里找不到", f"“{column.title}” is in no row of the register it refers to"),
                    ("核对编号；那本台账缺这一行的，补上", "check the number, or add the row that is missing there"),
                )
