"""What somebody surely means by an answer that a schema refuses: 是, 12次, 2026年3月1日, ０５３９—…, zh-CN.

In a file such a value stays an error, whose cure is the right form; a form that people fill in, in
the terminal or on a page, takes it and writes the right form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

_YES = {"是", "是的", "有", "有的", "对", "开", "开展", "要", "设", "办", "y", "yes", "true", "on", "t", "1", "√", "✓"}
_NO = {"否", "不", "不是", "没有", "没", "无", "关", "不开展", "不要", "不设", "不办", "n", "no", "false", "off", "f", "0", "×", "✗"}
_QUOTES = "\"'“”‘’「」『』《》"
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣－ー~～", "-"))
_DATE = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?|([0-9]{4})([0-9]{2})([0-9]{2})")
_BETWEEN = re.compile(r"(?:[,，、;；]+\s*|\s{2,})(?![^（(]*[）)])")  # 额敏（兵地、辽阳）工业园区 is one
_NUMERAL = dict(zip("零〇一二三四五六七八九两", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2), strict=True))


def normal(value: Any, schema: Mapping[str, Any]) -> Any:
    """The value in the form that `schema` wants, where it is plain what is meant; else the value itself.

    Looks at type, enum, pattern and items, and at the schema's own `x-form`, `x-unit`, `x-aliases`.
    """
    for found in _guesses(value, schema):
        if _fits(found, schema):
            return found
    return value


def tidy(text: str) -> str:
    """Without blanks and quotation marks around it."""
    return text.strip().strip(_QUOTES).strip()


def is_day(text: str) -> bool:
    """Whether the calendar has this day, written as 2027-03-01."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _guesses(value: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
    kinds = schema.get("type", ())
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    if "array" in kinds:
        yield from _lists(value, schema.get("items", {}))
        return
    if isinstance(value, bool):
        return
    if isinstance(value, (int, float)):
        if "integer" in kinds and isinstance(value, float) and value.is_integer():
            yield int(value)
        if "boolean" in kinds and value in (0, 1):
            yield bool(value)
        if "string" in kinds:
            yield from _texts(str(value), schema)
    elif isinstance(value, str):
        plain = tidy(unicodedata.normalize("NFKC", value)).casefold()
        if "boolean" in kinds:
            yield from (meant for words, meant in ((_YES, True), (_NO, False)) if plain.rstrip("。.!") in words)
        if "integer" in kinds:
            yield from _number(plain, schema.get("x-unit", ()))
        if "string" in kinds or "enum" in schema:
            yield from _texts(value, schema)


def _number(plain: str, units: Any) -> Iterator[int]:
    """12, 12次, 12.0, +12, 1,000, 十二: a unit only where the schema names it."""
    for unit in sorted((unicodedata.normalize("NFKC", unit) for unit in units), key=len, reverse=True):
        if plain.endswith(unit):
            plain = plain.removesuffix(unit).strip()
            break
    match = re.fullmatch(r"\+?(-?[0-9]{1,3}(?:,[0-9]{3})+|-?[0-9]{1,12})(?:\.0+)?", plain)
    if match:
        yield int(match[1].replace(",", ""))
    elif plain and all(sign in _NUMERAL or sign in "十百" for sign in plain):
        found = _chinese(plain)
        if found is not None:
            yield found


def _chinese(text: str) -> int | None:
    """Below one thousand: 十二, 一百二十, 两百零五."""
    total, digit = 0, None
    for sign in text:
        if sign in _NUMERAL:
            digit = _NUMERAL[sign]
        else:
            total += (1 if digit is None else digit) * (10 if sign == "十" else 100)
            digit = None
    return total + (digit or 0) if not re.search("[一二三四五六七八九两]{2}", text) else None


def _texts(value: str, schema: Mapping[str, Any]) -> Iterator[str]:
    plain = tidy(unicodedata.normalize("NFKC", value))
    for meant, words in schema.get("x-aliases", {}).items():
        if plain.casefold() in {word.casefold() for word in (meant, *words)}:
            yield meant
    form = schema.get("x-form")
    if form == "date":
        yield from _dates(plain)
    if form == "telephone":
        yield from _telephones(plain)
    if "pattern" in schema or "enum" in schema:
        yield from (plain, plain.translate(_DASHES), plain.replace(" ", ""), plain.upper(), plain.replace(" ", "").upper())
        yield from (option for option in schema.get("enum", ()) if str(option).casefold() == plain.casefold())


def _dates(plain: str) -> Iterator[str]:
    match = _DATE.fullmatch(plain.translate(_DASHES).replace(" ", ""))
    if match:
        year, month, day = (int(part) for part in match.groups() if part)
        found = f"{year:04}-{month:02}-{day:02}"
        if is_day(found):
            yield found


def _telephones(plain: str) -> Iterator[str]:
    """Dashes of every kind, blanks, brackets, a country code, an area code without its hyphen."""
    text = re.sub(r"(?:转|分机)", "-", plain.translate(_DASHES))
    text = re.sub(r"^(?:\+|00)86[- ]?", "", text.replace("(", "").replace(")", "-")).strip()
    text = re.sub(r"\s*-+\s*", "-", text).strip("-")
    grouped = re.fullmatch(r"0?(?![48]00)([1-9][0-9]{1,2})[- ]([2-8][0-9]{2,3})[- ]([0-9]{4})", text)
    if grouped:  # 0539 812 3456: read aloud in groups, and no extension
        yield f"0{grouped[1]}-{grouped[2]}{grouped[3]}"
    yield text
    digits = re.sub(r"[- ]", "", text)
    yield digits if re.fullmatch(r"1[3-9][0-9]{9}", digits) else text.replace(" ", "-")
    # Beijing, and the cities whose area code begins with 02, have three digits and eight more.
    code = re.fullmatch(r"(0?10|0?2[0-9])([0-9]{8})", digits) or re.fullmatch(r"(0?[3-9][0-9]{2})([2-8][0-9]{6,7})", digits)
    if code:
        yield f"0{code[1].lstrip('0')}-{code[2]}"


def _lists(value: Any, items: Mapping[str, Any]) -> Iterator[list[Any]]:
    """`[甲，乙]`, which YAML takes for one item, and 甲、乙 without brackets."""
    if isinstance(value, str):
        value = [re.sub(r"^[\[【(（]|[\]】)）]$", "", value.strip())]
    if isinstance(value, list):
        parts = [part for item in value for part in (_BETWEEN.split(item) if isinstance(item, str) else [item])]
        yield [normal(tidy(part) if isinstance(part, str) else part, items) for part in parts if part != ""]


def _fits(value: Any, schema: Mapping[str, Any]) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    if isinstance(value, list):
        return bool(value) and all(_fits(item, schema.get("items", {})) for item in value)
    if isinstance(value, str) and "pattern" in schema:
        return bool(re.search(schema["pattern"], value)) and "\n" not in value
    if isinstance(value, int) and not isinstance(value, bool):
        return "integer" in schema.get("type", ())
    return True
