"""The order in which a page leads through a city's facts: forward, once, to a page of what stays open."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from toolkit.desk.facts import Topic

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


def onward(address: str, kit: str) -> str:
    """An address that a page of ours asked to go to once it is saved; "" unless it is one of this desk's."""
    plain = address.isprintable() and "\\" not in address and not address.startswith("//")
    return address if plain and (address == "/" or address.startswith((f"/kit/{quote(kit)}/", f"/kit/{kit}/"))) else ""
