"""`linyi resolve`: an open decision is made."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from toolkit.door.endings import say, tell, tell_open
from toolkit.errors import ToolkitError
from toolkit.text.decisions import WORDS


@dataclass(frozen=True)
class Resolved:
    page: str
    changed: list[str]
    open: int


def resolve(
    start: Path, name: str, take: str = "", clause: str = "", reason: str = "", by: str = "", on: date | None = None,
    draft: str | None = None,
) -> Resolved:
    """Decides the page, clause or document `name` of the kit at or above `start`.

    `take` is local, national, merged or later; `clause` says instead which clause a text without an
    id is, "new" for the city's own; `draft` is a 合并稿 in place of the page's. Raises ToolkitError; then nothing was changed, unless it says so.
    """
    from toolkit import kit
    from toolkit.files import revision
    from toolkit.update import deciding, held
    from toolkit.update.deciding import Answer

    found = kit.find(start)
    with found.alone():
        own = held.read(found)
        answer = Answer(take, clause, by, reason, on or date.today(), draft)
        made = deciding.decide(own, name, answer)
        revision.commit(found.root, "resolve", made.changes())
    return Resolved(name, sorted(made.contents), len(made.decisions.open))


@click.command("resolve", help=say(
    "决定“待处理”里的一页：保留本市、采用全国、合并稿、以后再定。",
    "Decide a page of 待处理: keep ours, take the national text, the merged draft, or later.",
))
@click.argument("name", metavar="ID")
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--take", type=click.Choice(list(WORDS)), help=say(
    "保留本市 local · 采用全国 national · 合并稿 merged · 以后再定 later", "which text: local, national, the page's 合并稿, or later",
))
@click.option("--as", "clause", metavar="CLAUSE|new", help=say("没有编号的一段是哪一条；new 是本市自有", "which clause a text without an id is; new: our own"))
@click.option("--reason", default="", help=say("理由", "why"))
@click.option("--by", default="", metavar="NAME", help=say("谁决定的", "who decided"))
@click.pass_context
def command(
    context: click.Context, name: str, kit: Path, take: str | None, clause: str | None, reason: str, by: str
) -> None:
    if take and clause:
        raise click.UsageError(say("--take 和 --as 只写一个", "give --take or --as, not both"))
    if not take and not clause:
        take = _ask()
    done = resolve(kit, name, take or "", clause or "", reason, by)
    tell(context, say(
        f"{name}：{WORDS.get(take or '', '已定')}，改了 {len(done.changed)} 个文件。退回：linyi undo",
        f"{name}: {take or 'settled'}, {len(done.changed)} files changed. To take it back: linyi undo",
    ))
    if not done.open:
        tell(context, say("没有等待决定的了", "no decision is open any more"))
    tell_open(context, done.open)


def _ask() -> str:
    if not sys.stdin.isatty():
        raise ToolkitError(
            zh="没有写怎样决定，这里也不是终端，不能提问", en="no decision given, and no terminal to ask in",
            fix_zh="加上 --take local、national、merged 或者 later", fix_en="add --take local, national, merged or later",
        )
    words = " · ".join(WORDS.values())
    chosen = click.prompt(say(f"怎样决定（{words}）", f"Decide ({words})"), type=click.Choice([*WORDS.values()]), err=True)
    return next(take for take, word in WORDS.items() if word == chosen)
