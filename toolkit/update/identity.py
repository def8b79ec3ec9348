"""Which clause a text is that has no id of its own: its id was lost, or is another's too by copy and paste."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from toolkit.text.decisions import COPY, COPY_EDITED
from toolkit.update import clauses
from toolkit.update.clauses import Outcome
from toolkit.update.parts import Part

TWIN = "twin:"  # how the key of a base begins that a doubled clause is compared with
_ALIKE, _TITLED = 0.6, 0.5


def claims(outcomes: Sequence[Outcome], missing: Mapping[str, Part]) -> dict[str, str]:
    """By the key of a text without an id, which of the `missing` clauses it is likely to be; each for one text only."""
    asked = {outcome.key: outcome.local for outcome in outcomes if outcome.kind == clauses.UNNUMBERED and outcome.local}
    ranked = sorted(
        ((_closeness(part, other), key, name) for key, part in asked.items() for name, other in missing.items()),
        key=lambda found: -found[0],
    )
    found: dict[str, str] = {}
    for closeness, key, name in ranked:
        if closeness >= _ALIKE and key not in found and name not in found.values():
            found[key] = name
    return found


def _closeness(part: Part, other: Part) -> float:
    alike = difflib.SequenceMatcher(None, other.words[2], part.words[2], autojunk=False).ratio()
    return alike + (_TITLED if other.title == part.title else 0.0)


def twin(outcome: Outcome, holder: Outcome | None, kept: Part | None) -> tuple[Part, str] | None:
    """For a text that bears another's id: what its words are compared with, and how it stands to that.

    `holder` is what became of the one that keeps the id, `kept` what was compared with when this was first asked.
    """
    text = outcome.local
    if text is None or holder is None:
        return None
    standing = [part for part in (kept or holder.base, holder.local, holder.part) if part is not None]
    if not standing:
        return None
    return standing[0], COPY if any(part.words == text.words for part in standing) else COPY_EDITED
