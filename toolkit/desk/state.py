"""What a running desk knows: its folder, its secrets, what it is doing, whether anybody still looks."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.files.given import Given

if TYPE_CHECKING:
    from toolkit.desk.hours_pages import Counted
    from toolkit.desk.making import Making

HOST = "127.0.0.1"
CLOSED, AWAY = 60, 1800  # seconds after which the desk ends: its last window was closed, or nothing was heard of it


def _open(path: Path) -> int:
    import click

    return click.launch(str(path))


@dataclass(frozen=True)
class Note:
    """What a person is told once. With `kit`, what was just done there, at `at`, can be taken back from the note;
    `back` is the page that one returns to."""

    words: str
    kit: str = ""
    at: str = ""
    back: str = ""


@dataclass
class Desk:
    """`folder` holds kits, or is one. `token` opens the desk once in an address, `session` is in its cookie."""

    folder: Path
    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    making: dict[str, Making] = field(default_factory=dict)  # by the kit's name
    notes: list[Note] = field(default_factory=list)  # for the next page
    silent: float = 0.0  # seconds since the last request, as far as this machine was awake
    left: bool = False  # the last that was heard is that a window closed
    waiting: dict[str, tuple[Path, list[Given], bool]] = field(default_factory=dict)  # counsel's files until they are accepted
    counted: dict[str, Counted] = field(default_factory=dict)  # hours until certificates are made of them
    opener: Callable[[Path], object] = _open  # this machine's own program for a folder or a page; its exit code
    end: Callable[[], object] = lambda: None

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/?token={self.token}"

    @property
    def cookie(self) -> str:
        return f"linyi-desk-{self.port}"  # a cookie is every port's: another desk has its own

    def shows(self, path: Path) -> bool:
        """Whether this machine has opened it: where it has no program for that, a page says where it lies."""
        return not self.opener(path)

    def heard(self, leaving: bool = False) -> None:
        self.silent, self.left = 0.0, leaving

    def is_over(self) -> bool:
        """Whether nobody is there any more; never while something is being made."""
        busy = any(making.is_running for making in self.making.values())
        return not busy and self.silent >= (CLOSED if self.left else AWAY)
