"""The site's pages, as Markdown."""

from __future__ import annotations

from toolkit.city.city import City
from toolkit.exporters import Content
from toolkit.exporters.booklet import is_booklet
from toolkit.exporters.site.pages import english as english_pages
from toolkit.exporters.site.pages.booklets import booklet_page
from toolkit.exporters.site.pages.changes import changes
from toolkit.exporters.site.pages.deviations import deviations
from toolkit.exporters.site.pages.documents import document_page
from toolkit.exporters.site.pages.home import home
from toolkit.exporters.site.pages.hours import hours_page
from toolkit.exporters.site.pages.illustrated import diagram_page
from toolkit.exporters.site.pages.law_pages import laws
from toolkit.exporters.site.pages.lessons import lessons
from toolkit.exporters.site.pages.lookup import glossary, registers, standards
from toolkit.exporters.site.pages.norm_pages import norms
from toolkit.exporters.site.pages.page import Page, targets
from toolkit.exporters.site.pages.start import starts, urgent
from toolkit.text.citations import Register

__all__ = ["Page", "english", "pages"]


def pages(content: Content, city: City, register: Register) -> list[Page]:
    """Every page of the Chinese edition, in the order of the menu."""
    documents, downloads = content.documents, content.downloads
    addresses = _addresses(content)
    return [
        home(documents, content.made, addresses, city), urgent(city), *starts(documents, addresses, downloads),
        *(
            booklet_page(document, city, downloads) if is_booklet(document)
            else document_page(document, city, register, addresses, downloads) for document in content.papers
        ),
        *lessons(documents), diagram_page(documents, city), *registers(content.ledgers, downloads), *laws(documents, city, register),
        *norms(documents, city, register, addresses), standards(documents, register), glossary(register),
        hours_page(city, register, addresses), changes(documents, content.ledgers, content.text),
        deviations(documents, content.deviations, addresses, content.text),
    ]


def english(content: Content, city: City) -> list[Page]:
    """Every page of the English edition."""
    return english_pages.english(content.documents, content.made, _addresses(content), city)


def _addresses(content: Content) -> dict[str, str]:
    ledgers = {ledger.id: f"registers/{ledger.id}.md" for ledger in content.ledgers}
    return targets(content.papers) | ledgers
