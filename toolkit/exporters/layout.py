"""What a printed document consists of, whatever the format: one place for Word and PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toolkit.city.city import City
from toolkit.exporters.booklet import is_booklet, points
from toolkit.exporters.copies import copies
from toolkit.text.blocks import Block, Box, Inlines, Table, has_marks, plain_text
from toolkit.text.citations import Register
from toolkit.text.deviations import Told
from toolkit.text.differing import KINDS
from toolkit.text.marks import bare
from toolkit.text.numerals import chinese_date, dated
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

_WITH_ANNEX = {"制度", "办法", "规程", "协议"}
_WITH_CONTENTS = {"制度", "办法", "规程"}
_TABLES = ("汇编", "清单")  # tables above all: printed as close as forms
_MANY_CHAPTERS = 5
_NOTICE = "通知"
_DATE_INDENT = 4  # signs: GB/T 9704-2012, 7.3.5.1
_TEXT_POINTS = 440  # a line of 156 mm

NO_ADVICE = "本文本依据公开的法律法规写成，不构成法律意见；施行前应当由律师逐条审查。"
SUGGESTED = "有底色的数字是建议值：法律没有规定，由本市和律师确定。"
KEEP_SAFE = "含有个人信息，按保密协议保管，不拍照、不发群。"
LEGEND, LEGEND_OF_PAGES = "带 * 的必填。", "带 * 的必填；用不到的页，整页空着。"
FORM = "表单"
_ADULTS = ("大人先看", "协调员")
ANNEX = "附：条文依据"
CONTENTS = "目　录"
LOCAL_GAP = "本省的地方性法规：待本市律师补上"

FORBIDDEN = str.maketrans(dict.fromkeys('<>:"/\\|?*\n\r\t', "_"))


def file_name(document: Rendered) -> str:
    """The built file's name without its ending; a title edited in a kit can't leave the folder."""
    return f"{document.id}-{document.title}".translate(FORBIDDEN).rstrip(". ")[:80]


def look(document: Rendered) -> str:
    """policy, form, compact or large, or a booklet's: sizes of print."""
    if is_booklet(document):
        return f"booklet-{points(document)}"
    if document.kind not in (FORM, *_TABLES):
        return "policy"
    if document.front.get("large_print") is True:
        return "large"
    return "compact" if copies().get(document.id, {}).get("compact") else "form"


def subtitle(document: Rendered, city: City) -> str:
    """The line under a policy's title; forms and notices have none, a booklet names the team, what nobody adopts says what it is."""
    if is_booklet(document):
        return " ".join(city.team_name.split())
    if "subtitle" in document.front:
        return str(document.front["subtitle"])
    if document.kind == FORM:
        return ""
    if document.kind == _NOTICE:  # without a red head its number stands here
        adopted, standing = city.data["adopted"], document.standing
        return standing.number if standing and standing.issued and not adopted.get("red_head") else ""
    adopted = city.data["adopted"]
    return f"施行日期：{dated(adopted['on'])}　版本：{adopted['version']}"


@dataclass(frozen=True)
class Letterhead:
    """发文机关标志 and 发文字号; `size` is the name's in points, so that it fits one line."""

    name: str
    number: str
    size: int


def letterhead(document: Rendered, city: City) -> Letterhead | None:
    """The red head of a notice, where the city has asked for it."""
    adopted = city.data["adopted"]
    if document.kind != _NOTICE or not adopted.get("red_head"):
        return None
    number = document.standing.number if document.standing and document.standing.issued else adopted.get("issue_number", "")
    name = " ".join(str(city.data["team"]["host"]).split()) + "文件"
    return Letterhead(name, number, min(42, _TEXT_POINTS // len(name)))


def colophon(document: Rendered, city: City) -> tuple[str, str] | None:
    """版记 of an issued notice (GB/T 9704-2012, 7.4): who had it printed, and when."""
    standing = document.standing
    if document.kind != _NOTICE or standing is None or not standing.issued:
        return None
    return " ".join(str(city.data["team"]["host"]).split()), f"{chinese_date(standing.on)}印发"


def indents(lines: Sequence[Inlines]) -> list[float]:
    """How far from the right each line of a 落款 ends, in signs: the date four, the name centred over it."""
    wide = [sum(0.5 if sign.isascii() else 1 for sign in plain_text(line)) for line in lines]
    return [max(0.0, _DATE_INDENT + (wide[-1] - width) / 2) for width in wide]


def opening(document: Rendered) -> tuple[Box | None, tuple[RenderedChapter, ...]]:
    """Whom a notice is addressed to, which is printed above the first heading, and the chapters."""
    first, *rest = document.chapters
    if first.blocks and isinstance(first.blocks[0], Box) and first.blocks[0].role == "addressee":
        return first.blocks[0], (replace(first, blocks=first.blocks[1:]), *rest)
    return None, document.chapters


def has_contents(document: Rendered) -> bool:
    return document.kind in _WITH_CONTENTS and len(document.chapters) >= _MANY_CHAPTERS


def closing_note(document: Rendered) -> str:
    """What stands small at the end: of a draft that it is no advice, of what is issued by whom it was reviewed."""
    if document.kind == FORM:
        return ""
    if document.standing and document.standing.issued:
        return f"{document.standing.reviewed}。" if document.standing.reviewed else ""
    return NO_ADVICE + (SUGGESTED if _has_suggested(document) else "")


def foot(document: Rendered) -> str:
    """What stands small at the foot of each page of a draft: that it is one, and who has reviewed it."""
    return document.standing.foot if document.standing else ""


def legend(document: Rendered) -> str:
    """What the star means; of a form with a page for each matter, that one is not filled in where it isn't needed."""
    if document.kind != FORM or not any(item.get("required") and "value" not in item for item in all_fields(document)):
        return ""
    return LEGEND_OF_PAGES if sum(chapter.own_page for chapter in document.chapters) > 1 else LEGEND


def contact(document: Rendered, city: City) -> list[tuple[str, str]]:
    """The box at a form's end: whom to ask, how it is taken back, how long it is kept, how it is guarded."""
    if document.kind != FORM or not document.id.startswith("B"):
        return []
    rows = [("问谁", f"{' '.join(city.team_name.split())}，电话{' '.join(str(city.values['team']['hotline']).split())}")]
    if document.front.get("large_print") is not True:  # a child's form says it in its own words
        rows += [(name, f"{words}。") for name, words in _terms(document)]
    if any(item.get("sensitivity") in ("S2", "S3") for item in all_fields(document)):
        rows.append(("填好以后", KEEP_SAFE))
    if document.standing and document.standing.issued and document.standing.reviewed:
        rows.append(("审查", f"{document.standing.reviewed}。"))
    return rows


def signs(document: Rendered, chapter: RenderedChapter) -> float:
    """How many signs of a table's text fit between the margins: 168 mm of 10.5, 12 or 14 pt, on a policy 156 mm."""
    return {"policy": 36.8, "compact": 45.3, "large": 34.0}.get(part_look(document, chapter), 39.6)


def part_look(document: Rendered, chapter: RenderedChapter) -> str:
    """As `look`; in large print a part for those who need none, who asks and who follows up, is as in other forms."""
    found = look(document)
    return "form" if found == "large" and chapter.title.startswith(_ADULTS) else found


def part_heading(document: Rendered, number: int) -> str:
    """A chapter's heading; a form's parts are numbered unless they say themselves which page they are."""
    chapter = document.chapters[number]
    if not document.id.startswith("B") or len(document.chapters) == 1 or any(found.title.startswith("第") for found in document.chapters):
        return chapter_heading(chapter)
    return f"{number + 1}　{chapter.title}"


def is_to_fill(table: Table) -> bool:
    """Whether a table has room to write in: its rows are as high as a hand needs."""
    return any(not words.strip() or "＿" in words for row in table.rows for words in map(plain_text, row))


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
    if part.blocks and isinstance(part.blocks[-1], Box) and part.blocks[-1].role == "signature":
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
        for name, words in (("依据", told.basis), ("批准", told.approved_by), ("复审", dated(told.review_by))) if words
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
