"""Three faults put in on purpose: each is refused before anything is written, or seen by the tests that watch for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.update import test_document, test_update
from tests.update.small import BODY, City, document
from toolkit.files import revision
from toolkit.update import bringing, clauses
from toolkit.update import document as documents
from toolkit.update.bringing import Lost
from toolkit.update.clauses import Outcome


def local_paragraph_dropped(outcome: Outcome) -> Outcome:
    """Loses the last paragraph of what the city added or changed."""
    part = outcome.part
    if outcome.kind not in (clauses.KEPT, clauses.BOTH, clauses.OWN) or part is None or part.raw.rstrip().count("\n") < 2:
        return outcome
    lines = part.raw.rstrip("\n").split("\n")
    return replace(outcome, part=replace(part, raw="\n".join(lines[:-1]) + "\n\n"))


def national_change_not_delivered(outcome: Outcome) -> Outcome:
    """Leaves the old text where only the nation changed it."""
    if outcome.kind != clauses.TAKEN:
        return outcome
    return replace(outcome, kind=clauses.SAME, part=outcome.local)


def addition_not_delivered(outcome: Outcome) -> Outcome:
    return replace(outcome, part=None) if outcome.kind == clauses.ARRIVED else outcome


def page_not_written(outcome: Outcome) -> Outcome:
    """Keeps the city's text and never says that the nation changed it."""
    return replace(outcome, kind=clauses.KEPT) if outcome.kind == clauses.BOTH else outcome


@pytest.mark.parametrize("mutant", [
    local_paragraph_dropped, national_change_not_delivered, addition_not_delivered, page_not_written,
])
def test_the_random_edits_see_it(mutant, monkeypatch: pytest.MonkeyPatch):
    real = clauses.merge
    monkeypatch.setattr(clauses, "merge", lambda *sides: map(mutant, real(*sides)))
    monkeypatch.setattr(documents, "_untouched", lambda *_: False)
    assert any(test_document.faults(seed) for seed in range(40))


@pytest.mark.parametrize(("mutant", "edit"), [
    (local_paragraph_dropped, ("先打110。", "先打团里。")), (national_change_not_delivered, ("保险生效再去。", "有保险再去。")),
    (page_not_written, ("先打110。", "先打团里。")),
])
def test_an_update_is_refused_before_anything_is_written(mutant, edit: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    city = City(tmp_path)
    city.edit(*edit)
    city.edit("再打团里。", "再打值守员。") if mutant is local_paragraph_dropped else None
    city.national("1.1.0", P98=document(BODY.replace("先打110。", "先打110，同时喊人。"), "1.1.0"))
    before = city.tree()
    real = clauses.merge
    with monkeypatch.context() as patched:
        patched.setattr(clauses, "merge", lambda *sides: map(mutant, real(*sides)))
        with pytest.raises(Lost):
            city.update()
    assert city.tree() == before
    city.update()
    assert city.tree() != before


def test_an_undo_that_keeps_the_manifest_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    real = revision._commit

    def keeping(root: Path, command: str, changes: list, undoes: str = "") -> None:
        real(root, command, [change for change in changes if command != "undo" or "manifest" not in change.path], undoes)

    monkeypatch.setattr(revision, "_commit", keeping)
    with pytest.raises(AssertionError):
        test_update.test_undo_takes_back_step_by_step_and_byte_for_byte(City(tmp_path))


def test_without_a_fault_the_same_checks_pass(tmp_path: Path):
    assert not any(test_document.faults(seed) for seed in range(40))
    test_update.test_undo_takes_back_step_by_step_and_byte_for_byte(City(tmp_path))
    assert issubclass(bringing.Lost, Exception)
