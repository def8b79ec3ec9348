"""`linyi review sign`: a lawyer's approval is written down."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import say, tell
from toolkit.door.last_kit import split_kit

if TYPE_CHECKING:
    from toolkit.text.signoffs import SignOff

_DATE = click.DateTime(["%Y-%m-%d"])


def review_sign(
    start: Path, documents: Sequence[str], reviewer: str, firm: str, on: date | None = None, valid_until: date | None = None,
    scope: str = "",
) -> list[SignOff]:
    """Records the approval of `documents` ("all": adopted policies and forms). Raises ToolkitError."""
    from toolkit import kit
    from toolkit.review import signing

    return signing.sign(kit.find(start), documents, reviewer, firm, on or date.today(), valid_until, scope)


@click.command("sign", help=say(
    "记下哪位律师审查同意了哪些文件现在的文字。", "Record which lawyer approved which documents as they say it now.",
))
@click.argument("documents", metavar="DOC… [KIT]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--reviewer", required=True, metavar="NAME", help=say("律师", "the lawyer"))
@click.option("--firm", required=True, metavar="NAME", help=say("事务所", "the firm"))
@click.option("--on", type=_DATE, help=say("签署日期，不写是今天", "the day; today unless told"))
@click.option("--valid-until", type=_DATE, help=say("有效期到哪天", "the last day on which it holds"))
@click.option("--scope", default="", metavar="TEXT", help=say("审查的范围", "what was reviewed"))
@click.pass_context
def command(
    context: click.Context, documents: tuple[Path, ...], reviewer: str, firm: str, on: datetime | None,
    valid_until: datetime | None, scope: str,
) -> None:
    names, kit = split_kit(documents)
    made = review_sign(
        kit, [str(name) for name in names], reviewer, firm, on.date() if on else None, valid_until.date() if valid_until else None, scope,
    )
    tell(context, say(
        f"记下了 {len(made)} 份文件的签署：审查/签署.yaml；同意的文字存在 审查/已审",
        f"{len(made)} sign-offs recorded in 审查/签署.yaml; the approved texts are kept in 审查/已审",
    ))
