"""What counsel should know of each part of a document: on what it rests, what it answers, what is open."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.city.city import City
from toolkit.exporters import layout
from toolkit.text.blocks import Block, Box, Inlines, Paragraph, Table, plain_text
from toolkit.text.citations import Obligation, Question, Register
from toolkit.text.deviations import Told
from toolkit.text.differing import KINDS as DIFFERENCES
from toolkit.text.marks import SPAN, spans, suggested
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

KINDS = ("basis", "duty", "question", "value", "deviation")
LEVELS = {"must": "应当", "should": "宜", "may": "可以"}
NOT_READ = "来源没有读到全文，条号请律师核对"
OWN_CHOICE = "法律没有规定，由本市和律师确定"
Span = tuple[int, int, int]  # a printed line of a part, and from which sign to which


@dataclass(frozen=True)
class Known:
    """A chapter or clause. `heading` is as printed; `spans` is where its design values stand."""

    id: str
    heading: str
    label: str
    title: str
    text: str  # as printed
    basis: str = ""
    norm: str = ""
    duties: tuple[Obligation, ...] = ()
    standards: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    values: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    notes: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()  # of fields: as printed, and where their design values stand
    departure: Told | None = None

    @property
    def hash(self) -> str:
        """Of what is printed, without its number."""
        return hashlib.sha256(f"{self.title}\n{self.text}".encode()).hexdigest()[:16]


def known(
    document: Rendered, city: City, register: Register, told: Mapping[str, Told],
) -> Iterator[Known]:
    """The parts in their order; `document` is rendered with its design values marked."""
    for chapter in document.chapters:
        if not chapter.label or chapter.blocks or chapter.fields or not chapter.clauses or chapter.id in told:
            yield _known(chapter, layout.chapter_heading(chapter), city, register, told)
        for clause in chapter.clauses:
            yield _known(clause, layout.heading(clause), city, register, told)


def _known(
    part: RenderedChapter | RenderedClause, heading: str, city: City, register: Register,
    told: Mapping[str, Told],
) -> Known:
    answered = [name for item in part.fields for name in str(item.get("answers", "")).split()]
    clause = part if isinstance(part, RenderedClause) else None
    names = dict.fromkeys([*(clause.answers if clause else ()), *answered])
    lines = list(printed(part.blocks))
    places = tuple(_spans(lines))
    notes = tuple(_note(str(item["note"])) for item in part.fields if suggested(str(item.get("note", ""))))
    noted = [text[start:end] for text, places in notes for start, end in places]
    return Known(
        part.id, heading, part.label, part.title, "\n".join(map(plain_text, lines)),
        layout.basis(clause, city, register) if clause else "", clause.norm or "" if clause else "",
        tuple(register.obligations[name] for name in names if name in register.obligations),
        tuple(name for name in names if name in register.standards),
        tuple(register.questions[name] for name in (clause.open if clause else ()) if name in register.questions),
        tuple(dict.fromkeys([*(plain_text(lines[line])[start:end] for line, start, end in places), *noted])), places, notes,
        told.get(part.id),
    )


def printed(blocks: tuple[Block, ...]) -> Iterator[Inlines]:
    """The lines in the order of `text.printed.lines`."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.content
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                yield from row
        else:
            assert isinstance(block, Box)
            yield from block.lines


def _spans(lines: list[Inlines]) -> Iterator[Span]:
    for number, line in enumerate(lines):
        at, start = 0, -1
        for piece in line:
            if piece.suggested and start < 0:
                start = at
            elif not piece.suggested and start >= 0:
                yield number, start, at
                start = -1
            at += len(piece.text)
        if start >= 0:
            yield number, start, at


def _note(note: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    text, places, at = "", [], 0
    source = spans(note)
    for match in SPAN.finditer(source):
        text += source[at : match.start()]
        places.append((len(text), len(text) + len(match[1])))
        text += match[1]
        at = match.end()
    return text + source[at:], tuple(places)


def departure(item: Told) -> str:
    """How a part differs from the national text and why, in one line."""
    more = [f"依据：{item.basis}"] if item.basis else []
    more += [f"批准：{item.approved_by}"] if item.approved_by else []
    return "；".join([DIFFERENCES[item.kind], f"理由：{item.reason}" if item.reason else "没有登记理由", *more])


def duty(item: Obligation, register: Register) -> str:
    """（应当）…。《…》第28条（O081）."""
    law = register.laws.get(item.law)
    articles = "、".join(law.article_name(name) for name in item.articles) if law else ""
    source = f"《{law.short_title}》{articles}" if law and articles else NOT_READ
    return f"（{LEVELS[item.severity]}）{item.text}。{source}（{item.id}）"


def question(item: Question) -> str:
    return f"{item.id}　{item.question}没有答复以前：{item.until_answered}"
