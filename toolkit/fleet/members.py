"""The cities of a fleet: who they are, and where each one's kit lies below the fleet's folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from toolkit.city import divisions
from toolkit.city.divisions import Division
from toolkit.city.shortnames import short_name
from toolkit.errors import ToolkitError


@dataclass(frozen=True)
class Member:
    """A city: `folder` is its kit's name below the fleet's folder, `settings` are `section.name=value` for a new kit."""

    code: str
    name: str
    province: str
    folder: str
    settings: tuple[str, ...] = ()


def member(division: Division, settings: Iterable[str] = ()) -> Member:
    """The city, in the folder of its name; a county whose name others bear too, in that of its full name."""
    alone = len(division.code) < 6 or _bearers()[division.name] == 1
    return Member(
        division.code, division.name, division.province, division.name if alone else division.full_name, tuple(settings),
    )


@cache
def _bearers() -> Counter[str]:
    return Counter(item.name for item in divisions.divisions())


def everywhere() -> list[Member]:
    """The 333 prefectures and the four municipalities; each of these is one city."""
    return [
        member(item) for item in divisions.divisions()
        if item.tier == "municipality" or (item.tier == "prefecture" and item.code[:2] not in divisions.MUNICIPALITIES)
    ]


def of_province(named: str) -> list[Member]:
    """The prefectures of a province by its name or code, or a municipality. Counties straight below it are named in a list.

    Raises ToolkitError where there is no such province.
    """
    wanted = divisions.tidy(named)
    provinces = [item for item in divisions.divisions() if len(item.code) == 2]
    found = [item for item in provinces if wanted == item.code or wanted == item.code + "0000" or divisions.is_named(item, wanted)]
    if len(found) != 1:
        listed = "、".join(short_name(item.name) for item in provinces)
        raise ToolkitError(
            zh=f"没有“{named}”这个省", en=f"there is no province '{named}'",
            fix_zh=f"可用：{listed}", fix_en=f"choose from: {listed}",
        )
    return [item for item in everywhere() if item.code[:2] == found[0].code]


def straight_below(province: str) -> list[str]:
    """Names of the counties that lie in no prefecture of the province with this code: they are no part of `of_province`."""
    return [
        item.name for item in divisions.divisions()
        if len(item.code) == 6 and item.code[:2] == province and not item.parent and province not in divisions.MUNICIPALITIES
    ]


def lying_in(root: Path) -> list[Member]:
    """The kits that lie in the folder, by the code in their city.yaml where that is a city's, sorted by it."""
    from toolkit.desk import glance

    found = [_lying(root / name) for name in glance.lying_in(root)]
    return sorted(found, key=lambda item: (item.code.ljust(6, "0"), item.folder))


def _lying(place: Path) -> Member:
    from toolkit.files import textfile, yamlfile

    try:
        city = yamlfile.read(place / "city.yaml", "city.yaml").data["city"]
        code, name, province = (str(city[key]) for key in ("code", "name", "province"))
    except (textfile.Unreadable, OSError, LookupError, TypeError):
        return Member("", place.name, "", place.name)  # the check tells what is wrong
    return Member(code, name, province, place.name)
