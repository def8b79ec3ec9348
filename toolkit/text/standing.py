"""How a document stands when it is printed: a draft or issued, reviewed or not."""

from __future__ import annotations

from dataclasses import dataclass

DRAFT = "草稿"
UNREVIEWED = "未经律师审查"


@dataclass(frozen=True)
class Standing:
    """`reviewed` says by whom, "" where no sign-off holds; `number` and `on` (2026-12-01) are those of the issue."""

    issued: bool = False
    reviewed: str = ""
    number: str = ""
    on: str = ""

    @property
    def foot(self) -> str:
        """What stands small at the foot of each page; nothing on what is issued."""
        return "" if self.issued else f"{DRAFT} · {self.reviewed or UNREVIEWED}"

    @property
    def is_draft(self) -> bool:
        """Whether its text, as it is, was never issued."""
        return not self.issued and not self.on
