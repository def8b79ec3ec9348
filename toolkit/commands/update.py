"""`linyi update`: the national text comes into a kit, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import say, tell, tell_open
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.text.decisions import Decision


@dataclass(frozen=True)
class Updated:
    """`changed` are the paths that were written, or would be; the report is the same either way."""

    report: str
    changed: list[str]
    decisions: Sequence[Decision]  # the open ones
    version: str

    @property
    def open(self) -> int:
        return len(self.decisions)


def update(start: Path, source: Path | None = None, dry_run: bool = False) -> Updated:
    """Brings the kit at or above `start` to the installed text, or to that in the folder `source`.

    Raises ToolkitError; then nothing was changed, unless it says so.
    """
    from toolkit import kit
    from toolkit.files import revision, sources
    from toolkit.files.sources import Sources
    from toolkit.update import held, national, report_docx
    from toolkit.update import report as reports
    from toolkit.update.plan import REPORT, REPORT_WORD, Plan, plan

    found = kit.find(start)
    new = national.read(Sources(source.absolute()) if source else sources.shared())

    def planned() -> Plan:
        own = held.read(found)
        if source is None:
            _refuse_older(own.since, new.version)
        return plan(own, new, date.today())

    if dry_run:
        made = planned()
        report = reports.report(made)
    else:
        with found.alone():
            made = planned()
            report = reports.report(made)
            if made.contents:
                made.put(REPORT, report.encode())
                made.put(REPORT_WORD, report_docx.docx(report))
                revision.commit(found.root, "update", made.changes())
    return Updated(report, sorted(made.contents), made.decisions.open, new.version)


def _refuse_older(own: str | None, installed: str) -> None:
    from toolkit.text import releases

    if own and releases.ordered(own) > releases.ordered(installed):
        raise ToolkitError(
            zh=f"工具包的文本是{own}版，装着的全国文本是{installed}版，比它旧",
            en=f"the kit's text is {own}, and the installed one, {installed}, is older",
            fix_zh="先安装新版，再更新", fix_en="install the newer version, then update",
        )


@click.command("update", help=say("把新的全国文本逐条并进工具包。", "Bring new national text into a kit, clause by clause."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--from", "source", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR",
              help=say("全国文本在这个文件夹里", "the national text lies in this folder"))
@click.option("--dry-run", is_flag=True, help=say("只看报告，什么也不写", "show the report, write nothing"))
@click.pass_context
def command(context: click.Context, kit: Path, source: Path | None, dry_run: bool) -> None:
    done = update(kit, source, dry_run)
    if dry_run:
        click.echo(done.report, nl=False)
    if not done.changed:
        tell(context, say(f"已经是{done.version}版，没有要改的", f"already at {done.version}: nothing to change"))
    elif dry_run:
        tell(context, say(f"会改 {len(done.changed)} 个文件；什么也没有写", f"{len(done.changed)} files would change; nothing was written"))
    else:
        tell(context, say(
            f"已更新到{done.version}版，改了 {len(done.changed)} 个文件；看 更新报告.md（或者同名的 Word 文件）。退回：linyi undo",
            f"updated to {done.version}, {len(done.changed)} files; see 更新报告.md, or the Word file of that name. To take it back: linyi undo",
        ))
    tell_open(context, done.open)
