"""Which item of an old row became which of the new one, in order."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
Step = tuple[int | None, int | None]
LIKE = 0.4  # how like two texts must be to be shown as one, changed


def steps(
    old: Sequence[T], new: Sequence[T], key: Callable[[T], Hashable], likeness: Callable[[T, T], float],
) -> Iterator[Step]:
    """Every item once, by number: pairs, and what has none; what went stands before what came.

    Items with the same key are pairs; between these, as many like ones as the order allows (likeness 0: never).
    """
    codes = difflib.SequenceMatcher(None, [key(item) for item in old], [key(item) for item in new], autojunk=False)
    for kind, i1, i2, j1, j2 in codes.get_opcodes():
        if kind == "equal":
            yield from zip(range(i1, i2), range(j1, j2), strict=True)
            continue
        at, to = i1, j1
        for i, j in _best(old[i1:i2], new[j1:j2], likeness):
            yield from ((number, None) for number in range(at, i1 + i))
            yield from ((None, number) for number in range(to, j1 + j))
            yield i1 + i, j1 + j
            at, to = i1 + i + 1, j1 + j + 1
        yield from ((number, None) for number in range(at, i2))
        yield from ((None, number) for number in range(to, j2))


def _best(old: Sequence[T], new: Sequence[T], likeness: Callable[[T, T], float]) -> list[tuple[int, int]]:
    """The pairs in order whose likeness sums up highest."""
    alike = [[likeness(one, other) for other in new] for one in old]
    sums = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = sums[i + 1][j + 1] + alike[i][j] if alike[i][j] else 0.0
            sums[i][j] = max(together, sums[i + 1][j], sums[i][j + 1])
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] and sums[i][j] == sums[i + 1][j + 1] + alike[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif sums[i][j] == sums[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def text_likeness(old: str, new: str) -> float:
    """From LIKE to 1, or 0 for texts that are not shown as one."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 0.0
    found = matcher.ratio()
    return found if found >= LIKE else 0.0
