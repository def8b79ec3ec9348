"""`linyi resolve`: an open decision is made."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from toolkit.door.endings import say, tell, tell_open
from toolkit.door.forgiving import Forgiving
from toolkit.errors import ToolkitError
from toolkit.text.decisions import AS_WORDS, LOCAL, WORDS, said

_PLACEHOLDERS = {"理由", "谁", "WHY", "WHO", "TEXT", "NAME"}


@dataclass(frozen=True)
class Resolved:
    """`path` is the document's file, "" where it is gone or as it was; `opened` are pages that came of the decision.

    `retold`: no page, but a booklet's subject that somebody read beside the clauses that it retells.
    """

    page: str
    changed: list[str]
    open: int
    path: str = ""
    opened: tuple[str, ...] = ()
    retold: bool = False


def resolve(
    start: Path, name: str, take: str = "", clause: str = "", reason: str = "", by: str = "", on: date | None = None,
    draft: str | None = None,
) -> Resolved:
    """Decides the page, clause or document `name` of the kit at or above `start`.

    `take` is local, national, merged or later; `clause` says instead which clause a text without an
    id is: its id, "new" for the city's own, "drop" to strike it; `draft` is a 合并稿 in place of the page's.
    With "local", `name` may also be a subject of a booklet that was read beside the clauses it retells:
    what they say now is remembered. Raises ToolkitError; then nothing was changed, unless it says so.
    """
    from toolkit import kit
    from toolkit.files import revision
    from toolkit.update import deciding, held, retelling
    from toolkit.update.deciding import Answer

    found = kit.find(start)
    with found.alone():
        own = held.read(found)
        confirmed = None
        if take == LOCAL and not own.decisions.find(name):
            confirmed = retelling.confirm(own, deciding.adopted(own), name)
        if confirmed is not None:
            revision.commit(found.root, f"resolve {name}", confirmed.changes())
            return Resolved(name, sorted(confirmed.contents), len(own.decisions.open), confirmed.places[name[:3]], retold=True)
        decision = deciding.the_one(own.decisions, name)
        made = deciding.decide(own, decision.page, Answer(take, clause, by, reason, on or date.today(), draft))
        revision.commit(found.root, f"resolve {decision.page}", made.changes())
    before = {other.page for other in own.decisions.open}
    opened = tuple(other.page for other in made.decisions.open if other.page not in before)
    written = [path for path in made.contents if not path.startswith((".kit/", "待处理/")) and made.contents[path] is not None]
    path = next((path for path in written if path == made.places.get(decision.document)), "")
    return Resolved(decision.page, sorted(made.contents), len(made.decisions.open), path, opened)


@click.command("resolve", cls=Forgiving, help=say(
    "决定“待处理”里的一页：保留本市、采用全国、合并稿、以后再定。",
    "Decide a page of 待处理: keep ours, take the national text, the merged draft, or later.",
))
@click.argument("name", metavar="ID")
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--take", metavar="local|national|merged|later", help=say(
    "保留本市 local · 采用全国 national · 合并稿 merged · 以后再定 later；写中文也行",
    "which text: local, national, the page's 合并稿, or later; the Chinese words will do",
))
@click.option("--as", "clause", metavar="CLAUSE|new|drop", help=say(
    "没有编号的一段是哪一条；new：本市自有；drop：删去这一段；写中文也行",
    "which clause a text without an id is; new: our own; drop: strike it",
))
@click.option("--reason", default="", help=say("理由；里面有空格的，前后加引号", "why; in quotes where it has blanks"))
@click.option("--by", default="", metavar="NAME", help=say("谁决定的", "who decided"))
@click.pass_context
def command(
    context: click.Context, name: str, kit: Path, take: str | None, clause: str | None, reason: str, by: str
) -> None:
    _refuse_more_words(kit, context.args)
    _refuse_placeholders(reason, by)
    if take and clause:
        raise click.UsageError(say("--take 和 --as 只写一个", "give --take or --as, not both"))
    chosen = _chosen(take) if take else "" if clause else _ask()
    answer = next((key for key, word in AS_WORDS.items() if clause and clause.startswith(word)), clause or "")
    done = resolve(kit, name, chosen, answer, reason, by)
    tell(context, say(*_told(done, chosen, answer)))
    if not done.open:
        tell(context, say("没有等待决定的了", "no decision is open any more"))
    tell_open(context, done.open)


def _told(done: Resolved, take: str, clause: str) -> tuple[str, str]:
    """What became of it, in one line."""
    if done.retold:
        if not done.changed:
            return f"{done.page}：早已记着，没有要改的", f"{done.page}: remembered already, nothing to change"
        return f"已记下：{done.page} 和它讲的条文对照过。退回：linyi undo", f"{done.page}: remembered as read beside its clauses. To take it back: linyi undo"
    if take == "later":
        return f"以后再定：{done.page}，页还在，还剩 {done.open} 件。退回：linyi undo", f"{done.page}: later, {done.open} left. To take it back: linyi undo"
    word = said(take or clause)
    where = f"，写进了 {done.path}" if done.path else "，正文没有动" if take == "local" else ""
    more = f"；接着要定 {'、'.join(done.opened)}" if done.opened else ""
    zh = f"{word}：{done.page}{where}，页已收起，还剩 {done.open} 件{more}。退回：linyi undo"
    where_en = f", written to {done.path}" if done.path else ""
    more_en = f"; now asked: {', '.join(done.opened)}" if done.opened else ""
    return zh, f"{done.page}: {take or clause}{where_en}, its page is closed, {done.open} left{more_en}. To take it back: linyi undo"


def _refuse_more_words(kit: Path, more: Sequence[str]) -> None:
    """A reason with a blank in it and no quotes would be cut off, its rest taken for a folder."""
    words = [str(kit), *more]
    if len(words) == 1 and (kit.exists() or str(kit) == "."):
        return
    listed = [word for word in words if not Path(word).is_dir()] or words[1:]
    raise ToolkitError(
        zh=f"不知道“{'”“'.join(listed)}”是什么：没有这样的文件夹", en=f"what is '{' '.join(listed)}'? There is no such folder",
        fix_zh="理由里有空格：用引号括起来，例如 --reason \"同意 全国的\"；文件夹名写错的，改对",
        fix_en='a reason with blanks needs quotes: --reason "we agree"; or mend the name of the folder',
    )


def _refuse_placeholders(reason: str, by: str) -> None:
    if {reason.strip(), by.strip()} & _PLACEHOLDERS:
        raise ToolkitError(
            zh="“理由”和“谁”还没有换成真的", en="the reason and the name are still the page's own words",
            fix_zh="例如 --reason \"山区路远\" --by 团务会；没有的，连同 --reason、--by 一起不写",
            fix_en='for example --reason "far in the hills" --by board; leave both out where there is none',
        )


def _chosen(take: str) -> str:
    """A key of WORDS, by itself or by its Chinese word."""
    found = next((key for key, word in WORDS.items() if take.strip().lower() in (key, word)), None)
    if found is None:
        listed = "、".join(f"{word}（{key}）" for key, word in WORDS.items())
        raise ToolkitError(
            zh=f"没有“{take}”这种决定", en=f"there is no decision '{take}'",
            fix_zh=f"--take 后面写一种：{listed}", fix_en=f"after --take write one of: {', '.join(WORDS)}",
        )
    return found


def _ask() -> str:
    if not sys.stdin.isatty():
        raise ToolkitError(
            zh="没有写怎样决定，这里也不是终端，不能提问", en="no decision given, and no terminal to ask in",
            fix_zh="加上 --take local、national、merged 或者 later", fix_en="add --take local, national, merged or later",
        )
    words = " · ".join(WORDS.values())
    chosen = click.prompt(say(f"怎样决定（{words}）", f"Decide ({words})"), type=click.Choice([*WORDS.values()]), err=True)
    return next(take for take, word in WORDS.items() if word == chosen)
