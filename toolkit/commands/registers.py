"""`linyi registers`: blank workbooks, the check of filled ones, what falls due, and who served how long."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.commands.build import Built, build, tell_built
from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, say
from toolkit.errors import Finding, InvalidInput, ToolkitError, has_errors

if TYPE_CHECKING:
    from toolkit.registers.books import Books
    from toolkit.registers.hours import Service
    from toolkit.registers.ledger import Ledger
    from toolkit.registers.turns import Turn
    from toolkit.registers.workbooks import Row
    from toolkit.rules.subject import Subject

_SIGNED = {"承诺书": "P04", "保密协议": "P08"}
ENDINGS = {".xlsx", ".xlsm", ".xls", ".ods", ".et"}


def new(start: Path, out: Path | None = None) -> Built:
    """Blank workbooks of every register that the city uses. Raises ToolkitError."""
    return build(start, ["xlsx"], out)


def check(files: Sequence[Path], on: date) -> list[Finding]:
    """What is wrong with the filled workbooks on the day `on`, in file order. Raises ToolkitError.

    The last of `files` may be the kit's folder; else the kit is the one around us or the files.
    Several workbooks may hold rows of one register: a county each, or a year each.
    """
    from toolkit.registers.rules import check as check_books

    books, ledgers, found = _open(files, on)
    found.extend(check_books(books, tuple(ledgers)))
    return sorted(found, key=lambda finding: finding.order)


def turns(files: Sequence[Path], on: date, until: date) -> list[Turn]:
    """What falls due for each child from `on` to `until`, by date. Raises ToolkitError.

    Raises InvalidInput where a workbook cannot be read: a list with gaps would look complete.
    """
    from toolkit.registers.turns import NEEDS
    from toolkit.registers.turns import turns as due

    return due(_whole(files, on, NEEDS), until)


def hours(files: Sequence[Path], start: date, end: date, only: Sequence[str] = ()) -> list[Service]:
    """What each volunteer served from `start` to `end`, or those of `only`, by number. Raises as `turns`."""
    from toolkit.registers.hours import NEEDS, served

    found = served(_whole(files, end, NEEDS), start, end)
    return [item for item in found if not only or item.volunteer in only]


def _whole(files: Sequence[Path], on: date, needed: Sequence[str]) -> Books:
    """The registers without a fault of form, and with none of `needed` lacking."""
    books, ledgers, found = _open(files, on)
    if has_errors(found):
        raise InvalidInput(found)
    lacking = [ledger.file_name for ledger in ledgers if ledger.slug in needed and not books.has(ledger.slug)]
    if lacking:
        raise ToolkitError(
            zh=f"缺这几本台账：{'、'.join(lacking)}", en=f"these registers are needed: {', '.join(lacking)}",
            fix_zh="一起写在命令后面", fix_en="name them too",
        )
    return books


def _open(files: Sequence[Path], on: date) -> tuple[Books, list[Ledger], list[Finding]]:
    from toolkit import rules
    from toolkit.registers import workbooks
    from toolkit.registers.books import Books
    from toolkit.registers.ledger import used_in

    subject, files = _subject(files)
    findings = rules.check(subject)
    if subject.city is None or has_errors(findings):
        raise InvalidInput(findings)
    ledgers = used_in(subject.ledgers, subject.city)
    found: list[Finding] = []
    tables: dict[str, list[Row]] = {}
    for path in _files(files):
        filled = workbooks.read(path, ledgers)
        found.extend(filled.findings)
        if filled.ledger is not None:
            tables.setdefault(filled.ledger.slug, []).extend(filled.rows)
    city = subject.city
    books = Books(tables, on, city.data["numbers"], city.team_name, city.adopted_on, _editions(subject))
    return books, ledgers, found


def _editions(subject: Subject) -> dict[str, str]:
    """The versions in force of what people sign, by the names that the register has for them."""
    versions = {document.id: str(document.data.get("version", "")) for document in subject.documents}
    return {name: versions[document] for name, document in _SIGNED.items() if document in versions}


def _subject(files: Sequence[Path]) -> tuple[Subject, Sequence[Path]]:
    from toolkit import kit

    if len(files) > 1 and (files[-1] / kit.CITY).is_file():
        return kit.find(files[-1]).subject(), files[:-1]
    try:
        return kit.find(Path()).subject(), files
    except ToolkitError:
        return kit.find(files[0]).subject(), files


def _files(files: Sequence[Path]) -> list[Path]:
    """The workbooks named, and those in folders named but for their list; lock files of Office and companions of macOS are none."""
    from toolkit.registers.register_list import ID

    found: list[Path] = []
    for path in files:
        inside = sorted(path.glob("*")) if path.is_dir() else [path]
        found += [
            item for item in inside
            if item is path or (item.suffix in ENDINGS and not item.name.startswith((".", "~$", ID)))
        ]
    if not found:
        raise ToolkitError(
            zh="没有要检查的工作簿", en="no workbook to check",
            fix_zh="写上文件或者文件夹，例如 linyi registers check 台账", fix_en="name files or a folder: linyi registers check 台账",
        )
    return found


class _InOrder(click.Group):
    """Keeps the commands in the order in which a keeper needs them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group("registers", cls=_InOrder, help=say("空白台账；检查填好的台账。", "Blank registers; the check of filled ones."))
def command() -> None:
    pass


@command.command("new", help=say("在成果文件夹里做空白台账（Excel）。", "Make blank registers (Excel workbooks)."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help=say("放在哪里", "where they go"))
@click.pass_context
def _new(context: click.Context, kit: Path, out: Path | None) -> None:
    tell_built(context, new(kit, out))


@command.command("check", help=say(
    "检查填好的台账：文件或者文件夹，最后可以写工具包的文件夹。",
    "Check filled registers: files or folders, and the kit's folder last.",
))
@click.argument("files", metavar="FILE… [KIT]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
              help=say("按哪一天检查，默认今天", "as of which day; today unless told"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              help=say("输出格式", "form of the output"))
def _check(files: tuple[Path, ...], on: datetime | None, form: str) -> None:
    from toolkit.door import report

    findings = check(files, on.date() if on else date.today())
    click.echo(report.show(findings, form, LANGUAGE))
    sys.exit(ERRORS if has_errors(findings) else GOOD)


@command.command("turns", help=say(
    "每个孩子下一件要办的事：满龄、复核、续签、到期。",
    "What falls due for each child: birthdays, reviews, renewals, expiries.",
))
@click.argument("files", metavar="FILE… [KIT]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--on", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
              help=say("从哪一天起，默认今天", "from which day; today unless told"))
@click.option("--years", type=click.IntRange(1, 20), default=1, help=say("看几年", "how many years"))
@click.option("--format", "form", type=click.Choice(["text", "csv", "ics"]), default="text",
              help=say("输出格式", "form of the output"))
def _turns(files: tuple[Path, ...], on: datetime | None, years: int, form: str) -> None:
    from toolkit.registers import agenda

    start = on.date() if on else date.today()
    found = turns(files, start, start + timedelta(days=round(365.25 * years)))
    click.echo(agenda.show(found, form, start), nl=form != "ics")


@command.command("hours", help=say(
    "每名志愿者的走访、活动次数和服务时长。",
    "Each volunteer's visits, activities and hours of service.",
))
@click.argument("files", metavar="FILE… [KIT]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--from", "start", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
              help=say("从哪一天起，默认今年1月1日", "from which day; the first of this year unless told"))
@click.option("--to", "end", metavar="DATE", type=click.DateTime(["%Y-%m-%d"]),
              help=say("到哪一天，默认今天", "up to which day; today unless told"))
@click.option("--for", "only", metavar="VOLUNTEER", multiple=True,
              help=say("只看这个志愿者编号，可以写几次", "only this volunteer's number; may be given several times"))
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text",
              help=say("输出格式", "form of the output"))
def _hours(files: tuple[Path, ...], start: datetime | None, end: datetime | None, only: tuple[str, ...], form: str) -> None:
    from toolkit.registers.hours import show

    last = end.date() if end else date.today()
    first = start.date() if start else date(last.year, 1, 1)
    click.echo(show(hours(files, first, last, only), form))
