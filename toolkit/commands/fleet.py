"""`linyi fleet`: the same commands for many cities."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, csv_text, say, tell
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.fleet.differing import Place
    from toolkit.fleet.members import Member
    from toolkit.fleet.outcome import Outcome
    from toolkit.fleet.running import Progress
    from toolkit.fleet.summary import Summary
    from toolkit.fleet.task import Options


def members(cities: Path | None, province: str | None, everywhere: bool, out: Path | None = None) -> list[Member]:
    """The cities of a list, a province or the country; without any of them those whose kits lie in `out`.

    Raises InvalidInput with everything that is wrong with a list, ToolkitError where it is not plain who is meant.
    """
    from toolkit.fleet import listing, records
    from toolkit.fleet import members as known

    if sum((cities is not None, province is not None, everywhere)) > 1 or (out is None and not (cities or province or everywhere)):
        raise ToolkitError(
            zh="哪些城市：--cities、--province、--all 三样写一样", en="which cities? Give one of --cities, --province, --all",
            fix_zh="例如 --province 山东", fix_en="for example: --province 山东",
        )
    if cities is not None:
        return listing.read(cities)
    if province is not None:
        return known.of_province(province)
    if everywhere or out is None:
        return known.everywhere()
    records.refuse_missing(out)
    found = known.lying_in(out)
    if not found:
        raise ToolkitError(
            zh=f"{out} 里没有工具包", en=f"there is no kit in {out}",
            fix_zh="看看 --out 写对没有；还没有建，先用 linyi fleet new", fix_en="look at --out; or make the kits first: linyi fleet new",
        )
    return found


def fleet(
    verb: str, out: Path, chosen: Sequence[Member], options: Options, jobs: int = 2, scheduler: str | None = None,
    progress: Progress = lambda outcome, done, total: None,
) -> Summary:
    """Does `verb` (new, check, build or update) for each city's kit below `out`, and writes 汇总 there. Raises ToolkitError."""
    from toolkit.fleet import running

    return running.run(out, chosen, verb, options, jobs, scheduler, progress)


def status(out: Path, chosen: Sequence[Member]) -> Summary:
    """How the kits stand, from what lies there; reads only. Raises ToolkitError."""
    from toolkit.fleet import records
    from toolkit.fleet.summary import summary

    records.refuse_missing(out)
    return summary(out, chosen)


def deviations(
    out: Path, chosen: Sequence[Member], jobs: int = 2, progress: Progress = lambda outcome, done, total: None,
) -> tuple[list[Place], list[Outcome]]:
    """What the cities changed of the national text, by clause; and what became of each city's comparison. Raises ToolkitError."""
    from toolkit.fleet import records, running
    from toolkit.fleet.differing import gathered

    records.refuse_missing(out)
    found = running.compared(out, chosen, jobs, progress)
    clauses = gathered([(outcome.folder, outcome.details) for outcome in found if not outcome.is_bad])
    return clauses, found


# --- the terminal

command = click.Group("fleet", help=say("许多城市一起做：一个省、一份名单，或者全国。", "Many cities at once: a province, a list, or the country."))

_WHO = (
    click.option("--cities", type=click.Path(path_type=Path), metavar="FILE", help=say(
        "名单：一行一个名称或代码；或者 CSV、XLSX，列标题是 city.yaml 的项",
        "a list: a name or a code a line; or CSV, XLSX with keys of city.yaml as columns")),
    click.option("--province", metavar="NAME", help=say("一个省的全部地级市；直辖市是一个城市", "all prefectures of a province; a municipality is one city")),
    click.option("--all", "everywhere", is_flag=True, help=say("全国：333 个地级单位和 4 个直辖市", "the country: 333 prefectures, 4 municipalities")),
    click.option("--out", type=click.Path(path_type=Path), metavar="DIR", required=True,
                 help=say("工具包都在这个文件夹，一个城市一个", "the folder of the kits, one for each city")),
)
_HOW = (
    click.option("--jobs", type=click.IntRange(1, 64), default=2, help=say("同时做几个城市", "how many cities at once")),
    click.option("--scheduler", metavar="ADDRESS", help=say(
        "几台机器一起做：dask 的地址，例如 tcp://10.0.0.5:8786", "several machines: dask's address, such as tcp://10.0.0.5:8786")),
)
_FORMAT = click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=say("输出格式", "form of the output"))
Decorated = Callable[..., Any]


def _with(*options: Callable[[Decorated], Decorated]) -> Callable[[Decorated], Decorated]:
    def decorate(function: Decorated) -> Decorated:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


@command.command("new", help=say("给每个城市新建工具包；已有的不动。", "Make each city's kit; those that are there stay."))
@_with(*_WHO, *_HOW, _FORMAT)
@click.pass_context
def _new(context: click.Context, /, **how: Any) -> None:
    from toolkit.fleet.task import Options

    _do(context, "new", Options(), **how)


@command.command("check", help=say("检查每个城市的工具包。", "Check each city's kit."))
@_with(*_WHO, *_HOW, _FORMAT)
@click.option("--release", is_flag=True, help=say("发布以前必须做到的也算错误", "what must be true before a release counts as an error"))
@click.pass_context
def _check(context: click.Context, /, release: bool, **how: Any) -> None:
    from toolkit.fleet.task import Options

    _do(context, "check", Options(release=release), **how)


@command.command("build", help=say("生成每个城市的成品；没有变化的不重做，中断了再运行一次就接着做。", "Build each city's files: only what changed; run again to go on where it stopped."))
@_with(*_WHO, *_HOW, _FORMAT)
@click.option("--only", metavar="FORMAT,…", help=say("只生成这些，例如 docx,pdf", "only these, such as docx,pdf"))
@click.option("--force", is_flag=True, help=say("全部重做", "build everything anew"))
@click.option("--release", is_flag=True, help=say("印发：没有草稿标记的文件放进“印发”，并登记", "issue: texts without a draft's marks, entered in the register of issues"))
@click.pass_context
def _build(context: click.Context, /, only: str | None, force: bool, release: bool, **how: Any) -> None:
    from toolkit.fleet.task import Options

    formats = None if only is None else tuple(part.strip() for part in only.split(",") if part.strip())
    _do(context, "build", Options(formats, force, release), **how)


@command.command("update", help=say("把新的全国文本并进每个城市的工具包，按条列出待决定的。", "Bring new national text into each kit; open decisions by clause."))
@_with(*_WHO, *_HOW, _FORMAT)
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR",
              help=say("全国文本在这个文件夹里", "the national text lies in this folder"))
@click.option("--dry-run", is_flag=True, help=say("只看会怎样，什么也不写", "show what would be, write nothing"))
@click.pass_context
def _update(context: click.Context, /, source: Path | None, dry_run: bool, **how: Any) -> None:
    from toolkit.fleet.task import Options

    _do(context, "update", Options(source=str(source.absolute()) if source else "", dry_run=dry_run), **how)


@command.command("status", help=say("每个城市的工具包怎样了；只看，不写。", "How each city's kit stands; reads only."))
@_with(*_WHO, _FORMAT)
def _status(cities: Path | None, province: str | None, everywhere: bool, out: Path, form: str) -> None:
    click.echo(_shown(status(out, members(cities, province, everywhere, out)), form))


@command.command("deviations", help=say("各市改了全国文本的哪些条，怎样改。", "Which clauses of the national text cities changed, and how."))
@_with(*_WHO, _HOW[0])
@click.option("--format", "form", type=click.Choice(["md", "csv", "json"]), default="md", help=say("输出格式", "form of the output"))
@click.pass_context
def _deviations(context: click.Context, cities: Path | None, province: str | None, everywhere: bool, out: Path, jobs: int, form: str) -> None:
    from toolkit.door.visible import fit_to_show
    from toolkit.fleet import pages, show

    clauses, found = deviations(out, members(cities, province, everywhere, out), jobs, _progress(context))
    bad = [outcome for outcome in found if outcome.is_bad]
    compared = [outcome.folder for outcome in found if not outcome.is_bad]
    data = {"format": 1, "compared": compared, "not_compared": [outcome.folder for outcome in bad], "clauses": show.records(clauses)}
    made = {
        "md": lambda: show.markdown(clauses, len(compared), LANGUAGE), "csv": lambda: csv_text(show.csv_rows(clauses, LANGUAGE)),
        "json": lambda: show.as_json(data),
    }[form]()
    click.echo(fit_to_show(made) if form != "csv" else made)
    paths = pages.write_deviations(out, clauses, compared, data)
    tell(context, say(f"写了 {'、'.join(path.name for path in paths)}：{out}", f"wrote {', '.join(path.name for path in paths)} into {out}"))
    for outcome in bad:
        click.echo(fit_to_show(show.outcome_line(outcome, LANGUAGE)), err=True)
    sys.exit(ERRORS if bad else GOOD)


def _progress(context: click.Context) -> Progress:
    def heard(outcome: Outcome, done: int, total: int) -> None:
        from toolkit.fleet import show

        tell(context, f"{done}/{total} {show.outcome_line(outcome, LANGUAGE)}")

    return heard


def _do(
    context: click.Context, verb: str, options: Options, cities: Path | None, province: str | None, everywhere: bool, out: Path,
    jobs: int, scheduler: str | None, form: str,
) -> None:
    """The command for all, its summary, and the end of the program."""
    is_new = verb == "new"
    chosen = members(cities, province, everywhere, None if is_new else out)
    if is_new:
        _tell_left_out(context, chosen, province)
    made = fleet(verb, out, chosen, options, jobs, scheduler, _progress(context))
    click.echo(_shown(made, form))
    if made.unwritten:
        raise made.unwritten
    if not options.dry_run:
        tell(context, say(f"汇总在 {out}：汇总.html、汇总.xlsx、汇总.json", f"the summary is in {out}: 汇总.html, 汇总.xlsx, 汇总.json"))
    sys.exit(ERRORS if made.is_bad else GOOD)


def _shown(made: Summary, form: str) -> str:
    from toolkit.door.visible import fit_to_show
    from toolkit.fleet import show, summary

    if form == "json":
        return show.as_json(summary.written(made))
    return fit_to_show(show.text(made, LANGUAGE))


def _tell_left_out(context: click.Context, chosen: Sequence[Member], province: str | None) -> None:
    from toolkit.fleet.members import straight_below

    names = straight_below(chosen[0].code[:2]) if province and chosen else []
    if names:
        tell(context, say(f"省直辖的 {'、'.join(names)} 不在内，要的话写进名单（--cities）",
                          f"not among them, for they lie in no prefecture: {', '.join(names)}; name them in a list (--cities)"))
