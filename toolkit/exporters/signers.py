"""Who signs where: what a form's 签署 boxes and signature fields ask for, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.exporters import layout
from toolkit.text import signed
from toolkit.text.blocks import Box, Table, plain_text
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

HEADING = "谁在哪里签"
NAMES = 36  # hundredths of the width, at most, for the parts' names


@dataclass(frozen=True)
class Row:
    """A part that is signed: its id, its number where it has one, its heading, and who signs there."""

    part: str
    number: str
    title: str
    who: str

    @property
    def name(self) -> str:
        """第2部分 约定: what says no page calls the part by its number, so that nobody takes that for a page's."""
        return f"第{self.number}部分 {self.title}" if self.number else self.title


def overview(document: Rendered) -> list[Row]:
    """Each part of a form that is signed, in order; empty where nobody signs."""
    if document.kind != layout.FORM:
        return []
    return [
        Row(chapter.id, *_parted(layout.part_heading(document, number)), "、".join(who))
        for number, chapter in enumerate(document.chapters) if (who := signers(chapter))
    ]


def _parted(heading: str) -> tuple[str, str]:
    """The number and the words of 2　约定."""
    number, gap, title = heading.partition("　")
    return (number, title) if gap and number.isdigit() else ("", heading.replace("　", " ", 1))


def signers(chapter: RenderedChapter) -> list[str]:
    """Whose signatures, prints and seals a part has room for, in their order, each once.

    Two rooms in one frame are two people's; the frames of later years are signed by the same.
    """
    most: Counter[str] = Counter()
    for frame in _frames(chapter):
        most |= Counter(frame)
    return [f"{name}（{times}人）" if times > 1 else name for name, times in most.items()]


def _frames(chapter: RenderedChapter) -> Iterator[list[str]]:
    parts: list[RenderedChapter | RenderedClause] = [chapter, *chapter.clauses]
    for part in parts:
        yield [
            signed.signer(item["name"]) or item["name"]
            for item in part.fields if item["type"] == "signature" and "value" not in item
        ]
        for block in part.blocks:
            if isinstance(block, Box) and block.role == "signature":
                yield list(_in_box(block))
            elif isinstance(block, Table):
                yield list(_in_columns(block))


def _in_box(box: Box) -> Iterator[str]:
    for line in box.lines:
        for piece, label in signed.pieces(line):
            who = signed.signer(plain_text(piece)) if label else None
            if who is not None:
                yield who or plain_text(piece).rstrip("：")


def is_signed(table: Table) -> bool:
    """Whether a column is for signatures, one a row."""
    return any(_in_columns(table))


def _in_columns(table: Table) -> Iterator[str]:
    return filter(None, (signed.signer(plain_text(head)) for head in table.header))
