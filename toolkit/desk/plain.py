"""Words of a finding as a person at a form reads them: the titles of fields, with no path and no line of YAML.

Findings say 名称（path） and show the line of the file, for those who edit the file; here the path goes, or leads to
its field, and `three: false` is 是否三级“否”.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from toolkit.files import sources

_SPACE = r"(?:(?<=[\u4e00-\u9fff]) )?"  # between a sign and a Latin word, of which none is left
_SWITCH = {"true": "是", "false": "否"}


@cache
def _titles() -> dict[str, str]:
    """The title of each path of city.yaml: section, section.key, units[].name."""
    return dict(_below("", sources.schema("city")))


def _below(path: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if path:
        yield path, schema.get("title", path)
    if "items" in schema:
        yield from _below(f"{path}[]", schema["items"])
    for key, entry in schema.get("properties", {}).items():
        yield from _below(f"{path}.{key}" if path else key, entry)


@cache
def _leaves() -> dict[str, str]:
    """The title of a key by its own name; "" where several keys are called so."""
    found: dict[str, set[str]] = {}
    for path, title in _titles().items():
        found.setdefault(path.rpartition(".")[2].removesuffix("[]"), set()).add(title)
    return {key: min(titles) if len(titles) == 1 else "" for key, titles in found.items()}


@cache
def _codes() -> frozenset[str]:
    """What the file says where people use a word: true, prefecture, zh-Hans."""
    def values(schema: Mapping[str, Any]) -> Iterator[str]:
        yield from map(str, schema.get("enum", ()))
        for entry in (*schema.get("properties", {}).values(), *([schema["items"]] if "items" in schema else [])):
            yield from values(entry)

    return frozenset(value for value in values(sources.schema("city")) if value.isascii()) | set(_SWITCH)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    keys = "|".join(sorted(_leaves(), key=len, reverse=True))
    value = r'"(?:[^"\\]|\\.)*"|[^\s；。，、）（]+(?:（[^）]*）)?'
    return (
        re.compile(r"（(?P<path>[A-Za-z_-]+(?:\[\])?(?:\.[a-z_]+(?:\[\])?)*)(?:: (?P<value>[^）]*))?）"),
        re.compile(rf"{_SPACE}(?<![\w.{{-])(?P<key>{keys}): (?P<value>{value})"),
        re.compile(rf"{_SPACE}(?<![\w.{{-])(?<!{{{{ )(?P<path>{'|'.join(re.escape(path) for path in _titles() if '.' in path and '[' not in path)})(?![\w.-])(?: (?=[\u4e00-\u9fff]))?"),
    )


def plain(text: str) -> str:
    """`text`, one of our own, without paths and lines of city.yaml."""
    beside, line, bare = _patterns()
    text = beside.sub(lambda match: "" if _is_ours(match["path"]) else match[0], text)
    text = line.sub(lambda match: f"{_leaves()[match['key']]}“{_said(match['value'])}”", text)
    text = bare.sub(lambda match: f"“{_titles()[match['path']]}”", text)
    return re.sub(r" ?city\.yaml 的“", "“", text.replace("true 或 false", "“是”或者“否”"))


def _is_ours(path: str) -> bool:
    return path in _titles() or path in _leaves() or path in _codes()


def _said(value: str) -> str:
    return _SWITCH.get(value, value[1:-1] if value.startswith('"') else value)


def fields(text: str) -> dict[str, str]:
    """The fields that a text of ours names as 名称（path）: path by title."""
    found = {}
    for match in _patterns()[0].finditer(text):
        title = _titles().get(match["path"], "")
        if title and text[: match.start()].endswith(title):
            found[title] = match["path"]
    return found
