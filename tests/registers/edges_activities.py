"""Where the rules about activities, their adults, and money begin."""

from __future__ import annotations

from datetime import date

from tests.registers.edge import Values, ago, edge, ready

DAY = ago(30)
ACTIVITY: Values = {"act_id": "A1", "date_from": DAY, "date_to": DAY, "children_n": 4, "adults_n": 2, "risk": "低",
                    "overnight": False}
ENTRY: Values = {"act_id": "A1", "child_id": "C1", "consent": True, "assent": True, "health_form": True,
                 "insurance_id": "I1", "returned": True}
GIRL: Values = {"child_id": "C1", "sex": "女", "birth_date": DAY.replace(year=2018), "guardian_id": "G1"}
COVER: Values = {"insurance_id": "I1", "insured_id": "C1", "kind": "儿童", "from": DAY, "to": DAY}
POLICY: Values = {"insurance_id": "I1", "insured_id": "C1", "kind": "儿童", "death_cover": True, "policyholder": "依托单位"}

ACTIVITIES = [
    edge("REG431", "activities.adults_n", {"children_n": 16}, {"children_n": 17},
         activities={**ACTIVITY, "risk": None}),
    edge("REG431", "activities.adults_n", {"children_n": 12}, {"children_n": 13},
         activities={**ACTIVITY, "risk": None, "overnight": True}),
    edge("REG432", "activities.female_leader", True, False, activities=ACTIVITY, activity_roster=ENTRY,
         children=GIRL),
    edge("REG432", "activities.female_leader", None, False, activities=ACTIVITY, activity_roster=ENTRY,
         children=GIRL),
    edge("REG432", "activities.female_leader", {"children.sex": "男"}, {"children.sex": "女"},
         activities={**ACTIVITY, "female_leader": False},
         activity_roster=ENTRY, children=GIRL),
    edge("REG433", "activities.plan_approved", {"plan_approved_on": ago(37)},
         {"plan_approved_on": ago(36)}, activities=ACTIVITY),
    *(edge("REG433", "activities.plan_approved", fine, wrong, activities={**ACTIVITY, "plan_approved": False})
      for fine, wrong in (({"date_from": ago(-8)}, {"date_from": ago(-7)}), ({"date_from": None}, {}),
                          ({"plan_approved": True}, {"plan_approved_on": ago(99)}))),
    *(edge("REG434", "activity-roster.child_id", fine, wrong, activity_roster=ENTRY, activities=ACTIVITY,
           insurance=COVER)
      for fine, wrong in (({}, {"consent": False}), ({}, {"assent": False}), ({}, {"health_form": False}),
                          ({}, {"insurance_id": None}), ({}, {"insurance_id": "I9"}),
                          ({}, {"insurance.from": ago(29)}),
                          ({}, {"insurance.to": ago(31)}), ({"activities.date_to": None}, {"insurance.to": None}),
                          ({"activities.date_to": None}, {"insurance.from": None}),
                          ({}, {"activities.date_to": ago(29)}),
                          ({"activities.date_to": None}, {"activities.date_to": None, "insurance.to": ago(31)}),
                          ({"activities.date_from": None, "insurance.to": None}, {"insurance.to": None}),
                          ({"act_id": "A9", "insurance.to": None}, {"insurance.to": None}))),
    edge("REG434", "activity-roster.child_id", {}, {"insurance_id": None}, activity_roster=ENTRY,
         activities=ACTIVITY),
    *(edge("REG435", "activity-roster.returned", fine, wrong,
           activity_roster={**ENTRY, "returned": None}, activities={**ACTIVITY, "date_to": ago(1)})
      for fine, wrong in (({"activities.date_to": ago(0)}, {"activities.date_to": ago(1)}), (True, False),
                          ({"act_id": "A9"}, None),
                          ({"activities.date_to": None}, None))),
    *(edge("REG436", "insurance.death_cover", fine, True, insurance=POLICY)
      for fine in (False, {"policyholder": "父母"}, {"kind": "志愿者"})),
]

ADULT: Values = {"act_id": "A1", "person_id": "V1", "role": "带队", "in_ratio": True, "cleared_on": DAY,
                 "arrived": True, "minutes": 60}
SECOND: Values = {**ADULT, "person_id": "V2", "role": "照看孩子"}
VOLUNTEER: Values = {"vol_id": "V1", "sex": "男"}
SERVED: Values = {**ADULT, "minutes": None}
# 2026-11-24 is a Tuesday.
TEN_DAYS, ELEVEN_DAYS = date(2026, 11, 10), date(2026, 11, 9)

ADULTS = [
    *(edge("REG437", "activities.adults_n", fine, wrong, needs="activities.risk",
           activities=ACTIVITY, activity_roster=ENTRY, children=GIRL)
      for fine, wrong in ((2, 1), ({"risk": "高", "children_n": 6}, {"risk": "高", "children_n": 7}),
                          ({"children_n": 8}, {"children_n": 9, "children.birth_date": ago(29).replace(year=2018)}),
                          ({"children_n": 9}, {"children_n": 9, "children.birth_date": ago(29).replace(year=2018)}),
                          ({"risk": "高", "children_n": 7, "overnight": True}, {"risk": "高", "children_n": 7}),
                          ({"children_n": 7}, {"risk": "高", "children_n": 7}),
                          ({"children_n": None, "adults_n": 1}, 1), (None, 1),
                          ({"children_n": 8, "children.birth_date": date(2026, 1, 1)},
                           {"children_n": 9, "children.birth_date": date(2026, 1, 1)}),
                          ({"children_n": 9, "date_from": None, "children.birth_date": date(2026, 1, 1)},
                           {"children_n": 9, "children.birth_date": date(2026, 1, 1)}),
                          ({"children_n": 9, "children.birth_date": None},
                           {"children_n": 9, "children.birth_date": date(2026, 1, 1)}),
                          ({"children_n": 9, "activity-roster.child_id": "C9",
                            "children.birth_date": date(2026, 1, 1)},
                            {"children_n": 9, "children.birth_date": date(2026, 1, 1)}))),
    *(edge("REG438", "activity-adults.cleared_on", fine, wrong, ready(DAY), activity_adults=ADULT,
           activities=ACTIVITY, volunteers=VOLUNTEER)
      for fine, wrong in ((DAY, ago(29)), ({}, {"screening.checked_on": ago(29)}),
                          ({}, {"pledges.valid_until": ago(31)}), ({}, {"insurance.to": ago(31)}),
                          ({"volunteers.vol_id": "V9", "training.score": 0}, {"training.score": 79}),
                          ({"activities.date_from": None}, ago(29)),
                          ({"person_id": None, "cleared_on": ago(29)}, ago(29)), ({"cleared_on": None}, ago(29)))),
    edge("REG439", "activity-adults[1].person_id", "V2", "V1", activity_adults=[ADULT, SECOND]),
    edge("REG439", "activity-adults[1].person_id", {"activity-adults[1].act_id": "A2"}, {},
         activity_adults=[ADULT, {**SECOND, "person_id": "V1"}]),
    *(edge("REG440", "activities.adults_n", fine, wrong, activities=ACTIVITY, activity_adults=[ADULT, SECOND])
      for fine, wrong in ((2, 3), ({}, {"activity-adults.in_ratio": False}),
                          ({}, {"activity-adults[1].arrived": False}), (None, 1),
                          ({"adults_n": 3, "date_from": ago(-1)}, {"adults_n": 3, "date_from": ago(0)}),
                          ({"adults_n": 3, "act_id": "A9"}, 3), ({"adults_n": 3, "date_from": None}, 3))),
    *(edge("REG448", "activity-adults.certificate", "样例1号", None,
           activity_adults={**ADULT, "role": role}) for role in ("救生", "急救")),
    edge("REG448", "activity-adults.certificate", {"role": "开车"}, {"role": "急救"}, activity_adults=ADULT),
    *(edge("REG449", "activity-adults.minutes", fine, wrong, activity_adults=SERVED,
           activities={**ACTIVITY, "date_to": ELEVEN_DAYS}, volunteers=VOLUNTEER)
      for fine, wrong in ((60, None), (0, None), ({"activities.date_to": TEN_DAYS},
                                                  {"activities.date_to": ELEVEN_DAYS}), ({"arrived": False}, {}),
                          ({"volunteers.vol_id": "V9"}, {}), ({"activities.date_to": None}, {}))),
    *(edge("REG450", "activities.female_leader", fine, wrong, activities=ACTIVITY,
           activity_adults=[ADULT, SECOND], activity_roster=ENTRY, children=GIRL,
           volunteers=[VOLUNTEER, {"vol_id": "V2", "sex": "女"}])
      for fine, wrong in (({"volunteers.sex": "女"}, {}), ({"children.sex": "男"}, {}),
                          ({"volunteers.vol_id": "V9"}, {}), ({"activity-adults.role": "开车"}, {}),
                          ({"activity-adults[1].role": "带队"}, {}), ({"activity-roster.act_id": "A9"}, {}))),
]

AID: Values = {"aid_id": "J1", "child_id": "C1", "payee_kind": "监护人", "payee_account_holder": "G1", "paid_on": DAY,
               "followup_on": DAY,
               "verifier_1": "W1", "verifier_2": "W2", "sharing_consent_id": "B06C1"}
GUARDIAN: Values = {"guardian_id": "G1", "relation": "母亲", "result": "已核验"}
CONSENT: Values = {"consent_id": "B06C1", "form_slug": "B06", "subject_id": "C1", "signer_role": "监护人",
                   "signed_on": DAY}
ELSEWHERE: Values = {**AID, "payee_kind": "学校", "exception_no": "E1", "exception_reason": "样例"}

MONEY = [
    *(edge("REG441", "aid.payee_account_holder", fine, wrong, aid=AID, children=GIRL, guardians=GUARDIAN)
      for fine, wrong in (("G1", "C1"), ("G1", "G2"),
                          ({"payee_kind": "孩子本人", "payee_account_holder": "C1"}, {"payee_kind": "孩子本人"}),
                          ({"guardians.relation": "本人", "payee_account_holder": "C1"}, "C1"),
                          ({"guardians.relation": "本人"}, {"guardians.relation": "本人", "payee_account_holder": "C2"}),
                          ({"payee_kind": "学校", "payee_account_holder": "样例学校"}, "样例学校"),
                          ({"child_id": "C9", "payee_account_holder": "G2"}, "G2"))),
    *(edge("REG442", "aid.payee_kind", fine, wrong, aid=ELSEWHERE)
      for fine, wrong in (({}, {"exception_no": None}), ({}, {"exception_reason": None}),
                          ({"payee_kind": "孩子本人", "exception_no": None}, {"exception_no": None}),
                          ({"payee_kind": None, "exception_no": None}, {"exception_no": None}),
                          ({"payee_kind": "监护人", "exception_no": None}, {"exception_no": None}),
                          ({"payee_kind": "实物", "payee_is_guardian": True, "exception_no": None},
                           {"payee_kind": "实物", "exception_no": None}),
                          ({}, {"payee_is_guardian": True, "exception_no": None}))),
    *(edge("REG443", "aid.payee_account_holder", fine, wrong, aid=AID, volunteers=VOLUNTEER)
      for fine, wrong in (("G1", "V1"), (None, "样例服务团"), ("样例学校", "某志愿者协会"))),
    edge("REG444", "aid.followup_on", ago(-30), ago(-31), aid=AID),
    edge("REG444", "aid.followup_on", {"paid_on": ago(60)}, {"paid_on": ago(61)}, aid={**AID, "followup_on": None}),
    edge("REG444", "aid.followup_on", {"paid_on": None}, {"paid_on": ago(61)}, aid={**AID, "followup_on": ago(0)}),
    *(edge("REG445", "aid.verifier_1", "W1", wrong, aid=AID) for wrong in (None, "W2", {"verifier_2": None})),
    edge("REG445", "aid.verifier_1", {"paid_on": None}, {"paid_on": DAY}, aid={**AID, "verifier_2": "W1"}),
    *(edge("REG446", "aid.sharing_consent_id", fine, wrong, aid=AID, consents=CONSENT)
      for fine, wrong in (({}, {"consents.form_slug": "B05"}), ({}, {"consents.subject_id": "C2"}),
                          ({}, {"consents.signed_on": ago(29)}), ({}, {"consents.valid_until": ago(31)}),
                          (None, "B06C9"), ({"paid_on": None}, {"paid_on": None, "consents.valid_until": ago(1)}))),
    *(edge("REG447", "aid.payee_kind", fine, wrong, aid=AID, children=GIRL, guardians=GUARDIAN)
      for fine, wrong in (({}, {"guardians.dispute": True}),
                          ({"guardians.result": None}, {"guardians.result": "待确定"}),
                          ({"payee_kind": "学校", "guardians.dispute": True}, {"guardians.dispute": True}),
                          ({"child_id": "C9", "guardians.dispute": True}, {"guardians.dispute": True}))),
]

EDGES = [*ACTIVITIES, *ADULTS, *MONEY]
