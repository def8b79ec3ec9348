"""What a key is called by people, with its path beside: 热线（team.hotline）."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.errors import Words


def named(place: Sequence[str | int], schema: Mapping[str, Any]) -> Words:
    """The name of a place in a file of this schema: 下级单位第 2 项的名称（units[].name）; the path alone
    where the schema has no names; empty for the whole file."""
    path = dotted(place)
    zh, en = _titles(place, schema)
    if not zh:
        return Words(path, path)
    return Words(f"{zh}（{path}）", f"{en} ({path})")


def dotted(place: Sequence[str | int]) -> str:
    """`team.hotline`, and `units[].name` for whichever item: people count items otherwise than programs."""
    path = "".join("[]" if isinstance(key, int) else f".{key}" for key in place)
    return path.removeprefix(".")


def title(schema: Any) -> Words:
    """The schema's own title; empty where it has none."""
    if not isinstance(schema, Mapping):  # `false`, which admits nothing
        return Words("", "")
    found = str(schema.get("title", ""))
    return Words(found, str(schema.get("x-title-en", found)))


def below(schema: Mapping[str, Any], key: str | int) -> Mapping[str, Any]:
    """The schema of a key or an item; empty where it is not known."""
    found: Any = schema.get("items", {}) if isinstance(key, int) else schema.get("properties", {}).get(key, {})
    return found if isinstance(found, Mapping) else {}


def _titles(place: Sequence[str | int], schema: Mapping[str, Any]) -> tuple[str, str]:
    """The titles from the last list on: before it a section's is left out, for its keys are known by their own."""
    steps = list(_steps(place, schema))
    start = next((number for number, key in enumerate(place) if isinstance(key, int)), len(place)) - 1
    zh = en = ""
    for key, words in steps[max(start, 0) if start < len(place) - 1 else -1 :]:
        if isinstance(key, int):
            zh, en = f"{zh}第 {key + 1} 项", f"item {key + 1} of {en}" if en else f"item {key + 1}"
        elif words.zh:
            zh, en = (f"{zh}的{words.zh}", f"{words.en} of {en}") if zh else (words.zh, words.en)
    return zh, en


def _steps(place: Sequence[str | int], schema: Mapping[str, Any]) -> Iterator[tuple[str | int, Words]]:
    for key in place:
        schema = below(schema, key)
        yield key, title(schema)
