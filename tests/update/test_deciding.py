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
from toolkit.update import clauses, document, parts

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
        resolve(city.root, first.page, *answer(first, take))
    pytest.fail(f"still open: {city.decisions.open}")


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
    while city.tree() != start:
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


def test_an_id_in_use_is_not_given_twice(tmp_path: Path):
    city = updated(tmp_path, CASES / "copied-clause")
    page = next(decision.page for decision in city.decisions.open if decision.kind == "unnumbered")
    with pytest.raises(ToolkitError, match="in use|is no id"):
        resolve(city.root, page, clause="P98-call")
    with pytest.raises(ToolkitError, match="is no id"):
        resolve(city.root, page, clause="P01-call")
