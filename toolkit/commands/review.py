"""`linyi review`: what goes out to a lawyer, what comes back, and who approved which text."""

from __future__ import annotations

import importlib

import click

from toolkit.door.endings import say

_COMMANDS = {"pack": "review_pack", "import": "review_import", "sign": "review_sign", "status": "review_status"}


class _Review(click.Group):
    """The steps of a review in their order, each loaded when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"toolkit.commands.{_COMMANDS[cmd_name]}").command
        return found


command = _Review("review", help=say(
    "法律审查：送审、收回律师在 Word 里的修改、记录签署。",
    "Legal review: send out, take a lawyer's Word edits back in, record sign-offs.",
))
