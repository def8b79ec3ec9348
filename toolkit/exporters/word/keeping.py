"""What stays together on a Word page: signatures with what is signed, numbers with their hyphens, small print where large is none's need."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from toolkit.exporters.word.controls import W14
from toolkit.exporters.word.ooxml import CONTACT, DECISION, SIGNED

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_MOST = 6200  # twips: what is signed is kept whole up to here, of longer text its end
_WHOLE_TABLE, _LED = 4250, 4200  # twips: 75 mm, and a third of a page
_TWO_ROWS = 2
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")
_BOXES = ("☐", "☑")
_NUMBER = re.compile(r"[0-9A-Za-z]*-[0-9A-Za-z-]+")
# What Word, which keeps to an order, reads behind a paragraph's spacing, and behind a run's size.
_AFTER_SPACING = frozenset({"ind", "contextualSpacing", "jc", "outlineLvl", "rPr"})
_AFTER_SIZE = frozenset({
    "highlight", "u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em",
    "lang", "eastAsianLayout", "specVanish", "oMath",
})
_SMALL_LINE, _SMALL = "380", "24"


def finished(document: bytes, adults: Iterable[str] = (), form: bool = False) -> bytes:
    """document.xml with what belongs together kept; `adults` are the bookmarks of chapters in small print.

    In a `form` a small table is whole, and what leads to a table goes with its first row.
    """
    from lxml import etree

    root = etree.fromstring(document)
    body = root.find(_W + "body")
    blocks = [block for block in body if block.tag in (_W + "p", _W + "tbl")]  # bookmarks stand between them
    for number, block in enumerate(blocks):
        if form and block.tag == _W + "tbl":
            _keep_leading(blocks, number)
        if form and number and _is_own_page(block):
            _thin(blocks[number - 1])
        if _caption(block) == SIGNED:
            _keep_above(blocks, number)
        elif _caption(block) == CONTACT:
            _keep_last(blocks, number)
        elif _style(block) == "署名" and number:
            _keep(blocks[number - 1])
    _small_print(body, frozenset(adults))
    for paragraph in body.iter(_W + "p"):
        _bind_boxes(paragraph)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return _ignorable(_unbroken(found.decode())).encode()


def _thin(block: Any) -> None:
    """What parts a table from the end of its page never begins the next."""
    spacing = block.find(f"{_W}pPr/{_W}spacing") if block.tag == _W + "p" and not _is_text(block) else None
    if spacing is not None:
        spacing.set(_W + "line", "20")


def _keep_leading(blocks: list[Any], number: int) -> None:
    """Keeps the rows of a small table together, and with them what leads to it: all up to the heading, or its last paragraph."""
    height = _height(blocks[number])
    if height <= _WHOLE_TABLE:
        _keep_rows(blocks[number].findall(_W + "tr")[:-1])
    above: list[Any] = []
    for block in reversed(blocks[:number]):
        if block.tag == _W + "tbl":
            return
        above.append(block)
        if _is_heading(block):
            break
    text = [block for block in above if _is_text(block)]
    first = above if height + sum(map(_height, above)) <= _LED else above[: above.index(text[0]) + 1] if text else above
    for block in first:
        _keep(block)


def _bind_boxes(paragraph: Any) -> None:
    """A box to tick never stands at a line's end, its words on the next."""
    before = ""
    for text in paragraph.iter(_W + "t"):
        words = text.text or ""
        if before.endswith(_BOXES) and words.startswith(" "):
            words = "\u00a0" + words[1:]
        for box in _BOXES:
            words = words.replace(f"{box} ", f"{box}\u00a0")
        text.text, before = words, words or before


def _caption(block: Any) -> str:
    named = block.find(f"{_W}tblPr/{_W}tblCaption") if block.tag == _W + "tbl" else None
    return "" if named is None else str(named.get(_W + "val", ""))


def _keep_above(blocks: list[Any], number: int) -> None:
    """Keeps the signatures at `number` with what stands above, up to the heading, or with its end where that is long."""
    above: list[Any] = []
    height = 0
    for block in reversed(blocks[:number]):
        if _is_own_page(block) and above:
            above.append(block)
            break
        above.append(block)
        height += _height(block)
        if _is_heading(block) and any(_is_text(found) for found in above):
            break
    if height > _MOST:
        text = [place for place, block in enumerate(above) if _is_text(block)] or [0]
        # Two decisions in a row are taken, and signed, at one place.
        first = text[1] if [_caption(above[place]) for place in text[:2]] == [DECISION, DECISION] else text[0]
        for block in above[:first]:
            _keep(block)
        _keep(above[first], rows=_TWO_ROWS)
        return
    for block in above:
        _keep(block)


def _keep_last(blocks: list[Any], number: int) -> None:
    """A contact box never stands alone: the block above goes with it, all of a frame of signatures, else its end."""
    for block in reversed(blocks[:number]):
        _keep(block, rows=0 if _caption(block) == SIGNED else 1)
        if _is_text(block):
            return


def _keep(block: Any, rows: int = 0) -> None:
    """Keeps a paragraph, or a table's last `rows` (0: all) with what follows."""
    if block.tag == _W + "tbl":
        found = block.findall(_W + "tr")
        _keep_rows(found[-rows:] if rows else found)
    elif block.tag == _W + "p":
        _keep_next(block)


def _keep_rows(rows: Iterable[Any]) -> None:
    for row in rows:
        for paragraph in row.iter(_W + "p"):
            _keep_next(paragraph)


def _keep_next(paragraph: Any) -> None:
    from lxml import etree

    look = paragraph.find(_W + "pPr")
    if look is None:
        look = etree.Element(_W + "pPr")
        paragraph.insert(0, look)
    there = look.find(_W + "keepNext")
    if there is not None:
        there.attrib.pop(_W + "val", None)
        return
    look.insert(1 if look.find(_W + "pStyle") is not None else 0, etree.Element(_W + "keepNext"))


def _style(block: Any) -> str:
    named = block.find(f"{_W}pPr/{_W}pStyle") if block.tag == _W + "p" else None
    return "" if named is None else str(named.get(_W + "val", ""))


def _is_heading(block: Any) -> bool:
    return _style(block).startswith("Heading")


def _is_own_page(block: Any) -> bool:
    return block.tag == _W + "p" and block.find(f"{_W}pPr/{_W}pageBreakBefore") is not None


def _is_text(block: Any) -> bool:
    """Whether it says or asks something: no empty paragraph between tables."""
    return block.tag == _W + "tbl" or (not _is_heading(block) and any(text.text for text in block.iter(_W + "t")))


def _height(block: Any) -> int:
    """About how many twips it takes."""
    if block.tag != _W + "tbl":
        return 400 * (1 + sum(len(text.text or "") for text in block.iter(_W + "t")) // 38)
    return sum(
        max([int(found.get(_W + "val", "0")) for found in row.iter(_W + "trHeight")] + [
            sum(_height(paragraph) for paragraph in cell.iter(_W + "p")) for cell in row.findall(_W + "tc")
        ])
        for row in block.findall(_W + "tr")
    )


def _small_print(body: Any, adults: frozenset[str]) -> None:
    """Sets the chapters of those bookmarks as other forms are; a chapter's bookmark stands before its heading or in it."""
    small, marks = False, set[str]()
    for block in body:
        marks |= {str(mark.get(_W + "name")) for mark in block.iter(_W + "bookmarkStart")}
        if _style(block) == "Heading1":
            small, marks = not adults.isdisjoint(marks), set()
        elif small and not _is_heading(block):
            for paragraph in block.iter(_W + "p"):
                _shrink(paragraph)


def _shrink(paragraph: Any) -> None:
    from lxml import etree

    if _style(paragraph) == "填写说明" or not any(True for _ in paragraph.iter(_W + "t")):
        return
    look = paragraph.find(_W + "pPr")
    if look is not None and look.find(_W + "spacing") is None:
        line = etree.Element(_W + "spacing")
        line.set(_W + "line", _SMALL_LINE)
        line.set(_W + "lineRule", "exact")
        look.insert(_place(look, _AFTER_SPACING), line)
    for run in paragraph.iter(_W + "r"):
        style = run.find(_W + "rPr")
        if style is None:
            style = etree.Element(_W + "rPr")
            run.insert(0, style)
        if style.find(_W + "sz") is None:
            for place, name in enumerate(("sz", "szCs"), _place(style, _AFTER_SIZE)):
                size = etree.Element(_W + name)
                size.set(_W + "val", _SMALL)
                style.insert(place, size)


def _place(look: Any, behind: frozenset[str]) -> int:
    """Where something goes in a look: before the first of what stands `behind` it."""
    return next((place for place, found in enumerate(look) if found.tag.removeprefix(_W) in behind), len(look))


def _unbroken(xml: str) -> str:
    """No line ends within a telephone number, a date in figures or a code."""
    def parted(found: re.Match[str]) -> str:
        return found[1] + _NUMBER.sub(_joined, found[2]) + found[3]

    return _TEXT.sub(parted, xml)


def _joined(found: re.Match[str]) -> str:
    if not re.search("[0-9]", found[0]):
        return found[0]
    return re.sub("(?<=[0-9A-Za-z])-(?=[0-9A-Za-z])", '</w:t><w:noBreakHyphen/><w:t xml:space="preserve">', found[0])


def _ignorable(xml: str) -> str:
    """Says that programs older than check boxes may pass over them."""
    if W14 not in xml:
        return xml
    xml = xml.replace(f' xmlns:w14="{W14}"', "")
    declared = f'<w:document xmlns:w14="{W14}" xmlns:mc="{_MC}" mc:Ignorable="w14" '
    return xml.replace(f' xmlns:mc="{_MC}"', "").replace("<w:document ", declared, 1)
