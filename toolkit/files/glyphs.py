"""Which signs the fonts that come with the toolkit can show: the least that every machine's PDFs can print.

Read from the font's own table (OpenType `cmap`, formats 4 and 12), so that a check needs no typesetter.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from functools import cache
from itertools import accumulate
from pathlib import Path

MISSING = "〓"  # what Chinese typesetters put in the place of a sign that they lack
# Signs below U+2900 that the fonts within Typst lack too, almost all of them emoji. A test compares.
_TYPST_LACKS = re.compile(
    "[\u2400-\u2421\u2424-\u2426\u2440-\u244a\u2607\u2608\u2630-\u2637\u268c-\u268f\u269d-\u269f\u26a8\u26a9"
    "\u26b0\u26b1\u26b3-\u26bc\u26bf-\u2700\u2705\u270a\u270b\u2715\u2716\u2727-\u2729\u274c\u274e"
    "\u2753-\u2755\u2757\u275f\u2760\u2795-\u2797\u27b0]"
)


def unprintable(text: str) -> list[str]:
    """The signs of `text` that neither the carried font nor those within Typst have, each once, in order."""
    return [sign for sign in lacking(text) if sign >= "\u2900" or _TYPST_LACKS.match(sign)]


def lacking(text: str) -> list[str]:
    """The signs that the carried font lacks."""
    if text.isascii():
        return []
    return [sign for sign in dict.fromkeys(text) if not _is_shown(sign) and not sign.isspace()]


@cache
def _is_shown(sign: str) -> bool:
    firsts, lasts = _shown()
    place = bisect_right(firsts, ord(sign)) - 1
    return sign <= "\x7f" or (place >= 0 and ord(sign) <= lasts[place])


@cache
def _shown() -> tuple[list[int], list[int]]:
    """The first and the last code point of each run that the carried font shows, in order."""
    import pylopdf_fonts_zh_cn

    runs = sorted(_runs(Path(str(pylopdf_fonts_zh_cn.__file__)).parent / "NotoSerifSC-Regular.otf"))
    lasts = list(accumulate((last for _, last in runs), max))  # one table's run may lie within another's
    return [first for first, _ in runs], lasts


def _runs(font: Path) -> set[tuple[int, int]]:
    """Runs of code points for which the font has glyphs, by its tables."""
    with font.open("rb") as stream:
        count = struct.unpack(">4xH6x", stream.read(12))[0]
        tables = [struct.unpack(">4s4xLL", stream.read(16)) for _ in range(count)]
        offset, length = next((offset, length) for name, offset, length in tables if name == b"cmap")
        stream.seek(offset)
        table = stream.read(length)
    found: set[tuple[int, int]] = set()
    for number in range(struct.unpack(">2xH", table[:4])[0]):
        start = struct.unpack(">L", table[8 + 8 * number : 12 + 8 * number])[0]
        kind = struct.unpack(">H", table[start : start + 2])[0]
        if kind == 12:
            found |= _format_12(table, start)
        elif kind == 4:
            found |= _format_4(table, start)
    return found


def _format_12(table: bytes, start: int) -> set[tuple[int, int]]:
    groups = struct.unpack(">L", table[start + 12 : start + 16])[0]
    entries = table[start + 16 : start + 16 + 12 * groups]
    return {(first, last) for first, last, _ in struct.iter_unpack(">LLL", entries)}


def _format_4(table: bytes, start: int) -> set[tuple[int, int]]:
    doubled = struct.unpack(">H", table[start + 6 : start + 8])[0]
    ends = struct.unpack(f">{doubled // 2}H", table[start + 14 : start + 14 + doubled])
    starts = struct.unpack(f">{doubled // 2}H", table[start + 16 + doubled : start + 16 + 2 * doubled])
    return {(first, min(last, 0xFFFE)) for first, last in zip(starts, ends, strict=True) if first != 0xFFFF}
