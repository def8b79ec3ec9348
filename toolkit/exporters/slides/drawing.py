"""The site's diagrams on a slide: their rows from left to right, what stands for all of them below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import fsum

from toolkit.exporters.diagrams import Box, Diagram, Row
from toolkit.exporters.slides.shapes import GOLD, GREY, INK, WHITE, Area, Sheet, fit
from toolkit.text.marks import bare

_APART = 1.0  # between two columns: an arrow, and the words beside it above it
_MANY = 1.6
_MOST = 5  # columns side by side; more stand in two lines
_TONES = {  # ground, edge, ink
    "urgent": ("A01A10", "A01A10", WHITE), "good": ("ECF5EF", "2F6B46", INK), "never": (WHITE, "9B2C22", INK), "": (WHITE, "9AA3B2", INK),
}


def draw_diagram(sheet: Sheet, diagram: Diagram, area: Area) -> None:
    """The diagram within `area`; design values are bare, as in the drawing of the site."""
    rows = [_bare(row) for row in diagram.rows]
    steps = [row for number, row in enumerate(rows) if row.arrow is not None or number == 0]
    under = [row for number, row in enumerate(rows) if row.arrow is None and number]
    left, top, width, height = area
    below = fsum(_UNDER + 0.15 for _ in under)
    lines = [steps] if len(steps) <= _MOST else [steps[: -(-len(steps) // 2)], steps[-(-len(steps) // 2) :]]
    each = (height - below - 0.35 * (len(lines) - 1)) / len(lines)
    apart = _APART if any(row.arrow for row in steps) else 0.6
    # Many small boxes get a broader column: their words are as long as those of a large one.
    shares = [[_MANY if len(row.boxes) > 3 - len(lines) else 1.0 for row in line] for line in lines]
    broad = min((width - apart * (len(line) - 1)) / fsum(share) for line, share in zip(lines, shares, strict=True))
    for number, (line, share) in enumerate(zip(lines, shares, strict=True)):
        at, x = top + number * (each + 0.35), left
        for row, part in zip(line, share, strict=True):
            if x > left:
                _joint(sheet, row.arrow or "", (x, at, apart, each))
                x += apart
            _boxes(sheet, row, (x, at, broad * part, each))
            x += broad * part
    for number, row in enumerate(under):
        at = top + height - below + 0.15 + number * (_UNDER + 0.15)
        _bar(sheet, row, (left, at, width, _UNDER))


_UNDER = 1.05  # the height of a bar
_TALL = 3.4  # a box alone in its column is no higher


def _bare(row: Row) -> Row:
    boxes = tuple(replace(box, title=bare(box.title), text=bare(box.text)) for box in row.boxes)
    return replace(row, boxes=boxes, arrow=row.arrow and bare(row.arrow), caption=bare(row.caption))


def _size(row: Row, broad: float, height: float) -> int:
    """The size of the words below a box's name, which is a step larger."""
    each = (height - 0.15 * (len(row.boxes) - 1)) / len(row.boxes)
    return min(
        (fit((box.title + "　", box.text), (0, 0, broad - 0.1, min(each, _TALL) - 0.05), 22, gap=0) for box in row.boxes), default=22,
    )


def _boxes(sheet: Sheet, row: Row, area: Area) -> None:
    left, top, width, height = area
    size = _size(row, width, height)
    if len(row.boxes) == 1 and height > _TALL:
        top, height = top + (height - _TALL) / 2, _TALL
    each = (height - 0.15 * (len(row.boxes) - 1)) / len(row.boxes)
    for number, box in enumerate(row.boxes):
        _box(sheet, box, (left, top + number * (each + 0.15), width, each), size)


def _box(sheet: Sheet, box: Box, area: Area, size: int) -> None:
    ground, edge, ink = _TONES.get(box.tone, _TONES[""])
    left, top, width, height = area
    sheet.block(area, ground, edge=edge, round_=0.06)
    titles = fit((box.title,), (0, 0, width - 0.1, height), size + 2)
    rows = -(-len(box.title) * titles // max(1, round((width - 0.2) * 72)))
    head = rows * titles * 1.35 / 72 + 0.05
    body = fit((box.text,), (0, 0, width - 0.1, height - head - 0.1), size) * 1.35 / 72
    lines = max(1, -(-len(box.text) * size // max(1, round((width - 0.2) * 72)))) if box.text else 0
    used = head + lines * body
    start = top + max(0.05, (height - used) / 2)
    sheet.text((box.title,), (left + 0.02, start, width - 0.04, head + 0.1), titles, ink, bold=True, align="ctr")
    if box.text:
        sheet.text((box.text,), (left + 0.02, start + head, width - 0.04, top + height - start - head), size, ink, align="ctr")


def _joint(sheet: Sheet, words: str, area: Area) -> None:
    left, top, width, height = area
    middle = top + height / 2
    sheet.arrow((left + 0.1, middle - 0.18, width - 0.2, 0.36), GOLD)
    if words:
        sheet.text((words,), (left - 0.02, middle - 1.5, width + 0.04, 1.3), 16, GREY, align="ctr", anchor="b")


def _bar(sheet: Sheet, row: Row, area: Area) -> None:
    """A row that stands for the whole: a sentence, or many small names."""
    box = row.boxes[0]
    if box.tone == "unit":
        words = "　".join(_names(row.boxes))
        sheet.block(area, "", (f"{row.caption or '名单'}：{words}",), 18, INK, bold=False, edge="9AA3B2", align="l")
    else:
        ground, edge, ink = _TONES.get(box.tone, _TONES[""])
        sheet.block(area, ground, (f"{box.title}：{box.text}" if box.text else box.title,), 22, ink, bold=False, edge=edge, align="l")


def _names(boxes: Sequence[Box]) -> Iterator[str]:
    for box in boxes:
        yield box.title + (f"（{box.text.removeprefix('下有')}）" if box.text else "")
