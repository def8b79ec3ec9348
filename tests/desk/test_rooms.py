"""The desk's first pages: kits, a new one, the to-do list, and what is built."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

import pytest

from tests.desk.conftest import Browser, browser


def opened(folder: Path) -> Browser:
    made = browser(folder)
    made.get(f"/?token={made.desk.token}")
    return made


def test_a_kit_is_listed_with_what_is_to_be_done_for_it(asked: Browser, kit: Path):
    text = asked.get("/").text
    assert "缺 30 项" in text
    assert "还没有做成品" in text
    (kit / "成果").mkdir()
    (kit / "成果" / ".linyi-build.json").write_text("{}", encoding="utf-8")
    assert "成品是新的" in asked.get("/").text
    later = time.time() + 100
    os.utime(next((kit / "制度").glob("P01*")), (later, later))
    assert "后来又改了" in asked.get("/").text


def test_a_folder_that_is_a_kit_is_its_only_one(kit: Path):
    asked = opened(kit)
    text = asked.get("/").text
    assert "临沂市" in text
    assert "新建工具包" not in text
    assert asked.get("/kit/临沂市/facts").status_code == 200


def test_a_new_city_needs_its_name_alone(tmp_path: Path):
    asked = opened(tmp_path)
    assert "这里还没有工具包" in asked.get("/").text
    made = asked.send_form("/new", {"city": "费县"})
    assert "建好了：费县" in made.text
    assert (tmp_path / "费县" / "city.yaml").is_file()
    again = asked.send_form("/new", {"city": "费县"})
    assert again.status_code == 422
    assert "已经存在" in again.text


def test_an_ambiguous_or_unknown_name_offers_what_may_be_meant(tmp_path: Path):
    asked = opened(tmp_path)
    text = asked.send_form("/new", {"city": "朝阳"}).text
    assert "是不是这里面的一个" in text
    assert text.count('class="choice"') > 1
    assert "找不到" in asked.send_form("/new", {"city": "不存在市"}).text
    assert "还没有写城市的名称" in asked.send_form("/new", {"city": "  "}).text
    assert list(tmp_path.iterdir()) == []


def test_each_thing_to_do_leads_to_its_field_or_clause(asked: Browser, kit: Path):
    path = next((kit / "制度").glob("P07*"))
    path.write_text(path.read_text(encoding="utf-8").replace("{{ ", "{{ team.nothing }}{{ ", 1), encoding="utf-8")
    city = kit / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("visits_per_year: 4", "visits_per_year: 99"), encoding="utf-8")
    text = asked.get("/kit/临沂市/check").text
    assert "/facts/team#team.hotline" in text
    assert "/facts/numbers#numbers.visits_per_year" in text
    city.write_text(city.read_text(encoding="utf-8").replace("visits_per_year: 99", "visits_per_year: 4"), encoding="utf-8")
    assert "/text/P07#P07-" in asked.get("/kit/临沂市/check").text


@pytest.mark.slow
def test_the_list_is_that_of_the_command(asked: Browser, kit: Path):
    from toolkit.commands.check import to_do

    for release in (False, True):
        made = to_do(kit, release)
        text = asked.get(f"/kit/临沂市/check?release={int(release)}").text
        assert text.count('class="rule"') == len(made.errors) + len(made.warnings)
        assert f"<b>{len(made.errors)}</b> {'件要先办' if release else '处错误'}" in text


def test_a_key_that_nobody_knows_leads_to_no_page_that_is_not_there(asked: Browser, kit: Path):
    city = kit / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("  hotline: 待填写", "  nonesuch: 1\n  hotline: 待填写", 1) + "\nnobody:\n  knows: 1\n", encoding="utf-8")
    text = asked.get("/kit/临沂市/check").text
    assert re.search(r'<p class="where">city.yaml 第 \d+ 行 ', text)
    addresses = {address.partition("#")[0] for address in re.findall(r'<p class="where"><a href="([^"]+)"', text)}
    assert any(address.endswith("/facts/team") for address in addresses)
    assert [address for address in addresses if asked.get(address).status_code != 200] == []


@pytest.mark.slow
def test_a_build_shows_its_steps_and_its_files(asked: Browser, kit: Path):
    page = asked.send_form("/kit/临沂市/build", {"format": ["calendar", "xlsx"]})
    assert "正在做" in page.text
    steps = asked.get("/kit/临沂市/build/state")
    while "X-Over" not in steps.headers:
        time.sleep(0.2)
        steps = asked.get("/kit/临沂市/build/state")
    assert steps.text.count("做好了") == 2
    page = asked.get("/kit/临沂市/build").text
    assert "做好了" in page
    assert "/made/xlsx/" in page
    assert list((kit / "成果" / "xlsx").iterdir())
    launched = []
    asked.desk.opener = launched.append
    asked.send_form("/kit/临沂市/open", {"what": "made"})
    assert launched == [kit / "成果"]
    assert asked.send_form("/kit/临沂市/open", {"what": "../.."}).status_code == 404


def test_a_build_that_is_refused_says_why_with_all_findings(asked: Browser, kit: Path):
    city = kit / "city.yaml"
    city.write_text(city.read_text(encoding="utf-8").replace("visits_per_year: 4", "visits_per_year: 99"), encoding="utf-8")
    asked.send_form("/kit/临沂市/build", {"format": ["calendar"]})
    while asked.desk.making["临沂市"].is_running:
        time.sleep(0.1)
    text = asked.get("/kit/临沂市/build").text
    assert "未写出任何文件" in text
    assert "city.yaml 第" in text


@pytest.mark.slow
def test_a_build_is_ended_at_once_and_leaves_nothing_half_made(asked: Browser, kit: Path, linyi):
    asked.send_form("/kit/临沂市/build", {"format": ["docx", "pdf"]})
    start = time.monotonic()
    while not asked.desk.making["临沂市"].steps and time.monotonic() - start < 60:
        time.sleep(0.05)
    assert "停下来了" in asked.send_form("/kit/临沂市/build/cancel").text
    process = asked.desk.making["临沂市"]._process
    process.join(5)
    assert not process.is_alive()
    assert linyi("build", kit, "--only", "calendar").returncode == 0
