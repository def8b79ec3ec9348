"""Which cities a fleet has."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.city.divisions import find
from toolkit.commands.fleet import members
from toolkit.errors import ToolkitError
from toolkit.fleet.members import everywhere, member, of_province, straight_below


def test_the_country_is_333_prefectures_and_four_municipalities():
    found = everywhere()
    assert len(found) == 337
    assert [item.name for item in found if len(item.code) == 2] == ["北京市", "天津市", "上海市", "重庆市"]


def test_no_two_cities_share_a_folder():
    assert len({item.folder for item in everywhere()}) == 337


@pytest.mark.parametrize(("named", "count"), [("山东", 16), ("山东省", 16), ("37", 16), ("370000", 16), ("北京", 1), ("海南", 4), ("新疆", 14)])
def test_a_province_is_named_as_people_name_it(named: str, count: int):
    assert len(of_province(named)) == count


def test_counties_straight_below_a_province_are_named_and_left_out():
    assert "五指山市" in straight_below("46")
    assert "五指山市" not in {item.name for item in of_province("海南")}
    assert straight_below("37") == straight_below("11") == []


@pytest.mark.parametrize("named", ["临沂", "山", "", "371300"])
def test_what_is_no_province_is_refused_with_those_there_are(named: str):
    with pytest.raises(ToolkitError) as told:
        of_province(named)
    assert "山东" in told.value.fix.zh


def test_a_county_whose_name_others_bear_lies_in_its_full_name():
    assert member(find("沂水县")).folder == "沂水县"
    assert member(find("110105")).folder == "北京市朝阳区"
    assert member(find("临沂")).folder == "临沂市"


def test_exactly_one_way_to_name_the_cities_is_given(tmp_path: Path):
    for given in ((tmp_path, "山东", False), (None, "山东", True), (None, None, False)):
        with pytest.raises(ToolkitError) as told:
            members(*given)
        assert "--province" in told.value.words.zh


def test_without_a_name_those_whose_kits_lie_there_are_meant(tmp_path: Path):
    for name, text in (("乙市", "city: {name: 乙市, code: '3702', province: 山东省}\n"), ("甲市", "city: {name: 甲市, code: '3701', province: 山东省}\n"), ("坏市", "city: [")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "city.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "别的").mkdir()
    assert [item.folder for item in members(None, None, False, tmp_path)] == ["坏市", "甲市", "乙市"]
    with pytest.raises(ToolkitError):
        members(None, None, False, tmp_path / "别的")
    with pytest.raises(ToolkitError):
        members(None, None, False, tmp_path / "没有")


def test_no_kit_of_a_large_fleet_is_left_out(tmp_path: Path):
    for number in range(601):
        (tmp_path / f"{number:03}县").mkdir()
        (tmp_path / f"{number:03}县" / "city.yaml").write_text("", encoding="utf-8")
    assert len(members(None, None, False, tmp_path)) == 601
