"""How time and memory grow with a kit: python tests/benchmarks/growth.py

Four times the documents, ten times the units, ten times the rows, each in a process of its own. Ratios
are of user seconds without the start, lowest of three, and of memory without what the start takes.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests.benchmarks.run import ENVIRONMENT, linyi, show  # noqa: E402

TIMES = int(os.environ.get("TIMES", "3"))
_START, _TEAM = 4, 400  # children
_APART = 20  # between the number of a policy and that of its next copy: P01, P21, P41, P61


def texts(kit: Path, copies: int) -> dict[str, str]:
    """The kit's policies so many times, each copy with ids of its own; path → text."""
    found = {}
    for path in sorted((kit / "制度").glob("P*.md")):
        for copy in range(copies):
            def other(named: re.Match[str], step: int = copy * _APART) -> str:
                return f"P{int(named[1]) + step:02}"

            text = re.sub(r"\bP([0-9]{2})\b", other, path.read_text(encoding="utf-8"))
            if copy:
                text = re.sub(r' norm="[^"]*"', "", text)
            found[f"制度/{copy}-{path.name}"] = text
    return found


def subject_of(kit: Path, copies: int, units: int = 1):
    """A kit of policies alone, with its units so many times."""
    from toolkit.files import sources
    from toolkit.rules.subject import Subject
    from toolkit.text import policy
    from toolkit.text.citations import Register

    subject = Subject(Register(sources.shared().legal))
    city = (kit / "city.yaml").read_text(encoding="utf-8")
    head, mark, rest = city.partition("\nunits:\n")
    entries = re.match(r"(?:[ #-].*\n|\n)*", rest)
    assert entries
    blocks = [entries[0].replace("name: ", f"name: {'甲乙丙丁戊己庚辛壬癸'[number]}") if number else entries[0] for number in range(units)]
    blocks = [re.sub(r'code: "[0-9]*", ', "", block) if number else block for number, block in enumerate(blocks)]
    subject.take_city(head + mark + "".join(blocks) + rest[entries.end():], "city.yaml")
    for path, text in texts(kit, copies).items():
        document, findings = policy.parse(text, path)
        subject.texts[path] = text
        subject.documents.append(document)
        subject.findings.extend(findings)
    return subject


def check(kit: Path, copies: int) -> None:
    from toolkit import rules

    rules.check(subject_of(kit, copies))


def with_units(kit: Path, times: int) -> None:
    from toolkit import rules
    from toolkit.exporters.word import docx

    subject = subject_of(kit, 1, times)
    rules.check(subject)
    assert subject.city
    assert len(subject.city.units) > 10 * times
    docx.export([text for text, _ in subject.rendered()], subject.city, subject.register)


def word(kit: Path, copies: int) -> None:
    _made(kit, copies, "toolkit.exporters.word.docx")


def paper(kit: Path, copies: int) -> None:
    _made(kit, copies, "toolkit.exporters.paper.pdf")


def _made(kit: Path, copies: int, module: str) -> None:
    import importlib

    from toolkit import rules

    subject = subject_of(kit, copies)
    rules.check(subject)
    importlib.import_module(module).export([text for text, _ in subject.rendered()], subject.city, subject.register)


def site(kit: Path, copies: int) -> None:
    from toolkit import rules
    from toolkit.exporters import Content
    from toolkit.exporters.site import site as exporter
    from toolkit.exporters.site.pages import pages
    from toolkit.exporters.site.source import CHINESE

    subject = subject_of(kit, copies)
    rules.check(subject)
    assert subject.city
    exporter.built(pages(Content([text for text, _ in subject.rendered()], []), subject.city, subject.register), subject.city, CHINESE)


CASES: dict[str, tuple[Callable[[Path, int], None], int, float]] = {
    "check, four times the policies": (check, 4, 4.4),
    "Word, four times the policies": (word, 4, 4.4),
    "PDF, four times the policies": (paper, 4, 4.4),
    "the site, four times the policies": (site, 4, 4.4),
    "check and Word, ten times the units": (with_units, 10, 1.5),
}


def cost(*arguments: object) -> tuple[float, float]:
    """User seconds and megabytes of a process."""
    process = subprocess.Popen([sys.executable, *map(str, arguments)], env=ENVIRONMENT, cwd=ROOT,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), process.returncode
    return usage.ru_utime, usage.ru_maxrss / 1024


def lowest(*arguments: object) -> tuple[float, float]:
    found = [cost(*arguments) for _ in range(TIMES)]
    return min(seconds for seconds, _ in found), min(size for _, size in found)


def ratio(name: str, limit: float, start: tuple[float, float], one: tuple[float, float], many: tuple[float, float]) -> None:
    for what, place in (("time", 0), ("memory", 1)):
        show(f"{name}: {what}", (many[place] - start[place]) / max(one[place] - start[place], 0.01), f"<= {limit:g}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        kit = Path(name) / "临沂市"
        linyi("new", "临沂", "--no-input", "--out", kit)
        for number, (case, (_, times, limit)) in enumerate(CASES.items()):
            start, one, many = (lowest(__file__, kit, number, count) for count in (0, 1, times))
            ratio(case, limit, start, one, many)
        rows(Path(name), kit)


def rows(work: Path, kit: Path) -> None:
    """The registers of a team, and of one ten times as large."""
    for children in (_START, _TEAM, 10 * _TEAM):
        subprocess.run([sys.executable, "-m", "tests.invented", str(work / str(children)), str(children)], check=True, env=ENVIRONMENT, cwd=ROOT)
    start, one, many = (
        lowest("-m", "toolkit", "registers", "check", work / str(children), kit, "--on", "2026-11-24")
        for children in (_START, _TEAM, 10 * _TEAM)
    )
    ratio("registers check, ten times the rows", 11, start, one, many)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        CASES[list(CASES)[int(sys.argv[2])]][0](Path(sys.argv[1]), int(sys.argv[3]))
    else:
        main()
