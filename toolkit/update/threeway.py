"""One value, or one list of texts, three ways: what both agree on, what one changed, what clashes. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

from toolkit.text.marks import bare

MISSING: Any = object()
_ALIKE = 0.4  # how like two texts must be for one to be taken for the other's new wording
Clash = tuple[Any, Any, Any]


def same(one: Any, other: Any) -> bool:
    """Whether two values say the same: marks of design values are no words."""
    if isinstance(one, str) and isinstance(other, str):
        return bare(one) == bare(other)
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


def leaf(base: Any, local: Any, new: Any) -> tuple[Any, bool]:
    """The value, MISSING for none, and whether both sides changed it differently: then it is the local one."""
    if same(local, new) or same(local, base):
        return new, False
    return local, not same(new, base)


def items(base: Sequence[Any], local: Sequence[Any], new: Sequence[Any], reworded: bool) -> tuple[list[Any], list[Clash]]:
    """The list, in local order, and the items that both sides changed differently.

    `reworded`: whether an item that went may be the old wording of one that came.
    """
    own, now = _fates(base, local, reworded), _fates(base, new, reworded)
    merged, clashes, homes = list(local), [], []
    for was, mine, theirs in zip(base, own, now, strict=True):
        value = mine
        if theirs is not MISSING and mine is not MISSING:
            value, clash = leaf(was, mine, theirs)
            merged[merged.index(mine)] = value
            if clash:
                clashes.append((was, mine, theirs))
        elif mine is not MISSING and same(mine, was):
            merged.remove(mine)
        elif theirs is not MISSING and not same(theirs, was):
            clashes.append((was, MISSING, theirs))
        homes.append((theirs, value))
    for number, item in enumerate(new):
        if any(same(item, theirs) for theirs in now) or any(same(item, other) for other in merged):
            continue
        merged.insert(_behind(new[:number], merged, homes), item)
    return merged, clashes


def _behind(earlier: Sequence[Any], merged: Sequence[Any], homes: Sequence[tuple[Any, Any]]) -> int:
    """The place behind the nearest item that stands before it in the national list, whatever it is called here."""
    for item in reversed(earlier):
        called = [item, *(value for theirs, value in homes if same(theirs, item))]
        places = [place for place, other in enumerate(merged) if any(same(other, name) for name in called)]
        if places:
            return places[-1] + 1
    return 0


def _fates(base: Sequence[Any], side: Sequence[Any], reworded: bool) -> list[Any]:
    """What became of each base item on a side: itself, its new wording, or MISSING."""
    found: list[Any] = [MISSING] * len(base)
    left = list(side)
    for number, was in enumerate(base):
        place = next((at for at, item in enumerate(left) if same(item, was)), None)
        if place is not None:
            found[number] = left.pop(place)
    for number, was in enumerate(base):
        if reworded and left and found[number] is MISSING:
            likeness, place = max((difflib.SequenceMatcher(None, was, item).ratio(), at) for at, item in enumerate(left))
            if likeness >= _ALIKE:
                found[number] = left.pop(place)
    return found
