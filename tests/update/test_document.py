"""One document merged three ways: nothing local is lost and nothing national undelivered, for any edits."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.update import invented
from toolkit.text.decisions import Because
from toolkit.update import assurance, bringing, document, parts
from toolkit.update.bringing import Brought
from toolkit.update.document import Merged
from toolkit.update.national import Stage, Text


def sides(seed: int) -> tuple[parts.Source, parts.Source, parts.Source]:
    chance = random.Random(seed)
    base = invented.sample(chance)
    local = invented.edited(base, chance, invented.LOCAL)
    new = invented.edited(base, chance, invented.NATIONAL)
    return (
        parts.parse(invented.document(base)), parts.read(invented.written(invented.document(local), chance), "P98"),
        parts.parse(invented.document(new, "1.1.0")),
    )


def merged(seed: int) -> tuple[parts.Source, parts.Source, parts.Source, Merged]:
    base, local, new = sides(seed)
    return base, local, new, document.merge("P98", base, local, new)


def faults(seed: int) -> list[str]:
    _, local, new, made = merged(seed)
    return assurance.lost(local, new, made) + assurance.undelivered(new, made)


@settings(max_examples=150)
@given(st.integers(0, 2**32))
def test_nothing_is_lost_and_nothing_undelivered(seed: int):
    assert faults(seed) == []


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_second_merge_with_the_same_text_changes_nothing_and_asks_the_same(seed: int):
    _, _, new, made = merged(seed)
    waiting = {key: text for question in made.questions for key, text in question.bases.items()}
    again = document.merge("P98", new, parts.read(made.source.raw, "P98"), new, waiting)
    assert again.source.raw == made.source.raw
    asked = [(question.kind, question.base, question.local, question.new) for question in made.questions]
    assert [(question.kind, question.base, question.local, question.new) for question in again.questions] == asked


def unedited(seed: int) -> Brought:
    """A document that the city left as it was, through two versions; sometimes it was damaged from the first."""
    chance = random.Random(seed)
    base = invented.edited(invented.sample(chance), chance, invented.LOCAL if chance.random() < 0.3 else invented.NATIONAL)
    newer = invented.edited(base, chance, invented.NATIONAL)
    newest = invented.edited(newer, chance, invented.NATIONAL, most=2)
    raw = invented.document(base).encode()
    stages = [
        Stage(version, {"P98": Text("policies/P98-sample.md", invented.document(text, version).encode())}, {})
        for version, text in (("1.1.0", newer), ("1.1.1", newest))
    ]
    return bringing.bring("P98", raw, parts.read(raw, "P98"), stages, [], True, None)


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_document_left_as_it_was_becomes_what_a_merge_makes_of_it(seed: int):
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bringing, "_is_sound", lambda _: False)  # so that it is merged
        merged = unedited(seed)
    assert unedited(seed) == merged


@settings(max_examples=60)
@given(st.integers(0, 2**32))
def test_a_version_that_leaves_a_document_as_it_is_changes_nothing_and_asks_nothing_else(seed: int):
    base, local, new = sides(seed)
    first, second = (
        Stage(version, {"P98": Text("policies/P98-sample.md", new.raw)}, {}, {"P98-c1": (Because(version, "law", version, ""),)})
        for version in ("1.1.0", "1.1.1")
    )
    at_once = bringing.bring("P98", base.raw, local, [first, second], [], True, None)
    before = bringing.bring("P98", base.raw, local, [first], [], True, None)
    assert before.after
    after = bringing.bring("P98", new.raw, parts.read(before.after.raw, "P98"), [second], before.decisions, True, None)
    assert (at_once.after, at_once.decisions) == (after.after, after.decisions) == (before.after, before.decisions)
    assert at_once.steps == [*before.steps, *after.steps]


@pytest.mark.slow
def test_nothing_is_lost_in_five_thousand_random_edit_pairs():
    assert [seed for seed in range(6000) if faults(seed)] == []
