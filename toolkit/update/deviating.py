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
    from toolkit.update.plan import Plan


def place(made: Plan, on: date, said: Mapping[str, Said] | None = None) -> None:
    """Plans the register as it is true after `made`: what differs is listed, what no longer does is closed."""
    raw = made.held.read(deviations.FILE)
    known = {part.id for brought in made.documents for pair in brought.steps for source in pair if source for part in source.parts}
    known |= {brought.id for brought in made.documents}
    known -= made.decisions.unnumbered  # not gone, as far as anybody knows: an entry stays as it is
    read: dict[int, Document | None] = {}
    # Stage by stage, so that what came and went between two releases is recorded as if each had been taken in.
    for stage in range(max((len(brought.steps) for brought in made.documents), default=0)):
        pairs = dict(_pairs(made, stage, read))
        found = [
            deviation for deviation in differing.deviations(pair for pair in pairs.values() if pair)
            if deviation.id not in made.decisions.unnumbered
        ]
        if raw is not None or found:
            unread = {name for name, pair in pairs.items() if pair is None}
            updated = deviations.update(raw, found, on, known, said, unread)
            raw = updated.content
            made.registered += updated.notes
    if raw is not None:
        made.put(deviations.FILE, raw)


def _pairs(made: Plan, stage: int, known: dict[int, Document | None]) -> Iterator[tuple[str, Pair | None]]:
    """Each document that is not the national one, with that; None where one cannot be read, of which the check tells.

    `known` are those of the stages before: most texts are the same there.
    """
    for brought in made.documents:
        national, local = brought.steps[stage]
        if national is local or (national and local and national.raw == local.raw):
            continue
        for source in (national, local):
            if id(source) not in known:
                known[id(source)] = _document(source, made.places[brought.id])
        first, second = known[id(national)], known[id(local)]
        read = (national is None) == (first is None) and (local is None) == (second is None)
        yield brought.id, (first, second) if read else None


def _document(source: Source | None, shown: str) -> Document | None:
    try:
        return policy.parse(written.plain(source.text), shown)[0] if source else None
    except Unreadable:
        return None
