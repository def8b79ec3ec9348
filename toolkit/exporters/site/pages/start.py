"""A page for each kind of reader, and what to do in an emergency."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from toolkit.city.city import City
from toolkit.city.emergency import calls
from toolkit.exporters import urgent as words
from toolkit.exporters.paper import handbook
from toolkit.exporters.site.markdown import dial, table, text
from toolkit.exporters.site.pages.page import FILES, GROUPS, Page, address
from toolkit.exporters.site.pages.parts import built, drawing, listed, where
from toolkit.files import sources, yamlfile
from toolkit.text.render import Rendered

URGENT = (
    '<p class="urgent">孩子正在受到伤害，或者你怀疑有人伤害孩子？'
    '<a href="urgent.html">马上看这里：现在怎么办</a></p>'
)


def starts(documents: Sequence[Rendered], targets: Mapping[str, str], downloads: Collection[str]) -> Iterator[Page]:
    """A page for each kind of reader: what they need first, on one screen of a phone; then their handbook and documents."""
    for reader in readers():
        lines = [
            f"# {text(reader['title'])}，从这里开始", URGENT, f'<ol class="first">{"".join(_first(reader, targets))}</ol>',
            *(_handbook(reader, documents) if "handbook" in downloads else ()), *_theirs(reader, documents),
        ]
        yield Page(f"start-{reader['name']}.md", reader["title"], "\n\n".join(lines), "从这里开始")


def _first(reader: Mapping[str, Any], targets: Mapping[str, str]) -> Iterator[str]:
    for item in reader["first"]:
        to = where(item, targets)
        if to:  # a city without the service has no such clause
            yield f'<li><a href="{built(to)}">{drawing(item["picture"]) if "picture" in item else ""}<span>{text(item["say"])}</span></a></li>'


def _handbook(reader: Mapping[str, Any], documents: Sequence[Rendered]) -> Iterator[str]:
    held = {document.id for document in documents}
    for book in handbook.books():
        if book["reader"] == reader["name"] and held & set(book["documents"]):
            yield (
                f'<p class="handbook"><a href="{FILES}/{quote(handbook.path(book))}" download>{drawing(book["picture"])}'
                f"<span><b>下载《{text(book['title'])}》</b><br>一个PDF，手机上看，没有网也能看。{text(book['about'])}</span></a></p>"
            )


def _theirs(reader: Mapping[str, Any], documents: Sequence[Rendered]) -> Iterator[str]:
    """The documents that name these readers, folded by kind."""
    theirs = [document for document in documents if reader["audience"] in document.front.get("audience", ())]
    if theirs:
        yield "## 和你有关的文件"
    for letter, name in GROUPS:
        rows = [listed(address(document.id), document) for document in theirs if document.id.startswith(letter)]
        if rows:
            yield f'<details class="all"><summary>{name}（{len(rows)}份）</summary><ul class="documents">{"".join(rows)}</ul></details>'


def readers() -> list[dict[str, Any]]:
    """Kinds of readers, and what each needs first."""
    path = sources.shared().templates / "site" / "readers.yaml"
    found: list[dict[str, Any]] = yamlfile.read(path, path.name).data["readers"]
    return found


def urgent(city: City) -> Page:
    """What to do now, and the numbers to call."""
    steps = "".join(f"<li>{drawing(name)}<span>{text(what)}</span></li>" for name, what in words.STEPS)
    lines = [
        f"# {words.TITLE}",
        '<p class="urgent">有危险，先打 <a href="tel:110">110</a>。有人受伤，打 <a href="tel:120">120</a>。'
        f"{words.AT_ONCE}</p>",
        f'<ol class="steps">{steps}</ol>',
        "## 本地电话",
        table(("找谁", "电话"), ((call.who.zh, dial(call.line)) for call in calls(city))),
        "## 全国电话",
        table(("电话", "什么时候打"), ((f"[{number}](tel:{number})", when) for number, when, _ in words.NATIONAL)),
    ]
    return Page("urgent.md", "紧急情况", "\n\n".join(lines))
