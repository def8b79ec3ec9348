"""A booklet as a page: large print, a line under the other, each line with its picture."""

from __future__ import annotations

from collections.abc import Collection

from toolkit.city.city import City
from toolkit.exporters.booklet import Booklet, Told, booklet
from toolkit.exporters.site import markdown
from toolkit.exporters.site.markdown import Manner, heading, text
from toolkit.exporters.site.pages.documents import download_links
from toolkit.exporters.site.pages.page import GROUPS, Page, address
from toolkit.exporters.site.pages.parts import drawing
from toolkit.text.render import Rendered


def booklet_page(document: Rendered, city: City, downloads: Collection[str]) -> Page:
    """The whole booklet on one page; on paper, a subject a page."""
    made = booklet(document, city)
    lines = [f"# {text(made.title)}", f'<p class="booklet-note">{text(made.note)}</p>', *_subjects(made)]
    lines.append(download_links(document, downloads))
    return Page(
        address(document.id), f"{document.id} {document.title}", "\n\n".join(filter(None, lines)),
        dict(GROUPS)[document.id[0]],
    )


def _subjects(made: Booklet) -> list[str]:
    lines = []
    for subject in made.subjects:
        lines += [heading(2, subject.heading, subject.id, ".subject"), *map(_line, subject.lines)]
    return lines


def _line(told: Told) -> str:
    shown = drawing(told.picture, "../") if told.picture else '<span class="picture"></span>'
    return f'<p class="told">{shown}<span>{markdown.inlines(told.content, Manner())}</span></p>'
