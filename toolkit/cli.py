"""The door: options in, exit code out. Nothing else prints or exits."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit import __version__, language
from toolkit.door import endings
from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, say
from toolkit.errors import ToolkitError, has_errors

if TYPE_CHECKING:
    from toolkit.city.wizard import Question
    from toolkit.commands.build import Built

class _Commands(click.Group):
    """Keeps the commands in the order in which a city needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=say("为一个城市建立志愿服务团的全套文本。", "Sets up a city's kit for its volunteer service team."),
)
@click.version_option(__version__, prog_name="linyi", help=say("显示版本", "show the version"))
@click.option("--lang", type=click.Choice(language.LANGUAGES), expose_value=False,
              help=say("消息的语言", "language of messages"))
@click.option("--quiet", is_flag=True, help=say("只显示错误", "show errors only"))
@click.pass_context
def main(context: click.Context, quiet: bool) -> None:
    context.obj = quiet


@main.command(help=say("新建一个城市的工具包。", "Make a city's kit."))
@click.argument("city", required=False)
@click.option("--out", type=click.Path(path_type=Path), help=say("新文件夹的位置", "the new folder"))
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE",
              help=say("填一项，例如 team.hotline=0539-0000000", "one answer, e.g. team.hotline=…"))
@click.option("--answers", type=click.Path(path_type=Path),
              help=say("答案文件：city.yaml 的任何一部分", "a file with any part of a city.yaml"))
@click.option("--no-input", is_flag=True, help=say("不提问，缺的写待填写", "ask nothing"))
@click.pass_context
def new(
    context: click.Context, city: str | None, out: Path | None, settings: tuple[str, ...],
    answers: Path | None, no_input: bool,
) -> None:
    from toolkit.commands.new import new as run

    if not no_input and not sys.stdin.isatty():
        raise ToolkitError(
            zh="这里不是终端，不能提问", en="no terminal to ask questions in",
            fix_zh="加上 --no-input", fix_en="add --no-input",
        )
    if city is None and no_input:
        raise ToolkitError(
            zh="没有写城市", en="no city given",
            fix_zh="例如 linyi new 临沂 --no-input", fix_en="for example: linyi new 临沂 --no-input",
        )
    chosen = city or click.prompt(say("哪个城市（名称或代码）", "Which city (name or code)"), err=True)
    made = run(chosen, out, settings, answers, None if no_input else _ask)
    _tell(context, say(f"已建好：{made}", f"made: {made}"))
    _tell(context, say(
        f"下一步：填写 {made.name}/city.yaml，然后 linyi check {made.name}",
        f"next: fill in {made.name}/city.yaml, then linyi check {made.name}",
    ))


def _ask(question: Question, default: Any) -> Any:
    title = question.title.in_language(LANGUAGE)
    click.echo(f"\n{question.description.in_language(LANGUAGE)}", err=True)
    if question.kind == "boolean":
        return click.confirm(title, default=default, err=True)
    example = say(f"例如 {question.example}", f"e.g. {question.example}")
    return click.prompt(f"{title}（{example}）", default=default, err=True)


@main.command(help=say("按名称或代码查找城市。", "Find cities by name or code."))
@click.argument("text", default="")
def cities(text: str) -> None:
    from toolkit.commands.cities import cities as run

    found = run(text)
    for item in found:
        click.echo(f"{item.code}\t{item.full_name}")
    if not found:
        raise ToolkitError(
            zh=f"没有找到“{text}”", en=f"nothing found for '{text}'",
            fix_zh="换一个字再查", fix_en="try another word",
        )


@main.command(help=say("检查工具包，一次列出全部问题。", "Check a kit: all findings at once."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--release", is_flag=True, help=say("待填写也算错误", "待填写 counts as an error"))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text",
              help=say("输出格式", "form of the output"))
def check(kit: Path, release: bool, form: str) -> None:
    from toolkit.commands.check import check as run
    from toolkit.door import report

    findings = run(kit, release)
    click.echo(report.show(findings, form, LANGUAGE))
    sys.exit(ERRORS if has_errors(findings) else GOOD)


@main.command(help=say(
    "生成 Word、PDF、打印包、台账、幻灯片、年度事项和网站。",
    "Make the Word files, PDFs, print packs, registers, slides, calendar and the site.",
))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--only", metavar="FORMAT,…",
              help=say("只生成这些，例如 docx,pdf", "only these, such as docx,pdf"))
@click.option("--out", type=click.Path(path_type=Path), help=say("成品放在哪里", "where they go"))
@click.option("--jobs", type=click.IntRange(1, 64), default=2, help=say("同时做几样", "how many at once"))
@click.option("--force", is_flag=True, help=say("全部重做", "build everything anew"))
@click.pass_context
def build(
    context: click.Context, kit: Path, only: str | None, out: Path | None, jobs: int, force: bool
) -> None:
    from toolkit.commands.build import FORMATS
    from toolkit.commands.build import build as run

    formats = FORMATS if only is None else [form.strip() for form in only.split(",") if form.strip()]
    with _progress(context, len(formats)) as step:
        built = run(kit, formats, out, force, jobs, step)
    _summary(context, built)


@contextlib.contextmanager
def _progress(context: click.Context, steps: int) -> Iterator[Callable[[str, int], None]]:
    """A bar on a terminal, plain lines elsewhere, nothing with --quiet."""
    names = {
        "docx": "Word", "pdf": "PDF", "packs": say("打印包", "print packs"),
        "xlsx": say("台账", "registers"), "calendar": say("年度事项", "calendar"),
        "pptx": say("幻灯片", "slides"), "site": say("网站", "site"),
    }
    if context.find_root().obj or not sys.stderr.isatty():
        yield lambda name, count: _tell(
            context, say(f"正在生成 {names[name]}（{count} 份）…", f"{names[name]}: {count} …")
        )
        return
    with click.progressbar(length=steps, file=sys.stderr, label=say("生成", "build")) as bar:
        def step(name: str, count: int) -> None:
            bar.label = f"{names[name]} {count}"
            bar.update(1)

        yield step


def _summary(context: click.Context, built: Built) -> None:
    for path in built.kept:
        click.echo(say(f"有人改过的成品另存为：{path}", f"someone's edited file was kept as: {path}"), err=True)
    if built.findings:
        _tell(context, say(
            f"{len(built.findings)} 处提醒，用 linyi check 查看", f"{len(built.findings)} warnings: linyi check",
        ))
    _tell(context, say(
        f"写了 {len(built.changed)} 个文件，共 {built.total} 个：{built.folder}",
        f"wrote {len(built.changed)} of {built.total} files: {built.folder}",
    ))


@main.command(help=say(
    "在本机上看网站；文字或 city.yaml 一改，网页就跟着变。Ctrl-C 结束。",
    "The site on this machine, following every change of text or city.yaml. Ctrl-C ends it.",
))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=say("端口", "the port"))
@click.pass_context
def serve(context: click.Context, kit: Path, port: int) -> None:
    from toolkit.commands.serve import serve as run

    def ready(address: str) -> None:
        _tell(context, say(f"网站在 {address} ，改了文字会自动更新，按 Ctrl-C 结束", f"the site: {address} (Ctrl-C ends it)"))

    def failed(error: ToolkitError | OSError) -> None:
        endings.show(error)
        _tell(context, say("网站还是上一次的样子；改好以后会自动更新", "the site stays as it was until this is mended"))

    _tell(context, say("正在生成网站…", "making the site …"))
    run(kit, port, ready, failed)


@main.command(help=say("义务、规范、标准与条文的对照和缺口。", "Obligations, norms and standards against clauses."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--framework", metavar="ID", help="obligations, norms, standards")
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), default="md",
              help=say("输出格式", "form of the output"))
def matrix(kit: Path, framework: str | None, form: str) -> None:
    from toolkit.commands.matrix import matrix as run

    click.echo(run(kit, framework, form, LANGUAGE))


@main.command(help=say("不同文件里相近的句子。", "Sentences that say nearly the same in two documents."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--least", type=click.IntRange(30, 100), default=60, metavar="PERCENT",
              help=say("至少多像，百分之几", "how alike, in percent"))
@click.option("--format", "form", type=click.Choice(["md", "json"]), default="md",
              help=say("输出格式", "form of the output"))
def repeats(kit: Path, least: int, form: str) -> None:
    from toolkit.commands.repeats import repeats as run

    click.echo(run(kit, least, form, LANGUAGE))


@main.group(cls=_Commands, help=say("空白台账；检查填好的台账。", "Blank registers; the check of filled ones."))
def registers() -> None:
    pass


@registers.command("new", help=say("在成果文件夹里做空白台账（Excel）。", "Make blank registers (Excel workbooks)."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help=say("放在哪里", "where they go"))
@click.pass_context
def registers_new(context: click.Context, kit: Path, out: Path | None) -> None:
    from toolkit.commands.registers import new as run

    _summary(context, run(kit, out))


@registers.command("check", help=say(
    "检查填好的台账：文件或者文件夹，最后可以写工具包的文件夹。",
    "Check filled registers: files or folders, and the kit's folder last.",
))
@click.argument("files", metavar="FILE… [KIT]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
              help=say("按哪一天检查，默认今天", "as of which day; today unless told"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help=say("输出格式", "form of the output"))
def registers_check(files: tuple[Path, ...], on: datetime | None, form: str) -> None:
    from toolkit.commands.registers import check as run
    from toolkit.door import report

    findings = run(files, on.date() if on else date.today())
    click.echo(report.show(findings, form, LANGUAGE))
    sys.exit(ERRORS if has_errors(findings) else GOOD)


@registers.command("turns", help=say(
    "每个孩子下一件要办的事：满龄、复核、续签、到期。",
    "What falls due for each child: birthdays, reviews, renewals, expiries.",
))
@click.argument("files", metavar="FILE… [KIT]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
              help=say("从哪一天起，默认今天", "from which day; today unless told"))
@click.option("--years", type=click.IntRange(1, 20), default=1, help=say("看几年", "how many years"))
@click.option("--format", "form", type=click.Choice(["text", "csv", "ics"]), default="text",
              help=say("输出格式", "form of the output"))
def registers_turns(files: tuple[Path, ...], on: datetime | None, years: int, form: str) -> None:
    from toolkit.commands.registers import turns as run
    from toolkit.registers import agenda

    start = on.date() if on else date.today()
    found = run(files, start, start + timedelta(days=round(365.25 * years)))
    click.echo(agenda.show(found, form, start), nl=form != "ics")


@main.command(help=say("这台电脑有什么，缺什么。", "What this machine has, and what it lacks."))
def doctor() -> None:
    from toolkit.commands.doctor import doctor as run

    healthy = True
    for line in run():
        healthy = healthy and line.good
        mark = "OK  " if line.good else "--  "
        click.echo(mark + line.words.in_language(LANGUAGE))
        if line.fix:
            click.echo("    fix: " + line.fix.in_language(LANGUAGE))
    sys.exit(GOOD if healthy else ERRORS)


def _tell(context: click.Context, text: str) -> None:
    if not context.find_root().obj:
        click.echo(text, err=True)


def run() -> None:
    """The console script."""
    endings.run(main)
