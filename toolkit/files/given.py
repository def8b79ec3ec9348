"""A file that somebody handed over and that lies nowhere: its name, and its bytes in memory."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Given:
    """`name` is as its owner called it, without folders; it is shown, and never opened."""

    name: str
    content: bytes = field(repr=False)

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix
