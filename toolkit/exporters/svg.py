"""A diagram's rows of boxes as SVG, as wide as the text on a phone of 360 pixels.

At that width a unit of the drawing is a pixel, so print sizes here are what a reader sees at least.
"""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from toolkit.exporters.diagrams import Box, Diagram, Row
from toolkit.text.marks import bare

WIDTH = 328
_TITLE, _TEXT = 17, 15  # pixels
_PAD, _GAP, _LINE = 10, 8, 1.4
_ARROW, _APART = 34, 18  # heights between rows, with and without an arrow
_NOT_FIRST = frozenset("，。、；：？！）》”’—…%")
_NOT_LAST = frozenset("（《“‘")


def draw(diagram: Diagram) -> str:
    """One `<svg>`, with its title and description for those who cannot see it; design values are bare."""
    shapes: list[str] = []
    top = 1.0
    for position, row in enumerate(map(_bare, diagram.rows)):
        if position:
            shapes += _between(row, top)
            top += _distance(row)
        drawn, height = _row(row, top)
        shapes += drawn
        top += height
    name = f"diagram-{diagram.id}"
    return (
        f'<svg class="drawing" viewBox="0 0 {WIDTH} {top + 1:.0f}" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{name}-title">{_safe(diagram.title)}</title>'
        f'<desc id="{name}-desc">{_safe(diagram.about)}</desc>{"".join(shapes)}</svg>'
    )


def _bare(row: Row) -> Row:
    boxes = tuple(replace(box, title=bare(box.title), text=bare(box.text)) for box in row.boxes)
    return replace(row, boxes=boxes, arrow=row.arrow and bare(row.arrow), caption=bare(row.caption))


def _distance(row: Row) -> float:
    if row.arrow:
        return max(_ARROW, len(_beside(row.arrow)) * _TEXT * _LINE + 10)
    return _ARROW if row.arrow is not None or row.caption else _APART


def _beside(arrow: str) -> list[str]:
    """The words to the right of the arrow, in lines that fit there."""
    return wrap(arrow, (WIDTH / 2 - 14) / _TEXT)


def _between(row: Row, top: float) -> Iterator[str]:
    if row.arrow is None:
        if row.caption:
            yield _words(row.caption, WIDTH / 2, top + _ARROW - 10, _TEXT, "label", "middle")
        return
    middle, end = WIDTH / 2, top + _distance(row) - 3
    yield f'<path class="arrow" d="M{middle:g} {top + 3:g}V{end - 7:g}"/>'
    yield f'<path class="head" d="M{middle - 6:g} {end - 8:g}h12l-6 8z"/>'
    lines = _beside(row.arrow)
    first = top + (_distance(row) - len(lines) * _TEXT * _LINE) / 2 + _TEXT
    for number, words in enumerate(lines):
        yield _words(words, middle + 12, first + number * _TEXT * _LINE, _TEXT, "label", "start")


def _row(row: Row, top: float) -> tuple[list[str], float]:
    """The row's boxes, wrapped into its columns, and its height."""
    width = (WIDTH - _GAP * (row.columns - 1) - 2) / row.columns
    shapes: list[str] = []
    start = top
    for first in range(0, len(row.boxes), row.columns):
        line = row.boxes[first:first + row.columns]
        height = max(_height(box, width) for box in line)
        for place, box in enumerate(line):
            shapes += _box(box, 1 + place * (width + _GAP), top, width, height)
        top += height + _GAP
    return shapes, max(0.0, top - start - _GAP)


def _height(box: Box, width: float) -> float:
    titles, lines = _wrapped(box, width)
    return 2 * _PAD + (len(titles) * _size(box) + len(lines) * _TEXT) * _LINE - 4


def _box(box: Box, left: float, top: float, width: float, height: float) -> Iterator[str]:
    tone = f" box-{box.tone}" if box.tone else ""
    yield (f'<rect class="box{tone}" x="{left:g}" y="{top:g}" width="{width:g}" '
           f'height="{height:g}" rx="6"/>')
    titles, lines = _wrapped(box, width)
    rows = [(words, _size(box), f"name{tone}") for words in titles]
    rows += [(words, _TEXT, f"words{tone}") for words in lines]
    foot = top + _PAD - 2
    for words, size, kind in rows:
        foot += size * _LINE
        yield _words(words, left + width / 2, foot - size * .3, size, kind, "middle")


def _size(box: Box) -> int:
    return _TEXT if box.tone == "unit" else _TITLE


def _wrapped(box: Box, width: float) -> tuple[list[str], list[str]]:
    room = width - 2 * (_PAD if box.tone != "unit" else 4)
    return wrap(box.title, room / _size(box)), wrap(box.text, room / _TEXT)


def wrap(words: str, room: float) -> list[str]:
    """Lines of at most `room` full-width signs, evenly long; none begins with a comma or ends with （."""
    lines = _greedy(words, room)
    while len(lines) > 1 and room > 4:
        room -= .5
        tighter = _greedy(words, room)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def _greedy(words: str, room: float) -> list[str]:
    lines, line = [], ""
    for sign in words:
        if line and _measure(line + sign) > room:
            cut = _break(line, sign)
            lines.append(line[:cut])
            line = line[cut:]
        line += sign
    return [part.strip() for part in (*lines, line) if part.strip()]


def _break(line: str, following: str) -> int:
    """Where the line may end before `following`: at its end, or some signs earlier."""
    for cut in range(len(line), 0, -1):
        after = line[cut] if cut < len(line) else following
        if after not in _NOT_FIRST and line[cut - 1] not in _NOT_LAST and not _one_word(line[cut - 1], after):
            return cut
    return len(line)


def _one_word(before: str, after: str) -> bool:
    return before.isascii() and after.isascii() and before.isalnum() and after.isalnum()


def _measure(words: str) -> float:
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else .56 for sign in words)


def _words(words: str, x: float, y: float, size: int, kind: str, anchor: str) -> str:
    return (f'<text class="{kind}" x="{x:g}" y="{y:.1f}" font-size="{size}" '
            f'text-anchor="{anchor}">{_safe(words)}</text>')


def _safe(words: str) -> str:
    return html.escape(words, quote=True)
