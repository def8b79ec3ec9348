"""What a check of registers read, and what not: said before what it found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.errors import Words


@dataclass(frozen=True)
class Counted:
    """A sheet that was read: what it is called, the file name of its register, and how many rows it has."""

    shown: str
    register: str
    rows: int


@dataclass(frozen=True)
class Inventory:
    """`files` is how many were given; `missed` names those, or sheets of them, that were not read though they might be
    registers; `passed` what is no table."""

    files: int
    sheets: Sequence[Counted]
    missed: Sequence[str]
    passed: Sequence[str]

    def words(self) -> list[Words]:
        """A line for all, one for each register, and one for what was not read."""
        rows = sum(read.rows for read in self.sheets)
        lines = [Words(
            f"读了 {self.files} 个文件里的 {len(self.sheets)} 张台账，共 {rows} 行：",
            f"read {len(self.sheets)} registers in {self.files} files, {rows} rows:",
        )]
        lines += [self._register(name) for name in sorted({read.register for read in self.sheets})]
        if self.missed:
            lines.append(Words(f"没有读到台账：{'、'.join(self.missed)}", f"no register was read in: {', '.join(self.missed)}"))
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
