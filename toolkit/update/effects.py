"""What an update did to a document, read off its two states: the report says this and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from toolkit.files import sources
from toolkit.text.decisions import Decision
from toolkit.update import front, suggestion
from toolkit.update.bringing import EMPTY, Brought
from toolkit.update.parts import Part, Source

TAKEN, HEADING, ARRIVED, WITHDRAWN = "taken", "heading", "arrived", "withdrawn"
KEPT, OWN, ABSENT, MARKED = "kept", "own", "absent", "marked"


@dataclass(frozen=True)
class Effect:
    """`kind` is one of the words above; `filled` are parameters for which the city wrote values."""

    kind: str
    id: str
    title: str
    filled: tuple[str, ...] = ()


def of(found: Brought) -> list[Effect]:
    """Clause by clause, in the document's order; what waits for a decision is not among them."""
    if found.before is None or found.after is None:
        return []
    asked = {name for decision in found.decisions for name in (decision.id, decision.likely) if name != found.id}
    sides = [_parts(source) for source in (found.base, found.before, found.after, found.national)]
    base, before, after, new = sides
    effects = [
        effect for name in dict.fromkeys((*after, *before, *new)) if name not in asked
        for effect in _of_clause(name, base.get(name), before.get(name), after.get(name), new.get(name))
    ]
    keys = front.changed(found.before.front, found.after.front)
    return [*([Effect(TAKEN, found.id, f"文件开头的信息（{'、'.join(map(_key, keys))}）")] if keys else []), *effects]


def _parts(source: Source | None) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in (source or EMPTY).parts:
        if part.id:
            found.setdefault(part.id, part)
    return found


def _of_clause(
    name: str, base: Part | None, before: Part | None, after: Part | None, new: Part | None
) -> Iterator[Effect]:
    if before is None or after is None:
        kind = ARRIVED if after else WITHDRAWN if before else ABSENT
        yield Effect(kind, name, (after or before or new or Part("")).title)
    elif before.raw == after.raw and new is not None and after.raw == new.raw:
        return  # as most are
    elif before.words != after.words:
        yield Effect(TAKEN, name, after.title)
    elif new is None or after.words != new.words:
        # A clause of the nation's that the city kept although it was withdrawn waits for a decision.
        filled = suggestion.filled_in(base.body.strip(), after.body.strip()) if base else []
        yield Effect(KEPT if new else OWN, name, after.title, tuple(dict.fromkeys(filled)))
        if before.attributes != after.attributes:
            yield Effect(HEADING, name, after.title)
    elif before.attributes != after.attributes or before.sound != after.sound:
        yield Effect(HEADING, name, after.title)
    elif before.literal != after.literal:
        yield Effect(MARKED, name, after.title)


def changed_by(effects: list[Effect], decisions: list[Decision]) -> bool:
    """Whether the words of a document are others than before: it is a draft again."""
    return any(effect.kind in (TAKEN, ARRIVED, WITHDRAWN) for effect in effects)


@cache
def _titles() -> dict[str, str]:
    """What offices call the keys of a front matter."""
    known = (sources.schema(name)["properties"] for name in ("reader", "form", "document"))
    return {key: str(entry["title"]) for properties in known for key, entry in properties.items()}


def _key(name: str) -> str:
    return "表单的格子" if name == "fields" else _titles().get(name, name)
