"""A quiz on paper asks what the lesson asks and gives no answer away; the trainer's sheet has them all."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdf
import pytest

from toolkit import kit
from toolkit.exporters import Content
from toolkit.exporters.paper import packs, quizzes
from toolkit.exporters.paper.quizzes import Quiz
from toolkit.rules.subject import Subject
from toolkit.text.render import Rendered, outline, render


@pytest.fixture(scope="module")
def subject(linyi_kit: Path) -> Subject:
    return kit.find(linyi_kit).subject()


@pytest.fixture(scope="module")
def lessons(subject: Subject) -> list[Rendered]:
    assert subject.city
    outlined = outline([item for item in subject.documents if item.id[0] in "TP"], subject.city)
    return [render(document, outlined, subject.city)[0] for document in outlined.documents]


@pytest.fixture(scope="module")
def pages(subject: Subject, lessons: list[Rendered]) -> dict[str, list[str]]:
    assert subject.city
    parts = {name: part for name, part in packs.parts(Content(lessons)).items() if isinstance(part, Quiz)}
    made = packs.export(list(parts.values()), subject.city, subject.register)
    assert made == packs.export(list(parts.values()), subject.city, subject.register)
    return {
        artifact.path: [re.sub(r"\s", "", page.extract_text()) for page in pypdf.PdfReader(io.BytesIO(artifact.content)).pages]
        for artifact in made
    }


def test_every_lesson_with_questions_has_a_paper_and_all_have_one_sheet_of_answers(pages: dict[str, list[str]]):
    names = [Path(path).name[:3] for path in pages]
    assert names == [*(f"T{number:02}" for number in range(1, 15)), "测验答"]


def test_a_paper_asks_every_question_once_and_gives_no_answer_away(lessons: list[Rendered], pages: dict[str, list[str]]):
    by_name = {Path(path).name[:3]: "".join(text) for path, text in pages.items()}
    for lesson in lessons:
        for clause in quizzes._questions(lesson):
            asked = quizzes._asked(clause)
            text = by_name[lesson.id]
            assert [option["letter"] for option in asked["options"]] == ["A", "B", "C"], clause.id
            assert asked["answer"] in ("A", "B", "C"), clause.id
            for words in (*asked["lines"], *(option["words"] for option in asked["options"])):
                assert re.sub(r"\s", "", words) in text, (clause.id, words)
            assert "参考答案" not in text
            assert not asked["because"] or re.sub(r"\s", "", asked["because"]) not in text, clause.id


def test_the_sheet_gives_each_answer_in_the_order_of_the_papers(lessons: list[Rendered], pages: dict[str, list[str]]):
    sheet = "".join(next(text for path, text in pages.items() if quizzes.SHEET in path))
    at = 0
    for lesson in lessons:
        for number, clause in enumerate(quizzes._questions(lesson), 1):
            asked = quizzes._asked(clause)
            must = "必考" if asked["must"] else ""
            words = re.sub(r"\s", "", f"{number}{asked['title']}{must}{asked['answer']}")
            found = sheet.find(words, at)
            assert found >= 0, words
            at = found
