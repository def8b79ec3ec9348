"""How Chinese signs sound: what somebody types by ear is known by it (襄杨 for 襄阳)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from toolkit.files.sources import PACKAGE

PATH = PACKAGE / "data" / "sounds.txt"


@cache
def signs() -> Mapping[str, str]:
    """Syllable without tone → the signs of GB 2312 that are read so, a sign in one place."""
    lines = PATH.read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.split(" ") for line in lines)


@cache
def _sounds() -> Mapping[str, str]:
    return {sign: syllable for syllable, group in signs().items() for sign in group}


def sound(text: str) -> str:
    """The syllables of `text`; a sign that is not known stands for itself: 襄阳 → "xiang yang"."""
    return " ".join(_sounds().get(sign, sign) for sign in text)
