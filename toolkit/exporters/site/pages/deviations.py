"""Where the city's text differs from the national one, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.exporters import layout
from toolkit.exporters.site.markdown import text
from toolkit.exporters.site.pages.changes import DEVIATIONS
from toolkit.exporters.site.pages.page import Page
from toolkit.text.deviations import FILE, Told
from toolkit.text.render import Rendered

_TITLE = "本市和全国文本的不同"


def deviations(documents: Sequence[Rendered], told: Sequence[Told], addresses: Mapping[str, str], version: str) -> Page:
    """Every deviation of the city, document by document; `addresses` say where a clause stands, if it does."""
    lines = [f"# {_TITLE}", *_lines(documents, told, addresses, f"{version}版" if version else "")]
    return Page(DEVIATIONS, _TITLE, "\n\n".join(lines), "查阅")


def _lines(
    documents: Sequence[Rendered], told: Sequence[Told], addresses: Mapping[str, str], version: str
) -> Iterator[str]:
    if not told:
        yield f"没有不同：本市的文本和全国文本{text(version)}一样。"
        return
    yield f"和全国文本{text(version)}相比，有{len(told)}处不同。理由、依据和批准人登记在{text(FILE)}。"
    titles = {document.id: document.title for document in documents}
    for home in dict.fromkeys(item.id[:3] for item in told):
        own = [item for item in told if item.id[:3] == home]
        yield f"## {text(f'{home} {titles[home]}' if home in titles else home)}（{len(own)}处）"
        yield "\n".join(f"- {_name(item, addresses)}　{text(layout.why(item))}" for item in own)


def _name(item: Told, addresses: Mapping[str, str]) -> str:
    words = text(item.title or item.id)
    return f"[{words}]({addresses[item.id]})" if item.id in addresses else words
