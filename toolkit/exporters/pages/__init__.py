"""The site's pages, as Markdown."""

from __future__ import annotations

from toolkit.citations import Register
from toolkit.city import City
from toolkit.exporters import Content
from toolkit.exporters.pages.documents import document_page
from toolkit.exporters.pages.illustrated import picture_page
from toolkit.exporters.pages.lookup import glossary, laws, norms, registers
from toolkit.exporters.pages.page import Page, targets
from toolkit.exporters.pages.start import home, starts, urgent

__all__ = ["Page", "pages"]


def pages(content: Content, city: City, register: Register) -> list[Page]:
    """Every page, in the order of the menu."""
    documents = content.documents
    addresses = targets(documents) | {ledger.id: f"registers/{ledger.id}.md" for ledger in content.ledgers}
    return [
        home(documents, city), urgent(city), *starts(documents, addresses),
        *(document_page(document, city, register, addresses) for document in documents),
        picture_page(documents, city), *registers(content.ledgers), laws(documents, city, register), norms(documents),
        glossary(register),
    ]
