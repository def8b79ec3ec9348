"""What of a city.yaml is still blank, and who could fill it in."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.city.city import TO_BE_FILLED
from toolkit.errors import Location, Words
from toolkit.files import sources
from toolkit.files.keynames import below, dotted, named, title
from toolkit.files.yamlfile import YamlFile, leaves
from toolkit.files.yamltext import flow

_IN_OTHER_WORDS = {
    "待填", "待填写", "待定", "待补", "待补充", "待确定", "未定", "未填", "暂无", "暂缺", "空缺", "无", "没有", "不详", "不知道",
    "tbd", "todo", "n/a", "na", "none", "xx", "xxx", "xxxx", "某某", "?", "??", "-", "--", "/",
}


@dataclass(frozen=True)
class Blank:
    """One fact that only the city knows: `name` with its path, what it is for, who usually knows it.

    `section` is the topic it belongs to, `example` a value as it is written in the file; `written`
    is what stands there: 待填写, or a word like 待定.
    """

    key: str
    location: Location
    section: Words
    name: Words
    use: Words
    who: Words
    example: str
    written: str


def is_blank_word(value: Any) -> bool:
    """Whether a value says that there is none yet: 待填写, 待定, 暂无, N/A."""
    return isinstance(value, str) and unicodedata.normalize("NFKC", value).strip(" 。.（）()").casefold() in _IN_OTHER_WORDS


def blanks(file: YamlFile) -> Iterator[Blank]:
    """The blanks in the file's order, whether the file is valid or not."""
    schema = sources.schema("city")
    for place, value in leaves(file.data):
        entry = _entry(place, schema)
        if value == TO_BE_FILLED or (entry.get("default") == TO_BE_FILLED and is_blank_word(value)):
            yield _blank(file, place, entry, schema, value)


def _blank(file: YamlFile, place: tuple[str | int, ...], entry: Mapping[str, Any], schema: Mapping[str, Any], value: str) -> Blank:
    section = below(schema, place[0]) if place else schema
    return Blank(
        dotted(place), file.locate(*place), title(section), named(place, schema), describes(entry), knows(entry, section),
        flow(entry.get("examples", [""])[0]), value,
    )


def _entry(place: tuple[str | int, ...], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    for key in place:
        schema = below(schema, key)
    return schema


def describes(entry: Mapping[str, Any]) -> Words:
    """What a key is for."""
    found = str(entry.get("description", ""))
    return Words(found, str(entry.get("x-description-en", found)))


def knows(entry: Mapping[str, Any], section: Mapping[str, Any]) -> Words:
    """Who usually knows it: as the key says, or its section."""
    found = entry.get("x-who") or section.get("x-who") or {"zh": "", "en": ""}
    return Words(found["zh"], found["en"])
