"""Who signs where: what a form's 签署 boxes and signature fields ask for, part by part."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from toolkit.exporters import layout
from toolkit.text import signed
from toolkit.text.blocks import Box, plain_text
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

HEADING = "谁在哪里签"
_BY_HAND = re.compile("签名|签字|签收(?!日)|盖章|手印")
_HOW = re.compile("不会写字的按手印")
_ACT = re.compile("(?:签名、)?签名(?:、手印)?(?:和意见|或者画|或者手印)?|签字")
_RECEIVED = re.compile("签收(?:（.*)?$")
_ASIDE = re.compile("[，；][^（）]*(?=）)")  # what a bracket says further: not whom but how
_EMPTY = re.compile("（[；，、]*）")


def overview(document: Rendered) -> list[tuple[str, str]]:
    """Each part that is signed, by its heading, and who signs there; empty where one part has all signatures."""
    if document.kind != layout.FORM:
        return []
    found = [
        (layout.part_heading(document, number).replace("　", " ", 1), "、".join(_counted(names)))
        for number, chapter in enumerate(document.chapters) if (names := list(signers(chapter)))
    ]
    return found if len(found) > 1 else []


def signers(chapter: RenderedChapter) -> Iterator[str]:
    """Whose signatures, prints and seals a part has room for, in their order."""
    parts: list[RenderedChapter | RenderedClause] = [chapter, *chapter.clauses]
    for part in parts:
        for item in part.fields:
            if item["type"] == "signature" and "value" not in item:
                yield person(item["name"])
        for block in part.blocks:
            if isinstance(block, Box) and block.role == "signature":
                for line in block.lines:
                    for piece, label in signed.pieces(line):
                        words = plain_text(piece).strip()
                        if label and _BY_HAND.search(words):
                            yield person(words)


def person(label: str) -> str:
    """Whose name a label asks for: 监护人签名（不会写字的按手印）： is 监护人; "" where it says none."""
    words = _HOW.sub("", label.strip().removesuffix("："))
    words = _ASIDE.sub("", _RECEIVED.sub("（签收）", _ACT.sub("", words)))
    return _EMPTY.sub("", words).strip()


def _counted(names: list[str]) -> list[str]:
    return [f"{name}（{times}人）" if times > 1 else name for name, times in Counter(names).items()]
