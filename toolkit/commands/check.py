"""`linyi check`: all findings in a kit, as a list of what there is to do."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, say
from toolkit.errors import Finding, has_errors

if TYPE_CHECKING:
    from toolkit.rules.todo import ToDo


def check(start: Path, release: bool = False) -> list[Finding]:
    """The findings of the kit at or above `start`, in file order. Raises ToolkitError."""
    return list(to_do(start, release).all)


def to_do(start: Path, release: bool = False) -> ToDo:
    """What there is to do for the kit at or above `start`, for a release or a draft. Raises ToolkitError."""
    from toolkit import kit, rules
    from toolkit.rules import todo
    from toolkit.rules.release import held

    subject = kit.find(start).subject()
    findings = rules.check(subject)
    return todo.to_do(held(subject, findings) if release else findings, subject.city_file)


@click.command("check", help=say("检查工具包，一次列出全部问题。", "Check a kit: all findings at once."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--release", is_flag=True, help=say("发布以前必须做到的也算错误", "what must be true before a release counts as an error"))
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text",
              help=say("输出格式", "form of the output"))
def command(kit: Path, release: bool, form: str) -> None:
    from toolkit.door import report

    found = to_do(kit, release)
    click.echo("\n".join(_lines(found)) if form == "text" else report.show(found.all, form, LANGUAGE))
    sys.exit(ERRORS if has_errors(list(found.all)) else GOOD)


def _lines(found: ToDo) -> Iterator[str]:
    """Warnings first and errors last; the blanks stand before what else is of their severity."""
    from toolkit.door import report

    blanks = list(_blanks(found))
    yield from [] if found.held else blanks
    yield from report.lines(found.warnings, LANGUAGE)
    yield from blanks if found.held else []
    yield from report.lines(found.errors, LANGUAGE)
    yield report.totals(found.all, LANGUAGE)


def _blanks(found: ToDo) -> Iterator[str]:
    from toolkit.door import report
    from toolkit.rules.todo import BLANK

    if not found.blanks:
        return
    many = len(found.blanks)
    yield say(f"还有 {many} 项待填写：打开 {found.blanks[0].location.path}，把“待填写”换成本市的情况",
              f"{many} blanks: open {found.blanks[0].location.path} and put your own facts in place of 待填写")
    for blank in found.blanks:
        name, use, who = (words.in_language(LANGUAGE) for words in (blank.name, blank.use, blank.who))
        yield f"{report.place(blank.location)}: {BLANK} " + say(f"{name}：{use}（问：{who}）", f"{name}: {use} (ask {who})")
    yield ""
