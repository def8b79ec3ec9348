"""Opens a workbook that may have come from anybody: bounded, and with no way to take the program down."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any

from toolkit.errors import Words
from toolkit.files import archive, inside
from toolkit.files.archive import Refused
from toolkit.files.given import Given
from toolkit.registers import bounds, old_format, plain
from toolkit.registers.plain import Area, Plain

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls and .et, and .xlsx with a password
_UNREAD = tuple(f"xl/{name}" for name in (
    "charts/", "comments", "drawings/", "externalLinks/", "persons/", "pivot", "queryTables/", "theme/", "threadedComments/",
))
_MOST_OLD = 20_000_000  # bytes; such a sheet has 65,536 rows at most


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook. A different cell of a column stands once in `different`, as the library gives it:
    str, float, bool, date, datetime, time or timedelta; `columns` are those of each, from 1. `rows` are
    numbers, and indexes into `different` in the order of columns; empty cells and rows are left out."""

    name: str
    rows: Sequence[tuple[int, Sequence[int]]]
    different: list[Any]
    columns: Sequence[int]
    merged: Sequence[Area] = ()


@contextlib.contextmanager
def workbook(path: Path | Given) -> Iterator[Any]:
    """The workbook at `path`, for python-calamine. Raises Refused; faults of the sheets are Refused too."""
    with _refusing(), _opened(_parts(path)[0]) as book:
        yield book


def sheets(path: Path | Given) -> list[Sheet]:
    """The sheets of the workbook at `path`, in order. Raises Refused."""
    with _refusing():
        parts, taken = _parts(path)
        marks: dict[str, Plain] = {}
        for name, sheet in taken.items():
            mark = token_hex(16)  # a sheet cannot claim to be another
            marks[mark], parts[name] = sheet, plain.small(parts[name], sheet, mark)
        with _opened(parts) as book:
            return [_sheet(book, name, marks) for name in book.sheet_names]


def _sheet(book: Any, name: str, marks: Mapping[str, Plain]) -> Sheet:
    read = book.get_sheet_by_name(name)
    cells = read.to_python(skip_empty_area=False)
    taken = marks.get(cells[0][0]) if cells and cells[0] and isinstance(cells[0][0], str) else None
    if taken is not None:
        return Sheet(name, taken.rows, plain.read_small(cells, taken), taken.columns, taken.merged)
    merged = [((top + 1, left + 1), (bottom + 1, right + 1)) for (top, left), (bottom, right) in read.merged_cell_ranges or ()]
    return of_cells(name, cells, merged)


def of_cells(name: str, cells: Iterable[Sequence[Any]], merged: Sequence[Area] = ()) -> Sheet:
    """A sheet of rows from the first one, "" where a cell is empty."""
    different: list[Any] = []
    columns: list[int] = []
    known: dict[tuple[int, type, Any], int] = {}
    rows = []
    for number, row in enumerate(cells, 1):
        indexes = []
        for place, cell in enumerate(row, 1):
            if cell != "":
                index = known.setdefault((place, type(cell), cell), len(different))
                if index == len(different):
                    different.append(cell)
                    columns.append(place)
                indexes.append(index)
        if indexes:
            rows.append((number, indexes))
    return Sheet(name, rows, different, columns, merged)


@contextlib.contextmanager
def _opened(parts: Mapping[str, bytes]) -> Iterator[Any]:
    from python_calamine import CalamineWorkbook

    raw = archive.packed(parts, stored=lambda name: True)
    with _silent(), CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
        if len(book.sheet_names) > bounds.MOST_SHEETS:
            raise bounds.too_many_sheets()
        yield book


@contextlib.contextmanager
def _refusing() -> Iterator[None]:
    from python_calamine import CalamineError

    try:
        yield
    except FileNotFoundError:
        raise archive.Absent from None
    except PermissionError:
        raise archive.held() from None
    except (CalamineError, OSError, ValueError, OverflowError, MemoryError):
        raise archive.damaged() from None
    except BaseException as error:
        # A fault within the Rust library is no Exception, and has no class to import.
        if type(error).__name__ != "PanicException":
            raise
        raise archive.damaged() from None


def _parts(path: Path | Given) -> tuple[dict[str, bytes], dict[str, Plain]]:
    """Those of the file's parts that hold cells, within bounds; and the plainly written sheets among them."""
    fault = inside.fault(path.parent, path) if isinstance(path, Path) else None
    if fault:
        raise Refused(fault, Words("把文件本身放在这里", "put the file itself here"))
    raw = archive.content(path)
    if raw.startswith(_OLD):
        if len(raw) > _MOST_OLD:
            raise archive.too_large()
        raw = old_format.modern(raw)
    if not raw.startswith(b"PK"):
        raise Refused(
            Words("不是工作簿", "this is no workbook"),
            Words("换成 .xlsx 文件", "give an .xlsx file"),
        )
    parts = archive.parts(raw, _holds_cells)
    room = bounds.Room()
    if "content.xml" in parts:
        bounds.OpenDocument(room).read(parts["content.xml"])
        return parts, {}
    if "xl/workbook.xml" in parts:
        return parts, _take_sheets(parts, room)
    raise Refused(
        Words("不是能读的工作簿", "not a workbook that can be read"),
        Words("在 Excel 或 WPS 里另存为 .xlsx", "save it as .xlsx in Excel or WPS"),
    )


def _holds_cells(name: str) -> bool:
    """Pictures, charts, comments and programs are never unpacked."""
    if name.startswith("xl/"):
        return name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD)
    return name in ("[Content_Types].xml", "_rels/.rels", "mimetype", "content.xml", "META-INF/manifest.xml")


def _take_sheets(parts: Mapping[str, bytes], room: bounds.Room) -> dict[str, Plain]:
    # Where a sheet lies is said in the workbook: any part may be one.
    books = {name: part for name, part in parts.items() if name.startswith("xl/") and name.endswith(".xml")}
    texts = bounds.Texts(room, [part for part in books.values() if bounds.root(part) == "sst"])
    taken: dict[str, Plain] = {}
    for name, part in books.items():
        if part not in texts.parts:
            found = plain.take(part, room)
            if found is None:
                bounds.Sheet(room, texts).read(part)
            else:
                texts.count(part, found.cells)
                taken[name] = found
    return taken


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """The Rust library tells of its faults on stderr, past Python."""
    try:
        before = os.dup(2)
    except OSError:  # there is no stderr
        yield
        return
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 2)
    os.close(nothing)
    try:
        yield
    finally:
        os.dup2(before, 2)
        os.close(before)
