"""`linyi build`: check → render → export → write."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import say, tell
from toolkit.errors import Finding, InvalidInput, ToolkitError, has_errors

if TYPE_CHECKING:
    from toolkit.exporters import Checked
    from toolkit.exporters.units import Progress
    from toolkit.files.artifact import Artifact
    from toolkit.files.output import Output
    from toolkit.kit import Kit
    from toolkit.rules.subject import Subject
    from toolkit.text.issues import Issue

_CARRIED = ("docx", "pdf", "pptx", "xlsx", "handbook")  # what the site offers for download, in a folder of its own

DRAFTS_MAY = frozenset({"UPD103"})  # a decision that is late: the city's text is in force meanwhile, and must be seen to be decided


@dataclass(frozen=True)
class Built:
    folder: Path
    findings: list[Finding]  # warnings only
    changed: list[str]
    kept: list[str]  # people's own versions of built files, moved aside
    total: int
    issued: Sequence[Issue] = ()  # entered in the register of issues


def build(
    start: Path,
    formats: Sequence[str] | None = None,
    out: Path | None = None,
    force: bool = False,
    jobs: int = 2,
    progress: Progress = lambda name, count: None,
    release: bool = False,
) -> Built:
    """Builds the kit at or above `start`, in all formats or those named: drafts, or with `release` what is issued.

    `progress` hears of each format and its files. Raises InvalidInput, with all findings, before
    anything is written.
    """
    from toolkit import kit
    from toolkit.exporters import MODULES
    from toolkit.files import lock
    from toolkit.files.output import open_output
    from toolkit.kit import issuing

    known = issuing.FORMATS if release else tuple(MODULES)
    wanted = known if formats is None else tuple(formats)
    _refuse_unknown(wanted, known)
    found = kit.find(start)
    folder = Path(os.path.abspath(out or found.output))
    if release:
        folder = issuing.folder(folder)
    elif folder == issuing.folder(found.output):
        raise _drafts_elsewhere()
    with contextlib.ExitStack() as held:
        if release or folder.is_relative_to(found.root):
            held.enter_context(found.alone())
        checked = read(found, release)
        if not folder.is_relative_to(found.root):
            held.enter_context(lock.beside(folder))
        output = open_output(folder, found.root)
        if release:
            done = issuing.issue(found, output, checked, wanted, force, jobs, progress, date.today())
            return Built(folder, checked.findings, done.changed, output.kept, len(output.paths()), done.made)
        changed = _make(output, checked, wanted, force, jobs, progress)
    return Built(folder, checked.findings, changed, output.kept, len(output.paths()))


def read(found: Kit, release: bool = False) -> Checked:
    """Checks and renders a kit. Raises InvalidInput, with all findings, where one is an error, for a release or a draft."""
    from toolkit import rules
    from toolkit.rules.release import held

    subject = found.subject()
    findings = rules.check(subject)
    if release:
        return rendered(found, subject, held(subject, findings), frozenset())
    return rendered(found, subject, findings)


def rendered(found: Kit, subject: Subject, findings: list[Finding], may: frozenset[str] = DRAFTS_MAY) -> Checked:
    """Renders what was checked already. Raises InvalidInput where one of `findings` is an error of no rule in `may`."""
    from toolkit.exporters import Checked, Content
    from toolkit.kit import issuing
    from toolkit.registers.ledger import used_in
    from toolkit.registers.register_list import register_list
    from toolkit.rules.signoffs import standing
    from toolkit.text import deviations, issues
    from toolkit.text.norm_book import norm_book
    from toolkit.text.telling import telling

    city = subject.city
    if has_errors([finding for finding in findings if finding.rule not in may]) or city is None:
        raise InvalidInput(findings)
    told = deviations.told(subject.deviations, subject.listed)
    states = {document.id: state for document, state in standing(subject)}
    texts = [
        telling(issues.standing(text, issuing.edition(text, city), subject.issues, states[text.id]), told)
        for text, _ in subject.rendered()
    ]
    ledgers = used_in(subject.ledgers, city)
    made = [item for item in (norm_book(texts, subject.register), register_list(ledgers)) if item]
    content = Content(texts, ledgers, made=made, deviations=tuple(told.values()), text=subject.text or "")
    return Checked(city, subject.register, content, findings, found.vanished(subject), subject.issues)


def _make(
    output: Output, checked: Checked, formats: Sequence[str], force: bool, jobs: int, progress: Progress
) -> list[str]:
    """Builds what is stale and writes it; returns the changed paths."""
    from toolkit.exporters.units import export, units

    downloads = tuple(form for form in _CARRIED if form in formats or output.holds(form))
    content = replace(checked.content, downloads=downloads)
    all_ = units(content, checked.city, checked.register, formats)
    stale = {name: unit for name, unit in all_.items() if force or not output.is_current(name, unit.key)}
    if "site" in formats:
        # The site offers all of a format: what somebody deleted of the others is made again.
        beside = units(content, checked.city, checked.register, [form for form in downloads if form not in formats])
        stale |= {name: unit for name, unit in beside.items() if output.lacks(name)}
    output.add(export(stale, checked.city, checked.register, jobs, progress))
    return _write(output, [*all_, *_orphans(output, checked.vanished)], formats)


def _orphans(output: Output, vanished: frozenset[str]) -> list[str]:
    """What was built of sources that are gone from the kit: nobody has decided that it goes too."""
    from toolkit.registers import register_list
    from toolkit.text import norm_book

    made = {norm_book.ID, register_list.ID}
    return [
        name for name in output.keys for form, _, source in [name.partition(":")]
        # Packs and what is made of the others (N00, R00) may lack just what vanished.
        if source in vanished or (vanished and (form == "packs" or source in made))
    ]


def _write(output: Output, names: list[str], formats: Sequence[str]) -> list[str]:
    if "site" in formats:
        for carry in (_carry_downloads, _carry_stick):
            name, key, artifacts = carry(output)
            names.append(name)
            if not output.is_current(name, key):
                output.add({name: (key, artifacts())})
    return output.finish(names, formats)


_Carried = tuple[str, str, Callable[[], "list[Artifact]"]]  # name and key of a unit, and how it is made


def _carry_downloads(output: Output) -> _Carried:
    """Copies of the built files within the site, which can then be taken away or hosted alone."""
    from toolkit.exporters.site.pages.page import FILES
    from toolkit.exporters.units import digest
    from toolkit.files.artifact import Artifact

    paths = output.paths(*_CARRIED)
    key = digest(*(f"{path}\0{output.written[path]}" for path in paths))
    return "site:files", key, lambda: [Artifact(f"site/{FILES}/{path}", output.read(path)) for path in paths]


def _carry_stick(output: Output) -> _Carried:
    """The whole site in one file."""
    from toolkit.exporters.site import stick
    from toolkit.exporters.units import digest
    from toolkit.files.artifact import Artifact

    key = digest(*(key for name, (key, _) in sorted(output.keys.items()) if name.split(":")[0] == "site" and name != "site:stick"))
    return "site:stick", key, lambda: [
        Artifact(stick.PATH, stick.packed({
            path: output.read(path) for path in output.paths("site") if path != stick.PATH
        }))
    ]


def _refuse_unknown(formats: Sequence[str], known: Sequence[str]) -> None:
    unknown = [form for form in formats if form not in known]
    if unknown or not formats:
        raise ToolkitError(
            zh=f"还不能生成 {'、'.join(unknown)}", en=f"cannot build {', '.join(unknown)} yet",
            fix_zh="可用：" + "、".join(known), fix_en="choose from: " + ", ".join(known),
        )


def _drafts_elsewhere() -> ToolkitError:
    return ToolkitError(
        zh="“成果/印发”只放印发的文件，草稿不能生成到那里", en="成果/印发 holds what was issued: drafts go elsewhere",
        fix_zh="换一个 --out；要印发，加 --release", fix_en="choose another --out, or issue with --release",
    )


@click.command("build", help=say(
    "生成 Word、PDF、打印包、台账、幻灯片、年度事项、手机手册和网站。",
    "Make the Word files, PDFs, print packs, registers, slides, calendar, handbooks and the site.",
))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--only", metavar="FORMAT,…",
              help=say("只生成这些，例如 docx,pdf", "only these, such as docx,pdf"))
@click.option("--out", type=click.Path(path_type=Path), help=say("成品放在哪里", "where they go"))
@click.option("--jobs", type=click.IntRange(1, 64), default=2, help=say("同时做几样", "how many at once"))
@click.option("--force", is_flag=True, help=say("全部重做", "build everything anew"))
@click.option("--release", is_flag=True, help=say(
    "印发：没有草稿标记的文件放进“印发”，并登记", "issue: texts without a draft's marks, entered in the register of issues",
))
@click.pass_context
def command(
    context: click.Context, kit: Path, only: str | None, out: Path | None, jobs: int, force: bool, release: bool
) -> None:
    formats = None if only is None else [form.strip() for form in only.split(",") if form.strip()]
    with _progress(context, formats) as step:
        built = build(kit, formats, out, force, jobs, step, release)
    tell_built(context, built)


def tell_built(context: click.Context, built: Built) -> None:
    """What became of a build, on stderr."""
    for path in built.kept:
        click.echo(say(f"有人改过的成品另存为：{path}", f"someone's edited file was kept as: {path}"), err=True)
    if built.findings:
        tell(context, say(
            f"{len(built.findings)} 处提醒，用 linyi check 查看", f"{len(built.findings)} warnings: linyi check",
        ))
    if built.issued:
        numbers = "、".join(entry.document for entry in built.issued)
        tell(context, say(
            f"登记了 {len(built.issued)} 份印发的文件：{numbers}。登记在 发文登记.yaml",
            f"entered {len(built.issued)} issued documents in 发文登记.yaml: {numbers}",
        ))
    tell(context, say(
        f"写了 {len(built.changed)} 个文件，共 {built.total} 个：{built.folder}",
        f"wrote {len(built.changed)} of {built.total} files: {built.folder}",
    ))


_NAMES = {
    "docx": "Word", "pdf": "PDF", "packs": say("打印包", "print packs"),
    "xlsx": say("台账", "registers"), "calendar": say("年度事项", "calendar"),
    "pptx": say("幻灯片", "slides"), "handbook": say("手机手册", "handbooks"), "site": say("网站", "site"),
}


@contextlib.contextmanager
def _progress(context: click.Context, formats: Sequence[str] | None) -> Iterator[Progress]:
    """A bar on a terminal, plain lines elsewhere, nothing with --quiet."""
    if context.find_root().obj or not sys.stderr.isatty():
        yield lambda name, count: tell(
            context, say(f"正在生成 {_NAMES[name]}（{count} 份）…", f"{_NAMES[name]}: {count} …")
        )
        return
    steps = len(_NAMES if formats is None else formats)
    with click.progressbar(length=steps, file=sys.stderr, label=say("生成", "build")) as bar:
        def step(name: str, count: int) -> None:
            bar.label = f"{_NAMES[name]} {count}"
            bar.update(1)

        yield step
