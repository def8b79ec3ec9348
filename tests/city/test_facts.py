"""A city's facts as the texts take them: names, switches, units, and what is still to be filled in."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit.city import cityfile
from toolkit.city.city import City, Unit, check, names, unfilled
from toolkit.city.divisions import find
from toolkit.errors import InvalidInput
from toolkit.files import sources, yamlfile

FEI = cityfile.from_division(find("费县"))


def city(**sections: Any) -> City:
    """费县, with these answers over it, as read from its file."""
    return City(yamlfile.parse(cityfile.to_text(cityfile.merge(FEI, sections)), "city.yaml"))


def test_the_names_are_those_of_the_file():
    found = city(team={"name": "样例服务团"})
    assert (found.name, found.province, found.team_name) == ("费县", "山东省", "样例服务团")
    assert found.languages == ("zh-Hans",)
    assert city(site={"languages": ["zh-Hant", "zh-Hans"]}).languages == ("zh-Hant", "zh-Hans")


def test_units_have_what_is_said_of_them_and_nothing_else():
    found = city(units=[{"name": "甲镇"}, {"name": "乙区", "code": "371371", "zone": True, "towns": ["丙街道", "丁镇"]}])
    assert found.units == (Unit("甲镇"), Unit("乙区", "371371", True, ("丙街道", "丁镇")))
    assert found.units[0] == Unit("甲镇", "", False, ())
    assert found.values["units"] == found.units
    assert found.values["team"] is found.data["team"]
    assert found.values["city"]["name"] == "费县"


def test_all_documents_are_in_force_unless_some_are_named():
    assert city().adopted_documents is None
    assert city(adopted={"documents": ["P01", "B01"]}).adopted_documents == {"P01", "B01"}
    assert city(adopted={"documents": ["P01"]}).adopted_documents == {"P01"}
    with pytest.raises(InvalidInput) as caught:  # a city that adopts nothing has nothing to build
        city(adopted={"documents": []})
    assert [finding.rule for finding in caught.value.findings] == ["CFG108"]


def test_a_switch_is_on_or_off_and_nothing_else_is_a_switch():
    found = city(supports={"camps": True, "boarding": False})
    assert found.is_on("supports.camps") is True
    assert found.is_on("supports.boarding") is False
    assert found.is_on("tiers.three") is False
    for unknown in ("supports.nothing", "nothing.camps", "supports", "camps", "", "team.name", "numbers.visits_per_year", "adopted.red_head"):
        with pytest.raises(KeyError):
            found.is_on(unknown)


def test_what_is_still_to_be_filled_in_is_found_wherever_it_stands():
    found = city(team={"host": "样例协会"}, units=[{"name": "甲", "towns": ["乙", "待填写"]}])
    places = list(unfilled(found.data))
    assert ("units", 0, "towns", 1) in places
    assert ("team", "hotline") in places
    assert ("adopted", "on") in places
    assert not {("team", "host"), ("team", "name"), ("units", 0, "name"), ("units", 0, "towns", 0)} & set(places)
    filled = {section: {key: "待填写（样例）" for key in FEI[section] if FEI[section][key] == "待填写"} for section in FEI if isinstance(FEI[section], dict)}
    assert list(unfilled(cityfile.merge(FEI, filled))) == []
    assert list(unfilled({"team": ["待填写", {"x": "待填写"}, 5], "zz": "待填写"})) == [("team", 0), ("team", 1, "x"), ("zz",)]
    assert [list(unfilled(data)) for data in (None, [], 5, "待填写")] == [[], [], [], [()]]


def test_a_written_city_has_no_findings_and_a_wrong_one_its_own():
    assert check(yamlfile.parse(cityfile.to_text(FEI), "city.yaml")) == []
    text = cityfile.to_text(FEI).replace("camps: true", "camps: off").replace("visits_per_year: 4", "visits_per_year: 3")
    found = check(yamlfile.parse(text, "city.yaml"))
    lines = text.split("\n")
    assert [(finding.rule, lines[finding.location.line - 1].split(":")[0].strip()) for finding in found] == [
        ("CFG103", "camps"), ("CFG107", "visits_per_year"),
    ]


def test_placeholders_may_take_switches_or_values_and_never_lists():
    switches, values = names(switches=True), names(switches=False)
    assert {"supports.camps", "tiers.three", "adopted.red_head"} <= switches
    assert {"team.hotline", "numbers.visits_per_year", "city.tier", "adopted.on"} <= values
    assert not switches & values
    assert not {"adopted.documents", "laws.local", "site.languages", "units.name", "units"} & (switches | values)
    kinds = {entry["type"] for section in sources.schema("city")["properties"].values() for entry in section.get("properties", {}).values()}
    assert kinds == {"string", "integer", "boolean", "array"}
