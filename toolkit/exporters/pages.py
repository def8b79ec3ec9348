"""The site's pages, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.citations import Register, article_name
from toolkit.city import City
from toolkit.exporters import layout, markdown
from toolkit.exporters.markdown import heading, table, text
from toolkit.render import Rendered, RenderedChapter, RenderedClause

FOLDERS = {"P": "policies", "B": "forms", "T": "training"}
GROUPS = (("P", "制度"), ("B", "表单"), ("T", "培训"))
_TYPES = {
    "text": "文字", "longtext": "长文字", "id": "证件号码", "phone": "电话", "date": "日期",
    "number": "数字", "money": "金额", "enum": "单选", "multi": "多选", "checkbox": "勾选",
    "signature": "签名",
}
_NATIONAL = (
    ("110", "有人正在受到伤害、孩子走失、遇到违法犯罪"), ("120", "有人受伤、昏迷、中毒"),
    ("119", "起火、被困"), ("12355", "青少年服务"), ("12338", "妇女儿童维权"),
    ("12309", "检察机关"), ("12345", "政务服务"), ("12348", "法律服务"), ("12356", "心理援助"),
)


@dataclass(frozen=True)
class Page:
    """A Markdown file of the build folder; `title` is its name in the menu."""

    path: str
    title: str
    content: str


def address(document: str) -> str:
    """Where a document's page lies in the build folder."""
    return f"{FOLDERS[document[0]]}/{document}.md"


def pages(documents: Sequence[Rendered], city: City, register: Register) -> list[Page]:
    """Every page: home, what to do in an emergency, documents, laws, norms."""
    targets = _targets(documents)
    made = [home(documents, city), urgent(city)]
    made += [document_page(document, city, register, targets) for document in documents]
    return [*made, laws(documents, city, register), norms(documents)]


def _targets(documents: Sequence[Rendered]) -> dict[str, str]:
    """Every id → page and anchor, from the root."""
    found = {}
    for document in documents:
        page = address(document.id)
        found[document.id] = page
        for chapter in document.chapters:
            found[chapter.id] = f"{page}#{chapter.id}"
            found.update({clause.id: f"{page}#{clause.id}" for clause in chapter.clauses})
    return found


def home(documents: Sequence[Rendered], city: City) -> Page:
    lines = [
        f"# {text(city.team_name)}",
        '<p class="urgent">孩子正在受到伤害，或者你怀疑有人伤害孩子？<a href="urgent.html">马上看这里：现在怎么办</a></p>',
        "每一名志愿者陪伴一个孩子：一对一，一盯二十年，扶心、扶志、扶技、扶困。",
    ]
    for letter, name in GROUPS:
        group = [document for document in documents if document.id.startswith(letter)]
        if group:
            lines += [f"## {name}", table(("编号", "文件", "说明"), map(_row, group))]
    lines.append("这些文本不构成法律意见。没有签字记录的文件，没有经过律师审查。")
    return Page("index.md", "首页", "\n\n".join(lines))


def _row(document: Rendered) -> tuple[str, str, str]:
    link = f"[{text(document.title)}]({address(document.id)})"
    return document.id, link, text(str(document.front.get("summary", "")))


def urgent(city: City) -> Page:
    """What to do now, and the numbers to call."""
    contacts, team, roles = (city.data[name] for name in ("contacts", "team", "roles"))
    local = [
        ("服务团热线", team["hotline"]), ("儿童保护专员", roles["child_protection"]),
        ("副专员", roles["deputy_child_protection"]), ("值守员", roles["duty"]),
        ("公安值班", contacts["police"]), ("民政值班", contacts["civil_affairs"]),
        ("教育部门", contacts["education"]), ("妇联", contacts["women_federation"]),
        ("检察院", contacts["procuratorate"]),
    ]
    lines = [
        "# 现在怎么办",
        '<p class="urgent">有危险，先打 <a href="tel:110">110</a>。有人受伤，打 <a href="tel:120">120</a>。'
        "报告不需要任何人批准，也不需要证据齐全。</p>",
        "1. 让孩子离开危险，陪着他，不让他独自面对你怀疑的人。",
        "2. 立即报警或者报告民政、教育部门。怀疑就可以报，不用先查清。",
        "3. 听孩子说，不追问，不许诺保密，不拍照，不录像。记下孩子的原话、时间和地点。",
        "4. 报告之后再告诉儿童保护专员。被怀疑的是专员或者负责人的，直接报公安和民政，不告诉他。",
        "5. 不私下和解，不发群，不告诉无关的人。",
        "## 全国电话",
        table(("电话", "什么时候打"), ((f"[{number}](tel:{number})", when) for number, when in _NATIONAL)),
        "## 本地电话",
        table(("找谁", "电话"), ((text(who), text(str(number))) for who, number in local)),
    ]
    return Page("urgent.md", "紧急情况", "\n\n".join(lines))


def document_page(
    document: Rendered, city: City, register: Register, targets: Mapping[str, str]
) -> Page:
    """One document, every clause with an address of its own."""
    links = {target: f"../{page}" for target, page in targets.items()}
    lines = [
        f"# {text(document.title)}",
        f'<p class="about">{document.id}　{text(document.kind)}　版本 {text(str(document.front.get("version", "")))}</p>',
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
            lines += _basis(clause, city, register)
    return Page(address(document.id), f"{document.id} {document.title}", "\n\n".join(lines))


def _body(part: RenderedChapter | RenderedClause, links: Mapping[str, str]) -> Iterator[str]:
    yield from markdown.blocks(part.blocks, links)
    if part.fields:
        yield table(("栏目", "怎么填", "必填", "说明"), map(_field, part.fields))


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
    for law, articles in _by_law(clause, city, register).items():
        title = register.laws[law].short_title
        named = "、".join(map(article_name, articles))
        parts.append(f'<a href="../laws.html#{law}">《{text(title)}》</a>{named}')
    if layout.lacks_local(clause, city, register):
        parts.append(layout.LOCAL_GAP)
    if parts:
        yield f'<p class="basis">依据：{"；".join(parts)}</p>'


def _by_law(clause: RenderedClause, city: City, register: Register) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for citation in clause.basis:
        law = register.laws.get(citation.law)
        if law and law.applies_in(city.province, city.name):
            found.setdefault(law.id, []).append(citation.article)
    return found


def laws(documents: Sequence[Rendered], city: City, register: Register) -> Page:
    """Law → article → the clauses that rest on it."""
    resting: dict[str, dict[str, list[str]]] = {}
    for document, clause in _clauses(documents):
        for law, articles in _by_law(clause, city, register).items():
            for article in articles:
                resting.setdefault(law, {}).setdefault(article, []).append(_link(document, clause))
    lines = ["# 法律依据", "每部法律的哪一条，由哪些条文落实。这里只列条号，不载法律原文。"]
    for law in sorted(resting, key=lambda item: register.laws[item].title):
        cited = resting[law]
        lines.append(heading(2, f"《{register.laws[law].short_title}》", law))
        lines.append(table(("条", "落实它的条文"), (
            (article_name(article), "；".join(cited[article]))
            for article in sorted(cited, key=_article_order)
        )))
    return Page("laws.md", "法律依据", "\n\n".join(lines))


def norms(documents: Sequence[Rendered]) -> Page:
    """The service norms, each with the clause that states it."""
    stated = {clause.norm: (document, clause) for document, clause in _clauses(documents) if clause.norm}
    lines = ["# 服务规范", "每一项服务规范只在一条里写明。"]
    for norm, (document, clause) in sorted(stated.items()):
        lines += [heading(2, f"规范 {norm}", norm), _link(document, clause)]
    return Page("norms.md", "服务规范", "\n\n".join(lines))


def _link(document: Rendered, clause: RenderedClause) -> str:
    words = text(f"《{document.title}》{clause.label.rstrip('、')} {clause.title}")
    return f"[{words}]({address(document.id)}#{clause.id})"


def _clauses(documents: Iterable[Rendered]) -> Iterator[tuple[Rendered, RenderedClause]]:
    for document in documents:
        for clause in document.clauses:
            yield document, clause


def _article_order(article: str) -> tuple[int, int]:
    number, _, extra = article.partition("-")
    return int(number), int(extra or 0)
