"""A register saved as CSV: the rows of its cells, from UTF-8 or GB18030, with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import functools
import io
from pathlib import Path

from toolkit.errors import Words
from toolkit.files import archive, inside, textfile
from toolkit.files.archive import Refused
from toolkit.files.given import Given
from toolkit.registers import bounds

_MARKS = ",;\t"


def read(path: Path | Given) -> list[list[str]]:
    """The rows, of unequal length. Raises Refused where it is no such file, or is out of bounds."""
    fault = inside.fault(path.parent, path) if isinstance(path, Path) else None
    if fault:
        raise Refused(fault, Words("把文件本身放在这里", "put the file itself here"))
    try:
        raw = archive.content(path)
    except FileNotFoundError:
        raise archive.Absent from None
    except OSError:
        raise archive.held() from None
    name = textfile.encoding(raw)
    if name is None:
        raise _strange()
    text = raw.decode(name).removeprefix("\ufeff")
    head = text[: text.find("\n") + 1 or len(text)]
    mark = max(_MARKS, key=head.count)
    room, found, widest = bounds.Room(), [], 0
    room.take_text(len(text))
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True):
            found.append(row)
            widest = max(widest, len(row))
            room.refuse(len(found), widest, functools.partial("R{}C{}".format, len(found), widest))
    except csv.Error:
        raise _strange() from None
    return found


def _strange() -> Refused:
    return Refused(
        Words("不是能读的 CSV 文件", "this is no CSV file that can be read"),
        Words("在 Excel 或 WPS 里另存为 .xlsx", "save it as .xlsx in Excel or WPS"),
    )
