"""A document as a page: every clause with an address of its own and its basis beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from toolkit.city.city import City
from toolkit.exporters import layout
from toolkit.exporters.paper import first_page
from toolkit.exporters.site import markdown
from toolkit.exporters.site.markdown import Manner, heading, table, text
from toolkit.exporters.site.pages.hours import AT, beside_clause
from toolkit.exporters.site.pages.illustrated import by_clause, in_clause
from toolkit.exporters.site.pages.page import FILES, FORMS, MENU, Page, address, by_law
from toolkit.exporters.site.pages.terms import Explainer
from toolkit.text.blocks import Block, Paragraph
from toolkit.text.citations import Register
from toolkit.text.marks import bare
from toolkit.text.numerals import chinese_date
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause
from toolkit.text.standing import Standing

_ANSWER = "参考答案"
_UNREVIEWED = "没有律师审查的签字记录"
_TYPES = {
    "text": "文字", "longtext": "长文字", "id": "证件号码", "phone": "电话", "date": "日期",
    "number": "数字", "money": "金额", "enum": "单选", "multi": "多选", "checkbox": "勾选",
    "signature": "签名",
}


def document_page(
    document: Rendered, city: City, register: Register, targets: Mapping[str, str], downloads: Collection[str]
) -> Page:
    """One document, every clause with an address of its own; `downloads` are the formats at hand."""
    manner = Manner({target: f"../{page}" for target, page in targets.items()}, Explainer(register, "../"))
    drawn = by_clause(document, city)
    lines = [
        f"# {text(document.title)}", f'<p class="about">{_about(document)}</p>',
        _paper(document, downloads) if document.kind == "表单" else download_links(document, downloads),
        text(str(document.front.get("summary", ""))),
        *(_deviation(layout.absent_deviation(item)) for item in document.deviations),
    ]
    for chapter in document.chapters:
        lines.append(heading(2, layout.chapter_heading(chapter), chapter.id))
        lines += _body(chapter, manner)
        lines += [_deviation(layout.deviation(chapter.deviation))] if chapter.deviation else []
        for clause in chapter.clauses:
            lines.append(heading(3, layout.heading(clause), clause.id))
            lines += _body(clause, manner)
            lines += [_deviation(layout.deviation(clause.deviation))] if clause.deviation else []
            lines += in_clause(drawn[clause.id]) if clause.id in drawn else ()
            lines += beside_clause(city, register) if clause.id == AT else ()
            lines += _beside(clause, city, register)
    return Page(address(document.id), f"{document.id} {document.title}", "\n\n".join(filter(None, lines)), MENU[document.id[0]])


def _deviation(words: str) -> str:
    return f'<p class="deviation">{text(words)}</p>'


def _about(document: Rendered) -> str:
    made = document.front.get("subtitle")
    rest = (str(made),) if made else (f"版本 {document.front.get('version', '')}", *_standing(document.standing))
    return "　".join((document.id, *map(text, (document.kind, *rest))))


def _standing(standing: Standing | None) -> tuple[str, ...]:
    """Draft or issued, and who has reviewed this very text."""
    if standing is None:
        return (_UNREVIEWED,)
    issued = f"{chinese_date(standing.on)}印发" + (f"（{standing.number}）" if standing.number else "") if standing.on else "草稿，还没有印发"
    return issued, standing.reviewed or _UNREVIEWED


def _body(part: RenderedChapter | RenderedClause, manner: Manner) -> Iterator[str]:
    words, items, signatures = layout.body(part)
    yield from _folded(words, manner)
    if items:
        yield f'<details class="fields" markdown="1"><summary>要填的{len(items)}栏，怎样填</summary>'
        yield table(("栏目", "怎么填", "必填", "说明"), map(_field, items))
        yield "</details>"
    yield from markdown.blocks(signatures, manner)


def _folded(blocks: Sequence[Block], manner: Manner) -> Iterator[str]:
    """The blocks; in a scenario card the answer opens when the reader has thought of one."""
    place = next((number for number, block in enumerate(blocks) if _begins_answer(block)), None)
    yield from markdown.blocks(blocks[:place], manner)
    if place is not None:
        yield f'<details class="answer" markdown="1"><summary>{_ANSWER}</summary>'
        yield from markdown.blocks(blocks[place + 1:], manner)
        yield "</details>"


def _begins_answer(block: Block) -> bool:
    return isinstance(block, Paragraph) and "".join(piece.text for piece in block.content) == _ANSWER


def _paper(document: Rendered, downloads: Collection[str]) -> str:
    """How the form looks, to be opened and printed, and its files."""
    picture = (
        f'<img src="../{FORMS}/{document.id}.png" width="{first_page.WIDTH}" height="{first_page.HEIGHT}" loading="lazy" '
        f'alt="{text(document.title)}，第一页">'
    )
    links = download_links(document, downloads)
    if "pdf" not in downloads:
        return f'<div class="paper" data-search-exclude>{picture}{links}</div>'
    page = f"../{FILES}/pdf/{quote(layout.file_name(document))}.pdf"
    return (
        f'<div class="paper" data-search-exclude><a href="{page}" target="_blank">{picture}</a><div>'
        f'<p class="download"><a class="md-button md-button--primary" href="{page}" target="_blank">打开、打印</a></p>{links}</div></div>'
    )


def download_links(document: Rendered, downloads: Collection[str]) -> str:
    """Links to the built files that the site carries; without any, no line."""
    name = quote(layout.file_name(document))
    kinds = [("docx", "docx", "Word"), ("pdf", "pdf", "PDF")]
    if document.kind == "培训" or document.front.get("slides") is True:
        kinds.append(("pptx", "pptx", "幻灯片"))
    if document.front.get("workbook") is True:
        kinds.append(("xlsx", "xlsx", "Excel"))
    links = "　".join(
        f'<a href="../{FILES}/{folder}/{name}.{ending}" download>{words}</a>'
        for folder, ending, words in kinds if folder in downloads
    )
    return f'<p class="download">下载：{links}</p>' if links else ""


def _field(item: Mapping[str, Any]) -> tuple[str, str, str, str]:
    options = "：" + "、".join(item["options"]) if item.get("options") else ""
    return (
        text(item["name"]), text(_TYPES[item["type"]] + bare(options)),
        "是" if item["required"] else "", text(bare(item.get("note", ""))),
    )


def _beside(clause: RenderedClause, city: City, register: Register) -> Iterator[str]:
    """What stands beside a clause: its norm, the articles it rests on, the duties it answers."""
    parts = []
    if clause.norm:
        parts.append(f'<a class="norm" href="../norms/{clause.norm}.html">规范 {clause.norm}</a>')
    for law, articles in by_law(clause, city, register).items():
        page, entry = f"../laws/{law}.html", register.laws[law]
        named = "、".join(f'<a href="{page}#a{article}">{entry.article_name(article)}</a>' for article in articles)
        parts.append(f'<a href="{page}">《{text(entry.short_title)}》</a>{named}')
    if layout.lacks_local(clause, city, register):
        parts.append(layout.LOCAL_GAP)
    if parts:
        yield f'<p class="basis">依据：{"；".join(parts)}</p>'
    for name in clause.open:
        if name in register.questions:
            asked = register.questions[name]
            yield f'<p class="open"><b>待律师确认</b>　{text(asked.question)}答复以前：{text(asked.until_answered)}</p>'
    duties = [link for name in clause.answers for link in _duty(name, city, register)]
    if duties:
        yield f'<details class="duties"><summary>回应的义务和标准</summary><p>{"　".join(duties)}</p></details>'


def _duty(name: str, city: City, register: Register) -> Iterator[str]:
    """The address of an obligation or standard; none where another province's law lays it down."""
    if name in register.standards:
        yield f'<a href="../standards.html#{name}" title="{text(register.standards[name]["zh"])}">{name}</a>'
    elif name in register.obligations:
        item = register.obligations[name]
        if register.laws[item.law].applies_in(city.province, city.name):
            yield f'<a href="../laws/{item.law}.html#{name}" title="{text(item.text)}">{name}</a>'
