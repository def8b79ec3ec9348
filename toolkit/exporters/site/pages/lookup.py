"""Pages to look things up: terms, standards, registers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from urllib.parse import quote

from toolkit.exporters.site.markdown import heading, marked, table, text
from toolkit.exporters.site.pages.page import FILES, Page, answers, asked
from toolkit.exporters.site.pages.terms import PATH, identifier
from toolkit.registers.ledger import SENSITIVITY, Ledger
from toolkit.text.citations import Register
from toolkit.text.render import Rendered

_GROUP = "查阅"
_READ = {"text-read": "读过原文", "standard-level": "只看过标题和目录", "own": "我们自己的"}


def glossary(register: Register) -> Page:
    """The terms: simplified, traditional, pinyin, English, and what they mean here."""
    lines = ["# 术语", "文件里反复出现的词，在这里是什么意思。"]
    for number, term in enumerate(register.glossary, 1):
        also = "　".join(filter(None, (
            term["zh_hant"] if term["zh_hant"] != term["zh_hans"] else "", term["pinyin"], term["en"],
        )))
        lines += [
            heading(2, term["zh_hans"], identifier(number)), f'<p class="about">{text(also)}</p>',
            text(term.get("definition", "")),
        ]
    return Page(f"{PATH}.md", "术语", "\n\n".join(lines), _GROUP)


def standards(documents: Sequence[Rendered], register: Register) -> Page:
    """The safeguarding standards, what was read of each, and the clauses that meet it."""
    met = answers(documents)
    lines = ["# 儿童保护标准", "国际上儿童保护和结对辅导的标准要求什么，我们在哪里回应。是否足够，由律师判断。"]
    for item in register.standards.values():
        lines += asked(item["id"], f"{item['zh']}（{_READ[item['ref']]}）", met.get(item["id"], ()))
    return Page("standards.md", "儿童保护标准", "\n\n".join(lines), _GROUP)


def registers(ledgers: Sequence[Ledger], downloads: Collection[str]) -> list[Page]:
    """A page for each register: what its columns ask and why, and the blank workbook if at hand."""
    return [_register(ledger, "xlsx" in downloads) for ledger in ledgers]


def _register(ledger: Ledger, at_hand: bool) -> Page:
    rows = (
        (text(column.title), marked(column.note), text("、".join(column.options)),
         "是" if column.required else "", SENSITIVITY[column.sensitivity])
        for column in ledger.columns
    )
    lines = [
        f"# {text(ledger.title)}",
        f'<p class="about">{ledger.id}　谁填谁管：{text(ledger.keeper)}　规定它的文件：{"、".join(ledger.documents)}</p>',
        f'<p class="download"><a href="../{FILES}/xlsx/{quote(ledger.file_name)}.xlsx" download>下载空白台账（Excel）</a></p>'
        if at_hand else "",
        text(ledger.purpose and f"{ledger.purpose}。"),
        table(("列", "为什么填，怎么填", "选项", "必填", "敏感程度"), rows),
        "## 必须做到的", "\n".join(f"{number}. {marked(rule)}" for number, rule in enumerate(ledger.rules, 1)),
    ]
    return Page(f"registers/{ledger.id}.md", f"{ledger.id} {ledger.title}", "\n\n".join(filter(None, lines)), "台账")
