"""One document brought to a newer text, version by version; pure, from bytes to bytes and questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.text.decisions import OF_REVIEW, Because, Decision
from toolkit.update import assurance, clauses, document, front, national, parts
from toolkit.update.document import Question
from toolkit.update.national import Stage
from toolkit.update.parts import Source

DELETED, WITHDRAWN, ADDED = "document-deleted", "document-withdrawn", "document-added"
WHOLE = "document:"  # the key of a whole document's base
EMPTY = Source(parts.Hand(), "", ())


@dataclass
class Brought:
    """A document before and after. `national` is the newest text, None where it was withdrawn."""

    id: str
    base: Source | None
    before: Source | None
    after: Source | None
    national: Source | None
    decisions: list[Decision] = field(default_factory=list)
    steps: list[tuple[Source | None, Source | None]] = field(default_factory=list)  # national and local after each stage
    archived: dict[str, str] = field(default_factory=dict)  # withdrawn text by the id of its clause or document
    overruled: dict[str, str] = field(default_factory=dict)
    mended: list[str] = field(default_factory=list)  # clauses whose damaged heading was written anew
    no_base: bool = False  # it is the nation's, and what it was is not known
    not_adopted: bool = False  # dropped by the city, which lists what it adopted


class Lost(Exception):
    """A merge would lose or withhold a text: our bug, and nothing is written."""


def bring(
    name: str, base: bytes | None, local: Source | None, stages: Sequence[Stage],
    opened: Sequence[Decision], known: bool, adopted: frozenset[str] | None,
) -> Brought:
    """Document `name` through all stages. `known`: the kit's manifest names it; `opened` are its open decisions."""
    newest = stages[-1].documents.get(name)
    read = {source.raw: source for source in (newest.source if newest else None, local) if source}
    was = None if base is None else _read(base, name, read)
    found = Brought(name, was, local, local, None, list(opened), no_base=known and was is None)
    is_merged = False
    for stage in stages:
        text = stage.documents.get(name)
        found.national = _read(text.raw, name, read) if text else None
        if not is_merged or found.national is not was:  # merged with the same text again it stays as it is
            is_merged = _step(found, was, stage, known, adopted)
        found.steps.append((found.national, found.after))
        was, known = found.national, known or found.national is not None
    return found


def _read(raw: bytes, name: str, known: dict[bytes, Source]) -> Source:
    """A text in pieces: what is the same text is the same object, read once."""
    if raw not in known:
        known[raw] = parts.read(raw, name)
    return known[raw]


def _step(found: Brought, base: Source | None, stage: Stage, known: bool, adopted: frozenset[str] | None) -> bool:
    """Takes in one version; says whether the text was merged with it."""
    local, new = found.after, found.national
    waiting = {key: text for decision in found.decisions for key, text in decision.bases.items()}
    asked_whole = WHOLE in waiting
    if asked_whole:
        text = waiting[WHOLE]
        base = None if text is None else parts.parse(text)
    questions: list[Question] = []
    is_merged = False
    if local is None:
        if new is not None and base is None and not known:
            found.after = new
        elif new is not None and (base is None or not same(base, new)):
            found.not_adopted = adopted is not None and found.id not in adopted
            if not found.not_adopted and base is not None:
                questions = [_whole(found.id, DELETED, base, None, new)]
    elif new is None:
        if base is not None and same(base, local) and (adopted is None or found.id not in adopted) and not asked_whole:
            found.archived[found.id] = local.text
            found.after = None
        elif base is not None:
            questions = [_whole(found.id, WITHDRAWN, base, local, None)]
    elif base is None and (asked_whole or not known):
        if not same(local, new):
            questions = [_whole(found.id, ADDED, None, local, new)]
    else:
        is_merged = True
        if local is base and not found.decisions and _is_sound(local):
            _follow(found, local, new)
        else:
            questions = _merge(found, base or EMPTY, local, new, waiting)
    of_review = [decision for decision in found.decisions if decision.kind in OF_REVIEW]
    found.decisions = [*(_decision(question, found, stage) for question in questions), *of_review]
    return is_merged


def _is_sound(source: Source) -> bool:
    """Whether front matter and headings are as they should be, each with an id of its own."""
    return bool(source.front) and all(part.sound for part in source.parts) and len({part.id for part in source.parts}) == len(source.parts)


def _follow(found: Brought, local: Source, new: Source) -> None:
    """What the city left as the nation wrote it becomes the new text: a merge would say the same, and nothing can be lost."""
    here = {part.id for part in new.parts}
    found.archived |= {part.id: part.raw for part in local.parts if part.id and part.id not in here}
    found.after = new


def _merge(
    found: Brought, base: Source, local: Source, new: Source, waiting: Mapping[str, str | None]
) -> list[Question]:
    unnumbered = {
        decision.page: decision.local or "" for decision in found.decisions if decision.kind == clauses.UNNUMBERED
    }
    merged = document.merge(found.id, base, local, new, waiting)
    faults = assurance.lost(local, new, merged) + assurance.undelivered(new, merged)
    if faults:
        raise Lost(f"{found.id}: {len(faults)} paragraphs would be lost; nothing was written")
    found.after = merged.source
    found.overruled |= merged.front.overruled
    for outcome in merged.outcomes:
        if outcome.kind == clauses.WITHDRAWN and outcome.local is not None and outcome.local.id:
            found.archived[outcome.key] = outcome.local.raw
        if outcome.mended:
            found.mended.append(outcome.key)
    return document.named(merged.questions, found.id, unnumbered)


def same(one: Source, other: Source) -> bool:
    """Whether two documents say the same, marks apart."""
    if one.raw == other.raw:
        return True

    def said(source: Source) -> list[tuple[object, ...]]:
        return [(part.id, part.words, part.attributes) for part in source.parts if part.level or part.words[2]]

    return said(one) == said(other) and front.meaning(one.front) == front.meaning(other.front)


def _whole(name: str, kind: str, base: Source | None, local: Source | None, new: Source | None) -> Question:
    was, here, there = (None if source is None else parts.written.plain(source.text) for source in (base, local, new))
    return Question(name, name, kind, was, here, there, {WHOLE: was})


def _decision(question: Question, found: Brought, stage: Stage) -> Decision:
    """The open decision that a question is. What was said of it before stays: reasons, and that it was put off."""
    before = next((decision for decision in found.decisions if decision.page == question.page), None)
    source = found.after or found.national or found.base or EMPTY
    made = Decision(
        question.page, question.id, found.id, _title(question, found), national.owner_of(source), question.kind,
        question.base, question.local, question.new, question.bases, question.suggestion, question.how, question.likely,
        _reasons(question, stage),
    )
    if before is None:
        return made
    if before.new == made.new and before.base == made.base:
        return replace(made, reasons=before.reasons, later=before.later)
    return replace(made, reasons=tuple(dict.fromkeys((*before.reasons, *made.reasons))))


def _reasons(question: Question, stage: Stage) -> tuple[Because, ...]:
    if question.kind == clauses.UNNUMBERED:
        return stage.reasons.get(question.likely, ()) if question.likely in question.bases else ()
    if question.kind == document.OF_ORDER:
        return ()
    if question.kind in (DELETED, WITHDRAWN, ADDED):
        # A whole document: the law's reasons for any of its clauses count.
        told = [because for name, reasons in stage.reasons.items() if name[:3] == question.id for because in reasons]
        by_law = [because for because in told if because.reason == "law"]
        return tuple(dict.fromkeys((*stage.reasons.get(question.id, ()), *by_law)))
    return stage.reasons.get(question.id, ())


def _title(question: Question, found: Brought) -> str:
    for source in (found.national, found.after, found.base):
        for part in source.parts if source else ():
            if part.id == question.id:
                return part.title
    if question.kind == clauses.UNNUMBERED:
        return parts.part(question.local or "").title
    return national.title_of(found.after or found.national or found.base or EMPTY)
