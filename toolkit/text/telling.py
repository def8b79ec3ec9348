"""Rendered documents with the city's deviations told at their clauses: for drafts and the site, never for what is issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from toolkit.text.deviations import Told
from toolkit.text.render import Rendered, RenderedChapter


def telling(document: Rendered, told: Mapping[str, Told]) -> Rendered:
    """The document with what `told` says by id of its clauses, its chapters and itself."""
    own = {name: item for name, item in told.items() if name[:3] == document.id}
    shown = {chapter.id for chapter in document.chapters} | {clause.id for clause in document.clauses}
    if not own and shown.isdisjoint(told):
        return document
    return replace(
        document, chapters=tuple(_chapter(chapter, told) for chapter in document.chapters),
        deviations=tuple(item for name, item in own.items() if name not in shown),
    )


def _chapter(chapter: RenderedChapter, told: Mapping[str, Told]) -> RenderedChapter:
    clauses = tuple(replace(clause, deviation=told.get(clause.id)) for clause in chapter.clauses)
    return replace(chapter, clauses=clauses, deviation=told.get(chapter.id))
