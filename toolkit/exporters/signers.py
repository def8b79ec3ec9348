"""Who signs where: what a form's 签署 boxes and signature fields ask for, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from toolkit.exporters import layout
from toolkit.text import signed
from toolkit.text.blocks import Box, plain_text
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

HEADING = "谁在哪里签"


def overview(document: Rendered) -> list[tuple[str, str]]:
    """Each part that is signed, by its number and heading, and who signs there; empty where one part has all signatures."""
    if document.kind != layout.FORM:
        return []
    found = [
        (_named(layout.part_heading(document, number)), "、".join(_counted(names)))
        for number, chapter in enumerate(document.chapters) if (names := list(signers(chapter)))
    ]
    return found if len(found) > 1 else []


def _named(heading: str) -> str:
    """2　约定 as 第2部分 约定: nobody takes the number for a page's."""
    number, gap, title = heading.partition("　")
    return f"第{number}部分 {title}" if gap and number.isdigit() else heading.replace("　", " ", 1)


def signers(chapter: RenderedChapter) -> Iterator[str]:
    """Whose signatures, prints and seals a part has room for, in their order."""
    parts: list[RenderedChapter | RenderedClause] = [chapter, *chapter.clauses]
    for part in parts:
        for item in part.fields:
            if item["type"] == "signature" and "value" not in item:
                yield signed.signer(item["name"]) or item["name"]
        for block in part.blocks:
            if isinstance(block, Box) and block.role == "signature":
                for line in block.lines:
                    for piece, label in signed.pieces(line):
                        who = signed.signer(plain_text(piece)) if label else None
                        if who is not None:
                            yield who or plain_text(piece).rstrip("：")


def _counted(names: list[str]) -> list[str]:
    return [f"{name}（{times}人）" if times > 1 else name for name, times in Counter(names).items()]
