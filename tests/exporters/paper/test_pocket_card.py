"""The card for the pocket says what the text's table says, on one sheet."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pytest

from toolkit import kit
from toolkit.exporters.paper import pdf, pocket_card
from toolkit.rules.subject import Subject
from toolkit.text.blocks import Table, plain_text
from toolkit.text.render import Rendered, outline, render
from toolkit.text.standing import Standing


@pytest.fixture(scope="module")
def subject(linyi_kit: Path) -> Subject:
    return kit.find(linyi_kit).subject()


@pytest.fixture(scope="module")
def documents(subject: Subject) -> list[Rendered]:
    assert subject.city
    outlined = outline([item for item in subject.documents if item.id[0] == "P"], subject.city)
    return [render(document, outlined, subject.city)[0] for document in outlined.documents]


def test_four_cards_on_a_sheet_hold_the_table_and_the_citys_numbers(subject: Subject, documents: list[Rendered]):
    assert subject.city
    part = pocket_card.parts(documents)["card"]
    made = pocket_card.card(pdf.template("card.typ"), part, subject.city)
    assert made == pocket_card.card(pdf.template("card.typ"), part, subject.city)
    page, = pypdf.PdfReader(io.BytesIO(made)).pages
    text = re.sub(r"\s", "", page.extract_text())
    table = next(block for block in part.chart.blocks if isinstance(block, Table))
    for cell in (cell for row in (table.header, *table.rows) for cell in row):
        assert text.count(re.sub(r"\s", "", plain_text(cell))) >= 4, plain_text(cell)
    assert text.count("服务团热线") == text.count("儿童保护专员待填写") == 4


def test_hostile_values_are_text_and_a_city_without_the_table_has_no_card(documents: list[Rendered], city: Any):
    pocket_card.card(pdf.template("card.typ"), pocket_card.parts(documents)["card"], city)
    assert pocket_card.parts([document for document in documents if document.id != "P15"]) == {}


def test_a_card_of_a_text_that_is_not_issued_says_so(documents: list[Rendered]):
    def drafts(standing: Standing) -> list[bool]:
        return [part.draft for part in pocket_card.parts([replace(item, standing=standing) for item in documents]).values()]

    assert drafts(Standing()) == [True]
    assert drafts(Standing(on="2027-03-01")) == drafts(Standing(issued=True)) == [False]
