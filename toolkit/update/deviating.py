"""The register of deviations kept true by an update or a decision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from toolkit.files.textfile import Unreadable
from toolkit.text import deviations, differing, policy
from toolkit.text.deviations import Said
from toolkit.text.differing import Pair
from toolkit.text.policy import Document
from toolkit.update import written
from toolkit.update.parts import Source

if TYPE_CHECKING:
    from toolkit.update.bringing import Brought
    from toolkit.update.plan import Plan


def place(made: Plan, on: date, said: Mapping[str, Said] | None = None) -> None:
    """Plans the register as it is true after `made`: what differs is listed, what no longer does is closed."""
    raw = made.held.read(deviations.FILE)
    found = differing.deviations(list(_pairs(made)))
    if raw is None and not found:
        return
    known = {part.id for brought in made.documents for source in (brought.after, brought.national) if source for part in source.parts}
    known |= {brought.id for brought in made.documents}
    updated = deviations.update(raw, found, on, known, said)
    made.put(deviations.FILE, updated.content)
    made.notes += updated.notes


def _pairs(made: Plan) -> Iterator[Pair]:
    """Each document that is not the national one, with that; one that cannot be read is told by the check."""
    for brought in made.documents:
        if _is_national(brought):
            continue
        national, local = (_document(source, made.places[brought.id]) for source in (brought.national, brought.after))
        if (brought.national is None) == (national is None) and (brought.after is None) == (local is None):
            yield national, local


def _is_national(brought: Brought) -> bool:
    return brought.after is brought.national or (
        brought.after is not None and brought.national is not None and brought.after.raw == brought.national.raw
    )


def _document(source: Source | None, shown: str) -> Document | None:
    try:
        return policy.parse(written.plain(source.text), shown)[0] if source else None
    except Unreadable:
        return None
