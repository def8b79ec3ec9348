"""One register's definition brought to a newer text, version by version; filled workbooks are never looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from toolkit.errors import Finding, Words
from toolkit.text.decisions import Decision
from toolkit.update import choices, definitions, written
from toolkit.update.definitions import Question
from toolkit.update.held import Held
from toolkit.update.national import Stage

WHOLE = "register:"  # the key of a definition's base


@dataclass
class Register:
    """A definition before and after, as bytes; None where there is none.

    `faults` say why the city's cannot be read: then it stays, and so does its base `awaits`, so that the first update
    after it was mended brings what the nation changed meanwhile.
    """

    id: str
    before: bytes | None
    after: bytes | None
    decisions: list[Decision] = field(default_factory=list)
    notes: list[Words] = field(default_factory=list)
    faults: list[Finding] = field(default_factory=list)
    awaits: bytes | None = None


def bring(name: str, held: Held, stages: Sequence[Stage]) -> Register:
    """Register `name` through all stages. Raises Unreadable where a national definition cannot be read."""
    file = held.registers.get(name)
    found = Register(name, file.raw if file else None, file.raw if file else None, held.decisions.of(name))
    base, known = held.bases.get(name), name in held.known
    for stage in stages:
        text = stage.registers.get(name)
        new = text.raw if text else None
        waiting = found.decisions[0].bases.get(WHOLE) if found.decisions else None
        was = waiting.encode() if waiting is not None else base
        if found.after is not None or was is not None or not known:  # a definition that the city removed stays so
            merged = definitions.merge(was, found.after, new)
            found.after = merged.content
            found.notes += merged.notes
            decision = _decision(found, merged.questions, was, stage)
            found.decisions = [decision] if decision else []
            found.faults = [replace(fault, location=replace(fault.location, path=file.path)) for fault in merged.faults if file]
            found.awaits = was if merged.faults else None
        base, known = (was if found.faults else new), known or new is not None
    return found


def _decision(found: Register, questions: Sequence[Question], base: bytes | None, stage: Stage) -> Decision | None:
    if not questions:
        return None
    old, local, new = ("\n".join(f"{question.place}：\n{getattr(question, side)}\n" for question in questions)
                       for side in ("base", "local", "new"))
    bases = {} if base is None else {WHOLE: written.plain(base.decode("utf-8-sig"))}
    made = Decision(
        found.id, found.id, found.id, f"台账{found.id}的定义", "", choices.DEFINITION, old, local, new, bases,
        reasons=stage.reasons.get(found.id, ()),
    )
    before = found.decisions[0] if found.decisions else None
    if before and (before.base, before.new) == (made.base, made.new):
        return replace(made, reasons=before.reasons, later=before.later)
    return replace(made, reasons=tuple(dict.fromkeys((*(before.reasons if before else ()), *made.reasons))))
