"""Single changes of a document's source: what a decision does to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from toolkit.update import clauses, headings, order, parts, written
from toolkit.update.document import source_of
from toolkit.update.parts import Part, Source


def with_clause(source: Source, name: str, text: str | None, sequence: Sequence[str]) -> Source:
    """The document with `text` as its clause `name`; without the clause, where that is None.

    A clause that is not there is put in after its predecessor in `sequence`, the national order.
    """
    held = clauses.keyed(source.parts, {})
    if text is None:
        held.pop(name, None)
        return _of(source, list(held.values()))
    fresh = parts.part(_ended(source, text))
    if name in held:
        held[name] = fresh
        return _of(source, list(held.values()))
    arranged, _ = order.merge(list(held), list(held), [*held, name] if name not in sequence else list(sequence))
    known = {**held, name: fresh}
    before = [key for key in arranged[: arranged.index(name)] if key in known]
    keys = list(held)
    keys.insert(keys.index(before[-1]) + 1 if before else 0, name)
    return _of(source, [known[key] for key in keys])


def in_order(source: Source, sequence: Sequence[str]) -> Source:
    """The document's clauses in the order of `sequence`; what it does not name stays after its predecessor."""
    held = clauses.keyed(source.parts, {})
    arranged, _ = order.merge(list(held), list(held), list(sequence))
    return _of(source, [held[key] for key in arranged if key in held])


def find(source: Source, text: str) -> Part | None:
    """The part whose source this is; of two alike the second, as the first bears the id."""
    return next((part for part in reversed(source.parts) if source_of(part) == text), None)


def without(source: Source, found: Part) -> Source:
    """The document without that part."""
    return _of(source, [part for part in source.parts if part is not found])


def numbered(source: Source, found: Part, name: str, attributes: dict[str, str]) -> Source:
    """The document where the part `found` has the id `name`."""
    end = found.heading[len(found.heading.rstrip("\r\n")):] or source.hand.eol
    raw = headings.line(found.level or 3, found.title, name, {**attributes, **found.attributes}) + end + found.body
    return _of(source, [parts.part(raw) if part is found else part for part in source.parts])


def _ended(source: Source, text: str) -> str:
    return source.hand.fit(written.plain(text).strip("\n") + "\n\n")


def _of(source: Source, found: Sequence[Part]) -> Source:
    """The parts put together, an empty line between them and the end as it was."""
    eol, made = source.hand.eol, []
    for number, part in enumerate(found):
        core = part.raw.rstrip(" \t\r\n")
        tail = part.raw[len(core):]
        if number + 1 == len(found):
            tail = source.text[len(source.text.rstrip(" \t\r\n")):]
        elif written.plain(tail).count("\n") < (2 if core else 1):
            tail = eol * 2
        made.append(core + tail)
    return parts.parse(source.front + "".join(made), replace(source.hand))
