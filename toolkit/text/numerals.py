"""Chinese numerals for chapters and clauses, and dates as people read them."""

from __future__ import annotations

import re

_DAY = re.compile(r"(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-])")
_DIGITS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 105 → 一百零五. From 1 to 999."""
    if not 0 < number < 1000:
        raise ValueError(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if hundreds and rest and not tens:
        words += "零"
    if tens:
        words += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    return words + (_DIGITS[ones] if ones else "")


def dated(words: str) -> str:
    """The words with each date in figures as people read it; 待填写 stays."""
    return _DAY.sub(lambda found: chinese_date(found[0]), words)


def chinese_date(day: str) -> str:
    """2026-12-01 → 2026年12月1日 (GB/T 9704-2012, 7.3.5.4)."""
    year, month, number = day.split("-")
    return f"{year}年{int(month)}月{int(number)}日"
