"""`linyi registers`: blank workbooks, the check of filled ones, and what falls due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from toolkit import kit, rules
from toolkit.commands.build import Built, build
from toolkit.errors import Finding, InvalidInput, ToolkitError, has_errors
from toolkit.registers import workbooks
from toolkit.registers.books import Books
from toolkit.registers.ledger import Ledger, used_in
from toolkit.registers.rules import check as check_books
from toolkit.registers.turns import NEEDS, Turn
from toolkit.registers.turns import turns as due
from toolkit.rules.subject import Subject

ENDINGS = {".xlsx", ".xlsm", ".xls", ".ods", ".et"}


def new(start: Path, out: Path | None = None) -> Built:
    """Blank workbooks of every register that the city uses. Raises ToolkitError."""
    return build(start, ["xlsx"], out)


def check(files: Sequence[Path], on: date) -> list[Finding]:
    """What is wrong with the filled workbooks on the day `on`, in file order. Raises ToolkitError.

    The last of `files` may be the kit's folder; else the kit is the one around us or the files.
    Several workbooks may hold rows of one register: a county each, or a year each.
    """
    books, ledgers, found = _open(files, on)
    found.extend(check_books(books, tuple(ledgers)))
    return sorted(found, key=lambda finding: finding.order)


def turns(files: Sequence[Path], on: date, until: date) -> list[Turn]:
    """What falls due for each child from `on` to `until`, by date. Raises ToolkitError.

    Raises InvalidInput where a workbook cannot be read: a list with gaps would look complete.
    """
    books, ledgers, found = _open(files, on)
    if has_errors(found):
        raise InvalidInput(found)
    lacking = [ledger.file_name for ledger in ledgers if ledger.slug in NEEDS and not books.has(ledger.slug)]
    if lacking:
        raise ToolkitError(
            zh=f"缺这几本台账：{'、'.join(lacking)}", en=f"these registers are needed: {', '.join(lacking)}",
            fix_zh="一起写在命令后面", fix_en="name them too",
        )
    return due(books, until)


def _open(files: Sequence[Path], on: date) -> tuple[Books, list[Ledger], list[Finding]]:
    subject, files = _subject(files)
    findings = rules.check(subject)
    if subject.city is None or has_errors(findings):
        raise InvalidInput(findings)
    ledgers = used_in(subject.ledgers, subject.city)
    found: list[Finding] = []
    tables: dict[str, list[workbooks.Row]] = {}
    for path in _files(files):
        filled = workbooks.read(path, ledgers)
        found.extend(filled.findings)
        if filled.ledger is not None:
            tables.setdefault(filled.ledger.slug, []).extend(filled.rows)
    return Books(tables, on, subject.city.data["numbers"], subject.city.team_name), ledgers, found


def _subject(files: Sequence[Path]) -> tuple[Subject, Sequence[Path]]:
    if len(files) > 1 and (files[-1] / kit.CITY).is_file():
        return kit.find(files[-1]).subject(), files[:-1]
    try:
        return kit.find(Path()).subject(), files
    except ToolkitError:
        return kit.find(files[0]).subject(), files


def _files(files: Sequence[Path]) -> list[Path]:
    """The workbooks named, and those in folders named; lock files of Office are none."""
    found: list[Path] = []
    for path in files:
        inside = sorted(path.glob("*")) if path.is_dir() else [path]
        found += [item for item in inside if item is path or (item.suffix in ENDINGS and item.name[:2] != "~$")]
    if not found:
        raise ToolkitError(
            zh="没有要检查的工作簿", en="no workbook to check",
            fix_zh="写上文件或者文件夹，例如 linyi registers check 台账", fix_en="name files or a folder: linyi registers check 台账",
        )
    return found
