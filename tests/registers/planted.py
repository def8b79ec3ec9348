"""Faults planted in a clean team's registers: one or more for every rule, each with the row where it is found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tests import invented

CHILDREN, VOLUNTEERS = 60, 75
Place = tuple[str, str, int]  # rule, slug, index of the row


def clean() -> invented.Tables:
    """Contacts and outings are on record for more than half a year."""
    return invented.team(CHILDREN, VOLUNTEERS, date(2026, 4, 1))


class Plants:
    """Changes rows of a clean team, and notes what must be found where."""

    def __init__(self, tables: invented.Tables) -> None:
        self.tables = tables
        self.expected: list[Place] = []

    def index(self, slug: str, **where: Any) -> int:
        return next(
            number for number, row in enumerate(self.tables[slug])
            if all(row.get(key) == value for key, value in where.items())
        )

    def change(self, rule: str, slug: str, where: dict[str, Any], **values: Any) -> None:
        number = self.index(slug, **where)
        self.tables[slug][number].update(values)
        self.expected.append((rule, slug, number))

    def add(self, rules: str, slug: str, like: int = 0, **values: Any) -> None:
        self.tables[slug].append({**self.tables[slug][like], **values})
        self.expected += [(rule, slug, len(self.tables[slug]) - 1) for rule in rules.split()]

    def remove(self, slug: str, rule: str, shown: tuple[str, dict[str, Any]], **where: Any) -> None:
        # Emptied, not deleted: the other rows keep their places.
        self.tables[slug][self.index(slug, **where)] = {}
        self.expected.append((rule, shown[0], self.index(shown[0], **shown[1])))


def plant_people(plants: Plants) -> None:
    plants.change("REG401", "children", {"child_id": "C00003"}, last_review=date(2025, 1, 1))
    plants.change("REG402", "guardians", {"guardian_id": "G00004"}, authority_doc=None)
    plants.change("REG403", "volunteers", {"vol_id": "V00061"}, birth_date=date(2010, 1, 1))
    plants.remove("pledges", "REG404", ("volunteers", {"vol_id": "V00064"}), person_id="V00064", type="保密协议")
    plants.add("REG405", "screening", vol_id="V00063", result="未通过", authorised_on=date(2026, 11, 10),
               checked_on=date(2026, 11, 12), valid_until=None)
    plants.change("REG406", "screening", {"vol_id": "V00064"}, valid_until=date(2026, 1, 1))
    plants.change("REG407", "pledges", {"person_id": "V00065", "type": "承诺书"}, valid_until=date(2026, 1, 1))
    plants.remove("training", "REG408", ("volunteers", {"vol_id": "V00066"}), vol_id="V00066", course="年度复训")


def plant_pairs(plants: Plants) -> None:
    def match(number: int) -> dict[str, Any]:
        return {"match_id": f"M{number:05}"}

    plants.change("REG411", "matches", match(6), vol_id="V00007")
    plants.expected[-1] = ("REG411", "matches", plants.index("matches", **match(7)))
    plants.add("REG412 REG489", "matches", like=7, match_id="M90001", vol_id="V00068", start=date(2026, 11, 1),
               first_meeting_on=date(2026, 11, 2))
    number = plants.index("children", child_id="C00010")
    plants.tables["children"][number]["sex"] = "女"
    plants.change("REG413", "matches", match(10), backup_vol_id="V00013")
    plants.tables["visits"][plants.index("visits", **match(10), by_vol_id="V00012")]["by_vol_id"] = "V00013"
    plants.tables["volunteers"][plants.index("volunteers", vol_id="V00011")]["status"] = "试用"
    plants.expected.append(("REG414", "matches", plants.index("matches", **match(11))))
    plants.expected.append(("REG512", "volunteers", plants.index("volunteers", vol_id="V00011")))  # on probation since 2024
    plants.change("", "screening", {"vol_id": "V00012"}, checked_on=date(2024, 12, 5))
    plants.expected[-1] = ("REG415", "matches", plants.index("matches", **match(12)))
    plants.remove("consents", "REG416", ("matches", match(13)), consent_id="B0100013")
    plants.change("REG417", "matches", match(14), assent_on=date(2025, 2, 1))
    plants.tables["guardians"][plants.index("guardians", guardian_id="G00015")]["dispute"] = "是"
    plants.expected.append(("REG418", "matches", plants.index("matches", **match(15))))


def plant_care(plants: Plants) -> None:
    plants.remove("visits", "REG421", ("matches", {"match_id": "M00016"}), match_id="M00016", date=date(2026, 7, 10))
    plants.remove("visits", "REG422", ("matches", {"match_id": "M00017"}), match_id="M00017", date=date(2025, 1, 10))
    plants.change("REG423", "visits", {"match_id": "M00018"}, minutes=60)
    plants.change("REG424", "visits", {"match_id": "M00019"}, recorded_on=date(2025, 1, 20))
    plants.change("REG425", "visits", {"match_id": "M00020"}, risk_flag="是")
    plants.add("REG426", "visits", visit_id="F9", date=date(2024, 11, 1), recorded_on=date(2024, 11, 1))
    plants.change("REG427", "four-supports", {"child_id": "C00021"}, child_signed="否")
    plants.add("REG428", "four-supports", year=2025, half_year_review=None)


def plant_activities(plants: Plants) -> None:
    plants.add("REG431", "activities", act_id="A002", children_n=30)
    plants.add("REG432", "activities", act_id="A003", female_leader="否")
    plants.add("", "activity-roster", act_id="A003")
    plants.add("REG433", "activities", act_id="A004", plan_approved_on=date(2026, 4, 28))
    plants.add("REG434", "activity-roster", child_id="C00002", consent="否")
    plants.add("REG435", "activity-roster", child_id="C00003", returned=None)
    number = plants.index("insurance", insurance_id="I90001")
    plants.add("REG436", "insurance", like=number, insurance_id="I90002", insured_id="C00019", death_cover="是")


def plant_money(plants: Plants) -> None:
    plants.add("REG441", "aid", aid_id="J002", payee_account_holder="G00002")
    plants.add("REG442", "aid", aid_id="J003", payee_kind="学校", payee_account_holder="样例学校")
    plants.add("REG443", "aid", aid_id="J004", payee_kind="实物", payee_account_holder="V00001",
               exception_no="E1", exception_reason="样例")
    plants.add("REG444", "aid", aid_id="J005", followup_on=None)
    plants.add("REG445", "aid", aid_id="J006", verifier_2="W0001")
    plants.add("REG446", "aid", aid_id="J007", sharing_consent_id="B05C1")
    plants.tables["guardians"][plants.index("guardians", guardian_id="G00022")]["result"] = "待确定"
    plants.expected.append(("REG418", "matches", plants.index("matches", match_id="M00022")))
    plants.add("", "consents", like=plants.index("consents", consent_id="B06C1"), consent_id="B06C22", subject_id="C00022",
               signer_role="监护人")
    if 2026 - plants.tables["children"][21]["birth_date"].year >= 14:
        plants.tables["consents"][-1]["signer_role"] = "监护人和孩子本人"
    plants.add("REG447", "aid", aid_id="J008", child_id="C00022", payee_account_holder="G00022", sharing_consent_id="B06C22")


def plant_incidents(plants: Plants) -> None:
    found = datetime(2026, 5, 2, 9)
    plants.add("REG451", "incidents", inc_id="S002", reported_at=None)
    plants.add("REG452", "incidents", inc_id="S003", found_at=found, reported_at=found + timedelta(hours=5))
    plants.add("REG452", "incidents", inc_id="S004", found_at=found, reported_at=found + timedelta(minutes=30),
               delay_reason="等领导批准")
    plants.add("REG453 REG453", "incidents", inc_id="S005", kind="指控我们的人", suspended_at=None)
    plants.add("REG454", "incidents", inc_id="S006", kind="信息泄露", cac_reported_at=found, notice_complete="是")
    plants.add("REG455", "boarding", child_id="C00004", assent="否")
    plants.add("REG456", "referrals", ref_id="Z002", first_action_on=date(2026, 4, 1))
    plants.add("REG457", "referrals", ref_id="Z003", received_on=date(2026, 10, 1), first_action_on=date(2026, 10, 2), outcome=None)


def plant_information(plants: Plants) -> None:
    like = plants.index("consents", consent_id="B05C1")
    plants.add("REG461", "consents", like=like, consent_id="B05C19", subject_id="C00019", signer_role="孩子本人")
    plants.add("REG462", "data-sharing", share_id="D002", recipient="样例公司")
    plants.add("REG463", "access-log", approved_by="W0001")
    plants.add("REG464", "publicity", assent="否")
    plants.add("REG465", "publicity", takedown_requested_on=date(2026, 7, 1), taken_down_on=date(2026, 7, 9))
    plants.add("REG466", "rights-requests", req_id="Q002", answered_on=date(2026, 7, 1))
    plants.add("REG467", "rights-requests", req_id="Q003", stopped_on=None)
    plants.add("REG468", "legal-review", next_due=date(2026, 10, 1))
    plants.add("REG469", "visits-learning", pledge_signed="否")


def plant_signing(plants: Plants) -> None:
    plants.change("REG505", "guardians", {"guardian_id": "G00026"}, authority_until=date(2026, 1, 1))
    like = plants.index("consents", consent_id="B0100026")
    plants.add("REG409", "consents", like=like, consent_id="B1300026", form_slug="B13", signed_on=date(2026, 5, 1))
    plants.add("", "consents", like=plants.index("consents", consent_id="B06C1"), consent_id="B06C26", subject_id="C00026",
               signer_role="监护人", signed_on=date(2025, 12, 1))
    plants.add("REG409", "aid", aid_id="J009", child_id="C00026", payee_account_holder="G00026", sharing_consent_id="B06C26")
    plants.change("REG402", "guardians", {"guardian_id": "G00020"}, authority_doc=None, proof_checked_on=date(2026, 1, 1))
    plants.expected.append(("REG410", *plants.expected[-1][1:]))
    plants.change("REG419", "volunteers", {"vol_id": "V00069"}, interest_declared_on=date(2025, 1, 1))
    plants.change("REG420", "volunteers", {"vol_id": "V00070"}, status="退出")
    newest = {"authorised_on": date(2026, 10, 22)}
    plants.change("REG429", "screening", {"vol_id": "V00071", **newest}, range="只答犯罪")
    plants.expected.append(("REG404", "volunteers", plants.index("volunteers", vol_id="V00071")))
    plants.change("REG429", "screening", {"vol_id": "V00072", **newest}, range=None)
    plants.change("REG430", "pledges", {"person_id": "V00073", "signed_on": date(2026, 10, 22)}, version="1.0.0")


def plant_continuity(plants: Plants) -> None:
    def match(number: int) -> dict[str, Any]:
        return {"match_id": f"M{number:05}"}

    paused = {"status": "暂停", "pause_from": date(2026, 9, 20)}
    plants.change("REG471", "matches", match(27), **paused)
    plants.change("REG471", "matches", match(28), **paused, pause_until=date(2026, 12, 15))
    plants.change("REG471", "matches", match(29), **paused, pause_until=date(2026, 11, 10))
    plants.change("REG477", "matches", match(30), status="结束", end=date(2026, 8, 1), end_reason="停权或者查询没有通过")
    plants.tables["visits"][plants.index("visits", **match(30), date=date(2026, 10, 10))] = {}
    for row in plants.tables["contacts"]:
        if row["match_id"] == "M00030" and row["date"] > date(2026, 8, 1):
            row["way"] = "电话"
    plants.change("REG472", "matches", match(31), status="结束", end=date(2026, 11, 10))
    plants.change("REG473", "matches", match(32), first_meeting_on=date(2024, 11, 28))
    plants.change("REG474", "matches", match(33), backup_vol_id=None)
    for number in (34, 36, 38, 42):
        plants.change("REG475", "matches", match(number), backup_vol_id="V00040")
    del plants.expected[-4:-1]  # three children are allowed
    plants.change("REG476", "matches", match(37), backup_vol_id="V00050")
    for number in range(51, 61):
        plants.tables["matches"][plants.index("matches", **match(number))]["coordinator_id"] = "W0002"
    plants.expected.append(("REG494", "matches", plants.index("matches", **match(59))))  # one of them has ended


def plant_outings(plants: Plants) -> None:
    def visit(number: int, day: date) -> dict[str, Any]:
        return {"match_id": f"M{number:05}", "date": day}

    plants.change("REG478", "visits", visit(39, date(2026, 1, 10)), by_vol_id="V00074")
    plants.tables["matches"][plants.index("matches", match_id="M00041")]["backup_vol_id"] = "V00075"
    plants.tables["pledges"][plants.index("pledges", person_id="V00075", signed_on=date(2025, 10, 27))] = {}
    plants.change("REG479", "visits", visit(41, date(2026, 1, 10)), by_vol_id="V00075")
    october = date(2026, 10, 10)
    trips = plants.tables["check-ins"]
    trips[plants.index("check-ins", match_id="M00054", leave_at=datetime(2026, 10, 10, 9))] = {}
    plants.expected.append(("REG496", "visits", plants.index("visits", **visit(54, october))))
    nine = {"leave_at": datetime(2026, 10, 10, 9)}
    plants.change("REG497", "check-ins", {"match_id": "M00055", **nine}, told_at=datetime(2026, 10, 10, 9, 1))
    plants.change("REG497", "check-ins", {"match_id": "M00056", **nine}, safe_at=None)
    plants.change("REG497", "check-ins", {"match_id": "M00057", **nine}, safe_at=datetime(2026, 10, 10, 12, 31),
                  called_at=datetime(2026, 10, 10, 12, 31))
    plants.change("", "check-ins", {"match_id": "M00058", **nine}, safe_at=datetime(2026, 10, 10, 12, 30))
    plants.expected.pop()
    plants.change("REG498", "check-ins", {"match_id": "M00059", **nine}, kind="带孩子外出")


def plant_adults(plants: Plants) -> None:
    plants.add("REG437", "activities", act_id="A005", children_n=5, adults_n=1)
    plants.add("REG437", "activities", act_id="A006", children_n=7, risk="高")
    plants.add("REG437", "activities", act_id="A007", children_n=9)
    plants.add("", "activity-roster", act_id="A007", child_id="C00009")
    plants.add("", "activities", act_id="A008")
    plants.add("REG438", "activity-adults", act_id="A008", person_id="V00005", cleared_on=date(2026, 5, 2))
    plants.add("", "activity-adults", act_id="A008", person_id="V00006")
    plants.add("REG438", "activity-adults", act_id="A008", person_id="W0777", in_ratio="否")
    plants.add("REG439", "activity-adults", in_ratio="否")
    plants.add("REG440", "activities", act_id="A009", adults_n=3)
    plants.add("", "activity-adults", act_id="A009", person_id="V00005")
    plants.add("", "activity-adults", act_id="A009", person_id="V00006")
    plants.add("REG448", "activity-adults", person_id="V00003", role="急救", in_ratio="否")
    plants.add("REG449", "activity-adults", person_id="V00004", role="开车", in_ratio="否", minutes=None)
    plants.add("REG450", "activities", act_id="A010")
    plants.add("", "activity-roster", act_id="A010")
    plants.add("", "activity-adults", act_id="A010", person_id="V00006")
    plants.add("", "activity-adults", act_id="A010", person_id="V00005", role="照看孩子")


def plant_complaints(plants: Plants) -> None:
    plants.add("REG480", "complaints", comp_id="T002", handler_id="V00001")
    plants.add("REG480", "complaints", comp_id="T003", reviewer_id="W9001")
    plants.add("REG481", "complaints", comp_id="T004", harm="是")
    plants.add("REG481", "complaints", comp_id="T005", harm="是", incident_id="S001", received_on=date(2026, 4, 30),
               answered_on=date(2026, 5, 3))
    plants.add("REG482", "complaints", comp_id="T006", answered_on=None)
    plants.add("REG482", "complaints", comp_id="T007", next_answer_on=date(2026, 9, 10), answered_on=date(2026, 9, 12))
    plants.add("REG482", "complaints", comp_id="T008", review_answered_on=None)
    plants.add("REG484", "complaints", comp_id="T009", received_on=date(2021, 12, 28), answered_on=date(2021, 12, 30),
               review_asked_on=None, closed_on=date(2022, 1, 1))


def plant_concerns(plants: Plants) -> None:
    def concern(rules: str, number: int, person: int, **values: Any) -> None:
        plants.add(rules, "low-level-concerns", concern_id=f"K{number:03}", person_id=f"V{person:05}", **values)

    told = date(2026, 9, 1)
    escalated = {"escalated_on": told, "incident_id": "S001", "talked_on": None}
    concern("REG484", 2, 10, delete_on=date(2026, 1, 1))
    number = plants.index("volunteers", vol_id="V00074")
    plants.tables["volunteers"][number].update(status="退出", left_on=date(2022, 1, 1))
    concern("REG484", 3, 74)
    concern("REG485", 4, 2, told_on=date(2026, 10, 1), talked_on=date(2026, 10, 3))
    concern("REG485", 5, 12, signs="叫孩子保密")
    concern("REG485", 6, 13, signs="叫孩子保密", **{**escalated, "escalated_on": date(2026, 9, 5)})
    concern("REG486", 7, 14, signs="都没有、孩子不舒服", **escalated)
    concern("REG487", 8, 15, talked_on=date(2026, 9, 20))
    concern("REG487", 9, 16, signs="私下约孩子", **{**escalated, "talked_on": date(2026, 9, 3)})
    concern("REG488", 10, 17, observer_id="V00017")


def plant_contacts(plants: Plants) -> None:
    def contact(rule: str, number: int, month: int, person: str = "孩子", day: int = 8, **values: Any) -> None:
        where = {"match_id": f"M{number:05}", "date": date(2026, month, day), "person": person}
        plants.change(rule, "contacts", where, **values)

    def match(number: int) -> tuple[str, dict[str, Any]]:
        return "matches", {"match_id": f"M{number:05}"}

    plants.remove("contacts", "REG489", match(43), match_id="M00043", date=date(2026, 9, 8), person="监护人")
    contact("REG490", 44, 9, alone="否")
    contact("REG490", 46, 9, "志愿者", by_id="V00046")
    contact("REG490", 47, 9, day=15, by_id="W0002")
    plants.remove("contacts", "REG491", match(48), match_id="M00048", date=date(2026, 9, 15))
    contact("", 49, 9, child_says="不好")  # heard again on the 15th
    plants.expected.pop()
    contact("REG492", 49, 10, child_says="一般")
    contact("REG492", 50, 10, child_says="不好")
    contact("REG492", 52, 10, child_says="不想说")
    contact("REG493", 51, 9, safe="有危险线索")
    after = {"kind": "结案以后", "person": "志愿者", "alone": None, "child_says": None, "date": date(2026, 11, 15)}
    plants.add("REG495", "contacts", contact_id="L900001", match_id="M00031", guarded_channel="否", **after)
    plants.add("REG495", "contacts", contact_id="L900002", match_id="M00030", guarded_channel="是", **after)
    plants.tables["matches"][plants.index("matches", match_id="M00053")].update(
        status="结束", end=date(2026, 11, 1), end_reason="迁出")
    plants.remove("pledges", "REG404", ("volunteers", {"vol_id": "V00053"}), person_id="V00053", signed_on=date(2026, 10, 22))
    plants.tables["pledges"][plants.index("pledges", person_id="V00053", signed_on=date(2025, 10, 27))]["version"] = "1.1.0"
    plants.add("REG495", "contacts", contact_id="L900003", match_id="M00053", guarded_channel="是", **after)


def plant_partners(plants: Plants) -> None:
    def contract(rule: str, number: int, **values: Any) -> None:
        plants.add(rule, "licences-and-contracts", like=1, doc_id=f"H{number:03}", **values)

    contract("REG499", 3, conclusion="改好再合作")
    contract("REG499", 4, clauses_complete="否")
    contract("REG470", 5, valid_until=date(2026, 11, 1))
    contract("REG470", 6, next_review=date(2026, 11, 1))
    contract("REG470", 7, next_review=date(2027, 2, 1))
    contract("REG483", 8, ended_on=date(2026, 11, 1))
    contract("REG460", 9, team_level="另一层样例团队")
    like = plants.index("consents", consent_id="B06C1")
    plants.add("REG458", "consents", like=like, consent_id="B06W1", withdrawn_on=date(2026, 3, 1))
    plants.add("", "data-sharing", share_id="D003", consent_id="B06W1")
    plants.add("", "consents", like=like, consent_id="B06W2", withdrawn_on=date(2026, 3, 1), recipients_told_on=date(2026, 3, 1))
    plants.add("", "data-sharing", share_id="D004", consent_id="B06W2")
    plants.add("REG459", "data-sharing", like=1, share_id="D005", papers_on=None)
    # What a guardian alone signed about information ends when the child turns 14.
    plants.add("", "consents", like=like, consent_id="B06C32", subject_id="C00032", signer_role="监护人", signed_on=date(2025, 1, 1))
    plants.add("REG462", "data-sharing", share_id="D006", consent_id="B06C32")


def plant_lapsed(plants: Plants) -> None:
    plants.tables["consents"][plants.index("consents", consent_id="B0100060")]["valid_until"] = date(2026, 11, 23)
    plants.expected.append(("REG504", "matches", plants.index("matches", match_id="M00060")))
    like = plants.index("training", vol_id="V00058", course="年度复训")
    plants.tables["training"][like]["retrain_due"] = date(2026, 11, 1)
    plants.expected.append(("REG506", "volunteers", plants.index("volunteers", vol_id="V00058")))
    b05 = plants.index("consents", consent_id="B05C1")
    for number, (form, ends) in enumerate((("B18", date(2026, 9, 1)), ("B15", date(2026, 4, 1))), 1):
        plants.add("", "consents", like=b05, consent_id=f"Y9{number}", form_slug=form, subject_id="C00055", valid_until=ends)
    plants.add("REG507", "boarding", child_id="C00055")
    plants.add("REG510", "activity-roster", child_id="C00055")
    plants.add("", "consents", like=b05, consent_id="Y93", withdrawn_on=date(2026, 10, 1))
    plants.add("REG508", "publicity", consent_id="Y93")
    plants.add("REG509 REG509", "check-ins", trip_id="C9001", kind="监狱亲情活动", match_id="M00056", leave_at=datetime(2026, 9, 1, 9),
               due_at=datetime(2026, 9, 1, 18), told_at=datetime(2026, 8, 31, 9), safe_at=datetime(2026, 9, 1, 17))
    plants.add("", "pledges", person_id="W0003", type="保密协议", signed_on=date(2024, 1, 1), valid_until=date(2025, 1, 1),
               version="1.1.0")
    plants.add("REG511", "access-log", who="W0003")


def plant_dates(plants: Plants) -> None:
    plants.change("REG501", "children", {"child_id": "C00057"}, last_review=date(2062, 6, 1))
    plants.change("REG502", "children", {"child_id": "C00059"}, birth_date=date(1915, 6, 1))
    # What the guardian signed for someone grown holds for nothing.
    plants.expected += [("REG416", "matches", plants.index("matches", match_id="M00059")),
                        ("REG461", "consents", plants.index("consents", subject_id="C00059", form_slug="B03"))]
    plants.add("REG503", "legal-review", next_due=date(2036, 1, 5))
    plants.add("REG503", "legal-review", next_due=date(2062, 1, 5))


def plant_form(plants: Plants) -> None:
    plants.change("REG304", "children", {"child_id": "C00023"}, township=None)
    plants.change("REG305", "visits", {"match_id": "M00024"}, place_type="太空")
    plants.change("REG306", "training", {"vol_id": "V00067", "course": "年度复训"}, score=150)
    plants.add("REG307", "referrals")
    plants.change("REG308", "four-supports", {"child_id": "C00025"}, child_id="C99999")
    plants.add("REG309", "referrals", ref_id="Z004", to="110101190001010000")


PLANTS: tuple[Callable[[Plants], None], ...] = (
    plant_people, plant_pairs, plant_care, plant_activities, plant_money, plant_incidents, plant_information,
    plant_signing, plant_continuity, plant_outings, plant_adults, plant_complaints, plant_concerns, plant_contacts,
    plant_partners, plant_lapsed, plant_dates, plant_form,
)
