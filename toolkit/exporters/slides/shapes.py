"""What stands on a slide, as DrawingML: text, blocks, arrows and pictures, in inches and points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from math import fsum

Area = tuple[float, float, float, float]  # left, top, width, height in inches

WIDTH, HEIGHT = 13.333, 7.5
INK, GREY, WHITE, GOLD = "262626", "595959", "FFFFFF", "D9A441"
_INCH = 914_400
_SIZES = (60, 54, 48, 44, 40, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12)  # points
_LINE = 1.35  # line height in ems
_DOT = 0.32  # inches that a dot stands before its words
_INSET = 0.1  # inches that PowerPoint leaves at the left and right of a text
# Signs that XML cannot hold; a value of a city may have them.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass
class Sheet:
    """A slide being drawn. `images` are the pictures on it, in the order of their relations."""

    shapes: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)

    def title(self, words: str, area: Area, size: int, ink: str = INK, middle: bool = False) -> None:
        """The slide's name, which programs list and screen readers say first."""
        size = fit((words,), area, size)
        self.shapes.append(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self._id()}" name="标题"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr>{_place(area)}</p:spPr>'
            f"{_body((words,), size, ink, bold=True, anchor='ctr' if middle else 't', align='l')}</p:sp>"
        )

    def text(
        self, lines: Sequence[str], area: Area, size: int, ink: str = INK, *, bold: bool = False,
        align: str = "l", anchor: str = "t", gap: int = 6, dots: str = "",
    ) -> None:
        """Lines without a ground; `size` is the largest in points, what does not fit is set smaller. `dots` is a colour."""
        inside = (area[0], area[1], area[2] - (_DOT if dots else 0.0), area[3])
        size = fit(lines, inside, size, gap)
        self.shapes.append(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self._id()}" name="文字"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f'<p:spPr>{_place(area)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>'
            f"{_body(lines, size, ink, bold=bold, anchor=anchor, align=align, gap=gap, dots=dots)}</p:sp>"
        )

    def block(
        self, area: Area, fill: str, lines: Sequence[str] = (), size: int = 24, ink: str = WHITE, *, bold: bool = True,
        align: str = "ctr", anchor: str = "ctr", edge: str = "", shape: str = "roundRect", round_: float = 0.12, gap: int = 4,
    ) -> None:
        """A ground, with or without words; one without is only for the eye, and a screen reader passes it over."""
        bend = f'<a:gd name="adj" fmla="val {round(round_ * 100_000)}"/>' if shape == "roundRect" else ""
        inside = (area[0], area[1], area[2] - (0.3 if shape != "ellipse" else 0.0), area[3])
        size = size if shape == "ellipse" else fit(lines, inside, size, gap)
        body = _body(
            lines, size, ink, bold=bold, anchor=anchor, align=align, gap=gap,
            inset=0.0 if shape == "ellipse" else 0.2,
        ) if lines else _NO_WORDS
        line = f'<a:ln w="15875">{_fill(edge)}</a:ln>' if edge else "<a:ln><a:noFill/></a:ln>"
        hidden = "" if lines else _DECORATIVE
        self.shapes.append(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{self._id()}" name="{"块" if lines else "装饰"}">{hidden}</p:cNvPr><p:cNvSpPr/><p:nvPr/>'
            f'</p:nvSpPr><p:spPr>{_place(area)}<a:prstGeom prst="{shape}"><a:avLst>{bend}</a:avLst></a:prstGeom>'
            f"{_fill(fill) if fill else '<a:noFill/>'}{line}</p:spPr>{body}</p:sp>"
        )

    def disc(self, area: Area, fill: str, sign: str, ink: str = WHITE) -> None:
        """A number or a sign on a round ground."""
        self.block(area, fill, (sign,), round(area[3] * 38), ink, shape="ellipse")

    def arrow(self, area: Area, fill: str, down: bool = False) -> None:
        """From one block to the next."""
        self.block(area, fill, shape="downArrow" if down else "rightArrow")

    def picture(self, name: str, means: str, area: Area) -> None:
        """A drawing of the catalogue; `means` is said to those who cannot see it."""
        if name not in self.images:
            self.images.append(name)
        relation = f"rId{self.images.index(name) + 2}"
        self.shapes.append(
            f'<p:pic><p:nvPicPr><p:cNvPr id="{self._id()}" name="图" descr="{safe(means)}"/>'
            '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr>{_place(area)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    def xml(self, paper: str) -> bytes:
        """The slide's part, on a ground of one colour."""
        return (
            f"{DECLARATION}<p:sld {NAMESPACES}><p:cSld><p:bg><p:bgPr>{_fill(paper)}<a:effectLst/></p:bgPr></p:bg><p:spTree>"
            f"{TREE}{''.join(self.shapes)}</p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
        ).encode()

    def _id(self) -> int:
        return len(self.shapes) + 2


DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
_NO_WORDS = '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="zh-CN"/></a:p></p:txBody>'
_DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)


def fit(lines: Sequence[str], area: Area, largest: int, gap: int = 6) -> int:
    """The largest size in points, up to `largest`, at which `lines` stay inside `area`; the smallest where none does."""
    across, down = (area[2] - 2 * _INSET) * 72, (area[3] - _INSET) * 72
    lengths = [_length(line) for line in lines]
    room = down - max(0, len(lines) - 1) * gap
    for size in (largest, *(item for item in _SIZES if item < largest)):
        rows = sum(_rows(length, size, across) for length in lengths)
        if rows * round(size * _LINE) <= room:
            return size
    return _SIZES[-1]


def in_rows(lines: Sequence[str], across: float, down: float, largest: int, least: float) -> tuple[int, list[float]]:
    """The largest size at which rows of `across` inches hold a line each in `down` inches, and the height of each."""
    for size in (largest, *(item for item in _SIZES if item < largest)):
        room = (across - 2 * _INSET) * 72
        needs = [max(least, _rows(_length(line), size, room) * round(size * _LINE) / 72 + 0.16) for line in lines]
        if fsum(needs) <= down:
            break
    return size, needs


def one_line(words: str, across: float, largest: int) -> int:
    """The largest size in points at which `words` stay on one line of `across` inches."""
    return min(largest, int((across - 2 * _INSET) * 72 * 0.96 / max(1, _length(words))))


def safe(words: str) -> str:
    """Words as a part of XML, within quotation marks too."""
    return escape(_UNWRITABLE.sub("", words), quote=True)


def _rows(length: float, size: int, across: float) -> int:
    """Rows of `across` points that `length` ems take: a sign that does not fit leaves up to one em of its row empty."""
    return max(1, int(-(-length * size // max(size, across - (size if length * size > across else 0)))))


@cache
def _length(words: str) -> float:
    """In ems: Chinese signs are one wide, Latin letters and digits about half."""
    return fsum(1 if ord(sign) > 0x2E7F or sign in "“”‘’—…" else 0.56 for sign in words)


def _body(
    lines: Sequence[str], size: int, ink: str, *, bold: bool, anchor: str, align: str, gap: int = 6, inset: float = _INSET,
    dots: str = "",
) -> str:
    side = round(inset * _INCH)
    # In points: fonts differ in what they call a single line.
    dot = (
        f'<a:buClr><a:srgbClr val="{dots}"/></a:buClr><a:buFont typeface="Arial"/><a:buChar char="•"/>' if dots else "<a:buNone/>"
    )
    hang = f' marL="{round(_DOT * _INCH)}" indent="-{round(_DOT * _INCH)}"' if dots else ""
    style = (
        f'<a:pPr algn="{align}"{hang}><a:lnSpc><a:spcPts val="{round(size * _LINE) * 100}"/></a:lnSpc><a:spcBef><a:spcPts val="0"/></a:spcBef>'
        f'<a:spcAft><a:spcPts val="{gap * 100}"/></a:spcAft>{dot}</a:pPr>'
    )
    last = style.replace(f'<a:spcAft><a:spcPts val="{gap * 100}"/>', '<a:spcAft><a:spcPts val="0"/>')
    run = f'<a:r><a:rPr lang="zh-CN" altLang="en-US" sz="{size * 100}" b="{int(bold)}">{_fill(ink)}</a:rPr><a:t>'
    end = len(lines) - 1
    paragraphs = "".join(
        f"<a:p>{last if number == end else style}{run}{safe(line)}</a:t></a:r></a:p>" for number, line in enumerate(lines)
    )
    return (
        f'<p:txBody><a:bodyPr wrap="square" lIns="{side}" rIns="{side}" tIns="45720" bIns="45720" anchor="{anchor}"><a:normAutofit/>'
        f"</a:bodyPr><a:lstStyle/>{paragraphs}</p:txBody>"
    )


def _fill(colour: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'


def _place(area: Area) -> str:
    left, top, width, height = (round(value * _INCH) for value in area)
    return f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
