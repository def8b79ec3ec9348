"""A step's slide in the layout that its hint asks for, where the text still allows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.exporters.slides.shapes import fit

if TYPE_CHECKING:
    from toolkit.exporters.slides.hints import Hint
    from toolkit.exporters.slides.slides import Slide

ANSWERS = (1.0, 2.0, 11.3, 4.35)  # where the sentences of an answer stand
LEAST = 24  # points that are read from the last row
_FIGURE = re.compile(r"\d[\d.,]*\s*[多万]?[^\d，。；：]?")
_SAYS = re.compile(r"^(?:说|问|直接问|只问两句)[：:]")


def laid(slide: Slide, hint: Hint) -> Slide:
    """The slide with the layout, pictures and large words of `hint`; as it was where they don't fit its lines."""
    pictures = tuple(hint.get("pictures", ()))
    slide = replace(slide, pictures=pictures if len(pictures) in (1, len(slide.lines)) else ())
    make = _LAYOUTS.get(hint.get("layout", ""))
    return (make(slide, hint) or slide) if make else slide


def _number(slide: Slide, hint: Hint) -> Slide | None:
    """One word or number large, the lines beside it."""
    words = hint["large"]
    return replace(slide, kind="number", large=(words,)) if words in "".join((slide.title, *slide.lines)) else None


def _flow(slide: Slide, hint: Hint) -> Slide | None:
    return replace(slide, kind="flow") if 2 <= len(slide.lines) <= 5 else None


def _columns(slide: Slide, hint: Hint) -> Slide | None:
    """The lines of the first column, by number, then the others; each column has its head."""
    left = [number for number in hint["left"] if number <= len(slide.lines)]
    rest = [number for number in range(1, len(slide.lines) + 1) if number not in left]
    if not left or not rest:
        return None
    ordered = tuple(slide.lines[number - 1] for number in (*left, *rest))
    return replace(slide, kind="columns", lines=ordered, left=len(left), large=tuple(hint.get("heads", ("这样做", "不这样做"))), pictures=())


def _tiles(slide: Slide, hint: Hint) -> Slide | None:
    """Each line with its figure large: the one named in the hint, else the first in the line."""
    named = hint.get("large", [])
    figures = []
    for number, line in enumerate(slide.lines):
        words = named[number] if number < len(named) and named[number] in line else ""
        found = _FIGURE.search(line)
        figures.append(words or (found[0].strip() if found else ""))
    if not all(figures):
        return None
    told = (line.removeprefix(f"{figure}：") for line, figure in zip(slide.lines, figures, strict=True))
    return replace(slide, kind="tiles", lines=tuple(told), large=tuple(figures))


def _quote(slide: Slide, hint: Hint) -> Slide | None:
    """One line as what is said, the others below it."""
    number = hint["line"]
    if number > len(slide.lines):
        return None
    said = _SAYS.sub("", slide.lines[number - 1])
    rest = tuple(line for at, line in enumerate(slide.lines, 1) if at != number)
    return replace(slide, kind="quote", lines=rest, large=_spoken(said.strip("“”")), pictures=slide.pictures[:1])


def _spoken(words: str) -> tuple[str, ...]:
    """What is said in two lines, where there is a place to breathe."""
    first, comma, rest = words.partition("，")
    return (f"“{first}，", f"{rest}”") if comma and "，" not in rest else (f"“{words}”",)


_LAYOUTS = {"number": _number, "flow": _flow, "columns": _columns, "tiles": _tiles, "quote": _quote}


def halved(lines: Sequence[str]) -> list[tuple[str, ...]]:
    """The lines on one slide where they can be read from the last row, else on two or three of like length."""
    for parts in (1, 2, 3):
        found = _parted(lines, parts)
        if all(fit(part, ANSWERS, 30, gap=10) >= LEAST for part in found):
            return found
    return found


def _parted(lines: Sequence[str], parts: int) -> list[tuple[str, ...]]:
    total, done = sum(map(len, lines)), 0
    found: list[list[str]] = [[] for _ in range(parts)]
    for line in lines:
        found[min(parts - 1, (done + len(line) // 2) * parts // max(1, total))].append(line)
        done += len(line)
    return [tuple(part) for part in found if part]
