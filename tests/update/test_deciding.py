"""Every kind of question, decided in every way, on a kit: it is closed, stays closed, and holds what was chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.update.small import City
from tests.update.test_kinds_of_edit import CASES, FOLDERS, local, outcome, sides
from toolkit.commands.resolve import resolve
from toolkit.commands.undo import undo
from toolkit.errors import ToolkitError
from toolkit.text.decisions import Decision
from toolkit.update import clauses, document, parts, suggestion

ASKING = [folder for folder in FOLDERS if not (folder / "new.out").read_text(encoding="utf-8").endswith("=" * 20 + "\n")]
FAST = {"word-changed", "clause-deleted", "summary-changed", "both-moved", "clause-withdrawn", "id-lost"}
KINDS = [pytest.param(folder, id=folder.name, marks=[] if folder.name in FAST else [pytest.mark.slow]) for folder in ASKING]


def updated(work: Path, folder: Path) -> City:
    city = City(work, P98=(CASES / "base.md").read_text(encoding="utf-8"))
    (city.root / city.path).write_bytes(local(folder))
    city.national("1.1.0", P98=(folder / "new.md").read_text(encoding="utf-8"))
    city.update()
    return city


def decide_all(city: City, take: str) -> None:
    for _ in range(9):
        opened = city.decisions.open
        if not opened:
            return
        first = min(opened, key=lambda decision: decision.kind != "unnumbered")
        try:
            resolve(city.root, first.page, *answer(first, take))
        except ToolkitError as error:
            assert (take, "word for word" in error.words.en) == ("merged", True)
            work_on(city, first)
            resolve(city.root, first.page, take)
    pytest.fail(f"still open: {city.decisions.open}")


def apart_from_drafts(tree: dict[str, bytes]) -> dict[str, bytes]:
    """What an undo brings back for certain; a page that somebody worked on is as they left it."""
    return {path: raw for path, raw in tree.items() if not path.startswith("待处理/")}


def work_on(city: City, decision: Decision) -> None:
    """Puts the city's words into the draft, as its page asks for."""
    added = "" if decision.kind == "front" else "\n本市的话。"
    old = (decision.suggestion or "").rstrip("\n")
    new = (decision.local or "").rstrip("\n") if not added else old + added
    head, mark, rest = city.read(decision.path).partition("请改这里=====\n")
    city.write(head + mark + rest.replace(old, new, 1), decision.path)


def answer(decision: Decision, take: str) -> tuple[str, str]:
    if decision.kind != "unnumbered":
        return take, ""
    return ("", "new") if take == "local" or not decision.likely else ("", decision.likely)


def words(raw: bytes) -> dict[str, tuple]:
    return {key: part.words for key, part in clauses.keyed(parts.read(raw, "x").parts, {}).items() if key != clauses.TOP}


def test_most_kinds_ask_something():
    assert len(ASKING) >= 20


@pytest.mark.parametrize("take", ["local", "national", "merged"])
@pytest.mark.parametrize("folder", KINDS)
def test_a_question_is_closed_by_each_decision(folder: Path, take: str, tmp_path: Path):
    city = updated(tmp_path, folder)
    before, start = (city.root / city.path).read_bytes(), city.tree()
    decide_all(city, take)
    after = (city.root / city.path).read_bytes()
    assert city.pages == []
    assert not list((city.root / "待处理").glob("*.docx"))
    assert parts.read(after, "x").hand == parts.read(before, "x").hand
    assert city.update().changed == []
    national = words((folder / "new.md").read_bytes())
    if take == "local":
        was = words(before)
        assert {key: text for key, text in words(after).items() if key in was and not clauses.is_unknown(key)} == {
            key: text for key, text in was.items() if not clauses.is_unknown(key)
        }
    if take == "national" and folder.name in FAST - {"both-moved"}:
        assert words(after) == national
    while apart_from_drafts(city.tree()) != apart_from_drafts(start):
        undo(city.root)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_second_look_asks_the_same(folder: Path):
    base, own, new = sides(folder, "new.md")
    first = document.merge("P98", base, own, new)
    waiting = {key: text for question in first.questions for key, text in question.bases.items()}
    again = document.merge("P98", new, parts.read(first.source.raw, "x"), new, waiting)
    assert outcome(again, folder) == outcome(first, folder)


def test_national_front_matter_is_taken_key_by_key(tmp_path: Path):
    city = updated(tmp_path, CASES / "summary-changed")
    resolve(city.root, "P98", "national")
    assert "summary: 一句新的说明。" in city.read()


def test_national_order_is_taken(tmp_path: Path):
    city = updated(tmp_path, CASES / "both-moved")
    resolve(city.root, "P98-顺序", "national")
    assert list(words(city.read().encode())) == list(words((CASES / "both-moved" / "new.md").read_bytes()))


def test_a_draft_without_its_heading_is_refused_with_the_line_to_write(tmp_path: Path):
    city = updated(tmp_path, CASES / "word-changed")
    page = city.read("待处理/P98-call.md")
    head, mark, rest = page.partition("=====合并稿从下一行开始，请改这里=====\n")
    city.write(head + mark + "没有标题的一段。\n" + rest[rest.index("=====合并稿到"):], "待处理/P98-call.md")
    before = city.tree()
    with pytest.raises(ToolkitError, match="must begin with"):
        resolve(city.root, "P98-call", "merged")
    city.write(head, "待处理/P98-call.md")
    with pytest.raises(ToolkitError, match="are gone"):
        resolve(city.root, "P98-call", "merged")
    city.write(before["待处理/P98-call.md"].decode(), "待处理/P98-call.md")
    assert city.tree() == before


def test_a_draft_somebody_worked_on_survives_the_next_national_change(tmp_path: Path):
    city = updated(tmp_path, CASES / "word-changed")
    city.edit("合并稿从下一行开始，请改这里=====\n### 打给谁", "合并稿从下一行开始，请改这里=====\n### 打给谁和什么时候打", "待处理/P98-call.md")
    city.national("1.2.0", P98=(CASES / "word-changed" / "new.md").read_text(encoding="utf-8").replace("同时喊人", "同时大声喊人"))
    city.update()
    page = city.read("待处理/P98-call.md")
    assert "### 打给谁和什么时候打" in page
    assert "同时大声喊人" in page
    assert "又改了" in page


def test_what_is_not_asked_cannot_be_decided(tmp_path: Path):
    city = updated(tmp_path, CASES / "word-changed")
    with pytest.raises(ToolkitError) as caught:
        resolve(city.root, "P98-nothing", "local")
    assert "P98-call 打给谁" in caught.value.fix.zh
    with pytest.raises(ToolkitError, match="not for it"):
        resolve(city.root, "P98-call", clause="new")


def copied(tmp_path: Path, case: str) -> tuple[City, Decision]:
    city = updated(tmp_path, CASES / case)
    return city, next(decision for decision in city.decisions.open if decision.kind == "unnumbered")


def test_an_id_in_use_is_not_given_twice_and_what_to_do_is_said(tmp_path: Path):
    city, asked = copied(tmp_path, "copied-clause")
    with pytest.raises(ToolkitError, match=r"P98-insurance is in use: line \d+") as caught:
        resolve(city.root, asked.page, clause="P98-insurance")
    assert "--as drop" in caught.value.fix.en
    with pytest.raises(ToolkitError, match="is no id"):
        resolve(city.root, asked.page, clause="P01-call")


def test_a_copy_that_says_the_same_is_said_to_be_one_and_can_be_struck(tmp_path: Path):
    city, asked = copied(tmp_path, "copied-clause")
    assert (asked.how, asked.first_answer) == ("copy", "drop")
    page = city.read(asked.path)
    assert "一字不差" in page
    assert "--as drop" in page
    before = city.tree()
    resolve(city.root, asked.page, clause="drop")
    assert city.read().count("### 保险 {#P98-insurance") == 1
    assert city.pages == []
    assert city.update().changed == []
    undo(city.root)
    assert city.tree() == before


def test_a_copy_that_somebody_edited_is_compared_with_the_clause_that_stands(tmp_path: Path):
    city, asked = copied(tmp_path, "copied-and-edited-clause")
    assert (asked.how, asked.first_answer) == ("copy-edited", "new")
    page = city.read(asked.path)
    assert "两天以后" in page
    assert "一字不差" not in page


def test_a_copy_struck_by_hand_is_closed_by_the_same_answer(tmp_path: Path):
    city, asked = copied(tmp_path, "copied-and-edited-clause")
    city.write(city.read().replace(asked.local or "", ""))
    resolve(city.root, asked.page, clause="drop")
    assert city.pages == []


def test_a_lost_id_is_one_question_and_once_named_is_merged_as_if_it_had_never_been_lost(tmp_path: Path):
    city = updated(tmp_path, CASES / "id-lost")
    assert city.pages == ["P98-无编号-1"]
    assert "并核对以后再去" in city.read("待处理/P98-无编号-1.md")
    assert "P98-insurance" not in city.read("偏离登记.yaml") if (city.root / "偏离登记.yaml").exists() else True
    resolve(city.root, "P98-无编号-1", clause="P98-insurance")
    assert words(city.read().encode()) == words((CASES / "id-lost" / "new.md").read_bytes())
    assert city.decisions.open == ()


def test_a_lost_id_of_an_edited_clause_that_the_nation_changed_is_asked_about_once_it_is_named(tmp_path: Path):
    city = updated(tmp_path, CASES / "id-lost-in-an-edited-clause")
    resolve(city.root, "P98-无编号-1", clause="P98-insurance")
    asked = city.decisions.open[0]
    assert (asked.page, asked.kind) == ("P98-insurance", "both-changed")
    assert "有保险再去" in city.read()


def test_a_text_without_an_id_that_is_the_citys_own_leaves_the_clause_it_resembled_to_be_decided(tmp_path: Path):
    city = updated(tmp_path, CASES / "id-lost")
    resolve(city.root, "P98-无编号-1", clause="new")
    assert [(decision.page, decision.kind) for decision in city.decisions.open] == [("P98-insurance", "deleted-here")]


def test_a_text_without_an_id_that_is_struck_takes_the_clause_it_resembled_with_it(tmp_path: Path):
    city = updated(tmp_path, CASES / "id-lost")
    resolve(city.root, "P98-无编号-1", clause="drop")
    assert city.decisions.open == ()
    assert "### 保险" not in city.read()
    assert city.update().changed == []


def test_a_draft_that_would_drop_the_citys_words_is_refused_with_the_words(tmp_path: Path):
    city = updated(tmp_path, CASES / "word-changed")
    asked, before = city.decisions.open[0], city.tree()
    assert asked.how == "national"
    with pytest.raises(ToolkitError, match="word for word") as caught:
        resolve(city.root, asked.page, "merged")
    assert suggestion.dropped(asked.base, asked.local, asked.new)[0] in caught.value.words.zh
    assert "--take national" in caught.value.fix.zh
    assert city.tree() == before


@pytest.mark.parametrize(("local", "new", "made"), [
    ("甲一。乙一。丙。", "甲一。乙二。", "甲一。乙二。丙。"),
    ("甲一。丙。乙一。", "甲二。乙二。", "甲二。丙。乙二。"),
    ("甲一。乙一。\n\n丙。", "甲一。乙二。\n\n丁。", "甲一。乙二。\n\n丙。\n\n丁。"),
    ("甲三。乙一。", "甲一。乙二。", "甲三。乙二。"),
    ("丙。甲一。乙一。", "甲二。乙一。", "丙。甲二。乙一。"),
])
def test_sentences_that_the_city_added_stay_behind_their_predecessor(local: str, new: str, made: str):
    assert suggestion.suggest("甲一。乙一。", local, new) == (made, "woven")


def test_marks_of_design_values_keep_no_two_edits_apart():
    assert suggestion.suggest("30日（建议值）办。乙。", "[30日]{.suggested}办。乙。丙。", "[30日]{.suggested}办。乙二。") == (
        "[30日]{.suggested}办。乙二。丙。", "woven",
    )


def test_what_both_changed_is_not_woven():
    assert suggestion.suggest("甲一。乙。", "甲二。乙。", "甲三。乙。") == ("甲三。乙。", "national")


def test_an_addition_is_not_put_into_the_middle_of_a_sentence_that_the_nation_made_a_list():
    base = "孩子不见了，同时做五件事，打110。找到以后先看身体，不责骂，当日登记。\n\n离家出走的另办。"
    new = "孩子不见了，同时做：\n\n（一）打110；\n\n（二）守在原地。\n\n找到以后先看伤，不责骂，签收；返回时点名。\n\n离家出走的，另办。"
    made, how = suggestion.suggest(base, base.replace("当日登记。", "当日登记。请村里的护林员。"), new)
    assert how == "woven"
    assert "返回时点名。请村里的护林员。\n\n离家出走" in made
