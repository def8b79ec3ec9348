"""Diagrams on pages: the drawing, and under it the same in words with the clauses it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.city.city import City
from toolkit.exporters.diagrams import Box, Diagram, Row, diagrams
from toolkit.exporters.site.markdown import heading, marked, text
from toolkit.exporters.site.pages.page import Page, clauses, link
from toolkit.exporters.svg import draw
from toolkit.text.render import Rendered

PATH = "pictures.md"  # its address stays


def diagram_page(documents: Sequence[Rendered], city: City) -> Page:
    """All diagrams, one under the other."""
    links = {clause.id: link(document, clause) for document, clause in clauses(documents)}
    lines = ["# 图解", "每张图下面有同样内容的文字。"]
    for diagram in diagrams(city):
        lines += [heading(2, diagram.title, diagram.id), *_shown(diagram)]
        resting = [links[name] for name in diagram.clauses if name in links]
        if resting:
            lines.append(f"条文：{'；'.join(resting)}")
    return Page(PATH, "图解", "\n\n".join(lines), "查阅")


def by_clause(document: Rendered, city: City) -> dict[str, Diagram]:
    """Clause of this document → the diagram that illustrates it."""
    return {diagram.at: diagram for diagram in diagrams(city, {clause.id for clause in document.clauses})}


def _figure(diagram: Diagram, kind: str = "picture") -> str:
    """The drawing alone, kept out of the search index: the words below it are in it."""
    return f'<figure class="{kind}" data-search-exclude>{draw(diagram)}</figure>'


def _shown(diagram: Diagram) -> Iterator[str]:
    yield _figure(diagram)
    yield text(diagram.about)
    yield "\n".join(f"{number}. {words}" for number, words in enumerate(_steps(diagram.rows), 1))


def _steps(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        between = row.arrow or row.caption
        yield (f"（{marked(between)}）" if between else "") + "；".join(map(_sentence, row.boxes))


def _sentence(box: Box) -> str:
    if box.tone == "unit":
        return text(f"{box.title}（{box.text}）" if box.text else box.title)
    return f"<strong>{marked(box.title)}</strong>：{marked(box.text)}"


def in_clause(diagram: Diagram) -> Iterator[str]:
    """The drawing on its clause's page, and the way to its words; neither is part of the text."""
    yield _figure(diagram, "picture beside-text")
    yield f"[图的文字说明](../{PATH}#{diagram.id})\n{{: .about .beside-text }}"
