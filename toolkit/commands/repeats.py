"""`linyi repeats`: sentences that say nearly the same in two documents."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import LANGUAGE, say
from toolkit.errors import Words

if TYPE_CHECKING:
    from toolkit.text.repeats import Repeat

FORMATS = ("md", "json")


def repeats(start: Path, least: int, form: str, language: str) -> str:
    """Pairs at least `least` percent alike, as Markdown or JSON. Raises ToolkitError."""
    from toolkit import kit
    from toolkit.text.repeats import repeats as find

    found = find(kit.find(start).subject().refuse_gaps().documents, least / 100)
    if form == "json":
        return json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=2)
    return _markdown(found, language)


def _markdown(found: list[Repeat], language: str) -> str:
    head = Words(
        f"{len(found)} 对相近的句子。一个意思应当只写在一条里，别处引用它。",
        f"{len(found)} pairs of like sentences. One meaning should stand in one clause, and be referred to elsewhere.",
    )
    lines = [head.in_language(language)]
    for item in found:
        lines += ["", f"{item.likeness:.0%}  {item.first.clause}  {item.second.clause}"]
        lines += [f"    {item.first.text}", f"    {item.second.text}"]
    return "\n".join(lines)


@click.command("repeats", help=say("不同文件里相近的句子。", "Sentences that say nearly the same in two documents."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--least", type=click.IntRange(30, 100), default=60, metavar="PERCENT",
              help=say("至少多像，百分之几", "how alike, in percent"))
@click.option("--format", "form", type=click.Choice(FORMATS), default="md",
              help=say("输出格式", "form of the output"))
def command(kit: Path, least: int, form: str) -> None:
    click.echo(repeats(kit, least, form, LANGUAGE))
