"""Lessons by when they are learnt, and an index of the scenario cards."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from toolkit.exporters.site.markdown import heading, text
from toolkit.exporters.site.pages.page import Page, address
from toolkit.exporters.site.pages.parts import built, drawing
from toolkit.exporters.slides import hints
from toolkit.text.blocks import Paragraph, plain_text
from toolkit.text.marks import bare
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

LESSONS, CARDS = "lessons.md", "cards.md"
_WHEN = {"结对前": "结对以前，每名志愿者都学", "任职前": "上任以前，专员和协调员学", "讲课前": "讲课以前，讲师学", "每年": "每年复训"}
_ASKED = re.compile(r"^问：\s*")
_ANSWER = "参考答案"
_MINUTES = re.compile(r"（(?:(.*?)，)?(\d+)分钟）$")


def lessons(documents: Sequence[Rendered]) -> list[Page]:
    """The two pages; none where the city has no lessons."""
    found = [document for document in documents if document.kind == "培训"]
    return [_lessons(found), _cards(found)] if found else []


def _lessons(found: Sequence[Rendered]) -> Page:
    lines = ["# 课程", f"每一课有教案、情景卡和测验，幻灯片和讲义在各课页面下载。[情景卡索引]({CARDS})"]
    for when in dict.fromkeys(str(document.front.get("timing", "")) for document in found):
        own = [document for document in found if str(document.front.get("timing", "")) == when]
        lines += [f"## {text(_WHEN.get(when, when or '其他'))}", *map(_lesson, own)]
    return Page(LESSONS, "课程", "\n\n".join(lines), "培训")


def _lesson(document: Rendered) -> str:
    page = built(address(document.id))
    picture = hints.of(document.id).get("pictures", ["talk"])[0]
    counts = [f"{document.front.get('minutes', '')}分钟"]
    counts += [f"{len(part.clauses)}{unit}" for name, unit in (("cards", "张情景卡"), ("quiz", "道测验题")) if (part := _chapter(document, name))]
    plan = _chapter(document, "plan")
    steps = "".join(
        f'<li><a href="{page}#{clause.id}">{text(_MINUTES.sub("", clause.title))}</a></li>' for clause in plan.clauses
    ) if plan else ""
    folded = f"<details><summary>分几步</summary><ol>{steps}</ol></details>" if steps else ""
    return (
        f'<div class="lesson">{drawing(picture)}<div><a href="{page}"><b>{document.id}　{text(document.title)}</b></a>'
        f'<br><span class="counts">{"　".join(counts)}</span><br>{text(bare(str(document.front.get("summary", ""))))}{folded}</div></div>'
    )


def _cards(found: Sequence[Rendered]) -> Page:
    count = sum(len(part.clauses) for document in found if (part := _chapter(document, "cards")))
    lines = ["# 情景卡", f"{count}张，都是虚构的。先自己想怎么做，再点开答案。"]
    for document in found:
        part = _chapter(document, "cards")
        if part:
            lines.append(heading(2, document.title, f"cards-{document.id}"))
            lines.append(f'<ul class="cards" data-search-exclude>{"".join(_card(document, clause) for clause in part.clauses)}</ul>')
    return Page(CARDS, "情景卡", "\n\n".join(lines), "培训")


def _card(document: Rendered, clause: RenderedClause) -> str:
    told = list(_told(clause))
    asked = " ".join(_ASKED.sub("", line) for line in told if _ASKED.match(line))
    story = "".join(line for line in told if not _ASKED.match(line))
    picture = hints.of(clause.id).get("pictures", ["think"])[0]
    return (
        f'<li>{drawing(picture)}<div><a href="{built(address(document.id))}#{clause.id}"><b>{text(clause.title)}</b></a>'
        f"<br>{text(story)}<br><b>{text(asked)}</b></div></li>"
    )


def _told(clause: RenderedClause) -> Iterator[str]:
    """The lines before the answer."""
    for block in clause.blocks:
        line = plain_text(block.content) if isinstance(block, Paragraph) else ""
        if line == _ANSWER:
            return
        yield line


def _chapter(document: Rendered, name: str) -> RenderedChapter | None:
    return next((chapter for chapter in document.chapters if chapter.id == f"{document.id}-{name}"), None)
