"""The last day and the first day too late, of every time limit and number that filled registers are held to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests import invented
from tests.registers.rows import row_of
from tests.registers.test_ledger_rules import BY_SLUG
from toolkit.registers.books import Books, Rule
from toolkit.registers.rules import (
    adults,
    complaints,
    contacts,
    continuity,
    partners,
    signing,
    standing,
)
from toolkit.registers.workbooks import Row

ON = invented.ON


def books(adopted: date | None = date(2026, 1, 1), **tables: list[dict[str, Any]]) -> Books:
    rows: dict[str, list[Row]] = {}
    for slug, entries in tables.items():
        ledger = BY_SLUG[slug.replace("_", "-")]
        places = {column.name: number for number, column in enumerate(ledger.columns, 1)}
        rows[ledger.slug] = [row_of(ledger, "样例", number, entry, places) for number, entry in enumerate(entries, 3)]
    return Books(rows, ON, {}, adopted=adopted, editions={"承诺书": "1.1.0"})


def ago(days: int) -> date:
    return ON - timedelta(days=days)


def paused(days: int) -> Books:
    return books(matches=[{"status": "暂停", "pause_from": ON, "pause_until": ON + timedelta(days=days)}])


def over(days: int) -> Books:
    return books(matches=[{"status": "暂停", "pause_from": ago(30), "pause_until": ago(days)}])


def gap(days: int) -> Books:
    return books(matches=[{"match_id": "M1", "child_id": "C1", "end": ago(days)}], visits=[],
                 children=[{"child_id": "C1", "case_status": "等待结对"}])


def without_reserve(days: int) -> Books:
    return books(ago(days), matches=[{"start": date(2020, 1, 1), "status": "进行"}])


def answered(days: int) -> Books:
    return books(complaints=[{"received_on": ago(100), "answered_on": ago(100 - days)}])


def reviewed(days: int) -> Books:
    return books(complaints=[{"review_asked_on": ago(100), "review_answered_on": ago(100 - days)}])


def talked(days: int) -> Books:
    return books(low_level_concerns=[{"told_on": ago(100), "talked_on": ago(100 - days)}])


def papers(days: int) -> Books:
    return books(data_sharing=[{
        "relation": "法定报告", "legal_basis": "调取文书样例", "shared_on": ago(100), "papers_on": ago(100 - days)}])


def wages(days: int) -> Books:
    return books(guardians=[{"relation": "本人", "proof_checked_on": ago(days)}])


def declared(days: int) -> Books:
    return books(volunteers=[{"status": "正式", "interest_declared_on": ago(days)}])


def edition(days: int) -> Books:
    return books(ago(days), pledges=[{"person_id": "V1", "type": "承诺书", "signed_on": ago(200), "version": "1.0.0"}], volunteers=[])


def coordinated(pairs: int) -> Books:
    return books(matches=[{"start": ago(9), "coordinator_id": "W1"}] * pairs)


def voice(days: int) -> Books:
    return books(matches=[{"match_id": "M1", "start": ago(400)}],
                 contacts=[{"match_id": "M1", "date": ago(300)}, {"match_id": "M1", "date": ago(days), "kind": contacts.VOICE}])


def heard_again(said: str) -> Callable[[int], Books]:
    def made(days: int) -> Books:
        first = {"match_id": "M1", "person": "孩子", "date": ago(100), "child_says": said}
        return books(contacts=[first, {**first, "date": ago(100 - days), "child_says": "好", "way": "当面", "alone": True}])

    return made


def risky(children: int) -> Books:
    return books(activities=[{"risk": "高", "overnight": False, "children_n": float(children), "adults_n": 2.0}],
                 activity_roster=[], children=[])


@pytest.mark.parametrize(("rule", "made", "most"), [
    (continuity.pauses, paused, 60), (continuity.pauses, over, 0), (continuity.long_gaps, gap, 60),
    (continuity.someone_in_reserve, without_reserve, 60), (complaints.answered, answered, 7),
    (complaints.answered, reviewed, 15), (complaints.talks, talked, 7), (partners.papers_of_the_authority, papers, 3),
    (signing.own_wages, wages, 183), (signing.interests, declared, 365), (signing.old_edition, edition, 30),
    (contacts.pairs_to_a_coordinator, coordinated, 30), (contacts.half_yearly_voice, voice, 183),
    (contacts.after_what_was_said, heard_again("一般"), 14), (contacts.after_what_was_said, heard_again("不好"), 7),
    (contacts.after_what_was_said, heard_again("不想说"), 7),
    (adults.enough_for_the_risk, risky, 6),
], ids=lambda value: getattr(value, "__name__", None))
def test_the_last_is_in_time_and_the_next_is_too_much(rule: Rule, made: Callable[[int], Books], most: int):
    assert list(rule(made(most))) == []
    assert len(list(rule(made(most + 1)))) == 1


@pytest.mark.parametrize(("form", "ends"), [("B03", 14), ("B05", 14), ("B06", 14), ("B01", 18), ("B13", 18)])
def test_what_a_guardian_signed_ends_on_the_birthday(form: str, ends: int):
    born = date(2010, 3, 1)
    made = books(children=[{"child_id": "C1", "birth_date": born}],
                 consents=[{"subject_id": "C1", "form_slug": form, "signer_role": "监护人", "signed_on": born}])
    birthday = born.replace(year=born.year + ends)
    for day, holds in ((birthday - timedelta(days=1), True), (birthday, False)):
        assert (next(standing.consents(made, "C1", {form}, day), None) is not None) is holds


@pytest.mark.parametrize(("born", "checked", "alone"), [
    (date(2010, 11, 24), date(2026, 11, 24), True), (date(2010, 11, 25), date(2026, 11, 24), False),
    (date(2010, 11, 24), date(2026, 11, 25), False), (date(2008, 11, 24), None, True),
])
def test_a_child_signs_alone_at_sixteen_once_verified_and_at_eighteen(born: date, checked: date | None, alone: bool):
    made = books(children=[{"child_id": "C1", "birth_date": born, "guardian_id": "G1"}],
                 guardians=[{"guardian_id": "G1", "relation": "本人", "proof_checked_on": checked}])
    assert standing.signs_alone(made, made.rows("children")[0], ON) is alone


@pytest.mark.parametrize(("answered", "counts"), [("违法和犯罪", True), (None, True), ("只答违法", False), ("只答犯罪", False)])
def test_half_an_answer_is_no_check(answered: str | None, counts: bool):
    made = books(screening=[{"vol_id": "V1", "result": "通过", "checked_on": ago(9), "range": answered}])
    assert standing.is_screened(made, "V1", ON) is counts
