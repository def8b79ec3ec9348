"""Slides show the points and give the trainer the rest, in type that is read from the last row."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pptx as python_pptx
import pytest
from lxml import etree

from tests.conftest import ROOT
from tests.exporters.conftest import HOSTILE
from toolkit import kit
from toolkit.exporters import Content, diagrams
from toolkit.exporters.slides import pptx
from toolkit.exporters.slides.layouts import ANSWERS, laid
from toolkit.exporters.slides.look import draw
from toolkit.exporters.slides.shapes import HEIGHT, WIDTH, fit
from toolkit.exporters.slides.slides import Module, Slide, slides
from toolkit.exporters.slides.wording import Titles, sourced
from toolkit.files import sources, yamlfile
from toolkit.files.validation import validate
from toolkit.rules.subject import Subject
from toolkit.text import pictures
from toolkit.text.blocks import Ref, Text
from toolkit.text.render import Rendered, outline, render

INCH = 914_400


@pytest.fixture(scope="module")
def subject(linyi_kit: Path) -> Subject:
    return kit.find(linyi_kit).subject()


@pytest.fixture(scope="module")
def decks(subject: Subject) -> dict[str, Rendered]:
    assert subject.city
    outlined = outline(subject.documents, subject.city)
    return pptx.parts(Content([render(item, outlined, subject.city)[0] for item in outlined.documents]))


@pytest.fixture(scope="module")
def planned(subject: Subject, decks: dict[str, Rendered]) -> dict[str, list[Slide]]:
    assert subject.city
    drawn = {diagram.id: diagram for diagram in diagrams.diagrams(subject.city)}
    return {name: slides(Module(document, "团队", [("有危险", "110")], drawn)) for name, document in decks.items()}


@pytest.fixture(scope="module")
def files(subject: Subject, decks: dict[str, Rendered]) -> dict[str, bytes]:
    assert subject.city
    made = pptx.export(list(decks.values()), subject.city, subject.register)
    return dict(zip(decks, (artifact.content for artifact in made), strict=True))


def test_every_module_and_the_briefing_have_slides(planned: dict[str, list[Slide]]):
    assert list(planned) == [f"T{number:02}" for number in (*range(1, 15), 16)]
    assert len(planned["T16"]) == 12


def test_a_step_shows_its_points_and_keeps_the_rest_for_the_trainer(planned: dict[str, list[Slide]]):
    step = next(slide for slide in planned["T04"] if slide.title == "打电话")
    assert (step.kind, step.kicker, step.badge, step.large) == ("number", "第三步", "20分钟", ("110",))
    assert step.lines[0] == "先打110，受伤打120"
    assert "一分钟内说清四样" in step.notes
    assert "《强制报告制度》第" in step.notes


def test_the_agenda_names_every_step_and_its_minutes(planned: dict[str, list[Slide]]):
    for name, deck in planned.items():
        for slide in deck:
            if slide.kind == "agenda":
                steps = [item for item in deck if re.match(r"第.+步$", item.kicker) and item.badge]
                assert [item.title for item in steps] == list(slide.lines), name
                assert [item.badge for item in steps] == list(slide.large), name


def test_a_card_and_a_question_come_before_their_answers(planned: dict[str, list[Slide]]):
    for deck in planned.values():
        for before, slide in zip(deck, deck[1:], strict=False):
            if slide.kind == "answer":
                assert before.kind in ("card", "answer")
                assert before.title == slide.title
            if slide.kind == "quiz" and slide.right >= 0:
                assert (before.kind, before.right, before.options) == ("quiz", -1, slide.options)
    kinds = [slide.kind for slide in planned["T04"]]
    assert kinds.count("card") == 5
    assert len([slide for slide in planned["T04"] if slide.right >= 0]) == 9
    assert planned["T04"][-1].lines == ("110",)


def test_a_document_is_named_whole_once_and_then_short():
    titles = Titles({"P15": "强制报告制度"})
    see = (Text("见"), Ref("P15-report", "《突发事件处置与强制报告制度》第九条"), Text("、"), Ref("P15-scene", "《突发事件处置与强制报告制度》第十条"))
    assert titles.words(see[:2]) == "见《突发事件处置与强制报告制度》第九条"
    assert titles.words(see) == "见《强制报告制度》第九条、第十条"
    assert titles.words((Ref("P04", "《志愿者承诺书》"),)) == "《志愿者承诺书》"


@pytest.mark.parametrize(("words", "rest", "source"), [
    ("怀疑就报，见《甲》第四条和《乙》第十条。", "怀疑就报。", "《甲》第四条和《乙》第十条"),
    ("见《甲》第四条。", "", "《甲》第四条"),
    ("先打110。见《甲》第四条、第五条。再告诉专员。", "先打110。再告诉专员。", "《甲》第四条、第五条"),
    ("看见伤就报。", "看见伤就报。", ""),
])
def test_where_it_is_written_stands_at_the_foot(words: str, rest: str, source: str):
    assert sourced(words) == (rest, source)


def test_the_hints_are_as_their_schema_says_and_fit_the_lessons(subject: Subject, decks: dict[str, Rendered], planned: dict[str, list[Slide]]):
    """Each names a step, a card or a lesson that exists, pictures and diagrams of ours, and is not passed over."""
    file = yamlfile.read(ROOT / "templates" / "slides.yaml", "slides.yaml")
    assert not validate(file, sources.schema("slides"), "CFG")
    known = {part for document in decks.values() for part in (document.id, *(clause.id for clause in document.clauses))}
    drawn = {item["id"] for item in yamlfile.read(ROOT / "templates/site/diagrams.yaml", "d").data["diagrams"]}
    shown = [slide for deck in planned.values() for slide in deck]
    for hint in file.data["slides"]:
        assert hint["at"] in known, hint
        assert set(hint.get("pictures", ())) <= pictures.known(), hint
        assert hint.get("diagram") in drawn | {None}, hint
    layouts = [hint["layout"] for hint in file.data["slides"] if "layout" in hint]
    for kind in set(layouts):
        assert layouts.count(kind) == len([slide for slide in shown if slide.kind == kind]), kind
    assert {"part", "diagram", *layouts} <= {slide.kind for slide in shown}
    assert {entry.split(" ")[0] for entry in file.data["short"]} == {document.id for document in subject.documents if document.id[0] == "P"}


def test_a_hint_that_no_longer_fits_the_text_is_passed_over():
    slide = Slide("points", "第一步", "打电话", ("先打110", "再告诉专员"))
    for hint in ({"layout": "number", "large": "120"}, {"layout": "columns", "left": [3]}, {"layout": "tiles"},
                 {"layout": "quote", "line": 3}, {"pictures": ["police", "listen", "write"]}):
        assert laid(slide, hint) == slide, hint


def test_nothing_leaves_its_slide_or_runs_over_and_type_is_large(planned: dict[str, list[Slide]], files: dict[str, bytes]):
    for name, content in files.items():
        deck = python_pptx.Presentation(io.BytesIO(content))
        for number, slide in enumerate(deck.slides, 1):
            for shape in slide.shapes:
                assert min(shape.left, shape.top) >= 0, (name, number, shape.name)
                assert shape.left + shape.width <= WIDTH * INCH + 9, (name, number, shape.name)
                assert shape.top + shape.height <= HEIGHT * INCH + 9, (name, number, shape.name)
                if shape.has_text_frame and shape.text_frame.text:
                    assert height(shape) <= shape.height / 12_700 + 12, (name, number, shape.text_frame.text)
    small = [slide.title for deck in planned.values() for slide in deck if slide.kind == "answer" and fit(slide.lines, ANSWERS, 30, gap=10) < 20]
    assert not small


def height(shape: object) -> float:
    """Points that a shape's lines take, counted sign by sign."""
    frame = shape.text_frame  # type: ignore[attr-defined]
    total = 0.0
    for paragraph in frame.paragraphs:
        size = paragraph.runs[0].font.size.pt
        across = (shape.width - frame.margin_left - frame.margin_right) / 12_700  # type: ignore[attr-defined]
        rows, at = 1, 0.0
        for sign in paragraph.text:
            wide = size if ord(sign) > 0x2E7F else size * 0.55
            rows, at = (rows + 1, wide) if at + wide > across else (rows, at + wide)
        total += rows * paragraph.line_spacing.pt + (paragraph.space_after.pt if paragraph.space_after else 0)
    return total


def test_a_file_says_what_the_slides_say_and_is_the_same_each_time(
    subject: Subject, decks: dict[str, Rendered], planned: dict[str, list[Slide]], files: dict[str, bytes]
):
    assert subject.city
    again, = pptx.export([decks["T10"]], subject.city, subject.register)
    assert files["T10"] == again.content
    deck = python_pptx.Presentation(io.BytesIO(files["T10"]))
    assert [slide.shapes.title.text for slide in deck.slides] == [slide.title for slide in planned["T10"]]
    for slide, plan in zip(deck.slides, planned["T10"], strict=True):
        notes = slide.notes_slide.notes_text_frame.text.replace("\n", "\n\n") if slide.has_notes_slide else ""
        assert notes == plan.notes
        words = "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        assert all(line in words for line in plan.lines if plan.kind != "quiz")
    assert (deck.slide_width, deck.slide_height) == (12191695, 6858000)
    assert not deck.core_properties.author


def test_every_part_is_well_formed_named_in_the_list_of_types_and_every_relation_leads_somewhere(files: dict[str, bytes]):
    for content in files.values():
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            names = set(opened.namelist())
            types = opened.read("[Content_Types].xml").decode()
            for name in names:
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(opened.read(name))
                if name.endswith(".xml") and name != "[Content_Types].xml":
                    assert f'PartName="/{name}"' in types, name
                if name.endswith(".rels"):
                    base = Path("/", name).parent.parent
                    for target in re.findall(r'Target="([^"]+)"', opened.read(name).decode()):
                        found = (base / target).as_posix()
                        while "/../" in found:
                            found = re.sub(r"/[^/]+/\.\./", "/", found, count=1)
                        assert found.lstrip("/") in names, (name, target)


def test_pictures_say_what_they_mean(files: dict[str, bytes]):
    deck = python_pptx.Presentation(io.BytesIO(files["T04"]))
    told = [shape._element.nvPicPr.cNvPr.get("descr") for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]
    assert "警察，110" in told
    assert all(told)


def test_the_briefing_ends_with_the_citys_own_figures_and_the_offices_hours(files: dict[str, bytes]):
    deck = python_pptx.Presentation(io.BytesIO(files["T16"]))
    last = ["\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in deck.slides][-2:]
    assert "13个" in last[0]
    assert "下有156个乡镇（街道）" in last[0]
    assert "12学时" in last[0]
    assert "办公室每月要多少小时" in last[1]


def test_hostile_values_are_words(subject: Subject, decks: dict[str, Rendered], city):
    made, = pptx.export([decks["T01"]], city, subject.register)
    deck = python_pptx.Presentation(io.BytesIO(made.content))
    words = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame]
    assert " ".join(HOSTILE.split()) in words


def test_a_slide_of_any_kind_can_be_drawn_without_its_extras():
    for kind in ("points", "flow", "card", "answer", "close"):
        sheet, _ = draw(Slide(kind, "", "题", ("一行", "两行"), large=("甲", "乙")), "团队", 1, 1)
        assert sheet.xml("FFFFFF")
