"""How a form looks: its first page as a picture, for the site."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.city.city import City
from toolkit.exporters import layout
from toolkit.exporters.paper import laid, pdf
from toolkit.text.citations import Register
from toolkit.text.render import Rendered

WIDTH, HEIGHT = 496, 702  # pixels of an A4 page at 60 to the inch
_TO_THE_INCH = 60


def pictures(documents: Sequence[Rendered], city: City, register: Register) -> dict[str, bytes]:
    """Id → PNG of the first page of each form."""
    forms = [document for document in documents if document.kind == layout.FORM]
    if not forms:
        return {}
    template = pdf.template("document.typ")
    return {form.id: _first(template, pdf.data(form, city, register)) for form in forms}


def _first(template: pdf.Template, document: pdf.Data) -> bytes:
    made: bytes = pdf.printable(document, lambda data: _drawn(template, template.source(data)))
    return made


def _drawn(template: pdf.Template, source: bytes) -> bytes:
    def draw() -> bytes:
        pages = template.typst.compile(input=source, format="png", ppi=_TO_THE_INCH)
        return bytes(pages[0] if isinstance(pages, list) else pages)

    return laid.made("png", source, draw)
