"""Cures of what a schema refuses: wherever it is plain what was meant, the very line to write."""

from __future__ import annotations

import difflib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from toolkit.files.keynames import title
from toolkit.files.normal import normal
from toolkit.files.personal import masked
from toolkit.files.yamltext import flow

Place = Sequence[Any]


def meant_key(key: str, value: Any, known: Mapping[str, Any]) -> tuple[str, Any] | None:
    """The key and value that were meant: mistyped, by its Chinese name, or with a full-width or bare colon."""
    name, colon, rest = unicodedata.normalize("NFKC", key).partition(":")
    names = {title(entry).zh: candidate for candidate, entry in known.items()} | {candidate: candidate for candidate in known}
    near = difflib.get_close_matches(name.strip(), [candidate for candidate in names if candidate], 1, 0.6)
    return (names[near[0]], rest.strip() if colon and value is None else value) if near else None


def line(key: Any, value: Any) -> str:
    """The line to write; the value alone where it is an item of a list."""
    written = masked(flow(value))
    return f"{key}: {written}" if isinstance(key, str) else written


def instead(place: Place, value: Any) -> tuple[str, str]:
    """What to write at this place, in both languages."""
    written = line(place[-1] if place else None, value)
    return f"改成：{written}", f"write: {written}"


def meant(value: Any, schema: Mapping[str, Any], place: Place) -> tuple[str, str] | None:
    """The cure where it is plain what was meant by a value that `schema` refuses."""
    if place and isinstance(place[-1], int) and isinstance(value, str):
        items = normal([value], {"type": "array", "items": schema})
        if len(items) > 1:  # [P01，P08] with a full-width comma is one item to YAML
            written = ", ".join(map(flow, items))
            return f"改成：{written}", f"write: {written}"
    found = normal(value, schema)
    return None if found == value and type(found) is type(value) else instead(place, found)


def first_value(entry: Mapping[str, Any]) -> str:
    """What a new key begins with: its default, its own keys with theirs, or an example."""
    if "properties" in entry:
        return "{" + ", ".join(f"{key}: {first_value(entry['properties'][key])}" for key in entry.get("required", ())) + "}"
    return flow(entry.get("default", (entry.get("examples") or ["…"])[0]))


def example(schema: Mapping[str, Any]) -> str:
    """What may stand there; of a mapping without an example of its own, a key that has one."""
    if not {"examples", "default"} & set(schema):
        for key in (*schema.get("required", ()), *schema.get("properties", ())):
            entry = schema["properties"][key]
            if isinstance(entry, dict) and {"examples", "default"} & set(entry):
                return f"{key}: {example(entry)}"
    examples = schema.get("examples") or [schema.get("default", "…")]
    return json.dumps(examples[0], ensure_ascii=False)
