"""Rules for what must fit together in a city.yaml before anybody relies on the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.city import emergency
from toolkit.city.blanks import is_blank_word
from toolkit.city.city import City
from toolkit.city.telephones import telephones
from toolkit.errors import Finding, Severity, Words
from toolkit.files import personal, sources
from toolkit.files.keynames import named
from toolkit.files.personal import MOBILE
from toolkit.rules.subject import Subject

_NO_NUMBER = Words("没有电话号码", "no telephone number")


def reachable(subject: Subject) -> Iterator[Finding]:
    """CFG401: each post and each contact has a number that can be dialled, so that every line of the emergency page does."""
    city = subject.city
    if city is None:
        return
    on_page = {call.key for call in emergency.calls(city)}
    for section in ("team", "roles", "contacts"):
        for key, value in city.data[section].items():
            if section == "team" and key != "hotline" or is_blank_word(value):
                continue
            numbers = list(telephones(str(value)))
            faults = [number.fault for number in numbers]
            if None in faults or any(number.kind == MOBILE for number in personal.numbers(str(value))):
                continue  # of somebody's own mobile PII104 tells
            fault = faults[0] if faults and faults[0] else _NO_NUMBER
            page = (section, key) in on_page
            yield _unreachable(city, (section, key), fault, page, bool(numbers))


def _unreachable(city: City, place: tuple[str, str], fault: Words, page: bool, wrong: bool) -> Finding:
    name = named(place, sources.schema("city"))
    lead = "紧急页（现在怎么办）上的这一行打不通" if page else "有事的时候找不到人"
    lead_en = "this line of the emergency page leads nowhere" if page else "nobody could be found when needed"
    example = '"区号-号码"'
    if place[0] == "roles":
        holder = name.zh.partition("（")[0] if wrong else str(city.data["roles"][place[1]]).strip()
        example = f"{holder}（办公电话 区号-号码）"
    return Finding(
        city.file.locate(*place), "CFG401",
        Words(f"{name.zh}：{fault.zh}，{lead}", f"{name.en}: {fault.en}; {lead_en}"),
        Words(f"写上从手机也打得通的号码：{place[1]}: {example}", f"give a number that a mobile can dial: {place[1]}: {example}"),
        Severity.WARNING,
    )


def numbers_agree(subject: Subject) -> Iterator[Finding]:
    """CFG402, CFG403: numbers that belong together agree with each other and with the clauses (a release needs CFG402)."""
    city = subject.city
    if city is None:
        return
    for pair in sources.schema("city").get("x-agree", ()):
        if not _agrees(pair, city) and not _rewritten(pair, subject):
            yield _disagreement(pair, city)


def _rewritten(pair: Mapping[str, Any], subject: Subject) -> bool:
    """Whether the city has its own words for the clause: it has answered the question."""
    texts = [part.text for document in subject.documents for part, _ in document.parts() if part.id == pair["clause"]]
    return any(pair["words"] not in text for text in texts)


def _bound(pair: Mapping[str, Any], city: City) -> int:
    bound = pair.get("most", pair.get("least"))
    return int(_value(bound, city) * pair.get("times", 1)) if isinstance(bound, str) else int(bound)


def _agrees(pair: Mapping[str, Any], city: City) -> bool:
    value, bound = _value(pair["key"], city), _bound(pair, city)
    return value <= bound if "most" in pair else value >= bound


def _value(key: str, city: City) -> int:
    section, _, name = key.partition(".")
    return int(city.data[section][name])


def _disagreement(pair: Mapping[str, Any], city: City) -> Finding:
    schema, place, bound = sources.schema("city"), tuple(pair["key"].split(".")), _bound(pair, city)
    name, value = named(place, schema), _value(pair["key"], city)
    than, line = Words(f" {bound}", f" {bound}"), f"{place[1]}: {bound}"
    limit, times = pair.get("most", pair.get("least")), pair.get("times", 1)
    if isinstance(limit, str):
        other = named(limit.split("."), schema)
        sum_ = f" {bound}" if times == 1 else f" {_value(limit, city)} × {times} = {bound}"
        than = Words(f"{other.zh}{sum_}", f" {other.en}{sum_}")
        if times != 1:  # the many are there: more of the few are needed
            line = f"{limit.rpartition('.')[2]}: {-(-value // times)}"
    more = ("大于", "is more than") if "most" in pair else ("小于", "is less than")
    return Finding(
        city.file.locate(*place), "CFG402" if pair["must"] else "CFG403",
        Words(f"{name.zh}是 {value}，{more[0]}{than.zh}：{pair['zh']}（{pair['clause']}）",
              f"{name.en}, {value}, {more[1]}{than.en}: {pair['en']} ({pair['clause']})"),
        Words(f"改成：{line}；要按本市的数，就先改 {pair['clause']} 那一条",
              f"write: {line}; to keep your number, change the clause {pair['clause']} first"),
        Severity.WARNING,
    )


RULES = (reachable, numbers_agree)
