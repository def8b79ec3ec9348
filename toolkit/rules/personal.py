"""Rules that keep personal data out of what is published."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.errors import Finding, Location, Words
from toolkit.rules.subject import Subject

_IDENTITY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_MOBILE = re.compile(r"(?<![0-9A-Za-z-])1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<![0-9A-Za-z])(?:[0-9][ -]?){15,18}[0-9](?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF38: "X", 0xFF58: "x"}


def identity_numbers(subject: Subject) -> Iterator[Finding]:
    """PII101: an 18-digit identity number whose check digit is right."""
    for location, number in _matches(subject, _IDENTITY):
        if is_identity_number(number):
            yield _finding(
                location, "PII101", "含有身份证号码", "an identity number",
                "删除它；示例请用校验位不成立的号码，如 110101190001010000",
                "remove it; in an example use one whose check digit fails",
            )


def mobile_numbers(subject: Subject) -> Iterator[Finding]:
    """PII102: a mobile number that is not one of the configured contacts."""
    allowed = _contacts(subject)
    for location, number in _matches(subject, _MOBILE):
        if _digits(number) not in allowed:
            yield _finding(
                location, "PII102", "含有手机号码", "a mobile number",
                "删除它，或改用办公电话；办公用的手机填在 team 或 contacts 里",
                "remove it; an office mobile belongs into team or contacts",
            )


def bank_cards(subject: Subject) -> Iterator[Finding]:
    """PII103: a bank card number of 16 to 19 digits whose check digit is right."""
    for location, number in _matches(subject, _CARD):
        digits = _digits(number)
        if is_card_number(digits) and not is_identity_number(digits):
            yield _finding(
                location, "PII103", "含有银行卡号", "a bank card number",
                "删除它；账户信息只在救助申请表里手写", "remove it; accounts are written by hand only",
            )


def is_identity_number(text: str) -> bool:
    """By its check digit (GB 11643)."""
    if not re.fullmatch(r"[0-9]{17}[0-9Xx]", text):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == text[-1].upper()


def is_card_number(digits: str) -> bool:
    """By Luhn's check digit; all-equal digits are no card."""
    if not 16 <= len(digits) <= 19 or len(set(digits)) == 1:
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _matches(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Location, str]]:
    for path, text in subject.texts.items():
        for number, line in enumerate(text.split("\n"), 1):
            for match in pattern.finditer(line.translate(_FULL_WIDTH)):
                yield Location(path, number, match.start() + 1), match[0]


def _contacts(subject: Subject) -> frozenset[str]:
    city = subject.city
    if city is None:
        return frozenset()
    hotline = city.data.get("team", {})
    contacts = city.data.get("contacts", {})
    numbers = [hotline.get("hotline", "")] if isinstance(hotline, dict) else []
    numbers += contacts.values() if isinstance(contacts, dict) else []
    return frozenset(_digits(str(number)) for number in numbers)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text)


def _finding(
    location: Location, rule: str, zh: str, en: str, fix_zh: str, fix_en: str
) -> Finding:
    # The number itself is never repeated: findings end up in logs.
    return Finding(location, rule, Words(zh, en), Words(fix_zh, fix_en))


RULES = (identity_numbers, mobile_numbers, bank_cards)
