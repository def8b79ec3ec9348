"""A fleet run as a whole: what it writes, that it goes on where it stopped, and that a look writes nothing."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import ROOT, Run
from tests.fleet.conftest import Fleet, tree, without_times
from tests.fleet.test_workers import BODY
from toolkit.commands import fleet as command
from toolkit.fleet import pages, show, summary
from toolkit.fleet.task import Options


@pytest.fixture(scope="module")
def kits(linyi: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two real kits, of which nothing is built. Copy it before you change it."""
    root = tmp_path_factory.mktemp("fleet") / "各市"
    (root.parent / "名单.csv").write_text("城市,热线\n三沙,0898-0000000\n儋州,\n", encoding="utf-8")
    made = linyi("fleet", "new", "--cities", root.parent / "名单.csv", "--out", root)
    assert made.returncode == 0, made.stderr
    return root


@pytest.fixture
def own_kits(kits: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(kits, tmp_path / "各市"))


def test_a_kit_of_a_fleet_is_the_one_that_linyi_new_makes(kits: Path, linyi: Run, tmp_path: Path):
    linyi("new", "三沙", "--no-input", "--set", "team.hotline=0898-0000000", "--out", tmp_path / "三沙市")
    assert tree(kits / "三沙市") == tree(tmp_path / "三沙市")
    assert sorted(path.name for path in kits.iterdir()) == sorted(
        [".linyi-fleet", "三沙市", "儋州市", "汇总.html", "汇总.json", "汇总.xlsx"])


def test_a_kit_that_is_there_stays_as_it_is(own_kits: Path, linyi: Run):
    (own_kits / "三沙市" / "city.yaml").write_bytes(b"own")
    done = linyi("fleet", "new", "--cities", own_kits.parent / "名单.txt", "--out", own_kits)
    assert done.returncode == 2, "there is no such list"
    (own_kits.parent / "名单.txt").write_text("三沙\n", encoding="utf-8")
    done = linyi("fleet", "new", "--cities", own_kits.parent / "名单.txt", "--out", own_kits, "--format", "json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["states"] == {"same": 1}
    assert (own_kits / "三沙市" / "city.yaml").read_bytes() == b"own"


def test_a_bad_list_stops_it_before_anything_is_made(tmp_path: Path, linyi: Run):
    (tmp_path / "名单.csv").write_text("城市,supports.camps\n临沂,也许\n林沂,\n", encoding="utf-8")
    done = linyi("fleet", "new", "--cities", tmp_path / "名单.csv", "--out", tmp_path / "各市")
    assert done.returncode == 1
    assert "名单.csv:2:2" in done.stderr
    assert "名单.csv:3:1" in done.stderr
    assert not (tmp_path / "各市").exists()


def test_one_citys_errors_do_not_stop_the_others_and_the_end_says_one(own_kits: Path, linyi: Run):
    (own_kits / "三沙市" / "city.yaml").write_text("city: [\n", encoding="utf-8")
    done = linyi("fleet", "check", "--out", own_kits, "--format", "json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["states"] == {"done": 1, "errors": 1}
    assert told == json.loads((own_kits / "汇总.json").read_text(encoding="utf-8"))
    by = {city["folder"]: city for city in told["cities"]}
    assert by["三沙市"]["runs"]["check"]["findings"][0]["path"] == "city.yaml"
    assert by["儋州市"]["runs"]["check"]["warnings"] == by["儋州市"]["blank"] > 20
    assert {item["rule"]: item["cities"] for item in told["findings"]}["CFG201"] == 1
    lone = linyi("check", own_kits / "儋州市", "--format", "json")
    assert json.loads(lone.stdout)["warnings"] == by["儋州市"]["runs"]["check"]["warnings"]


def test_a_look_and_a_dry_run_write_nothing(fleet: Fleet, linyi: Run):
    fleet.national(BODY)
    before = tree(fleet.root)
    looked = linyi("fleet", "status", "--out", fleet.root)
    assert looked.returncode == 0, looked.stderr
    assert "甲县：文本1.0.0" in looked.stdout
    dry = linyi("fleet", "update", "--from", fleet.source, "--dry-run", "--out", fleet.root, "--format", "json")
    assert dry.returncode == 0, dry.stderr
    assert json.loads(dry.stdout)["states"] == {"done": 3}
    assert tree(fleet.root) == before


def test_an_update_of_all_lists_open_decisions_by_clause(fleet: Fleet):
    for name in ("甲县", "丙县"):
        fleet.edit(name, "30日内补齐", "60日内补齐")
    fleet.national(BODY)
    made = command.fleet("update", fleet.root, fleet.members, Options(source=str(fleet.source)), jobs=1)
    assert [(item.id, cities) for item, cities in made.open()] == [("P98-checkin", ["甲县", "丙县"])]
    assert made.states() == {"done": 3}
    again = command.fleet("update", fleet.root, fleet.members, Options(source=str(fleet.source)), jobs=1)
    assert again.states() == {"same": 3}
    assert [(item.id, len(cities)) for item, cities in again.open()] == [("P98-checkin", 2)], "still open"
    told = show.text(again, "zh")
    assert "P98-checkin 报备：2 个城市" in told
    assert without_times(told).splitlines()[-1] == "更新：3 个城市，已是最新 3；用了 … 秒"
    assert "open decisions" in show.text(again, "en")


def test_the_page_opens_offline_and_says_what_the_json_says(fleet: Fleet, linyi: Run):
    fleet.edit("甲县", "30日内补齐", "60日内补齐")
    fleet.national(BODY)
    done = linyi("fleet", "update", "--from", fleet.source, "--out", fleet.root, LINYI_LANG="en")
    assert done.returncode == 0, done.stderr
    assert "3/3 " in done.stderr
    page = (fleet.root / "汇总.html").read_text(encoding="utf-8")
    assert not re.search(r"https?:|<script|<link|@import|url\(", page)
    assert 'lang="en"' in page
    for words in ("甲县", "updated", "P98-checkin", "山东省"):
        assert words in page
    from toolkit.registers import opening

    names = [sheet.name for sheet in opening.sheets(fleet.root / "汇总.xlsx")]
    assert names == ["cities", "findings", "open decisions"]


def test_the_pages_links_lead_to_what_lies_in_the_kits(fleet: Fleet):
    for path in ("更新报告.docx", "成果/site/index.html"):
        fleet.path("甲县", path).parent.mkdir(parents=True, exist_ok=True)
        fleet.path("甲县", path).write_bytes(b"x")
    page = pages.page(fleet.root, summary.summary(fleet.root, fleet.members, "check"))
    links = re.findall(r'href="([^"]+)"', page)
    assert len(links) == 2
    # As a browser takes them: a slash that is written %2F parts no folders.
    assert all(fleet.root.joinpath(*map(unquote, link.split("/"))).is_file() and "%2F" not in link for link in links), links


def test_work_is_told_even_where_the_summary_cannot_be_written(fleet: Fleet, linyi: Run):
    (fleet.root / "汇总.xlsx").mkdir()
    done = linyi("fleet", "update", "--from", fleet.source, "--out", fleet.root)
    assert done.returncode == 2
    assert "更新：3 个城市" in done.stdout
    assert "汇总.xlsx" in done.stderr


def test_of_a_kit_that_was_made_since_nobody_reads_that_it_is_missing_or_has_no_error(fleet: Fleet):
    kit = fleet.root / "甲县"
    members = fleet.members
    kit.rename(fleet.root.parent / "elsewhere")
    assert command.fleet("check", fleet.root, members, Options(), jobs=1).states()["missing"] == 1
    (fleet.root.parent / "elsewhere").rename(kit)
    row = next(row for row in command.status(fleet.root, members).rows if row.member.folder == "甲县")
    assert row.runs == {}
    assert summary.judged(row) is None


def test_what_is_remembered_of_a_city_may_be_damaged(own_kits: Path):
    from toolkit.fleet import records

    for text in ("", "[]", '{"runs": {"check": {"verb": "check"}}}', '{"runs": {"check": {"verb": "check", "folder": "x", "state": "no"}}}'):
        place = own_kits / ".linyi-fleet" / "cities" / "三沙市.json"
        place.write_text(text, encoding="utf-8")
        assert records.runs(own_kits, "三沙市") == {}
    assert summary.summary(own_kits, command.members(None, None, False, own_kits)).rows[0].seen


def test_kits_that_a_kill_cut_off_are_cleared_and_no_two_runs_write_at_once(fleet: Fleet, monkeypatch: pytest.MonkeyPatch):
    from toolkit.errors import ToolkitError
    from toolkit.files import lock
    from toolkit.fleet import records

    half = fleet.root / ".linyi-fleet" / "making" / "丁县" / "half"
    half.mkdir(parents=True)
    with records.alone(fleet.root):
        assert not half.exists()
        monkeypatch.setattr(lock, "WAIT", 0.1)
        with pytest.raises(ToolkitError) as told, records.alone(fleet.root):
            pass
    assert str(fleet.root) in told.value.words.zh
    assert (fleet.root / ".linyi-fleet" / ".gitignore").read_text(encoding="utf-8") == "*\n"


def test_a_summary_waits_for_the_comparison_that_is_being_written_beside_it(fleet: Fleet, monkeypatch: pytest.MonkeyPatch):
    from toolkit.errors import ToolkitError
    from toolkit.files import lock, transaction

    made = summary.summary(fleet.root, fleet.members)
    monkeypatch.setattr(lock, "WAIT", 0.1)
    for write in (lambda: pages.write(fleet.root, made), lambda: pages.write_deviations(fleet.root, [], [], {})):
        with lock.alone(fleet.root / transaction.LOCK, fleet.root), pytest.raises(ToolkitError):
            write()
        write()
    assert not (fleet.root / transaction.LOCK).exists()


def start(*arguments: object) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONUTF8": "1", "LINYI_LANG": "zh", "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, "-m", "toolkit", *map(str, arguments)], stderr=subprocess.PIPE, stdout=subprocess.PIPE,
                            text=True, encoding="utf-8", env=environment)


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Its worker processes; read from /proc, for `ps` cuts a long path to the width of a screen."""
    found = []
    for task in Path(f"/proc/{process.pid}/task").iterdir():
        for child in (task / "children").read_text(encoding="ascii").split():
            if "spawn_main" in Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8"):
                found.append(int(child))
    return found


def are_gone(pids: list[int]) -> bool:
    end = time.monotonic() + 10
    while time.monotonic() < end and any(Path(f"/proc/{pid}").exists() for pid in pids):
        time.sleep(0.05)
    return not any(Path(f"/proc/{pid}").exists() for pid in pids)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_build_goes_on_without_building_twice_and_leaves_no_process(own_kits: Path, linyi: Run, sign: int):
    running = start("fleet", "build", "--out", own_kits, "--only", "docx", "--jobs", "1")
    assert running.stderr
    assert "1/2 三沙市" in running.stderr.readline()
    workers = workers_of(running)
    running.send_signal(sign)
    running.wait(20)
    running.communicate()
    assert len(workers) == 1
    assert are_gone(workers)
    if sign == signal.SIGINT:
        assert running.returncode == 130
    times = {path: path.stat().st_mtime_ns for path in (own_kits / "三沙市" / "成果").rglob("*.docx")}
    assert times
    assert not list((own_kits / "儋州市" / "成果").rglob("*.docx"))
    again = linyi("fleet", "build", "--out", own_kits, "--only", "docx", "--format", "json")
    assert again.returncode == 0, again.stderr
    states = {city["folder"]: city["runs"]["build"]["state"] for city in json.loads(again.stdout)["cities"]}
    assert states == {"三沙市": "same", "儋州市": "done"}
    assert {path: path.stat().st_mtime_ns for path in times} == times

    facts = own_kits / "三沙市" / "city.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("0898-0000000", "0898-1111111"), encoding="utf-8")
    changed = linyi("fleet", "build", "--out", own_kits, "--only", "docx", "--format", "json")
    states = {city["folder"]: city["runs"]["build"]["state"] for city in json.loads(changed.stdout)["cities"]}
    assert states == {"三沙市": "done", "儋州市": "same"}, "what changed is built anew, whatever is remembered"
