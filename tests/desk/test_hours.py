"""Hours and the yearly self-check on the desk: the commands' figures, and nothing of what was handed over is kept."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests import invented
from tests.commands.test_new import tree
from tests.desk.conftest import HERE, Browser
from tests.registers.test_self_check import fill
from toolkit import kit as kits
from toolkit.commands.build import read as read_kit
from toolkit.commands.registers import hours
from toolkit.desk.build_pages import CERTIFICATES
from toolkit.registers.self_check import by_part, read
from toolkit.text.self_check import asked as asked_of

HOURS, SELFCHECK = "/kit/临沂市/registers/hours", "/kit/临沂市/selfcheck"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.fixture
def registers(kit: Path, tmp_path: Path) -> list[Path]:
    tables = invented.team(4, 5)
    folder = tmp_path / "填好"
    folder.mkdir()
    wanted = ("matches", "visits", "volunteers", "training", "activities", "activity-adults")
    return [invented.write(ledger, tables[ledger.slug], folder) for ledger in kits.find(kit).subject().ledgers if ledger.slug in wanted]


def counted(asked: Browser, paths: list[Path], start: object = FIRST, end: object = LAST):
    files = [("files", (path.name, path.read_bytes())) for path in paths] or [("files", ("", b""))]
    return asked.post(HOURS, data={"from": str(start), "to": str(end)}, files=files, headers={"Origin": HERE})


def key_of(text: str) -> str:
    found = re.search(r'name="key" value="([0-9a-f]+)"', text)
    assert found
    return found[1]


def test_hours_are_those_of_the_command_and_no_file_is_kept(asked: Browser, kit: Path, registers: list[Path]):
    before = tree(kit)
    text = counted(asked, registers).text
    expected = hours([*registers, kit], FIRST, LAST)
    rows = re.findall(r'<th scope="row">(V\d+)</th><td class="number">(\d+)</td><td class="number">(\d+)</td><td class="number">([\d.]+)<', text)
    assert rows == [(item.volunteer, str(item.visits), str(item.activities), item.hours) for item in expected]
    assert len(rows) >= 4
    assert tree(kit) == before


def test_what_is_lacking_or_wrong_is_said_in_the_commands_words(asked: Browser, registers: list[Path]):
    alone = counted(asked, [path for path in registers if "志愿者" in path.name][:1])
    assert alone.status_code == 422
    assert "缺这几本台账" in alone.text
    assert "没有选文件" in counted(asked, []).text
    assert "日期没有写全" in counted(asked, registers, start="").text
    assert "在结束日期" in counted(asked, registers, start=LAST, end=FIRST).text
    hostile = asked.post(HOURS, data={"from": "2026-01-01", "to": "2026-12-31"}, headers={"Origin": HERE},
                         files=[("files", ("../<b>.xlsx", b"PK\x03\x04nothing"))])
    assert hostile.status_code == 422
    assert "REG301" in hostile.text
    assert "<b>." not in hostile.text


def test_certificates_are_made_for_those_ticked_alone(asked: Browser, kit: Path, registers: list[Path]):
    city = kit / "city.yaml"
    text = city.read_text(encoding="utf-8")
    key = key_of(counted(asked, registers).text)
    lacking = asked.send_form(f"{HOURS}/certificates", {"key": key, "volunteer": ["V00001"]})
    assert lacking.status_code == 422
    assert "证明上要写谁开的" in lacking.text
    assert 'value="V00001" checked' in lacking.text
    for name, value in (("host", "样例市志愿者协会"), ("registration", "样例登记证1号"), ("hotline", "0539-1234567")):
        text = re.sub(rf"(?m)^(  {name}: ).*$", rf'\g<1>"{value}"', text)
    city.write_text(text, encoding="utf-8")
    nobody = asked.send_form(f"{HOURS}/certificates", {"key": key})
    assert "没有选给谁开证明" in nobody.text
    done = asked.send_form(f"{HOURS}/certificates", {"key": key, "volunteer": ["V00001", "V99999"]})
    assert "开了 1 份证明" in done.text
    made = [path.name for path in (kit / CERTIFICATES).iterdir()]
    assert len(made) == 1
    assert "V00001" in made[0]
    again = asked.send_form(f"{HOURS}/certificates", {"key": key, "volunteer": ["V00001"]})
    assert again.status_code == 422
    assert "不在手上" in again.text


def test_a_self_check_is_made_in_the_kit_once_and_its_folder_opened(asked: Browser, kit: Path):
    launched = []
    asked.desk.opener = launched.append
    assert "年度自查-2027.xlsx" in asked.send_form(f"{SELFCHECK}/new", {"year": "2027"}).text
    assert (kit / "审查" / "年度自查-2027.xlsx").is_file()
    assert launched == [kit / "审查"]
    assert "已经存在" in asked.send_form(f"{SELFCHECK}/new", {"year": "2027"}).text
    assert "年份没有写对" in asked.send_form(f"{SELFCHECK}/new", {"year": "今年"}).text


def test_a_filled_self_check_is_summed_up_as_by_the_command_and_not_kept(asked: Browser, kit: Path, tmp_path: Path):
    checked = read_kit(kits.find(kit))
    rows = asked_of(checked.content.documents, checked.register)
    answers = {"GOV-12": {"light": "黄", "seen": "S1", "plan": "补", "who": "秘书处", "until": date(2020, 6, 1)}, "PEO-02": {"light": "红"}, "EVA-07": {}}
    path = fill(tmp_path / "自查.xlsx", rows, answers, {"light": "绿", "seen": "Z001"})
    before = tree(kit)
    answer = asked.post(SELFCHECK, files=[("files", (path.name, path.read_bytes()))], headers={"Origin": HERE})
    assert answer.status_code == 200
    found = read(path, rows, date.today())
    for part, counts in by_part(found.answers).items():
        row = re.search(rf'<th scope="row">{part}</th>(.*?)</tr>', answer.text)
        assert row
        assert re.findall(r'number">(\d*)<', row[1]) == [str(counts[light] or "") for light in ("绿", "黄", "红", "不适用", "")]
    assert "过期了" in answer.text
    assert "没有写期限" in answer.text
    assert answer.text.count('class="rule"') == len(found.findings)
    assert tree(kit) == before
    wrong = asked.post(SELFCHECK, files=[("files", ("a.xlsx", b"PK"))], headers={"Origin": HERE})
    assert "SLF101" in wrong.text
    assert "没有选文件" in asked.post(SELFCHECK, files=[("files", ("", b""))], headers={"Origin": HERE}).text
