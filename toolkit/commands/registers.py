"""`linyi registers`: blank workbooks, the check of filled ones, what falls due, and who served how long."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.commands.build import Built, build, tell_built
from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, csv_text, say, tell
from toolkit.door.visible import fit_to_show
from toolkit.errors import Finding, InvalidInput, ToolkitError, has_errors
from toolkit.files.memory import uncollected

if TYPE_CHECKING:
    from toolkit.files.given import Given
    from toolkit.kit import Kit
    from toolkit.registers.books import Books
    from toolkit.registers.hours import Service
    from toolkit.registers.inventory import Inventory
    from toolkit.registers.ledger import Ledger
    from toolkit.registers.turns import Turn
    from toolkit.registers.workbooks import Row
    from toolkit.rules.subject import Subject

_SIGNED = {"承诺书": "P04", "保密协议": "P08"}


def new(start: Path, out: Path | None = None) -> Built:
    """Blank workbooks of every register that the city uses. Raises ToolkitError."""
    return build(start, ["xlsx"], out)


@dataclass(frozen=True)
class Examined:
    """What was read of the files given, and what is wrong with them, in file order."""

    inventory: Inventory
    findings: list[Finding]


def check(files: Sequence[Path], on: date) -> list[Finding]:
    """What is wrong with the filled workbooks on the day `on`, in file order. Raises ToolkitError.

    The last of `files` may be the kit's folder; else the kit is the one around us or the files.
    Several workbooks may hold rows of one register: a county each, or a year each.
    """
    return examine(files, on).findings


def examine(files: Sequence[Path], on: date) -> Examined:
    """As `check`, with what was read."""
    return examine_in(*_kit(files), on)


@uncollected()  # the rows are gone when it returns: nobody walks through them to look for garbage
def examine_in(kit: Kit, files: Sequence[Path | Given], on: date) -> Examined:
    """As `examine`, for files that lie in or out of a kit, or were handed over and lie nowhere."""
    from toolkit.registers.rules import check as check_books

    opened = _open(kit, files, on)
    findings = [*opened.findings, *check_books(opened.books, tuple(opened.ledgers))]
    return Examined(opened.inventory, sorted(findings, key=lambda finding: finding.order))


def turns(files: Sequence[Path], on: date, until: date) -> list[Turn]:
    """What falls due for each child from `on` to `until`, by date. Raises ToolkitError.

    Raises InvalidInput where a workbook cannot be read: a list with gaps would look complete.
    """
    return turns_in(*_kit(files), on, until)


def turns_in(kit: Kit, files: Sequence[Path | Given], on: date, until: date) -> list[Turn]:
    """As `turns`, for files that lie in or out of a kit, or were handed over and lie nowhere."""
    from toolkit.registers.turns import NEEDS
    from toolkit.registers.turns import turns as due

    return due(_whole(kit, files, on, NEEDS), until)


def hours(files: Sequence[Path], start: date, end: date, only: Sequence[str] = ()) -> list[Service]:
    """What each volunteer served from `start` to `end`, or those of `only`, by number. Raises as `turns`.

    Raises ToolkitError where one of `only` is in no register.
    """
    return hours_in(*_kit(files), start, end, only)


def hours_in(kit: Kit, files: Sequence[Path | Given], start: date, end: date, only: Sequence[str] = ()) -> list[Service]:
    """As `hours`, for files that lie in or out of a kit, or were handed over and lie nowhere."""
    from toolkit.registers import hours as counted
    from toolkit.registers.cells import key

    if start > end:
        raise ToolkitError(
            zh=f"开始日期 {start} 在结束日期 {end} 以后", en=f"{start} is after {end}",
            fix_zh="把 --from 和 --to 对调", fix_en="exchange --from and --to",
        )
    books = _whole(kit, files, end, counted.NEEDS, {"activity-adults": ("activities", "volunteers")})
    found = counted.served(books, start, end)
    if not only:
        return found
    served, known = {key(item.volunteer): item for item in found}, _volunteers(books)
    unknown = [name for name in only if key(name) not in known | served.keys()]
    if unknown:
        raise ToolkitError(
            zh=f"台账里没有这个志愿者：{'、'.join(unknown)}", en=f"no register has this volunteer: {', '.join(unknown)}",
            fix_zh="照志愿者档案写编号；没有给志愿者档案的，一起写在命令后面", fix_en="write the number as in R03, and name that register too",
        )
    return [
        served.get(name) or counted.nothing(books, known[name], start, end) for name in dict.fromkeys(map(key, only))
    ]


def _volunteers(books: Books) -> dict[str, str]:
    from toolkit.registers.cells import key

    ids = {row.get("vol_id") for slug in ("volunteers", "matches") for row in books.rows(slug)} - {None}
    return {key(name): name for name in ids}


def _whole(
    kit: Kit, files: Sequence[Path | Given], on: date, needed: Sequence[str], beside: Mapping[str, Sequence[str]] | None = None
) -> Books:
    """The registers without a fault of form, and with none of `needed` lacking, nor of those that go `beside` one given."""
    with uncollected():
        opened = _open(kit, files, on)
    if has_errors(opened.findings):
        raise InvalidInput(opened.findings)
    wanted = {*needed, *(slug for given, slugs in (beside or {}).items() if opened.books.has(given) for slug in slugs)}
    lacking = [
        ledger.file_name for ledger in opened.ledgers if ledger.slug in wanted and not opened.books.has(ledger.slug)
    ]
    if lacking:
        raise ToolkitError(
            zh=f"缺这几本台账：{'、'.join(lacking)}", en=f"these registers are needed: {', '.join(lacking)}",
            fix_zh="一起写在命令后面", fix_en="name them too",
        )
    return opened.books


@dataclass(frozen=True)
class _Opened:
    books: Books
    ledgers: list[Ledger]
    inventory: Inventory
    findings: list[Finding]


def _open(kit: Kit, files: Sequence[Path | Given], on: date) -> _Opened:
    from toolkit.registers import workbooks
    from toolkit.registers.books import Books
    from toolkit.registers.cells import Spellings
    from toolkit.registers.gathering import gather
    from toolkit.registers.inventory import inventory
    from toolkit.registers.ledger import used_in
    from toolkit.rules import registers as rules

    subject = kit.register_subject(_SIGNED.values())
    faults = [*subject.findings, *subject.city_faults, *(fault for rule in rules.RULES for fault in rule(subject))]
    if subject.city is None or has_errors(faults):
        raise InvalidInput(faults)
    ledgers = used_in(subject.ledgers, subject.city)
    gathered, spellings = gather(files), Spellings()
    filled = [workbooks.read(path, ledgers, spellings, shown) for path, shown in gathered.files]
    found = [*gathered.findings, *(finding for book in filled for finding in book.findings)]
    tables: dict[str, list[Row]] = {}
    for read in (sheet for book in filled for sheet in book.sheets):
        known = tables.get(read.ledger.slug)
        tables[read.ledger.slug] = read.rows if known is None else [*known, *read.rows]
    city = subject.city
    books = Books(tables, on, city.data["numbers"], city.team_name, city.adopted_on, _editions(subject))
    return _Opened(books, ledgers, inventory(gathered, filled), found)


def _editions(subject: Subject) -> dict[str, str]:
    """The versions in force of what people sign, by the names that the register has for them."""
    versions = {document.id: str(document.data.get("version", "")) for document in subject.documents}
    return {name: versions[document] for name, document in _SIGNED.items() if document in versions}


def _kit(files: Sequence[Path]) -> tuple[Kit, Sequence[Path]]:
    """The kit, and the files of the registers; those of a kit named alone are in its 台账."""
    from toolkit import kit

    if (files[-1] / kit.CITY).is_file():
        found = kit.find(files[-1])
        return found, files[:-1] or [found.root / "台账"]
    try:
        return kit.find(Path()), files
    except ToolkitError:
        return kit.find(files[0]), files


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

    examined = examine(files, on.date() if on else date.today())
    if form == "text":
        for words in examined.inventory.words():
            click.echo(fit_to_show(words.in_language(LANGUAGE)))
    click.echo(report.show(examined.findings, form, LANGUAGE))
    sys.exit(ERRORS if has_errors(examined.findings) else GOOD)


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
    made = agenda.show(found, form, start)
    click.echo(csv_text(made) if form == "csv" else made, nl=form != "ics")


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
@click.option("--certificates", metavar="DIR", type=click.Path(path_type=Path), help=say(
    "给 --for 写的人开志愿服务证明（Word），放在这个文件夹", "write certificates of service (Word) for those of --for into this folder"))
@click.option("--details", is_flag=True, help=say("证明后面附明细：本人要的才附", "add the page of details, where the volunteer wants it"))
@click.option("--format", "form", type=click.Choice(["text", "csv"]), default="text",
              help=say("输出格式", "form of the output"))
@click.pass_context
def _hours(
    context: click.Context, files: tuple[Path, ...], start: datetime | None, end: datetime | None, only: tuple[str, ...],
    certificates: Path | None, details: bool, form: str,
) -> None:
    from toolkit.commands import certificates as made
    from toolkit.registers.hours import show

    last = end.date() if end else date.today()
    first = start.date() if start else date(last.year, 1, 1)
    if certificates is not None and not only:
        raise click.UsageError(say("给谁开证明，写明编号：--for V0001", "say for whom: --for V0001"))
    found = hours(files, first, last, only)
    if certificates is not None:
        for path in made.certificates(_kit(files)[0], found, certificates, last, details):
            tell(context, say(f"写了 {path}", f"wrote {path}"))
    click.echo(csv_text(show(found, form)) if form == "csv" else show(found, form))
