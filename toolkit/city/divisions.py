"""Provinces, prefectures, counties and towns of mainland China, by name or code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from toolkit.city import changes
from toolkit.city.shortnames import short_name
from toolkit.errors import ToolkitError
from toolkit.files.sources import PACKAGE

FOLDER = PACKAGE / "data" / "divisions"
MUNICIPALITIES = {"11": "北京市", "12": "天津市", "31": "上海市", "50": "重庆市"}

# Rows of the statistics that group counties and are no places.
_PSEUDO = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
_OTHER_LAW = re.compile(
    r"^(?:香港|澳门|澳門|台湾|臺灣|台北|臺北|新北|桃园|台中|臺中|台南|臺南|高雄|基隆|新竹|嘉义)"
)


class UnknownCity(ToolkitError):
    """No such division, or one that has no team of its own."""


class AmbiguousCity(ToolkitError):
    """Several divisions of equal rank bear the name; `candidates` are they."""

    def __init__(self, text: str, candidates: list[Division]) -> None:
        zh = "；".join(f"{item.full_name}（{item.code}）" for item in candidates[:12])
        en = "; ".join(f"{item.full_name} ({item.code})" for item in candidates[:12])
        first = next((item for item in candidates if item.tier != "province"), candidates[0])
        super().__init__(
            zh=f"“{text}”不止一个：{zh}", en=f"'{text}' is ambiguous: {en}",
            fix_zh=f"写全称或代码，例如 {first.full_name} 或 {first.code}",
            fix_en=f"give a full name or a code, e.g. {first.code}",
        )
        self.candidates = candidates


class OtherLaw(ToolkitError):
    """Hong Kong, Macau and Taiwan: these documents do not fit there."""


@dataclass(frozen=True)
class Division:
    """`code` has 2 digits for a province, 4 for a prefecture, 6 for a county."""

    code: str
    name: str

    @property
    def province(self) -> str:
        return index()[self.code[:2]]

    @property
    def parent(self) -> str:
        """Name of the prefecture that a county lies in; "" where there is none."""
        name = index().get(self.code[:4], "") if len(self.code) == 6 else ""
        return "" if name in _PSEUDO else name

    @property
    def full_name(self) -> str:
        parts = [self.province, self.parent, self.name]
        return "".join(dict.fromkeys(part for part in parts if part))

    @property
    def tier(self) -> str:
        """prefecture, county, municipality, or province (which has no team)."""
        if len(self.code) == 2:
            return "municipality" if self.code in MUNICIPALITIES else "province"
        return "prefecture" if len(self.code) == 4 else "county"

    @property
    def is_zone(self) -> bool:
        """A development zone or the like: the statistics give these 71 to 79 as their last digits."""
        return len(self.code) == 6 and self.code[4] == "7"


@dataclass(frozen=True)
class Unit:
    """What lies below a division: a county with the names of its towns, or a town."""

    name: str
    code: str
    zone: bool = False
    towns: tuple[str, ...] = ()


@cache
def index() -> dict[str, str]:
    """Code → name of every province, prefecture and county of today, pseudo-units included."""
    return changes.applied(recorded())


@cache
def recorded() -> dict[str, str]:
    """The same as the data have it, of the year `changes.YEAR`."""
    return dict(_rows("index"))


def _rows(name: str) -> Iterator[tuple[str, str]]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        code, _, place = line.partition(" ")
        yield code, place


@cache
def divisions() -> tuple[Division, ...]:
    """Every real division, provinces first. A city without counties appears once."""
    found = [Division(code, name) for code, name in index().items() if name not in _PSEUDO]
    prefectures = {item.code: item.name for item in found if len(item.code) == 4}
    # The statistics repeat such a city as its own only county.
    return tuple(
        item for item in sorted(found, key=lambda item: (len(item.code), item.code))
        if len(item.code) < 6 or prefectures.get(item.code[:4]) != item.name
    )


def find(text: str) -> Division:
    """The division named or coded `text`.

    Raises UnknownCity, AmbiguousCity or OtherLaw, each with what to type instead.
    """
    wanted = tidy(text)
    if wanted not in _own_names():
        _refuse_other_law(wanted, text)
    if wanted.isascii() and wanted.isdigit():
        found = _by_code(wanted)
    else:
        found = _best([item for item in divisions() if is_named(item, wanted)], wanted)
    if len(found) > 1:
        raise AmbiguousCity(text, found)
    if not found:
        raise _unknown(text, wanted)
    if found[0].tier == "province":
        raise _province(found[0])
    return found[0]


def search(text: str) -> list[Division]:
    """Every division that can have a team and whose name or code holds `text`; of a name that is gone, what it is now."""
    from toolkit.city import gone

    wanted = tidy(text)
    if wanted.isascii() and wanted.isdigit():
        hits = [item for item in divisions() if item.code.startswith(_without_padding(wanted) or wanted)]
    else:
        hits = [item for item in divisions() if wanted in item.full_name or is_named(item, wanted)]
        hits = hits or gone.present(wanted)
    return [item for item in hits if item.tier != "province"]


def units_of(division: Division) -> list[Unit]:
    """Counties with their towns; the towns themselves where there are no counties between."""
    towns = _towns(division)
    counties = [
        item for item in divisions()
        if len(item.code) == 6 and len(division.code) < 6 and item.code.startswith(division.code)
    ]
    if not counties:
        return [Unit(name, code) for _, code, name in towns]
    return [
        Unit(
            item.name, item.code, item.is_zone,
            tuple(name for county, _, name in towns if county == item.code),
        )
        for item in counties
    ]


def _towns(division: Division) -> list[tuple[str, str, str]]:
    """The county that each town lies in now, the town's code and name."""
    found = [(*changes.placed(code, name), name) for code, name in _rows(division.code[:2])]
    return sorted(town for town in found if town[0].startswith(division.code))


def _by_code(code: str) -> list[Division]:
    short = _without_padding(code)
    return [item for item in divisions() if item.code == short]


def _without_padding(code: str) -> str:
    """371300 → 3713, 370000 → 37; the last nought of 3710 is no padding."""
    return re.sub(r"(?:00){1,2}$", "", code) if len(code) in (4, 6) else code


@cache
def _own_names() -> frozenset[str]:
    return frozenset(item.name for item in divisions())


def is_named(item: Division, wanted: str) -> bool:
    # Every name ends with the division's own: only where that fits are all of them made.
    return wanted.endswith((item.name, short_name(item.name))) and wanted in names_of(item)


def names_of(item: Division) -> frozenset[str]:
    """Every way to name a division: full or short, alone or after what it lies in."""
    own = {item.name, short_name(item.name)}
    if item.tier == "province":
        return frozenset(own)  # 吉林吉林 is the city
    province = {item.province, short_name(item.province)}
    lead = set(province)
    if item.parent:
        parents = {item.parent, short_name(item.parent)}
        lead |= parents | {a + b for a in province for b in parents}
    return frozenset(own | {front + name for front in lead for name in own})


def _best(found: list[Division], wanted: str) -> list[Division]:
    """An exact name wins, then a prefecture over a county.

    A municipality's districts rank with prefectures, as their governments do; but among counties
    alone that is no reason to prefer one.
    """
    exact = [item for item in found if item.name == wanted]
    pool = exact or found
    high = [item for item in pool if len(item.code) < 6]
    if not high:
        return pool
    return high + [
        item for item in pool if len(item.code) == 6 and item.code[:2] in MUNICIPALITIES
    ]


def tidy(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _refuse_other_law(wanted: str, text: str) -> None:
    if _OTHER_LAW.match(wanted) or re.match(r"^(?:71|81|82)(?:[0-9]{2}|[0-9]{4})?$", wanted):
        raise OtherLaw(
            zh=f"“{text}”适用另外的法律，这套文本依据内地法律写成，不能用",
            en=f"other law applies in '{text}': these documents rest on mainland law",
            fix_zh="请与当地律师另行起草", fix_en="have documents drafted by counsel there",
        )


def _unknown(text: str, wanted: str) -> UnknownCity:
    from toolkit.city import gone

    names = gone.former(wanted)
    if names:
        return gone.refusal(text, names[0])
    near = _similar(wanted)
    zh = "；".join(f"{item.full_name}（{item.code}）" for item in near)
    en = "; ".join(f"{item.full_name} ({item.code})" for item in near)
    return UnknownCity(
        zh=f"找不到“{text}”" + (f"，是不是：{zh}？" if near else ""),
        en=f"no division '{text}'" + (f"; did you mean {en}?" if near else ""),
        fix_zh="用 linyi cities 查找名称或代码", fix_en="look it up: linyi cities TEXT",
    )


def _similar(wanted: str) -> list[Division]:
    from toolkit.city.resemblance import resembling

    names: dict[str, Division] = {}
    for item in divisions():
        if item.tier != "province":
            names.setdefault(item.name, item)
            names.setdefault(short_name(item.name), item)
    return list(dict.fromkeys(names[name] for name in resembling(wanted, names)))


def _province(item: Division) -> UnknownCity:
    cities = [other for other in divisions() if other.code[:2] == item.code and other != item]
    examples = "、".join(f"{other.name}（{other.code}）" for other in cities[:6])
    return UnknownCity(
        zh=f"{item.name}是省级，服务团建在市或县", en=f"{item.name} is a province: name a city or county",
        fix_zh=f"例如 {examples}", fix_en=f"for example {examples}",
    )


def listed(items: Iterable[Division]) -> str:
    return "、".join(f"{item.full_name}（{item.code}）" for item in items)
