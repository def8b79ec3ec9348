"""`linyi cities`: finds cities by name or code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.door.endings import say
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.city.divisions import Division


def cities(text: str) -> list[Division]:
    """Every division that can have a kit and whose name or code holds `text`."""
    from toolkit.city import divisions

    return divisions.search(text)


@click.command("cities", help=say("按名称或代码查找城市。", "Find cities by name or code."))
@click.argument("text", default="")
def command(text: str) -> None:
    found = cities(text)
    for item in found:
        click.echo(f"{item.code}\t{item.full_name}")
    if not found:
        raise ToolkitError(
            zh=f"没有找到“{text}”", en=f"nothing found for '{text}'",
            fix_zh="换一个字再查", fix_en="try another word",
        )
