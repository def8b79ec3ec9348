"""How each form looks, for the site: a picture each, drawn anew only where its form changed."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.city.city import City
from toolkit.exporters import Content, layout
from toolkit.exporters.paper import first_page, pdf
from toolkit.exporters.site.pages.page import FORMS
from toolkit.files.artifact import Artifact
from toolkit.text.citations import Register
from toolkit.text.render import Rendered


def parts(content: Content) -> dict[str, Rendered]:
    """The forms, by id."""
    return {document.id: document for document in content.documents if document.kind == layout.FORM}


def export(chosen: Sequence[Rendered], city: City, register: Register) -> list[Artifact]:
    """One PNG for each form, in order."""
    return [Artifact(f"site/{path}", made) for path, made in files(chosen, city, register).items()]


def files(documents: Sequence[Rendered], city: City, register: Register) -> dict[str, bytes]:
    """Of those that are forms: path below the site → PNG."""
    return {f"{FORMS}/{name}.png": made for name, made in first_page.pictures(documents, city, register).items()}


def fingerprint() -> str:
    """Changes with whatever changes a PDF."""
    return pdf.fingerprint()
