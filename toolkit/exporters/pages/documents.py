"""A document as a page: every clause with an address of its own and its basis beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from toolkit.blocks import Block, Paragraph
from toolkit.citations import Register, article_name
from toolkit.city import City
from toolkit.exporters import layout, markdown
from toolkit.exporters.markdown import heading, table, text
from toolkit.exporters.pages.illustrated import by_clause, in_clause
from toolkit.exporters.pages.page import GROUPS, Page, address
from toolkit.render import Rendered, RenderedChapter, RenderedClause

_ANSWER = "参考答案"
_TYPES = {
    "text": "文字", "longtext": "长文字", "id": "证件号码", "phone": "电话", "date": "日期",
    "number": "数字", "money": "金额", "enum": "单选", "multi": "多选", "checkbox": "勾选",
    "signature": "签名",
}


def document_page(
    document: Rendered, city: City, register: Register, targets: Mapping[str, str]
) -> Page:
    """One document, every clause with an address of its own."""
    links = {target: f"../{page}" for target, page in targets.items()}
    drawn = by_clause(city)
    lines = [
        f"# {text(document.title)}",
        f'<p class="about">{document.id}　{text(document.kind)}　版本 {text(str(document.front.get("version", "")))}</p>',
        _downloads(document),
        text(str(document.front.get("summary", ""))),
    ]
    for chapter in document.chapters:
        label = f"{chapter.label}　" if chapter.label else ""
        lines.append(heading(2, f"{label}{chapter.title}", chapter.id))
        lines += _body(chapter, links)
        for clause in chapter.clauses:
            gap = "" if clause.label.endswith("、") else "　"
            lines.append(heading(3, f"{clause.label}{gap}{clause.title}", clause.id))
            lines += _body(clause, links)
            lines += in_clause(drawn[clause.id]) if clause.id in drawn else ()
            lines += _basis(clause, city, register)
    return Page(address(document.id), f"{document.id} {document.title}", "\n\n".join(lines), dict(GROUPS)[document.id[0]])


def _body(part: RenderedChapter | RenderedClause, links: Mapping[str, str]) -> Iterator[str]:
    yield from _folded(part.blocks, links)
    if part.fields:
        yield table(("栏目", "怎么填", "必填", "说明"), map(_field, part.fields))


def _folded(blocks: Sequence[Block], links: Mapping[str, str]) -> Iterator[str]:
    """The blocks; in a scenario card the answer opens when the reader has thought of one."""
    place = next((number for number, block in enumerate(blocks) if _begins_answer(block)), None)
    yield from markdown.blocks(blocks[:place], links)
    if place is not None:
        yield f'<details class="answer" markdown="1"><summary>{_ANSWER}</summary>'
        yield from markdown.blocks(blocks[place + 1:], links)
        yield "</details>"


def _begins_answer(block: Block) -> bool:
    return isinstance(block, Paragraph) and "".join(piece.text for piece in block.content) == _ANSWER


def _downloads(document: Rendered) -> str:
    """Built files lie beside the site's folder, and so does the site on a USB stick."""
    name = quote(layout.file_name(document))
    kinds = [("docx", "docx", "Word"), ("pdf", "pdf", "PDF")]
    if document.kind == "培训" or document.front.get("slides") is True:
        kinds.append(("pptx", "pptx", "幻灯片"))
    links = "　".join(f'<a href="../../{folder}/{name}.{ending}">{words}</a>' for folder, ending, words in kinds)
    return f'<p class="download">下载：{links}</p>'


def _field(item: Mapping[str, Any]) -> tuple[str, str, str, str]:
    options = "：" + "、".join(item["options"]) if item.get("options") else ""
    return (
        text(item["name"]), text(_TYPES[item["type"]] + options),
        "是" if item["required"] else "", text(item.get("note", "")),
    )


def _basis(clause: RenderedClause, city: City, register: Register) -> Iterator[str]:
    parts = []
    if clause.norm:
        parts.append(f'<b><a href="../norms.html#{clause.norm}">规范 {clause.norm}</a></b>')
    for law, articles in by_law(clause, city, register).items():
        title = register.laws[law].short_title
        named = "、".join(map(article_name, articles))
        parts.append(f'<a href="../laws.html#{law}">《{text(title)}》</a>{named}')
    if layout.lacks_local(clause, city, register):
        parts.append(layout.LOCAL_GAP)
    if parts:
        yield f'<p class="basis">依据：{"；".join(parts)}</p>'


def by_law(clause: RenderedClause, city: City, register: Register) -> dict[str, list[str]]:
    """Law → the articles that the clause rests on, of laws that apply in the city."""
    found: dict[str, list[str]] = {}
    for citation in clause.basis:
        law = register.laws.get(citation.law)
        if law and law.applies_in(city.province, city.name):
            found.setdefault(law.id, []).append(citation.article)
    return found
