"""The way through a city's facts: forward, nothing typed is lost, and it ends with what stays open."""

from __future__ import annotations

import re
from pathlib import Path

from tests.desk.conftest import Browser
from tests.rules.test_rules import valid_city
from toolkit.city.questions import questions
from toolkit.desk import facts as views
from toolkit.desk import walk
from toolkit.files import yamlfile

FACTS = "/kit/临沂市/facts"
HOTLINE = {"was:team.hotline": "", "f:team.hotline": "0539-8100000"}


def test_every_group_that_may_be_blank_lies_on_the_way():
    assert {item.key.partition(".")[0] for item in questions() if item.may_wait} | walk.LOOKED_AT == set(walk.WAY)


def test_the_way_goes_forward_through_every_group_with_gaps_and_ends(asked: Browser):
    seen, address = [], f"{FACTS}/team"
    while not address.endswith(f"/{walk.END}"):
        name = address.rpartition("/")[2]
        assert name not in seen, "it turns in no circle"
        seen.append(name)
        if name == views.UNITS:
            found = re.search(r'<a class="button" href="[^"]*/facts/([a-z]+)">看过了', asked.get(address).text)
            assert found
            address = f"{FACTS}/{found[1]}"
        else:
            address = asked.send_form(address, {"do": "next", "seen": asked.seen(address)}).url.path
    assert seen == list(walk.WAY)
    end = asked.get(f"{FACTS}/{walk.END}").text
    assert "都看过了" in end
    assert "<b>30</b> 项空着" in end
    assert f"{FACTS.replace('临沂市', '%E4%B8%B4%E6%B2%82%E5%B8%82')}/team#team.hotline" in end


def test_going_on_saves_first(asked: Browser, kit: Path):
    sent = {"seen": asked.seen(f"{FACTS}/team"), "do": "next", **HOTLINE}
    answer = asked.send_form(f"{FACTS}/team", sent)
    assert answer.url.path.endswith("/facts/partners")
    assert "保存了：热线" in answer.text
    assert 'hotline: "0539-8100000"' in (kit / "city.yaml").read_text(encoding="utf-8")
    wrong = asked.send_form(f"{FACTS}/team", {**sent, "f:team.hotline": "打这个"})
    assert wrong.status_code == 422
    assert 'data-guard="unsaved"' in wrong.text


def test_saved_on_the_way_to_another_page_of_this_desk_alone(asked: Browser):
    def goes(then: str) -> str:
        return str(asked.send_form(f"{FACTS}/team", {"then": then, "seen": asked.seen(f"{FACTS}/team")}, follow_redirects=False).headers["location"])

    assert goes("/kit/%E4%B8%B4%E6%B2%82%E5%B8%82/check?release=1").endswith("/check?release=1")
    assert goes("/") == "/"
    for foreign in ("https://example.org/", "//example.org", "/\\example.org", "/kit/别的/check", "/kit/临沂市/\r\nX: y"):
        assert goes(foreign).endswith("/facts/team"), foreign


def test_a_field_left_empty_is_said_to_be_empty(asked: Browser):
    asked.send_form(f"{FACTS}/team", {"seen": asked.seen(f"{FACTS}/team"), **HOTLINE})
    answer = asked.send_form(f"{FACTS}/team", {"seen": asked.seen(f"{FACTS}/team"), "was:team.hotline": "0539-8100000", "f:team.hotline": ""})
    assert "保存了：热线已留空" in answer.text


def test_two_tiers_clear_all_towns_at_once_and_take_it_back(asked: Browser, kit: Path):
    path = kit / "city.yaml"
    tiers = f"{FACTS}/tiers"
    answer = asked.send_form(tiers, {"seen": asked.seen(tiers), "was:tiers.three": "true", "f:tiers.three": "false"})
    assert "保存了：是否三级" in answer.text
    assert "把所有下级单位的乡镇清空" in answer.text
    assert "选的是两级" not in answer.text, "the box above says it"
    before = path.read_bytes()
    units = yamlfile.read(path, "").data["units"]
    cleared = asked.send_form(f"{FACTS}/units/towns", {"seen": asked.seen(f"{FACTS}/units/0")})
    assert f"清空了 {sum(len(unit.get('towns', ())) for unit in units)} 个乡镇（街道），{len(units)} 个下级单位都留着" in cleared.text
    assert [unit["name"] for unit in yamlfile.read(path, "").data["units"]] == [unit["name"] for unit in units]
    assert not any("towns" in unit for unit in yamlfile.read(path, "").data["units"])
    undo = dict(re.findall(r'name="(at|then)" value="([^"]*)"', cleared.text))
    assert asked.send_form("/kit/临沂市/undo", undo).url.path.endswith("/facts/units")
    assert path.read_bytes() == before
    assert "后来又写过别的" in asked.send_form("/kit/临沂市/undo", undo).text
    path.write_text(re.sub(r", towns: \[[^\]]*\]", "", path.read_text(encoding="utf-8")).replace("three: false", "three: true"), encoding="utf-8")
    assert "都没有列乡镇" in asked.get(tiers).text


def test_a_unit_that_was_struck_comes_back_from_the_note(asked: Browser, kit: Path):
    before = (kit / "city.yaml").read_bytes()
    name = yamlfile.read(kit / "city.yaml", "").data["units"][0]["name"]
    answer = asked.send_form(f"{FACTS}/units/0", {"name": "", "do": "strike", "seen": asked.seen(f"{FACTS}/units/0")})
    assert f"删去了：{name}" in answer.text
    asked.send_form("/kit/临沂市/undo", dict(re.findall(r'name="(at|then)" value="([^"]*)"', answer.text)))
    assert (kit / "city.yaml").read_bytes() == before


def test_the_overview_says_of_each_group_on_the_way_that_it_is_full(asked: Browser, kit: Path):
    assert "填齐了</span>" not in asked.get(FACTS).text
    (kit / "city.yaml").write_text(valid_city(), encoding="utf-8")
    assert asked.get(FACTS).text.count("填齐了</span>") == len(set(walk.WAY) - walk.LOOKED_AT)


def test_the_overview_shows_what_was_set_before_anybody_looked(asked: Browser):
    text = asked.get(FACTS).text
    assert "办：冬夏令营等过夜营地、功能型党组织。不办：" in text
    assert "现在按 20 对、2 名协调员算（是默认的，请看一眼）" in text
    size = f"{FACTS}/size"
    asked.send_form(size, {"seen": asked.seen(size), "was:size.pairs": "20", "f:size.pairs": "46", "was:size.coordinators": "2", "f:size.coordinators": "3"})
    assert "现在按 46 对、3 名协调员算</span>" in asked.get(FACTS).text


def test_a_field_that_hangs_on_a_switch_of_its_page_is_there_before_the_switch_is_saved(asked: Browser, kit: Path):
    adopted = f"{FACTS}/adopted"
    page = asked.get(adopted).text
    assert 'data-when="adopted.red_head"' in page
    asked.send_form(adopted, {
        "seen": asked.seen(adopted), "was:adopted.red_head": "", "f:adopted.red_head": "true", "was:adopted.issue_number": "", "f:adopted.issue_number": "示例发〔2027〕1号",
    })
    saved = yamlfile.read(kit / "city.yaml", "").data["adopted"]
    assert (saved["red_head"], saved["issue_number"]) == (True, "示例发〔2027〕1号")
