"""Where readers begin: home, a page for each kind of reader, and what to do in an emergency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.city.city import City
from toolkit.city.emergency import calls
from toolkit.exporters import urgent as words
from toolkit.exporters.site.markdown import dial, table, text
from toolkit.exporters.site.pages.page import GROUPS, MADE, Page, address
from toolkit.files import sources, yamlfile
from toolkit.text.render import Rendered

_URGENT = (
    '<p class="urgent">孩子正在受到伤害，或者你怀疑有人伤害孩子？'
    '<a href="urgent.html">马上看这里：现在怎么办</a></p>'
)
_DISCLAIMER = "这些文本不构成法律意见。没有签字记录的文件，没有经过律师审查。"


def home(documents: Sequence[Rendered], made: Sequence[Rendered], city: City) -> Page:
    """The first page: who are you, all documents, and what is made of them."""
    lines = [
        f"# {text(city.team_name)}", _URGENT,
        "每一名志愿者陪伴一个孩子：一对一，一盯二十年，扶心、扶志、扶技、扶困。",
        '<p class="readers">' + "".join(
            f'<a href="start-{reader["name"]}.html"><b>我是{text(reader["title"])}</b><br>{text(reader["use"])}</a>'
            for reader in readers()
        ) + "</p>",
    ]
    groups = [(name, [item for item in documents if item.id.startswith(letter)]) for letter, name in GROUPS]
    for name, group in [*groups, (MADE, made)]:
        if group:
            lines += [f"## {name}", table(("编号", "文件", "说明"), map(_row, group))]
    lines.append(_DISCLAIMER)
    return Page("index.md", "首页", "\n\n".join(lines))


def starts(targets: Mapping[str, str]) -> Iterator[Page]:
    """A page for each kind of reader: what they need first, on one screen of a phone."""
    for reader in readers():
        lines = [f"# {text(reader['title'])}，从这里开始", _URGENT, "\n".join(_first(reader, targets))]
        yield Page(f"start-{reader['name']}.md", reader["title"], "\n\n".join(lines), "从这里开始")


def _first(reader: Mapping[str, Any], targets: Mapping[str, str]) -> Iterator[str]:
    number = 0
    for item in reader["first"]:
        to = item.get("page") or targets.get(item.get("to", ""))
        if to:  # a city without the service has no such clause
            number += 1
            yield f"{number}. [{text(item['say'])}]({to})"


def readers() -> list[dict[str, Any]]:
    """Kinds of readers, and what each needs first."""
    path = sources.shared().templates / "site" / "readers.yaml"
    found: list[dict[str, Any]] = yamlfile.read(path, path.name).data["readers"]
    return found


def _row(document: Rendered) -> tuple[str, str, str]:
    link = f"[{text(document.title)}]({address(document.id)})"
    return document.id, link, text(str(document.front.get("summary", "")))


def picture_line(name: str, words: str) -> str:
    """A line of the page with its picture at the left."""
    return f'<p class="told step"><img class="picture" src="assets/pictures/{name}.svg" alt=""><span>{words}</span></p>'


def urgent(city: City) -> Page:
    """What to do now, and the numbers to call."""
    lines = [
        f"# {words.TITLE}",
        '<p class="urgent">有危险，先打 <a href="tel:110">110</a>。有人受伤，打 <a href="tel:120">120</a>。'
        f"{words.AT_ONCE}</p>",
        *(picture_line(name, f"<b>{number}.</b> {text(what)}") for number, (name, what) in enumerate(words.STEPS, 1)),
        "## 本地电话",
        table(("找谁", "电话"), ((call.who.zh, dial(call.line)) for call in calls(city))),
        "## 全国电话",
        table(("电话", "什么时候打"), ((f"[{number}](tel:{number})", when) for number, when, _ in words.NATIONAL)),
    ]
    return Page("urgent.md", "紧急情况", "\n\n".join(lines))
