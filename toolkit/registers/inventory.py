"""What a check of registers read, and what not: said before what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.errors import Words
from toolkit.registers.gathering import Gathered
from toolkit.registers.workbooks import Filled

_NOT_READ = ("REG301", "REG302", "REG312")  # a file, or a sheet of it


@dataclass(frozen=True)
class Counted:
    """A sheet that was read: what it is called, the file name of its register, and how many rows it has."""

    shown: str
    register: str
    rows: int


@dataclass(frozen=True)
class Inventory:
    """`files` is how many hold a register that was read; `missed` names those, or sheets of them, that were not read
    though they might be registers; `absent` those that are not there; `passed` what is no table."""

    files: int
    sheets: Sequence[Counted]
    missed: Sequence[str]
    absent: Sequence[str]
    passed: Sequence[str]

    def words(self) -> list[Words]:
        """A line for all, one for each register, and one for what was not read."""
        rows = sum(read.rows for read in self.sheets)
        lines = [Words(
            f"读了 {self.files} 个文件里的 {len(self.sheets)} 张台账，共 {rows} 行：",
            f"read {len(self.sheets)} registers in {self.files} files, {rows} rows:",
        ) if self.sheets else Words("一张台账也没有读到", "no register was read")]
        lines += [self._register(name) for name in sorted({read.register for read in self.sheets})]
        if self.missed:
            lines.append(Words(f"没有读到台账：{'、'.join(self.missed)}", f"no register was read in: {', '.join(self.missed)}"))
        if self.absent:
            lines.append(Words(f"没有这个文件：{'、'.join(self.absent)}", f"there is no such file: {', '.join(self.absent)}"))
        if self.passed:
            lines.append(Words(f"不是表格，没有看：{'、'.join(self.passed)}", f"no tables, not looked at: {', '.join(self.passed)}"))
        return lines

    def _register(self, name: str) -> Words:
        sheets = [read for read in self.sheets if read.register == name]
        rows = sum(read.rows for read in sheets)
        if len(sheets) == 1:
            return Words(f"  {name}  {rows} 行", f"  {name}  {rows} rows")
        places = [read.shown for read in sheets]
        return Words(f"  {name}  {rows} 行（{len(sheets)} 张表：{'、'.join(places)}）",
                     f"  {name}  {rows} rows ({len(sheets)} sheets: {', '.join(places)})")


def inventory(gathered: Gathered, filled: Sequence[Filled]) -> Inventory:
    """Of the files gathered, and of what was read of each."""
    sheets = [sheet for book in filled for sheet in book.sheets]
    told = [*gathered.findings, *(finding for book in filled if not book.absent for finding in book.findings)]
    return Inventory(
        sum(bool(book.sheets) for book in filled),
        [Counted(sheet.shown, sheet.ledger.file_name, len(sheet.rows)) for sheet in sheets],
        [finding.location.path for finding in told if finding.rule in _NOT_READ],
        [finding.location.path for book in filled if book.absent for finding in book.findings],
        gathered.passed,
    )
