"""Where the rules about incidents, information, complaints and partners begin."""

from __future__ import annotations

from datetime import date

from tests.registers.edge import Values, ago, at, edge

DAY = ago(30)
INCIDENT: Values = {"inc_id": "S1", "kind": "没人照料或者失学", "found_at": at(9), "reported_at": at(9)}
ACCUSED: Values = {**INCIDENT, "kind": "指控我们的人", "suspended_at": at(10), "logs_kept": True}
LEAK: Values = {**INCIDENT, "kind": "信息泄露", "cac_reported_at": at(9), "family_told_at": at(9),
                "notice_complete": True}
BOARDS: Values = {"child_id": "C1", "status": "在读", "guardian_consent": True, "assent": True, "reason_ok": True,
                  "school_check_on": DAY}
# 2026-11-02 is a Monday: ten working days end on Monday the 16th, fifteen on Monday the 23rd.
MONDAY, TENTH, FIFTEENTH = date(2026, 11, 2), date(2026, 11, 16), date(2026, 11, 23)
CASE: Values = {"ref_id": "Z1", "received_on": MONDAY, "first_action_on": MONDAY}
WAITING: Values = {"ref_id": "Z1", "received_on": ago(90), "first_action_on": ago(90)}

INCIDENTS = [
    edge("REG451", "incidents.reported_at", at(9), None, incidents=INCIDENT),
    edge("REG452", "incidents.reported_at", at(10), at(10, 1), incidents=INCIDENT),
    edge("REG452", "incidents.reported_at", at(9), at(8, 59), incidents=INCIDENT),
    edge("REG452", "incidents.reported_at", {"delay_reason": "山里没有信号"}, {"delay_reason": None},
         incidents={**INCIDENT, "reported_at": at(23)}),
    edge("REG452", "incidents.reported_at", {"found_at": None}, {"found_at": at(9)},
         incidents={**INCIDENT, "reported_at": at(23)}),
    *(edge("REG452", "incidents.delay_reason", "山里没有信号", f"先{words}", incidents=INCIDENT)
      for words in ("请示", "批准", "审批", "同意后再报", "等领导", "等通知", "开会", "研究")),
    edge("REG453", "incidents.suspended_at", at(10), at(10, 1), incidents=ACCUSED),
    edge("REG453", "incidents.suspended_at", {"found_at": None}, None, incidents=ACCUSED),
    edge("REG453", "incidents.logs_kept", True, False, incidents=ACCUSED),
    edge("REG453", "incidents.logs_kept", {"kind": "信息泄露", "logs_kept": None}, None, incidents=ACCUSED),
    *(edge("REG454", "incidents.kind", {}, {f"incidents.{name}": None},
           incidents=LEAK) for name in ("cac_reported_at", "family_told_at", "notice_complete")),
    edge("REG454", "incidents.kind", "没人照料或者失学", "信息泄露",
         incidents={**LEAK, "family_told_at": None, "notice_complete": False}),
    *(edge("REG455", "boarding.status", {}, {f"boarding.{name}": None},
           boarding=BOARDS) for name in ("guardian_consent", "assent", "reason_ok", "school_check_on")),
    *(edge("REG455", "boarding.status", fine, {}, boarding={"child_id": "C1", "status": "在读"})
      for fine in ("已离校", {"civil_affairs_decision_no": "样例1号"})),
    edge("REG456", "referrals.first_action_on", TENTH, date(2026, 11, 17), referrals=CASE),
    edge("REG456", "referrals.first_action_on", {"books.on": TENTH}, {"books.on": date(2026, 11, 17)},
         referrals={**CASE, "first_action_on": None}),
    edge("REG456", "referrals.first_action_on", {"received_on": None}, {},
         referrals={**WAITING, "first_action_on": None}),
    edge("REG457", "referrals.outcome", "已办", None, referrals=WAITING),
    edge("REG457", "referrals.outcome", {"received_on": ago(30)}, {"received_on": ago(31)}, referrals=WAITING),
    edge("REG457", "referrals.outcome", {"last_update_on": ago(30)}, {"last_update_on": ago(31)}, referrals=WAITING),
]

CHILD: Values = {"child_id": "C1", "birth_date": date(2011, 6, 1), "guardian_id": "G1"}
FOURTEEN, SIXTEEN, EIGHTEEN = date(2025, 6, 1), date(2027, 6, 1), date(2029, 6, 1)
CONSENT: Values = {"consent_id": "B03C1", "form_slug": "B03", "subject_id": "C1", "signer_role": "监护人",
                   "signed_on": date(2025, 5, 31)}
SHARED: Values = {"share_id": "D1", "relation": "提供", "recipient": "样例慈善总会", "consent_id": "B06C1", "shared_on": DAY}
GIVEN: Values = {"consent_id": "B06C1", "form_slug": "B06", "subject_id": "C2", "signer_role": "监护人",
                 "signed_on": DAY, "recipient": "样例慈善总会"}
SHOWN: Values = {"item": "画展", "consent_id": "B05C1", "assent": True, "published_on": DAY}
MAY_SHOW: Values = {**GIVEN, "consent_id": "B05C1", "form_slug": "B05"}
REQUEST: Values = {"req_id": "Q1", "type": "查询", "received_on": MONDAY, "answered_on": MONDAY}

INFORMATION = [
    *(edge("REG461", "consents.signer_role", fine, wrong, consents=CONSENT, children=CHILD,
           guardians={"guardian_id": "G1", "relation": "本人", "proof_checked_on": FOURTEEN})
      for fine, wrong in (("监护人", "孩子本人"), ("有书面委托的照护人", "成年的本人"), ("监护人和孩子本人", {"signed_on": FOURTEEN}),
                          ({"signed_on": FOURTEEN, "signer_role": "孩子本人"}, {"signed_on": date(2029, 5, 31)}),
                          ({"signed_on": EIGHTEEN, "signer_role": "成年的本人"}, {"signed_on": EIGHTEEN}),
                          ({"signed_on": date(2029, 5, 31), "signer_role": "监护人和孩子本人"},
                           {"signed_on": EIGHTEEN, "signer_role": "监护人和孩子本人"}),
                          ({"form_slug": "B01", "signer_role": "孩子本人"}, "孩子本人"), (None, "孩子本人"),
                          ({"signed_on": None}, "孩子本人"),
                          ({"children.birth_date": None, "signer_role": "孩子本人"}, "孩子本人"))),
    *(edge("REG461", "consents.signer_role", fine, wrong,
           consents={**CONSENT, "form_slug": form, "signer_role": "孩子本人", "signed_on": SIXTEEN}, children=CHILD,
           guardians={"guardian_id": "G1", "relation": "本人", "proof_checked_on": SIXTEEN})
      for form in ("B05", "B06")
      for fine, wrong in (({}, {"signed_on": date(2027, 5, 31)}),
                          ({"form_slug": "B04", "guardians.relation": "母亲"}, {"guardians.relation": "母亲"}),
                          ({"guardians.relation": "母亲", "signer_role": "监护人和孩子本人"},
                           {"guardians.proof_checked_on": None}))),
    edge("REG462", "data-sharing.legal_basis", "刑事诉讼法54", None,
         data_sharing={**SHARED, "relation": "法定报告"}, consents=[]),
    *(edge("REG462", "data-sharing.consent_id", fine, wrong, data_sharing=SHARED, consents=GIVEN)
      for fine, wrong in (("B06C1", "B06C9"), ({}, None), ({}, {"consents.recipient": "样例公司"}),
                          ({}, {"consents.signed_on": ago(29)}),
                          ({"consents.withdrawn_on": ago(29)}, {"consents.withdrawn_on": DAY}),
                          ({"shared_on": None}, {"shared_on": None, "consents.valid_until": ago(1)}),
                          ({"relation": "委托", "consent_id": None}, None))),
    # What a guardian alone signed about information ends when the child turns 14.
    edge("REG462", "data-sharing.consent_id", {"children.birth_date": ago(29).replace(year=2012)},
         {"children.birth_date": DAY.replace(year=2012)},
         data_sharing=SHARED, consents=GIVEN, children={"child_id": "C2"}),
    edge("REG462", "data-sharing.consent_id", {"consents.signer_role": "监护人和孩子本人"},
         {"consents.signer_role": "有书面委托的照护人"},
         data_sharing=SHARED, consents=GIVEN, children={"child_id": "C2", "birth_date": DAY.replace(year=2012)}),
    edge("REG463", "access-log.approved_by", "W2", "W1", access_log={"who": "W1"}),
    edge("REG463", "access-log.approved_by", {"who": None, "approved_by": None}, "W1", access_log={"who": "W1"}),
    *(edge("REG464", "publicity.published_on", fine, wrong, publicity=SHOWN, consents=MAY_SHOW)
      for fine, wrong in ((DAY, ago(31)), ({"assent": None}, {"assent": False}), ({}, {"consent_id": "B05C9"}),
                          ({}, {"consents.form_slug": "B06"}),
                          ({"published_on": None, "assent": False}, {"assent": False}),
                          ({}, {"consents.valid_until": ago(31)}))),
    edge("REG464", "publicity.published_on", {}, {"assent": False}, publicity=SHOWN),
    edge("REG465", "publicity.taken_down_on", ago(29), ago(28), publicity={"takedown_requested_on": DAY}),
    edge("REG465", "publicity.taken_down_on", {"takedown_requested_on": ago(1)},
         {"takedown_requested_on": ago(2)}, publicity={}),
    edge("REG466", "rights-requests.answered_on", FIFTEENTH, date(2026, 11, 24), rights_requests=REQUEST),
    edge("REG466", "rights-requests.answered_on", {"books.on": FIFTEENTH},
         {"books.on": date(2026, 11, 24)}, rights_requests={**REQUEST, "answered_on": None}),
    edge("REG466", "rights-requests.answered_on", {"received_on": None}, {"received_on": ago(90)},
         rights_requests={"req_id": "Q1"}),
    edge("REG467", "rights-requests.stopped_on", MONDAY, date(2026, 11, 3),
         rights_requests={**REQUEST, "type": "撤回"}),
    edge("REG467", "rights-requests.stopped_on", {"type": "查询"}, {"type": "撤回"}, rights_requests=REQUEST),
    edge("REG468", "legal-review.next_due", ago(0), ago(1), legal_review={"doc": "P01"}),
    edge("REG469", "visits-learning.pledge_signed", True, False, visits_learning={"visitor": "样例"}),
    edge("REG469", "visits-learning.pledge_signed", None, False, visits_learning={"visitor": "样例"}),
]

COMPLAINT: Values = {"comp_id": "T1", "received_on": DAY, "answered_on": DAY, "handler_id": "W1", "about_id": "V1",
                     "reviewer_id": "W2", "harm": False}
HARM: Values = {**COMPLAINT, "harm": True, "incident_id": "S1"}
REPORT: Values = {"inc_id": "S1", "found_at": at(8), "reported_at": at(23)}
CONCERN: Values = {"concern_id": "K1", "told_on": DAY, "person_id": "V1", "observer_id": "W1", "signs": ("都没有",),
                   "talked_on": DAY}
SIGN: Values = {**CONCERN, "signs": ("叫孩子保密",), "talked_on": None, "escalated_on": DAY, "incident_id": "S1"}

COMPLAINTS = [
    edge("REG480", "complaints.handler_id", "W1", "V1", complaints=COMPLAINT),
    edge("REG480", "complaints.handler_id", {"handler_id": None, "about_id": None}, "V1", complaints=COMPLAINT),
    edge("REG480", "complaints.reviewer_id", "W2", "W1", complaints=COMPLAINT),
    edge("REG480", "complaints.reviewer_id", None, "V1", complaints=COMPLAINT),
    *(edge("REG481", "complaints.harm", fine, wrong, complaints=HARM, incidents=REPORT)
      for fine, wrong in (({}, {"incidents.reported_at": at(0, 0, ago(29))}),
                          ({"harm": False, "incident_id": None}, {"incident_id": None}),
                          ({"received_on": None}, {"incidents.reported_at": None}))),
    edge("REG482", "complaints.answered_on", ago(23), ago(22), complaints=COMPLAINT),
    edge("REG482", "complaints.answered_on", {"received_on": ago(7)}, {"received_on": ago(8)},
         complaints={**COMPLAINT, "answered_on": None}),
    edge("REG482", "complaints.answered_on", {"received_on": ago(15)}, {"received_on": ago(16)},
         complaints={**COMPLAINT, "answered_on": None, "topic": "摸底和资格"}),
    edge("REG482", "complaints.answered_on", {"answered_on": ago(9), "next_answer_on": ago(9)},
         {"answered_on": ago(8), "next_answer_on": ago(9)},
         complaints=COMPLAINT),
    edge("REG482", "complaints.answered_on", {"next_answer_on": ago(0)}, {"next_answer_on": ago(1)},
         complaints={**COMPLAINT, "answered_on": None}),
    edge("REG482", "complaints.answered_on", {"received_on": None}, {},
         complaints={**COMPLAINT, "answered_on": None}),
    edge("REG482", "complaints.review_answered_on", ago(5), ago(4),
         complaints={**COMPLAINT, "review_asked_on": ago(20)}),
    edge("REG482", "complaints.review_answered_on", {"review_asked_on": ago(15)},
         {"review_asked_on": ago(16)}, complaints=COMPLAINT),
    edge("REG484", "complaints.closed_on", date(2023, 11, 24), date(2023, 11, 23), complaints=COMPLAINT),
    edge("REG484", "complaints.closed_on", {"books.on": date(2027, 3, 1)},
         {"books.on": date(2027, 3, 2)}, complaints={**COMPLAINT, "closed_on": date(2024, 2, 29)}),
    edge("REG484", "complaints.closed_on", {"harm": True}, {"harm": False},
         complaints={**COMPLAINT, "closed_on": date(2020, 1, 1)}),
    edge("REG484", "low-level-concerns.delete_on", ago(0), ago(1), low_level_concerns=CONCERN),
    *(edge("REG484", "low-level-concerns.delete_on", fine, wrong, low_level_concerns=CONCERN,
           volunteers={"vol_id": "V1", "status": "退出"})
      for fine, wrong in (({"volunteers.left_on": date(2023, 11, 24)}, {"volunteers.left_on": date(2023, 11, 23)}),
                          ({"volunteers.vol_id": "V2", "volunteers.left_on": date(2020, 1, 1)},
                           {"volunteers.left_on": date(2020, 1, 1)}),
                          ({"escalated_on": DAY, "volunteers.left_on": date(2020, 1, 1)},
                           {"volunteers.left_on": date(2020, 1, 1)}),
                          ({"delete_on": ago(-1), "volunteers.left_on": date(2020, 1, 1)},
                           {"volunteers.left_on": date(2020, 1, 1)}))),
    *(edge("REG485", "low-level-concerns.escalated_on", fine, wrong, low_level_concerns=SIGN, incidents=REPORT)
      for fine, wrong in ((DAY, ago(29)), (ago(31), None), ({}, {"incident_id": "S9"}),
                          ({"told_on": None}, {"incident_id": None}),
                          ({"signs": ("都没有",), "escalated_on": None}, None),
                          ({"signs": None, "escalated_on": None}, None))),
    edge("REG485", "low-level-concerns[1].escalated_on", {"low-level-concerns[1].person_id": "V2"},
         {}, low_level_concerns=[CONCERN, {**CONCERN, "told_on": ago(20)}], incidents=[]),
    edge("REG485", "low-level-concerns.escalated_on", {"person_id": "V2"}, {"told_on": ago(20)},
         low_level_concerns=[CONCERN, CONCERN], incidents=[]),
    edge("REG486", "low-level-concerns.signs", ("都没有",), ("孩子不舒服", "都没有"), low_level_concerns=CONCERN),
    edge("REG486", "low-level-concerns.signs", ("孩子不舒服", "私下约孩子"),
         ("都没有", "孩子不舒服", "私下约孩子"), low_level_concerns=CONCERN),
    edge("REG487", "low-level-concerns.talked_on", ago(23), ago(22), low_level_concerns=CONCERN),
    edge("REG487", "low-level-concerns.talked_on", {"told_on": ago(7)}, {"told_on": ago(8)},
         low_level_concerns={**CONCERN, "talked_on": None}),
    edge("REG487", "low-level-concerns.talked_on", {"told_on": None}, {},
         low_level_concerns={**CONCERN, "talked_on": None}),
    edge("REG487", "low-level-concerns.talked_on", ago(31), DAY, low_level_concerns=SIGN),
    edge("REG487", "low-level-concerns.talked_on", None, DAY, low_level_concerns=SIGN),
    edge("REG488", "low-level-concerns.observer_id", "W1", "V1", low_level_concerns=CONCERN),
    edge("REG488", "low-level-concerns.observer_id", {"observer_id": None, "person_id": None},
         "V1", low_level_concerns=CONCERN),
]

LICENCE: Values = {"doc_id": "H1", "kind": "登记证书", "team_level": "样例服务团", "signed_on": ago(0)}
CONTRACT: Values = {"doc_id": "H2", "kind": "慈善款物", "vetted_on": DAY, "conclusion": "可以合作",
                    "clauses_complete": True, "signed_on": DAY}
WITHDRAWN: Values = {**GIVEN, "signed_on": ago(99), "withdrawn_on": DAY}
TOLD: Values = {"share_id": "D1", "relation": "法定报告", "legal_basis": "刑事诉讼法，调取文书样例1号", "shared_on": DAY}

PARTNERS = [
    *(edge("REG460", "licences-and-contracts.team_level", fine, wrong,
           licences_and_contracts=[LICENCE, {**LICENCE, "doc_id": "H2", "kind": "慈善款物"}])
      for fine, wrong in (({}, {"signed_on": ago(-1)}), ({"kind": "依托单位同意书"}, {"kind": "公众责任保险"}),
                          ({"valid_until": ago(0)}, {"valid_until": ago(1)}),
                          ({"ended_on": ago(-1)}, {"ended_on": ago(0)}), ({}, {"signed_on": None}),
                          ({"team_level": None, "licences-and-contracts[1].team_level": None}, {"kind": "慈善款物"}))),
    edge("REG470", "licences-and-contracts.valid_until", ago(0), ago(1), licences_and_contracts=CONTRACT),
    edge("REG470", "licences-and-contracts.valid_until", {"ended_on": ago(0)}, {"ended_on": None},
         licences_and_contracts={**CONTRACT, "valid_until": ago(5)}),
    edge("REG470", "licences-and-contracts.next_review", ago(0), ago(1), licences_and_contracts=CONTRACT),
    edge("REG470", "licences-and-contracts.next_review", ago(-335), ago(-336), licences_and_contracts=CONTRACT),
    edge("REG470", "licences-and-contracts.next_review", {"vetted_on": None}, {},
         licences_and_contracts={**CONTRACT, "next_review": ago(-900)}),
    edge("REG483", "licences-and-contracts.data_back_on", ago(1), None,
         licences_and_contracts={**CONTRACT, "ended_on": ago(5), "handles_data": True}),
    edge("REG483", "licences-and-contracts.data_back_on", {"handles_data": False}, {},
         licences_and_contracts={**CONTRACT, "ended_on": ago(5), "handles_data": True}),
    edge("REG483", "licences-and-contracts.data_back_on", {"ended_on": None}, {},
         licences_and_contracts={**CONTRACT, "ended_on": ago(5), "handles_data": True}),
    edge("REG499", "licences-and-contracts.signed_on", DAY, ago(31), licences_and_contracts=CONTRACT),
    *(edge("REG499", "licences-and-contracts.signed_on", fine, wrong, licences_and_contracts=CONTRACT)
      for fine, wrong in (({}, {"vetted_on": None}), ({}, {"conclusion": "改好再合作"}), ({}, {"clauses_complete": None}),
                          (None, ago(31)))),
    *(edge("REG499", "licences-and-contracts.signed_on", {"kind": kind}, {},
           licences_and_contracts={"doc_id": "H2", "kind": "慈善款物", "signed_on": DAY})
      for kind in ("登记证书", "依托单位同意书", "公众责任保险")),
    *(edge("REG458", "consents.recipients_told_on", fine, wrong, needs="consents.recipients_told_on",
           consents=WITHDRAWN, data_sharing={**SHARED, "shared_on": DAY})
      for fine, wrong in ((DAY, ago(29)), ({"data-sharing.shared_on": ago(29)}, None),
                          ({"data-sharing.consent_id": "B06C2"}, None), ({"withdrawn_on": None}, None),
                          ({"data-sharing.shared_on": None}, None))),
    edge("REG459", "data-sharing.papers_on", ago(27), ago(26), data_sharing=TOLD),
    *(edge("REG459", "data-sharing.papers_on", fine, wrong, needs="data-sharing.papers_on",
           data_sharing={**TOLD, "shared_on": ago(4)})
      for fine, wrong in (({"shared_on": ago(3)}, {}), ({"relation": "提供"}, {}),
                          ({"legal_basis": "未成年人保护法11"}, {}), ({"shared_on": None}, {}))),
]

EDGES = [*INCIDENTS, *INFORMATION, *COMPLAINTS, *PARTNERS]
