"""One document merged: front matter, clauses and their order, put together as the city writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.text import marks
from toolkit.update import clauses, front, headings, identity, order, parts, suggestion, written
from toolkit.update.clauses import Outcome
from toolkit.update.front import Said
from toolkit.update.parts import Part, Source

FRONT, ORDER = "front:", "order:"  # how the keys of bases begin that are no clause's
OF_FRONT, OF_ORDER = "front", "order"  # kinds of questions beside those of clauses
_SPACE = " \t\r\n"


@dataclass(frozen=True)
class Question:
    """What a city has to decide. The sides are source text, None where there is nothing.

    `bases` are what the sides are compared with until it is decided, by key: a later update asks
    against these, as one that came at once would.
    """

    page: str
    id: str
    kind: str
    base: str | None
    local: str | None
    new: str | None
    bases: Mapping[str, str | None] = field(default_factory=dict)
    suggestion: str = ""
    how: str = ""
    likely: str = ""  # for a text without an id: the clause that it seems to be


@dataclass(frozen=True)
class Merged:
    source: Source
    outcomes: list[Outcome]
    front: front.Merged
    questions: list[Question]
    was: Mapping[str, Part]  # the clauses that the merge compared with: those of the base, or of what still waits
    was_front: Said  # what the front matter said likewise
    reordered: bool = False  # the nation moved something, and the order followed


def merge(
    name: str, base: Source, local: Source, new: Source,
    waiting: Mapping[str, str | None] | None = None,
) -> Merged:
    """Document `name` merged three ways. `waiting` are the bases of what is not decided yet."""
    waiting, eol = waiting or {}, local.hand.eol
    was, there = _keyed(base, waiting), _by_id(new)
    here = clauses.keyed(local.parts, was)
    migrates = bool(marks.TYPED in base.text and marks.TYPED not in new.text)
    sequence = waiting.get(ORDER)
    before = sequence.split() if sequence else list(was)
    arranged, moved_twice = order.merge(before, list(here), list(there))
    at = {key: number for number, key in enumerate(arranged)}
    outcomes = sorted(clauses.merge(was, here, there, migrates), key=lambda outcome: at.get(outcome.key, len(at)))
    of_front = front.merge(base.front, local.front, new.front, _inner(waiting, FRONT), eol)
    placed = {outcome.key: outcome.part for outcome in outcomes if outcome.part is not None}
    pieces = [(key, placed[key]) for key in arranged if key in placed]
    text = of_front.text + _assemble(pieces, local, new, eol)
    source = new if _untouched(base, local, waiting) else parts.parse(text, local.hand)
    if source.text == local.text:
        source = local
    questions = [
        *_of_front(name, of_front), *_of_clauses(name, outcomes, {key: part for key, part in there.items() if key not in placed}, waiting),
        *(_of_order(name, before, dict(pieces), there) if moved_twice else ()),
    ]
    was_front = front.said(base.front).union(*(front.says(key, text) for key, text in _inner(waiting, FRONT).items()))
    after = [key for key in arranged if key in here and key in placed]
    return Merged(source, outcomes, of_front, questions, was, was_front, after != [key for key in here if key in placed])


def _untouched(base: Source, local: Source, waiting: Mapping[str, str | None]) -> bool:
    return local.raw == base.raw and not waiting


def _by_id(source: Source) -> dict[str, Part]:
    return clauses.keyed(source.parts, {})


def _keyed(base: Source, waiting: Mapping[str, str | None]) -> dict[str, Part]:
    found = _by_id(base)
    for key, text in waiting.items():
        if ":" not in key:
            found.pop(key, None) if text is None else found.update({key: parts.part(text)})
    return found


def _inner(waiting: Mapping[str, str | None], prefix: str) -> dict[str, str | None]:
    return {key.removeprefix(prefix): text for key, text in waiting.items() if key.startswith(prefix)}


def _assemble(pieces: Sequence[tuple[str, Part]], local: Source, new: Source, eol: str) -> str:
    """The parts one after another: their own empty lines where they have them, else one; the end as it was."""
    own = {part.raw for part in local.parts}
    last = {source.parts[-1].id for source in (local, new) if source.parts}
    made = []
    for number, (key, part) in enumerate(pieces):
        raw = part.raw if part.raw in own or "\r" in part.raw else part.raw.replace("\n", eol)
        core = raw.rstrip(_SPACE)
        tail = raw[len(core):]
        if number + 1 == len(pieces):
            tail = _end_of(local if local.parts else new)
        elif not tail.strip(" \t") or (key in last and written.plain(tail).count("\n") < 2):
            tail = eol * 2
        made.append(core + tail)
    return "".join(made)


def _end_of(source: Source) -> str:
    raw = source.parts[-1].raw if source.parts else "\n"
    return raw[len(raw.rstrip(_SPACE)):]


def _of_front(name: str, merged: front.Merged) -> Iterator[Question]:
    if merged.rivals:
        base, local, new = (front.excerpt(merged.rivals, side) for side in ("base", "local", "new"))
        yield Question(
            name, name, OF_FRONT, base, local, new, {FRONT + rival.key: rival.base for rival in merged.rivals},
            new or local or "", suggestion.NATIONAL,
        )


def _of_clauses(
    name: str, outcomes: Sequence[Outcome], missing: Mapping[str, Part], waiting: Mapping[str, str | None]
) -> Iterator[Question]:
    """`missing` are the nation's clauses that the city's document lacks."""
    became = {outcome.key: outcome for outcome in outcomes}
    claims = identity.claims(outcomes, {key: part for key, part in missing.items() if key != clauses.TOP})
    for outcome in outcomes:
        if outcome.kind == clauses.UNNUMBERED and outcome.local is not None:
            yield _unnumbered(name, outcome, became, claims.get(outcome.key, ""), waiting)
        elif outcome.asks and outcome.key not in claims.values():  # what seems to stand there without its id is not gone
            yield _of_clause(outcome)


def _of_clause(outcome: Outcome) -> Question:
    base, local, new = outcome.base, outcome.part or outcome.local, outcome.new
    text, how = _suggested(outcome)
    was, here, there = (source_of(part) if part else None for part in (base, local, new))
    return Question(outcome.key, outcome.key, outcome.kind, was, here, there, {outcome.key: was}, text, how)


def _suggested(outcome: Outcome) -> tuple[str, str]:
    base, local, new = outcome.base, outcome.part or outcome.local, outcome.new
    if local is None or new is None or base is None:
        present = new or local
        return (source_of(present) if present else ""), suggestion.NATIONAL
    was, here, there = (marks.spans(written.plain(part.body).strip("\n")) for part in (base, local, new))
    # Where the city only changed the heading, both changes fit together.
    body, how = (there, suggestion.WOVEN) if here == was else suggestion.suggest(was, here, there)
    if how == suggestion.PUNCTUATION and local.title != base.title:
        how = suggestion.WOVEN
    title = local.title if new.title == base.title else new.title
    line = headings.line(local.level if new.level == base.level else new.level, title, new.id, local.attributes)
    return f"{line}\n\n{body}\n", how


def _unnumbered(
    name: str, outcome: Outcome, became: Mapping[str, Outcome], likely: str, waiting: Mapping[str, str | None]
) -> Question:
    """Asks once: what the nation changed in the clause that it is likely to be stands on the same page."""
    assert outcome.part is not None
    assert outcome.local is not None
    text = source_of(outcome.part)
    question = Question(outcome.key, name, outcome.kind, None, text, None, {}, text, likely=likely)
    if likely:
        lost = became[likely]
        was, there = (source_of(part) if part else None for part in (lost.base, lost.new))
        if lost.kind == clauses.DELETED_HERE:
            return replace(question, base=was, new=there, bases={likely: was})
        return replace(question, base=there, new=there)
    kept = waiting.get(identity.TWIN + outcome.local.id)
    doubled = identity.twin(outcome, became.get(outcome.local.id), parts.part(kept) if kept else None)
    if doubled is None:
        return question
    return replace(question, bases={identity.TWIN + outcome.local.id: source_of(doubled[0])}, how=doubled[1])


def _of_order(
    name: str, before: Sequence[str], here: Mapping[str, Part], there: Mapping[str, Part]
) -> Iterator[Question]:
    titles = {key: part.title for key, part in {**there, **here}.items() if part.id and not clauses.is_unknown(key)}

    def named(sequence: Iterable[str]) -> str:
        return "".join(f"{key} {titles[key]}\n" for key in sequence if key in titles)

    wanted, _ = order.merge(list(here), list(here), list(there))
    yield Question(
        f"{name}-顺序", name, OF_ORDER, named(before), named(here), named(there),
        {ORDER: " ".join(before)}, named(wanted), suggestion.NATIONAL,
    )


def source_of(part: Part) -> str:
    """A part's source with LF ends, and no empty lines at its end."""
    return written.plain(part.raw).rstrip(_SPACE) + "\n"


def named(questions: Sequence[Question], name: str, unnumbered: Mapping[str, str]) -> list[Question]:
    """The questions with pages of their own: a text without an id keeps the name of its open page."""
    free: dict[str, list[str]] = {}
    for page, text in unnumbered.items():  # in the document's order
        free.setdefault(text, []).append(page)
    taken, number, found = set(unnumbered), 0, []
    for question in questions:
        if question.kind == clauses.UNNUMBERED:
            waiting = free.get(question.local or "")
            page = waiting.pop(0) if waiting else ""
            while not page:
                number += 1
                candidate = f"{name}-无编号-{number}"
                page = "" if candidate in taken else candidate
            taken.add(page)
            question = replace(question, page=page)
        found.append(question)
    return found
