"""Prints how fast the toolkit is, as ratios within one run: python tests/benchmarks/run.py

Times are CPU seconds, user and system, of this process's children or of itself; the lowest of
three counts. Nothing here is a test: machines differ.
"""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
# As an installed program runs: with its modules compiled.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | {
    "PYTHONPATH": str(ROOT), "LINYI_LANG": "en",
}
TIMES = 3
FIRST = "597bf1c"  # the program of 1.0.0


def linyi(*arguments: object) -> None:
    subprocess.run([sys.executable, "-m", "toolkit", *map(str, arguments)], check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT)


def cpu(work: Callable[[], object], system: bool = True) -> float:
    """CPU seconds of one run, children included."""
    def now() -> float:
        usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(usage.ru_utime + (usage.ru_stime if system else 0) for usage in usages)

    before = now()
    work()
    return now() - before


def best(work: Callable[[], object], before: Callable[[], object] = lambda: None, **options: bool) -> float:
    found = []
    for _ in range(TIMES):
        before()
        found.append(cpu(work, **options))
    return min(found)


def show(name: str, value: float, limit: str) -> None:
    print(f"{name:<62} {value:6.2f}   {limit}")


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        kit = work / "临沂市"
        start_up(work, kit)
        first(work, kit)
        desk(work, kit)
        registers(work, kit)
        creating(work, kit)
        exporting(work, kit)
        reviewing(work, kit)
        site(work, kit)


def start_up(work: Path, kit: Path) -> None:
    linyi("new", "临沂", "--no-input", "--out", kit)
    show("linyi --help, user seconds", best(lambda: linyi("--help"), system=False), "<= 0.15")
    show("linyi check, user seconds", best(lambda: linyi("check", kit), system=False), "<= 0.70")


def first(work: Path, kit: Path) -> None:
    """Beside 1.0.0, each program with the kit that it makes; then both build 1.0.0's kit, in its formats."""
    program = first_program(work)
    if program is None:
        return
    old = work / "kit then"

    def then(*arguments: object) -> None:
        subprocess.run([sys.executable, "-m", "toolkit", *map(str, arguments)], check=False, cwd=program,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**ENVIRONMENT, "PYTHONPATH": str(program)})

    before = best(lambda: then("check", old), system=False)
    show("linyi check of a kit / 1.0.0's check of its smaller one, user", best(lambda: linyi("check", kit), system=False) / before, "<= 0.60")
    formats = "docx,pdf,packs,xlsx,pptx,calendar,site"
    built = cpu(lambda: then("build", old, "--only", formats, "--force"))
    show("a full build of 1.0.0's kit / the same by 1.0.0, CPU", cpu(lambda: linyi("build", old, "--only", formats, "--force")) / built, "<= 0.60")
    linyi("build", kit, "--only", "docx,xlsx")
    checking = best(lambda: linyi("check", kit))
    show("an unchanged build of Word and Excel - check, seconds", best(lambda: linyi("build", kit, "--only", "docx,xlsx")) - checking, "<= 0.15")


def first_program(work: Path) -> Path | None:
    """The program of 1.0.0 beside the kit that it makes, `kit then`; None where the history lacks it."""
    program = work / "1.0.0"
    if not program.is_dir():
        packed = subprocess.run(["git", "-C", str(ROOT), "archive", FIRST], capture_output=True, check=False)
        if packed.returncode:
            print("the program of 1.0.0 is not in this repository's history: no ratio")
            return None
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            archive.extractall(program, filter="data")
        subprocess.run([sys.executable, "-m", "toolkit", "new", "临沂", "--no-input", "--out", str(work / "kit then")],
                       check=True, env={**ENVIRONMENT, "PYTHONPATH": str(program)}, cwd=program,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return program


def desk(work: Path, kit: Path) -> None:
    """Wall seconds from the command to its first page, of a field's finding, of the whole check; memory afterwards."""
    import http.cookiejar
    import re
    import time
    import urllib.parse
    import urllib.request

    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "toolkit", "--quiet", "desk", str(kit), "--no-browser"], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    base = address.partition("/?")[0]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    browser.open(address).read()
    show("desk: first page, seconds", time.perf_counter() - start, "<= 0.5 on two idle cores")

    def ask(path: str, **form: str) -> float:
        data = urllib.parse.urlencode(form).encode() if form else None
        request = urllib.request.Request(f"{base}/kit/{urllib.parse.quote(kit.name)}/{path}", data, {"Origin": base})
        begun = time.perf_counter()
        browser.open(request).read()
        return time.perf_counter() - begun

    ask("check")
    show("desk: a field's finding, seconds", min(ask("facts/judge", key="team.hotline", value="x") for _ in range(TIMES)), "<= 0.2")
    whole = min(ask("check") for _ in range(TIMES))
    begun = time.perf_counter()
    linyi("check", kit)
    show("desk: check / linyi check", whole / (time.perf_counter() - begun), "<= 1.5")
    status = Path(f"/proc/{process.pid}/status")
    if status.is_file():
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="utf-8"))
        assert found
        show("desk: memory, MB", int(found[1]) / 1024, "<= 150")
    process.kill()
    process.communicate()


def creating(work: Path, kit: Path) -> None:
    template = work / "template"
    shutil.copytree(kit, template / "{{cookiecutter.folder}}")
    settings = {"folder": "copy", "_copy_without_render": ["*"]}
    (template / "cookiecutter.json").write_text(json.dumps(settings), encoding="utf-8")

    def copy() -> None:
        subprocess.run([sys.executable, "-m", "cookiecutter", str(template), "--no-input", "-f", "-o", str(work)],
                       check=True, env=ENVIRONMENT)

    made = work / "made"
    ours = best(lambda: linyi("new", "临沂", "--no-input", "--out", made),
                before=lambda: shutil.rmtree(made, ignore_errors=True))
    show("linyi new / cookiecutter copying the same tree", ours / best(copy), "<= 1.60")


def exporting(work: Path, kit: Path) -> None:
    import pypandoc

    from toolkit import kit as kits
    from toolkit.exporters.paper import pdf
    from toolkit.exporters.word import docx, pandoc_ast
    from toolkit.exporters.word.look import reference
    from toolkit.text.render import outline, render

    subject = kits.Kit(kit).subject()
    assert subject.city
    outlined = outline(subject.documents, subject.city)
    documents = [render(document, outlined, subject.city)[0] for document in outlined.documents]
    city, register = subject.city, subject.register
    (work / "reference.docx").write_bytes(reference("policy"))
    for number, document in enumerate(documents):
        tree = json.dumps(pandoc_ast.document(document, city, register))
        (work / f"{number}.json").write_text(tree, encoding="utf-8")

    def one_process_a_file() -> None:
        for number in range(len(documents)):
            subprocess.run([pypandoc.get_pandoc_path(), "-f", "json", f"{number}.json", "-o", f"{number}.docx",
                            "--reference-doc", "reference.docx"], cwd=work, check=True)

    word = best(lambda: docx.export(documents, city, register))
    single = best(one_process_a_file)
    show(f"{len(documents)} Word files / a pandoc process a file", word / single, "<= 0.50")
    pdfs = best(lambda: pdf.export(documents, city, register))
    office = shutil.which("soffice")
    if office:
        def convert() -> None:
            for number in range(0, len(documents), 6):
                subprocess.run([office, f"-env:UserInstallation=file://{work}/profile", "--headless",
                                "--convert-to", "pdf", "--outdir", str(work), str(work / f"{number}.docx")],
                               check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

        convert()
        sample = cpu(convert) / len(range(0, len(documents), 6)) * len(documents)
        show("Word + PDF / pandoc and LibreOffice a file (every sixth measured)",
             (word + pdfs) / (single + sample), "<= 0.20")
    linyi("build", kit)
    unchanged = best(lambda: linyi("build", kit))
    full = cpu(lambda: linyi("build", kit, "--force"))
    show("an unchanged build / a full build", unchanged / full, "")
    check = best(lambda: linyi("check", kit))
    show("an unchanged build - check, seconds", unchanged - check, "<= 0.20")
    show(f"a full build of {len(documents)} documents, seconds", full, "")


def reviewing(work: Path, kit: Path) -> None:
    """A redline of a long document against the first release, and the pack of the whole kit."""
    from toolkit import kit as kits
    from toolkit.exporters.word import docx
    from toolkit.review.redline.redline import redline
    from toolkit.text import policy, releases
    from toolkit.text.render import outline, render

    subject = kits.Kit(kit).subject()
    assert subject.city
    old = [policy.read(path, path.name)[0] for _, path in releases.files(ROOT / "policies/releases/1.0.0") if path.suffix == ".md"]
    files = []
    for documents in (old, subject.documents):
        outlined = outline(documents, subject.city)
        document = next(found for found in documents if found.id == "P08")
        rendered = render(document, outlined, subject.city)[0]
        files.append(docx.export([rendered], subject.city, subject.register)[0].content)
    show("the redline of P08 against 1.0.0, verified, seconds", best(lambda: redline(*files, "工具包", "2026-12-01")), "")
    shutil.rmtree(kit / "审查", ignore_errors=True)
    (kit / "审查").mkdir()
    show("linyi review pack of all policies and forms, seconds", cpu(lambda: linyi("review", "pack", kit)), "")


def site(work: Path, kit: Path) -> None:
    """The site's exporter, without the pictures of forms, against mkdocs-material alone on the same Markdown and jieba with neither."""
    import yaml
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from toolkit import kit as kits
    from toolkit.commands.build import read
    from toolkit.exporters.site import site as exporter
    from toolkit.exporters.site.pages import english, pages
    from toolkit.exporters.site.run import cut_nothing
    from toolkit.exporters.site.source import CHINESE, ENGLISH, write_folder

    checked = read(kits.find(kit))
    plain = []
    for words, made in ((CHINESE, pages(checked.content, checked.city, checked.register)),
                        (ENGLISH, english(checked.content, checked.city))):
        path = write_folder(work / f"plain-{words.language}", made, checked.city.team_name, words)
        settings = yaml.safe_load(path.read_text(encoding="utf-8"))
        del settings["theme"]["custom_dir"], settings["extra_css"], settings["extra_javascript"]
        path.write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
        plain.append(path)

    def alone() -> None:
        for path in plain:
            build(load_config(str(path)))

    cut_nothing()  # where jieba is installed, the theme would do more than ours
    base = best(alone)
    whole = best(lambda: exporter.export([checked.content], checked.city, checked.register))
    show("the site / mkdocs-material alone on the same Markdown", whole / base, "<= 1.00")
    checked.city.data["site"]["languages"] = ["zh-Hans", "zh-Hant"]
    both = best(lambda: exporter.export([checked.content], checked.city, checked.register))
    show("the site in both scripts / mkdocs-material alone, one script", both / base, "")


def registers(work: Path, kit: Path) -> None:
    """An invented team of Linyi's size, 5,317 children and 8,700 volunteers: ours, and 1.0.0's by both programs."""
    folder = work / "registers"
    subprocess.run([sys.executable, "-m", "tests.invented", str(folder)], check=True, env=ENVIRONMENT, cwd=ROOT)
    user, most = check_registers(ROOT, folder, kit)
    show("checking the registers of 8,700 volunteers, user seconds", user, "<= 15")
    show("its memory, megabytes", most, "<= 300")
    program = first_program(work)
    if program is None:
        return
    then = {**ENVIRONMENT, "PYTHONPATH": str(program)}
    subprocess.run([sys.executable, "-m", "tests.invented", str(work / "then")], check=True, env=then, cwd=program)
    before = min(check_registers(program, work / "then", work / "kit then")[0] for _ in range(TIMES))
    now, most = min(check_registers(ROOT, work / "then", kit) for _ in range(TIMES))
    show("checking the registers of 1.0.0 by 1.0.0, user seconds", before, "")
    show("the same by this program / by 1.0.0", now / before, "<= 0.35")
    show("its memory, megabytes", most, "<= 300")


def check_registers(program: Path, folder: Path, kit: Path) -> tuple[float, float]:
    """User seconds and megabytes of one check by the program in a folder."""
    command = [sys.executable, "-m", "toolkit", "registers", "check", str(folder), str(kit), "--on", "2026-11-24"]
    process = subprocess.Popen(command, env={**ENVIRONMENT, "PYTHONPATH": str(program)}, cwd=program,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), process.returncode
    return usage.ru_utime, usage.ru_maxrss / 1024


if __name__ == "__main__":
    main()
