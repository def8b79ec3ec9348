"""How a file is written: its bytes as text and back, with the encoding, the BOM and the line ends that the city has."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.errors import Finding, Location, Words
from toolkit.files import textfile
from toolkit.files.textfile import Unreadable as Unreadable

_BOM = "\ufeff"
_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True)
class Hand:
    """A file's habits. `eol` is the line end that most of its lines have."""

    encoding: str = "utf-8"
    bom: bool = False
    eol: str = "\n"

    def bytes_of(self, text: str) -> bytes:
        return ((_BOM if self.bom else "") + text).encode(self.encoding)

    def fit(self, text: str) -> str:
        """`text` with this file's line ends."""
        return _END.sub(self.eol, text)


def read(raw: bytes, shown: str) -> tuple[str, Hand]:
    """The text of a file, its line ends as they are, and its habits; `bytes_of` gives the same bytes back.

    Raises Unreadable for what is neither UTF-8 nor GB18030, or too large.
    """
    if len(raw) > textfile.MAX_BYTES:
        raise Unreadable([textfile.too_large(shown)])
    encoding = textfile.encoding(raw)
    text = raw.decode(encoding) if encoding else ""
    if encoding is None or text.encode(encoding) != raw:
        raise Unreadable([Finding(
            Location(shown), "YML008",
            Words("文件编码既不是 UTF-8，也不是 GB18030", "the file is neither in UTF-8 nor in GB18030"),
            Words("在记事本里“另存为”，编码选 UTF-8", "save it again as UTF-8"),
        )])
    bom = text.startswith(_BOM)
    text = text[1:] if bom else text
    ends = _END.findall(text)
    return text, Hand(encoding, bom, max(("\n", "\r\n", "\r"), key=ends.count))


def plain(text: str) -> str:
    """The text with LF ends: for comparing."""
    return _END.sub("\n", text) if "\r" in text else text
