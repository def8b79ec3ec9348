"""Chapters and clauses of one document, merged by id: the table of decisions, row by row.

A local text in conflict stays in force as it is. Nothing is merged within a clause: what could be
made of both is a suggestion on a page.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from toolkit.text import marks
from toolkit.update import headings
from toolkit.update.parts import Part

TOP = "^"  # the key of what stands before the first heading
_UNKNOWN = "?"  # begins the key of what has no id, or one that another has

# What became of a clause. Those of ASKS open a decision.
SAME, TAKEN, HEADING, KEPT, CLOSED = "same", "taken", "heading", "kept", "closed"
DELETED, WITHDRAWN, OWN, ARRIVED = "deleted", "withdrawn", "own", "arrived"
BOTH, DELETED_HERE, WITHDRAWN_THERE, BOTH_ADDED, UNNUMBERED = (
    "both-changed", "deleted-here", "withdrawn-there", "both-added", "unnumbered",
)
ASKS = {BOTH, DELETED_HERE, WITHDRAWN_THERE, BOTH_ADDED, UNNUMBERED}


@dataclass(frozen=True)
class Outcome:
    """A clause after the merge: `part` is what the document holds (None: nothing), the other three are the sides."""

    key: str
    kind: str
    part: Part | None
    base: Part | None
    local: Part | None
    new: Part | None
    mended: bool = False  # a damaged heading was written anew
    marked: bool = False  # typed marks became spans

    @property
    def asks(self) -> bool:
        return self.kind in ASKS


def is_unknown(key: str) -> bool:
    return key.startswith(_UNKNOWN)


def keyed(parts: Sequence[Part], base: Mapping[str, Part]) -> dict[str, Part]:
    """Parts by key, in order. Of a doubled id the one nearest to the base bears it, else the first."""
    holders: dict[str, int] = {}
    for number, part in enumerate(parts):
        if part.id:
            rival = holders.get(part.id)
            if rival is None or _nearness(part, base) > _nearness(parts[rival], base):
                holders[part.id] = number
    found: dict[str, Part] = {}
    for number, part in enumerate(parts):
        if not part.id and not part.level:
            found[TOP] = part
        elif part.id and holders[part.id] == number:
            found[part.id] = part
        else:
            found[f"{_UNKNOWN}{number}"] = part
    return found


def _nearness(part: Part, base: Mapping[str, Part]) -> float:
    was = base.get(part.id)
    if was is None:
        return 0.0
    if part.words == was.words:
        return 2.0
    return difflib.SequenceMatcher(None, was.words[2], part.words[2], autojunk=False).ratio()


def merge(
    base: Mapping[str, Part], local: Mapping[str, Part], new: Mapping[str, Part], migrates: bool
) -> Iterator[Outcome]:
    """What becomes of every key. `migrates`: the national text has marked its design values anew."""
    doubled = {part.id for key, part in local.items() if is_unknown(key)}
    for key in dict.fromkeys((*new, *local, *base)):
        outcome = _decide(key, base.get(key), _levelled(local.get(key), base.get(key)), new.get(key))
        if outcome.kind == WITHDRAWN and key in doubled:
            outcome = replace(outcome, kind=WITHDRAWN_THERE, part=outcome.local)  # which of the two goes is not ours to say
        # Who asked for the new marks is the nation: they reach a city's own words too.
        yield _migrated(outcome) if migrates else outcome


def _levelled(local: Part | None, base: Part | None) -> Part | None:
    """A heading whose # are damaged says no other words than before."""
    return replace(local, level=base.level) if local and base and local.id and not local.level else local


def _decide(key: str, base: Part | None, local: Part | None, new: Part | None) -> Outcome:
    if key == TOP and not any(part and part.words[2] for part in (base, local, new)):
        return Outcome(key, SAME, local, base, local, new)  # an empty line
    if local is not None and new is not None:
        return _both(key, base, local, new)
    if is_unknown(key):
        return Outcome(key, UNNUMBERED, local, base, local, new)
    if local is not None:
        if base is None:
            return Outcome(key, OWN, local, base, local, new)
        changed = local.words != base.words
        return Outcome(key, WITHDRAWN_THERE if changed else WITHDRAWN, local if changed else None, base, local, new)
    if new is None:
        return Outcome(key, SAME, None, base, local, new)  # gone on both sides
    if base is None:
        return Outcome(key, ARRIVED, new, base, local, new)
    return Outcome(key, DELETED if new.words == base.words else DELETED_HERE, None, base, local, new)


def _both(key: str, base: Part | None, local: Part, new: Part) -> Outcome:
    if base is None:
        equal = local.words == new.words
        merged, rivals = headings.merge({}, local.attributes, new.attributes)
        part = _dressed(new if equal else local, merged if equal else local.attributes)
        return Outcome(key, BOTH_ADDED if not equal or rivals else CLOSED, part, base, local, new)
    here = _own_attributes(base, local)
    merged, rivals = headings.merge(base.attributes, here, new.attributes)
    mended = not local.sound and new.sound and new.attributes != base.attributes
    if local.words in (base.words, new.words):
        unmoved = new.literal in (local.literal, base.literal) and new.words == local.words
        part = local if unmoved and merged == here and not mended else _dressed(new, merged)
        kind = _kind_of_taken(base, local, new, merged)
    else:
        part = _dressed(local, merged) if merged != local.attributes and (local.sound or mended) else local
        kind = KEPT if new.words == base.words else BOTH
    return Outcome(key, BOTH if rivals else kind, part, base, local, new, mended)


def _kind_of_taken(base: Part, local: Part, new: Part, merged: Mapping[str, str]) -> str:
    if local.words != base.words:
        return CLOSED
    if new.words != base.words:
        return TAKEN
    if new.attributes != base.attributes:
        return HEADING
    return KEPT if merged != new.attributes else SAME


def _own_attributes(base: Part, local: Part) -> dict[str, str]:
    """What the city has; where its heading is damaged, what cannot be read is as it was."""
    return local.attributes if local.sound else {**base.attributes, **local.attributes}


def _dressed(part: Part, attributes: Mapping[str, str]) -> Part:
    """The part with these attributes in its heading."""
    if part.attributes == attributes and part.sound:
        return part
    heading = part.heading
    end = heading[len(heading.rstrip("\r\n")):]
    raw = headings.line(part.level or 3, part.title, part.id, attributes) + end + part.body
    return replace(part, raw=raw, level=part.level or 3, attributes=dict(attributes), sound=True)


def _migrated(outcome: Outcome) -> Outcome:
    part, local = outcome.part, outcome.local
    if part is None or local is None:
        return outcome
    body = marks.spans(part.body)
    if body != part.body:
        part = replace(part, raw=part.heading + body)
    marked = part.words == local.words and part.literal != local.literal
    return replace(outcome, part=part, marked=marked)
