"""Filled text into blocks: paragraphs, items, tables and boxes, made of plain pieces.

Exporters get pieces, never markup, so a city's value can't become a heading, a link or a script
in any format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from toolkit.text import marks, pictures
from toolkit.text.placeholders import OPEN, split_marks
from toolkit.text.policy import REFERENCE

BOXES = {"签署": "signature", "主送": "addressee", "落款": "closing"}
BOX_OPEN = re.compile(r"^:{3,}[ \t]*(\S+)[ \t]*$")
BOX_CLOSE = re.compile(r"^:{3,}[ \t]*$")
_ITEM = re.compile(r"^（[一二三四五六七八九十]+）")
ROW = re.compile(r"^\|.*(?<!\\)\|$")
BAR = re.compile(r"(?<!\\)\|")  # within a cell a bar is written \|
RULE = re.compile(r"^\|(?:\s*:?-+:?\s*\|)+$")  # between a table's head and its rows
_SIGNS = re.compile(rf"\*\*|\[|{OPEN}")  # a line without any is one piece
BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)


@dataclass(frozen=True)
class Text:
    text: str
    strong: bool = False
    suggested: bool = False  # a number that no law fixes


@dataclass(frozen=True)
class Value:
    """A city's value, literally; may hold line breaks."""

    text: str
    strong: bool = False
    suggested: bool = False


@dataclass(frozen=True)
class Ref:
    """A reference to a document or clause by id; `text` is what the reader sees."""

    target: str
    text: str
    strong: bool = False
    suggested: bool = False


Inline = Text | Value | Ref
Inlines = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    content: Inlines
    item: bool = False  # begins with （一）
    picture: str = ""  # name of the picture that shows it, in a reader's text


@dataclass(frozen=True)
class Table:
    """`widths` are the columns' shares of the line; without any they follow what the cells hold."""

    header: tuple[Inlines, ...]
    rows: tuple[tuple[Inlines, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Box:
    """Lines that are printed as they stand. `role` is one of BOXES' values."""

    role: str
    lines: tuple[Inlines, ...]


Block = Paragraph | Table | Box
Naming = Callable[[str], str]


class Malformed(Exception):
    """A box is not closed or not known. `line` counts from 1 within the text."""

    def __init__(self, line: int, name: str) -> None:
        super().__init__(name)
        self.line = line
        self.name = name


class LostCells(Malformed):
    """A row of a table has more cells than its head. `line` counts from 1 within the text."""

    def __init__(self, line: int, cells: int, width: int) -> None:
        super().__init__(line, "")
        self.cells = cells
        self.width = width


def parse(text: str, values: Sequence[str], name: Naming) -> list[Block]:
    """Blocks of `text`, whose marks stand for `values`; `name` gives a reference's words.

    Nothing of the text is dropped: what has no place raises Malformed.
    """
    lines = marks.spans(text).split("\n")
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        opened = BOX_OPEN.match(line)
        if opened:
            end = _box_end(lines, at, opened[1])
            inside = tuple(inlines(row.strip(), values, name) for row in lines[at + 1 : end])
            blocks.append(Box(BOXES[opened[1]], inside))
            at = end
        elif ROW.match(line):
            end = next((n for n in range(at, len(lines)) if not ROW.match(lines[n].strip())), len(lines))
            blocks.append(_table([row.strip() for row in lines[at:end]], at + 1, values, name))
            at = end - 1
        elif line:
            picture, words = pictures.split(line)
            content = inlines(words, values, name)
            blocks.append(Paragraph(content, bool(_ITEM.match(words)), picture))
        at += 1
    return blocks


def _box_end(lines: list[str], start: int, kind: str) -> int:
    if kind in BOXES:
        for number in range(start + 1, len(lines)):
            if BOX_CLOSE.match(lines[number].strip()):
                return number
            if BOX_OPEN.match(lines[number].strip()):
                break
    raise Malformed(start + 1, kind)


def _table(rows: list[str], first_line: int, values: Sequence[str], name: Naming) -> Table:
    def cells(row: str) -> tuple[Inlines, ...]:
        return tuple(
            () if is_room(cell) else inlines(cell.strip().replace("\\|", "|"), values, name) for cell in BAR.split(row[1:-1])
        )

    kept = [place for place, row in enumerate(rows) if place > 1 or len(rows) == 1 or not RULE.match(row)] or [0]
    header, *body = (cells(rows[place]) for place in kept)
    for row, place in zip(body, kept[1:], strict=True):
        if len(row) > len(header):
            raise LostCells(first_line + place, len(row), len(header))
    return Table(header, tuple(row + ((),) * (len(header) - len(row)) for row in body))


def is_room(cell: str) -> bool:
    """Whether a cell is nothing but ＿, to be written in by hand: its frame is room enough, no line is printed in it."""
    return not cell.strip().strip("＿")


def inlines(text: str, values: Sequence[str], name: Naming) -> Inlines:
    """The pieces of one line."""
    if not _SIGNS.search(text):
        return (Text(text),) if text else ()
    found: list[Inline] = []
    at = 0
    for bold in BOLD.finditer(text):
        found.extend(_marked(text[at : bold.start()], values, name, False))
        found.extend(_marked(bold[1], values, name, True))
        at = bold.end()
    found.extend(_marked(text[at:], values, name, False))
    return tuple(found)


def _marked(text: str, values: Sequence[str], name: Naming, strong: bool) -> Iterator[Inline]:
    at = 0
    for span in marks.SPAN.finditer(text):
        yield from _plain(text[at : span.start()], values, name, strong, False)
        yield from _plain(span[1], values, name, strong, True)
        at = span.end()
    yield from _plain(text[at:], values, name, strong, False)


def _plain(
    text: str, values: Sequence[str], name: Naming, strong: bool, suggested: bool
) -> Iterator[Inline]:
    at = 0
    for reference in REFERENCE.finditer(text):
        yield from _pieces(text[at : reference.start()], values, strong, suggested)
        target = reference[2]
        yield Ref(target, reference[1] or name(target), strong, suggested)
        at = reference.end()
    yield from _pieces(text[at:], values, strong, suggested)


def _pieces(text: str, values: Sequence[str], strong: bool, suggested: bool) -> Iterator[Inline]:
    for words, number in split_marks(text):
        if number is None:
            yield Text(words, strong, suggested)
        else:
            yield Value(values[number], strong, suggested)


def without_marks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with design values as plain words: what a paper that somebody signs prints."""
    return tuple(_without_marks(block) for block in blocks)


def _without_marks(block: Block) -> Block:
    def plain(content: Inlines) -> Inlines:
        if not any(piece.suggested for piece in content):
            return content
        return tuple(replace(piece, suggested=False) for piece in content)

    if isinstance(block, Paragraph):
        return replace(block, content=plain(block.content))
    if isinstance(block, Table):
        rows = tuple(tuple(map(plain, row)) for row in block.rows)
        return replace(block, header=tuple(map(plain, block.header)), rows=rows)
    return replace(block, lines=tuple(map(plain, block.lines)))


def has_marks(blocks: Iterable[Block]) -> bool:
    """Whether a design value stands in them."""
    blocks = tuple(blocks)
    return without_marks(blocks) != blocks


def plain_text(content: Inlines) -> str:
    """What a reader sees, without markup."""
    return "".join(piece.text for piece in content)
