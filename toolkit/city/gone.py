"""Divisions that bore a name once and are no more, and what somebody who seeks one is told."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.city import changes
from toolkit.city.divisions import Division, UnknownCity, index, listed, names_of, recorded, tidy
from toolkit.errors import Words


def former(text: str) -> list[changes.Former]:
    """Divisions that bore a name once, and are no more: 襄樊, 襄樊市, 湖北襄樊."""
    wanted = tidy(text)
    gone = [*changes.former(), *changes.gone_since(recorded())]
    return [item for item in gone if wanted in names_of(Division(item.code.removesuffix("00"), item.name))]


def present(text: str) -> list[Division]:
    """What the divisions that bore the name are now."""
    return [place for item in former(text) for place in _present(item)]


def _present(item: changes.Former) -> list[Division]:
    return [Division(code, index()[code]) for code in item.now]


def became(item: changes.Former) -> Words:
    """What became of a division that is gone."""
    now = _present(item)
    zh, en = listed(now), ", ".join(f"{place.full_name} ({place.code})" for place in now)
    notice = f"（{item.notice}）" if item.notice else ""
    return Words(
        f"{item.name}{item.year}年" + ("改为" if len(now) == 1 else "撤销，现在分属") + f"{zh}{notice}",
        f"since {item.year} {item.name} is {en}",
    )


def told(text: str, found: Iterable[Division]) -> list[Words]:
    """What somebody who typed `text` should know of what was found: gone names, and what changed after the data."""
    here, wanted = list(found), tidy(text)
    meant = any(wanted in names_of(item) for item in here)  # 襄阳 is a city: that a district bore the name is long ago
    lines = [became(item) for item in former(text) if item.year > changes.YEAR or not meant]
    for change in changes.since():
        # Of a county only its own changes, of a city those within it.
        if any(change.touches(item.code) for item in here):
            lines.append(Words(f"{change.date}　{change.words.zh}", f"{change.date}: {change.words.en}"))
    return lines


def refusal(text: str, item: changes.Former) -> UnknownCity:
    """The error for who names a division that is gone: what to write instead."""
    now = _present(item)
    words = became(item)
    return UnknownCity(
        zh=f"“{text}”已经没有了：{words.zh}", en=f"'{text}' is no more: {words.en}",
        fix_zh=f"写现在的名称，例如 {now[0].name} 或 {now[0].code}", fix_en=f"give today's name, e.g. {now[0].code}",
    )
