"""Document × City → what the reader sees: values filled, clauses numbered, references resolved.

Pure: no files, no output. A clause that cannot be rendered is a finding, and then there is no
document: legal text is never half right.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from toolkit.city.city import City
from toolkit.errors import Finding, Location, Severity, Words
from toolkit.text import blocks, limits, placeholders, releases, terms, unrendered
from toolkit.text.blocks import Block
from toolkit.text.deviations import Told
from toolkit.text.numerals import chinese
from toolkit.text.policy import PLAIN_KINDS, READER, REFERENCE, Chapter, Citation, Clause, Document
from toolkit.text.standing import Standing

_BARE_KINDS = ("表单", "承诺书", "协议", READER)  # no mark of a design value is printed


@dataclass(frozen=True)
class RenderedClause:
    id: str
    title: str
    number: int  # counts through the document; in a training module, through the chapter
    label: str  # as printed before the title: 第九条, or 九、
    blocks: tuple[Block, ...]
    basis: tuple[Citation, ...] = ()
    norm: str | None = None
    answers: tuple[str, ...] = ()
    open: tuple[str, ...] = ()  # ids of open questions for counsel
    fields: tuple[Mapping[str, Any], ...] = ()  # of a form; layout.body says where they stand
    source: str = ""  # the hash of the text as written, before the city's values
    deviation: Told | None = None  # from the national text: see telling


@dataclass(frozen=True)
class RenderedChapter:
    id: str
    title: str
    label: str  # 第一章, or "" where chapters have no number
    blocks: tuple[Block, ...]  # before the first clause
    clauses: tuple[RenderedClause, ...]
    own_page: bool = False
    fields: tuple[Mapping[str, Any], ...] = ()
    deviation: Told | None = None


@dataclass(frozen=True, repr=False)
class Rendered:
    """A document as one city reads it. `front` is its front matter.

    Its repr names its text by a hash, made once: builds compare it many times.
    """

    id: str
    title: str
    kind: str
    front: Mapping[str, Any]
    chapters: tuple[RenderedChapter, ...]
    bare: bool = False  # prints its own words alone: see `is_bare`
    deviations: tuple[Told, ...] = ()  # of the document itself, and of parts that it has no longer
    standing: Standing | None = None  # draft or issued, and who reviewed it; None where nobody asked

    def __repr__(self) -> str:
        return f"Rendered({self.id!r}, {self.digest})"

    @cached_property
    def digest(self) -> str:
        """Changes with anything that a reader could see."""
        seen = (self.id, self.title, self.kind, self.front, self.chapters, self.bare, self.deviations, self.standing)
        return hashlib.sha256(repr(seen).encode()).hexdigest()

    @property
    def clauses(self) -> tuple[RenderedClause, ...]:
        return tuple(clause for chapter in self.chapters for clause in chapter.clauses)

    @property
    def file_stem(self) -> str:
        return f"{self.id}-{self.title}"


@dataclass
class Outline:
    """What this city has: the adopted documents, and chapters, clauses and names of all that fit.

    A document that fits but is not adopted keeps its names: others may refer to it.
    """

    documents: list[Document]  # adopted
    chapters: dict[str, list[tuple[Chapter, list[Clause]]]]
    names: dict[str, tuple[str, str]] = field(default_factory=dict)  # id → (document id, words)
    titles: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)  # of clauses, by id
    unread: frozenset[str] = frozenset()  # ids of documents that are there and cannot be read

    def words(self, target: str, from_document: str) -> str:
        """What a reference reads as. Raises KeyError where `target` is not in force."""
        if target in self.titles:
            return f"《{self.titles[target]}》"
        document, label = self.names[target]
        return label if document == from_document else f"《{self.titles[document]}》{label}"

    def is_adopted(self, target: str) -> bool:
        document = target if target in self.titles else self.names[target][0]
        return document in self._adopted

    @cached_property
    def _adopted(self) -> frozenset[str]:
        return frozenset(document.id for document in self.documents)


def outline(documents: Iterable[Document], city: City, unread: Iterable[str] = ()) -> Outline:
    """Which documents, chapters and clauses this city has, and what each is called."""
    fitting = [document for document in documents if applies(document.when, city)]
    adopted = city.adopted_documents
    found = Outline([item for item in fitting if adopted is None or item.id in adopted], {}, unread=frozenset(unread))
    for document in fitting:
        found.titles[document.id] = document.title
        kept = [
            (chapter, [clause for clause in chapter.clauses if applies(clause.when, city)])
            for chapter in document.chapters
            if applies(chapter.when, city)
        ]
        found.chapters[document.id] = [(chapter, clauses) for chapter, clauses in kept if clauses or not chapter.clauses]
        _name_parts(document, found)
    return found


def applies(condition: str | None, city: City) -> bool:
    """Whether a `when` holds. An unknown switch is a finding of the rules, and counts as off."""
    if not condition:
        return True
    name, wanted = placeholders.switch(condition)
    try:
        return city.is_on(name) is wanted
    except KeyError:
        return False


def _name_parts(document: Document, found: Outline) -> None:
    before = 0
    for position, (chapter, clauses) in enumerate(found.chapters[document.id], 1):
        label = f"“{chapter.title}”" if is_plain(document) else f"第{chinese(position)}章"
        found.names[chapter.id] = (document.id, label)
        if document.is_training:  # its chapters are lists of their own: cards, questions
            before = 0
        for number, clause in enumerate(clauses, before + 1):
            ordinal = chinese(number)
            words = f"{label}之{ordinal}" if document.is_training else f"第{ordinal}条"
            found.numbers[clause.id] = number
            found.names[clause.id] = (document.id, words)
        before += len(clauses)


def is_plain(document: Document) -> bool:
    """Whether clauses are numbered 一、 and chapters not at all."""
    return document.kind in PLAIN_KINDS


def is_bare(document: Document) -> bool:
    """Whether design values are plain words: what somebody signs, and what those it is about read."""
    return document.kind in _BARE_KINDS or any("::: 签署" in part.text for part, _ in document.parts())


def render(document: Document, outlined: Outline, city: City, marked: bool = False) -> tuple[Rendered, list[Finding]]:
    """The document as this city reads it, and what in it cannot be rendered.

    `marked`: design values are marked also in what somebody signs.
    """
    work = _Work(document, outlined, city.values, is_bare(document) and not marked)
    chapters = []
    for position, (chapter, clauses) in enumerate(outlined.chapters[document.id], 1):
        rendered = [work.clause(clause, outlined.numbers[clause.id]) for clause in clauses]
        chapters.append(work.chapter(chapter, position, rendered))
    result = Rendered(document.id, document.title, document.kind, work.front(), tuple(chapters), work.bare)
    return result, work.findings


@dataclass
class _Work:
    document: Document
    outlined: Outline
    values: Mapping[str, Any]
    bare: bool  # design values stand in drafts, never in what somebody signs
    findings: list[Finding] = field(default_factory=list)

    def clause(self, clause: Clause, number: int) -> RenderedClause:
        ordinal = chinese(number)
        label = f"{ordinal}、" if is_plain(self.document) else f"第{ordinal}条"
        return RenderedClause(
            clause.id, clause.title, number, label, self.blocks(clause), clause.basis,
            clause.norm, clause.answers, clause.open, self.fields(clause.id), releases.fingerprint(clause),
        )

    def chapter(
        self, chapter: Chapter, position: int, clauses: list[RenderedClause]
    ) -> RenderedChapter:
        return RenderedChapter(
            chapter.id, chapter.title,
            "" if is_plain(self.document) else f"第{chinese(position)}章",
            self.blocks(chapter), tuple(clauses),
            own_page=chapter.attributes.get("page") == "new", fields=self.fields(chapter.id),
        )

    def fields(self, part: str) -> tuple[Mapping[str, Any], ...]:
        first = self.document.chapters[0].id if self.document.chapters else ""
        return tuple(item for item in self.document.fields if item.get("at", first) == part)

    def front(self) -> Mapping[str, Any]:
        """The front matter, with the city's values in what it says of taking back and of keeping."""
        filled = {key: self._term(key, text) for key, text in terms.with_values(self.document)}
        return {**self.document.data, **filled} if filled else self.document.data

    def _term(self, key: str, text: str) -> str:
        line, faults = self.document.front.locate(key).line, placeholders.usage(text).faults
        for fault in faults:
            self.add(line, "DOC201", fault.words, fault.fix)
        try:
            return text if faults else placeholders.plain(text, self.values)
        except placeholders.Unfillable as error:
            self.add(line, "DOC202", unrendered.unfillable(error), unrendered.FILL)
        except limits.TooMuch:
            self.add(line, "DOC403", unrendered.too_much(), unrendered.SHORTEN)
        return text

    def blocks(self, part: Clause) -> tuple[Block, ...]:
        text = part.text
        faults = placeholders.usage(text).faults
        for fault in faults:
            self.add(part.first_line + fault.line - 1, "DOC201", fault.words, fault.fix)
        if faults:
            return ()
        try:
            filled, taken = placeholders.fill(text, self.values)
            found = blocks.parse(filled, taken, lambda target: self.name(target, part))
            return blocks.without_marks(found) if self.bare else tuple(found)
        except placeholders.Unfillable as error:
            self.add(part.line, "DOC202", unrendered.unfillable(error), unrendered.FILL)
            for _, target in REFERENCE.findall(text):
                self.name(target, part)
        except limits.TooMuch:
            self.add(part.line, "DOC403", unrendered.too_much(), unrendered.SHORTEN)
        except blocks.LostCells as error:
            self.add(part.first_line + error.line - 1, "DOC401", unrendered.lost(error), unrendered.JOIN_CELLS)
        except blocks.Malformed as error:
            words = Words(
                f"“::: {error.name}”没有结束，或名称不认识",
                f"'::: {error.name}' is not closed, or not known",
            )
            self.add(part.first_line + error.line - 1, "DOC204", words, unrendered.CLOSE_BOX)
        return ()

    def name(self, target: str, part: Clause) -> str:
        line = next((row.number for row in part.lines if f"#{target})" in row.text), part.line)
        try:
            words = self.outlined.words(target, self.document.id)
        except KeyError:
            if target[:3] not in self.outlined.unread:
                self.add(line, "DOC203", unrendered.missing(target), unrendered.REFER)
            return "？"
        if not self.outlined.is_adopted(target):
            self.add(line, "DOC205", unrendered.not_adopted(target), unrendered.ADOPT, Severity.WARNING)
        return words

    def add(self, line: int, rule: str, words: Words, fix: Words, severity: Severity = Severity.ERROR) -> None:
        shown = Words(f"{self.document.id}：{words.zh}", f"{self.document.id}: {words.en}")
        place = Location(self.document.path, line)
        self.findings.append(Finding(place, rule, shown, fix, severity))
