"""`linyi review pack`: one folder to send to counsel."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from toolkit.door.endings import say, tell
from toolkit.errors import InvalidInput, ToolkitError, has_errors

_KINDS = ("basis", "duty", "question", "value", "deviation")


@dataclass(frozen=True)
class Sent:
    """`record` is where the pack's record lies, `refused` the redlines that could not be made."""

    folder: Path
    id: str
    files: Sequence[str]
    documents: int
    record: Path
    refused: Sequence[ToolkitError]


def review_pack(
    start: Path, documents: Sequence[str] = (), without: Collection[str] = (), out: Path | None = None, on: date | None = None,
) -> Sent:
    """Makes the pack of the kit at or above `start`: the folder whole, or nothing. Raises ToolkitError."""
    from toolkit import kit, rules
    from toolkit.files import inside, transaction
    from toolkit.review import approved, packs
    from toolkit.review.outgoing import packing
    from toolkit.update import held

    found = kit.find(start)
    day = (on or date.today()).isoformat()
    with found.alone():
        subject = found.subject()
        findings = rules.check(subject)
        if has_errors(findings):
            raise InvalidInput(findings)
        folder = Path(os.path.abspath(out)) if out else packs.folder_of(found.root, day)
        inside.refuse_link(folder.parent, found.root)
        transaction.refuse_existing(folder)
        asked = packing.Asked(folder.name, day, documents, [kind for kind in _KINDS if kind not in without])
        made = packing.make(subject, held.read(found), approved.files(found), asked)
        folder.parent.mkdir(parents=True, exist_ok=True)
        packs.put(found, made.record)  # first: a folder without its record could not be read back
        try:
            transaction.create(folder, lambda work: _fill(work, folder.name, made))
        except BaseException:
            packs.drop(found, made.record)
            raise
    record = found.root / packs.FOLDER / f"{made.record.id}.json"
    return Sent(folder, made.record.id, [file.path for file in made.files], len(made.record.documents), record, made.refused)


def _fill(work: Path, name: str, made: object) -> None:
    from toolkit.review.outgoing.packing import Pack

    assert isinstance(made, Pack)
    folder = work / name
    folder.mkdir()
    for file in made.files:
        (folder / file.path).write_bytes(file.content)


@click.command("pack", help=say(
    "做一个送律师的文件夹：带批注的 Word 文件、修订稿、审查清单、附录、说明。",
    "Make one folder to send to counsel: commented Word files, redlines, checklist, appendix, cover sheet.",
))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--doc", "documents", metavar="ID", multiple=True,
              help=say("只送这一份，可以写几次；不写就是施行的全部制度和表单", "only this document; may be given several times"))
@click.option("--without", multiple=True, type=click.Choice(_KINDS), help=say("不附这一种批注，可以写几次", "leave out this kind of comment"))
@click.option("--out", type=click.Path(path_type=Path), help=say("放在哪里，默认 审查/日期", "where it goes; 审查/<date> unless told"))
@click.pass_context
def command(context: click.Context, kit: Path, documents: tuple[str, ...], without: tuple[str, ...], out: Path | None) -> None:
    sent = review_pack(kit, documents, without, out)
    for error in sent.refused:
        click.echo(say(error.words.zh, error.words.en), err=True)
    redlines = sum("-修订（" in name for name in sent.files)
    tell(context, say(
        f"{sent.documents} 份文件、{redlines} 份修订稿：{sent.folder}", f"{sent.documents} documents, {redlines} redlines: {sent.folder}",
    ))
    tell(context, say(
        "发出以前填好 说明.docx 的第二部分；收回来以后运行 linyi review import",
        "fill in part two of 说明.docx before you send it; when it comes back: linyi review import",
    ))
