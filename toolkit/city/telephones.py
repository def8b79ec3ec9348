"""Telephone numbers as they stand in a city.yaml: found within a line, judged, and made to dial."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.errors import Words

_SIGNS = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－ー", "-"))
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+|00)86[- ]?[1-9][0-9]{1,2}[- ]?[0-9]{7,8}|(?:(?:\+|00)86[- ]?)?"
    r"(?:\((?:0[0-9]{2,3})\) ?[0-9]{5,8}|0[0-9]{2,3}[- ]?[0-9]{5,8}|[48]00[- ]?[0-9]{3}[- ]?[0-9]{4}|1[3-9][0-9]{9}"
    r"|1(?:10|19|20|22|14)|1[0-9]{4}|9[56][0-9]{3,4}|[2-8][0-9]{6,7}))"
    r"(?: ?(?:-|转|ext\.?) ?[0-9]{1,6})?(?![0-9A-Za-z])"
)
_EXTENSION = re.compile(r" ?(?:转|ext\.?) ?([0-9]{1,6})$|(?<=[0-9]{5})-([0-9]{1,6})$")
# Three-figure and service numbers of the whole country or of one place.
_SERVICE = re.compile(r"1(?:10|19|20|22|14)|1[0-9]{4}|9[56][0-9]{3,4}|[48]00[0-9]{7}")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_FIXED = re.compile(r"(?:010|02[0-9])[2-8][0-9]{7}|0[3-9][0-9]{2}[2-8][0-9]{6,7}")


@dataclass(frozen=True)
class Telephone:
    """`dial` is what a telephone is told (digits, a comma before an extension); `start`, `end` in the line."""

    dial: str
    start: int
    end: int

    @property
    def fault(self) -> Words | None:
        """Why nobody can be reached by it from any telephone in China, or None."""
        digits = self.dial.partition(",")[0]
        if _SERVICE.fullmatch(digits) or _MOBILE.fullmatch(digits) or _FIXED.fullmatch(digits):
            return None
        if not digits.startswith("0"):
            return Words("没有区号，手机打不通", "no area code: a mobile cannot dial it")
        return Words("没有这样的号码：区号后面应是 2 到 8 开头的 7 或 8 位", "no such number: after the area code come 7 or 8 digits, the first from 2 to 8")


def telephones(line: str) -> Iterator[Telephone]:
    """Every number in a line such as 值守员（办公电话 0539-2345678 转 12）."""
    plain = "".join(map(_plain, line))
    for match in _NUMBER.finditer(plain):
        extension = _EXTENSION.search(match[0])
        main = match[0][: extension.start()] if extension else match[0]
        inland = re.sub(r"^(?:\+|00)86[- ]?", "", main)
        digits = re.sub(r"[^0-9]", "", inland)
        if inland != main and not re.match(r"0|[48]00|1[3-9]", digits):  # +86 539 … is 0539 … within the country
            digits = f"0{digits}"
        tail = f",{extension[1] or extension[2]}" if extension else ""
        yield Telephone(digits + tail, match.start(), match.end())


def reachable(line: str) -> bool:
    """Whether the line holds a number that can be dialled."""
    return any(number.fault is None for number in telephones(line))


def _plain(sign: str) -> str:
    """A sign of any width as a plain one, one for one: places in the line stay."""
    found = unicodedata.normalize("NFKC", sign).translate(_SIGNS)
    return found if len(found) == 1 else sign
