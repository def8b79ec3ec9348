"""Which names a person may have meant: the same sound, a sign that looks alike, a slip of the pen."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.city.sounds import sound

MOST = 5
# Signs of place names that are taken for one another.
_ALIKE = (
    "亳毫", "泸沪", "郴彬", "睢雎", "汨汩", "栾滦", "濮璞", "鄄甄", "儋澹", "莒营", "郯剡", "盱旴", "邗邢邘", "圳川州", "歙翕", "黟黔", "婺务",
    "涪培", "璧壁", "綦慕", "郫啤", "邛印", "芷芒", "耒来", "攸悠", "渑绳", "隰湿", "洮兆", "岢苛", "临邻", "阳杨", "已巳", "沭沐", "沂圻", "兖衮",
)
# Sounds that many speak alike, and one spelling for them.
_SPOKEN = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("hu", "fu"))


def resembling(typed: str, names: Iterable[str]) -> list[str]:
    """At most five of `names`, the likeliest first; a name in Latin letters is read as its sound."""
    ranked = []
    wanted = _Form(typed)
    for number, name in enumerate(names):
        rank = _rank(wanted, _Form(name))
        if rank is not None:
            ranked.append((rank, number, name))
    best = min((rank for rank, _, _ in ranked), default=0)
    # Beside a name that sounds the same, one that only looks a little like it is no help.
    likely = [name for rank, _, name in sorted(ranked) if rank < best + 2]
    shared = [name for name in likely if set(name) & set(typed)]
    return (shared or likely)[:MOST]


class _Form:
    """A name as it is heard and as it is seen."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sound = sound(name)
        self.letters = re.sub(r"[^a-z]", "", self.sound.lower())


def _rank(typed: _Form, name: _Form) -> int | None:
    if typed.name.isascii():
        return 0 if typed.letters and typed.letters == name.letters else None
    if typed.sound == name.sound or _seen(typed.name) == _seen(name.name):
        return 0
    if _spoken(typed.sound) == _spoken(name.sound):
        return 1
    if len(typed.name) == 1:
        return 2 if len(name.name) == 2 and name.name[0] == typed.name else None
    # Of two signs, one that is wrong leaves half: that is no likeness unless one is too many or too few.
    least = 2 if len(typed.name) != len(name.name) else 3
    if min(len(typed.name), len(name.name)) >= least and _one_slip(typed.name, name.name):
        return 2
    return 3 if _same_but_one_sound(typed, name) else None


def _seen(name: str) -> str:
    for group in _ALIKE:
        for sign in group[1:]:
            name = name.replace(sign, group[0])
    return name


def _spoken(sounds: str) -> str:
    for said, written in _SPOKEN:
        sounds = sounds.replace(said, written)
    return sounds


def _one_slip(one: str, other: str) -> bool:
    """Whether one sign wrong, too many, too few, or two exchanged make the difference."""
    if len(one) > len(other):
        one, other = other, one
    if len(one) == len(other):
        wrong = [at for at in range(len(one)) if one[at] != other[at]]
        exchanged = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
        return len(wrong) == 1 or exchanged
    return len(one) + 1 == len(other) and any(one == other[:at] + other[at + 1:] for at in range(len(other)))


def _same_but_one_sound(typed: _Form, name: _Form) -> bool:
    """Two signs of which one is the same and the other is heard nearly so: 襄样 and 襄阳 are heard alike, 襄汉 is not."""
    one, other = typed.sound.split(" "), name.sound.split(" ")
    if len(one) != len(other) or len(one) < 2:
        return False
    wrong = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(wrong) == 1 and _one_slip(*wrong[0]) and any(a == b for a, b in zip(typed.name, name.name, strict=True))
