"""A lesson's blocks as lines for slides and notes: titles of documents whole once, then short; sources apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from toolkit.text.blocks import Block, Box, Inlines, Paragraph, Ref, Table

ITEM = re.compile(r"^（[一二三四五六七八九十]+）")
_TITLED = re.compile(r"《[^》]+》")
_JOINED = re.compile(r"(《[^》]+》)([^《》，。；！？]*?)(、|和)\1")
_SOURCE = re.compile(r"[，；]?(?:，)?见((?:(?:、|和|，)?《[^》]+》[^《》，。；！？（）]*)+)")
_SENTENCE = re.compile(r"[^。！？]*[。！？][”）]*|[^。！？]+$")


@dataclass
class Titles:
    """The short titles of documents, and which of them this deck has already named whole."""

    short: Mapping[str, str]  # id of a document → a title that trainers know it by
    _named: set[str] = field(default_factory=set)

    def words(self, content: Inlines) -> str:
        words = _collapsed("".join(piece.text for piece in content))
        for piece in content:
            titled = _TITLED.match(piece.text) if isinstance(piece, Ref) else None
            home = piece.target[:3] if titled and isinstance(piece, Ref) else ""
            if titled and home in self.short:
                kept = "" if home in self._named else titled[0]
                words = _shortened(words, titled[0], f"《{self.short[home]}》", kept)
                self._named.add(home)
        return words


def _shortened(words: str, whole: str, short: str, kept: str) -> str:
    """`short` for every `whole`; the first stays where it is to be `kept`."""
    before, found, after = words.partition(whole) if kept else ("", "", words)
    return before + found + after.replace(whole, short)


def _collapsed(words: str) -> str:
    """《甲》第一条、《甲》第二条 → 《甲》第一条、第二条."""
    while (shorter := _JOINED.sub(r"\1\2\3", words)) != words:
        words = shorter
    return words


@dataclass(frozen=True)
class Line:
    text: str
    item: bool  # begins with （一）, which is left out of `text`


def lines(blocks: Iterable[Block], titles: Titles) -> Iterator[Line]:
    """The lines of these blocks, a row of a table in one."""
    for block in blocks:
        if isinstance(block, Paragraph):
            words = titles.words(block.content)
            yield Line(ITEM.sub("", words).rstrip("；。") if block.item else words, block.item)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                yield Line("　".join(map(titles.words, row)), False)
        else:
            assert isinstance(block, Box)
            yield from (Line(titles.words(line), False) for line in block.lines)


def split(blocks: Iterable[Block], titles: Titles) -> tuple[tuple[str, ...], str, str]:
    """Items go on the slide, everything else is for the trainer; last, what the items name as their source."""
    found = list(lines(blocks, titles))
    items = [sourced(line.text) for line in found if line.item]
    said = "\n\n".join(line.text for line in found if not line.item)
    return tuple(words for words, _ in items), said, _collapsed("；".join(source for _, source in items if source))


def sourced(words: str) -> tuple[str, str]:
    """Words without "见《…》第…条", and what was named so: it belongs at the foot of a slide."""
    named = [match[1] for match in _SOURCE.finditer(words)]
    rest = _SOURCE.sub("", words)
    rest = re.sub(r"^[，；。]+|(?<=[。！？；])[，；。]+", "", rest)
    return rest, _collapsed("；".join(named))


def sentences(words: str) -> tuple[str, ...]:
    """One by one: short lines are read from the back of a hall."""
    return tuple(piece for piece in _SENTENCE.findall(words) if piece.strip("。 "))
