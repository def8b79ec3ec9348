"""The one reader of numbers that lead to a person: identity numbers, mobiles, bank cards.

It reads what people write: digits of any width or script, in groups, with a country code, in
Chinese numerals. Texts, values, cells and names of files are read alike, and what is shown to
anybody goes through `masked`: findings end up in logs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

IDENTITY, CARD, MOBILE = "identity", "card", "mobile"
HIDDEN = "（号码略）"

_BETWEEN = r"[\s\-‐‑‒–—―−﹣_.·•/~()\u00ad\u200b-\u200f\u2060\ufeff]{0,3}"
_START, _END = r"(?<![0-9])", r"(?![0-9A-Za-z])"
_CANDIDATES = {
    IDENTITY: re.compile(rf"{_START}(?=([1-8](?:{_BETWEEN}[0-9]){{16}}{_BETWEEN}[0-9Xx]|[1-8](?:{_BETWEEN}[0-9]){{14}}){_END})"),
    CARD: re.compile(rf"{_START}(?=([3-69](?:{_BETWEEN}[0-9]){{15,18}}){_END})"),
    MOBILE: re.compile(rf"{_START}(?=((?:(?:\+|00)?{_BETWEEN}86{_BETWEEN}|0)?(?P<own>1{_BETWEEN}[3-9](?:{_BETWEEN}[0-9]){{9}})){_END})"),
}
_WORDS_BEFORE = {"tel", "phone", "mobile", "mob", "cell", "call", "wechat", "weixin", "wx", "vx", "qq", "id", "no", "card", "x"}
_CHINESE = dict(zip("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789", strict=True))
_CHINESE_RUN = re.compile(f"[{''.join(_CHINESE)}]{{11,}}")
_PROVINCE = "(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5])"
_ANY = re.compile(rf"\d|[{''.join(_CHINESE)}]")
# Signs that Unicode takes for a digit or a numeral written otherwise. A test compares.
_OTHERWISE = "²³¹⁰⁴-⁹₀-₉①-⑨⓪⼀⼆⼋⼳㆒-㆕㊀-㊈\uf9b2\uf9d1🈔🈩🈪"
_SIGN = rf"\d{''.join(_CHINESE)}{_OTHERWISE}"
_ELEVEN = re.compile(rf"[{_SIGN}](?:[^{_SIGN}]{{0,3}}[{_SIGN}]){{10}}")  # as near each other as in every number
_DATE = re.compile(r"(?:19|20)[0-9]{2}\D{1,3}[0-9]{1,2}\D{1,3}[0-9]{1,2}(?![0-9])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LOOKS_LIKE_X = str.maketrans("Xx×хХ", "XXXXX")


@dataclass(frozen=True)
class Number:
    """`digits` without signs between them and without a country code; `start` and `end` in the text."""

    kind: str
    digits: str
    start: int
    end: int


def numbers(text: str) -> list[Number]:
    """Every such number in the text, in its order; none twice."""
    if not may_hold(text) or len(_ANY.findall(text)) < 11:
        return []
    plain = _ascii(text)
    found: list[Number] = []
    for number in (*_in_digits(plain), *_in_chinese(plain)):
        if all(number.end <= other.start or number.start >= other.end for other in found):
            found.append(number)
    return sorted(found, key=lambda number: number.start)


def masked(text: str) -> str:
    """The text with （号码略） in place of every such number."""
    for number in reversed(numbers(text)):
        text = text[: number.start] + HIDDEN + text[number.end :]
    return text


def may_hold(text: str) -> bool:
    """Whether there can be a number in the text at all, or in one of its lines; costs next to nothing."""
    return len(text) >= 11 and _ELEVEN.search(text) is not None


def lines_to_look_at(text: str) -> Iterator[tuple[int, str]]:
    """The lines, from 1, in which there can be a number; none is left out that has one."""
    number, at = 1, 0
    for found in _ELEVEN.finditer(text):
        # What begins within a find and is cut off by it stands in one of its lines.
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        if found.end() <= at:
            continue
        start = max(at, text.rfind("\n", 0, found.start()) + 1)
        number += text.count("\n", at, start)
        for line in text[start:end].split("\n"):
            yield number, line
            number += 1
        at = end + 1


def _ascii(text: str) -> str:
    """The text sign by sign, with digits, X and separators of every width as plain ones."""
    return "".join(map(_plain_sign, text)) if not text.isascii() else text


@cache
def _plain_sign(sign: str) -> str:
    digit = unicodedata.decimal(sign, None)
    if digit is not None:
        return str(digit)
    wide = unicodedata.normalize("NFKC", sign)
    return (wide if len(wide) == 1 else sign).translate(_LOOKS_LIKE_X) if sign not in _CHINESE else sign


def _in_digits(text: str) -> Iterator[Number]:
    for kind, pattern in _CANDIDATES.items():
        for match in pattern.finditer(text):
            if not _after_a_word(text[max(0, match.start() - 10) : match.start()]):
                continue
            written = match.groupdict().get("own") or match[1]
            digits = re.sub(r"[^0-9Xx]", "", written).upper()
            if _is(kind, digits) and _is_grouped(kind, written):
                yield Number(kind, digits, match.start(1), match.end(1))


def _after_a_word(before: str) -> bool:
    """Whether a number may begin here: not within a code such as `R13`, but behind `Tel`."""
    letters = re.search(r"[A-Za-z]*$", before)
    return letters is None or not letters[0] or letters[0].lower() in _WORDS_BEFORE


def _in_chinese(text: str) -> Iterator[Number]:
    for run in _CHINESE_RUN.finditer(text):
        digits = "".join(_CHINESE[sign] for sign in run[0])
        kind = next((kind for kind in _CANDIDATES if _is(kind, digits)), None)
        if kind:
            yield Number(kind, digits, run.start(), run.end())


def _is(kind: str, digits: str) -> bool:
    if kind == IDENTITY:
        return is_identity_number(digits) or _is_old_identity_number(digits)
    return is_card_number(digits) if kind == CARD else bool(re.fullmatch(r"1[3-9][0-9]{9}", digits))


def _is_grouped(kind: str, written: str) -> bool:
    """Whether the signs between the digits are those of one number, not of a row of numbers."""
    groups = [len(group) for group in re.findall(r"[0-9Xx]+", written)]
    if kind == IDENTITY and len(re.sub(r"[^0-9Xx]", "", written)) == 18:
        return True
    if len(groups) == 1 or set(groups) == {1}:
        return True
    if kind == MOBILE:
        pairs = set(groups[:-1]) == {2} and len(groups) == 6
        return pairs or (len(groups) <= 4 and groups[0] >= 3 and not _DATE.match(written))
    return groups[:-1] == [6, 6] if kind == IDENTITY else min(groups[:-1]) >= 4


def is_identity_number(text: str) -> bool:
    """Eighteen signs with a day of birth that exists and the check digit of GB 11643."""
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", text) or not _is_day(text[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[-1].upper()


def _is_old_identity_number(text: str) -> bool:
    """Fifteen digits, as given out until 1999: no check digit, so place and day must be possible."""
    return bool(re.fullmatch(rf"{_PROVINCE}[0-9]{{13}}", text)) and _is_day("19" + text[6:12])


def _is_day(digits: str) -> bool:
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2099
    except ValueError:
        return False


def is_card_number(digits: str) -> bool:
    """Sixteen to nineteen digits with Luhn's check digit; all-equal digits are no card."""
    if not re.fullmatch(r"[0-9]{16,19}", digits) or len(set(digits)) == 1:
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
