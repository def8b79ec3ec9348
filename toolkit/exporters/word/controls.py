"""Content controls: a form's rooms that are filled in on the screen too, and print as the room that they are."""

from __future__ import annotations

from html import escape

from toolkit.exporters.word import ooxml

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_CHINESE = '<w:rFonts w:hint="eastAsia"/>'
_LONGEST = 60  # signs of a control's name: Word takes 64
_BOX = '<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="MS Gothic" w:cs="Segoe UI Symbol" w:hint="eastAsia"/>'
_STATES = (
    '<w14:checkedState w14:val="2611" w14:font="Segoe UI Symbol"/><w14:uncheckedState w14:val="2610" w14:font="Segoe UI Symbol"/>'
)
_DATE = (
    '<w:date><w:dateFormat w:val="yyyy年M月d日"/><w:lid w:val="zh-CN"/>'
    '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
)


def text(name: str, room: str, size: int = 0, lined: bool = False) -> str:
    """Any words; `room` stands there until somebody writes, on a line if `lined`; `size` in half-points, 0 as the text around it.

    Of no kind: what LibreOffice 7 saves of w:text stands twice.
    """
    return _control(name, "<w:showingPlcHdr/>", _run(room, ooxml.size(size, lined)))


def date(name: str, room: str) -> str:
    """A day from a calendar."""
    return _control(name, f"<w:showingPlcHdr/>{_DATE}", _run(room))


def box(name: str, ticked: bool, size: int = 0) -> str:
    """A box to tick; `size` in half-points, 0 as the text around it."""
    state = f'<w14:checkbox xmlns:w14="{W14}"><w14:checked w14:val="{int(ticked)}"/>{_STATES}</w14:checkbox>'
    return _control(name, state, f'<w:r><w:rPr>{_BOX}{ooxml.size(size)}</w:rPr><w:t>{"☑" if ticked else "☐"}</w:t></w:r>')


def _control(name: str, kind: str, content: str) -> str:
    alias = escape(" ".join(name.split())[:_LONGEST])
    return f'<w:sdt><w:sdtPr><w:alias w:val="{alias}"/>{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'


def _run(words: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{_CHINESE}{look}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
