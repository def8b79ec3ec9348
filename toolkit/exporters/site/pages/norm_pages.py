"""Service norms: an index, and a page each with the clause that states it and who teaches it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.city.city import City
from toolkit.exporters import layout
from toolkit.exporters.site import markdown
from toolkit.exporters.site.markdown import Manner, table, text
from toolkit.exporters.site.pages.page import Page, address, clauses, link
from toolkit.text.citations import Register
from toolkit.text.render import Rendered, RenderedClause

Stated = tuple[str, Rendered, RenderedClause]


def norms(
    documents: Sequence[Rendered], city: City, register: Register, targets: Mapping[str, str]
) -> list[Page]:
    """The index of norms and a page for each; every norm is stated in one clause."""
    stated = sorted((clause.norm, document, clause) for document, clause in clauses(documents) if clause.norm)
    rows = ((f"[{norm}](norms/{norm}.md)", link(document, clause)) for norm, document, clause in stated)
    index = ["# 服务规范", "每一项服务规范只在一条里写明。", table(("编号", "写在哪一条"), rows)]
    manner = Manner({target: f"../{page}" for target, page in targets.items()})
    pages = (_page(item, documents, city, register, manner) for item in stated)
    return [Page("norms.md", "服务规范", "\n\n".join(index), "查阅"), *pages]


def _page(
    item: Stated, documents: Sequence[Rendered], city: City, register: Register, manner: Manner
) -> Page:
    norm, document, clause = item
    lines = [
        f"# 规范 {norm}　{text(clause.title)}", "[全部服务规范](../norms.md)", f"写在{link(document, clause, '../')}：",
        # The clause itself is what a search shall find.
        '<blockquote class="norm" data-search-exclude markdown="1">',
        *markdown.blocks(clause.blocks, manner), "</blockquote>",
        f'<p class="basis">依据：{layout.basis(clause, city, register) or "本规范没有单独的法律条文"}</p>',
        *_taught(clause, documents),
    ]
    return Page(f"norms/{norm}.md", f"{norm} {clause.title}", "\n\n".join(lines), None)


def _taught(clause: RenderedClause, documents: Sequence[Rendered]) -> Iterator[str]:
    modules = [document for document in documents if clause.id in document.front.get("teaches", ())]
    if modules:
        links = (f"[{document.id} {text(document.title)}](../{address(document.id)})" for document in modules)
        yield f"哪几课讲它：{'；'.join(links)}"
