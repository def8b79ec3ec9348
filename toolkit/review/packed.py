"""What went out: the paragraphs of a packed Word file, and where each stands in the source.

Kept as data beside the kit, so that a file which comes back months later is compared with what was
sent, not with what the text has become.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toolkit.city.city import City
from toolkit.review.marked import Marked
from toolkit.text import printed
from toolkit.text.policy import Document
from toolkit.text.printed import PrintedLine, Sign
from toolkit.text.render import Outline

HEADING, OURS = -1, -2  # instead of a line's number: a heading; what the program writes itself


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the Word file. `line` counts within its part's printed lines, or is HEADING or OURS."""

    text: str
    part: str
    line: int


@dataclass(frozen=True)
class Part:
    """A chapter or clause as it was packed. `label` is the number printed before the title, gap included."""

    id: str
    title: str
    label: str
    source: str
    lines: tuple[PrintedLine, ...]
    fixed: bool = False  # its printed text cannot be led back to the source


@dataclass(frozen=True)
class Packed:
    """A document as it was packed."""

    document: str
    paragraphs: tuple[Paragraph, ...]
    parts: Mapping[str, Part]

    def data(self) -> dict[str, Any]:
        """For JSON; `restore` reads it back."""
        return {
            "document": self.document,
            "paragraphs": [[item.text, item.part, item.line] for item in self.paragraphs],
            "parts": [
                [part.id, part.title, part.label, part.source, part.fixed, [_line_data(line) for line in part.lines]]
                for part in self.parts.values()
            ],
        }


def restore(data: Mapping[str, Any]) -> Packed:
    """Raises LookupError, TypeError or ValueError where the data are not what `Packed.data` gave."""
    parts = {
        row[0]: Part(row[0], row[1], row[2], row[3], tuple(map(_line, row[5])), row[4]) for row in data["parts"]
    }
    return Packed(data["document"], tuple(Paragraph(*row) for row in data["paragraphs"]), parts)


def pack(document: str, parts: Sequence[Part], file: Marked) -> Packed:
    """The Word file that was made of `parts`, its paragraphs led back to them."""
    known = {part.id: part for part in parts}
    starts = {at: name for name, at in file.bookmarks.items() if name in known}
    paragraphs: list[Paragraph] = []
    part, at = "", 0
    lines: list[PrintedLine] = []
    for start, text in _paragraphs(file):
        if start in starts:
            part = starts[start]
            lines, at = list(known[part].lines), 0
            paragraphs.append(Paragraph(text, part, HEADING))
            known[part] = _labelled(known[part], text)
            continue
        found = next((number for number in range(at, len(lines)) if plain(lines[number].text) == plain(text)), None)
        if part and found is not None and (text.strip() or found == at):
            paragraphs.append(Paragraph(text, part, found))
            at = found + 1
        else:
            paragraphs.append(Paragraph(text, part, OURS))
    return Packed(document, tuple(paragraphs), known)


def _labelled(part: Part, heading: str) -> Part:
    if not heading.endswith(part.title):
        return replace(part, label=heading, fixed=True)
    return replace(part, label=heading.removesuffix(part.title))


def plain(text: str) -> str:
    """For comparing: programs exchange signs that look alike; each stays one sign."""
    return text.translate(_ALIKE)


_ALIKE = str.maketrans({"\u00a0": " ", "\u2011": "-", "\t": " "})


def parts(document: Document, outlined: Outline, city: City) -> Iterator[Part]:
    """The chapters and clauses of a document that this city prints, in their order, not yet labelled."""
    for chapter, clauses in outlined.chapters[document.id]:
        for clause in (chapter, *clauses):
            try:
                lines = printed.lines(clause.text, city.values, lambda target: outlined.words(target, document.id))
            except printed.Unplaceable:
                yield Part(clause.id, clause.title, "", clause.text, (), fixed=True)
            else:
                yield Part(clause.id, clause.title, "", clause.text, tuple(lines))


def _paragraphs(file: Marked) -> Iterator[tuple[int, str]]:
    start = 0
    for at, sign in enumerate(file.signs):
        if sign.end:
            yield start, "".join(found.text for found in file.signs[start:at])
            start = at + 1


def _line_data(line: PrintedLine) -> list[Any]:
    """Literal text that stands together is one entry."""
    runs: list[list[Any]] = []
    for sign in line.signs:
        last = runs[-1] if runs else None
        if last and not sign.fixed and not last[3] and last[2] == sign.start and sign.end - sign.start == len(sign.text):
            last[0] += sign.text
            last[2] = sign.end
        else:
            runs.append([sign.text, sign.start, sign.end, sign.fixed])
    return [line.start, line.end, line.role, line.row, runs]


def _line(row: Sequence[Any]) -> PrintedLine:
    signs: list[Sign] = []
    for text, start, end, fixed in row[4]:
        if fixed or end - start != len(text):
            signs.append(Sign(text, start, end, fixed))
        else:
            signs.extend(Sign(text[at], start + at, start + at + 1) for at in range(len(text)))
    return PrintedLine(tuple(signs), row[0], row[1], row[2], row[3])
