"""What must hold of every merge before anything is written: nothing local lost, nothing national undelivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from toolkit.update import front
from toolkit.update.document import Merged
from toolkit.update.parts import Part, Source, paragraphs, parse


def lost(local: Source, new: Source, merged: Merged) -> list[str]:
    """Local paragraphs that are not the nation's words for their clause, and stand neither there nor on a page."""
    known, kept = _by_clause(merged.was.values(), new.parts), _by_clause(merged.source.parts)
    paged = _on_pages(merged, "local")
    said = front.said(local.front, also_whole=False) - merged.was_front - front.said(new.front) - front.said(merged.front.text)
    return [key for key, _ in said] + [
        paragraph for name, found in _by_clause(local.parts).items()
        for paragraph in found - known[name] if paragraph not in kept[name] | paged
    ]


def undelivered(new: Source, merged: Merged) -> list[str]:
    """New national paragraphs that stand neither in their clause nor on a page, and clauses likewise."""
    was, kept, paged = _by_clause(merged.was.values()), _by_clause(merged.source.parts), _on_pages(merged, "new")
    told = {question.id for question in merged.questions}
    had = {part.id for part in merged.source.parts}
    clauses = [part.id for part in new.parts if part.id and part.id not in merged.was.keys() | had | told]
    asked = set().union(*(front.says(rival.key, rival.new) for rival in merged.front.rivals))
    said = front.said(new.front, also_whole=False) - merged.was_front - front.said(merged.front.text) - asked
    return [key for key, _ in said] + clauses + [
        paragraph for name, found in _by_clause(new.parts).items()
        for paragraph in found - was[name] if paragraph not in kept[name] | paged
    ]


def _by_clause(*sides: Iterable[Part]) -> defaultdict[str, set[str]]:
    """By id, the paragraphs of all that bear it; titles too."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for parts in sides:
        for part in parts:
            found[part.id].update(paragraphs(f"{part.title}\n{part.body}"))
    return found


def _on_pages(merged: Merged, side: str) -> set[str]:
    found = set[str]()
    for question in merged.questions:
        for part in parse(getattr(question, side) or "").parts:
            found.update(paragraphs(f"{part.title}\n{part.body}"))
    return found
