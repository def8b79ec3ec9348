"""Slides show the points and give the trainer the rest, in type that is read from the last row."""

from __future__ import annotations

import io
from pathlib import Path

import pptx as python_pptx
import pytest

from tests.exporters.conftest import HOSTILE
from toolkit import kit
from toolkit.exporters import Content
from toolkit.exporters.slides import pptx
from toolkit.exporters.slides.look import fit
from toolkit.exporters.slides.slides import Slide, slides
from toolkit.rules.subject import Subject
from toolkit.text.render import Rendered, outline, render


@pytest.fixture(scope="module")
def subject(linyi_kit: Path) -> Subject:
    return kit.find(linyi_kit).subject()


@pytest.fixture(scope="module")
def decks(subject: Subject) -> dict[str, Rendered]:
    assert subject.city
    outlined = outline(subject.documents, subject.city)
    return pptx.parts(Content([render(item, outlined, subject.city)[0] for item in outlined.documents]))


def shown(deck: list[Slide], kind: str) -> list[Slide]:
    return [slide for slide in deck if slide.kind == kind]


def test_every_module_and_the_briefing_have_slides(decks: dict[str, Rendered]):
    assert list(decks) == [f"T{number:02}" for number in (*range(1, 15), 16)]
    assert len(slides(decks["T16"], "团队", [])) == 12


def test_a_step_shows_its_points_and_keeps_the_rest_for_the_trainer(decks: dict[str, Rendered]):
    deck = slides(decks["T04"], "团队", ["110"])
    step = next(slide for slide in deck if slide.title == "打电话")
    assert (step.kind, step.kicker, step.badge) == ("points", "第三步", "20分钟")
    assert step.lines[0] == "先打110，受伤打120"
    assert "一分钟内说清四样" in step.notes
    assert "《突发事件处置与强制报告制度》第" in step.notes


def test_a_card_and_a_question_come_before_their_answers(decks: dict[str, Rendered]):
    deck = slides(decks["T04"], "团队", ["110"])
    kinds = [slide.kind for slide in deck]
    assert [kind for kind in kinds if kind in ("card", "answer")] == ["card", "answer"] * 5
    questions = shown(deck, "quiz")
    assert [slide.right for slide in questions[::2]] == [-1] * 9
    assert all(0 <= slide.right < 3 and len(slide.options) == 3 for slide in questions[1::2])
    assert deck[-1].lines == ("110",)


def test_type_is_large_and_nothing_runs_over(decks: dict[str, Rendered]):
    area = (0.9, 2.15, 11.533, 4.5)
    for document in decks.values():
        for slide in slides(document, "团队", []):
            if slide.kind == "points":
                size = fit(slide.lines, area, 32)
                assert size >= 24, (document.id, slide.title)
            if slide.kind in ("answer", "points"):
                assert height(slide.lines, area, fit(slide.lines, area, 32)) <= area[3] * 72, slide.title


def height(lines: tuple[str, ...], area: tuple[float, float, float, float], size: int) -> float:
    """Points that `lines` take, counted character by character."""
    rows = 0
    for line in lines:
        at = 0.0
        rows += 1
        for character in line:
            wide = size if ord(character) > 0x2E7F else size * 0.55
            if at + wide > (area[2] - 0.45) * 72:
                rows, at = rows + 1, 0.0
            at += wide
    return rows * round(size * 1.4) + (len(lines) - 1) * 8


def test_the_file_says_what_the_slides_say_and_is_the_same_each_time(subject: Subject, decks: dict[str, Rendered]):
    assert subject.city
    first, = pptx.export([decks["T10"]], subject.city, subject.register)
    again, = pptx.export([decks["T10"]], subject.city, subject.register)
    assert first == again
    deck = python_pptx.Presentation(io.BytesIO(first.content))
    planned = slides(decks["T10"], subject.city.team_name, [])
    assert [slide.shapes.title.text for slide in deck.slides] == [slide.title for slide in planned[:-1]] + ["有事打给谁"]
    notes = [slide.notes_slide.notes_text_frame.text for slide in deck.slides if slide.has_notes_slide]
    assert any("先用法定救助" in words for words in notes)
    assert (deck.slide_width, deck.slide_height) == (12191695, 6858000)
    assert not deck.core_properties.author


def test_hostile_values_are_words(subject: Subject, decks: dict[str, Rendered], city):
    made, = pptx.export([decks["T01"]], city, subject.register)
    deck = python_pptx.Presentation(io.BytesIO(made.content))
    words = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert " ".join(HOSTILE.split()) in words
