"""Signs that stay, came or went as WordprocessingML: runs, paragraphs, rows and tables with tracked changes."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from toolkit.review.redline.body import BREAK, Cell, Paragraph, Row, Sign, Table, W

Kind = Literal["same", "deleted", "inserted", "from", "to"]
_TAGS = {"deleted": "del", "inserted": "ins", "from": "moveFrom", "to": "moveTo"}
_ROWS = {"deleted": "del", "inserted": "ins", "from": "del", "to": "ins"}  # rows cannot be moved
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_SPECIAL = {BREAK: "br", "\t": "tab", "\u2011": "noBreakHyphen"}
_FIRST_ID = 700_000  # far from the numbers of bookmarks


@dataclass(frozen=True)
class Shown:
    """A sign, or with `end` the end of its paragraph, and what became of it."""

    kind: Kind
    sign: Sign
    end: Paragraph | None = None


@dataclass
class Pen:
    """Writes marks under one name and day, each with a number of its own.

    Marks with something unmarked between them bear different times: LibreOffice takes two insertions
    of one minute for one, also where the end of a paragraph that was there before stands between.
    """

    author: str
    day: str  # as 2026-03-01
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(_FIRST_ID))
    _later: bool = False

    def mark(self, tag: str, **more: str) -> Any:
        element = etree.Element(W + tag)
        element.set(W + "id", str(next(self._ids)))
        element.set(W + "author", self.author)
        element.set(W + "date", f"{self.day}T00:0{'5' if self._later else '0'}:00Z")
        for name, value in more.items():
            element.set(W + name, value)
        return element

    def bookmark(self, name: str) -> tuple[Any, Any]:
        start, end = etree.Element(W + "bookmarkStart"), etree.Element(W + "bookmarkEnd")
        start.set(W + "id", str(next(self._ids)))
        start.set(W + "name", name)
        end.set(W + "id", str(start.get(W + "id")))
        return start, end

    def moved(self, tag: str, name: str, inside: Sequence[Any]) -> list[Any]:
        """The elements with the range of a move around them."""
        start, end = self.mark(f"{tag}RangeStart", name=name), etree.Element(f"{W}{tag}RangeEnd")
        end.set(W + "id", str(start.get(W + "id")))
        return [start, *inside, end]

    def paragraphs(self, shown: Iterable[Shown]) -> list[Any]:
        """A paragraph for each end, which comes last."""
        found: list[Any] = []
        waiting: list[Shown] = []
        for item in shown:
            if item.end is None:
                waiting.append(item)
                continue
            found.append(self._paragraph(item.end, item.kind, waiting))
            waiting = []
            self._later ^= item.kind == "same"
        assert not waiting
        return found

    def _paragraph(self, source: Paragraph, kind: Kind, signs: Sequence[Shown]) -> Any:
        made = etree.Element(W + "p")
        look = source.element.find(W + "pPr")
        look = etree.Element(W + "pPr") if look is None else copy.deepcopy(look)
        if kind != "same":
            _in_order(look, "rPr", ("sectPr", "pPrChange")).insert(0, self.mark(_TAGS[kind]))
        if len(look):
            made.append(look)
        keep = kind in ("same", "inserted", "to")
        made.extend(copy.deepcopy(mark) for mark in source.marks if keep and mark.tag == W + "bookmarkStart")
        for link, linked in itertools.groupby(signs, lambda item: item.sign.link if item.kind in ("same", "inserted") else ""):
            holder = made
            if link:
                holder = etree.SubElement(made, W + "hyperlink")
                holder.set(W + "anchor", link)
            for of, group in itertools.groupby(linked, lambda item: item.kind):
                holder.extend(self._runs(of, [item.sign for item in group]))
        made.extend(copy.deepcopy(mark) for mark in source.marks if keep and mark.tag == W + "bookmarkEnd")
        return made

    def _runs(self, kind: Kind, signs: Sequence[Sign]) -> list[Any]:
        runs = [_run(kind, look, list(group)) for look, group in _by_look(signs)]
        if kind == "same":
            self._later = not self._later
            return runs
        mark = self.mark(_TAGS[kind])
        mark.extend(runs)
        return [mark]

    def cell(self, source: Cell, inside: Iterable[Any]) -> Any:
        made = etree.Element(W + "tc")
        look = source.element.find(W + "tcPr")
        if look is not None:
            made.append(copy.deepcopy(look))
        made.extend(inside)
        return made

    def row(self, source: Row, cells: Iterable[Any], kind: Kind = "same") -> Any:
        made = etree.Element(W + "tr")
        look = source.element.find(W + "trPr")
        if kind != "same":
            look = etree.Element(W + "trPr") if look is None else copy.deepcopy(look)
            look.append(self.mark(_ROWS[kind]))
        if look is not None:
            made.append(copy.deepcopy(look))
        made.extend(cells)
        return made

    def whole_row(self, source: Row, kind: Kind) -> Any:
        """A row that came or went, with all that is in it."""
        cells = [self.cell(cell, self.paragraphs(whole(cell.paragraphs, _ROW_KINDS[kind]))) for cell in source.cells]
        return self.row(source, cells, kind)

    def table(self, source: Table, rows: Iterable[Any]) -> Any:
        made = etree.Element(W + "tbl")
        made.extend(copy.deepcopy(child) for child in source.element if child.tag != W + "tr")
        made.extend(rows)
        return made


_ROW_KINDS: dict[Kind, Kind] = {"deleted": "deleted", "inserted": "inserted", "from": "deleted", "to": "inserted"}


def whole(paragraphs: Iterable[Paragraph], kind: Kind) -> Iterator[Shown]:
    """Paragraphs of one fate, their ends too."""
    for paragraph in paragraphs:
        yield from (Shown(kind, sign) for sign in paragraph.signs)
        yield Shown(kind, Sign("\n"), paragraph)


def _in_order(look: Any, name: str, followers: Sequence[str]) -> Any:
    """The child `name`, made where the schema wants it if it is not there."""
    found = look.find(W + name)
    if found is None:
        found = etree.Element(W + name)
        following = next((child for child in look if child.tag.removeprefix(W) in followers), None)
        if following is None:
            look.append(found)
        else:
            following.addprevious(found)
    return found


def _by_look(signs: Sequence[Sign]) -> Iterator[tuple[Any, Iterator[Sign]]]:
    for _, group in itertools.groupby(signs, lambda sign: _name_of(sign.look)):
        first, *rest = group
        yield first.look, iter([first, *rest])


def _name_of(look: Any) -> bytes:
    return b"" if look is None else bytes(etree.tostring(look, method="c14n", exclusive=True))


def _run(kind: Kind, look: Any, signs: Sequence[Sign]) -> Any:
    run = etree.Element(W + "r")
    if look is not None:
        run.append(copy.deepcopy(look))
    for special, group in itertools.groupby(signs, lambda sign: sign.text if sign.text in _SPECIAL else ""):
        if special:
            for _ in group:
                etree.SubElement(run, W + _SPECIAL[special])
            continue
        text = etree.SubElement(run, W + ("delText" if kind == "deleted" else "t"))
        text.text = "".join(sign.text for sign in group)
        text.set(_SPACE, "preserve")
    return run
