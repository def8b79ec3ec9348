"""Prints what many cities cost, as ratios within one run: python tests/benchmarks/fleet.py [--only FORMAT,…] [--few N] [--many N] [--all]

CPU seconds are user and system, of all processes; wall seconds say something on a quiet machine alone, so the
load is printed too. Memory is the most that the command and all it started held at one time (RSS, summed).
Without --only the formats are docx, pdf and xlsx: a whole kit takes half a minute a city.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.benchmarks.run import ENVIRONMENT  # noqa: E402


@dataclass
class Cost:
    wall: float
    cpu: float
    memory: float  # MB


def linyi(*arguments: object) -> Cost:
    """One command, with what it and its processes cost."""
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "toolkit", *map(str, arguments)], env=ENVIRONMENT,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = [0.0]
    watcher = threading.Thread(target=watch, args=(process, peak))
    watcher.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    watcher.join()
    assert process.returncode in (0, 1), arguments
    return Cost(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, peak[0])


def watch(process: subprocess.Popen[bytes], peak: list[float]) -> None:
    while process.returncode is None:
        peak[0] = max(peak[0], sum(map(resident, below(process.pid))))
        time.sleep(0.1)


def below(pid: int) -> list[int]:
    """The process and all it started."""
    parents: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1])
        except (OSError, IndexError):
            continue
        parents.setdefault(parent, []).append(int(place.name))
    found = [pid]
    for at in found:
        found += parents.get(at, [])
    return found


def resident(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (OSError, IndexError):
        return 0.0


def show(name: str, value: float, limit: str = "") -> None:
    print(f"{name:<66} {value:8.2f}   {limit}   load {os.getloadavg()[0]:.1f}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="docx,pdf,xlsx")
    parser.add_argument("--few", type=int, default=4)
    parser.add_argument("--many", type=int, default=32)
    parser.add_argument("--all", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        building(work, chosen.only, chosen.few, chosen.many)
        if chosen.all:
            everywhere(work)


def fleet(work: Path, name: str, count: int) -> Path:
    """Kits of so many cities, of the same size as others: those of Shandong and Henan, and on from there."""
    from toolkit.fleet.members import everywhere as every

    codes = [item.code for item in every() if item.code >= "37"][:count]
    (work / f"{name}.txt").write_text("\n".join(codes), encoding="utf-8")
    linyi("fleet", "new", "--cities", work / f"{name}.txt", "--out", work / name)
    return work / name


def building(work: Path, only: str, few: int, many: int) -> None:
    root = fleet(work, "few", few)
    lone = [linyi("build", kit, "--only", only) for kit in sorted(root.iterdir()) if (kit / "city.yaml").exists()]
    alone = sum(cost.cpu for cost in lone) / len(lone)
    show(f"linyi build --only {only}, CPU seconds a city", alone)
    one = linyi("fleet", "build", "--out", root, "--only", only, "--jobs", "1", "--force")
    show(f"fleet build of {few} cities: CPU a city / a lone build", one.cpu / few / alone, "<= 0.75")
    two = linyi("fleet", "build", "--out", root, "--only", only, "--jobs", "2", "--force")
    show("one job / two jobs, wall time, on two quiet cores", one.wall / two.wall, ">= 1.80")
    again = linyi("fleet", "build", "--out", root, "--only", only, "--jobs", "1")
    show("nothing changed: CPU a city / a lone build", again.cpu / few / alone)
    show(f"memory of {few} cities, MB", one.memory)
    if many:
        more = linyi("fleet", "build", "--out", fleet(work, "many", many), "--only", only, "--jobs", "1")
        show(f"memory of {many} cities / of {few}", more.memory / one.memory, "<= 1.10")
        show(f"fleet build of {many} cities: CPU a city / a lone build", more.cpu / many / alone, "<= 0.75")
        shutil.rmtree(work / "many")


def everywhere(work: Path) -> None:
    made = linyi("fleet", "new", "--all", "--out", work / "all")
    show("fleet new --all, seconds", made.wall)
    checked = linyi("fleet", "check", "--all", "--out", work / "all")
    show("fleet check --all, seconds", checked.wall)
    told = json.loads((work / "all" / "汇总.json").read_text(encoding="utf-8"))
    print(told["states"], {item["rule"]: (item["severity"], item["count"], item["cities"]) for item in told["findings"]})


if __name__ == "__main__":
    main()
