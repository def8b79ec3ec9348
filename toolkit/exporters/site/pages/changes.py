"""What the last release of the national text changed, clause by clause and why, from the release's own data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from toolkit.exporters import layout
from toolkit.exporters.site.markdown import table, text
from toolkit.exporters.site.pages.page import Page, address
from toolkit.files import sources
from toolkit.registers.ledger import Ledger
from toolkit.text import releases
from toolkit.text.numerals import chinese_date
from toolkit.text.releases import Change, Release
from toolkit.text.render import Rendered

DEVIATIONS = "deviations.md"
Names = Mapping[str, str]  # id → a link that names it, of all that this city has


def changes(
    documents: Sequence[Rendered], ledgers: Sequence[Ledger] = (), version: str = "", policies: Path | None = None
) -> Page:
    """What the text of `version` changed (that of this installation where it is not known), and every version."""
    policies = policies or sources.shared().policies
    version = version or releases.text_version(policies).version
    lines = ["# 有什么变化", *_since(documents, ledgers, version, policies), "## 各文件的版本"]
    lines.append(table(("文件", "版本"), (
        (f"[{document.id} {text(document.title)}]({address(document.id)})", text(str(document.front.get("version", ""))))
        for document in documents
    )))
    return Page("changes.md", "有什么变化", "\n\n".join(lines), "查阅")


def _since(documents: Sequence[Rendered], ledgers: Sequence[Ledger], version: str, policies: Path) -> Iterator[str]:
    known, before = releases.changes(policies, version), releases.before(policies, version)
    yield f"这里列的是全国文本改了什么。本市自己改的，在[本市和全国文本的不同]({DEVIATIONS})。"
    if before is None:
        yield "这里是全国文本的第一版，没有可以比较的上一版。"
        return
    yield f"全国文本{text(version)}版，与{text(before.version)}版（{text(chinese_date(before.on))}发布）相比："
    names = _names(documents, ledgers)
    here = [change for change in known if change.id in names or (change.new is None and change.id in before.clauses)]
    if not here:
        yield "没有变化。"
    urgent = [change for change in here if change.decide_by]
    if urgent:
        yield f"## 法律变了，要按期决定的（{len(urgent)}条）"
        titles = dict(_homes(documents, ledgers))
        urgent.sort(key=lambda change: change.decide_by)
        yield "\n".join(f"- {text(titles[change.id[:3]])}　{_item(change, names, before)}" for change in urgent)
    for home, title in _homes(documents, ledgers):
        own = [change for change in here if change.id[:3] == home]
        if own:
            yield f'<details class="changes" markdown="1"><summary>{text(title)}（{len(own)}条）</summary>'
            yield "\n".join(f"- {_item(change, names, before)}" for change in own)
            yield "</details>"
    elsewhere = len(known) - len(here)
    if elsewhere:
        yield f"另有{elsewhere}条在本市没有施行的文件里，或者属于没有开展的服务。"


def _names(documents: Sequence[Rendered], ledgers: Sequence[Ledger]) -> Names:
    found = {}
    for document in documents:
        page = address(document.id)
        whole = "栏目和文首信息" if document.id[0] == "B" else "文首信息"
        found[document.id] = f"[{whole}]({page})"
        for chapter in document.chapters:
            found[chapter.id] = f"[{text(layout.chapter_heading(chapter))}]({page}#{chapter.id})"
            for clause in chapter.clauses:
                found[clause.id] = f"[{text(layout.heading(clause))}]({page}#{clause.id})"
    return found | {ledger.id: f"[各列和规则](registers/{ledger.id}.md)" for ledger in ledgers}


def _homes(documents: Sequence[Rendered], ledgers: Sequence[Ledger]) -> Iterator[tuple[str, str]]:
    yield from ((document.id, f"{document.id} {document.title}") for document in documents)
    yield from ((ledger.id, f"{ledger.id} {ledger.title}") for ledger in ledgers)


def _item(change: Change, names: Names, before: Release) -> str:
    kind = "新增" if change.old is None else "删去" if change.new is None else "改动"
    gone = before.clauses.get(change.id)
    name = names.get(change.id) or text(gone.title if gone else change.id)
    by = f"，{chinese_date(change.decide_by)}前决定" if change.decide_by else ""
    return f"{kind}：{name}{text(f'（{releases.REASONS[change.reason]}{by}：{change.why}）')}"
