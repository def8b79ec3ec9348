"""The door: options in, exit code out. What a command takes and says stands in its file in commands/."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from toolkit import __version__, language
from toolkit.door import endings
from toolkit.door.endings import say, tell_open, tell_taken_back
from toolkit.files import lock, memory, notices

COMMANDS = ("new", "cities", "check", "build", "serve", "desk", "update", "resolve", "undo", "review", "matrix", "repeats", "registers", "selfcheck", "doctor", "fleet")


class _Commands(click.Group):
    """The commands in the order in which a city needs them, each loaded when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"toolkit.commands.{cmd_name}").command
        return found


def _show_versions(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        from toolkit.files.sources import shared
        from toolkit.text.releases import text_version

        text = text_version(shared().policies).version
        click.echo(say(f"linyi {__version__}，文本 {text}", f"linyi {__version__}, text {text}"))
        context.exit()


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=say("为一个城市建立志愿服务团的全套文本。", "Sets up a city's kit for its volunteer service team."),
)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_versions,
              help=say("显示工具和文本的版本", "show the toolkit's and the text's version"))
@click.option("--lang", type=click.Choice(language.LANGUAGES), expose_value=False,
              help=say("消息的语言", "language of messages"))
@click.option("--quiet", is_flag=True, help=say("只显示错误", "show errors only"))
@click.pass_context
def main(context: click.Context, quiet: bool) -> None:
    context.obj = quiet
    notices.taken_back = lambda paths: tell_taken_back(context, paths)
    if context.invoked_subcommand not in ("desk", "update", "resolve", "undo"):  # these tell it themselves
        notices.open_decisions = lambda count: tell_open(context, count)


def run() -> None:
    """The command line."""
    memory.look_seldom()
    lock.waiting = _waiting
    endings.run(main)


def _waiting(shown: Path) -> None:
    click.echo(say(f"另一个 linyi 正在写 {shown}，等它结束…", f"another linyi is writing {shown}; waiting for it to end …"), err=True)
