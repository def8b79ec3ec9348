"""An invented team's filled registers, of any size: visibly invented, and without a fault.

Run as a program it writes Linyi's size, or that of some children: python -m tests.invented FOLDER [CHILDREN]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from toolkit.exporters.xlsx import heading
from toolkit.registers.ledger import Ledger
from toolkit.registers.rules.standing import BASIC_COURSES

ON = date(2026, 11, 24)
START = date(2024, 12, 1)
ON_WAGES = 20  # the number of a child who turned 16, lives on wages, and signs alone
CATEGORIES = ("孤儿", "事实无人抚养", "父母患精神障碍", "父母服刑", "家庭成员患大病")
Tables = dict[str, list[dict[str, Any]]]


def team(children: int, volunteers: int, contacts_since: date = date(2026, 10, 1)) -> Tables:
    """Rows of every register by slug, as on the day ON. `volunteers` is at least `children`, and 4.

    The registers of contacts and outings begin on `contacts_since`, the first day of a month.
    """
    tables: Tables = {}
    for number in range(1, children + 1):
        reserve = f"V{number + 2 if number + 2 <= volunteers else number - 2:05}"  # of the same sex
        _child(tables, number)
        _pair(tables, number, reserve, contacts_since)
        _contacts(tables, number, contacts_since)
    for number in range(1, volunteers + 1):
        _volunteer(tables, number)
    _occasions(tables)
    _team(tables)
    if children >= ON_WAGES:
        _on_wages(tables, ON_WAGES)
    return tables


def _add(tables: Tables, slug: str, **row: Any) -> None:
    tables.setdefault(slug, []).append(row)


def _child(tables: Tables, number: int) -> None:
    child, guardian = f"C{number:05}", f"G{number:05}"
    born = date(2009 + number % 10, 1 + number % 12, 1 + number % 28)
    _add(tables, "children", child_id=child, birth_date=born, sex="女" if number % 2 else "男",
         category=CATEGORIES[number % 5], guardian_id=guardian, township=f"样例乡{number % 30:02}",
         case_status="陪伴中", last_review=date(2026, 6, 1))
    mandated = number % 6 == 2
    _add(tables, "guardians", guardian_id=guardian, relation="祖父母" if number % 3 else "母亲",
         proof_checked_on=date(2024, 11, 1), proof_checked_by="W0001、W0002", result="已核验", dispute="否",
         authority_doc="父母书面委托" if mandated else "指定文书", authority_until=date(2027, 6, 1) if mandated else None)
    for signed in (START - timedelta(days=10), born.replace(year=born.year + 14)):
        young = signed < born.replace(year=born.year + 14)
        if signed > ON or (signed != START - timedelta(days=10) and signed < START):
            continue
        for form in ("B01", "B03" if young else "B04"):
            _add(tables, "consents", consent_id=f"{form}{number:05}{'' if signed < START else 'N'}", form_slug=form,
                 subject_id=child, signer_role="监护人" if young else "监护人和孩子本人", signed_on=signed, scope="样例范围")
    _add(tables, "four-supports", child_id=child, year=2026, fu_xin="样例", fu_zhi="样例", fu_ji="样例",
         fu_kun="本年不需要", child_signed="是", half_year_review=date(2026, 7, 1))


def _pair(tables: Tables, number: int, reserve: str, outings_since: date) -> None:
    match, volunteer = f"M{number:05}", f"V{number:05}"
    _add(tables, "matches", match_id=match, child_id=f"C{number:05}", vol_id=volunteer, start=START,
         sibling_exception="否", guardian_consent_on=date(2024, 11, 21), assent_on=date(2024, 11, 22),
         coordinator_id=coordinator(number), status="进行", backup_vol_id=reserve, first_meeting_on=START)
    for visit, day in enumerate(
        [date(year, month, 10) for year in (2025, 2026) for month in (1, 4, 7, 10)], 1
    ):
        by = reserve if day == date(2026, 1, 10) and number % 5 == 0 else None
        _add(tables, "visits", visit_id=f"F{number:05}{visit:02}", match_id=match, date=day,
             minutes=125, place_type="孩子家", guardian_present="是", summary_facts="一起写作业（样例）",
             risk_flag="否", recorded_on=day, by_vol_id=by)
        if day >= outings_since:
            _add(tables, "check-ins", trip_id=f"C{number:05}{visit:02}", vol_id=volunteer, kind="入户", match_id=match,
                 place="样例乡，孩子家", with_ids="无", leave_at=_at(day, 9), due_at=_at(day, 12), told_at=_at(day, 8),
                 safe_at=_at(day, 11))


def _contacts(tables: Tables, number: int, since: date) -> None:
    def contact(day: date, person: str, kind: str = "每周或者每月联系", by: str = coordinator(number)) -> None:
        child = person == "孩子"
        _add(tables, "contacts", contact_id=f"L{len(tables.get('contacts', ())) + 1:06}", match_id=f"M{number:05}",
             date=day, person=person, kind=kind, way="当面" if child else "电话", alone="是" if child else None,
             child_says="好" if child else None, safe="没有看到危险", match_status="进行", next_step="无", by_id=by)

    for month in range(since.month, ON.month):
        for person in ("孩子", "监护人", "志愿者"):
            contact(date(since.year, month, 8), person)
        if (month - since.month) % 5 == 0:
            contact(date(since.year, month, 15), "孩子", "半年听孩子说", "W9001")


def coordinator(number: int) -> str:
    """25 pairs to each."""
    return f"W{(number - 1) // 25 + 1:04}"


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)


def _volunteer(tables: Tables, number: int) -> None:
    person = f"V{number:05}"
    _add(tables, "volunteers", vol_id=person, sex="女" if number % 2 else "男", birth_date=date(1970, 5, 1),
         is_five_elders="否", status="正式", joined=date(2024, 8, 1), interest_declared_on=date(2026, 3, 1))
    for year in (2024, 2025, 2026):
        day = date(year, 11, 1) - timedelta(days=5 * (year - 2024))
        _add(tables, "screening", vol_id=person, authorised_on=day, checked_on=day, result="通过",
             valid_until=day + timedelta(days=365), queried_by="样例依托单位", range="违法和犯罪", ban_answered="是")
        _add(tables, "pledges", person_id=person, type="承诺书", signed_on=day, valid_until=day + timedelta(days=365),
             version="1.1.0" if year == 2026 else "1.0.0")
        _add(tables, "insurance", insurance_id=f"I{year % 100}{number:05}", insured_id=person, kind="志愿者",
             death_cover="是", consent_id=f"B14{number:05}", beneficiary="法定", policyholder="依托单位",
             **{"from": day, "to": day + timedelta(days=365)})
    _add(tables, "consents", consent_id=f"B14{number:05}", form_slug="B14", subject_id=person,
         signer_role="成年的本人", signed_on=date(2024, 10, 1), scope="样例范围")
    for paper in ("保密协议", "服务协议"):
        _add(tables, "pledges", person_id=person, type=paper, signed_on=date(2024, 10, 1), valid_until=date(2029, 10, 1),
             version="1.1.0")
    for course in BASIC_COURSES:
        _add(tables, "training", vol_id=person, date=date(2024, 9, 1), course=course, hours=2, score=90)
    _add(tables, "training", vol_id=person, date=date(2026, 5, 1), course="年度复训", hours=8, score=90)


def _occasions(tables: Tables) -> None:
    """A few of everything that is not each child's or each volunteer's."""
    _add(tables, "activities", act_id="A001", type="日常", date_from=date(2026, 5, 1), date_to=date(2026, 5, 1),
         children_n=8, adults_n=2, female_leader="是", plan_approved="是", overnight="否", plan_approved_on=date(2026, 4, 10), risk="低")
    for person, role in (("V00001", "带队"), ("V00002", "照看孩子")):
        _add(tables, "activity-adults", act_id="A001", person_id=person, role=role, in_ratio="是",
             cleared_on=date(2026, 4, 30), arrived="是", minutes=180)
    _add(tables, "consents", consent_id="B14C1", form_slug="B14", subject_id="C00001", signer_role="监护人",
         signed_on=date(2026, 1, 1), scope="样例范围")
    _add(tables, "insurance", insurance_id="I90001", insured_id="C00001", kind="儿童", death_cover="否",
         consent_id="B14C1", beneficiary="法定", policyholder="依托单位",
         **{"from": date(2026, 1, 1), "to": date(2026, 12, 31)})
    _add(tables, "activity-roster", act_id="A001", child_id="C00001", consent="是", assent="是", health_form="是",
         insurance_id="I90001", returned="是")
    _add(tables, "consents", consent_id="B06C1", form_slug="B06", subject_id="C00001", signer_role="监护人和孩子本人",
         signed_on=date(2026, 1, 1), scope="样例范围", recipient="样例慈善总会")
    _add(tables, "consents", consent_id="B05C1", form_slug="B05", subject_id="C00001", signer_role="监护人和孩子本人",
         signed_on=date(2026, 1, 1), scope="样例范围")
    _add(tables, "aid", aid_id="J001", child_id="C00001", category="上学", budget=800, source="慈善总会",
         payee_account_holder="G00001", payee_is_guardian="是", paid_on=date(2026, 3, 1),
         followup_on=date(2026, 4, 1), used_as_planned="是", payee_kind="监护人", sharing_consent_id="B06C1",
         verifier_1="W0001", verifier_2="W0002")
    _add(tables, "aid", aid_id="J002K", child_id="C00001", category="生活", budget=100, source="慈善总会",
         payee_account_holder="G00001", payee_is_guardian="是", paid_on=date(2026, 3, 1), followup_on=date(2026, 4, 1),
         payee_kind="实物", sharing_consent_id="B06C1", verifier_1="W0001", verifier_2="W0002")
    _add(tables, "boarding", child_id="C00002", school="样例学校", guardian_consent="是", assent="是", status="在读",
         school_check_on=date(2026, 3, 1), reason_ok="是")
    _add(tables, "referrals", ref_id="Z001", child_id="C00001", type="户籍", to="样例派出所",
         received_on=date(2026, 3, 2), first_action_on=date(2026, 3, 4), outcome="已办", consent_or_legal_ground="B06C1",
         last_update_on=date(2026, 3, 20))
    _add(tables, "incidents", inc_id="S001", child_id="C00001", kind="没人照料或者失学", found_at=datetime(2026, 5, 1, 9),
         reported_at=datetime(2026, 5, 1, 9, 5), report_to="公安、民政", status="已办结")
    _add(tables, "data-sharing", share_id="D001", recipient="样例慈善总会", data_items="编号、用途", consent_id="B06C1",
         shared_on=date(2026, 2, 20), relation="提供")
    _add(tables, "data-sharing", share_id="D101", recipient="样例公安机关", data_items="编号", shared_on=date(2026, 5, 1),
         relation="法定报告", legal_basis="刑事诉讼法，调取文书样例1号", papers_on=date(2026, 5, 2))
    _add(tables, "access-log", who="W0001", child_id="C00001", when=datetime(2026, 5, 1, 9), purpose="安排走访",
         approved_by="W0002")
    _add(tables, "publicity", item="样例画展", consent_id="B05C1", assent="是", anonymisation="已处理到认不出",
         approved_by="W0002", published_on=date(2026, 6, 1), pia_id="Y001")
    _add(tables, "rights-requests", req_id="Q001", type="撤回", received_on=date(2026, 5, 6),
         answered_on=date(2026, 5, 8), stopped_on=date(2026, 5, 6))
    _add(tables, "legal-review", doc="P01", version="1.0.0", law_refs="未成年人保护法", reviewer_licence="样例证号",
         opinion_on=date(2026, 1, 5), next_due=date(2027, 1, 5), conclusion="通过")
    _add(tables, "visits-learning", visitor="样例市服务团", city="样例市", date=date(2026, 4, 1), pledge_signed="是")


def _team(tables: Tables) -> None:
    """What the team itself keeps: complaints, concerns, certificates and contracts."""
    _add(tables, "complaints", comp_id="T001", received_on=date(2026, 9, 1), channel="当面", by_whom="监护人",
         topic="没来或者不守约", child_id="C00001", about_id="V00001", harm="否", handler_id="W9001",
         child_heard_on=date(2026, 9, 2), findings="改了时间（样例）", answered_on=date(2026, 9, 5),
         review_asked_on=date(2026, 9, 8), reviewer_id="W9002", review_answered_on=date(2026, 9, 15),
         closed_on=date(2026, 9, 20))
    _add(tables, "low-level-concerns", concern_id="K001", told_on=date(2026, 9, 1), person_id="V00002",
         observer_id="W0001", facts="带来零食没有先问（样例）", signs="都没有", talked_on=date(2026, 9, 3), measure="讲清规则",
         reviewed_on=date(2026, 10, 1))
    _add(tables, "licences-and-contracts", doc_id="H001", kind="登记证书", team_level="样例服务团", our_party="样例服务团",
         other_party="样例民政局", meets_children="否", handles_data="否", related="否", signed_on=date(2024, 1, 1))
    _add(tables, "licences-and-contracts", doc_id="H002", kind="慈善款物", team_level="样例服务团", our_party="样例服务团",
         other_party="样例慈善总会", meets_children="否", handles_data="是", related="否", vetted_on=date(2026, 1, 5),
         vetted_by="W0002", conclusion="可以合作", clauses_complete="是", signed_on=date(2026, 1, 10),
         valid_until=date(2027, 1, 9), next_review=date(2027, 1, 5))


def _on_wages(tables: Tables, number: int) -> None:
    """A child of sixteen who is verified to live on wages: signs alone, is paid directly."""
    child = f"C{number:05}"
    tables["guardians"][number - 1].update(
        relation="本人", authority_doc="劳动收入材料", authority_until=None, proof_checked_on=date(2026, 8, 1))
    _add(tables, "consents", consent_id="B06C20", form_slug="B06", subject_id=child, signer_role="孩子本人",
         signed_on=date(2026, 9, 1), scope="样例范围", recipient="样例慈善总会")
    _add(tables, "aid", aid_id="J020", child_id=child, category="上学", budget=500, source="慈善总会",
         payee_account_holder=child, payee_is_guardian="是", paid_on=date(2026, 10, 1), payee_kind="孩子本人",
         sharing_consent_id="B06C20", verifier_1="W0001", verifier_2="W0002")


def write(ledger: Ledger, rows: Iterable[Mapping[str, Any]], folder: Path) -> Path:
    """A filled workbook like the blank one: a title, the headings, the rows."""
    path = folder / f"{ledger.file_name}.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet(ledger.title)
        sheet.write_string(0, 0, ledger.title)
        sheet.write_row(1, 0, [heading(column) for column in ledger.columns])
        for number, row in enumerate(rows, 2):
            unknown = set(row) - {column.name for column in ledger.columns}
            assert not unknown, (ledger.slug, unknown)
            for place, column in enumerate(ledger.columns):
                if row.get(column.name) is not None:
                    sheet.write(number, place, row[column.name])
    return path


def write_all(tables: Tables, ledgers: Iterable[Ledger], folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    return [write(ledger, tables[ledger.slug], folder) for ledger in ledgers if ledger.slug in tables]


if __name__ == "__main__":
    from toolkit.city import cityfile, divisions
    from toolkit.city.city import City
    from toolkit.files import yamlfile
    from toolkit.registers.ledger import shared, used_in

    linyi = City(yamlfile.parse(cityfile.to_text(cityfile.from_division(divisions.find("临沂"))), "city.yaml"))
    children = int(sys.argv[2]) if len(sys.argv) > 2 else 5317
    write_all(team(children, round(children * 8700 / 5317)), used_in(shared(), linyi), Path(sys.argv[1]))
