"""What changed since the last release of the national text, clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.exporters.site.markdown import table, text
from toolkit.exporters.site.pages.page import Page, address, clauses, link
from toolkit.files import sources
from toolkit.text import releases
from toolkit.text.numerals import chinese_date
from toolkit.text.releases import Change, Release
from toolkit.text.render import Rendered


def changes(documents: Sequence[Rendered], release: Release | None = None) -> Page:
    """The clauses that differ from `release` (the one before this text unless told), why, and every version."""
    policies = sources.shared().policies
    release = release or releases.before(policies)
    known = releases.changes(policies, releases.text_version(policies).version)
    why = {change.id: change for change in known}
    lines = ["# 有什么变化", *_since(documents, release, why), "## 各文件的版本"]
    lines.append(table(("文件", "版本"), (
        (f"[{document.id} {text(document.title)}]({address(document.id)})", text(str(document.front.get("version", ""))))
        for document in documents
    )))
    return Page("changes.md", "有什么变化", "\n\n".join(lines), "查阅")


def _since(
    documents: Sequence[Rendered], release: Release | None, why: Mapping[str, Change]
) -> Iterator[str]:
    if release is None:
        yield "这里是全国文本的第一版，没有可以比较的上一版。"
        return
    yield f"与全国文本{text(release.version)}版（{text(release.on)}发布）相比。本市自己改过的条文也列在这里。"
    held = {clause.id: (document, clause) for document, clause in clauses(documents)}
    groups = {
        "新增": [link(*held[name]) + _because(why.get(name)) for name in held if name not in release.clauses],
        "改动": [
            link(*found) + _because(why.get(name)) for name, found in held.items()
            if name in release.clauses and found[1].source != release.clauses[name].source
        ],
        # A clause that only some cities have may just not be offered here.
        "删去": [
            text(f"{name} {was.title}") + _because(why.get(name)) for name, was in release.clauses.items()
            if name not in held and not was.conditional
        ],
    }
    if not any(groups.values()):
        yield "没有变化。"
    for name, found in groups.items():
        if found:
            yield f"## {name}（{len(found)}条）"
            yield "\n".join(f"- {item}" for item in found)


def _because(change: Change | None) -> str:
    if change is None:
        return ""
    by = f"，{chinese_date(change.decide_by)}前决定" if change.decide_by else ""
    return text(f"（{releases.REASONS[change.reason]}{by}：{change.why}）")
