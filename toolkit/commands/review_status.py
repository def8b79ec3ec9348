"""`linyi review status`: how each document stands with the lawyers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.door.endings import say
from toolkit.door.visible import visible

if TYPE_CHECKING:
    from toolkit.review.signing import Standing


def review_status(start: Path, today: date | None = None) -> list[Standing]:
    """How each adopted document of the kit at or above `start` stands. Raises ToolkitError."""
    from toolkit import kit
    from toolkit.review import signing

    return signing.status(kit.find(start), today or date.today())


@click.command("status", help=say("每份文件审查到了哪一步。", "How far each document is with its review."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=say("输出格式", "form of the output"))
def command(kit: Path, form: str) -> None:
    found = review_status(kit)
    if form == "json":
        click.echo(json.dumps([_data(standing) for standing in found], ensure_ascii=False, indent=2))
        return
    for standing in found:
        click.echo(visible(f"{standing.document} {standing.title}：{_words(standing)}"))


def _words(standing: Standing) -> str:
    state, signoff = standing.state, standing.state.signoff
    words = {
        "none": say("没有签署", "not signed"), "approved": say("已审查", "approved"),
        "stale": say(f"签署以后变了：{'、'.join(state.changed)}", f"changed since it was signed: {', '.join(state.changed)}"),
        "expired": say("签署过期", "the sign-off has ended"),
    }[state.kind]
    who = f"（{signoff.on} {signoff.firm} {signoff.reviewer}）" if signoff else ""
    left = say(f"，{standing.open} 条意见没有办", f", {standing.open} remarks open") if standing.open else ""
    return words + who + left


def _data(standing: Standing) -> dict[str, Any]:
    signoff = standing.state.signoff
    found: dict[str, Any] = {
        "document": standing.document, "title": standing.title, "state": standing.state.kind,
        "changed": list(standing.state.changed), "open": standing.open,
    }
    if signoff:
        found |= {"reviewer": signoff.reviewer, "firm": signoff.firm, "on": signoff.on, "valid_until": signoff.valid_until}
    return found
