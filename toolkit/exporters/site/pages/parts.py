"""Small pieces of HTML that several pages are made of: a drawing, a link to a document with its summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.exporters.site.markdown import text
from toolkit.text.marks import bare
from toolkit.text.render import Rendered

DRAWINGS = "assets/pictures"


def drawing(name: str, up: str = "") -> str:
    """A picture of the catalogue beside words that say the same; `up` leads from the page to the root."""
    return f'<img class="picture" src="{up}{DRAWINGS}/{name}.svg" alt="">'


def built(target: str) -> str:
    """The address of a Markdown page once it is built."""
    return target.replace(".md", ".html", 1)


def where(item: Mapping[str, Any], targets: Mapping[str, str]) -> str | None:
    """The page that an entry of needs.yaml or readers.yaml leads to, if the city has it."""
    return item.get("page") or targets.get(item.get("to", ""))


def listed(page: str, document: Rendered) -> str:
    """A document in a list: its name, and below it what it settles."""
    summary = bare(str(document.front.get("summary", "")))
    return f'<li><a href="{built(page)}">{document.id}　{text(document.title)}</a><br><span>{text(summary)}</span></li>'
