"""`linyi serve`: the site on this machine, made anew whenever the text or city.yaml changes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.commands.build import read
from toolkit.door import endings
from toolkit.door.endings import say, tell

if TYPE_CHECKING:
    from toolkit.exporters.site.local_server import Failed
    from toolkit.kit import Kit

Ready = Callable[[str], None]  # hears the address once the site can be seen


def serve(start: Path, port: int, ready: Ready, failed: Failed) -> None:
    """Serves the kit at or above `start` until interrupted; `failed` hears of each change that cannot be built.

    Raises InvalidInput where the kit cannot be built at all, ToolkitError where the port is taken.
    """
    from toolkit import kit
    from toolkit.exporters.site import preview

    found = kit.find(start)
    whole = [sys.executable, "-m", "toolkit", "--quiet", "build", str(found.root), "--only", "site", "--out"]
    preview.serve(lambda: read(found), whole, found.root, watched(found), port, ready, failed)


def watched(found: Kit) -> list[Path]:
    """The folders whose text the site shows; filled registers and built files are not looked at."""
    from toolkit.kit import FOLDERS, REGISTERS

    paths = (found.root / folder for folder in (*FOLDERS.values(), REGISTERS[1]))
    return [path for path in paths if path.is_dir()]


@click.command("serve", help=say(
    "在本机上看网站；文字或 city.yaml 一改，网页就跟着变。Ctrl-C 结束。",
    "The site on this machine, following every change of text or city.yaml. Ctrl-C ends it.",
))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=say("端口", "the port"))
@click.pass_context
def command(context: click.Context, kit: Path, port: int) -> None:
    def ready(address: str) -> None:
        tell(context, say(f"网站在 {address} ，改了文字会自动更新，按 Ctrl-C 结束", f"the site: {address} (Ctrl-C ends it)"))

    def failed(error: Exception) -> None:
        endings.show(error)
        tell(context, say("网站还是上一次的样子；改好以后会自动更新", "the site stays as it was until this is mended"))

    tell(context, say("正在生成网站…", "making the site …"))
    serve(kit, port, ready, failed)
