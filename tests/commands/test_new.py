"""Promises of `linyi new`."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, Run
from toolkit import kit as kits
from toolkit.commands.new import new
from toolkit.errors import ToolkitError
from toolkit.kit import furnishing

CITIES = {
    "临沂": ("prefecture", 13, 156, True), "青岛市": ("prefecture", 10, 134, True),
    "北京": ("municipality", 16, 343, True), "50": ("municipality", 37, 1031, True),
    "东莞": ("prefecture", 32, 0, False), "嘉峪关": ("prefecture", 5, 0, False),
    "儋州": ("prefecture", 16, 0, False), "延边": ("prefecture", 8, 96, True),
    "锡林郭勒": ("prefecture", 13, 79, True), "仙桃": ("county", 19, 0, False),
    "济源": ("county", 16, 0, False), "费县": ("county", 12, 0, False),
}


def tree(folder: Path) -> dict[str, str]:
    """Every file below `folder` and the hash of its bytes."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", CITIES)
def test_every_kind_of_division_gets_a_kit_without_errors(name: str, tmp_path: Path, linyi: Run):
    tier, units, towns, three = CITIES[name]
    assert linyi("new", name, "--no-input", "--out", tmp_path / "K").returncode == 0
    city = yaml.safe_load((tmp_path / "K" / "city.yaml").read_text(encoding="utf-8"))
    assert city["city"]["tier"] == tier
    assert city["tiers"]["three"] is three
    assert len(city["units"]) == units
    assert sum(len(unit.get("towns", [])) for unit in city["units"]) == towns
    found = json.loads(linyi("check", tmp_path / "K", "--format", "json").stdout)
    assert found["errors"] == 0
    assert {finding["rule"] for finding in found["findings"]} == {"CFG201"}


def test_linyis_zone_stays_and_is_marked(linyi_kit: Path):
    city = yaml.safe_load((linyi_kit / "city.yaml").read_text(encoding="utf-8"))
    zones = [unit for unit in city["units"] if unit.get("zone")]
    assert [(zone["code"], zone["towns"]) for zone in zones] == [("371371", ["罗西街道", "马厂湖镇"])]


@pytest.mark.parametrize(("name", "word"), [
    ("吉林", "吉林省吉林市"), ("朝阳", "辽宁省朝阳市"), ("不存在的市", "找不到"), ("香港", "另外的法律"),
    ("台北", "另外的法律"), ("山东", "省级"),
])
def test_what_is_no_city_is_explained_and_leaves_nothing(name: str, word: str, tmp_path: Path, linyi: Run):
    result = linyi("new", name, "--no-input", cwd=tmp_path)
    assert result.returncode == 2
    assert word in result.stderr
    assert "怎么办：" in result.stderr
    assert not list(tmp_path.iterdir())


def test_the_same_answers_give_the_same_bytes(linyi_kit: Path, tmp_path: Path, linyi: Run):
    linyi("new", "371300", "--no-input", "--out", tmp_path / "another name")
    assert tree(tmp_path / "another name") == tree(linyi_kit)


def test_cookiecutter_alone_gives_the_same_kit(linyi_kit: Path, tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    result = subprocess.run(
        [sys.executable, "-m", "cookiecutter", str(ROOT), "--directory", "templates/kit",
         "--no-input", "--output-dir", str(tmp_path)],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(home), "PYTHONUTF8": "1"},
    )
    assert result.returncode == 0, result.stderr
    assert tree(tmp_path / "临沂市") == tree(linyi_kit)


@pytest.mark.parametrize("city", ["费县\"; import os; os.mkdir('evil')", "{{ 7*7 }}", "../x"])
def test_hostile_answers_to_cookiecutter_run_nothing(city: str, tmp_path: Path):
    result = subprocess.run(
        [sys.executable, "-m", "cookiecutter", str(ROOT), "--directory", "templates/kit",
         "--no-input", "--output-dir", str(tmp_path / "out"), f"city={city}"],
        capture_output=True, text=True, encoding="utf-8", check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(tmp_path), "PYTHONUTF8": "1"},
    )
    assert result.returncode != 0
    assert not list(tmp_path.rglob("evil"))
    assert not (tmp_path / "out" / "临沂市").exists()


def test_nothing_is_left_in_the_home_or_the_temporary_folder(tmp_path: Path, linyi: Run):
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    temporary.mkdir()
    secret = "invented-answer-4711"
    result = linyi(
        "new", "临沂", "--no-input", "--out", tmp_path / "K", "--set", f"team.host={secret}",
        HOME=str(home), USERPROFILE=str(home), TMPDIR=str(temporary), TEMP=str(temporary),
    )
    assert result.returncode == 0, result.stderr
    left = [path for path in [*home.rglob("*"), *temporary.rglob("*")] if path.is_file()]
    assert all(secret.encode() not in path.read_bytes() for path in left)
    assert [path.suffix for path in left] in ([], [".lock"])


def test_settings_and_answers_reach_the_city(tmp_path: Path, linyi: Run):
    answers = tmp_path / "answers.yaml"
    answers.write_text("team: {hotline: 0539-0000001}\nsupports: {boarding: true}\n", encoding="utf-8")
    result = linyi(
        "new", "临沂", "--no-input", "--out", tmp_path / "K", "--answers", answers,
        "--set", "team.hotline=0539-0000002", "--set", "numbers.visits_per_year=6",
    )
    assert result.returncode == 0, result.stderr
    city = yaml.safe_load((tmp_path / "K" / "city.yaml").read_text(encoding="utf-8"))
    assert city["team"]["hotline"] == "0539-0000002"
    assert city["supports"]["boarding"] is True
    assert city["numbers"]["visits_per_year"] == 6


HOSTILE = [
    "{{ 7*7 }}", "{% raw %}", "{# x", "{{ cycler.__init__.__globals__ }}", "'; import os;",
    "\"\nadmin: true", "<script>alert(1)</script>", "[x](javascript:alert(1))", "=1+1", "true", "null",
    "0539", "- a", "a: b # c", "&x *y !z", "'", '"', "\\", "%", "@", "`",
]


@pytest.mark.parametrize("value", HOSTILE)
def test_values_stay_literal_text(value: str, tmp_path: Path):
    made = new("临沂", tmp_path / "K", [f"team.host={value}"])
    city = kits.Kit(made).subject().city
    assert city is not None
    assert city.data["team"]["host"] == value


@pytest.mark.parametrize("setting", [
    "team.hotline=12", "team.hotlne=1", "supports.camps=no", "numbers.visits_per_year=1",
    "team.name=" + "长" * 300, "team.name=", "team.email=x", "city.name=CON", "nonsense",
])
def test_bad_settings_are_refused_with_their_place(setting: str, tmp_path: Path, linyi: Run):
    result = linyi("new", "临沂", "--no-input", "--out", tmp_path / "K", "--set", setting)
    assert result.returncode in (1, 2)
    assert setting.split("=")[0] in result.stderr
    assert "怎么办：" in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["CON", "nul.txt", "a.", "a ", "a|b", "a?b", "x\ty"])
def test_names_that_fail_on_some_system_are_refused_on_all(name: str, tmp_path: Path, linyi: Run):
    result = linyi("new", "临沂", "--no-input", "--out", tmp_path / name)
    assert result.returncode == 2
    assert not list(tmp_path.iterdir())


def test_an_existing_target_stays_untouched(tmp_path: Path, linyi: Run):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for name in ("folder", "file", "link"):
        result = linyi("new", "临沂", "--no-input", "--out", tmp_path / name)
        assert result.returncode == 2
        assert "已经存在" in result.stderr
    assert not (tmp_path / "elsewhere").exists()
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_without_a_terminal_questions_are_an_error(tmp_path: Path, linyi: Run):
    result = linyi("new", "临沂", cwd=tmp_path)
    assert result.returncode == 2
    assert "--no-input" in result.stderr


@pytest.mark.parametrize("at", [1, 2, 5, 20, 40])
def test_a_full_disk_leaves_nothing(at: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    copies = iter(range(1, 10_000))
    real = furnishing.shutil.copyfile

    def full(origin: Path, target: Path, **options: bool):
        if next(copies) == at:
            raise OSError(28, "No space left on device", str(target))
        return real(origin, target, **options)

    monkeypatch.setattr(furnishing.shutil, "copyfile", full)
    with pytest.raises(ToolkitError) as caught:
        new("临沂", tmp_path / "K")
    assert "No space" in caught.value.words.zh
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kill by signal is a POSIX test")
def test_after_a_kill_the_kit_is_absent_or_whole_and_the_next_run_clears_up(tmp_path: Path, linyi_kit: Path):
    wanted = tree(linyi_kit)
    chance = random.Random(20180419)
    whole = absent = 0
    for number in range(25):
        target = tmp_path / f"K{number}"
        process = subprocess.Popen(
            [sys.executable, "-m", "toolkit", "new", "临沂", "--no-input", "--out", str(target)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        time.sleep(chance.uniform(0.05, 1.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
        if target.exists():
            assert tree(target) == wanted
            whole += 1
        else:
            absent += 1
    new("临沂", tmp_path / "last")
    assert not list(tmp_path.glob(".linyi-part-*"))
    assert absent


@pytest.mark.skipif(sys.platform == "win32", reason="a signal is a POSIX thing")
def test_an_interrupt_leaves_nothing_and_says_130(tmp_path: Path):
    import pty

    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "new", "费县", "--out", str(tmp_path / "K")], stdin=slave,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    os.close(master)
    os.close(slave)
    assert process.returncode == 130
    assert not list(tmp_path.iterdir())
