"""What a printed document consists of, whatever the format: one place for Word and PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from toolkit.city.city import City
from toolkit.exporters.booklet import is_booklet, points
from toolkit.text.blocks import Block, Box, has_marks
from toolkit.text.citations import Register
from toolkit.text.deviations import Told
from toolkit.text.differing import KINDS
from toolkit.text.marks import bare
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

_WITH_ANNEX = {"制度", "办法", "规程", "协议"}
_WITH_CONTENTS = {"制度", "办法", "规程"}
_TABLES = ("汇编", "清单")  # tables above all: printed as close as forms
_MANY_CHAPTERS = 5
_TEXT_POINTS = 440  # a line of 156 mm

NO_ADVICE = "本文本依据公开的法律法规写成，不构成法律意见；施行前应当由律师逐条审查。"
SUGGESTED = "有底色的数字是建议值：法律没有规定，由本市和律师确定。"
KEEP_SAFE = "本表填好后含有个人信息，按保密协议保管，不拍照、不发群。"
ANNEX = "附：条文依据"
CONTENTS = "目　录"
LOCAL_GAP = "本省的地方性法规：待本市律师补上"

FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*\n\r\t', "_"))


def file_name(document: Rendered) -> str:
    """The built file's name without its ending; a title edited in a kit can't leave the folder."""
    return f"{document.id}-{document.title}".translate(FORBIDDEN).rstrip(". ")[:80]


def look(document: Rendered) -> str:
    """policy, form or large, or a booklet's: sizes of print."""
    if is_booklet(document):
        return f"booklet-{points(document)}"
    if document.kind not in ("表单", *_TABLES):
        return "policy"
    return "large" if document.front.get("large_print") is True else "form"


def subtitle(document: Rendered, city: City) -> str:
    """The line under a policy's title; forms and notices have none, a booklet names the team, what nobody adopts says what it is."""
    if is_booklet(document):
        return " ".join(city.team_name.split())
    if "subtitle" in document.front:
        return str(document.front["subtitle"])
    if document.kind in ("表单", "通知"):
        return ""
    adopted = city.data["adopted"]
    return f"施行日期：{adopted['on']}　版本：{adopted['version']}"


@dataclass(frozen=True)
class Letterhead:
    """发文机关标志 and 发文字号; `size` is the name's in points, so that it fits one line."""

    name: str
    number: str
    size: int


def letterhead(document: Rendered, city: City) -> Letterhead | None:
    """The red head of a notice, where the city has asked for it."""
    adopted = city.data["adopted"]
    if document.kind != "通知" or not adopted.get("red_head"):
        return None
    name = " ".join(str(city.data["team"]["host"]).split()) + "文件"
    return Letterhead(name, adopted.get("issue_number", ""), min(42, _TEXT_POINTS // len(name)))


def opening(document: Rendered) -> tuple[Box | None, tuple[RenderedChapter, ...]]:
    """Whom a notice is addressed to, which is printed above the first heading, and the chapters."""
    first, *rest = document.chapters
    if first.blocks and isinstance(first.blocks[0], Box) and first.blocks[0].role == "addressee":
        return first.blocks[0], (replace(first, blocks=first.blocks[1:]), *rest)
    return None, document.chapters


def has_contents(document: Rendered) -> bool:
    return document.kind in _WITH_CONTENTS and len(document.chapters) >= _MANY_CHAPTERS


def closing_note(document: Rendered) -> str:
    """What stands small at the end; on a form, also how it is withdrawn and how long it is kept."""
    if document.kind != "表单":
        return NO_ADVICE + (SUGGESTED if _has_suggested(document) else "")
    sensitive = any(item.get("sensitivity") in ("S2", "S3") for item in all_fields(document))
    notes = [KEEP_SAFE] if sensitive else []
    if document.front.get("large_print") is not True:  # a child's form says it in its own words
        notes = [*(f"{name}：{words}。" for name, words in _terms(document)), *notes]
    return "".join(notes)


def _has_suggested(document: Rendered) -> bool:
    parts: list[RenderedChapter | RenderedClause] = [*document.chapters, *document.clauses]
    return any(has_marks(part.blocks) for part in parts)


def _terms(document: Rendered) -> Iterator[tuple[str, str]]:
    for name, key in (("怎样收回", "withdrawal"), ("保存多久", "retention")):
        words = bare(str(document.front.get(key, "")))
        if words and not words.startswith("不适用"):
            yield name, words


def body(part: RenderedChapter | RenderedClause) -> tuple[tuple[Block, ...], tuple[Mapping[str, Any], ...], tuple[Block, ...]]:
    """Text, fields, and the signatures: who signs has read and ticked all that stands above."""
    if part.fields and part.blocks and isinstance(part.blocks[-1], Box) and part.blocks[-1].role == "signature":
        return part.blocks[:-1], part.fields, part.blocks[-1:]
    return part.blocks, part.fields, ()


def all_fields(document: Rendered) -> list[Mapping[str, Any]]:
    parts: list[RenderedChapter | RenderedClause] = [*document.chapters, *document.clauses]
    return [item for part in parts for item in part.fields]


def heading(clause: RenderedClause) -> str:
    """第一条　保密范围, or 一、保密范围."""
    gap = "" if clause.label.endswith("、") else "　"
    return f"{clause.label}{gap}{clause.title}"


def chapter_heading(chapter: RenderedChapter) -> str:
    return f"{chapter.label}　{chapter.title}" if chapter.label else chapter.title


def deviation(told: Told) -> str:
    """How and why the city differs from the national text, in a line."""
    return f"和全国文本不同：{why(told)}"


def why(told: Told) -> str:
    """改动。理由：…。依据：…。批准：…。复审：…。 What nobody has written is left out, but for the reason."""
    said = [f"理由：{told.reason or '还没有写'}"] if told.reason or told.lacks_reason else []
    said += [
        f"{name}：{words}"
        for name, words in (("依据", told.basis), ("批准", told.approved_by), ("复审", told.review_by)) if words
    ]
    return "。".join((KINDS[told.kind], *(words.rstrip("。") for words in said))) + "。"


def absent_deviation(told: Told) -> str:
    """The same of what the reader does not see: a clause that is not here, a whole document."""
    return f"“{told.title}”（{told.id}）{deviation(told)}"


def annex_id(document: Rendered) -> str:
    """No part of a document can have it: ids have no underscore."""
    return f"{document.id}_basis"


def annex(document: Rendered, city: City, register: Register) -> list[tuple[str, str]]:
    """Clause and the articles it rests on; local regulations only where they apply."""
    if document.kind not in _WITH_ANNEX:
        return []
    rows = [(heading(clause), basis(clause, city, register)) for clause in document.clauses]
    return [row for row in rows if row[1]]


def basis(clause: RenderedClause, city: City, register: Register) -> str:
    """《个人信息保护法》第28条、第29条；《…》…, and a gap where another province's law stands."""
    laws: dict[str, list[str]] = {}
    for citation in clause.basis:
        law = register.laws.get(citation.law)
        if law and law.applies_in(city.province, city.name):
            laws.setdefault(law.short_title, []).append(law.article_name(citation.article))
    named = [f"《{title}》{'、'.join(articles)}" for title, articles in laws.items()]
    return "；".join([*named, LOCAL_GAP] if lacks_local(clause, city, register) else named)


def lacks_local(clause: RenderedClause, city: City, register: Register) -> bool:
    """Whether the clause rests on a regulation of another province: this one's is to be found."""
    laws = [register.laws.get(citation.law) for citation in clause.basis]
    return any(law and law.province not in (None, city.province) for law in laws)


def internal_targets(document: Rendered) -> frozenset[str]:
    """Ids that a reference can jump to within this document."""
    return frozenset(
        part for chapter in document.chapters
        for part in (chapter.id, *(clause.id for clause in chapter.clauses))
    )
