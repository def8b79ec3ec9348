"""The questions that `linyi new` asks, taken from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.errors import Words
from toolkit.files import sources


@dataclass(frozen=True)
class Question:
    """`key` is section.name; `kind` is "string" or "boolean"."""

    key: str
    kind: str
    title: Words
    description: Words
    example: str


def questions() -> Iterator[Question]:
    """What only people can answer: keys marked `x-ask`, and every service that can be on or off."""
    for section, entry in sources.schema("city")["properties"].items():
        for name, schema in entry.get("properties", {}).items():
            if schema.get("x-ask") or section == "supports":
                yield _question(f"{section}.{name}", schema)


def _question(key: str, schema: dict[str, Any]) -> Question:
    return Question(
        key, schema["type"],
        Words(schema["title"], schema["x-title-en"]),
        Words(schema["description"], schema["x-description-en"]),
        str(schema["examples"][0]),
    )
