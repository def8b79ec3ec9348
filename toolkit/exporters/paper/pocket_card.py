"""The card for the pocket: whom to call for what, as the text's own table says, and the city's numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.city.city import City
from toolkit.city.emergency import calls
from toolkit.exporters import pictures, urgent
from toolkit.exporters.paper import pdf
from toolkit.text.blocks import Table, plain_text
from toolkit.text.pictures import meanings
from toolkit.text.render import Rendered, RenderedClause
from toolkit.text.standing import DRAFT

TITLE = "随身卡"
PATH = f"packs/{TITLE}.pdf"
CHART = "P15-chart"  # the clause whose table is printed on it
_OURS = {("team", "hotline"), ("roles", "child_protection"), ("roles", "deputy_child_protection"), ("roles", "duty")}


@dataclass(frozen=True)
class Card:
    chart: RenderedClause
    title: str  # of the document that it stands in
    draft: bool = False


def parts(documents: Sequence[Rendered]) -> dict[str, Card]:
    """The card, where the city has the table."""
    found = [
        Card(clause, document.title, bool(document.standing and document.standing.is_draft)) for document in documents for clause in document.clauses if clause.id == CHART and _table(clause)
    ]
    return {"card": found[0]} if found else {}


def card(template: pdf.Template, part: Card, city: City) -> bytes:
    """A sheet of four cards to cut out and fold. Raises ToolkitError if Typst fails or lacks a font."""
    table = _table(part.chart)
    assert table
    drawn = {"police", *(name for name, _ in urgent.STEPS)}
    return pdf.compile_one(template, {
        "id": TITLE, "title": TITLE, "team": " ".join(city.team_name.split()), "fonts": pdf.families(),
        "words": {"how": f"条号是《{part.title}》的。沿实线剪开，沿虚线折。电话变了就换。" + (f"{DRAFT}。" if part.draft else ""), "danger": "有危险、受伤害", "hurt": "受伤、昏迷", "at_once": urgent.AT_ONCE},
        "header": list(map(plain_text, table.header)), "rows": [list(map(plain_text, row)) for row in table.rows],
        "calls": [[call.who.zh, " ".join(call.line.split())] for call in calls(city) if call.key in _OURS],
        "steps": [{"picture": name, "text": words} for name, words in urgent.STEPS],
        "pictures": {name: {"svg": pictures.svg(name), "means": meanings()[name]} for name in sorted(drawn)},
    })


def _table(clause: RenderedClause) -> Table | None:
    return next((block for block in clause.blocks if isinstance(block, Table)), None)
