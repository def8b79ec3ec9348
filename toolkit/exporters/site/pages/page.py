"""What every page of the site is made of: a file, its address, links from page to page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.city.city import City
from toolkit.exporters import layout
from toolkit.exporters.site.markdown import text
from toolkit.text.citations import Register
from toolkit.text.render import Rendered, RenderedClause

FOLDERS = {"P": "policies", "B": "forms", "T": "training", "C": "readers", "N": "norms", "R": "registers"}
GROUPS = (("P", "制度"), ("B", "表单"), ("T", "培训"), ("C", "读本"))
MENU = {**dict(GROUPS), "N": "查阅", "R": "台账"}  # the menu's part for a document's letter
MADE = "汇编和清单"  # what is put together of the documents at build
FORMS = "assets/forms"  # below the site: how each form looks
FILES = "files"  # below the site: copies of the built files, so that the site can be taken away alone
_BOOST = {"policies": 3, "forms": 1, "training": 1, "registers": 1, "readers": 1, "changes.md": 0.02}


@dataclass(frozen=True)
class Page:
    """A Markdown file of the build folder; `title` is its name in the menu, `group` the menu's part.

    With no group it stands at the menu's top; with None it is not in the menu, which every page
    carries whole: hundreds of entries there would make each page heavy.
    """

    path: str
    title: str
    content: str
    group: str | None = ""

    @property
    def boost(self) -> float:
        """How much a word on it weighs in search: who searches wants the rule first."""
        return _BOOST.get(self.path.partition("/")[0], 0.3)


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


def link(document: Rendered, clause: RenderedClause, up: str = "") -> str:
    """A link that names document and clause; `up` leads from the page to the root."""
    words = text(f"《{document.title}》{clause.label.rstrip('、')} {clause.title}")
    return f"[{words}]({up}{address(document.id)}#{clause.id})"


def clauses(documents: Iterable[Rendered]) -> Iterator[tuple[Rendered, RenderedClause]]:
    """Every clause with its document."""
    for document in documents:
        for clause in document.clauses:
            yield document, clause


def answers(documents: Iterable[Rendered], up: str = "") -> dict[str, list[str]]:
    """Obligation or standard → links to the clauses and form fields that answer it."""
    found: dict[str, list[str]] = {}
    for document in documents:
        for clause in document.clauses:
            for name in clause.answers:
                found.setdefault(name, []).append(link(document, clause, up))
        for item in layout.all_fields(document):
            for name in str(item.get("answers", "")).split():
                words = text(f"《{document.title}》栏目“{item['name']}”")
                found.setdefault(name, []).append(f"[{words}]({up}{address(document.id)})")
    return found


def by_law(clause: RenderedClause, city: City, register: Register) -> dict[str, list[str]]:
    """Law → the articles that the clause rests on, of laws that apply in the city."""
    found: dict[str, list[str]] = {}
    for citation in clause.basis:
        law = register.laws.get(citation.law)
        if law and law.applies_in(city.province, city.name):
            found.setdefault(law.id, []).append(citation.article)
    return found


def asked(identifier: str, words: str, links: Sequence[str]) -> list[str]:
    """What an obligation or a standard asks, with its anchor, and the links to where it is answered."""
    return [
        f'<p class="asked" id="{identifier}" data-search-exclude><b>{identifier}</b>　{text(words)}</p>',
        "\n".join(f"- {link}" for link in dict.fromkeys(links)) or "- 没有条文回应",
    ]
