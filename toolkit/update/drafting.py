"""The 合并稿 of a page as it is taken: refused where the city's own words would go without anybody having said so."""

from __future__ import annotations

from toolkit.errors import ToolkitError
from toolkit.text.decisions import OF_REVIEW, Decision
from toolkit.update import clauses, document, pages, parts, suggestion
from toolkit.update.held import Held

_KINDS = {clauses.BOTH, clauses.BOTH_ADDED, document.OF_FRONT}
_QUOTED, _LONGEST = 3, 60


def draft(held: Held, decision: Decision, elsewhere: str | None) -> str:
    """The draft as it stands on the page, or as it was worked on `elsewhere`. Raises ToolkitError."""
    found = _on_page(held, decision) if elsewhere is None else elsewhere.strip("\n") + "\n"
    if decision.kind not in OF_REVIEW:
        _refuse_loss(decision, found)
    return found


def _on_page(held: Held, decision: Decision) -> str:
    raw = held.read(decision.path)
    if raw is None:
        raise ToolkitError(
            zh=f"{decision.path} 不见了，没有合并稿可用", en=f"{decision.path} is gone, and the “合并稿” with it",
            fix_zh="运行 linyi update，页会重新写出来", fix_en="run linyi update: the page is written anew",
        )
    return pages.draft(raw, decision)


def _refuse_loss(decision: Decision, found: str) -> None:
    """Where the draft says what the national text says, it is no merger, and the city's words would go unseen."""
    kept_on_purpose = decision.how in (suggestion.FILLED, suggestion.PUNCTUATION, suggestion.WOVEN)
    if decision.kind not in _KINDS or kept_on_purpose or parts.wording(found) != parts.wording(decision.new or ""):
        return
    gone = suggestion.dropped(decision.base or "", decision.local or "", found)
    quoted = "、".join(f"“{words[:_LONGEST]}{'……' if len(words) > _LONGEST else ''}”" for words in gone[:_QUOTED])
    raise ToolkitError(
        zh=f"{decision.page} 的合并稿和新的全国文本一字不差，本市的改动没有写进去" + (f"，照它办就没有了：{quoted}" if quoted else ""),
        en=f"the “合并稿” of {decision.page} is the national text word for word: the city's own words would go" + (f": {quoted}" if quoted else ""),
        fix_zh=f"把要留的话写进 {decision.path} 的合并稿，存盘，再运行一次；不留的，用 --take national（采用全国）",
        fix_en=f"write into the “合并稿” of {decision.path} what is to stay and run again; if nothing is, --take national",
    )
