"""Filled registers: an invented team without a fault has no finding, and each planted fault is found."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests import invented
from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.errors import Finding
from toolkit.files import yamlfile
from toolkit.registers import books, workbooks
from toolkit.registers.books import Books
from toolkit.registers.ledger import Ledger, shared, used_in
from toolkit.registers.rules import __file__ as LEDGER_RULES
from toolkit.registers.rules import check as check_books

CHILDREN, VOLUNTEERS = 60, 75
Place = tuple[str, str, int]  # rule, slug, index of the row


def city() -> City:
    answers = cityfile.from_division(divisions.find("临沂"))
    answers["supports"].update(dict.fromkeys(answers["supports"], True))
    return City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))


LEDGERS = used_in(shared(), city())
BY_SLUG = {ledger.slug: ledger for ledger in LEDGERS}


def check(folder: Path, slugs: set[str] | None = None) -> list[Finding]:
    tables: dict[str, list[workbooks.Row]] = {}
    findings: list[Finding] = []
    for path in sorted(folder.glob("*.xlsx")):
        filled = workbooks.read(path, LEDGERS)
        findings += filled.findings
        if filled.ledger and (slugs is None or filled.ledger.slug in slugs):
            tables[filled.ledger.slug] = filled.rows
    books = Books(tables, invented.ON, city().data["numbers"], "样例服务团")
    return findings + list(check_books(books, tuple(LEDGERS)))


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
    plants.remove("pledges", "REG404", ("volunteers", {"vol_id": "V00062"}), person_id="V00062", type="保密协议")
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
    plants.add("REG412", "matches", like=7, match_id="M90001", vol_id="V00068", start=date(2026, 11, 1))
    number = plants.index("children", child_id="C00010")
    plants.tables["children"][number]["sex"] = "女"
    plants.expected.append(("REG413", "matches", plants.index("matches", **match(10))))
    plants.tables["volunteers"][plants.index("volunteers", vol_id="V00011")]["status"] = "试用"
    plants.expected.append(("REG414", "matches", plants.index("matches", **match(11))))
    plants.remove("screening", "REG415", ("matches", match(12)), vol_id="V00012", authorised_on=date(2024, 11, 1))
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


def plant_form(plants: Plants) -> None:
    plants.change("REG304", "children", {"child_id": "C00023"}, township=None)
    plants.change("REG305", "visits", {"match_id": "M00024"}, place_type="太空")
    plants.change("REG306", "training", {"vol_id": "V00067", "course": "年度复训"}, score=150)
    plants.add("REG307", "referrals")
    plants.change("REG308", "four-supports", {"child_id": "C00025"}, child_id="C99999")
    plants.add("REG309", "referrals", ref_id="Z004", to="110101190001010000")


PLANTS: tuple[Callable[[Plants], None], ...] = (
    plant_people, plant_pairs, plant_care, plant_activities, plant_money, plant_incidents, plant_information,
    plant_form,
)


def places(findings: list[Finding]) -> list[Place]:
    by_file = {f"{ledger.file_name}.xlsx!{ledger.title}": ledger.slug for ledger in LEDGERS}
    return sorted((item.rule, by_file[item.location.path], item.location.line - 3) for item in findings)


def test_a_team_without_a_fault_has_no_finding(tmp_path: Path):
    invented.write_all(invented.team(CHILDREN, VOLUNTEERS), LEDGERS, tmp_path)
    assert not check(tmp_path)


def test_every_planted_fault_is_found_and_nothing_else(tmp_path: Path):
    plants = Plants(invented.team(CHILDREN, VOLUNTEERS))
    for plant in PLANTS:
        plant(plants)
    invented.write_all(plants.tables, LEDGERS, tmp_path)
    found = check(tmp_path)
    assert len(plants.expected) >= 40
    assert places(found) == sorted(plants.expected)
    for finding in found:
        assert finding.location.column >= 1
        assert all((finding.words.zh, finding.words.en, finding.fix.zh, finding.fix.en))
        assert not re.search(r"[0-9]{11}", finding.words.zh + finding.words.en + finding.fix.zh)


def test_every_rule_of_filled_registers_is_planted():
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in [Path(books.__file__), *sorted(Path(LEDGER_RULES).parent.glob("*.py"))]
    )
    planted = Plants(invented.team(CHILDREN, VOLUNTEERS))
    for plant in PLANTS:
        plant(planted)
    assert set(re.findall(r'"(REG[34][0-9]{2})"', code)) - {"REG310"} <= {rule for rule, _, _ in planted.expected}


def test_what_needs_another_register_is_said_once(tmp_path: Path):
    invented.write_all(invented.team(2, 3), LEDGERS, tmp_path)
    found = check(tmp_path, {"matches", "children", "volunteers"})
    assert [finding.rule for finding in found] == ["REG310"]
    assert "R04" in found[0].words.zh
    assert "R08" in found[0].words.zh



@pytest.mark.parametrize("name", ["text.xlsx", "empty.xlsx", "none.xlsx", "bomb.xlsx"])
def test_a_file_that_is_no_workbook_is_a_finding(name: str, tmp_path: Path):
    path = tmp_path / name
    if name == "bomb.xlsx":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 301_000_000)
    elif name != "none.xlsx":
        path.write_bytes(b"hello" if name == "text.xlsx" else b"")
    filled = workbooks.read(path, LEDGERS)
    assert [finding.rule for finding in filled.findings] == ["REG301"]


def sheet(path: Path, *rows: list[Any]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("表")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def titles(ledger: Ledger) -> list[str]:
    return [column.title for column in ledger.columns]


def test_a_workbook_of_something_else_is_a_finding(tmp_path: Path):
    filled = workbooks.read(sheet(tmp_path / "a.xlsx", ["苹果", "梨"], [1, 2]), LEDGERS)
    assert [finding.rule for finding in filled.findings] == ["REG302"]


def test_a_lost_column_is_a_finding_and_the_rest_is_read(tmp_path: Path):
    ledger = BY_SLUG["visits-learning"]
    row = ["样例", date(2026, 1, 1).isoformat(), "是"]
    filled = workbooks.read(sheet(tmp_path / "a.xlsx", ["访", "来自哪个城市", "日期＊", " 已签保密承诺 "], ["", *row]), [ledger])
    assert "REG303" in [finding.rule for finding in filled.findings]
    assert filled.rows[0].get("date") == date(2026, 1, 1)
    assert filled.rows[0].get("pledge_signed") is True


@pytest.mark.parametrize(("typed", "read"), [
    ("2026-03-05", date(2026, 3, 5)), ("2026/3/5", date(2026, 3, 5)), ("2026年3月5日", date(2026, 3, 5)),
    ("2026.3.5", date(2026, 3, 5)), ("2026-02-30", None), ("昨天", None), ("46000", None), ("3-5", None),
])
def test_dates_as_people_type_them(typed: str, read: date | None, tmp_path: Path):
    ledger = BY_SLUG["visits-learning"]
    filled = workbooks.read(sheet(tmp_path / "a.xlsx", titles(ledger), ["某团", "样例市", typed, "是"]), [ledger])
    assert filled.rows[0].get("date") == read
    assert ("REG305" in [finding.rule for finding in filled.findings]) is (read is None)


def test_the_command_names_workbook_sheet_row_and_column(linyi, linyi_kit: Path, tmp_path: Path):
    tables = invented.team(3, 4)
    tables["visits"][1]["minutes"] = 5
    invented.write_all(tables, [ledger for ledger in LEDGERS if ledger.slug != "boarding"], tmp_path / "台账")
    done = linyi("registers", "check", tmp_path / "台账", linyi_kit, "--on", "2026-11-24")
    assert done.returncode == 1, done.stderr
    assert "R08-陪伴走访台账.xlsx!陪伴走访台账:4:4: error REG423" in done.stdout
    assert "1 处错误" in done.stdout


def test_blank_registers_have_no_finding(linyi, linyi_kit: Path, tmp_path: Path):
    made = linyi("registers", "new", linyi_kit, "--out", tmp_path / "空白")
    assert made.returncode == 0, made.stderr
    assert len(list((tmp_path / "空白/xlsx").glob("R*.xlsx"))) >= 20
    done = linyi("registers", "check", tmp_path / "空白/xlsx", linyi_kit)
    assert done.returncode == 0, done.stdout
