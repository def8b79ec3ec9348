"""A document as its city reads it, with each value leading to the fact that it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from toolkit.rules.subject import Subject
from toolkit.text import blocks, limits, placeholders, printed
from toolkit.text.deviations import Told, told
from toolkit.text.policy import Clause, Document
from toolkit.text.printed import PrintedLine, Sign
from toolkit.text.render import Outline, outline, render

_MARKUP = re.compile(r"\[\]\(#[^)]*\)|^:::.*$|\|[-| ]*\||\|", re.M)  # what is no word to look for
_SPAN = re.compile(r"\*\*|\[([^\[\]\n]*)\]\{\.[a-z-]+\}")
_VALUE = re.compile(r"\{\{\s*([a-z_]+\.[a-z_]+)")
_LINK = re.compile(r"\[[^\]]*\]\(#([A-Za-z0-9-]+)\)")


@dataclass(frozen=True)
class Run:
    """A stretch of a line. `key` is the fact whose value it is, `target` what it refers to; both may be ""."""

    text: str
    key: str = ""
    target: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph, a box (`kind` is its role) of lines, or a table of rows of cells."""

    kind: str
    lines: Sequence[Sequence[Run]] = ()
    rows: Sequence[Sequence[Sequence[Run]]] = ()


@dataclass(frozen=True)
class Part:
    """A chapter or a clause as it is read. `basis` are laws and articles; `deviation` what is told of it."""

    id: str
    title: str
    label: str
    level: int
    blocks: Sequence[Block]
    basis: Sequence[str] = ()
    norm: str = ""
    deviation: Told | None = None


@dataclass(frozen=True)
class Hit:
    """Where a word that was looked for stands; without a clause the document's title has it. `around` is what
    stands before it, it, and what stands behind."""

    document: Document
    clause: str = ""
    title: str = ""
    around: tuple[str, str, str] = ("", "", "")


@dataclass
class Reader:
    """Reads the documents of a kit; `outlined` is None where city.yaml has errors."""

    subject: Subject
    outlined: Outline | None = field(init=False)

    def __post_init__(self) -> None:
        city = self.subject.city
        self.outlined = outline(self.subject.documents, city) if city else None

    def document(self, name: str) -> Document | None:
        return next((item for item in self.subject.documents if item.id == name), None)

    def parts(self, document: Document) -> Iterator[Part]:
        """Everything of the document that this city has, in its order."""
        city = self.subject.city
        if city is None or self.outlined is None:
            return
        deviations = told(self.subject.deviations, self.subject.listed)
        made = render(document, self.outlined, city)[0] if self._is_sound(document) else None
        chapters = made.chapters if made else ()
        labels = {item.id: item.label for item in chapters} | {item.id: item.label for chapter in chapters for item in chapter.clauses}
        for chapter, clauses in self.outlined.chapters.get(document.id, ()):
            for level, part in ((2, chapter), *((3, clause) for clause in clauses)):
                yield Part(
                    part.id, part.title, labels.get(part.id, ""), level, list(self._blocks(part, document.id)),
                    [self._law(citation.law, citation.article) for citation in part.basis], part.norm or "", deviations.get(part.id),
                )

    def seek(self, words: str) -> Iterator[Hit]:
        """Where a word stands, in titles and in the texts as this city reads them, the documents in their order."""
        if self.outlined is None or self.subject.city is None:
            return
        order = "PBTC"
        for document in sorted(self.outlined.documents, key=lambda item: (order.find(item.id[0]), item.id)):
            if words.casefold() in f"{document.id} {document.title}".casefold():
                yield Hit(document)
            for part, _ in document.parts():
                text = self._plain(part, document.id)
                at = text.find(words)
                if part.id and (at >= 0 or words in part.title):
                    around = (text[max(0, at - 15):at], words, text[at + len(words):at + len(words) + 20]) if at >= 0 else ("", "", "")
                    yield Hit(document, part.id, part.title, around)

    def _plain(self, part: Clause, document: str) -> str:
        assert self.outlined is not None
        assert self.subject.city is not None
        try:
            filled, taken = placeholders.fill(part.text, self.subject.city.values)
        except (placeholders.Unfillable, limits.TooMuch):
            return ""  # the check tells
        text = "".join(taken[number] if number is not None else words for words, number in placeholders.split_marks(filled))
        return " ".join(_MARKUP.sub(" ", _SPAN.sub(r"\1", text)).split())

    def _is_sound(self, document: Document) -> bool:
        assert self.outlined is not None
        assert self.subject.city is not None
        return not render(document, self.outlined, self.subject.city)[1]

    def _law(self, name: str, article: str) -> str:
        law = self.subject.register.laws.get(name)
        return f"《{law.title if law else name}》第{article.replace('-', '条之') if '-' in article else article + '条'}"

    def _blocks(self, part: Clause, document: str) -> Iterator[Block]:
        assert self.outlined is not None
        assert self.subject.city is not None
        outlined = self.outlined
        try:
            lines = printed.lines(part.text, self.subject.city.values, lambda target: outlined.words(target, document))
        except (printed.Unplaceable, placeholders.Unfillable, blocks.Malformed, KeyError):
            yield Block("source", [[Run(line)] for line in part.text.split("\n")])  # the check tells what is wrong
            return
        for role, group in groupby(lines, key=lambda line: line.role):
            found = list(group)
            if role == "cell":
                yield Block("table", rows=[[_runs(cell, part.text) for cell in row] for row in _rows(found)])
            elif role == "paragraph":
                yield from (Block(role, [_runs(line, part.text)]) for line in found)
            else:
                yield Block(role, [_runs(line, part.text) for line in found])


def _rows(cells: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    for _, row in groupby(cells, key=lambda cell: cell.row):
        yield list(row)


def _runs(line: PrintedLine, source: str) -> list[Run]:
    found = []
    for (start, end, fixed), signs in groupby(line.signs, key=_place):
        text = "".join(sign.text for sign in signs)
        written = source[start:end] if fixed else ""
        value, link = _VALUE.match(written), _LINK.search(written)
        found.append(Run(text, value[1] if value else "", link[1] if link and not value else ""))
    return found


def _place(sign: Sign) -> tuple[int, int, bool]:
    return (sign.start, sign.end, True) if sign.fixed else (-1, -1, False)
