"""Definitions of registers within an update: merged column by column, asked about, decided; filled workbooks stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.update import small
from tests.update.small import City
from toolkit.commands.resolve import resolve
from toolkit.commands.undo import undo

DEFINITION = """id: R98
slug: sample
title: 样例台账
title_en: Sample
purpose: 记一件事
documents: [P98]
keeper: 安全员
columns:
  - {name: day, title: 日期, type: date, required: true, sensitivity: S0}
  - {name: what, title: 什么事, type: text, required: true, sensitivity: S0}
"""
PATH = "台账/空白/R98-sample.yaml"


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = City.__new__(City)
    made.work, made.root, made.source = tmp_path, tmp_path / "样例县", tmp_path / "nation"
    small.national(made.source, {"P98": small.document()}, registers={"R98": DEFINITION})
    small.kit(made.root, made.source)
    return made


def nation(city: City, text: str, version: str = "1.1.0") -> None:
    small.national(city.source, {"P98": small.document(version=version)}, version, registers={"R98": text} if text else {})


def test_a_new_column_arrives_beside_the_citys_own(city: City):
    city.edit("  - {name: what,", "  - {name: ours, title: 本市一列, type: text, required: false, sensitivity: S0}\n  - {name: what,", PATH)
    city.write("填好的", "台账/R98-填好.xlsx")
    nation(city, DEFINITION + "  - {name: who, title: 谁, type: text, required: false, sensitivity: S0}\n")
    done = city.update()
    assert "本市一列" in city.read(PATH)
    assert "name: who" in city.read(PATH)
    assert city.read("台账/R98-填好.xlsx") == "填好的"
    assert "新增的列：谁" in done.report
    assert city.update().changed == []


@pytest.mark.parametrize(("take", "keeper"), [("local", "秘书"), ("national", "值守员")])
def test_what_both_changed_is_asked_and_decided_and_all_else_of_the_city_stays(city: City, take: str, keeper: str):
    city.edit("keeper: 安全员", "keeper: 秘书", PATH)
    city.edit("  - {name: what,", "  - {name: ours, title: 本市一列, type: text, required: false, sensitivity: S0}\n  - {name: what,", PATH)
    nation(city, DEFINITION.replace("keeper: 安全员", "keeper: 值守员"))
    assert city.update().open == 1
    assert city.pages == ["R98"]
    assert "keeper: 秘书" in city.read(PATH)
    assert city.update().changed == []
    before = city.tree()
    resolve(city.root, "R98", take)
    assert f"keeper: {keeper}" in city.read(PATH)
    assert "本市一列" in city.read(PATH)
    assert city.pages == []
    assert city.update().changed == []
    undo(city.root)
    assert city.tree() == before


def test_a_definition_that_the_city_removed_does_not_come_back(city: City):
    (city.root / PATH).unlink()
    nation(city, DEFINITION)
    city.update()
    assert not (city.root / PATH).exists()
    assert city.pages == []


def test_a_withdrawn_definition_goes_unless_it_was_edited(city: City):
    nation(city, "")
    city.update()
    assert not (city.root / PATH).exists()


def test_a_new_register_arrives(city: City):
    small.national(city.source, {"P98": small.document(version="1.1.0")}, "1.1.0",
                   registers={"R98": DEFINITION, "R97": DEFINITION.replace("R98", "R97").replace("样例台账", "另一本")})
    city.update()
    assert "另一本" in city.read("台账/空白/R97-另一本.yaml")
    assert (city.root / ".kit/base/templates/registers/R97-sample.yaml").exists()


def test_a_definition_that_cannot_be_read_asks_nothing_and_is_merged_once_it_is_mended(city: City):
    new = DEFINITION + "  - {name: who, title: 谁, type: text, required: false, sensitivity: S0}\n"
    city.edit("  - {name: what,", "  - {name: ours, title: 本市一列, type: text, required: false}\n  - {name: what,", PATH)
    broken = city.read(PATH)
    nation(city, new)
    done = city.update()
    assert done.open == 0
    assert city.read(PATH) == broken
    assert f"{PATH} 第10行" in done.report
    assert "sensitivity" in done.report
    assert city.update().changed == []
    nation(city, new + "  - {name: where, title: 哪里, type: text, required: false, sensitivity: S0}\n", "1.2.0")
    assert city.update().open == 0
    city.edit("required: false}", "required: false, sensitivity: S0}", PATH)
    city.update()
    for name in ("ours", "who", "where"):
        assert f"name: {name}" in city.read(PATH)
    assert city.update().changed == []
