"""Rules that keep personal data out of what is published."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.files import sources
from toolkit.files.keynames import named
from toolkit.files.personal import (
    CARD,
    IDENTITY,
    MOBILE,
    Number,
    lines_to_look_at,
    may_hold,
    numbers,
)
from toolkit.files.yamlfile import leaves
from toolkit.rules.subject import Subject

Found = tuple[Location, Number]
_APART = "\0" * 4  # no number goes across


def numbers_of_persons(subject: Subject) -> Iterator[Finding]:
    """PII101, PII102, PII103: an identity number, of eighteen signs with a right check digit or of fifteen digits; a
    mobile that is not the hotline or a contact of city.yaml; a bank card of 16 to 19 digits whose check digit is right."""
    standing, valued = [*_in_texts(subject), *_in_names(subject)], list(_in_values(subject))
    for location in _places(standing, valued, IDENTITY):
        yield _finding(
            location, "PII101", "含有身份证号码", "an identity number",
            "删除它；示例请用校验位不成立的号码，如 110101190001010000",
            "remove it; in an example use one whose check digit fails",
        )
    own = {
        subject.city_file.locate(*place).line
        for section in ("roles", "contacts") for place, _ in _section(subject, section) if subject.city_file
    }
    for location in _places(standing, valued, MOBILE, _configured(subject)):
        if subject.city_file and location.path == subject.city_file.path and location.line in own:
            continue  # PII104 tells
        yield _finding(
            location, "PII102", "含有手机号码", "a mobile number",
            "删除它，或改用办公电话；服务团的值班手机填在热线（team.hotline）", "remove it, or give an office number; the team's duty phone belongs into team.hotline",
        )
    for location in _places(standing, valued, CARD):
        yield _finding(
            location, "PII103", "含有银行卡号", "a bank card number",
            "删除它；账户信息只在救助申请表里手写", "remove it; accounts are written by hand only",
        )


def own_mobiles(subject: Subject) -> Iterator[Finding]:
    """PII104: somebody's mobile stands in `roles` (an error) or `contacts`: these are printed for all to see."""
    for section, severity in (("roles", Severity.ERROR), ("contacts", Severity.WARNING)):
        for place, value in _section(subject, section):
            if subject.city_file and any(number.kind == MOBILE for number in numbers(value)):
                name = named(place, sources.schema("city"))
                yield _finding(
                    subject.city_file.locate(*place), "PII104",
                    f"{name.zh}里是手机号码，会印出来给所有人看", f"{name.en} holds a mobile number, and is printed for all to see",
                    "改成办公电话或者值班电话，不写个人手机", "give an office or duty number, not somebody's own mobile",
                    severity,
                )


def _places(
    standing: Iterable[Found], valued: Iterable[Found], kind: str, allowed: frozenset[str] = frozenset()
) -> Iterator[Location]:
    """Where a number stands that is not `allowed`: in texts and names of files, and in values as YAML reads them."""
    seen: set[tuple[str, str]] = set()
    for location, number in standing:
        if number.kind == kind and number.digits not in allowed:
            seen.add((location.path, number.digits))
            yield location
    for location, number in valued:
        if number.kind == kind and number.digits not in allowed and (location.path, number.digits) not in seen:
            yield location


def _in_texts(subject: Subject) -> Iterator[Found]:
    for path, text in subject.texts.items():
        for line, words in lines_to_look_at(text):
            for number in numbers(words):
                yield Location(path, line, number.start + 1), number


def _in_names(subject: Subject) -> Iterator[Found]:
    for path in subject.names:
        for number in numbers(path):
            yield Location(path), number


def _in_values(subject: Subject) -> Iterator[Found]:
    """Numbers that stand on several lines, or as escapes, and so in no line of the text."""
    files = [subject.city_file, *(item.front for item in subject.documents), *(item.file for item in subject.ledgers)]
    for file in files:
        if file is None:
            continue
        if file.written and not may_hold(_APART.join(file.written.values())):
            continue
        for place, value in leaves(file.data):
            for number in numbers(str(value)):
                yield file.locate(*place), number


def _configured(subject: Subject) -> frozenset[str]:
    """The mobiles that city.yaml gives for all to call."""
    values = [value for _, value in _section(subject, "contacts")]
    values += [value for place, value in _section(subject, "team") if place[-1] == "hotline"]
    return frozenset(_digits(values))


def _digits(values: Iterable[str]) -> Iterator[str]:
    return (number.digits for value in values for number in numbers(value))


def _section(subject: Subject, name: str) -> Iterator[tuple[tuple[str, str], str]]:
    data = subject.city_file.data if subject.city_file else None
    section = data.get(name) if isinstance(data, dict) else None
    for key, value in section.items() if isinstance(section, dict) else ():
        yield (name, key), str(value)


def _finding(
    location: Location, rule: str, zh: str, en: str, fix_zh: str, fix_en: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    # The number itself is never repeated: findings end up in logs.
    return Finding(location, rule, Words(zh, en), Words(fix_zh, fix_en), severity)


RULES = (numbers_of_persons, own_mobiles)
