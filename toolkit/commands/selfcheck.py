"""`linyi selfcheck`: the yearly self-check by standard, as a workbook; a filled one, read and summed up."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, say, tell
from toolkit.errors import ToolkitError, has_errors

if TYPE_CHECKING:
    from toolkit.files.given import Given
    from toolkit.kit import Kit
    from toolkit.registers.self_check import SelfCheck
    from toolkit.text.self_check import Asked

FOLDER = "审查"  # in a kit: never built, never in a repository


def new(start: Path, year: int, out: Path | None = None) -> Path:
    """Writes the blank self-check of `year` for the kit at or above `start`; returns its path.

    Nothing is written over. Raises ToolkitError, and InvalidInput where the kit has an error.
    """
    from toolkit import kit
    from toolkit.exporters.xlsx_self_check import workbook
    from toolkit.files import journal, lock

    found = kit.find(start)
    rows, team = _asked(found)
    path = Path(os.path.abspath(out or found.root / FOLDER / f"年度自查-{year}.xlsx"))
    content = workbook(rows, year, team)
    held = found.alone() if path.is_relative_to(found.root) else lock.beside(path.parent)
    with held:
        if os.path.lexists(path):
            raise ToolkitError(
                zh=f"{path} 已经存在，没有改动它", en=f"{path} exists and was left as it is",
                fix_zh="换一个文件名：--out 文件", fix_en="choose another name: --out FILE",
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        journal.commit(path.parent, [journal.Change(path.name, content, ours=())])
    return path


def check(path: Path, start: Path, on: date) -> SelfCheck:
    """The filled self-check at `path`, held to the kit at or above `start`. Raises as `new`."""
    from toolkit import kit

    return check_in(kit.find(start), path, on)


def check_in(found: Kit, file: Path | Given, on: date) -> SelfCheck:
    """As `check`, for a file that lies somewhere, or was handed over and lies nowhere."""
    from toolkit.registers.self_check import read

    return read(file, _asked(found)[0], on)


def _asked(found: Kit) -> tuple[list[Asked], str]:
    """What is asked of the kit's team, and the team's name."""
    from toolkit.commands.build import read
    from toolkit.text.self_check import asked

    checked = read(found)
    return asked(checked.content.documents, checked.register), checked.city.team_name


@click.group("selfcheck", help=say("每年一次的自查：空白自查表；填好的汇总。", "The yearly self-check: a blank one; a filled one summed up."))
def command() -> None:
    pass


@command.command("new", help=say(
    "做今年的自查表（Excel），放在工具包的审查文件夹里。",
    "Make this year's self-check (Excel) in the kit's folder 审查.",
))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--year", type=click.IntRange(2020, 2199), help=say("哪一年的，默认今年", "of which year; this one unless told"))
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help=say("写成哪个文件", "which file it becomes"))
@click.pass_context
def _new(context: click.Context, kit: Path, year: int | None, out: Path | None) -> None:
    path = new(kit, year or date.today().year, out)
    tell(context, say(f"写了 {path}", f"wrote {path}"))


@command.command("check", help=say(
    "检查填好的自查表，按部分、按标准汇总，列出没有改好的和过期的。",
    "Check a filled self-check; sum it up by part and by standard, with what is open and overdue.",
))
@click.argument("file", type=click.Path(path_type=Path))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
              help=say("按哪一天，默认今天", "as of which day; today unless told"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help=say("输出格式", "form of the output"))
def _check(file: Path, kit: Path, on: datetime | None, form: str) -> None:
    import json

    from toolkit.door import report
    from toolkit.registers.self_check import record, show

    day = on.date() if on else date.today()
    made = check(file, kit, day)
    if form == "json":
        found = json.loads(report.show(made.findings, form, LANGUAGE))
        click.echo(json.dumps({**record(made, day), **found}, ensure_ascii=False, indent=2))
    else:
        if made.answers:
            click.echo("\n".join([*show(made, day), ""]))
        click.echo(report.show(made.findings, form, LANGUAGE))
    sys.exit(ERRORS if has_errors(made.findings) else GOOD)
