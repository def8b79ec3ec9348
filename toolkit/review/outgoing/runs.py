"""Runs of a paragraph found by their signs, cut where that is needed. What is printed stays the same."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from toolkit.review.own_file import W

_ONE_SIGN = {W + "br", W + "tab", W + "cr", W + "noBreakHyphen"}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def between(paragraph: Any, start: int, end: int) -> list[Any]:
    """The runs of exactly these signs of the paragraph, in order."""
    found, at = [], 0
    for run in list(paragraph.iter(W + "r")):
        length = _length(run)
        left, right = max(start - at, 0), min(end - at, length)
        if left < right:
            middle = _cut(run, left) if left else run
            if right < length:
                _cut(middle, right - left)
            found.append(middle)
        at += length
    return found


def text_of(paragraph: Any) -> str:
    return "".join(_signs(run) for run in paragraph.iter(W + "r"))


def _signs(run: Any) -> str:
    return "".join((child.text or "") if child.tag == W + "t" else "\n" for child in _content(run))


def _length(run: Any) -> int:
    return len(_signs(run))


def _content(run: Any) -> Iterator[Any]:
    return (child for child in run if child.tag == W + "t" or child.tag in _ONE_SIGN)


def _cut(run: Any, at: int) -> Any:
    """Leaves `at` signs in the run and puts the rest into a new one behind it, which is returned."""
    rest = copy.deepcopy(run)
    for part, start, end in ((run, 0, at), (rest, at, _length(run))):
        place = 0
        for child in list(_content(part)):
            size = len(child.text or "") if child.tag == W + "t" else 1
            left, right = max(start - place, 0), min(end - place, size)
            if left >= right:
                part.remove(child)
            elif child.tag == W + "t":
                child.text = (child.text or "")[left:right]
                child.set(_SPACE, "preserve")
            place += size
    run.addnext(rest)
    return rest
