"""Zip files from others (workbooks, Word files), read within bounds and packed anew.

Libraries of other languages read a zip in their own way. What they get is a fresh zip of the parts
that were read here: no two readers can see two different files.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from toolkit.errors import Words
from toolkit.files.given import Given

MOST_BYTES = 100_000_000  # of the file, and of all the parts that are read, unpacked: ten times the largest register
MOST_PARTS = 2_000
DATE = (2026, 1, 1, 0, 0, 0)  # the same files give the same bytes
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError)


class Refused(Exception):
    """The file is not read; says why, and what to do."""

    def __init__(self, words: Words, fix: Words) -> None:
        super().__init__(words.en)
        self.words, self.fix = words, fix


class Absent(Refused):
    """There is no such file: nothing of it was read."""

    def __init__(self) -> None:
        super().__init__(
            Words("没有这个文件", "there is no such file"), Words("看看文件名和文件夹写对没有", "look at the name and the folder"),
        )


def content(path: Path | Given) -> bytes:
    """An ordinary file of bounded size, or one handed over, as bytes. Raises Refused, or OSError."""
    if isinstance(path, Given):
        if len(path.content) > MOST_BYTES:
            raise too_large()
        return path.content
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise Refused(Words("不是普通文件", "it is no ordinary file"), Words("换成文件本身", "give the file itself"))
    if found.st_size > MOST_BYTES:
        raise too_large()
    return path.read_bytes()


def parts(raw: bytes, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The parts of a zip whose names are `wanted`, unpacked. Raises Refused where it is damaged or too large."""
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            entries = opened.infolist()
            if len(entries) > MOST_PARTS:
                raise too_large()
            for entry in entries:
                if entry.is_dir() or not wanted(entry.filename):
                    continue
                with opened.open(entry) as stream:
                    part = stream.read(left + 1)
                left -= len(part)
                if left < 0:
                    raise too_large()
                if entry.filename in found:
                    raise damaged()
                found[entry.filename] = part
    except _BROKEN:
        raise damaged() from None
    return found


def packed(files: Mapping[str, bytes], stored: Callable[[str], bool] = lambda name: False) -> bytes:
    """A zip of these files, name → content; the same bytes on every system. `stored` names are not compressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in files.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 3  # else it tells the system that packed it
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if stored(name) else zipfile.ZIP_DEFLATED
            archive.writestr(entry, part, compresslevel=6)
    return stream.getvalue()


def opened(raw: bytes) -> dict[str, bytes]:
    """The files of a zip of ours, in its order."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(raw: bytes) -> bytes:
    """A zip of ours, packed anew in its order: libraries write the clock and the system into theirs."""
    return packed(opened(raw))


def too_large() -> Refused:
    return Refused(
        Words(f"文件太大：解开以后超过 {MOST_BYTES // 1_000_000} MB，或者里面多于 {MOST_PARTS} 个部分",
              f"the file is too large: over {MOST_BYTES // 1_000_000} MB unpacked, or over {MOST_PARTS} parts"),
        Words("一本台账分成几个文件，每个不超过2万行；去掉图片", "split it into files of at most 20,000 rows; take pictures out"),
    )


def held() -> Refused:
    return Refused(
        Words("不能读这个文件", "the file cannot be read"),
        Words("关上正在打开它的软件，再检查", "close the program that has it open, then check again"),
    )


def damaged() -> Refused:
    return Refused(
        Words("文件损坏，或者加了密码", "the file is damaged, or protected by a password"),
        Words("在 Excel 或 WPS 里打开，另存为 .xlsx，不加密码，再检查",
              "open it in Excel or WPS, save it as .xlsx without a password, then check again"),
    )
