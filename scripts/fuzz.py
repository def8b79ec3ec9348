"""Hostile files: `python scripts/fuzz.py [--workbooks 5000] [--texts 5000] [--states 1000] [--words 5000]`, not among the fast tests.

Workbooks, city.yaml, documents, definitions of registers, the states and journals of builds are
made from a small good one by changes that hypothesis chooses. None may raise what the command
would call our bug (exit 3), end the process, take over 10 seconds, or bring it over 1 GB.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import multiprocessing
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from toolkit.errors import InvalidInput, ToolkitError  # noqa: E402

LONGEST, MOST_MEMORY, BATCH = 10.0, 1_000_000_000, 250

# What a hand, a damaged disk or somebody who means harm puts into a file.
XML = [b"", b"<", b">", b"</sheetData>", b'<row r="1048576">', b'<c r="XFD1048576"><v>1</v></c>', b"<c><v>1</v></c>", b't="s"', b't="d"', b't="e"',
       b't="inlineStr"', b'r="A0"', b'r="ZZZ9999999"', b"<v>1e309</v>", b"<v>-1</v>", b"<v>99999999999</v>", b"<f>A1</f>",
       b'<f t="shared" si="0" ref="A1:XFD1048576">A1</f>', b'<mergeCell ref="A1:XFD1048576"/>', b'<dimension ref="A1:XFD1048576"/>', b"&#0;", b"&x;",
       b"<!DOCTYPE x []>", b"<!--", b"<![CDATA[", b'encoding="UTF-16"', b"\x00", b"\xff\xfe", "全".encode(), b"2999-12-31", b'numFmtId="14"', b'count="4294967295"']
WORD = [b"", b"<", b">", b"<w:p>", b"</w:p>", b"<w:tbl>", b"</w:tr>", b"<w:ins>", b"</w:ins>", b'<w:del w:author="x">', b"</w:del>", b"<w:moveTo>", b"<w:sdt>",
        b"<w:sdtContent>", b"<w:r><w:t>1</w:t></w:r>", b"<w:delText>x</w:delText>", b'<w:rPr><w:del w:author="\xe7\x94\xb2" w:date="x"/></w:rPr>', b"<w:br/>",
        b'<w:bookmarkStart w:name="P08-scope"/>', b'<w:commentRangeStart w:id="0"/>', b"<!DOCTYPE x []>", b"&x;", b"&#0;", b"\x00", b"<!--", b'w:char="D800"', b"{{ x }}", b"**"]
TEXT = ["", "\n", "---\n", "- ", ": ", "：", "[", "{", "]", "}", "{{ ", " }}", "{% for x in units %}", "{% endfor %}", "{{ team.name }}", "::: 签署\n", ":::\n",
        "| 一 | 二 |\n", "|---|---|\n", "\\|", "## 章 {#P98-a}\n", "### 条 {#P98-b basis=\"L:1\"}\n", "[](#P98-b)", "[30日]{.suggested}", "**", "# ", "null", "5", "[]",
        "true", "2026-3-1", "\t", "\u202e", "\u200b", "　", "🌟", "<script>", "&x", "*x", "!!python/x", "\"", "'", "9" * 400, "一" * 3000, "> ", "\r\n"]
JSON = [None, True, -1, 1e308, "", "..", "/etc/passwd", "a/../../b", "C:\\x", "x" * 5000, [], {}, [[]], {"path": "x"}, "\ud800", "\x00", 10**400]


@cache
def _ledgers() -> list[Any]:
    from toolkit.registers.ledger import shared

    return list(shared())


@cache
def seeds() -> list[tuple[str, bytes]]:
    """A filled register as .xlsx, and where LibreOffice is at hand as .ods and .xls: ending, content."""
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    for ledger in _ledgers()[:2]:
        sheet = book.add_worksheet(ledger.title[:30])
        for number, column in enumerate(ledger.columns):
            sheet.write(0, number, column.title)
            for row in range(1, 6):
                sheet.write(row, number, {"date": 45000 + row, "number": row}.get(column.type, column.options[0] if column.options else f"C{row:04d}"))
    book.close()
    found = [(".xlsx", target.getvalue())]
    office = shutil.which("soffice")
    for ending in ("ods", "xls") if office else ():
        with tempfile.TemporaryDirectory() as name:
            (Path(name) / "a.xlsx").write_bytes(target.getvalue())
            subprocess.run([str(office), f"-env:UserInstallation=file://{name}/profile", "--headless", "--convert-to", ending, "--outdir", name, f"{name}/a.xlsx"],
                           capture_output=True, check=False, timeout=120)
            made = Path(name) / f"a.{ending}"
            if made.exists():
                found.append((f".{ending}", made.read_bytes()))
    return found


@st.composite
def changed(draw: st.DrawFn, raw: bytes, pieces: list[bytes]) -> bytes:
    """`raw` after a few changes: a piece put in or over, a part cut out, repeated, or cut off."""
    data = bytearray(raw)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.one_of(st.integers(0, 40), st.integers(0, len(data))))
        what = draw(st.sampled_from(("put", "over", "cut", "again", "end", "byte")))
        piece = draw(st.sampled_from(pieces))
        if what == "put":
            data[at:at] = piece
        elif what == "over":
            data[at : at + length] = piece
        elif what == "cut":
            del data[at : at + length]
        elif what == "again":
            data[at:at] = bytes(data[at : at + length]) * draw(st.integers(1, 30))
        elif what == "end":
            del data[at:]
        elif data:
            data[at] = draw(st.integers(0, 255))
    return bytes(data[:3_000_000])


@st.composite
def workbooks(draw: st.DrawFn) -> tuple[str, bytes]:
    """A workbook changed as a file, or within one of its parts and packed well."""
    ending, raw = draw(st.sampled_from(seeds()))
    if ending == ".xls" or draw(st.integers(0, 3)) == 0:
        return ending, draw(changed(raw, XML))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = draw(st.lists(st.sampled_from([name for name in names if name.endswith((".xml", ".rels"))]), min_size=1, max_size=2))
        for name in names:
            new.writestr(name, draw(changed(old.read(name), XML)) if name in chosen else old.read(name))
    return ending, out.getvalue()


def read_workbook(example: tuple[str, bytes], folder: Path) -> None:
    from toolkit.registers import workbooks as readers
    from toolkit.registers.books import Books
    from toolkit.registers.rules import check

    path = folder / f"x{example[0]}"
    path.write_bytes(example[1])
    filled = readers.read(path, _ledgers())
    rows = {filled.ledger.slug: filled.rows} if filled.ledger else {}
    list(check(Books(rows, date(2026, 11, 26), {"visits_per_year": 4, "visit_minutes": 120}, "队"), tuple(_ledgers())))


@cache
def texts() -> list[tuple[str, str]]:
    """A city's facts, a document, a form and a register's definition: what it is read as, content."""
    from toolkit.city import cityfile, divisions

    city = cityfile.to_text(cityfile.from_division(divisions.find("东莞")))
    def first(folder: str, names: str) -> str:
        return next((ROOT / folder).glob(names)).read_text(encoding="utf-8")[:6000]

    return [("city", city), ("document", first("policies", "P04-*.md")), ("document", first("templates/forms", "B03-*.md")),
            ("document", "---\nid: P98\ntitle: 甲\n---\n\n## 章 {#P98-a}\n\n### 条 {#P98-b}\n\n正文。\n"),
            ("register", first("templates/registers", "R01-*.yaml"))]


@st.composite
def written(draw: st.DrawFn) -> tuple[str, bytes]:
    kind, text = draw(st.sampled_from(texts()))
    raw = draw(changed(text.encode(), [piece.encode("utf-8", "surrogatepass") for piece in TEXT]))
    if draw(st.integers(0, 9)):  # mostly whole characters: what is no UTF-8 is refused at once
        raw = raw.decode("utf-8", "ignore").encode()
    return kind, raw


@cache
def _good_city() -> Path:
    path = Path(tempfile.mkdtemp(prefix="fuzz-")) / "city.yaml"
    path.write_text(texts()[0][1], encoding="utf-8")
    return path


@cache
def _laws() -> Any:
    from toolkit.files.sources import shared
    from toolkit.text.citations import Register

    return Register(shared().legal)


def read_text(example: tuple[str, bytes], folder: Path) -> None:
    from toolkit import rules
    from toolkit.rules.subject import Subject
    from toolkit.text.render import outline, render

    kind, raw = example
    path = folder / "x.md"
    path.write_bytes(raw)
    subject = Subject(_laws())
    subject.read_city(path if kind == "city" else _good_city(), "city.yaml")
    if kind == "document":
        subject.read_documents([(path, "x.md")])
    if kind == "register":
        subject.read_registers([(path, "x.yaml")])
    found = rules.check(subject)
    if subject.city is not None and not any(finding.severity == "error" for finding in found):
        outlined = outline(subject.documents, subject.city)
        for document in outlined.documents:
            render(document, outlined, subject.city)


anything = st.recursive(st.sampled_from(JSON), lambda inner: st.one_of(
    st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["keys", "written", "path", "new", "ours", "docx:P04", "docx/a.docx", "../x"]), inner, max_size=4)), max_leaves=12)
states = st.one_of(
    st.tuples(st.sampled_from([".linyi-build.json", ".linyi-journal/steps.json"]), anything.map(lambda value: json.dumps(value).encode("utf-8", "surrogatepass"))),
    st.tuples(st.sampled_from([".linyi-build.json", ".linyi-journal/steps.json"]), st.binary(max_size=200)),
    st.tuples(st.just(".linyi-build.json"), st.integers(1, 5000).map(lambda depth: b"[" * depth * 20)),
)


def read_state(example: tuple[str, bytes], folder: Path) -> None:
    from toolkit.files.artifact import Artifact
    from toolkit.files.output import open_output

    victim, out = folder / "x", folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    victim.write_bytes(b"mine")
    (out / ".linyi-journal").mkdir(parents=True)
    (out / example[0]).write_bytes(example[1])
    output = open_output(out)
    output.is_current("docx:P04", "key")
    output.paths()
    output.add({"docx:P04": ("key", [Artifact("docx/a.docx", b"new")])})
    output.finish(["docx:P04"], ["docx"])
    assert victim.read_bytes() == b"mine"
    assert (out / "docx/a.docx").read_bytes() == b"new"
    assert open_output(out).is_current("docx:P04", "key")


@cache
def sent() -> tuple[bytes, Any]:
    """A document as it is sent to counsel: its Word file with marks in it, and what was sent."""
    import random

    from tests.review.tracking import at_random
    from toolkit.exporters.word import docx
    from toolkit.files import sources
    from toolkit.review import marked, packed
    from toolkit.rules.subject import Subject
    from toolkit.text.citations import Register
    from toolkit.text.render import outline, render

    subject = Subject(Register(sources.shared().legal))
    subject.take_city(texts()[0][1], "city.yaml")
    files = [(path, path.name) for folder, names in (("policies", "P*.md"), ("templates/forms", "B*.md")) for path in sorted((ROOT / folder).glob(names))]
    subject.read_documents(files)
    assert subject.city
    outlined = outline(subject.documents, subject.city)
    document = next(item for item in outlined.documents if item.id == "P08")
    raw = docx.export([render(document, outlined, subject.city)[0]], subject.city, subject.register)[0].content
    kept = packed.pack("P08", list(packed.parts(document, outlined, subject.city)), marked.parse(raw))
    return at_random(raw, random.Random(8), 30), kept


@st.composite
def word_files(draw: st.DrawFn) -> tuple[str, bytes]:
    """A marked Word file changed as a file, or within one of its parts and packed well."""
    raw, _ = sent()
    if draw(st.integers(0, 4)) == 0:
        return ".docx", draw(changed(raw, WORD))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if name.endswith((".xml", ".rels"))]
        chosen = {draw(st.sampled_from(["word/document.xml", *names]))}
        for name in old.namelist():
            new.writestr(name, draw(changed(old.read(name), WORD)) if name in chosen else old.read(name))
    return ".docx", out.getvalue()


def read_word(example: tuple[str, bytes], _: Path) -> None:
    from toolkit.files.archive import Refused
    from toolkit.review import gathering, marked
    from toolkit.review.gathering import Returned

    kept = sent()[1]
    try:
        file = marked.parse(example[1])
    except Refused:
        return
    found = gathering.known(file, {"a": {"P08": kept}}, ("", ""))
    if found:
        gathering.gather([Returned("x.docx", file, found[1], found[0])], with_untracked=True)


KINDS: dict[str, tuple[Callable[[], st.SearchStrategy[Any]], Callable[[Any, Path], None]]] = {
    "workbooks": (workbooks, read_workbook), "texts": (written, read_text), "states": (lambda: states, read_state),
    "words": (word_files, read_word),
}


def batch(kind: str, count: int, number: int, folder: str, answer: Any) -> None:
    """Tries `count` examples; what went wrong is answered, by where."""
    import resource

    strategy, reader = KINDS[kind]
    wrong: Counter[str] = Counter()
    slowest, work = [0.0], Path(folder)

    @seed(number)
    @settings(max_examples=count, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(strategy())
    def tried(example: Any) -> None:
        (work / "last").write_bytes(repr(example)[:100].encode("utf-8", "replace"))
        began = time.monotonic()
        try:
            reader(example, work)
        except (ToolkitError, InvalidInput):
            pass
        except BaseException as error:
            place = traceback.extract_tb(error.__traceback__)[-1]
            name = f"{type(error).__name__} at {place.filename.rpartition('toolkit/')[2]}:{place.lineno}"
            wrong[name] += 1
            if wrong[name] == 1:
                (work.parent / f"{kind}-{len(wrong)}-{number}.bin").write_bytes(example[1])
        took = time.monotonic() - began
        slowest[0] = max(slowest[0], took)
        if took > LONGEST:
            wrong[f"took {took:.0f} s"] += 1

    tried()
    memory = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) * 1024
    if memory > MOST_MEMORY:
        wrong[f"{memory // 1_000_000} MB"] += 1
    answer.put((dict(wrong), slowest[0], memory))


def run(kind: str, count: int, first: int, kept: Path) -> int:
    total: Counter[str] = Counter()
    slowest, most = 0.0, 0
    for number in range(-(-count // BATCH)):
        work = kept / f"{kind}-{number}"
        work.mkdir()
        answer: Any = multiprocessing.Queue()
        process = multiprocessing.Process(target=batch, args=(kind, min(BATCH, count - number * BATCH), first + number, str(work), answer))
        process.start()
        found = None
        while found is None and (process.is_alive() or not answer.empty()):
            with contextlib.suppress(queue.Empty):
                found = answer.get(timeout=1)
        process.join()
        if found is None:
            total[f"ended the process (exit {process.exitcode})"] += 1
            shutil.copytree(work, kept / f"ended-{kind}-{number}")
        else:
            total += Counter(found[0])
            slowest, most = max(slowest, found[1]), max(most, found[2])
        shutil.rmtree(work, ignore_errors=True)
    print(f"{kind}: {count} tried, {total.total()} wrong; slowest {slowest:.1f} s, most memory {most // 1_000_000} MB", flush=True)
    for name, times in total.most_common():
        print(f"    {times:4d}  {name}")
    return total.total()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for kind, count in (("workbooks", 5000), ("texts", 5000), ("states", 1000), ("words", 5000)):
        parser.add_argument(f"--{kind}", type=int, default=count)
    parser.add_argument("--seed", type=int, default=13)
    given_ = parser.parse_args()
    os.environ["RUST_BACKTRACE"] = "0"
    kept = Path(tempfile.mkdtemp(prefix="fuzz-"))
    seeds()
    wrong = sum(run(kind, getattr(given_, kind), given_.seed, kept) for kind in KINDS if getattr(given_, kind))
    print(f"what went wrong lies in {kept}" if wrong else "nothing went wrong")
    if not wrong:
        shutil.rmtree(kept)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
