"""Diagrams: made from data, readable on a phone, the same in words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.exporters.conftest import HOSTILE
from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.exporters import diagrams, svg
from toolkit.exporters.site.pages import illustrated
from toolkit.files import yamlfile
from toolkit.text import policy
from toolkit.text.marks import bare

SVG = "{http://www.w3.org/2000/svg}"


def city_of(name: str, **changed) -> City:
    answers = cityfile.merge(cityfile.from_division(divisions.find(name)), changed)
    return City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))


def size(words: str) -> float:
    return sum(.5 if sign.isascii() else 1 for sign in words)


@pytest.mark.parametrize("name", ["临沂", "重庆", "兰山区", "东莞"])
def test_every_diagram_is_drawn_for_any_city_within_its_frame(name):
    city = city_of(name)
    for diagram in diagrams.diagrams(city):
        root = ET.fromstring(svg.draw(diagram))
        _, _, width, height = map(float, root.get("viewBox").split())
        for box in root.iter(f"{SVG}rect"):
            assert float(box.get("x")) >= 0
            assert float(box.get("x")) + float(box.get("width")) <= width
            assert float(box.get("y")) >= 0
            assert float(box.get("y")) + float(box.get("height")) <= height
        for line in root.iter(f"{SVG}text"):
            font, x = float(line.get("font-size")), float(line.get("x"))
            assert font >= 14  # the drawing is as wide as the text at 360 px, so this is in pixels
            half = size(line.text) * font / (2 if line.get("text-anchor") == "middle" else 1)
            assert x + half <= width + 1, line.text


def test_a_diagram_has_a_title_a_description_and_all_its_words_below():
    city = city_of("临沂")
    page = illustrated.diagram_page([], city).content
    for diagram in diagrams.diagrams(city):
        root = ET.fromstring(svg.draw(diagram))
        named = {root.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")}
        assert set(root.get("aria-labelledby").split()) == named
        assert root.find(f"{SVG}title").text == diagram.title
        below = re.sub(r"&#(\d+);", lambda sign: chr(int(sign[1])), re.sub(r"<figure.*?</figure>|<[^>]+>", "", page))
        for row in diagram.rows:
            for box in row.boxes:
                assert box.title in below
                assert bare(box.text) in below


def test_design_values_are_bare_in_a_drawing_and_marked_in_its_words():
    found = diagrams.diagrams(city_of("临沂"))
    drawn = "".join(map(svg.draw, found))
    assert "suggested" not in drawn
    assert "建议值" not in drawn
    assert any(".suggested" in box.text for diagram in found for row in diagram.rows for box in row.boxes)
    assert 'class="suggested"' in illustrated.diagram_page([], city_of("临沂")).content


def test_the_tiers_show_every_unit_of_the_city():
    city = city_of("临沂")
    drawn = svg.draw(diagrams.diagrams(city)[0])
    shown = re.sub("<[^>]+>", "", drawn)
    assert len(city.units) == 13
    for unit in city.units:
        assert unit.name in shown
        assert f"下有{len(unit.towns)}个" in shown


def test_a_city_of_two_tiers_has_a_diagram_of_two():
    city = city_of("东莞")
    assert city.is_on("tiers.three") is False
    diagram = diagrams.diagrams(city)[0]
    assert "两级" in diagram.title
    assert [box.title for row in diagram.rows for box in row.boxes if box.tone != "unit"] == [
        city.data["tiers"]["top"], city.data["tiers"]["lower"],
    ]


def test_the_city_s_own_numbers_are_in_the_diagram():
    drawn = svg.draw(diagrams.diagrams(city_of("临沂", numbers={"visits_per_year": 7}))[2])
    assert "每年不少于7次" in re.sub("<[^>]+>", "", drawn)


def test_hostile_values_are_only_words():
    city = city_of("临沂", tiers={"top": "<b onclick=x>&\"{{1}}"}, partners={"charity_federation": HOSTILE})
    for diagram in diagrams.diagrams(city):
        root = ET.fromstring(svg.draw(diagram))
        assert {tag.tag for tag in root.iter()} <= {SVG + name for name in ("svg", "title", "desc", "rect", "text", "path")}
        assert not [name for tag in root.iter() for name in tag.attrib if name.startswith("on")]
    page = illustrated.diagram_page([], city).content
    assert "<script" not in page
    assert "javascript:" not in re.sub(r"<figure.*?</figure>", "", page)


def test_every_clause_a_diagram_names_is_in_the_shared_text():
    known = set()
    for path in sorted((ROOT / "policies").glob("P*.md")):
        document, _ = policy.read(path, path.name)
        known |= {document.id} | {clause.id for chapter in document.chapters for clause in chapter.clauses}
    for diagram in diagrams.diagrams(city_of("临沂")):
        assert {diagram.at, *diagram.clauses} <= known


@given(st.text("孩子，。（）“”ab1 团", max_size=80), st.floats(4, 30))
def test_wrapping_loses_no_sign_and_keeps_the_width(words, room):
    lines = svg.wrap(words, room)
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert not [line for line in lines if line != line.strip()]


@given(st.lists(st.sampled_from(["孩子", "团队，", "（建议值）", "110", "立即。"]), max_size=20), st.floats(7, 20))
def test_no_line_of_real_words_is_too_long_or_begins_with_a_comma(words, room):
    lines = svg.wrap("".join(words), room)
    for line in lines[1:]:
        assert line[0] not in "，。）"
    for line in lines:
        assert svg._measure(line) <= room or len(set(line)) < 3 or line.isascii()
