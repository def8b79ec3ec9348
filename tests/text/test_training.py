"""Every training module holds what a trainer needs, and nothing a slide can't show."""

from __future__ import annotations

import re

import pytest

from tests.conftest import ROOT
from toolkit.text import policy
from toolkit.text.marks import bare
from toolkit.text.policy import Chapter, Clause, Document

FILES = sorted((ROOT / "templates" / "training").glob("T*.md"))
ANSWER = "**参考答案**"
ITEM = re.compile(r"^（[一二三四五六七八九十]+）(.*)$", re.M)
MINUTES = re.compile(r"(\d+)分钟）$")
REFERENCE = re.compile(r"\(#([PBT][\w-]+)\)")


def modules() -> list[Document]:
    documents = [policy.read(path, path.name)[0] for path in FILES]
    return [document for document in documents if document.is_training]


def chapter(document: Document, name: str) -> Chapter:
    return next(item for item in document.chapters if item.id == f"{document.id}-{name}")


def halves(clause: Clause) -> tuple[str, str]:
    """What is asked, and the answer."""
    question, _, answer = clause.text.partition(f"\n{ANSWER}\n")
    return question.strip(), answer.strip()


MODULES = modules()
by_id = pytest.mark.parametrize("document", MODULES, ids=lambda document: document.id)


def test_there_are_fourteen_modules_and_those_before_a_match_add_up():
    assert [document.id for document in MODULES] == [f"T{number:02}" for number in range(1, 15)]
    before = [item for item in MODULES if item.data["timing"] == "结对前" and item.id != "T14"]
    assert sum(item.data["minutes"] for item in before) == 720  # norm N13: 12 hours


@by_id
def test_the_steps_take_the_minutes_that_the_module_says(document: Document):
    steps = chapter(document, "plan").clauses
    minutes = [int(MINUTES.search(step.title)[1]) for step in steps]
    assert sum(minutes) == document.data["minutes"]


@by_id
def test_every_step_fits_a_slide_and_tells_the_trainer_what_to_do(document: Document):
    for step in chapter(document, "plan").clauses:
        items = [re.sub(r"{{.*?}}", "00", item) for item in ITEM.findall(bare(step.text))]
        assert 1 <= len(items) <= 5, step.id
        assert all(len(item) <= 34 for item in items), (step.id, max(items, key=len))
        assert re.search(r"^(讲|做|留意)：", step.text, re.M), step.id


@by_id
def test_cards_and_questions_have_an_answer_that_names_a_clause(document: Document):
    cards, questions = chapter(document, "cards").clauses, chapter(document, "quiz").clauses
    assert len(cards) >= 2
    assert len(questions) >= 4
    for part in [*cards, *questions]:
        question, answer = halves(part)
        assert part.text.count(ANSWER) == 1, part.id
        assert question, part.id
        assert REFERENCE.search(answer), part.id
    for card in cards:
        assert "**问：**" in card.text, card.id
        assert "虚构" in card.text or not re.search(r"小[禾川满]", card.text), card.id


@by_id
def test_every_question_has_one_right_option(document: Document):
    letters = set()
    for question in chapter(document, "quiz").clauses:
        asked, answer = halves(question)
        options = re.findall(r"^([A-Z])\. \S", asked, re.M)
        assert options == ["A", "B", "C"], question.id
        assert re.match(r"[ABC]。", answer), question.id
        assert re.match(r"[ABC]", answer)[0] in options
        letters.add(answer[0])
    assert len(letters) > 1, "the right answer is always the same letter"


@by_id
def test_a_module_teaches_what_it_refers_to(document: Document):
    referred = {target for part, _ in document.parts() for target in REFERENCE.findall(part.text)}
    taught = set(document.teaches)
    assert len(taught) >= 8
    assert len(taught & referred) >= len(taught) * 2 / 3, sorted(taught - referred)
    assert chapter(document, "handout").attributes.get("page") == "new"


def test_must_pass_questions_cover_what_the_policy_names():
    asked = {
        question.title.removesuffix("（必考）")
        for document in MODULES for question in chapter(document, "quiz").clauses if question.title.endswith("（必考）")
    }
    wanted = {"先后", "保密和报警", "独处", "拥抱", "礼物", "秘密", "接送", "私聊", "拍照", "过夜", "经手"}
    assert wanted <= asked
