"""`linyi cities`: finds cities by name or code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.door.endings import LANGUAGE, say, tell
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.city.divisions import Division

_MANY = 60  # places among which nobody looks for one that changed


def _told(context: click.Context, text: str, found: list[Division]) -> None:
    from toolkit.city import changes, gone

    tell(context, say(f"（国家统计局{changes.YEAR}年的区划，加上以后有公告的变动）",
                      f"(divisions of the National Bureau of Statistics, {changes.YEAR}, with later notices)"))
    for words in gone.told(text, found if len(found) < _MANY else ()):
        tell(context, words.in_language(LANGUAGE))


def cities(text: str) -> list[Division]:
    """Every division that can have a kit and whose name or code holds `text`."""
    from toolkit.city import divisions

    return divisions.search(text)


@click.command("cities", help=say("按名称或代码查找城市。", "Find cities by name or code."))
@click.argument("text", default="")
@click.pass_context
def command(context: click.Context, text: str) -> None:
    found = cities(text)
    for item in found:
        click.echo(f"{item.code}\t{item.full_name}")
    if not found:
        raise ToolkitError(
            zh=f"没有找到“{text}”", en=f"nothing found for '{text}'",
            fix_zh="换一个字再查", fix_en="try another word",
        )
    _told(context, text, found)
