"""An invented volunteer with two pairs one after the other, a pause, and a visit as somebody's reserve: hours and certificate."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests import invented
from tests.registers.test_ledger_rules import LEDGERS
from toolkit.commands.registers import hours
from toolkit.errors import ToolkitError

V, RESERVE = "V00001", "V00003"
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """V00001 is with C00001 until April, pauses in May while the reserve comes, and is with C00004 from July."""
    tables = invented.team(4, 5)
    tables["visits"] = [row for row in tables["visits"] if row["date"].year == 2026 and row["match_id"] not in ("M00001", "M00004")]
    first, second = tables["matches"][0], tables["matches"][3]
    first.update(end=date(2026, 6, 1), status="结束", end_reason="迁出", backup_vol_id=RESERVE)
    second.update(vol_id=V, start=date(2026, 7, 1), first_meeting_on=date(2026, 7, 1), backup_vol_id="V00005")
    template = dict(tables["visits"][0])

    def visit(number: int, match: str, day: date, minutes: int, **more: Any) -> None:
        tables["visits"].append({**template, "visit_id": f"F9{number:03}", "match_id": match, "date": day, "recorded_on": day,
                                 "minutes": minutes, "by_vol_id": None, **more})

    visit(1, "M00001", date(2026, 1, 10), 120)  # an old row, without a name
    visit(2, "M00001", date(2026, 4, 10), 130, by_vol_id="v00001")  # typed in small letters
    visit(3, "M00001", date(2026, 5, 10), 125, by_vol_id=RESERVE)  # while V00001 pauses
    visit(4, "M00004", date(2026, 7, 10), 150, with_ids="V00005")
    visit(5, "M00002", date(2026, 9, 1), 60, by_vol_id=V)  # as the reserve of another pair
    tables["matches"][1]["backup_vol_id"] = V
    tables["activity-adults"].append({**tables["activity-adults"][0], "person_id": "V00005", "arrived": "否"})
    place = tmp_path / "台账"
    invented.write_all(tables, [ledger for ledger in LEDGERS if ledger.slug != "boarding"], place)
    return place


@pytest.fixture
def issuing(kit: Path) -> Path:
    """A kit that says who issues its certificates."""
    path = kit / "city.yaml"
    text = path.read_text(encoding="utf-8")
    for name, value in (("host", "样例市志愿者协会"), ("registration", "样例登记证1号"), ("hotline", "0539-1234567")):
        text, count = re.subn(rf"(?m)^(  {name}: ).*$", rf'\g<1>"{value}"', text)
        assert count == 1, name
    path.write_text(text, encoding="utf-8")
    return kit


def test_hours_are_those_of_who_came_and_training_is_apart(folder: Path, linyi_kit: Path):
    found = {item.volunteer: item for item in hours([folder, linyi_kit], FIRST, LAST)}
    assert (found[V].visits, found[V].activities, found[V].minutes) == (4, 1, 120 + 130 + 150 + 60 + 180)
    assert found[V].days == (date(2026, 1, 10), date(2026, 9, 1))
    assert found[RESERVE].visits == 4 + 1  # its own pair's, and the visit in the pause
    assert (found["V00005"].visits, found["V00005"].activities) == (1, 0)  # went along once; was not at the activity
    assert [(item.name, item.role) for item in found[V].trained or ()] == [("年度复训", "8")]


def test_one_is_found_in_any_spelling_and_nobody_is_not(folder: Path, linyi_kit: Path):
    assert [item.volunteer for item in hours([folder, linyi_kit], FIRST, LAST, ["v00001", "Ｖ００００１"])] == [V]
    (idle,) = hours([folder, linyi_kit], date(2026, 2, 1), date(2026, 2, 2), [V])
    assert (idle.visits, idle.minutes, idle.days) == (0, 0, None)
    with pytest.raises(ToolkitError):
        hours([folder, linyi_kit], FIRST, LAST, ["V99999"])
    with pytest.raises(ToolkitError):
        hours([folder, linyi_kit], LAST, FIRST)


def test_activities_need_the_volunteers_beside_them(folder: Path, linyi_kit: Path):
    next(folder.glob("R03*")).unlink()
    with pytest.raises(ToolkitError) as caught:
        hours([folder, linyi_kit], FIRST, LAST)
    assert "R03" in caught.value.words.zh


def test_csv_opens_in_excel_and_the_list_says_training_apart(linyi, folder: Path, linyi_kit: Path):
    asked = ("registers", "hours", folder, linyi_kit, "--from", "2026-01-01", "--to", "2026-12-31")
    text = linyi(*asked, "--format", "csv").stdout
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0][-2:] == ["培训次数", "培训学时"]
    assert rows[1] == [V, "4", "1", "640", "10.7", "1", "8"]
    assert f"{V}  走访4次，活动1次，10.7小时；另有培训1次，8学时\n" in linyi(*asked).stdout


def words(path: Path) -> str:
    with zipfile.ZipFile(path) as opened:
        root = etree.fromstring(opened.read("word/document.xml"))
        assert b"rsid" not in opened.read("word/document.xml")
    lines = ("".join("-" if sign.tag.endswith("Hyphen") else sign.text or "" for sign in line.iter(f"{WORD}t", f"{WORD}noBreakHyphen"))
             for line in root.iter(f"{WORD}p"))
    return "\n".join(lines).replace("\xa0", " ")  # a box and its words, a number and its parts stay on one line


@pytest.mark.slow
def test_a_certificate_says_what_the_records_say_and_nothing_of_a_child(linyi, folder: Path, issuing: Path, tmp_path: Path):
    out = tmp_path / "证明"
    asked = ("registers", "hours", folder, issuing, "--from", "2026-01-01", "--to", "2026-12-31", "--for", "v00001",
             "--certificates", out)
    done = linyi(*asked)
    assert done.returncode == 0, done.stderr
    (path,) = out.iterdir()
    assert path.name == "B43-志愿服务记录证明-V00001-20261231.docx"
    text = words(path)
    for said in (V, "2026年1月10日至2026年9月1日", "10.7", "☑ 一对一陪伴", "☑ 集体活动", "☐ 普法宣传", "V00001-20261231"):
        assert said in text, said
    for hidden in ("C0000", "M0000", "样例乡", "申请单", "每次服务", "证件号码"):
        assert hidden not in text, hidden
    before = path.read_bytes()
    assert linyi(*asked).returncode == 0  # the same again is no other file
    assert path.read_bytes() == before
    path.write_bytes(b"mine")
    again = linyi(*asked)
    assert again.returncode == 2
    assert "没有写任何文件" in again.stderr
    assert path.read_bytes() == b"mine"
    assert [item.name for item in out.iterdir()] == [path.name]


@pytest.mark.slow
def test_details_stand_on_a_page_of_their_own_where_they_are_wanted(linyi, folder: Path, issuing: Path, tmp_path: Path):
    out = tmp_path / "证明"
    done = linyi("registers", "hours", folder, issuing, "--from", "2026-01-01", "--to", "2026-12-31", "--for", V, "--details",
                 "--certificates", out)
    assert done.returncode == 0, done.stderr
    text = words(next(out.iterdir()))
    for said in ("每次服务", "2026年1月10日至2026年9月1日，4次", "陪伴走访", "2026年5月1日", "带队", "年度复训，8学时，2026年5月1日"):
        assert said in text, said
    assert "C0000" not in text


@pytest.mark.parametrize("where", ["成果/证明", ".", "表单/x", "台账/空白"])
def test_no_certificate_is_written_where_it_would_be_built_or_shared(linyi, folder: Path, kit: Path, where: str):
    done = linyi("registers", "hours", folder, kit, "--from", "2026-01-01", "--to", "2026-12-31", "--for", V, "--certificates", kit / where)
    assert done.returncode == 2
    assert "台账/证明" in done.stderr
    assert not list(kit.rglob("*.docx"))


def test_nor_into_a_repository_nor_for_nobody_nor_for_nothing(linyi, folder: Path, kit: Path, tmp_path: Path):
    repository = tmp_path / "库"
    repository.mkdir()
    subprocess.run(["git", "init", "-q", str(repository)], check=True)
    asked = ("registers", "hours", folder, kit, "--from", "2026-01-01", "--to", "2026-12-31")
    assert linyi(*asked, "--for", V, "--certificates", repository / "证明").returncode == 2
    assert linyi(*asked, "--certificates", tmp_path / "证明").returncode == 2
    idle = linyi("registers", "hours", folder, kit, "--from", "2026-02-01", "--to", "2026-02-02", "--for", V, "--certificates", tmp_path / "证明")
    assert idle.returncode == 2
    assert "没有服务记录" in idle.stderr
    unnamed = linyi(*asked, "--for", V, "--certificates", tmp_path / "证明")
    assert unnamed.returncode == 2
    assert "team.host" in unnamed.stderr
    assert not (tmp_path / "证明").exists()


@pytest.mark.slow
def test_in_a_kit_they_may_lie_among_the_filled_registers(linyi, folder: Path, issuing: Path):
    done = linyi("registers", "hours", folder, issuing, "--from", "2026-01-01", "--to", "2026-12-31", "--for", V, "--certificates", issuing / "台账" / "证明")
    assert done.returncode == 0, done.stderr
    assert len(list((issuing / "台账" / "证明").glob("*.docx"))) == 1
