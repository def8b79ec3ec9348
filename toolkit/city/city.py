"""The typed view of a validated city.yaml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any

from toolkit.errors import Finding
from toolkit.files import sources
from toolkit.files.validation import validate
from toolkit.files.yamlfile import Key, YamlFile, leaves

TO_BE_FILLED = "待填写"


@dataclass(frozen=True)
class Unit:
    """A county (or a town, where there are only two tiers)."""

    name: str
    code: str = ""
    zone: bool = False
    towns: tuple[str, ...] = ()


@dataclass(frozen=True)
class City:
    """A city's facts. `file` must have been found valid by `check`."""

    file: YamlFile

    @cached_property
    def data(self) -> dict[str, Any]:
        """What the file says, and the defaults of the keys that later texts added."""
        return with_defaults(self.file.data, sources.schema("city"))

    @property
    def name(self) -> str:
        return str(self.data["city"]["name"])

    @property
    def province(self) -> str:
        return str(self.data["city"]["province"])

    @property
    def team_name(self) -> str:
        return str(self.data["team"]["name"])

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple(
            Unit(
                unit["name"], unit.get("code", ""), unit.get("zone", False),
                tuple(unit.get("towns", ())),
            )
            for unit in self.data["units"]
        )

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.data["site"]["languages"])

    @property
    def adopted_on(self) -> date | None:
        """The day on which the documents take effect here, None while it is to be filled in."""
        try:
            return date.fromisoformat(str(self.data["adopted"]["on"]))
        except ValueError:
            return None

    @property
    def adopted_documents(self) -> frozenset[str] | None:
        """Ids of the documents in force here, or None for all."""
        chosen = self.data["adopted"].get("documents")
        return None if chosen is None else frozenset(chosen)

    @property
    def values(self) -> dict[str, Any]:
        """What placeholders may take: the sections, and the list of units; the day of adoption as people read it."""
        day = self.adopted_on
        adopted = {**self.data["adopted"], **({"on": f"{day.year}年{day.month}月{day.day}日"} if day else {})}
        return {**self.data, "adopted": adopted, "units": self.units}

    def is_on(self, switch: str) -> bool:
        """The switch `supports.camps`. Raises KeyError for an unknown one."""
        section, _, key = switch.partition(".")
        value = self.data[section][key]
        if not isinstance(value, bool):
            raise KeyError(switch)
        return value


def unfilled(data: Any) -> Iterator[tuple[Key, ...]]:
    """The places of a city.yaml, valid or not, that still say 待填写."""
    return (place for place, value in leaves(data) if value == TO_BE_FILLED)


def check(file: YamlFile) -> list[Finding]:
    """What is wrong with a city.yaml by its schema."""
    return validate(file, sources.schema("city"))


def with_defaults(data: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """`data`, a section and a key deep, with the schema's defaults where an optional key is missing."""
    known = schema["properties"]
    missing = {
        key: entry["default"] for key, entry in known.items()
        if key not in data and "default" in entry and key not in schema.get("required", ())
    }
    own = {
        key: with_defaults(value, known[key])
        if isinstance(value, dict) and "properties" in known.get(key, ()) else value
        for key, value in data.items()
    }
    return {**own, **missing}


@cache
def names(switches: bool) -> frozenset[str]:
    """Every `section.name` that a placeholder may take: the switches, or the values."""
    found = set()
    for section, schema in sources.schema("city")["properties"].items():
        for key, entry in schema.get("properties", {}).items():
            if (entry["type"] == "boolean") is switches and entry["type"] not in ("array", "object"):
                found.add(f"{section}.{key}")
    return frozenset(found)
