"""The first page: who are you, what do you want to do, and every document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from toolkit.city.city import City
from toolkit.exporters.site.markdown import text
from toolkit.exporters.site.pages.page import GROUPS, MADE, Page, address
from toolkit.exporters.site.pages.parts import built, drawing, listed, where
from toolkit.exporters.site.pages.start import URGENT, readers
from toolkit.files import sources, yamlfile
from toolkit.text.render import Rendered

_DISCLAIMER = "这些文本不构成法律意见。没有签字记录的文件，没有经过律师审查。"


def home(documents: Sequence[Rendered], made: Sequence[Rendered], targets: Mapping[str, str], city: City) -> Page:
    """Readers, needs, and the documents folded by kind."""
    lines = [
        f"# {text(city.team_name)}", URGENT,
        "每一名志愿者陪伴一个孩子：一对一，一盯二十年，扶心、扶志、扶技、扶困。",
        '<p class="readers">' + "".join(
            f'<a href="start-{reader["name"]}.html">{drawing(reader["picture"])}'
            f'<span><b>我是{text(reader["title"])}</b><br>{text(reader["use"])}</span></a>'
            for reader in readers()
        ) + "</p>",
        "## 要办什么事", f'<div class="needs">{"".join(_needs(targets))}</div>', "## 全部文件",
    ]
    groups = [(name, [item for item in documents if item.id.startswith(letter)]) for letter, name in GROUPS]
    lines += [_folded(name, group) for name, group in [*groups, (MADE, made)] if group]
    lines.append(_DISCLAIMER)
    return Page("index.md", "首页", "\n\n".join(lines))


def _needs(targets: Mapping[str, str]) -> Iterator[str]:
    for number, need in enumerate(_read(), 1):
        links = [
            f'<li><a href="{built(to)}">{text(item["say"])}</a></li>' for item in need["items"] if (to := where(item, targets))
        ]
        if links:
            name = f"need-{number}"
            yield (
                f'<section aria-labelledby="{name}"><h3 id="{name}">{drawing(need["picture"])}{text(need["title"])}</h3>'
                f'<ul>{"".join(links)}</ul></section>'
            )


def _folded(name: str, documents: Sequence[Rendered]) -> str:
    rows = (listed(address(document.id), document) for document in documents)
    return f'<details class="all"><summary>{text(name)}（{len(documents)}份）</summary><ul class="documents">{"".join(rows)}</ul></details>'


@cache
def _read() -> list[dict[str, Any]]:
    path = sources.shared().templates / "site" / "needs.yaml"
    found: list[dict[str, Any]] = yamlfile.read(path, path.name).data["needs"]
    return found
