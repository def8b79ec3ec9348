"""How many small faults the tests see: `python scripts/mutants.py [--count 400] [--seed 11]`, not among the tests.

Mutants are made by mutmut's operators (pip install "mutmut<3" coverage) from the modules of AREAS and
drawn at random. A copy of the repository is changed, never the repository. The fast tests run once
under coverage; then each mutant meets the tests that run its line, the quickest first, and after
them those that run its module. `--again OUT` takes the survivors of an earlier run instead. What
survives is written to `--out` with its line before and after, to be read one by one.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import json
import os
import random
import resource
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import coverage
import pytest
from mutmut import Context, RelativeMutationID, list_mutations, mutate

ROOT = Path(__file__).resolve().parent.parent
AREAS = ("toolkit/text", "toolkit/registers/rules", "toolkit/files/transaction.py")
HEAVY = ("click", "docx", "hypothesis", "jinja2", "jsonschema", "lxml.etree", "pypdf", "python_calamine", "typst", "xlsxwriter", "yaml")
PATIENCE, HANGING, MEMORY = 40.0, 90.0, 6_000_000_000  # seconds of tests a mutant, of waiting; bytes


@dataclass
class Mutant:
    file: str
    line: int  # from 1
    index: int  # which of the line's mutants
    before: str
    after: str = ""
    fate: str = ""  # killed | hanging | survived | uncovered
    by: str = ""  # the test that saw it


class Measured:
    """A plugin of pytest: which tests pass, how long they take, and which lines they run."""

    def __init__(self, measure: coverage.Coverage) -> None:
        self.measure, self.seconds, self.failed = measure, dict[str, float](), set[str]()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measure.switch_context(item.nodeid)
        result = yield
        self.measure.switch_context("")
        return result

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] = self.seconds.get(report.nodeid, 0.0) + report.duration
        if not report.passed:
            self.failed.add(report.nodeid)


class Chosen:
    """A plugin of pytest: runs these tests in this order, and no new one after PATIENCE."""

    def __init__(self, tests: list[str]) -> None:
        self.rank, self.failed, self.began = {test: at for at, test in enumerate(tests)}, "", time.monotonic()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((item for item in items if item.nodeid in self.rank), key=lambda item: self.rank[item.nodeid])

    def pytest_runtest_setup(self) -> None:
        if time.monotonic() - self.began > PATIENCE:
            pytest.skip("no patience left")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = self.failed or report.nodeid


def in_child(work: Callable[[], Any], longest: float) -> Any:
    """What `work` returns in a fork of this process; None if it takes too long or ends its process."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        silent = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(silent, number)
        os.close(read)
        with os.fdopen(write, "w", encoding="utf-8") as answer, contextlib.suppress(BaseException):
            answer.write(json.dumps(work()))
        os._exit(0)
    os.close(write)
    until, said = time.monotonic() + longest, bytearray()
    while (left := until - time.monotonic()) > 0 and select.select([read], [], [], left)[0]:
        piece = os.read(read, 1 << 20)
        if not piece:
            break
        said += piece
    os.close(read)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return json.loads(said) if said else None


def modules() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for area in AREAS
            for path in sorted([ROOT / area] if area.endswith(".py") else (ROOT / area).glob("*.py"))]


def every(file: str) -> list[Mutant]:
    found = list_mutations(Context(source=Path(ROOT, file).read_text(encoding="utf-8"), filename=file))
    return [Mutant(file, item.line_number + 1, item.index, item.line) for item in found]


def changed(mutant: Mutant) -> str:
    """The module's text with this mutant in it; fills in `after`."""
    source = Path(ROOT, mutant.file).read_text(encoding="utf-8")
    place = RelativeMutationID(mutant.before, mutant.index, mutant.line - 1)
    text, count = mutate(Context(source=source, filename=mutant.file, mutation_id=place))
    assert count == 1, mutant
    old, new = source.split("\n"), text.split("\n")
    mutant.after = next((line for was, line in zip(old, new, strict=False) if was != line), "")
    return text


def measured(tests: list[str]) -> tuple[dict[str, dict[int, list[str]]], dict[str, float]]:
    """Module → line → the passing tests that run it ("" is import); test → seconds."""
    files = modules()

    def run() -> Any:
        measure = coverage.Coverage(data_file=None, include=[str(Path.cwd() / file) for file in files])
        plugin = Measured(measure)
        measure.start()
        pytest.main(["-q", "-p", "no:cacheprovider", *tests], [plugin])
        measure.stop()
        data = measure.get_data()
        lines = {file: data.contexts_by_lineno(str(Path.cwd() / file)) for file in files}
        return lines, {test: taken for test, taken in plugin.seconds.items() if test not in plugin.failed}, sorted(plugin.failed)

    found = in_child(run, 3600)
    assert found, "the tests could not be measured"
    lines, seconds, failed = found
    print(f"{len(seconds)} tests pass in {sum(seconds.values()):.0f} s; not asked because they fail or skip here: {failed}", flush=True)
    return {file: {int(line): tests for line, tests in found.items()} for file, found in lines.items()}, seconds


def asked(mutant: Mutant, lines: dict[int, list[str]], seconds: dict[str, float]) -> list[str]:
    """The tests that run the line, the quickest first, then the others that run the module."""
    own = {test for test in lines.get(mutant.line, ()) if test in seconds}
    others = {test for found in lines.values() for test in found if test in seconds} - own
    return [*sorted(own, key=seconds.__getitem__), *sorted(others, key=seconds.__getitem__)]


def tried(mutant: Mutant, tests: list[str]) -> None:
    """Gives the mutant its fate: runs the tests on the copy, which is the current folder."""
    path = Path(mutant.file)
    text, kept = path.read_bytes(), path.stat()
    path.write_text(changed(mutant), encoding="utf-8")
    plugin = Chosen(tests)

    def run() -> str:
        pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--no-header", *sorted({test.partition("::")[0] for test in tests})], [plugin])
        return plugin.failed

    try:
        found = in_child(run, HANGING) if tests else ""
    finally:
        path.write_bytes(text)
        os.utime(path, ns=(kept.st_atime_ns, kept.st_mtime_ns))  # its compiled file stays good
    mutant.by = found or ""
    mutant.fate = "uncovered" if not tests else "hanging" if found is None else "killed" if found else "survived"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--again", type=Path, help="the --out of an earlier run: its survivors only")
    parser.add_argument("--out", type=Path, default=Path("mutants.json"))
    parser.add_argument("tests", nargs="*", default=["tests"])
    given = parser.parse_args()
    given.out = given.out.resolve()
    everyone = [mutant for file in modules() for mutant in every(file)]
    drawn = random.Random(given.seed).sample(everyone, min(given.count, len(everyone)))
    if given.again:
        earlier = [Mutant(**entry) for entry in json.loads(given.again.read_text(encoding="utf-8"))]
        drawn = [mutant for mutant in earlier if mutant.fate in ("survived", "uncovered")]
    for name in HEAVY:
        importlib.import_module(name)
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        copy = Path(name) / "copy"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".git", ".hypothesis", "__pycache__", ".*_cache"))
        os.chdir(copy)
        os.environ["PYTHONPATH"] = str(copy)
        sys.path[:] = [str(copy), *(place for place in sys.path if place not in ("", str(ROOT), str(ROOT / "scripts")))]
        subprocess.run([sys.executable, "-m", "compileall", "-q", "toolkit", "tests"], check=True)
        lines, seconds = measured(given.tests)
        for number, mutant in enumerate(drawn, 1):
            tried(mutant, asked(mutant, lines[mutant.file], seconds))
            print(f"{number:4d} {mutant.fate:9s} {mutant.file}:{mutant.line}  {mutant.after.strip()[:110]}", flush=True)
            given.out.write_text(json.dumps([asdict(item) for item in drawn], ensure_ascii=False, indent=1), encoding="utf-8")
    for area in AREAS:
        fates = Counter(mutant.fate for mutant in drawn if mutant.file.startswith(area))
        print(f"{area}: {fates['killed'] + fates['hanging']} of {fates.total()} seen ({dict(fates)}), of {sum(item.file.startswith(area) for item in everyone)} that there are")
    return 0


if __name__ == "__main__":
    sys.exit(main())
