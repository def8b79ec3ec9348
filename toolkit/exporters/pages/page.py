"""What every page of the site is made of: a file, its address, links from page to page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.exporters.markdown import text
from toolkit.render import Rendered, RenderedClause

FOLDERS = {"P": "policies", "B": "forms", "T": "training"}
GROUPS = (("P", "制度"), ("B", "表单"), ("T", "培训"))


@dataclass(frozen=True)
class Page:
    """A Markdown file of the build folder; `title` is its name in the menu, `group` the menu's part."""

    path: str
    title: str
    content: str
    group: str = ""

    @property
    def boost(self) -> float:
        """How much a word on it weighs in search: who searches wants the rule first."""
        if self.path.startswith("policies/"):
            return 3
        return 1 if "/" in self.path else 0.3


def address(document: str) -> str:
    """Where a document's page lies in the build folder."""
    return f"{FOLDERS[document[0]]}/{document}.md"


def targets(documents: Sequence[Rendered]) -> dict[str, str]:
    """Every id → page and anchor, from the root."""
    found = {}
    for document in documents:
        page = address(document.id)
        found[document.id] = page
        for chapter in document.chapters:
            found[chapter.id] = f"{page}#{chapter.id}"
            found.update({clause.id: f"{page}#{clause.id}" for clause in chapter.clauses})
    return found


def link(document: Rendered, clause: RenderedClause) -> str:
    words = text(f"《{document.title}》{clause.label.rstrip('、')} {clause.title}")
    return f"[{words}]({address(document.id)}#{clause.id})"


def clauses(documents: Iterable[Rendered]) -> Iterator[tuple[Rendered, RenderedClause]]:
    """Every clause with its document."""
    for document in documents:
        for clause in document.clauses:
            yield document, clause
