"""A command line as people type or paste it: what Word made of dashes and quotes is taken for what was meant."""

from __future__ import annotations

import re

import click

_DASHES = re.compile(r"^[-—–―－]{1,2}(?=[a-z]+(?:=|$))")
_OPEN, _CLOSE = "“「", "”」"


class Forgiving(click.Command):
    """Words beyond the arguments are left in `context.args`, for the command to say what is wrong with them."""

    def __init__(self, *arguments: object, **options: object) -> None:
        options["context_settings"] = {"allow_extra_args": True}
        super().__init__(*arguments, **options)  # type: ignore[arg-type]

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, mended(args))


def mended(words: list[str]) -> list[str]:
    """—take → --take; “甲 乙”, which a shell takes for two words, is one."""
    found: list[str] = []
    waiting: list[str] = []
    for word in words:
        if waiting or word[:1] in _OPEN:
            waiting.append(word)
            if word[-1:] in _CLOSE:
                found.append(" ".join(waiting)[1:-1])
                waiting = []
        else:
            found.append(_DASHES.sub("--", word) if word[:1] in "—–―－" else word)
    return [*found, *waiting]
