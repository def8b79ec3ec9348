"""Every rule that looks at a date ahead: the day before, the day itself, the day after, and a year after.

The table of docs/reference/dates.md lists them; each of its lines is a case here, by its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.registers.rows import row_of
from tests.registers.test_ledger_rules import LEDGERS
from toolkit.registers.books import NEEDS, Books
from toolkit.registers.ledger import shared
from toolkit.registers.rules import RULES, dates
from toolkit.registers.turns import turns
from toolkit.registers.workbooks import Row

D = date(2026, 6, 10)  # the day that each case is about
LONG_AGO = date(2025, 1, 1)
NUMBERS = {"camp_ratio": 6, "activity_ratio": 8, "visits_per_year": 4, "visit_minutes": 120, "rights_reply_days": 15,
           "refresher_hours": 8, "training_hours": 12, "training_pass_score": 80, "probation_months": 3}
Tables = dict[str, list[dict[str, Any]]]


def rows(tables: Tables) -> dict[str, list[Row]]:
    found = {}
    for ledger in LEDGERS:
        if ledger.slug in tables:
            places = {column.name: number for number, column in enumerate(ledger.columns, 1)}
            found[ledger.slug] = [row_of(ledger, "样例", number, entry, places) for number, entry in enumerate(tables[ledger.slug], 3)]
    return found


def books(tables: Tables, on: date) -> Books:
    return Books(rows(tables), on, NUMBERS, adopted=D - timedelta(days=30), editions={"承诺书": "1.1.0"})


def told(tables: Tables, on: date) -> set[str]:
    made = books(tables, on)
    return {finding.rule for rule in RULES if all(made.has(slug) for slug in NEEDS[rule]) for finding in rule(made)}


def due(tables: Tables, on: date, title: str) -> str:
    """"", "ahead", "today" or "overdue"."""
    found = [turn for turn in turns(books(tables, on), on + timedelta(days=370)) if turn.title.startswith(title) and turn.due == D]
    return "" if not found else "ahead" if on < D else "today" if on == D else "overdue"


def child(**more: Any) -> dict[str, Any]:
    return {"child_id": "C1", "birth_date": date(2016, 1, 5), "sex": "男", "guardian_id": "G1", "case_status": "陪伴中",
            "last_review": D - timedelta(days=9), **more}


def pair(**more: Any) -> dict[str, Any]:
    return {"match_id": "M1", "child_id": "C1", "vol_id": "V1", "start": date(2025, 2, 1), "status": "进行", "backup_vol_id": "V2", **more}


def consent(form: str, **more: Any) -> dict[str, Any]:
    return {"consent_id": form, "form_slug": form, "subject_id": "C1", "signer_role": "监护人", "signed_on": LONG_AGO, **more}


def volunteer(**more: Any) -> dict[str, Any]:
    return {"vol_id": "V1", "status": "正式", "joined": LONG_AGO, "sex": "男", "birth_date": date(1970, 1, 1), **more}


def standing(**more: list[dict[str, Any]]) -> Tables:
    """A volunteer who lacks nothing, but for what `more` says."""
    far = date(2029, 1, 1)
    courses = ("儿童保护与强制报告", "女童保护与性侵预防", "隐私与信息安全", "陪伴与沟通", "安全与急救", "心理辅导边界", "款物纪律")
    made: Tables = {
        "volunteers": [volunteer()],
        "screening": [{"vol_id": "V1", "authorised_on": LONG_AGO, "checked_on": LONG_AGO, "result": "通过", "valid_until": far, "range": "违法和犯罪"}],
        "training": [{"vol_id": "V1", "date": LONG_AGO, "course": course, "hours": 8, "score": 90} for course in courses]
        + [{"vol_id": "V1", "date": D - timedelta(days=1), "course": "年度复训", "hours": 8}],
        "pledges": [{"person_id": "V1", "type": kind, "signed_on": LONG_AGO, "valid_until": far, "version": "1.1.0"} for kind in ("承诺书", "保密协议", "服务协议")],
        "insurance": [{"insurance_id": "I1", "insured_id": "V1", "kind": "志愿者", "from": LONG_AGO, "to": far}],
    }
    return {**made, **more}


def ended(slug: str, name: str, index: int = 0) -> Tables:
    made = standing()
    made[slug][index][name] = D
    return made


def in_company(form: str = "", **more: Any) -> Tables:
    """A pair with its two consents; the one of `form` is `more`."""
    signed = [consent(name, **(more if name == form else {})) for name in ("B01", "B03")]
    return {"children": [child()], "matches": [pair()], "consents": signed}


def turning(years: int) -> Tables:
    born = D.replace(year=D.year - years)
    forms = ("B01", "B03") if years == 14 else ("B01", "B04")
    return {"children": [child(birth_date=born)], "matches": [pair()],
            "consents": [consent(form, signer_role="监护人和孩子本人" if form == "B04" else "监护人") for form in forms]}


def trip(**more: Any) -> Tables:
    at = datetime.combine(D - timedelta(days=7), time(9))
    return {"check-ins": [{"trip_id": "X1", "vol_id": "V1", "kind": "监狱亲情活动", "match_id": "M1", "leave_at": at,
                           "due_at": at, "told_at": at, "safe_at": at, **more}],
            "contacts": [], "consents": [consent("B19")], "children": [child()], "matches": [pair(status="暂停")]}


@dataclass(frozen=True)
class Case:
    """What is told the day before, on the day, the day after and a year after D."""

    name: str  # the line of the table
    tables: Tables
    rule: str = ""  # what `check` tells; "" if it tells nothing
    turn: str = ""  # how the turn's title begins; "" if there is none
    from_day: int = 1  # days after D from which it is told


CASES = [
    Case("children.birth_date 8", turning(8), turn="满8周岁"),
    Case("children.birth_date 14", turning(14), "REG504", "满14周岁", 0),
    Case("children.birth_date 16", turning(16), turn="满16周岁"),
    Case("children.birth_date 18", turning(18), "REG504", "满18周岁", 0),
    Case("children.last_review", {"children": [child(last_review=D - timedelta(days=365))], "matches": []}, "REG401", "年度复核"),
    Case("guardians.authority_until", {
        "children": [child()], "matches": [pair()],
        "guardians": [{"guardian_id": "G1", "relation": "祖父母", "authority_doc": "父母书面委托", "authority_until": D}]}, "REG505", "父母书面委托到期"),
    Case("guardians.proof_checked_on", {
        "children": [child()], "matches": [],
        "guardians": [{"guardian_id": "G1", "relation": "本人", "authority_doc": "劳动收入材料", "proof_checked_on": D - timedelta(days=183)}]},
        "REG410", "再核验劳动收入"),
    Case("volunteers.interest_declared_on", {"volunteers": [volunteer(interest_declared_on=D - timedelta(days=365))]}, "REG419"),
    Case("volunteers.joined", {"volunteers": [volunteer(status="试用", joined=date(2025, 12, 10))]}, "REG512"),
    Case("screening.valid_until", ended("screening", "valid_until"), "REG404"),
    Case("pledges.valid_until 承诺书", ended("pledges", "valid_until"), "REG404"),
    Case("pledges.valid_until 保密协议", ended("pledges", "valid_until", 1), "REG404"),
    Case("insurance.to", ended("insurance", "to"), "REG404"),
    Case("training.retrain_due", ended("training", "retrain_due", 7), "REG506"),
    Case("training.date", {"volunteers": [volunteer(joined=date(2020, 1, 1))],
                           "training": [{"vol_id": "V1", "date": D - timedelta(days=365), "course": "年度复训", "hours": 8}]}, "REG408"),
    Case("pledges.version", {"pledges": [{"person_id": "V1", "type": "承诺书", "signed_on": LONG_AGO, "version": "1.0.0"}], "volunteers": []}, "REG430"),
    Case("consents.valid_until B01", in_company("B01", valid_until=D), "REG504", "服务知情同意到期"),
    Case("consents.valid_until B03", in_company("B03", valid_until=D), "REG504", "个人信息单独同意到期"),
    Case("consents.withdrawn_on", in_company("B03", withdrawn_on=D), "REG504", from_day=0),
    Case("consents.valid_until B05", {
        "publicity": [{"consent_id": "B05", "published_on": LONG_AGO}], "consents": [consent("B05", valid_until=D)], "children": [child()]}, "REG508"),
    Case("consents.valid_until B15", {
        "activities": [{"act_id": "A1", "date_from": D, "date_to": D + timedelta(days=0)}], "children": [child()],
        "activity-roster": [{"act_id": "A1", "child_id": "C1"}], "consents": [consent("B15", valid_until=D - timedelta(days=1))]}, "REG510", from_day=-1),
    Case("consents.valid_until B18", {
        "boarding": [{"child_id": "C1", "status": "在读", "guardian_consent": True, "assent": True, "reason_ok": True, "school_check_on": LONG_AGO}],
        "consents": [consent("B18", valid_until=D)], "children": [child()], "matches": []}, "REG507", "寄宿就读同意到期"),
    Case("check-ins.leave_at 监狱亲情活动", trip(), "REG509"),
    Case("check-ins.due_at", {"check-ins": [{"trip_id": "X1", "kind": "摸底", "due_at": datetime.combine(D, time(12)), "told_at": datetime(2026, 6, 1, 9)}]},
         "REG497"),
    Case("matches.start 续签", {"children": [child()], "matches": [pair(start=D.replace(year=2025))]}, turn="三方协议续签"),
    Case("matches.pause_until", {"children": [child()], "matches": [pair(status="暂停", pause_from=D - timedelta(days=50), pause_until=D)]},
         "REG471", "暂停到期"),
    Case("activities.date_from", {"activities": [{"act_id": "A1", "date_from": D + timedelta(days=7), "date_to": D + timedelta(days=9), "plan_approved": False}]},
         "REG433", from_day=0),
    Case("activities.date_to", {"activities": [{"act_id": "A1", "date_from": D, "date_to": D}], "activity-roster": [{"act_id": "A1", "child_id": "C1"}]},
         "REG435"),
    Case("aid.paid_on", {"aid": [{"aid_id": "J1", "paid_on": D - timedelta(days=60), "verifier_1": "a", "verifier_2": "b"}]}, "REG444"),
    Case("referrals.received_on", {"referrals": [{"ref_id": "Z1", "received_on": D - timedelta(days=30), "first_action_on": D - timedelta(days=30)}]},
         "REG457"),
    Case("publicity.takedown_requested_on", {"publicity": [{"takedown_requested_on": D - timedelta(days=1), "published_on": LONG_AGO}]}, "REG465"),
    Case("data-sharing.shared_on", {"data-sharing": [{"relation": "法定报告", "legal_basis": "调取", "shared_on": D - timedelta(days=3)}]}, "REG459"),
    Case("legal-review.next_due", {"legal-review": [{"opinion_on": D - timedelta(days=365), "next_due": D}]}, "REG468"),
    Case("complaints.received_on", {"complaints": [{"received_on": D - timedelta(days=7)}]}, "REG482"),
    Case("complaints.next_answer_on", {"complaints": [{"received_on": D - timedelta(days=9), "next_answer_on": D}]}, "REG482"),
    Case("complaints.review_asked_on", {"complaints": [{"review_asked_on": D - timedelta(days=15)}]}, "REG482"),
    Case("complaints.closed_on", {"complaints": [{"closed_on": D.replace(year=2023), "harm": False}]}, "REG484"),
    Case("low-level-concerns.told_on", {"low-level-concerns": [{"told_on": D - timedelta(days=7), "person_id": "V1"}]}, "REG487"),
    Case("low-level-concerns.delete_on", {"low-level-concerns": [{"told_on": LONG_AGO, "talked_on": LONG_AGO, "delete_on": D}]}, "REG484"),
    Case("contacts.date 半年听孩子说", {
        "contacts": [{"match_id": "M1", "date": D - timedelta(days=183), "person": "孩子", "alone": True, "kind": "半年听孩子说"}],
        "matches": [pair()]}, "REG491"),
    Case("contacts.child_says", {
        "contacts": [{"match_id": "M1", "date": D - timedelta(days=7), "person": "孩子", "alone": True, "child_says": "不好"}], "matches": [pair()]}, "REG492"),
    Case("licences-and-contracts.valid_until", {"licences-and-contracts": [{"kind": "施工", "valid_until": D}]}, "REG470"),
    Case("licences-and-contracts.valid_until 登记证书", {
        "licences-and-contracts": [{"kind": "登记证书", "team_level": "甲", "signed_on": LONG_AGO, "valid_until": D}]}, "REG460"),
    Case("licences-and-contracts.next_review", {"licences-and-contracts": [{"kind": "施工", "next_review": D}]}, "REG470"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_was_ahead_is_told_from_its_day_on_and_never_leaves(case: Case):
    for days in (-1, 0, 1, 365):
        on = D + timedelta(days=days)
        if case.rule:
            assert (case.rule in told(case.tables, on)) is (days >= case.from_day), (case.name, days)
        if case.turn:
            late = "" if case.turn == "三方协议续签" and days == 365 else "overdue"  # the next one has begun
            assert due(case.tables, on, case.turn) == {-1: "ahead", 0: "today"}.get(days, late), (case.name, days)


def test_the_table_in_the_reference_is_whole():
    text = (ROOT / "docs/reference/dates.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z-]+\.[a-z_]+)`([^|]*)\| ([^|]*)\| ([^|]*)\|", text, re.M)
    assert sorted(f"{name}{more.rstrip()}" for name, more, _, _ in listed) == sorted(case.name for case in CASES)
    for name, more, rule, turn in listed:
        case = next(case for case in CASES if case.name == f"{name}{more.rstrip()}")
        assert rule.strip() == (case.rule or "—"), case.name
        assert turn.strip() == (case.turn or "—"), case.name


RENEWED: list[tuple[str, Tables, Callable[[Tables], None], str]] = [
    ("满8周岁", turning(8), lambda made: made["consents"].append(consent("B02", signer_role="孩子本人", signed_on=D)), ""),
    ("满14周岁", turning(14), lambda made: made["consents"].append(consent("B04", signer_role="监护人和孩子本人", signed_on=D)), "REG504"),
    ("满16周岁", turning(16), lambda made: made.update(contacts=[{"match_id": "M1", "person": "孩子", "date": D, "alone": True}]), ""),
    ("满18周岁", turning(18), lambda made: made["consents"].append(consent("B04", signer_role="成年的本人", signed_on=D)), "REG504"),
    ("三方协议续签", {"children": [child()], "matches": [pair(start=D.replace(year=2025))], "consents": []},
     lambda made: made["consents"].append(consent("B02", signed_on=D)), ""),
]


@pytest.mark.parametrize(("title", "made", "renew", "rule"), RENEWED, ids=[entry[0] for entry in RENEWED])
def test_what_is_done_leaves_the_list_the_day_after(title: str, made: Tables, renew: Callable[[Tables], None], rule: str):
    on = D + timedelta(days=1)
    assert due(made, on, title) == "overdue"
    renew(made)
    assert due(made, on, title) == ""
    assert not rule or rule not in told(made, on)


def test_a_birthday_before_the_first_pair_was_asked_then():
    made = turning(14)
    made["matches"][0]["start"] = D + timedelta(days=1)
    made["consents"] = [consent("B04", signer_role="监护人和孩子本人", signed_on=D + timedelta(days=1))]
    assert due(made, D + timedelta(days=30), "满14周岁") == ""


@pytest.mark.parametrize(("slug", "name"), [(slug, name) for slug, names in dates.EVENTS.items() for name in names])
def test_what_has_happened_lies_not_ahead(slug: str, name: str):
    kind = next(ledger for ledger in shared() if ledger.slug == slug).column(name)
    assert kind is not None
    for days, is_told in ((-1, False), (0, False), (1, True), (365, True)):
        day = D + timedelta(days=days)
        moment = datetime.combine(day, time(23, 59)) if kind.type == "datetime" else day
        assert ("REG501" in told({slug: [{name: moment}]}, D)) is is_told


def test_every_date_of_the_registers_is_an_event_or_may_lie_ahead():
    asked = {(ledger.slug, column.name) for ledger in shared() for column in ledger.columns if column.type in ("date", "datetime")}
    known = [(slug, name) for table in (dates.EVENTS, dates.AHEAD) for slug, names in table.items() for name in names]
    assert sorted(known) == sorted(asked)


@pytest.mark.parametrize(("slug", "entry", "is_told"), [
    ("children", child(birth_date=date(1915, 6, 1)), True), ("children", child(birth_date=date(2001, 6, 10)), False),
    ("children", child(birth_date=date(2000, 6, 10)), True), ("children", child(birth_date=date(1985, 1, 1), case_status="已结案"), False),
    ("children", child(birth_date=date(1915, 1, 1), case_status="已结案"), True), ("volunteers", volunteer(birth_date=date(1930, 1, 1)), False),
    ("volunteers", volunteer(birth_date=date(1900, 1, 1)), True),
])
def test_a_birth_that_is_no_childs(slug: str, entry: dict[str, Any], is_told: bool):
    assert ("REG502" in told({slug: [entry]}, D)) is is_told


@pytest.mark.parametrize(("slug", "entry", "is_told"), [
    ("consents", {"valid_until": date(2062, 1, 1)}, True), ("consents", {"valid_until": date(2044, 1, 1)}, False),
    ("legal-review", {"opinion_on": D, "next_due": date(2027, 6, 10)}, False), ("legal-review", {"opinion_on": D, "next_due": date(2027, 6, 12)}, True),
    ("training", {"date": D, "retrain_due": date(2028, 6, 10)}, True), ("insurance", {"to": date(2206, 1, 1)}, True),
])
def test_a_term_that_outlasts_a_childhood(slug: str, entry: dict[str, Any], is_told: bool):
    assert ("REG503" in told({slug: [entry]}, D)) is is_told
