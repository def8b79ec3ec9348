"""Pages to look things up: laws, norms, terms, registers."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from toolkit.citations import Register, article_name
from toolkit.city import City
from toolkit.exporters.markdown import heading, table, text
from toolkit.exporters.pages.documents import by_law
from toolkit.exporters.pages.page import Page, clauses, link
from toolkit.registers import SENSITIVITY, Ledger
from toolkit.render import Rendered

_GROUP = "查阅"


def laws(documents: Sequence[Rendered], city: City, register: Register) -> Page:
    """Law → article → the clauses that rest on it."""
    resting: dict[str, dict[str, list[str]]] = {}
    for document, clause in clauses(documents):
        for law, articles in by_law(clause, city, register).items():
            for article in articles:
                resting.setdefault(law, {}).setdefault(article, []).append(link(document, clause))
    lines = ["# 法律依据", "每部法律的哪一条，由哪些条文落实。这里只列条号，不载法律原文。"]
    for law in sorted(resting, key=lambda item: register.laws[item].title):
        cited = resting[law]
        lines.append(heading(2, f"《{register.laws[law].short_title}》", law))
        lines.append(table(("条", "落实它的条文"), (
            (article_name(article), "；".join(cited[article]))
            for article in sorted(cited, key=_article_order)
        )))
    return Page("laws.md", "法律依据", "\n\n".join(lines), _GROUP)


def norms(documents: Sequence[Rendered]) -> Page:
    """The service norms, each with the clause that states it."""
    stated = {clause.norm: (document, clause) for document, clause in clauses(documents) if clause.norm}
    lines = ["# 服务规范", "每一项服务规范只在一条里写明。"]
    for norm, (document, clause) in sorted(stated.items()):
        lines += [heading(2, f"规范 {norm}", norm), link(document, clause)]
    return Page("norms.md", "服务规范", "\n\n".join(lines), _GROUP)


def glossary(register: Register) -> Page:
    """The terms: simplified, traditional, pinyin, English, and what they mean here."""
    lines = ["# 术语", "文件里反复出现的词，在这里是什么意思。"]
    for number, term in enumerate(register.glossary, 1):
        also = "　".join(filter(None, (
            term["zh_hant"] if term["zh_hant"] != term["zh_hans"] else "", term["pinyin"], term["en"],
        )))
        lines += [
            heading(2, term["zh_hans"], f"term-{number}"), f'<p class="about">{text(also)}</p>',
            text(term.get("definition", "")),
        ]
    return Page("glossary.md", "术语", "\n\n".join(lines), _GROUP)


def registers(ledgers: Sequence[Ledger]) -> list[Page]:
    """A page for each register: what its columns ask and why, and the blank workbook."""
    return [_register(ledger) for ledger in ledgers]


def _register(ledger: Ledger) -> Page:
    rows = (
        (text(column.title), text(column.note), text("、".join(column.options)),
         "是" if column.required else "", SENSITIVITY[column.sensitivity])
        for column in ledger.columns
    )
    lines = [
        f"# {text(ledger.title)}",
        f'<p class="about">{ledger.id}　谁填谁管：{text(ledger.keeper)}　规定它的文件：{"、".join(ledger.documents)}</p>',
        f'<p class="download"><a href="../../xlsx/{quote(ledger.file_name)}.xlsx">下载空白台账（Excel）</a></p>',
        table(("列", "为什么填，怎么填", "选项", "必填", "敏感程度"), rows),
        "## 必须做到的", "\n".join(f"{number}. {text(rule)}" for number, rule in enumerate(ledger.rules, 1)),
    ]
    return Page(f"registers/{ledger.id}.md", f"{ledger.id} {ledger.title}", "\n\n".join(lines), "台账")


def _article_order(article: str) -> tuple[int, int]:
    number, _, extra = article.partition("-")
    return int(number), int(extra or 0)
