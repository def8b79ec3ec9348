"""The quiz of each lesson to be filled in by hand, without its answers, and one sheet with all answers for the trainer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.city.city import City
from toolkit.exporters import layout
from toolkit.exporters.paper import pdf
from toolkit.text.blocks import Paragraph, plain_text
from toolkit.text.render import Rendered, RenderedClause

SHEET = "测验答案"
_ANSWER = "参考答案"
_OPTION = re.compile(r"^([A-C])\. (.*?)[；。]?$")
_MUST = "（必考）"


@dataclass(frozen=True)
class Quiz:
    """The papers to make: one lesson's questions, or, with `answers`, the answers of all of them."""

    documents: tuple[Rendered, ...]
    answers: bool = False

    @property
    def path(self) -> str:
        return f"packs/测验/{SHEET if self.answers else layout.file_name(self.documents[0])}.pdf"


def parts(documents: Sequence[Rendered]) -> dict[str, Quiz]:
    """A paper for each lesson that has questions, and the sheet of answers."""
    asked = tuple(document for document in documents if _questions(document))
    found = {f"quiz-{document.id}": Quiz((document,)) for document in asked}
    return found | ({"quiz-answers": Quiz(asked, answers=True)} if asked else {})


def paper(template: pdf.Template, quiz: Quiz, city: City) -> bytes:
    """One PDF. Raises ToolkitError if Typst fails or lacks a font."""
    first = quiz.documents[0]
    title = SHEET if quiz.answers else f"测验：{first.title}"
    return pdf.compile_one(template, {
        "id": SHEET if quiz.answers else first.id, "title": title, "team": " ".join(city.team_name.split()),
        "answers": quiz.answers, "fonts": pdf.families(), "words": _words(city),
        "lessons": [
            {"id": document.id, "title": document.title, "version": str(document.front.get("version", "")),
             "questions": list(map(_asked, _questions(document)))} for document in quiz.documents
        ],
    })


def _words(city: City) -> dict[str, Any]:
    return {
        "how": "每题只选一个，在□里打钩。标“必考”的，错一题就要重学重考。看字不方便的，可以由别人念题，口头回答。",
        "keep": "讲师自己用：收卷以后再看，不发给学员。",
        "lines": ["姓名", "日期", "答对"], "pass": f"合格：{city.data['numbers']['training_pass_score']}分",
        "must": "必考", "header": ["题", "问什么", "答案", "为什么"],
    }


def _questions(document: Rendered) -> list[RenderedClause]:
    return [
        clause for chapter in document.chapters if document.kind == "培训" and chapter.id.endswith("-quiz")
        for clause in chapter.clauses if any(line == _ANSWER for line in _lines(clause))
    ]


def _asked(clause: RenderedClause) -> dict[str, Any]:
    lines = list(_lines(clause))
    at = lines.index(_ANSWER)
    options = [match for match in map(_OPTION.match, lines[:at]) if match]
    answer = "".join(lines[at + 1 :])
    return {
        "title": clause.title.removesuffix(_MUST), "must": clause.title.endswith(_MUST),
        "lines": [line for line in lines[:at] if not _OPTION.match(line)],
        "options": [{"letter": match[1], "words": match[2]} for match in options],
        "answer": answer[:1], "because": answer[1:].lstrip("。"),
    }


def _lines(clause: RenderedClause) -> Iterator[str]:
    for block in clause.blocks:
        if isinstance(block, Paragraph):
            yield plain_text(block.content)
