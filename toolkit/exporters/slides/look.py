"""How each kind of slide looks: 16:9, large Chinese type, one colour for what belongs together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum

from toolkit.exporters.slides.drawing import draw_diagram
from toolkit.exporters.slides.layouts import ANSWERS
from toolkit.exporters.slides.shapes import (
    GOLD,
    GREY,
    HEIGHT,
    INK,
    WHITE,
    WIDTH,
    Area,
    Sheet,
    fit,
    in_rows,
    one_line,
)
from toolkit.exporters.slides.slides import Slide
from toolkit.text.pictures import meanings

_LEFT, _TOP, _FOOT = 0.9, 2.1, 6.72
_ACROSS, _DOWN = WIDTH - 2 * _LEFT, _FOOT - _TOP


@dataclass(frozen=True)
class _Look:
    accent: str
    paper: str
    edge: str  # of white blocks


_RED = _Look("9B2C22", "FBF8F5", "E3D5CF")
_BROWN, _GREEN, _BLUE = _Look("8A5A00", "FBF3E4", "E7D5B0"), _Look("2F5D50", "EEF5F1", "C4DACF"), _Look("1F4E79", "EDF3F9", "C3D3E5")
_LOOKS = {"card": _BROWN, "answer": _GREEN, "quiz": _BLUE}
_STOP, _GO = "9B2C22", "2F6B46"


def draw(slide: Slide, team: str, number: int, count: int) -> tuple[Sheet, str]:
    """The slide, and the colour of its ground; it is the `number`-th of `count`."""
    sheet, look = Sheet(), _LOOKS.get(slide.kind, _RED)
    if slide.kind in ("title", "part"):
        (_cover if slide.kind == "title" else _part)(sheet, slide)
        return sheet, "7A1F17"
    _head(sheet, slide, look)
    _BODIES[slide.kind](sheet, slide, look)
    _foot(sheet, slide, look, f"{team}", f"{number}／{count}")
    return sheet, look.paper


def _cover(sheet: Sheet, slide: Slide) -> None:
    sheet.title(slide.title, (0.9, 2.2, 7.6, 1.7), 54, WHITE, middle=True)
    sheet.text((slide.kicker,), (0.9, 0.7, 8.0, 0.5), 20, "F3DCD8")
    sheet.block((1.0, 4.0, 1.3, 0.07), GOLD)
    sheet.text(slide.lines, (0.9, 4.25, 7.6, 1.6), 24, "F9EDEB")
    if slide.badge:
        sheet.block((0.95, 6.2, 2.6, 0.62), GOLD, (f"培训　{slide.badge}",), 22, "3A0D09")
    _emblem(sheet, slide.pictures[:1] or ("big-friend",), (9.35, 2.0, 3.3, 3.3))


def _part(sheet: Sheet, slide: Slide) -> None:
    sheet.title(slide.title, (0.9, 2.5, 7.6, 1.2), 54, WHITE, middle=True)
    sheet.text((slide.kicker,), (0.9, 1.9, 7.6, 0.55), 20, "F3DCD8")
    sheet.block((1.0, 3.75, 1.3, 0.07), GOLD)
    sheet.text(slide.lines, (0.9, 4.0, 7.6, 1.6), 28, "F9EDEB")
    _emblem(sheet, slide.pictures[:1], (9.35, 2.0, 3.3, 3.3))


def _emblem(sheet: Sheet, pictures: Sequence[str], area: Area) -> None:
    """A picture on a white disc."""
    left, top, width, height = area
    for name in pictures:
        sheet.block(area, WHITE, shape="ellipse")
        inner = width * 0.17
        _picture(sheet, name, (left + inner, top + inner, width - 2 * inner, height - 2 * inner))


def _head(sheet: Sheet, slide: Slide, look: _Look) -> None:
    across = _ACROSS - 2.0 if slide.badge else _ACROSS
    sheet.title(slide.title, (_LEFT - 0.1, 0.88, across, 0.85), 38)
    sheet.block((0, 0, 0.26, HEIGHT), look.accent)
    sheet.text((slide.kicker,), (_LEFT - 0.1, 0.42, 8.5, 0.45), 18, look.accent, bold=True)
    sheet.block((_LEFT, 1.74, 0.9, 0.06), GOLD)
    if slide.badge:
        sheet.block((WIDTH - _LEFT - 1.6, 0.85, 1.6, 0.6), look.accent, (slide.badge,), 22)


def _foot(sheet: Sheet, slide: Slide, look: _Look, team: str, place: str) -> None:
    if slide.source:
        sheet.text((f"依据：{slide.source}",), (_LEFT - 0.1, _FOOT, _ACROSS + 0.2, 0.34), 14, look.accent, anchor="b")
    sheet.text((team,), (_LEFT - 0.1, 7.02, 9.0, 0.34), 14, GREY)
    sheet.text((place,), (WIDTH - _LEFT - 1.5, 7.02, 1.6, 0.34), 14, GREY, align="r")


def _points(sheet: Sheet, slide: Slide, look: _Look) -> None:
    one = slide.pictures if len(slide.pictures) == 1 else ()
    across = _ACROSS - 3.4 if one else _ACROSS
    if one:
        _emblem(sheet, one, (WIDTH - _LEFT - 2.95, _TOP + 0.55, 2.95, 2.95))
    _rows(sheet, slide.lines, () if one else slide.pictures, (_LEFT, _TOP, across, _DOWN), look)


def _rows(sheet: Sheet, lines: Sequence[str], pictures: Sequence[str], area: Area, look: _Look, largest: int = 32) -> None:
    """A line a row, each with its picture or its number at the left, all in one size; long lines get higher rows."""
    if not lines:
        return
    left, top, width, height = area
    gap, few = 0.14, len(lines) <= 3
    beside = 1.25 if pictures else 0.95
    least, most = (0.8 if pictures else 0.5), (1.4 if few else 1.18 if pictures else 1.05)
    size, needs = in_rows(lines, width - beside - 0.15, height - gap * (len(lines) - 1), largest + 4 * few, least)
    spare = max(0.0, height - gap * (len(lines) - 1) - fsum(needs)) / len(lines)
    at = top
    for number, (line, need) in enumerate(zip(lines, needs, strict=True)):
        each = max(need, min(most, need + spare))
        sheet.block((left, at, width, each), WHITE, edge=look.edge, round_=0.1)
        name = pictures[number] if number < len(pictures) else ""
        if name:
            side = min(1.05, each - 0.14)
            _picture(sheet, name, (left + 0.1 + (1.05 - side) / 2, at + (each - side) / 2, side, side))
        else:
            side = min(0.6, each - 0.16)
            sheet.disc((left + 0.2, at + (each - side) / 2, side, side), look.accent, str(number + 1))
        sheet.text((line,), (left + beside, at, width - beside - 0.1, each), size, anchor="ctr")
        at += each + gap


def _agenda(sheet: Sheet, slide: Slide, look: _Look) -> None:
    """The steps with their minutes; a bar shows how long each is; more than seven stand in two columns."""
    columns = 1 if len(slide.lines) <= 7 else 2
    rows = -(-len(slide.lines) // columns)
    gap, apart = 0.13, 0.4
    width, each = (_ACROSS - apart * (columns - 1)) / columns, min(0.8, (_DOWN - gap * (rows - 1)) / rows)
    bar = 3.2 if columns == 1 else 0.0
    size = min(fit((line,), (0, 0, width - 2.6 - bar, each), 28) for line in slide.lines)
    longest = max(map(_minutes, slide.large))
    for number, (line, minutes) in enumerate(zip(slide.lines, slide.large, strict=True)):
        left, top = _LEFT + (number // rows) * (width + apart), _TOP + (number % rows) * (each + gap)
        side = min(0.56, each - 0.12)
        sheet.block((left, top, width, each), WHITE, edge=look.edge)
        sheet.disc((left + 0.15, top + (each - side) / 2, side, side), look.accent, str(number + 1))
        sheet.text((line,), (left + 0.85, top, width - 2.4 - bar, each), size, anchor="ctr")
        if bar and _minutes(minutes):
            long = 2.9 * _minutes(minutes) / longest
            sheet.block((left + width - 1.7 - long, top + each / 2 - 0.1, long, 0.2), GOLD, shape="rect")
        sheet.text((minutes,), (left + width - 1.6, top, 1.45, each), 20, look.accent, bold=True, align="r", anchor="ctr")


def _minutes(words: str) -> int:
    return int(words.removesuffix("分钟") or 0)


def _number(sheet: Sheet, slide: Slide, look: _Look) -> None:
    sheet.block((_LEFT, _TOP, 4.3, _DOWN), look.accent, round_=0.05)
    size = fit(slide.large, (0, 0, 4.1, 2.3), 115)
    sheet.text(slide.large, (_LEFT + 0.1, _TOP, 4.1, _DOWN), one_line(slide.large[0], 4.1, size), WHITE, bold=True, align="ctr", anchor="ctr")
    _rows(sheet, slide.lines, slide.pictures if len(slide.pictures) > 1 else (), (_LEFT + 4.6, _TOP, _ACROSS - 4.6, _DOWN), look, 30)


def _flow(sheet: Sheet, slide: Slide, look: _Look) -> None:
    """One after the other, with arrows."""
    count, apart = len(slide.lines), 0.5
    width = (_ACROSS - apart * (count - 1)) / count
    height, top = 3.9, _TOP + 0.3
    pictures = slide.pictures if len(slide.pictures) == count else ("",) * count
    head = 1.75 if any(pictures) else 1.05
    size = min(fit((line,), (0, 0, width - 0.1, height - head - 0.15), 36 if count < 4 else 30) for line in slide.lines)
    for number, (line, name) in enumerate(zip(slide.lines, pictures, strict=True)):
        left = _LEFT + number * (width + apart)
        sheet.block((left, top, width, height), WHITE, edge=look.edge, round_=0.06)
        if name:
            side = 1.3
            _picture(sheet, name, (left + (width - side) / 2, top + 0.25, side, side))
            sheet.disc((left - 0.12, top - 0.2, 0.56, 0.56), look.accent, str(number + 1))
        else:
            sheet.disc((left + width / 2 - 0.35, top + 0.25, 0.7, 0.7), look.accent, str(number + 1))
        sheet.text((line,), (left + 0.02, top + head, width - 0.04, height - head - 0.1), size, align="ctr")
        if number + 1 < count:
            sheet.arrow((left + width + 0.09, top + height / 2 - 0.2, apart - 0.18, 0.4), GOLD)


def _columns(sheet: Sheet, slide: Slide, look: _Look) -> None:
    """What one does and what one does not, beside each other."""
    width = (_ACROSS - 0.5) / 2
    parts = (slide.lines[: slide.left], slide.lines[slide.left :])
    size = min(fit(part, (0, 0, width - 0.5, _DOWN - 1.0), 30, gap=14) for part in parts)
    for number, (part, colour, sign) in enumerate(zip(parts, (_GO, _STOP), "✓✕", strict=True)):
        left = _LEFT + number * (width + 0.5)
        sheet.block((left, _TOP, width, _DOWN), WHITE, edge=colour, round_=0.03)
        sheet.block((left, _TOP, width, 0.78), colour, (f"{sign}　{slide.large[number]}",), 26, round_=0.12)
        sheet.text(part, (left + 0.2, _TOP + 0.95, width - 0.4, _DOWN - 1.0), size, gap=14, dots=colour)


def _tiles(sheet: Sheet, slide: Slide, look: _Look) -> None:
    """Figures to be seen from afar, each with its words below."""
    count = len(slide.lines)
    columns = 2 if count in (2, 4) else 3
    rows, gap = -(-count // columns), 0.3
    width, height = (_ACROSS - gap * (columns - 1)) / columns, min(2.6, (_DOWN - gap * (rows - 1)) / rows)
    figure = min(fit((words,), (0, 0, width - 0.2, 1.2), 60) for words in slide.large)
    size = min(fit((line,), (0, 0, width - 0.3, height - 1.25), 26) for line in slide.lines)
    for number, (line, words) in enumerate(zip(slide.lines, slide.large, strict=True)):
        left, top = _LEFT + (number % columns) * (width + gap), _TOP + (number // columns) * (height + gap)
        sheet.block((left, top, width, height), WHITE, edge=look.edge, round_=0.06)
        sheet.block((left, top, 0.14, height), look.accent, shape="rect")
        sheet.text((words,), (left + 0.25, top + 0.1, width - 0.3, 1.1), figure, look.accent, bold=True, anchor="ctr")
        sheet.text((line,), (left + 0.25, top + 1.2, width - 0.3, height - 1.25), size)


def _quote(sheet: Sheet, slide: Slide, look: _Look) -> None:
    """What is said, word for word, and below it the rest."""
    height = (1.5 if len(slide.lines) > 3 else 1.9) if slide.lines else 3.6
    across = _ACROSS - 2.3 if slide.pictures else _ACROSS
    sheet.block((_LEFT, _TOP, across, height), look.accent, slide.large, 40, round_=0.08)
    if slide.pictures:
        _emblem(sheet, slide.pictures[:1], (WIDTH - _LEFT - height, _TOP, height, height))
    _rows(sheet, slide.lines, (), (_LEFT, _TOP + height + 0.2, _ACROSS, _DOWN - height - 0.2), look, 28)


def _diagram(sheet: Sheet, slide: Slide, look: _Look) -> None:
    assert slide.diagram
    draw_diagram(sheet, slide.diagram, (_LEFT, _TOP - 0.15, _ACROSS, _DOWN + 0.3))


def _card(sheet: Sheet, slide: Slide, look: _Look) -> None:
    """A scenario, and below it what is asked."""
    sheet.block((_LEFT, _TOP, _ACROSS - 3.2, 2.75), WHITE, edge=look.edge, round_=0.05)
    sheet.text(slide.lines, (_LEFT + 0.2, _TOP + 0.05, _ACROSS - 3.6, 2.65), 30, anchor="ctr")
    _emblem(sheet, slide.pictures[:1], (WIDTH - _LEFT - 2.75, _TOP, 2.75, 2.75))
    if slide.question:
        sheet.block((_LEFT, 5.1, _ACROSS, 1.6), look.accent, round_=0.1)
        sheet.disc((_LEFT + 0.25, 5.45, 0.9, 0.9), WHITE, "问", look.accent)
        sheet.text(slide.question, (_LEFT + 1.35, 5.1, _ACROSS - 1.6, 1.6), 30, WHITE, bold=True, anchor="ctr")


def _answer(sheet: Sheet, slide: Slide, look: _Look) -> None:
    left, top, width, height = ANSWERS
    sheet.block((_LEFT, _TOP - 0.05, _ACROSS, _DOWN), WHITE, edge=look.edge, round_=0.03)
    sheet.block((_LEFT, _TOP - 0.05, 0.12, _DOWN), look.accent, shape="rect")
    sheet.text(slide.lines, (left + 0.15, top + 0.12, width, height), 30, gap=10, anchor="ctr" if len(slide.lines) < 4 else "t", dots=look.accent)


def _quiz(sheet: Sheet, slide: Slide, look: _Look) -> None:
    shown = slide.right >= 0
    if not shown:
        sheet.text(slide.lines, (_LEFT - 0.1, 1.95, _ACROSS, 1.3), 32, anchor="ctr")
    top, each, gap = (2.1, 0.95, 0.15) if shown else (3.4, 1.0, 0.15)
    size = min((fit((words,), (0, 0, _ACROSS - 1.5, each), 28) for words in slide.options), default=24)
    for number, option in enumerate(slide.options):
        at = top + number * (each + gap)
        letter, _, words = option.rstrip("；。").partition(". ")
        good, faded = number == slide.right, shown and number != slide.right
        sheet.block((_LEFT, at, _ACROSS, each), _GO if good else WHITE, edge=_GO if good else look.edge, round_=0.16)
        ground, ink = (WHITE, _GO) if good else (("D5DCE4", GREY) if faded else (look.accent, WHITE))
        sheet.disc((_LEFT + 0.2, at + (each - 0.6) / 2, 0.6, 0.6), ground, "✓" if good else letter, ink)
        shade = WHITE if good else GREY if faded else INK
        sheet.text((words if not good else f"{letter}. {words}",), (_LEFT + 1.0, at, _ACROSS - 1.2, each), size, shade, bold=good, anchor="ctr")
    if shown and slide.lines:
        sheet.text(slide.lines, (_LEFT - 0.1, top + 3 * (each + gap), _ACROSS, 1.3), 28, anchor="ctr")


def _close(sheet: Sheet, slide: Slide, look: _Look) -> None:
    """Whom to call: the two numbers of the country large, the team's own below."""
    large = [item for item in zip(slide.large, slide.lines, strict=True) if item[1].isdigit()]
    width = (_ACROSS - 0.4) / max(1, len(large))
    for number, (what, line) in enumerate(large):
        left = _LEFT + number * (width + 0.4)
        sheet.block((left, _TOP, width, 1.75), _STOP, round_=0.08)
        sheet.text((line,), (left + 0.15, _TOP, 2.2, 1.75), 72, WHITE, bold=True, anchor="ctr")
        sheet.text((what,), (left + 2.35, _TOP, width - 2.4, 1.75), 28, WHITE, anchor="ctr")
    rest = [item for item in zip(slide.large, slide.lines, strict=True) if not item[1].isdigit()]
    top, each = _TOP + 2.0, 0.75
    for number, (what, line) in enumerate(rest):
        at = top + number * (each + 0.15)
        sheet.block((_LEFT, at, _ACROSS, each), WHITE, edge=look.edge)
        sheet.text((what,), (_LEFT + 0.2, at, 4.2, each), 26, look.accent, bold=True, anchor="ctr")
        sheet.text((line,), (_LEFT + 4.4, at, _ACROSS - 4.6, each), 28, bold=True, anchor="ctr")


def _picture(sheet: Sheet, name: str, area: Area) -> None:
    sheet.picture(name, meanings().get(name, ""), area)


_BODIES = {
    "points": _points, "agenda": _agenda, "number": _number, "flow": _flow, "columns": _columns, "tiles": _tiles, "quote": _quote,
    "diagram": _diagram, "card": _card, "answer": _answer, "quiz": _quiz, "close": _close,
}
