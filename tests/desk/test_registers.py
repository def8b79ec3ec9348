"""Filled registers on the desk: the command's findings by sheet and cell, and nothing of them kept."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from tests import invented
from tests.desk.conftest import HERE, Browser
from toolkit import kit as kits
from toolkit.commands.registers import examine
from toolkit.registers.ledger import used_in

ADDRESS = "/kit/临沂市/registers"


def dropped(asked: Browser, *files: tuple[str, bytes]):
    return asked.post(ADDRESS, files=[("files", file) for file in files], headers={"Origin": HERE})


def test_findings_are_those_of_the_command_and_no_file_is_kept(asked: Browser, kit: Path, tmp_path: Path):
    ledgers = kits.find(kit).subject().ledgers
    tables = invented.team(4, 5)
    tables["children"][1]["child_id"] = tables["children"][0]["child_id"]
    folder = tmp_path / "填好"
    folder.mkdir()
    wanted = [ledger for ledger in ledgers if ledger.slug in ("children", "matches")]
    paths = [invented.write(ledger, tables[ledger.slug], folder) for ledger in wanted]
    before = {path: path.stat().st_mtime_ns for path in kit.rglob("*")}
    answer = dropped(asked, *((path.name, path.read_bytes()) for path in paths))
    assert answer.status_code == 200
    expected = examine([*paths, kit], date.today()).findings
    assert answer.text.count('class="rule"') == len(expected) > 0
    assert re.search(r'class="cell">[A-Z]+\d+<', answer.text)
    assert "重复" in answer.text
    assert {path: path.stat().st_mtime_ns for path in kit.rglob("*")} == before


def test_what_falls_due_is_listed_once_the_registers_are_whole(asked: Browser, kit: Path, tmp_path: Path):
    subject = kits.find(kit).subject()
    ledgers = used_in(subject.ledgers, subject.city)
    folder = tmp_path / "填好"
    folder.mkdir()
    tables = invented.team(4, 5)
    paths = [invented.write(ledger, tables[ledger.slug], folder) for ledger in ledgers if tables.get(ledger.slug)]
    text = dropped(asked, *((path.name, path.read_bytes()) for path in paths)).text
    assert "开始办" in text
    assert "C0000" in text
    alone = dropped(asked, *((path.name, path.read_bytes()) for path in paths if path.name.startswith("R05"))).text
    assert "缺这几本台账" in alone


def test_hostile_files_and_names_are_findings_and_not_paths(asked: Browser, kit: Path):
    text = dropped(asked, ("../../<b>x</b>.xlsx", b"PK\x03\x04nothing"), ("a.csv", "甲,乙\n".encode("gb18030")), ("b.exe", b"MZ")).text
    assert "<b>x</b>" not in text
    assert "../" not in text
    assert text.count("REG301") + text.count("REG302") >= 3


def test_without_a_file_it_is_said(asked: Browser):
    answer = asked.post(ADDRESS, files=[("files", ("", b""))], headers={"Origin": HERE})
    assert answer.status_code == 422
    assert "没有选文件" in answer.text


def test_too_much_at_once_is_refused_before_it_is_read(asked: Browser, monkeypatch: pytest.MonkeyPatch):
    from toolkit.desk import forms

    monkeypatch.setattr(forms, "MOST_UPLOAD", 1000)
    answer = dropped(asked, ("大.xlsx", b"x" * 5000))
    assert answer.status_code == 422
    assert "一次给的太大" in answer.text
    many = dropped(asked, *((f"{number}.csv", b"a") for number in range(forms.MOST_FILES + 1)))
    assert many.status_code == 422
