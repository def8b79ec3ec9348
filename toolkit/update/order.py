"""The order of what has ids, where a city and the nation may both have moved something."""

from __future__ import annotations

from collections.abc import Sequence


def merge(base: Sequence[str], local: Sequence[str], new: Sequence[str]) -> tuple[list[str], bool]:
    """All keys of `local` and `new` in one order, and whether both moved things differently.

    A side that moved nothing follows the other; where both did, the local order stays. What only one
    side has stands after its predecessor there.
    """
    common = set(base) & set(local) & set(new)
    was, here, there = ([key for key in keys if key in common] for keys in (base, local, new))
    if here in (was, there):
        return _insert(new, local), False
    return _insert(local, new), there != was


def _insert(skeleton: Sequence[str], other: Sequence[str]) -> list[str]:
    order = list(skeleton)
    known = set(order)
    for number, key in enumerate(other):
        if key in known:
            continue
        before = next((earlier for earlier in reversed(other[:number]) if earlier in known), None)
        order.insert(0 if before is None else order.index(before) + 1, key)
        known.add(key)
    return order
