"""How slides look: 16:9, large Chinese type, one colour for each kind of slide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.exporters.slides.slides import Slide

Area = tuple[float, float, float, float]  # left, top, width, height in inches

WIDTH, HEIGHT = 13.333, 7.5
_INCH = 914_400
_LEFT = 0.9
_ACROSS = WIDTH - 2 * _LEFT
_SIZES = (32, 30, 28, 26, 24, 22, 20, 18)  # points
_LINE, _GAP = 1.4, 8  # line height in ems; points between paragraphs
_FONT = "微软雅黑"  # Windows and WPS have it; others take their own Chinese font
_INK, _GREY, _WHITE, _GOLD = "262626", "595959", "FFFFFF", "D9A441"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


@dataclass(frozen=True)
class _Look:
    accent: str
    paper: str


_LOOKS = {
    "title": _Look("7A1F17", "FFFFFF"), "points": _Look("9B2C22", "FFFFFF"),
    "card": _Look("8A5A00", "FBF3E4"), "answer": _Look("2F5D50", "EEF5F1"),
    "quiz": _Look("1F4E79", "EDF3F9"), "close": _Look("7A1F17", "FBEEEC"),
}


class Canvas:
    """A presentation that slides are drawn on, one after the other."""

    def __init__(self, team: str) -> None:
        from pptx import Presentation

        presentation: Any = Presentation()
        self.presentation = presentation
        self.presentation.slide_width = _emu(WIDTH)
        self.presentation.slide_height = _emu(HEIGHT)
        self.team = team
        self._dress()

    def draw(self, slide: Slide) -> None:
        page = _Page(self.presentation, _LOOKS[slide.kind], self.team)
        if slide.kind == "title":
            page.cover(slide)
        else:
            page.head(slide)
            page.body(slide)
            page.foot(len(self.presentation.slides))
        if slide.notes:
            page.note(slide.notes)

    def _dress(self) -> None:
        """The theme's fonts, and only the two layouts that are used."""
        from lxml import etree

        master = self.presentation.slide_master
        theme = master.part.part_related_by(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
        )
        root = etree.fromstring(theme.blob)
        for mark in root.iter("{*}ea"):
            mark.set("typeface", _FONT)
        theme._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for layout in list(master.slide_layouts):
            if layout.name not in ("Title Only", "Blank"):
                master.slide_layouts.remove(layout)


class _Page:
    def __init__(self, presentation: Any, look: _Look, team: str) -> None:
        titled = next(item for item in presentation.slide_layouts if item.name == "Title Only")
        self.slide = presentation.slides.add_slide(titled)
        self.look, self.team = look, team
        fill = self.slide.background.fill
        fill.solid()
        fill.fore_color.rgb = _colour(look.paper)

    def cover(self, slide: Slide) -> None:
        self._block((0, 0, 4.4, HEIGHT), self.look.accent)
        self._block((4.4, 0, 0.12, HEIGHT), _GOLD)
        self._text((slide.kicker,), (0.5, 0.6, 3.5, 3.2), 22, _WHITE)
        if slide.badge:
            self._text(("培训", slide.badge), (0.5, 5.4, 3.4, 1.4), 24, _WHITE)
        self._title(slide.title, (5.1, 1.7, 7.5, 2.0), 44)
        area = (5.1, 4.0, 7.5, 2.8)
        self._text(slide.lines, area, fit(slide.lines, area, 24), _GREY)

    def head(self, slide: Slide) -> None:
        self._block((0, 0, 0.28, HEIGHT), self.look.accent)
        self._text((slide.kicker,), (_LEFT, 0.45, 8.0, 0.5), 18, self.look.accent)
        self._title(slide.title, (_LEFT, 0.95, 9.9, 1.0), 36)
        if slide.badge:
            self._block((11.0, 0.62, 1.6, 0.6), self.look.accent, (slide.badge,))

    def body(self, slide: Slide) -> None:
        if slide.kind == "quiz":
            self._quiz(slide)
        elif slide.kind == "card":
            self._card(slide)
        else:
            area = (_LEFT, 2.15, _ACROSS, 4.5)
            self._text(slide.lines, area, fit(slide.lines, area, 32), _INK, dots=self.look.accent)

    def foot(self, number: int) -> None:
        self._text((self.team,), (_LEFT, 6.95, 9.0, 0.4), 12, _GREY)
        self._text((str(number),), (11.6, 6.95, 0.9, 0.4), 12, _GREY)

    def note(self, words: str) -> None:
        self.slide.notes_slide.notes_text_frame.text = words

    def _card(self, slide: Slide) -> None:
        story, asked = (_LEFT, 2.05, _ACROSS, 2.8), (_LEFT, 5.0, _ACROSS, 1.7)
        self._text(slide.lines, story, fit(slide.lines, story, 28), _INK)
        self._block(asked, self.look.accent, slide.question, fit(slide.question, asked, 28), left=True)

    def _quiz(self, slide: Slide) -> None:
        question = (_LEFT, 1.95, _ACROSS, 1.35)
        self._text(slide.lines, question, fit(slide.lines, question, 26), _INK)
        areas = [(_LEFT, 3.4 + 1.15 * number, _ACROSS, 1.0) for number in range(len(slide.options))]
        size = min((fit((words,), area, 26) for words, area in zip(slide.options, areas, strict=True)), default=24)
        for number, (option, area) in enumerate(zip(slide.options, areas, strict=True)):
            words = option.rstrip("；。")
            if number == slide.right:
                self._block(area, self.look.accent, (f"✓ {words}",), size, left=True)
            else:
                self._block(area, _WHITE, (words,), size, _INK, left=True, line=self.look.accent)

    def _title(self, words: str, area: Area, size: int) -> None:
        title = self.slide.shapes.title
        title.left, title.top, title.width, title.height = map(_emu, area)
        _write(title.text_frame, (words,), fit((words,), area, size), _INK, bold=True)

    def _text(self, lines: Sequence[str], area: Area, size: int, ink: str, dots: str = "") -> None:
        box = self.slide.shapes.add_textbox(*map(_emu, area))
        _write(box.text_frame, lines, size, ink, dots=dots)

    def _block(
        self, area: Area, fill: str, lines: Sequence[str] = (), size: int = 20, ink: str = _WHITE,
        left: bool = False, line: str = "",
    ) -> None:
        from pptx.enum.shapes import MSO_SHAPE
        from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

        kind = MSO_SHAPE.ROUNDED_RECTANGLE if lines else MSO_SHAPE.RECTANGLE
        shape = self.slide.shapes.add_shape(kind, *map(_emu, area))
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(fill)
        shape.shadow.inherit = False
        shape.line.fill.background()
        if line:
            shape.line.color.rgb = _colour(line)
        if lines:
            shape.adjustments[0] = 0.12
            _write(shape.text_frame, lines, size, ink, bold=True)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            if not left:
                shape.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
        else:
            # Only for the eye: a screen reader passes it over.
            shape.name = "装饰"


def fit(lines: Sequence[str], area: Area, largest: int) -> int:
    """The largest size in points at which `lines` stay inside `area`, with room for their dots."""
    across, down = (area[2] - 0.5) * 72, (area[3] - 0.1) * 72
    for size in (largest, *(item for item in _SIZES if item < largest)):
        # A character that does not fit leaves up to one em of its line empty.
        rows = sum(max(1, -(-_length(line) * size // (across - size))) for line in lines)
        if rows * size * _LINE + (len(lines) - 1) * _GAP <= down:
            return size
    return _SIZES[-1]


def _length(words: str) -> float:
    """In ems: Chinese characters are one wide, Latin letters and digits about half."""
    return sum(1 if ord(character) > 0x2E7F else 0.55 for character in words)


def _write(
    frame: Any, lines: Sequence[str], size: int, ink: str, bold: bool = False, dots: str = ""
) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap = True
    frame.vertical_anchor = MSO_ANCHOR.TOP
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        # In points: fonts differ in what they call a single line.
        paragraph.line_spacing = Pt(round(size * _LINE))
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(_GAP)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = _colour(ink)
        _speak_chinese(run)
        if dots:
            _dot(paragraph, dots)


def _speak_chinese(run: Any) -> None:
    from lxml import etree

    properties = run._r.get_or_add_rPr()
    properties.set("lang", "zh-CN")
    properties.set("altLang", "en-US")
    for name in ("latin", "ea"):
        etree.SubElement(properties, f"{{{_DRAWING}}}{name}").set("typeface", _FONT)


def _dot(paragraph: Any, colour: str) -> None:
    from lxml import etree

    properties = paragraph._p.get_or_add_pPr()
    properties.set("marL", str(_emu(0.42)))
    properties.set("indent", str(-_emu(0.42)))
    mark = etree.SubElement(properties, f"{{{_DRAWING}}}buClr")
    etree.SubElement(mark, f"{{{_DRAWING}}}srgbClr").set("val", colour)
    etree.SubElement(properties, f"{{{_DRAWING}}}buFont").set("typeface", "Arial")
    etree.SubElement(properties, f"{{{_DRAWING}}}buChar").set("char", "●")


def _emu(inches: float) -> int:
    return round(inches * _INCH)


def _colour(value: str) -> Any:
    from pptx.dml.color import RGBColor

    colour: Any = RGBColor
    return colour.from_string(value)
