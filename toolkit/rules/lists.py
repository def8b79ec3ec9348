"""Rules for what YAML reads otherwise than its writer meant: several names as one, a line swallowed by another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.errors import Finding, Words
from toolkit.files import sources
from toolkit.files.keynames import below, named
from toolkit.files.normal import normal
from toolkit.files.yamlfile import Key, leaves
from toolkit.files.yamltext import flow
from toolkit.rules.subject import Subject


def several_in_one(subject: Subject) -> Iterator[Finding]:
    """CFG311: a list's item holds several names, between full-width commas: YAML takes them for one."""
    city = subject.city
    if city is None:
        return
    schema = sources.schema("city")
    for place, value in leaves(city.file.data):
        name_of_unit = len(place) == 3 and place[0] == "units" and place[2] == "name"
        if not isinstance(value, str) or not (isinstance(place[-1], int) or name_of_unit):
            continue
        found = normal([value], {"type": "array", "items": {"type": "string"}})
        if len(found) > 1:
            written = ", ".join(map(flow, found))
            name = named(place, schema)
            fix = Words(f"用半角逗号隔开，改成：{written}", f"use ASCII commas; write: {written}")
            if name_of_unit:
                fix = Words(f"一个单位写一行：{written}", f"give each a line of its own; write: {written}")
            yield Finding(
                city.file.locate(*place), "CFG311",
                Words(f"{name.zh}：“{value}”会当作一个名称，看起来是 {len(found)} 个",
                      f"{name.en}: “{value}” is read as one name and looks like {len(found)}"),
                fix,
            )


def swallowed(subject: Subject) -> Iterator[Finding]:
    """CFG312: a value has swallowed the next line, which has a full-width colon or is indented too far."""
    city = subject.city
    if city is None:
        return
    schema = sources.schema("city")
    for place, value in leaves(city.file.data):
        if not isinstance(value, str) or len(place) < 2:
            continue
        key = _swallowed_key(value, place, schema)
        if key:
            own, _, other = value.partition(key)
            name = named(place, schema)
            line = f"{place[-1]}: {flow(own.strip())}" if isinstance(place[-1], str) else flow(own.strip())
            next_line = f"{key}: {flow(other.lstrip(':： ').strip())}"
            yield Finding(
                city.file.locate(*place), "CFG312",
                Words(f"{name.zh}：里面混进了另一项 {key}", f"{name.en}: another key, {key}, has got into it"),
                Words(f"分成两行，左边对齐：{line} ／ {next_line}", f"write two lines, with the same indent: {line} / {next_line}"),
            )


def _swallowed_key(value: str, place: tuple[Key, ...], schema: dict[str, object]) -> str | None:
    """A key of the same section that stands within the value, with a colon of any width behind it."""
    siblings = below(schema, place[0]).get("properties", {}) if len(place) == 2 else {}
    for match in re.finditer(r"(?:^|\s)([a-z_]+)\s*[:：]", value):
        if match[1] in siblings and match[1] != place[-1]:
            return match[1]
    return None


RULES = (several_in_one, swallowed)
