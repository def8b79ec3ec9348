"""Five updates of one edited kit, one after another: at each, what the report says is what the diff shows."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from tests.update import invented
from tests.update.small import City
from toolkit.update import parts
from toolkit.update.parts import Part

GROUPS = {"换成新文本": "taken", "新来": "arrived", "撤下": "withdrawn"}
NAMES = ("P97", "P98", "P99")


def told(report: str) -> dict[str, dict[str, set[str]]]:
    """Of every document, the clauses that the report says were taken, arrived or withdrawn."""
    found: dict[str, dict[str, set[str]]] = {}
    name, group = "", ""
    for line in report.partition("## 附：逐份逐条")[2].splitlines():
        if line.startswith("### "):
            name = line.split()[1]
            found[name] = {kind: set() for kind in GROUPS.values()}
        elif match := re.match(r"(.+?)（[0-9]+条）：$", line):
            group = GROUPS.get(match[1], "")
        elif line.startswith("- ") and group and name:
            found[name][group].add(line.split()[1])
        elif line.startswith("## "):
            break
    return found


def seen(before: bytes, after: bytes) -> dict[str, set[str]]:
    was, now = clauses(before), clauses(after)
    return {
        "taken": {name for name in was.keys() & now.keys() if was[name].words != now[name].words},
        "arrived": now.keys() - was.keys(), "withdrawn": was.keys() - now.keys(),
    }


def clauses(raw: bytes) -> dict[str, Part]:
    found: dict[str, Part] = {}
    for part in parts.read(raw, "x").parts:
        if part.id:
            found.setdefault(part.id, part)
    return found


def text(made: list[invented.Clause], name: str, version: str) -> str:
    return invented.document(made, version).replace("P98", name).replace("样例制度", f"样例制度{name}")


@pytest.mark.parametrize("seed", [2, 3, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(4, 30))])
def test_the_report_agrees_with_the_diff_each_time(tmp_path: Path, seed: int):
    chance = random.Random(seed)
    national = {name: invented.sample(chance) for name in NAMES}
    city = City(tmp_path, **{name: text(made, name, "1.0.0") for name, made in national.items()})
    paths = {name: next((city.root / "制度").glob(f"{name}-*.md")) for name in NAMES}
    asked = 0
    for number in range(1, 6):
        for name, path in paths.items():
            own = [part.raw.strip("\r\n").replace("\r\n", "\n").replace(name, "P98").split("\n\n") for part in parts.read(path.read_bytes(), name).parts[1:]]
            edited = invented.edited(own, chance, invented.LOCAL, most=2)
            path.write_bytes(invented.written(text(edited, name, f"1.{number - 1}.0"), chance))
            national[name] = invented.edited(national[name], chance, invented.NATIONAL, most=3)
        before = {name: path.read_bytes() for name, path in paths.items()}
        city.national(f"1.{number}.0", **{name: text(made, name, f"1.{number}.0") for name, made in national.items()})
        done = city.update()
        paths = {name: next((city.root / "制度").glob(f"{name}-*.md")) for name in NAMES}
        report = told(done.report)
        for name, path in paths.items():
            waiting = {decision.id for decision in city.decisions.of(name)}
            diff = {kind: ids - waiting for kind, ids in seen(before[name], path.read_bytes()).items()}
            said = {kind: {identifier for identifier in ids if identifier != name} for kind, ids in report.get(name, {kind: set() for kind in diff}).items()}
            assert said == diff, (number, name)
        assert f"要本市决定的有{done.open}件" in done.report or done.open == 0
        assert len(city.decisions.open) == done.open == len(city.pages)
        assert all(f"待处理/{page}.md" in done.report for page in city.pages)
        assert city.update().changed == []
        asked += done.open
    assert asked > 0
