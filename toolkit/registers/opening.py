"""Opens a workbook that may have come from anybody: bounded, and with no way to take the program down."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toolkit.errors import Words
from toolkit.files import archive, inside
from toolkit.files.archive import Refused
from toolkit.registers import bounds, old_format

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xls and .et, and .xlsx with a password
_UNREAD = tuple(f"xl/{name}" for name in (
    "charts/", "comments", "drawings/", "externalLinks/", "persons/", "pivot", "queryTables/", "theme/", "threadedComments/",
))
_MOST_OLD = 20_000_000  # bytes; such a sheet has 65,536 rows at most


@contextlib.contextmanager
def workbook(path: Path) -> Iterator[Any]:
    """The workbook at `path`, for python-calamine. Raises Refused; faults of the sheets are Refused too."""
    with _refusing():
        raw = _bounded(path)
        from python_calamine import CalamineWorkbook

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
        raise Refused(
            Words("没有这个文件", "there is no such file"),
            Words("看看文件名和文件夹写对没有", "look at the name and the folder"),
        ) from None
    except PermissionError:
        raise Refused(
            Words("不能读这个文件", "the file cannot be read"),
            Words("关上正在打开它的软件，再检查", "close the program that has it open, then check again"),
        ) from None
    except (CalamineError, OSError, ValueError, OverflowError, MemoryError):
        raise archive.damaged() from None
    except BaseException as error:
        # A fault within the Rust library is no Exception, and has no class to import.
        if type(error).__name__ != "PanicException":
            raise
        raise archive.damaged() from None


def _bounded(path: Path) -> bytes:
    """The file's bytes, or a fresh zip of those of its parts that hold cells."""
    fault = inside.fault(path.parent, path)
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
    elif "xl/workbook.xml" in parts:
        _count_sheets(parts, room)
    else:
        raise Refused(
            Words("不是能读的工作簿", "not a workbook that can be read"),
            Words("在 Excel 或 WPS 里另存为 .xlsx", "save it as .xlsx in Excel or WPS"),
        )
    return archive.packed(parts, stored=lambda name: True)


def _holds_cells(name: str) -> bool:
    """Pictures, charts, comments and programs are never unpacked."""
    if name.startswith("xl/"):
        return name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD)
    return name in ("[Content_Types].xml", "_rels/.rels", "mimetype", "content.xml", "META-INF/manifest.xml")


def _count_sheets(parts: dict[str, bytes], room: bounds.Room) -> None:
    # Where a sheet lies is said in the workbook: any part may be one.
    books = [part for name, part in parts.items() if name.startswith("xl/") and name.endswith(".xml")]
    texts = [bounds.root(part) == "sst" for part in books]
    lengths = [length for part, is_text in zip(books, texts, strict=True) if is_text for length in bounds.shared_lengths(part)]
    for part, is_text in zip(books, texts, strict=True):
        if not is_text:
            bounds.Sheet(room, lengths).read(part)


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
