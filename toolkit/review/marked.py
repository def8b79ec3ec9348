"""A Word file that came back, as a stream of signs and paragraph ends, each with who put or struck it.

Accepting all is the stream without what is struck; rejecting all is the stream without what was put
in. Files are hostile until read: one bounded reader, nothing of theirs is executed or fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from toolkit.errors import Words
from toolkit.files.archive import Refused
from toolkit.files.given import Given
from toolkit.review import comments, word_file
from toolkit.review.comments import By, Comment, by

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_OWN_PICTURE = "linyi-picture-"
_DEEPEST = 200  # elements in each other
_MOST_SIGNS = 2_000_000
# Seen through: what they hold is text of the paragraph that they stand in.
_CLEAR = {"hyperlink", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "dir", "bdo", "ruby", "rubyBase"}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_SILENT = {
    "rPr", "pPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "instrText", "delInstrText", "fldChar",
    "proofErr", "lastRenderedPageBreak", "footnoteReference", "endnoteReference", "annotationRef", "permStart", "permEnd",
    "smartTagPr", "customXmlPr", "rubyPr", "rt", "tblPrEx", "bookmarkEnd",
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
    "customXmlInsRangeStart", "customXmlInsRangeEnd", "customXmlDelRangeStart", "customXmlDelRangeEnd",
}
_FORMATS = {"rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange", "sectPrChange", "numberingChange", "tblGridChange"}


@dataclass(frozen=True)
class Place:
    """A cell of the document: the number of its table, row and column. A row may itself be put in or struck."""

    table: int
    row: int
    column: int


@dataclass(frozen=True)
class Sign:
    """A sign of the text; an `end` closes a paragraph or a cell. Put in and struck may both be."""

    text: str
    put: By | None = None
    struck: By | None = None
    end: bool = False
    heading: bool = False  # the paragraph that ends here
    cell: Place | None = None

    @property
    def before(self) -> bool:
        return self.put is None

    @property
    def after(self) -> bool:
        return self.struck is None


@dataclass
class Marked:
    """A file as read. `bookmarks` are named places, `formats` changes of look alone, `unknown` what holds no text of ours."""

    signs: list[Sign] = field(default_factory=list)
    bookmarks: dict[str, int] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    formats: list[tuple[int, By]] = field(default_factory=list)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)


def read(path: Path | Given) -> Marked:
    """The file at `path`. Raises Refused with the next step, or OSError."""
    return parse(word_file.content(path))


def parse(raw: bytes) -> Marked:
    """As `read`, from the bytes of a .docx."""
    parts = word_file.parts(raw)
    reader = _Reader()
    reader.body(word_file.xml(parts[word_file.DOCUMENT]))
    reader.found.comments = comments.read(parts, reader.anchors, [sign.text for sign in reader.found.signs])
    _read_properties(reader.found, parts)
    return reader.found


@dataclass(frozen=True)
class _Within:
    """What surrounds the element that is read."""

    put: By | None = None
    struck: By | None = None
    cell: Place | None = None
    row_put: By | None = None
    row_struck: By | None = None
    depth: int = 0


class _Reader:
    def __init__(self) -> None:
        self.found = Marked()
        self.tables = 0
        self.anchors = comments.Anchors()

    def body(self, root: Any) -> None:
        for body in root.iterchildren(_W + "body"):
            self._children(body, _Within())

    def _children(self, element: Any, within: _Within) -> None:
        if within.depth > _DEEPEST or len(self.found.signs) > _MOST_SIGNS:
            raise Refused(Words("文件里的层次太深，或者字太多", "the file is nested too deep, or holds too many signs"), word_file.FIX)
        for child in element:
            if isinstance(child.tag, str):
                self._element(child, within)

    def _element(self, child: Any, within: _Within) -> None:
        deeper = _deeper(within)
        name = child.tag.removeprefix(_W)
        if name == "p":
            self._paragraph(child, deeper)
        elif name == "tbl":
            self._table(child, deeper)
        elif name in ("ins", "moveTo"):
            self._children(child, _deeper(within, put=within.put or by(child)))
        elif name in ("del", "moveFrom"):
            self._children(child, _deeper(within, struck=within.struck or by(child)))
        elif name == "r":
            self._formats(child.find(_W + "rPr"))
            self._children(child, deeper)
        elif name in ("t", "delText"):
            self._write(child.text or "", within)
        elif name in _SIGNS:
            self._write(_SIGNS[name], within)
        elif name == "sym":
            self._write(_symbol(child), within)
        elif name in _CLEAR:
            self._children(child, deeper)
        elif child.tag == _MC + "AlternateContent":
            for chosen in child.iterchildren(_MC + "Fallback"):
                self._children(chosen, deeper)
        elif name == "bookmarkStart":
            self.found.bookmarks.setdefault(str(child.get(_W + "name", "")), self._at)
        elif name in ("commentRangeStart", "commentRangeEnd", "commentReference"):
            self.anchors.note(name, str(child.get(_W + "id", "")), self._at)
        elif name not in _SILENT and not _is_own_picture(child):
            self.found.unknown.append((self._at, name.rsplit("}", 1)[-1]))

    @property
    def _at(self) -> int:
        return len(self.found.signs)

    def _write(self, text: str, within: _Within) -> None:
        put, struck = within.put or within.row_put, within.struck or within.row_struck
        self.found.signs.extend(Sign(sign, put, struck, cell=within.cell) for sign in text)

    def _paragraph(self, element: Any, within: _Within) -> None:
        look = element.find(_W + "pPr")
        mark = None if look is None else look.find(_W + "rPr")
        put, struck = within.put or within.row_put, within.struck or within.row_struck
        style = ""
        if look is not None:
            self._formats(look)
            named = look.find(_W + "pStyle")
            style = "" if named is None else str(named.get(_W + "val", ""))
        if mark is not None:
            put = put or next((by(found) for found in mark.iterchildren(_W + "ins", _W + "moveTo")), None)
            struck = struck or next((by(found) for found in mark.iterchildren(_W + "del", _W + "moveFrom")), None)
        self._children(element, within)
        heading = style.startswith(("Heading", "heading")) or style in ("1", "2", "Title", "Subtitle")
        self.found.signs.append(Sign("\n", put, struck, end=True, heading=heading, cell=within.cell))

    def _table(self, element: Any, within: _Within) -> None:
        if within.cell:
            self.found.unknown.append((self._at, "tbl"))
        number = self.tables
        self.tables += 1
        for row_number, row in enumerate(_seen_through(element, "tr")):
            look = row.find(_W + "trPr")
            put = None if look is None else next((by(found) for found in look.iterchildren(_W + "ins")), None)
            struck = None if look is None else next((by(found) for found in look.iterchildren(_W + "del")), None)
            self._formats(look)
            for column, cell in enumerate(_seen_through(row, "tc")):
                place = Place(number, row_number, column)
                self._children(cell, _deeper(
                    within, cell=place, row_put=within.row_put or put, row_struck=within.row_struck or struck,
                ))

    def _formats(self, look: Any) -> None:
        if look is not None:
            for change in look.iter(*(_W + name for name in _FORMATS)):
                self.found.formats.append((self._at, by(change)))


def _deeper(within: _Within, **changes: Any) -> _Within:
    return replace(within, depth=within.depth + 1, **changes)


def _seen_through(element: Any, wanted: str) -> Iterator[Any]:
    """Rows or cells, also those within content controls."""
    for child in element:
        if child.tag == _W + wanted:
            yield child
        elif isinstance(child.tag, str) and child.tag.removeprefix(_W) in (*_CLEAR, "ins", "del"):
            yield from _seen_through(child, wanted)


def _is_own_picture(element: Any) -> bool:
    """Whether it is a drawing that a form of ours prints, and holds no text."""
    if element.tag != _W + "drawing" or element.find(f".//{_W}txbxContent") is not None:
        return False
    names = [str(found.get("name", "")) for found in element.iter("{*}docPr")]
    return len(names) == 1 and names[0].startswith(_OWN_PICTURE)


def _symbol(element: Any) -> str:
    try:
        code = int(str(element.get(_W + "char", "")), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else "□"  # a font's own picture


def _read_properties(found: Marked, parts: dict[str, bytes]) -> None:
    part = parts.get("docProps/custom.xml")
    if part is not None:
        for entry in word_file.xml(part):
            found.properties[str(entry.get("name", ""))] = "".join(entry.itertext()).strip()
