"""A rendered document as pandoc's AST: text goes in as text, so nothing in it is ever parsed."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.city.city import City
from toolkit.exporters import layout, signers
from toolkit.exporters.booklet import booklet, is_booklet
from toolkit.exporters.word import booklet as word_booklet
from toolkit.exporters.word import ooxml
from toolkit.exporters.word.form import Forms, overview
from toolkit.text.blocks import Block, Inline, Inlines, Paragraph, Ref, Table
from toolkit.text.citations import Register
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

API_VERSION = [1, 23, 1]
HERE = "<!--text-->"  # where the text goes in a file that has none
_LANGUAGE = "zh-Hans"
_DRAFT = "〔草稿说明〕"  # before what an issued text does not hold
_STYLES = {"addressee": "主送"}
_TO_FILL = 522  # twips: the least height of a row that is written in
Node = dict[str, Any]


def without_text() -> Node:
    """An AST that takes of a reference document all that does not come of the text."""
    return {"pandoc-api-version": API_VERSION, "meta": {"lang": _meta(_LANGUAGE)}, "blocks": [_raw(HERE)]}


def document(source: Rendered, city: City, register: Register) -> Node:
    """The whole AST, ready for `pandoc.read(…, "json")`."""
    meta = {
        "title": _meta(source.title), "lang": _meta(_LANGUAGE), "subject": _meta(source.kind),
        "description": _meta(str(source.front.get("summary", ""))),
    }
    head = layout.letterhead(source, city)
    if head:
        meta["letterhead"] = {"t": "MetaBlocks", "c": [_raw(ooxml.letterhead(head))]}
    subtitle = layout.subtitle(source, city)
    if subtitle:
        meta["subtitle"] = _meta(subtitle)
    return {
        "pandoc-api-version": API_VERSION, "meta": meta,
        "blocks": list(_booklet(source, city) if is_booklet(source) else _body(source, city, register)),
    }


@dataclass(frozen=True)
class _Page:
    """What the parts of one document are laid out by."""

    source: Rendered
    targets: frozenset[str]
    told: bool  # each deviation below its clause, in a draft
    contact: Sequence[tuple[str, str]]
    pictures: Iterator[int]

    def forms(self, chapter: RenderedChapter) -> Forms:
        return Forms(self.width, layout.signs(self.source, chapter), layout.part_look(self.source, chapter), self.pictures)

    @property
    def width(self) -> int:
        return ooxml.TEXT_WIDTH if layout.look(self.source) == "policy" else ooxml.FORM_WIDTH


def _body(source: Rendered, city: City, register: Register) -> Iterator[Node]:
    page = _Page(source, layout.internal_targets(source), not source.bare, layout.contact(source, city), itertools.count(1))
    signing = signers.overview(source)
    if signing:
        yield _raw(overview(signing, page.width, layout.look(source)))
    if layout.has_contents(source):
        yield from _contents(source)
    addressee, chapters = layout.opening(source)
    if addressee:
        yield from _blocks([addressee], page, page.forms(chapters[0]))
    for number, chapter in enumerate(chapters):
        yield from _chapter(chapter, number, page)
    if page.contact:
        yield _raw(page.forms(chapters[-1]).contact(page.contact))
    if not source.bare:
        yield from (_small(_DRAFT + layout.absent_deviation(item)) for item in source.deviations)
    note = layout.closing_note(source)
    if note:
        yield _small(note)
    colophon = layout.colophon(source, city)
    if colophon:
        yield _raw(ooxml.colophon(*colophon))
    rows = layout.annex(source, city, register)
    if rows:
        yield _raw(ooxml.page_break_heading(layout.annex_id(source), layout.ANNEX, 999, first=False))
        yield _raw(ooxml.two_columns(rows, ("条文", "依据")))


def _booklet(source: Rendered, city: City) -> Iterator[Node]:
    made = booklet(source, city)
    for subject in made.subjects:
        yield _styled("目录行", [_para([_link(subject.id, subject.heading)])])
    yield _raw(word_booklet.cover(made))
    yield from map(_raw, word_booklet.subjects(made))


def _contents(source: Rendered) -> Iterator[Node]:
    yield _styled("表头文字", [_para([_str(layout.CONTENTS)])])
    for chapter in source.chapters:
        yield _styled("目录行", [_para([_link(chapter.id, layout.chapter_heading(chapter))])])


def _chapter(chapter: RenderedChapter, number: int, page: _Page) -> Iterator[Node]:
    words = layout.part_heading(page.source, number)
    forms = page.forms(chapter)
    if chapter.own_page:
        yield _raw(ooxml.page_break_heading(chapter.id, words, number, first=number == 0))
    else:
        yield _header(1, chapter.id, words)
    yield from _part(chapter, page, forms)
    if page.told and chapter.deviation:
        yield _small(_DRAFT + layout.deviation(chapter.deviation))
    for clause in chapter.clauses:
        yield _header(2, clause.id, layout.heading(clause))
        yield from _part(clause, page, forms)
        if page.told and clause.deviation:
            yield _small(_DRAFT + layout.deviation(clause.deviation))


def _part(part: RenderedChapter | RenderedClause, page: _Page, forms: Forms) -> Iterator[Node]:
    text, items, signatures = layout.body(part)
    yield from _blocks(text, page, forms)
    yield from map(_raw, forms.fields(items))
    yield from _blocks(signatures, page, forms)


def _blocks(blocks: Iterable[Block], page: _Page, forms: Forms) -> Iterator[Node]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield _para(_inlines(block.content, page.targets))
        elif isinstance(block, Table):
            yield _raw(ooxml.table(block, page.width, _TO_FILL if layout.is_to_fill(block) else 0))
        elif block.role == "signature":
            yield _raw(forms.signatures(block))
        elif block.role == "closing":
            yield _raw(ooxml.closing(block.lines, layout.indents(block.lines)))
        else:
            yield _styled(_STYLES[block.role], [_para(_inlines(line, page.targets)) for line in block.lines])


def _inlines(content: Inlines, targets: frozenset[str]) -> list[Node]:
    return [node for piece in content for node in _inline(piece, targets)]


def _inline(piece: Inline, targets: frozenset[str]) -> list[Node]:
    if isinstance(piece, Ref) and piece.target in targets:
        nodes = [_link(piece.target, piece.text)]
    else:
        nodes = _lines(piece.text)
    style = ooxml.character_style(piece)
    return [{"t": "Span", "c": [["", [], [["custom-style", style]]], nodes]}] if style else nodes


def _lines(text: str) -> list[Node]:
    nodes: list[Node] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            nodes.append({"t": "LineBreak"})
        if line:
            nodes.append(_str(line))
    return nodes


def _str(text: str) -> Node:
    return {"t": "Str", "c": text}


def _para(inlines: list[Node]) -> Node:
    # pandoc drops an empty paragraph, and with it a line of a signature box.
    return {"t": "Para", "c": inlines or [_str("\u00a0")]}


def _meta(text: str) -> Node:
    return {"t": "MetaInlines", "c": [_str(" ".join(text.split()))]}


def _header(level: int, identifier: str, text: str) -> Node:
    return {"t": "Header", "c": [level, [identifier, [], []], [_str(text)]]}


def _link(target: str, text: str) -> Node:
    return {"t": "Link", "c": [["", [], []], [_str(text)], [f"#{target}", ""]]}


def _styled(style: str, blocks: list[Node]) -> Node:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], blocks]}


def _small(text: str) -> Node:
    return _styled("附注", [_para([_str(text)])])


def _raw(xml: str) -> Node:
    return {"t": "RawBlock", "c": ["openxml", xml]}
