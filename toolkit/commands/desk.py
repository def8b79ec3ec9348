"""`linyi desk`: the commands' work in the browser, on this machine."""

from __future__ import annotations

import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import click

from toolkit.door.endings import say, tell


def desk(folder: Path, port: int, ready: Callable[[str], object]) -> None:
    """Serves the kits of `folder` until a button or a closed window ends it; `ready` hears the opening address.

    Raises ToolkitError where there is no such folder, or the port is taken.
    """
    from toolkit.desk import server

    server.serve(folder, port, ready)


@click.command("desk", help=say("在浏览器里做全部的事：填写、检查、生成、更新。只在这台电脑上。", "All the work in the browser, on this machine alone."))
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help=say("端口，0 是随便一个空着的", "the port; 0 takes a free one"))
@click.option("--no-browser", is_flag=True, help=say("不打开浏览器，只显示网址", "show the address and open no browser"))
@click.pass_context
def command(context: click.Context, folder: Path, port: int, no_browser: bool) -> None:
    def ready(address: str) -> None:
        click.echo(address)
        if not no_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        tell(context, say(
            "浏览器没有自己打开的，把上面的网址贴进去。关上网页，或者在这里按 Ctrl-C，就结束。",
            "If no browser opened, paste the address above into one. Close the page, or press Ctrl-C here, to end.",
        ))

    desk(folder, port, ready)
