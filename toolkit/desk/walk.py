"""The order in which a page leads through a city's facts: forward, once, to a page of what stays open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from toolkit.city.questions import questions, value_of
from toolkit.desk.facts import Facts, Topic, units

# What only the city knows, and what has a default that it must have seen; the tiers before the units that follow from them.
WAY = ("team", "partners", "contacts", "roles", "tiers", "units", "supports", "size", "adopted")
LOOKED_AT = frozenset({"tiers", "units", "supports", "size"})  # never blank, and still to be looked at once
END = "done"  # the page at the end, in the place of a topic's name


def ordered(topics: Sequence[Topic]) -> list[Topic]:
    """The topics of the way, in its order, and behind them the others in the schema's."""
    places = {name: number for number, name in enumerate(WAY)}
    return sorted(topics, key=lambda item: places.get(item.name, len(WAY)))


def following(section: str, topics: Sequence[Topic]) -> Topic | None:
    """The next topic of the way that lacks something or is to be looked at; None at its end, or beside it."""
    if section not in WAY:
        return None
    later = WAY[WAY.index(section) + 1:]
    return next((item for item in ordered(topics) if item.name in later and (item.blank or item.name in LOOKED_AT)), None)


@dataclass(frozen=True)
class Glimpse:
    """What a group says now, in a line; `default` where nobody has changed what it began with."""

    words: str
    default: bool = False


def glimpses(facts: Facts) -> dict[str, Glimpse]:
    """Of the groups that are never blank: their values, so that they are seen once without being opened."""
    answers = facts.answers

    def is_default(section: str) -> bool:
        asked = [item for item in questions() if item.key.startswith(f"{section}.")]
        return all(value_of(item.key, answers) in (None, item.schema.get("default")) for item in asked)

    switches = [item for item in questions() if item.key.startswith("supports.")]
    on, off = ([item.title.zh for item in switches if (value_of(item.key, answers) is True) is wanted] for wanted in (True, False))
    listed = units(facts)
    towns = sum(len(unit.towns) for unit in listed)
    names = [value_of(f"tiers.{key}", answers) for key in ("top", "middle", "lower")]
    three = value_of("tiers.three", answers) is True
    pairs, coordinators = (value_of(f"size.{key}", answers) for key in ("pairs", "coordinators"))
    return {
        "tiers": Glimpse(f"现在是{'三级' if three else '两级'}：{'、'.join(map(str, names if three else names[::2]))}"),
        "units": Glimpse(f"现在列了 {len(listed)} 个" + (f"，下面 {towns} 个乡镇（街道）" if towns else "")),
        "supports": Glimpse(f"办：{'、'.join(on) or '都不办'}。不办：{'、'.join(off) or '没有'}", is_default("supports")),
        "size": Glimpse(f"现在按 {_or_default('pairs', pairs)} 对、{_or_default('coordinators', coordinators)} 名协调员算", is_default("size")),
    }


def _or_default(key: str, value: object) -> object:
    return value if value is not None else next(item.schema["default"] for item in questions() if item.key == f"size.{key}")


def onward(address: str, kit: str) -> str:
    """An address that a page of ours asked to go to once it is saved; "" unless it is one of this desk's."""
    plain = address.isprintable() and "\\" not in address and not address.startswith("//")
    return address if plain and (address == "/" or address.startswith((f"/kit/{quote(kit)}/", f"/kit/{kit}/"))) else ""
