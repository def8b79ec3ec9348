"""Kills and full disks: `python scripts/kills.py [--kills 200] [--full 40]`, not among the fast tests.

Each kill ends `linyi new`, `build`, `registers new`, `update`, `resolve`, `undo` or `review import` at a random moment, by
SIGKILL or by Ctrl-C; the next command must find what was there before, or all that is new, and nothing else. Each full
disk is an OSError "No space left on device" at a chosen call that writes, made by a wrapper around
Python's own functions within the process; its message must say what is true.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit import kit as kits  # noqa: E402
from toolkit.commands.new import new  # noqa: E402

LONGEST = 1.0  # seconds that a Ctrl-C may take
EDITED = "P10-checkin"  # a clause that names volunteers
Tree = dict[str, str]

# Runs a command line whose disk is full from the call number FULL_AT on that would write into the folder FULL_IN.
FULL = """
import builtins, os, sys
at, place, calls = int(os.environ["FULL_AT"]), os.environ["FULL_IN"], 0
def full(path):
    global calls
    if not isinstance(path, (str, bytes, os.PathLike)) or not os.path.abspath(os.fsdecode(path)).startswith(place):
        return
    calls += 1
    if calls >= at:
        raise OSError(28, "No space left on device", os.fsdecode(path))
real_open, real_mkdir, real_os_open = builtins.open, os.mkdir, os.open
def opened(path, mode="r", *more, **named):
    if set(mode) & set("wax+"):
        full(path)
    return real_open(path, mode, *more, **named)
def made(path, *more, **named):
    full(path)
    return real_mkdir(path, *more, **named)
def os_opened(path, flags, *more, **named):
    if flags & os.O_CREAT:
        full(path)
    return real_os_open(path, flags, *more, **named)
import io
builtins.open = io.open = opened
os.mkdir, os.open = made, os_opened
sys.argv[0] = "linyi"
from toolkit.__main__ import run
try:
    run()
finally:
    sys.stderr.write(f"\\nCALLS {calls}\\n")
"""


REVISIONS = ("update", "resolve", "undo", "import")
_BESIDE = (".kit/backup/", ".kit/tx", ".kit/lock")  # what was before, and what the next command clears


def tree(folder: Path) -> Tree:
    """Every file below `folder` but the state of builds, which names no more than they do, and backups."""
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))} if folder.exists() else {}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found.items()
        if path.is_file() and path.name != ".linyi-build.json" and not name.startswith(_BESIDE)
    }


class Trial:
    """One command on a folder of its own, and the two states that may be found there."""

    def __init__(self, name: str, work: Path) -> None:
        self.name, self.work, self.temporary = name, work, work / "tmp"
        self.kit, self.made, self.nation = work / "K", work / "M", work / "N"
        self.old: Tree = {}
        self.new: Tree = {}
        work.mkdir()
        self.temporary.mkdir()
        self._prepare()

    @property
    def arguments(self) -> list[str]:
        if self.name == "new":
            return ["new", "临沂", "--no-input", "--out", str(self.made)]
        if self.name == "update":
            return ["update", str(self.kit), "--from", str(self.nation)]
        if self.name == "resolve":
            return ["resolve", EDITED, str(self.kit), "--take", "national"]
        if self.name == "undo":
            return ["undo", str(self.kit)]
        if self.name == "import":
            return ["review", "import", str(self.work / "marked.docx"), str(self.kit)]
        only = ["--only", "docx,xlsx,calendar"] if self.name == "build" else []
        return [*(["build"] if self.name == "build" else ["registers", "new"]), str(self.kit), *only]

    @property
    def result(self) -> Path:
        return self.made if self.name == "new" else self.kit if self.name in REVISIONS else self.kit / "成果"

    def _prepare(self) -> None:
        if self.name == "new":
            self._run()
            self.new = tree(self.made)
            shutil.rmtree(self.made)
            return
        self._must("new", "临沂", "--no-input", "--out", str(self.kit))
        if self.name in REVISIONS:
            self._prepare_revision()
            return
        city = self.kit / "city.yaml"
        text = city.read_text(encoding="utf-8").replace("adopted:\n", "adopted:\n  documents: [P04, P08, P10]\n")
        city.write_text(text, encoding="utf-8")
        self._run()
        self.old = tree(self.result)
        shutil.copytree(self.result, self.work / "old")
        city.write_text(text.replace("服务团", "志愿团"), encoding="utf-8")
        self._run()
        self.new = tree(self.result)
        self.reset()
        assert self.old != self.new

    def _prepare_revision(self) -> None:
        """A kit whose city edited a clause, and a nation that changes that one and others in every policy."""
        for name in ("policies", "templates", "schemas"):
            shutil.copytree(ROOT / name, self.nation / name)
        version = self.nation / "policies" / "version.yaml"
        version.write_text("version: 99.0.0\nneeds_toolkit: 1.0.0\n", encoding="utf-8")
        for path in sorted((self.nation / "policies").glob("P*.md")):
            path.write_text(path.read_text(encoding="utf-8").replace("志愿者", "服务志愿者"), encoding="utf-8")
        edited = next((self.kit / "制度").glob(f"{EDITED[:3]}-*.md"))
        edited.write_text(edited.read_text(encoding="utf-8").replace("志愿者", "本市志愿者"), encoding="utf-8")
        if self.name == "import":
            self._send()
        elif self.name != "update":
            self._must("update", str(self.kit), "--from", str(self.nation))
        self.old = tree(self.kit)
        shutil.copytree(self.kit, self.work / "old")
        self._run()
        self.new = tree(self.kit)
        self.reset()
        assert self.old != self.new

    def _send(self) -> None:
        """A pack, and one of its files with a change in several clauses, as a lawyer sends it back."""
        import random

        from tests.review.tracking import Tracking

        self._must("review", "pack", str(self.kit), "--doc", EDITED[:3], "--out", str(self.work / "pack"))
        raw = next(path for path in (self.work / "pack").glob(f"{EDITED[:3]}-*.docx") if "修订" not in path.name).read_bytes()
        tracking = Tracking(raw, random.Random(1))
        for paragraph in [found for found in tracking.paragraphs() if "志愿者" in "".join(found.itertext())][3:30:3]:
            tracking.new_paragraph(paragraph, "律师加的一段。")
        (self.work / "marked.docx").write_bytes(tracking.done())

    def reset(self) -> None:
        shutil.rmtree(self.result, ignore_errors=True)
        if self.name != "new":
            shutil.copytree(self.work / "old", self.result)

    def _run(self) -> None:
        self._must(*self.arguments)

    def _must(self, *arguments: str) -> None:
        done = subprocess.run([sys.executable, "-m", "toolkit", *arguments], env=self.environment(), capture_output=True, check=False)
        assert done.returncode == 0 or (arguments[:2] == ("review", "import") and done.returncode == 1), done.stderr.decode()

    def environment(self, more: Mapping[str, str] | None = None) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(self.temporary), "LINYI_LANG": "en", "PYTHONUTF8": "1", **(more or {})}

    def seconds(self) -> float:
        self.reset()
        began = time.monotonic()
        self._run()
        self.reset()
        return time.monotonic() - began

    def next_command(self) -> None:
        """What anybody does next; it finishes an interrupted write."""
        if self.name == "new":
            shutil.rmtree(new("费县", self.work / "next"))
        else:
            kits.find(self.kit)  # where every command on a kit begins

    def is_writing(self) -> bool:
        if self.name == "new":
            return any(path.name.startswith(".linyi-part") for path in self.work.iterdir())
        if self.name in REVISIONS:
            return (self.kit / ".kit/tx.new").exists() or (self.kit / ".kit/tx").exists()
        return (self.result / ".linyi-new").exists() or (self.result / ".linyi-journal").exists()

    def state(self) -> str:
        """old, new, or what is wrong."""
        now = tree(self.result)
        found = "old" if now == self.old else "new" if now == self.new else "MIXED"
        left = [path.name for path in (*self.work.iterdir(), *self.result.glob(".linyi-[!b]*"))
                if path.name.startswith(".linyi") or path.name.endswith("-lock")]
        left += [path.name for path in (self.kit / ".kit").glob("tx*")]
        left += ["lock"] if (self.kit / ".kit" / "lock").exists() else []
        return f"LEFT {left}" if left else found


def kill(trial: Trial, moment: float, by: signal.Signals, while_writing: bool) -> tuple[str, float]:
    """Ends the command after `moment` seconds, or a fiftieth of them after it began to write.

    Returns what the next command finds and how long the end took.
    """
    trial.reset()
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", *trial.arguments], env=trial.environment(),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    if while_writing:
        while process.poll() is None and not trial.is_writing():
            time.sleep(0.001)
        moment = moment * 0.02
    time.sleep(moment)
    began = time.monotonic()
    process.send_signal(by)
    _, said = process.communicate()
    took = time.monotonic() - began
    if by is signal.SIGINT and process.returncode == 130:
        # Nothing half-made may be left before any next command.
        found = trial.state()
        if found in ("old", "new") and list(trial.temporary.iterdir()):
            found = f"LEFT {[path.name for path in trial.temporary.iterdir()]}"
    else:
        trial.next_command()
        found = trial.state()
        shutil.rmtree(trial.temporary)  # after a kill nobody clears the system's own folder
        trial.temporary.mkdir()
    if by is signal.SIGINT and process.returncode not in (0, 130, -signal.SIGINT):
        found = f"EXIT {process.returncode} {said.decode()[-300:]}"
    return found, took if by is signal.SIGINT else 0.0


def full(trial: Trial, at: int) -> tuple[str, int]:
    """Runs the command with a disk that is full from its write number `at` on."""
    trial.reset()
    done = subprocess.run(
        [sys.executable, "-c", FULL, *trial.arguments], capture_output=True, check=False, stdin=subprocess.DEVNULL,
        env=trial.environment({"FULL_AT": str(at), "FULL_IN": str(trial.work)}),
    )
    said, _, calls = done.stderr.decode().rpartition("\nCALLS ")
    before = trial.state()
    trial.next_command()
    after = trial.state()
    if done.returncode == 0:
        return (after if after == "new" else f"SAID GOOD, {after}"), int(calls)
    if done.returncode != 2 or "No space left" not in said or "fix:" not in said:
        return f"EXIT {done.returncode} {said[-300:]}", int(calls)
    if "nothing was changed" in said and before != "old":
        return f"SAID UNCHANGED, {before}", int(calls)
    return after, int(calls)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--full", type=int, default=40)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--commands", default="new,build,registers,update,resolve,undo,import")
    given = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what it runs in the background ignore it, and so its children
    chance, wrong, counts, slowest = random.Random(given.seed), 0, dict[tuple[str, str, str], int](), 0.0
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        trials = [Trial(command, Path(name) / command) for command in given.commands.split(",")]
        for trial in trials:
            length = trial.seconds()
            for number in range(given.kills // len(trials) + (trial is trials[0]) * (given.kills % len(trials))):
                by = signal.SIGINT if number % 4 == 3 else signal.SIGKILL
                found, took = kill(trial, chance.uniform(0.02, length * 1.05), by, number % 2 == 0 or number % 8 == 7)
                slowest = max(slowest, took)
                counts[trial.name, by.name, found] = counts.get((trial.name, by.name, found), 0) + 1
                if found not in ("old", "new") or took > LONGEST:
                    wrong += 1
                    print(f"      {trial.name}  {by.name}, number {number}: {found}, took {took:.2f} s", flush=True)
            points = full(trial, 1_000_000)[1]
            some = given.full // len(trials) + (trial is trials[0]) * (given.full % len(trials))
            for at in sorted(chance.sample(range(1, points + 1), min(some, points))):
                found, _ = full(trial, at)
                counts[trial.name, "full", found] = counts.get((trial.name, "full", found), 0) + 1
                wrong += found not in ("old", "new")
            for key, count in counts.items():
                if key[0] == trial.name:
                    print(f"{count:4d}  {'  '.join(key)}", flush=True)
    print(f"{wrong} wrong; the slowest Ctrl-C took {slowest:.2f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
