"""The body of a Word file of this project: parts by their bookmarks, and what each consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BREAK = "\v"  # a line break within a paragraph
_SIGNS = {"br": BREAK, "tab": "\t", "noBreakHyphen": "\u2011"}
NOTE, _NOTE_STYLE = "_note", "附注"  # what stands small at the end belongs to no clause
_LEFT_OUT = {"rPr", "drawing"}  # a changed line has its words, not its picture
_MARKED = {"ins", "del", "moveFrom", "moveTo"}


class Unmarkable(Exception):
    """A part holds what a redline cannot show; `part` is its id, `what` names it."""

    def __init__(self, part: str, what: str) -> None:
        super().__init__(f"{part}: {what}")
        self.part, self.what = part, what


@dataclass(frozen=True)
class Sign:
    """`look` is the w:rPr of its run, if any; `link` the bookmark that it leads to."""

    text: str
    look: Any = None
    link: str = ""


@dataclass(frozen=True)
class Paragraph:
    element: Any
    signs: tuple[Sign, ...]
    marks: tuple[Any, ...] = ()  # bookmarks within it

    @property
    def text(self) -> str:
        return "".join(sign.text for sign in self.signs)

    @property
    def key(self) -> str:
        return self.text


@dataclass(frozen=True)
class Cell:
    element: Any
    paragraphs: tuple[Paragraph, ...]

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Row:
    element: Any
    cells: tuple[Cell, ...]

    @property
    def shape(self) -> tuple[str, ...]:
        """The columns that its cells take."""
        spans = (cell.element.find(f"{W}tcPr/{W}gridSpan") for cell in self.cells)
        return tuple("1" if span is None else str(span.get(W + "val")) for span in spans)

    @cached_property
    def text(self) -> str:
        return "\t".join(cell.text for cell in self.cells)

    @property
    def key(self) -> tuple[str, tuple[str, ...]]:
        return self.text, self.shape


@dataclass(frozen=True)
class Table:
    element: Any
    rows: tuple[Row, ...]

    @cached_property
    def text(self) -> str:
        return "\n".join(row.text for row in self.rows)

    @property
    def key(self) -> tuple[object, ...]:
        return tuple(row.key for row in self.rows)


Block = Paragraph | Table


@dataclass
class Part:
    """What stands from one clause's bookmark to the next; `id` is "" before the first, and NOTE at the end."""

    id: str
    before: list[Any] = field(default_factory=list)  # bookmarks that open here
    blocks: list[Block] = field(default_factory=list)
    after: list[Any] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        return "\n".join(block.text for block in self.blocks)

    @property
    def key(self) -> tuple[object, ...]:
        return tuple(block.key for block in self.blocks)


def parts(body: Any) -> list[Part]:
    """The parts in their order; the last sectPr belongs to none. Raises Unmarkable."""
    found = [Part("")]
    for child in body:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.removeprefix(W)
        if name == "bookmarkStart":
            found.append(Part(str(child.get(W + "name"))))
            found[-1].before.append(child)
        elif name == "bookmarkEnd":
            found[-1].after.append(child)
        elif name == "p":
            paragraph = _paragraph(child, found[-1].id)
            opened = next((mark for mark in paragraph.marks if mark.tag == W + "bookmarkStart"), None)
            if opened is not None:
                found.append(Part(str(opened.get(W + "name"))))
            elif _style(child) == _NOTE_STYLE and found[-1].id != NOTE:
                found.append(Part(NOTE))
            found[-1].blocks.append(paragraph)
        elif name == "tbl":
            found[-1].blocks.append(_table(child, found[-1].id))
        elif name != "sectPr":
            raise Unmarkable(found[-1].id, name)
    return found


def _style(paragraph: Any) -> str:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if named is None else str(named.get(W + "val"))


def _paragraph(element: Any, part: str) -> Paragraph:
    signs: list[Sign] = []
    marks: list[Any] = []
    for child in element:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name == "r":
            signs.extend(_run(child, part, ""))
        elif name == "hyperlink":
            for run in child:
                if run.tag != W + "r" or child.get(W + "anchor") is None:
                    raise Unmarkable(part, "hyperlink")
                signs.extend(_run(run, part, str(child.get(W + "anchor"))))
        elif name == "sdt":  # what is filled in on the screen: a redline shows its text
            signs.extend(sign for run in child.iterfind(f"{W}sdtContent/{W}r") for sign in _run(run, part, ""))
        elif name in ("bookmarkStart", "bookmarkEnd"):
            marks.append(child)
        elif name == "pPr":
            if any(mark.tag.removeprefix(W) in _MARKED for mark in child.iter() if isinstance(mark.tag, str)):
                raise Unmarkable(part, "pPr")
        elif name:
            raise Unmarkable(part, name)
    return Paragraph(element, tuple(signs), tuple(marks))


def _run(run: Any, part: str, link: str) -> Iterator[Sign]:
    look = run.find(W + "rPr")
    for child in run:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name == "t":
            yield from (Sign(sign, look, link) for sign in child.text or "")
        elif name in _SIGNS and not child.attrib:
            yield Sign(_SIGNS[name], look, link)
        elif name and name not in _LEFT_OUT:
            raise Unmarkable(part, name)


def _table(element: Any, part: str) -> Table:
    rows = []
    for row in element.iterchildren(W + "tr"):
        rows.append(Row(row, tuple(_cell(cell, part) for cell in row.iterchildren(W + "tc"))))
    return Table(element, tuple(rows))


def _cell(element: Any, part: str) -> Cell:
    paragraphs = []
    for child in element:
        name = child.tag.removeprefix(W) if isinstance(child.tag, str) else ""
        if name == "p":
            paragraphs.append(_paragraph(child, part))
        elif name and name != "tcPr":
            raise Unmarkable(part, name)
    return Cell(element, tuple(paragraphs))
