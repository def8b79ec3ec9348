"""Where the rules about visits, plans, pauses, contacts and outings begin."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from tests.registers.edge import Values, ago, at, edge, ready

START = date(2024, 12, 1)
MATCH: Values = {"match_id": "M1", "child_id": "C1", "vol_id": "V1", "start": START, "status": "进行",
                 "backup_vol_id": "V2", "coordinator_id": "W1"}
OTHER: Values = {**MATCH, "match_id": "M2", "child_id": "C2", "vol_id": "V3"}
FORMER: Values = {**MATCH, "match_id": "M2", "vol_id": "V3", "start": date(2023, 1, 1), "end": START,
                  "status": "结束"}  # the same child's


def visits(*days: date, match: str = "M1") -> list[Values]:
    return [{"visit_id": f"F{match}{number}", "match_id": match, "date": day} for number, day in enumerate(days)]


EACH_QUARTER = visits(date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 9, 30))
IN_2025 = visits(date(2025, 1, 1), date(2025, 5, 1), date(2025, 8, 1), date(2025, 12, 31))
VISIT: Values = {"visit_id": "F1", "match_id": "M1", "date": ago(30)}
PLAN: Values = {"child_id": "C1", "year": 2025}

CARE = [
    *(edge("REG421", "matches.match_id", fine, wrong, matches=[MATCH, FORMER], visits=EACH_QUARTER)
      for fine, wrong in (({}, {"visits[3].date": date(2026, 10, 1)}),
                          ({"visits[3].date": date(2026, 7, 1)}, {"visits[3].date": date(2026, 6, 30)}),
                          ({"visits[2].date": date(2026, 4, 1)}, {"visits[2].date": date(2026, 3, 31)}),
                          ({"visits[1].date": date(2026, 3, 31)}, {"visits[1].date": date(2026, 4, 1)}),
                          ({"visits[3].match_id": "M2"}, {"visits[3].match_id": "M3"}),  # whoever came to the child
                          ({"books.on": date(2026, 12, 31)}, {"books.on": date(2027, 1, 1)}),
                          ({"end": date(2026, 9, 30), "visits[3].date": date(2026, 4, 1)},
                           {"end": date(2026, 10, 1), "visits[3].date": date(2026, 4, 1)}),
                          ({"start": date(2026, 7, 2), "visits[3].date": date(2026, 4, 1)},
                           {"start": date(2026, 7, 1), "visits[3].date": date(2026, 4, 1)}),
                          ({"status": "暂停", "visits[3].date": None}, {"visits[3].date": None}),
                          ({"status": "等待", "visits[3].date": None}, {"visits[3].date": None}),
                          ({"status": "结束", "visits[3].date": None}, {"visits[3].date": None}))),
    # The register begins with a quarter: what was before is not asked.
    edge("REG421", "matches.match_id", {"visits.date": date(2026, 1, 1)},
         {"visits[4].date": date(2025, 10, 1), "visits.date": date(2026, 1, 1)},
         matches=MATCH, visits=[*EACH_QUARTER, *visits(date(2026, 1, 2), match="M3")]),
    edge("REG421", "matches.match_id", {"books.on": date(2026, 3, 31)}, {"books.on": date(2026, 4, 1)},
         matches=MATCH, visits=visits(date(2025, 10, 1))),
    *(edge("REG422", "matches.match_id", fine, wrong, matches=[MATCH, FORMER], visits=IN_2025)
      for fine, wrong in (({}, {"visits[3].date": date(2026, 1, 1)}),
                          ({"visits.date": date(2025, 1, 1)}, {"visits.date": date(2024, 12, 31)}),
                          ({"visits[3].date": None, "visits.date": date(2025, 4, 1)},
                           {"visits[3].date": None, "visits.date": date(2025, 3, 31)}),
                          ({"visits[3].date": None, "start": date(2025, 1, 2)},
                           {"visits[3].date": None, "start": date(2025, 1, 1)}),
                          ({"visits[3].date": None, "end": date(2025, 12, 31)},
                           {"visits[3].date": None, "end": date(2026, 1, 1)}),
                          ({"visits[3].match_id": "M2"}, {"visits[3].match_id": "M3"}))),
    edge("REG423", "visits.minutes", 120, 119, visits=VISIT),
    edge("REG423", "visits.minutes", {"early_end_reason": "孩子提出"}, {"early_end_reason": None},
         visits={**VISIT, "minutes": 30}),
    edge("REG424", "visits.recorded_on", ago(28), ago(27), visits=VISIT),
    edge("REG424", "visits.recorded_on", ago(30), ago(31), visits=VISIT),
    *(edge("REG425", "visits.risk_flag", fine, wrong,
           visits={**VISIT, "risk_flag": True, "incident_id": "S1", "recorded_on": ago(30)},
           incidents={"inc_id": "S1", "reported_at": at(23, 59)})
      for fine, wrong in (({}, {"incidents.reported_at": at(0, 0, ago(29))}),
                          ({"risk_flag": False}, {"incident_id": None}),
                          ({"recorded_on": None}, {"incidents.reported_at": None}))),
    *(edge("REG426", "visits.date", fine, wrong, visits=VISIT, matches={**MATCH, "start": ago(30), "end": ago(30)})
      for fine, wrong in ((ago(30), ago(31)), (ago(30), ago(29)), ({"matches.end": None, "date": ago(1)}, ago(29)),
                          ({"matches.start": None, "date": ago(99)}, ago(31)))),
    edge("REG427", "four-supports.child_signed", True, False, four_supports=PLAN),
    edge("REG427", "four-supports.child_signed", {"child_note": "画了一朵花"}, {"child_note": None},
         four_supports={**PLAN, "child_signed": False}),
    edge("REG428", "four-supports.half_year_review", ago(100), None, four_supports=PLAN),
    edge("REG428", "four-supports.half_year_review", {"books.on": date(2026, 1, 1)},
         {"books.on": date(2026, 1, 2)}, four_supports=PLAN),
]

PAUSED: Values = {**MATCH, "status": "暂停", "pause_from": ago(30), "pause_until": ago(-30)}
RESERVE = [{**MATCH, "match_id": f"M{number}", "child_id": f"C{number}", "vol_id": f"V{number}",
            "backup_vol_id": "V9"} for number in range(1, 5)]
CHILD: Values = {"child_id": "C1", "sex": "女", "case_status": "陪伴中"}
LEFT: Values = {**MATCH, "end": ago(61), "status": "结束"}
SEEN: Values = {"contact_id": "L1", "match_id": "M1", "date": ago(40), "person": "孩子", "way": "当面"}

CONTINUITY = [
    edge("REG471", "matches.pause_until", ago(-30), ago(-31), matches=PAUSED),
    edge("REG471", "matches.pause_until", ago(0), ago(1), matches=PAUSED),
    edge("REG471", "matches.pause_until", ago(0), None, needs="matches.pause_until", matches=PAUSED),
    edge("REG471", "matches.pause_until", {"pause_from": None, "pause_until": ago(-99)},
         {"pause_until": ago(-99)}, matches=PAUSED),
    edge("REG471", "matches.pause_until", {"status": "进行"}, {"status": "暂停"},
         matches={**PAUSED, "pause_until": ago(5)}),
    edge("REG472", "matches.end_reason", "迁出", None, needs="matches.end_reason", matches=LEFT),
    edge("REG472", "matches.end_reason", {"end": None}, {"end": ago(1)}, matches=LEFT),
    edge("REG473", "matches.first_meeting_on", START, date(2024, 11, 30), matches=MATCH),
    edge("REG474", "matches.backup_vol_id", "V2", None, needs="matches.pause_from",
         books={"adopted": ago(61)}, matches=MATCH),
    *(edge("REG474", "matches.backup_vol_id", fine, wrong, books={"adopted": ago(60)},
           matches={**MATCH, "backup_vol_id": None})
      for fine, wrong in (({}, {"books.adopted": ago(61)}), ({"start": ago(61)}, {"start": ago(60)}),
                          ({"books.adopted": None, "start": ago(9)}, {"start": ago(9)}),
                          ({"end": ago(0), "books.adopted": ago(61)}, {"end": ago(-1), "books.adopted": ago(61)}))),
    edge("REG475", "matches[3].backup_vol_id", "V8", "V9", matches=RESERVE),
    edge("REG475", "matches[3].backup_vol_id", {"matches.end": ago(0)}, {"matches.end": ago(-1)}, matches=RESERVE),
    edge("REG476", "matches.backup_vol_id", {"children.sex": "男"}, {"children.sex": "女"}, matches=MATCH,
         children=CHILD,
         volunteers={"vol_id": "V2", "sex": "男"}),
    edge("REG476", "matches.backup_vol_id", {"volunteers.sex": "女"}, {"volunteers.sex": "男"},
         matches=MATCH, children=CHILD,
         volunteers={"vol_id": "V2"}),
    *(edge("REG477", "matches.end", fine, wrong, needs="matches.pause_from",
           matches=[LEFT, {**FORMER, "match_id": "M2", "end": None, "status": "等待"}], children=CHILD,
           visits=[VISIT, *visits(ago(62), match="M3")], contacts=SEEN)
      for fine, wrong in (({"visits.date": ago(1), "contacts.date": None},
                           {"visits.date": ago(0), "contacts.date": None}),
                          ({"visits.date": None, "contacts.date": None, "end": ago(60)},
                           {"visits.date": None, "contacts.date": None}),
                          ({"visits.date": ago(61), "contacts.date": None},
                           {"visits.date": ago(62), "contacts.date": None}),
                          ({"visits.date": None}, {"visits.date": None, "contacts.way": "电话"}),
                          ({"visits.date": None}, {"visits.date": None, "contacts.person": "监护人"}),
                          ({"visits.date": None, "contacts.match_id": "M2"},
                           {"visits.date": None, "contacts.match_id": "M9"}),
                          ({"visits.match_id": "M2", "contacts.date": None},
                           {"visits.match_id": "M9", "contacts.date": None}),
                          ({"children.case_status": "已结案", "visits.date": None, "contacts.date": None},
                           {"visits.date": None, "contacts.date": None}))),
    *(edge("REG477", "matches.end", {"end": ago(7)}, {"end": ago(8)},
           matches=[{**LEFT, "end_reason": reason}], children=CHILD, visits=[VISIT])
      for reason in ("停权或者查询没有通过", "志愿者去世或者失联")),
    edge("REG477", "matches.end", {"end_reason": "志愿者退出"}, {"end_reason": "停权或者查询没有通过"},
         matches=[{**LEFT, "end": ago(60)}], children=CHILD, visits=[VISIT, *visits(ago(52))]),
    edge("REG477", "matches.pause_from", {"status": "进行"}, {"status": "暂停"},
         matches={**PAUSED, "pause_from": ago(61)}, children=CHILD, visits=[]),
]

SPOKEN: Values = {"match_id": "M1", "date": date(2026, 10, 8), "kind": "每周或者每月联系"}
MONTH = [{**SPOKEN, "contact_id": f"L{person}", "person": person} for person in ("孩子", "监护人", "志愿者")]
NEW: Values = {**MATCH, "start": date(2026, 10, 5)}
WEEKS = [
    {**row, "contact_id": f"{row['contact_id']}{week}", "date": NEW["start"] + timedelta(days=7 * week)}
    for week in range(4) for row in MONTH
]
HEARD: Values = {**SPOKEN, "contact_id": "L9", "person": "孩子", "alone": True, "date": ago(14), "way": "当面"}
AGAIN: Values = {**HEARD, "contact_id": "L10", "child_says": "好", "date": ago(1)}
AFTER: Values = {**SPOKEN, "contact_id": "L1", "person": "志愿者", "kind": "结案以后", "guarded_channel": True,
                 "date": ago(10)}
STANDING = {name: rows for name, rows in ready(ago(375)).items() if name in ("screening",
                                                                                "pledges")}  # to the day of AFTER

CONTACTS = [
    *(edge("REG489", "matches.match_id", fine, wrong, matches=MATCH, contacts=MONTH)
      for fine, wrong in (({"contacts[1].date": date(2026, 10, 31)}, {"contacts[1].date": date(2026, 11, 1)}),
                          ({"contacts[2].date": date(2026, 10, 1)}, {"contacts[2].date": date(2026, 9, 30)}),
                          ({"contacts[1].person": "监护人"}, {"contacts[1].person": "志愿者"}),
                          ({"start": date(2026, 10, 2), "contacts[1].date": None},
                           {"start": date(2026, 10, 1), "contacts[1].date": None}),
                          ({"end": date(2026, 10, 31), "contacts[1].date": None},
                           {"end": date(2026, 11, 1), "contacts[1].date": None}),
                          ({"books.on": date(2026, 11, 30)}, {"books.on": date(2026, 12, 1)}),
                          ({"contacts.date": None, "contacts[1].date": None, "contacts[2].date": None},
                           {"contacts[2].match_id": "M2"}))),
    *(edge("REG489", "matches.match_id", fine, wrong, matches=NEW, contacts=WEEKS)
      for fine, wrong in (({"contacts[11].date": date(2026, 11, 1)}, {"contacts[11].date": date(2026, 11, 2)}),
                          ({"contacts[4].date": date(2026, 10, 12)}, {"contacts[4].date": date(2026, 10, 11)}),
                          ({"status": "暂停", "contacts[11].date": None}, {"contacts[11].date": None}),
                          ({"status": "等待", "contacts[11].date": None}, {"contacts[11].date": None}),
                          ({"books.on": date(2026, 10, 11), "contacts[1].date": None},
                           {"books.on": date(2026, 10, 12), "contacts[1].date": None}),
                          ({"end": date(2026, 10, 11), "contacts[1].date": None},
                           {"end": date(2026, 10, 12), "contacts[1].date": None}))),
    edge("REG490", "contacts.alone", True, False, contacts=MONTH[0], matches=MATCH),
    edge("REG490", "contacts.alone", {"person": "监护人"}, {"person": "孩子"}, contacts=SPOKEN, matches=MATCH),
    edge("REG490", "contacts.by_id", "W1", "V1", contacts=MONTH[2], matches=MATCH),
    edge("REG490", "contacts.by_id", {"kind": "每周或者每月联系"}, {"kind": "半年听孩子说"},
         contacts={**HEARD, "by_id": "W1"}, matches=MATCH),
    edge("REG490", "contacts.by_id", {"by_id": None}, {"by_id": "V1"}, contacts=HEARD, matches=MATCH),
    *(edge("REG491", "matches.match_id", fine, wrong, matches=MATCH,
           contacts=[SPOKEN, {**HEARD, "date": ago(400), "kind": "半年听孩子说"}])
      for fine, wrong in (({"contacts[1].date": ago(183)}, {"contacts[1].date": ago(184)}),
                          ({"contacts[1].date": None}, {"contacts[1].date": None, "contacts.date": ago(184)}),
                          ({"start": ago(183)}, {"start": ago(184)}),
                          ({"contacts[1].date": ago(20)},
                           {"contacts[1].date": ago(20), "contacts[1].match_id": "M2", "contacts.date": ago(184)}),
                          ({"end": ago(0)}, {"end": ago(-1)}),
                          ({"contacts[1].date": ago(5)}, {"contacts[1].date": ago(5),
                                                          "contacts[1].kind": "每周或者每月联系",
                                                          "contacts.date": ago(184)}))),
    *(edge("REG492", "contacts.child_says", fine, wrong,
           contacts=[{**HEARD, "child_says": "一般", "date": ago(30)}, {**AGAIN, "way": "电话"}])
      for fine, wrong in (({"contacts[1].date": ago(16)}, {"contacts[1].date": ago(15)}),
                          ({"contacts[1].date": ago(30)}, {"contacts[1].date": ago(31)}),
                          ({"child_says": "好"}, {"child_says": "一般"}),
                          ({"contacts[1].date": ago(20)}, {"contacts[1].date": ago(20), "child_says": "不想说"}),
                          ({"date": ago(14), "contacts[1].date": None}, {"date": ago(15), "contacts[1].date": None}),
                          ({"contacts[1].date": ago(20)}, {"contacts[1].date": ago(20), "contacts[1].person": "监护人"}),
                          ({"contacts[1].date": ago(20)},
                           {"contacts[1].date": ago(20), "contacts[1].match_id": "M2"}))),
    *(edge("REG492", "contacts.child_says", fine, wrong,
           contacts=[{**HEARD, "child_says": "不好", "date": ago(30)}, {**AGAIN, "date": ago(23)}])
      for fine, wrong in (({}, {"contacts[1].date": ago(22)}), ({}, {"contacts[1].way": "电话"}),
                          ({}, {"contacts[1].alone": False}),
                          ({"contacts[1].way": "电话", "contacts[1].kind": "半年听孩子说"}, {"contacts[1].way": "电话"}),
                          ({"date": ago(7), "contacts[1].date": ago(9)},
                           {"date": ago(8), "contacts[1].date": ago(9)}))),
    *(edge("REG493", "contacts.safe", fine, wrong, contacts={**HEARD, "date": ago(30), "safe": "有危险线索",
                                                             "incident_id": "S1"},
                                                             incidents={"inc_id": "S1", "reported_at": at(23)})
      for fine, wrong in (({}, {"incidents.reported_at": at(0, 0, ago(29))}),
                          ({"safe": "没有看到危险"}, {"incident_id": None}),
                          ({"date": None}, {"incidents.reported_at": None}))),
    *(edge("REG494", "matches[30].coordinator_id", fine, wrong,
           matches=[{**MATCH, "match_id": f"M{number}"} for number in range(31)])
      for fine, wrong in (("W2", "W1"), ({"matches.end": ago(0)}, {"matches.end": ago(-1)}))),
    *(edge("REG495", "contacts.guarded_channel", fine, wrong, STANDING, contacts=AFTER, matches=LEFT)
      for fine, wrong in ((True, False), ({"kind": "每周或者每月联系", "guarded_channel": False}, False),
                          ({"matches.end_reason": "迁出"}, {"matches.end_reason": "停权或者查询没有通过"}),
                          ({"matches.end_reason": None}, {"matches.end_reason": "停权或者查询没有通过"}),
                          (True, {"screening.valid_until": ago(11)}),
                          ({"date": None}, {"pledges.valid_until": ago(11)}),
                          ({"match_id": "M9"}, {"pledges[1].type": "承诺书"}))),
]

TRIP: Values = {"trip_id": "O1", "vol_id": "V1", "match_id": "M1", "kind": "入户", "told_at": at(8),
                "leave_at": at(9), "due_at": at(12), "safe_at": at(12)}
B16: Values = {"consent_id": "B161", "form_slug": "B16", "subject_id": "C1", "signer_role": "监护人",
               "signed_on": ago(30), "valid_until": ago(30)}
NEXT_DAY = at(9, day=ago(29))

OUTINGS = [
    edge("REG478", "visits.by_vol_id", "V1", "V3", visits=VISIT, matches=MATCH),
    edge("REG478", "visits.by_vol_id", "V2", "V3", visits=VISIT, matches=MATCH),
    *(edge("REG479", "visits.date", fine, wrong, ready(ago(30)), needs="visits.by_vol_id", visits=VISIT,
           matches=MATCH)
      for fine, wrong in ((ago(30), ago(31)), ({"by_vol_id": "V1"}, {"by_vol_id": "V2"}),
                          ({"match_id": "M9", "date": ago(31)}, {"screening.checked_on": ago(29)}),
                          ({}, {"insurance.to": ago(31)}))),
    *(edge("REG496", "visits.date", fine, wrong, visits=VISIT, matches=MATCH,
           check_ins=[TRIP, {**TRIP, "vol_id": "V8"}])
      for fine, wrong in (({}, {"check-ins.leave_at": NEXT_DAY}),
                          ({"check-ins.vol_id": "V9", "check-ins.with_ids": ("V1",)},
                           {"check-ins.vol_id": "V9", "check-ins.with_ids": ("无",)}),
                          ({"check-ins.vol_id": "V9", "check-ins[1].leave_at": NEXT_DAY, "check-ins.leave_at": NEXT_DAY},
                           {"check-ins.vol_id": "V9"}),
                          ({"by_vol_id": "V8"}, {"by_vol_id": "V2"}),
                          ({"check-ins.leave_at": None, "check-ins[1].leave_at": None},
                           {"check-ins.leave_at": None}))),
    edge("REG497", "check-ins.told_at", at(9), at(9, 1), check_ins=TRIP),
    edge("REG497", "check-ins.safe_at", at(12, 30), at(12, 31), check_ins=TRIP),
    edge("REG497", "check-ins.safe_at", {"due_at": datetime(2026, 11, 24), "safe_at": None},
         {"due_at": datetime(2026, 11, 23, 23, 59), "safe_at": None}, check_ins=TRIP),
    *(edge("REG497", "check-ins.safe_at", {"called_at": at(13), "overdue_note": "找到了"}, wrong,
           check_ins={**TRIP, "safe_at": None})
      for wrong in ({"called_at": at(13)}, {"overdue_note": "找到了"})),
    *(edge("REG498", "check-ins.match_id", fine, wrong, check_ins={**TRIP, "kind": "带孩子外出"}, matches=MATCH,
           children=CHILD, consents=B16)
      for fine, wrong in (({}, {"consents.signed_on": ago(29)}), ({}, {"consents.valid_until": ago(31)}),
                          ({}, {"consents.form_slug": "B01"}),
                          ({"consents.withdrawn_on": ago(29)}, {"consents.withdrawn_on": ago(30)}),
                          ({"kind": "入户", "consents.subject_id": "C2"}, {"consents.subject_id": "C2"}),
                          ({"leave_at": None, "match_id": "M9"}, {"match_id": "M9"}))),
]

EDGES = [*CARE, *CONTINUITY, *CONTACTS, *OUTINGS]
