"""The ids of chapters and clauses: they last, and every format keeps them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.errors import Finding, Words

if TYPE_CHECKING:
    from toolkit.text.policy import Document

ID = re.compile(r"[PBTC][0-9]{2}-[a-z0-9]+(?:-[a-z0-9]+)*")
MAX_ID = 40  # pandoc replaces longer bookmark names by a hash


def check(document: Document) -> Iterator[Finding]:
    """DOC108, DOC109: no id stands twice, and each begins with its document's."""
    seen: dict[str, int] = {}
    for part, _ in document.parts():
        if not part.id:
            continue
        place = document.locate(part)
        if part.id in seen:
            yield Finding(
                place, "DOC108",
                Words(f"编号 {part.id} 重复：第 {seen[part.id]} 行已有",
                      f"id {part.id} again: first on line {seen[part.id]}"),
                Words("是拷贝多出来的，删去一段；是另一条，另起编号", "delete the one that is a copy; a clause of its own needs an id of its own"),
            )
        seen.setdefault(part.id, part.line)
        own = part.id.startswith(f"{document.id}-") or not document.id
        if not own or not ID.fullmatch(part.id) or len(part.id) > MAX_ID:
            yield Finding(
                place, "DOC109",
                Words(f"编号 {part.id} 不合格式", f"id {part.id} has the wrong form"),
                Words(f"写成 {document.id}- 加小写英文，不超过 {MAX_ID} 个字符",
                      f"write {document.id}- and lower-case words, at most {MAX_ID} characters"),
            )
