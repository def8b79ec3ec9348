"""Pictures on pages: the drawing, and under it the same in words with the clauses it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from toolkit.city.city import City
from toolkit.exporters.pictures import Box, Picture, Row, pictures
from toolkit.exporters.site.markdown import heading, text
from toolkit.exporters.site.pages.page import Page, clauses, link
from toolkit.exporters.svg import draw
from toolkit.text.render import Rendered

PATH = "pictures.md"


def picture_page(documents: Sequence[Rendered], city: City) -> Page:
    """All pictures, one under the other."""
    links = {clause.id: link(document, clause) for document, clause in clauses(documents)}
    lines = ["# 图解", "每张图下面有同样内容的文字。"]
    for picture in pictures(city):
        lines += [heading(2, picture.title, picture.id), *_shown(picture)]
        resting = [links[name] for name in picture.clauses if name in links]
        if resting:
            lines.append(f"条文：{'；'.join(resting)}")
    return Page(PATH, "图解", "\n\n".join(lines), "查阅")


def by_clause(city: City) -> dict[str, Picture]:
    """Clause → the picture that illustrates it."""
    return {picture.at: picture for picture in pictures(city)}


def _figure(picture: Picture, kind: str = "picture") -> str:
    """The drawing alone, kept out of the search index: the words below it are in it."""
    return f'<figure class="{kind}" data-search-exclude>{draw(picture)}</figure>'


def _shown(picture: Picture) -> Iterator[str]:
    yield _figure(picture)
    yield text(picture.about)
    yield "\n".join(f"{number}. {words}" for number, words in enumerate(_steps(picture.rows), 1))


def _steps(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        between = row.arrow or row.caption
        yield (f"（{text(between)}）" if between else "") + "；".join(map(_sentence, row.boxes))


def _sentence(box: Box) -> str:
    if box.tone == "unit":
        return text(f"{box.title}（{box.text}）" if box.text else box.title)
    return f"<strong>{text(box.title)}</strong>：{text(box.text)}"


def in_clause(picture: Picture) -> Iterator[str]:
    """The drawing on its clause's page, and the way to its words; neither is part of the text."""
    yield _figure(picture, "picture beside-text")
    yield f"[图的文字说明](../{PATH}#{picture.id})\n{{: .about .beside-text }}"
