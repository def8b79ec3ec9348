"""Facts of a kit's city.yaml written from a page: only over the file that the page was made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.city import changing
from toolkit.errors import ToolkitError
from toolkit.files import revision
from toolkit.files.journal import digest
from toolkit.files.revision import Change
from toolkit.kit import CITY, Kit


class ChangedMeanwhile(ToolkitError):
    """Somebody else has written the file since it was read; nothing was changed by us."""

    def __init__(self, shown: str) -> None:
        super().__init__(
            zh=f"{shown} 在这期间被人改过，您的改动还没有写进去", en=f"{shown} was changed meanwhile; yours is not written yet",
            fix_zh="对照现在的内容再看一遍，再保存", fix_en="compare with what it says now, then save again",
        )


def write(kit: Kit, seen: str, facts: Mapping[str, Any]) -> None:
    """Puts `facts` (see `changing.changed`) into the city.yaml whose hash is `seen`, all or none; `linyi undo` takes it back.

    Raises ChangedMeanwhile, Unreadable or ToolkitError: then nothing was changed.
    """
    with kit.alone():
        raw = kit.city_path.read_bytes()
        if digest(raw) != seen:
            raise ChangedMeanwhile(CITY)
        revision.commit(kit.root, "desk", [Change(CITY, changing.changed(raw, facts), seen)])
