"""`linyi undo`: the last update or decision is taken back, byte for byte."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import ERRORS, say, tell, tell_open
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.files.revision import Undone


_WORDS = {"update": "更新", "resolve": "决定", "review import": "收审查意见", "review sign": "审查签字"}


def undo(start: Path) -> tuple[Undone, int]:
    """Takes back what was last written into the kit at or above `start`; and how many decisions are open then.

    Raises ToolkitError where there is nothing to take back.
    """
    from toolkit import kit
    from toolkit.files import revision

    found = kit.find(start)
    with found.alone():
        undone = revision.undo(found.root)
    if undone is None:
        raise ToolkitError(
            zh="没有可以退回的：这个工具包没有更新过，或者都已经退回", en="nothing to take back: no update was made here, or all were undone",
            fix_zh="不用做什么", fix_en="there is nothing to do",
        )
    return undone, found.open_count()


@click.command("undo", help=say("退回上一次更新或者决定，一个字节也不差；再运行，退回再上一次。",
                                "Take back the last update or decision, byte for byte; again: the one before."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.pass_context
def command(context: click.Context, kit: Path) -> None:
    done, opened = undo(kit)
    tell(context, say(
        f"已退回“{_in_words(done.command)}”：{len(done.changed)} 个文件", f"took back: {done.command}, {len(done.changed)} files",
    ))
    for path in done.left:
        click.echo(say(f"后来改过，没有动：{path}", f"changed since, left as it is: {path}"), err=True)
    if done.backup:
        click.echo(say(f"没有动的文件，以前的样子在 {done.backup}", f"what they were before lies in {done.backup}"), err=True)
    tell_open(context, opened)
    if done.left:
        sys.exit(ERRORS)


def _in_words(command: str) -> str:
    """更新 or 决定 P06-exit: what an office calls what was taken back."""
    name = next((name for name in _WORDS if command == name or command.startswith(f"{name} ")), "")
    return f"{_WORDS[name]}{command.removeprefix(name)}" if name else command
