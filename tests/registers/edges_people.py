"""Where the rules about people, pairs and signing begin."""

from __future__ import annotations

from datetime import date

from tests.registers.edge import Values, ago, edge, ready

START = date(2025, 1, 1)
VOLUNTEER: Values = {"vol_id": "V1", "sex": "男", "status": "正式", "joined": ago(400)}
READY = ready(ago(300))
MATCH: Values = {"match_id": "M1", "child_id": "C1", "vol_id": "V1", "start": START, "status": "进行"}
OTHER: Values = {**MATCH, "match_id": "M2", "child_id": "C2", "vol_id": "V2"}
CHILD: Values = {"child_id": "C1", "guardian_id": "G1", "birth_date": date(2011, 1, 2), "sex": "女"}
GUARDIAN: Values = {"guardian_id": "G1", "relation": "母亲", "result": "已核验"}
WAGES: Values = {**GUARDIAN, "relation": "本人", "authority_doc": "劳动收入材料", "proof_checked_on": START}
CONSENTS: list[Values] = [
    {"consent_id": f"{form}1", "form_slug": form, "subject_id": "C1", "signer_role": "监护人",
     "signed_on": START} for form in ("B01", "B03")
]
PASSED: Values = {"vol_id": "V1", "authorised_on": ago(20), "checked_on": ago(20), "result": "通过", "range": "违法和犯罪"}

PEOPLE = [
    edge("REG401", "children.last_review", ago(365), ago(366), children={"case_status": "陪伴中"}),
    edge("REG401", "children.last_review", {"case_status": "已结案"}, {"case_status": "陪伴中"},
         children={"last_review": ago(366)}),
    edge("REG402", "guardians.authority_doc", "劳动收入材料", "指定文书", guardians={"relation": "本人"}),
    edge("REG402", "guardians.authority_doc", "父母书面委托", None, guardians={"relation": "祖父母"}),
    edge("REG402", "guardians.authority_doc", {"relation": "父亲"}, {"relation": "其他"}, guardians={}),
    edge("REG402", "guardians.authority_doc", {"relation": "母亲"}, {"relation": "其他"}, guardians={}),
    edge("REG402", "guardians.authority_doc", {"relation": None}, {"relation": "其他"}, guardians={}),
    edge("REG403", "volunteers.birth_date", date(2006, 8, 1), date(2006, 8, 2),
         volunteers={"joined": date(2024, 8, 1)}),
    edge("REG404", "volunteers.status", {"screening.valid_until": ago(0)},
         {"screening.valid_until": ago(1)}, READY, volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"screening.checked_on": ago(0)},
         {"screening.checked_on": ago(-1)}, READY, volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"screening.range": None}, {"screening.range": "只答犯罪"}, READY,
         volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"screening.valid_until": None},
         {"screening.result": "未取得"}, READY, volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"insurance.to": ago(0)}, {"insurance.to": ago(1)}, READY,
         volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"insurance.from": ago(0)}, {"insurance.from": ago(-1)}, READY,
         volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"insurance.insured_id": "V1"},
         {"insurance.insured_id": "V2"}, READY, volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"pledges.valid_until": ago(0)},
         {"pledges.valid_until": ago(1)}, READY, volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"pledges[1].signed_on": ago(0)},
         {"pledges[1].signed_on": ago(-1)}, READY, volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"pledges[2].valid_until": ago(0)},
         {"pledges[2].valid_until": ago(1)}, READY, volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"training.score": 80}, {"training.score": 79}, READY, volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"training.score": None}, {"training.course": "岗前其他课"}, READY,
         volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"training.date": ago(0)}, {"training.date": ago(-1)}, READY,
         volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"training.hours": None},
         {"training.hours": None, "training[1].hours": 1.5}, READY,
                                                                   volunteers=VOLUNTEER),
    edge("REG404", "volunteers.status", {"status": "试用"}, {"status": "正式"}, volunteers=VOLUNTEER,
         **dict.fromkeys(READY, [])),
    edge("REG405", "screening.result", "通过", "未通过", screening=PASSED, volunteers=VOLUNTEER),
    edge("REG405", "screening.result", {"volunteers.status": "暂停"}, {"volunteers.status": "正式"},
         screening={**PASSED, "result": "未取得"}, volunteers=VOLUNTEER),
    edge("REG405", "screening[1].result", {"screening[1].authorised_on": ago(21)},
         {"screening[1].authorised_on": ago(20)},
         screening=[PASSED, {**PASSED, "result": "未通过"}], volunteers=VOLUNTEER),
    edge("REG405", "screening.result", {"screening[1].authorised_on": None}, {"screening[1].authorised_on": ago(21)},
         screening=[{**PASSED, "result": "未通过"}, PASSED], volunteers=VOLUNTEER),
    edge("REG406", "screening.valid_until", START.replace(year=2026), date(2026, 1, 2),
         screening={"checked_on": START}),
    edge("REG407", "pledges.valid_until", date(2026, 1, 1), date(2026, 1, 2),
         pledges={"type": "承诺书", "signed_on": START}),
    edge("REG407", "pledges.valid_until", {"type": "保密协议"}, {"type": "承诺书"},
         pledges={"signed_on": START, "valid_until": date(2030, 1, 1)}),
    edge("REG408", "volunteers.vol_id", {"joined": ago(455)}, {"joined": ago(456)}, volunteers=VOLUNTEER,
         training=[]),
    edge("REG408", "volunteers.vol_id", {"status": "暂停"}, {"status": "正式"},
         volunteers={**VOLUNTEER, "joined": ago(900)}, training=[]),
    *(edge("REG408", "volunteers.vol_id", fine, wrong, volunteers={**VOLUNTEER, "joined": ago(900)},
           training=[{"vol_id": "V1", "date": ago(9), "hours": 3}, {"vol_id": "V1", "date": ago(9), "hours": 5},
                     {"vol_id": "V1", "date": ago(9)}])
      for fine, wrong in (({"training.hours": 3}, {"training.hours": 2.5}),
                          ({"training.date": ago(365)}, {"training.date": ago(366)}),
                          ({"training.date": ago(0)}, {"training.date": ago(-1)}),
                          ({"training[2].date": None}, {"training.date": None}))),
]

PAIRS = [
    edge("REG411", "matches[1].vol_id", "V2", "V1", matches=[MATCH, OTHER]),
    edge("REG411", "matches[1].vol_id", {"matches[1].approval_no": "样例1号"}, {"matches[1].approval_no": None},
         matches=[MATCH, {**OTHER, "vol_id": "V1", "sibling_exception": True}]),
    edge("REG411", "matches[1].vol_id", {"matches[1].sibling_exception": True},
         {"matches[1].sibling_exception": False},
         matches=[MATCH, {**OTHER, "vol_id": "V1", "approval_no": "样例1号"}]),
    *(edge("REG411", "matches[1].vol_id", fine, wrong, matches=[MATCH, {**OTHER, "vol_id": "V1"}])
      for fine, wrong in (({"matches.end": ago(0)}, {"matches.end": ago(-1)}),
                          ({"matches[1].start": ago(-1)}, {"matches[1].start": ago(0)}),
                          ({"matches.status": "等待"}, {"matches.status": "暂停"}),
                          ({"matches.status": "结束"}, {"matches.status": "进行"}),
                          ({"matches.start": None}, {}))),
    edge("REG412", "matches[1].child_id", "C2", "C1", matches=[MATCH, OTHER]),
    edge("REG413", "matches.vol_id", {"children.sex": "男"}, {"children.sex": "女"}, matches=MATCH,
         children=CHILD, volunteers=VOLUNTEER),
    edge("REG413", "matches.vol_id", {"volunteers.sex": "女"}, {"volunteers.sex": "男"}, matches=MATCH,
         children=CHILD, volunteers=VOLUNTEER),
    edge("REG414", "matches.vol_id", {"volunteers.status": "正式"}, {"volunteers.status": "试用"},
         matches=MATCH, volunteers=VOLUNTEER),
    edge("REG414", "matches.vol_id", {"volunteers.vol_id": "V2"}, {"volunteers.vol_id": "V1"}, matches=MATCH,
         volunteers={**VOLUNTEER, "status": "退出"}),
    edge("REG414", "matches.vol_id", {"status": "暂停"}, {"status": "进行"}, matches=MATCH,
         volunteers={**VOLUNTEER, "status": "暂停"}),
    *(edge("REG415", "matches.start", fine, wrong, ready(START), matches=MATCH)
      for fine, wrong in (({"screening.checked_on": START}, {"screening.checked_on": date(2025, 1, 2)}),
                          ({"status": "等待", "start": date(2024, 1, 1)}, {"screening.result": "未通过"}),
                          ({"training.score": 80}, {"training[2].score": 79}),
                          ({"training.hours": 0}, {"training.hours": 0, "training[1].hours": 1.5}),
                          ({"vol_id": None}, {"pledges.valid_until": date(2024, 12, 31)}),
                          ({"start": None}, {"pledges[1].valid_until": date(2024, 12, 31)}),
                          ({"books.adopted": date(2025, 1, 2), "pledges[2].valid_until": date(2024, 12, 31)},
                           {"books.adopted": START, "pledges[2].valid_until": date(2024, 12, 31)}),
                          ({"insurance.to": START}, {"insurance.to": date(2024, 12, 31)}))),
    *(edge("REG416", "matches.start", fine, wrong, matches=MATCH, children=CHILD, consents=CONSENTS)
      for fine, wrong in (({}, {"children.birth_date": date(2011, 1, 1)}),
                          ({"consents[1].signed_on": START}, {"consents[1].signed_on": date(2025, 1, 2)}),
                          ({"consents.valid_until": START}, {"consents.valid_until": date(2024, 12, 31)}),
                          ({"consents.withdrawn_on": date(2025, 1, 2)}, {"consents.withdrawn_on": START}),
                          ({"status": "等待", "consents.subject_id": "C2"}, {"consents.subject_id": "C2"}),
                          ({"children.birth_date": None, "consents.subject_id": "C2"},
                           {"consents.form_slug": "B02"}))),
    edge("REG416", "matches.start", {"consents[1].signer_role": "监护人和孩子本人"}, {"consents[1].signer_role": "有书面委托的照护人"},
         matches={**MATCH, "start": date(2025, 1, 2)}, children=CHILD,
         consents=[CONSENTS[0], {**CONSENTS[1], "form_slug": "B04"}]),
    # An adult signs for himself: B01 is asked no more, B04 alone.
    edge("REG416", "matches.start", {"children.birth_date": date(2007, 1, 1)},
         {"children.birth_date": date(2007, 1, 2)},
         matches=MATCH, children=CHILD, consents={**CONSENTS[1], "form_slug": "B04", "signer_role": "成年的本人"}),
    *(edge("REG416", "matches.start", fine, wrong, matches=MATCH,
           children={**CHILD, "birth_date": date(2009, 1, 1)}, guardians=WAGES,
           consents={**CONSENTS[1], "form_slug": "B04", "signer_role": "孩子本人"})
      for fine, wrong in (({}, {"children.birth_date": date(2009, 1, 2)}),
                          ({"guardians.proof_checked_on": START}, {"guardians.proof_checked_on": date(2025, 1, 2)}),
                          ({}, {"guardians.relation": "母亲"}), ({}, {"guardians.proof_checked_on": None}))),
    edge("REG417", "matches.guardian_consent_on", START, date(2025, 1, 2), matches=MATCH),
    edge("REG417", "matches.assent_on", START, date(2025, 1, 2), matches=MATCH),
    *(edge("REG418", "matches.start", fine, wrong, matches=MATCH, children=CHILD, guardians=GUARDIAN)
      for fine, wrong in (({"guardians.result": None}, {"guardians.result": "待确定"}),
                          ({"guardians.dispute": False}, {"guardians.dispute": True}),
                          ({"guardians.dispute": True, "status": "结束"}, {"guardians.dispute": True}),
                          ({"guardians.proof_checked_on": START}, {"guardians.proof_checked_on": date(2025, 1, 2)}),
                          ({"guardians.proof_checked_on": date(2025, 1, 2), "guardians.relation": "本人"},
                           {"guardians.result": "待确定"}),
                          ({"guardians.result": "待确定", "status": "等待"}, {"guardians.result": "待确定"}))),
]

MANDATE: Values = {**GUARDIAN, "relation": "祖父母", "authority_doc": "父母书面委托", "authority_until": START}
PAID: Values = {"aid_id": "J1", "child_id": "C1", "payee_kind": "监护人", "paid_on": START}
PLEDGE: Values = {"person_id": "V1", "type": "承诺书", "signed_on": ago(200), "version": "1.1.0"}
EDITIONS: Values = {"adopted": ago(31), "editions": {"承诺书": "1.1.0"}}

SIGNING = [
    *(edge("REG409", "consents.signed_on", fine, wrong, consents=CONSENTS[0], children=CHILD, guardians=MANDATE)
      for fine, wrong in ((START, date(2025, 1, 2)), ({"guardians.authority_until": None},
                                                      {"guardians.authority_until": date(2024, 12, 31)}),
                          ({"guardians.authority_doc": "指定文书", "signed_on": ago(0)}, {"signed_on": ago(0)}),
                          ({"signer_role": "孩子本人", "signed_on": ago(0)},
                           {"signer_role": "有书面委托的照护人", "signed_on": ago(0)}),
                          ({"children.guardian_id": "G2", "signed_on": ago(0)},
                           {"signer_role": "监护人和孩子本人", "signed_on": ago(0)}))),
    *(edge("REG409", "aid.paid_on", fine, wrong, aid=PAID, children=CHILD, guardians=MANDATE)
      for fine, wrong in ((START, date(2025, 1, 2)), ({"payee_kind": "学校", "paid_on": ago(0)},
                                                     {"payee_kind": "依法受托照护人", "paid_on": ago(0)}))),
    edge("REG410", "guardians.proof_checked_on", ago(183), ago(184), guardians=WAGES),
    edge("REG410", "guardians.proof_checked_on", {"relation": "母亲"}, {"relation": "本人"}, guardians=WAGES),
    edge("REG419", "volunteers.interest_declared_on", ago(365), ago(366), volunteers=VOLUNTEER),
    edge("REG419", "volunteers.interest_declared_on", {"status": "退出"}, {"status": "正式"},
         volunteers={**VOLUNTEER, "interest_declared_on": ago(400)}),
    edge("REG420", "volunteers.left_on", ago(1), None, needs="volunteers.left_on",
         volunteers={**VOLUNTEER, "status": "退出"}),
    edge("REG420", "volunteers.left_on", {"status": "暂停"}, {"status": "退出"}, volunteers=VOLUNTEER),
    edge("REG429", "screening.range", "违法和犯罪", "只答违法", screening=PASSED),
    edge("REG429", "screening.range", {"result": "未取得"}, {"result": "通过"}, screening={**PASSED, "range": "只答犯罪"}),
    *(edge("REG429", "screening.range", fine, wrong, needs="screening.range", books={"adopted": ago(20)},
           screening={**PASSED, "range": None})
      for fine, wrong in (({"checked_on": ago(21)}, {"checked_on": ago(20)}), ({"books.adopted": None}, {}),
                          ({"checked_on": None}, {}))),
    edge("REG430", "pledges.version", "1.1.0", "1.0.0", books=EDITIONS, pledges=PLEDGE, volunteers=VOLUNTEER),
    *(edge("REG430", "pledges.version", fine, wrong, books=EDITIONS,
           pledges={**PLEDGE, "version": "1.0.0"}, volunteers=VOLUNTEER)
      for fine, wrong in (({"books.adopted": ago(30)}, {"books.adopted": ago(31)}), ({"books.adopted": None}, {}),
                          ({"volunteers.status": "退出"}, {"volunteers.vol_id": "V2"}),
                          ({"version": None}, {}), ({"type": "保密协议"}, {}), ({"signed_on": None}, {}))),
    edge("REG430", "pledges.version", {"pledges[1].signed_on": ago(200)}, {"pledges[1].signed_on": ago(201)},
         books=EDITIONS,
         pledges=[{**PLEDGE, "version": "1.0.0"}, PLEDGE], volunteers=VOLUNTEER),
]

EDGES = [*PEOPLE, *PAIRS, *SIGNING]
