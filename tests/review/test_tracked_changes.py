"""A marked Word file comes back: every change is placed, and the source becomes the accepted form."""

from __future__ import annotations

import collections
import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.review.conftest import Sent
from tests.review.tracking import Tracking, W, at_random
from toolkit.review import applying, marked, packed, placing
from toolkit.review.edits import PartEdits, Problem, edited


def came_back(raw: bytes, sent_: packed.Packed) -> tuple[placing.Placed, dict[str, PartEdits], list[Problem]]:
    placed = placing.place(marked.parse(raw), sent_)
    return placed, *applying.edits(placed.hunks, sent_)


def accepted(raw: bytes, sent_: packed.Packed) -> dict[str, str]:
    """The accepted text of each part, headings too, as the file itself says it."""
    found: dict[str, str] = collections.defaultdict(str)
    part = ""
    for token in placing._tokens(marked.parse(raw), sent_):
        if token.spot:
            part = sent_.paragraphs[token.spot.paragraph].part
        ours = token.spot and sent_.paragraphs[token.spot.paragraph].line == packed.OURS
        if not token.struck and not token.end and not ours:
            found[part] += token.text
    return found


def where(placed: placing.Placed, sent_: packed.Packed) -> set[str]:
    """The parts whose paragraphs a change touches, the one above a new paragraph too."""
    return {
        sent_.paragraphs[number].part for hunk in placed.hunks
        for number in range(max(0, hunk.start.paragraph - 1), min(hunk.stop.paragraph + 1, len(sent_.paragraphs)))
    }


def squeezed(text: str) -> str:
    return "".join(placing.plain(text).split())


def check_round_trip(sent: Sent, name: str, raw: bytes) -> collections.Counter[str]:
    """Parts without a refused change hold exactly the accepted form; nothing is unplaced."""
    counted: collections.Counter[str] = collections.Counter()
    placed, edits, problems = came_back(raw, sent[name][1])
    assert not [hunk for hunk in placed.hunks if hunk.untracked]
    wanted, refused = accepted(raw, sent[name][1]), {problem.part for problem in problems}
    assert refused <= where(placed, sent[name][1])
    applied = sum(len(part.hunks) for part in edits.values())
    assert applied + len(problems) >= len(placed.hunks)
    order = list(sent[name][1].parts)
    beside = {order[number] for part in refused if part in order
              for number in (order.index(part) - 1, min(order.index(part) + 1, len(order) - 1))}
    for part, changes in edits.items():
        if part in refused | beside or changes.struck:
            continue
        counted["parts"] += 1
        new = edited(changes.part, changes.edits)
        got = changes.part.label + (changes.title or changes.part.title) + sent.printed(name, new)
        # What is put in before a heading's first sign stands between two parts.
        if squeezed(got) != squeezed(wanted[part]) and changes.part.label:
            counted["different"] += 1
            counted[f"{name} {part}: {got!r} != {wanted[part]!r}"] += 1
    counted["hunks"] += len(placed.hunks)
    return counted


def test_an_unmarked_file_changes_nothing(sent: Sent):
    raw, packed_ = sent["P08"]
    placed, edits, problems = came_back(raw, packed_)
    assert not placed.hunks
    assert not edits
    assert not problems


def test_what_was_sent_is_kept_as_data(sent: Sent):
    _, packed_ = sent["P08"]
    assert packed.restore(json.loads(json.dumps(packed_.data()))) == packed_


@pytest.mark.parametrize("seed", range(12))
def test_random_marks_become_the_accepted_form(sent: Sent, seed: int):
    chance = random.Random(seed)
    name = chance.choice(["P04", "P08", "P11", "P15", "B03", "B12", "B28"])
    found = check_round_trip(sent, name, at_random(sent[name][0], chance, 12))
    assert not found["different"], [key for key in found if ":" in key]


@pytest.mark.slow
def test_hundreds_of_random_marks_become_the_accepted_form(sent: Sent):
    names = sorted(name for name in sent.documents if name[0] in "PB")
    sent.make(names)
    total: collections.Counter[str] = collections.Counter()
    for seed in range(400):
        chance = random.Random(seed)
        name = chance.choice(names)
        total += check_round_trip(sent, name, at_random(sent[name][0], chance, 8))
    assert total["parts"] > 300
    assert not total["different"], [key for key in total if ":" in key]


def marking(sent: Sent, name: str) -> Tracking:
    return Tracking(sent[name][0], random.Random(1))


def source_after(sent: Sent, name: str, tracking: Tracking, part: str) -> str:
    _, edits, problems = came_back(tracking.done(), sent[name][1])
    assert not problems
    return edited(edits[part].part, edits[part].edits)


def test_a_change_beside_a_value_keeps_the_placeholder(sent: Sent):
    tracking = marking(sent, "P08")
    paragraph = tracking.find("不单独收集孩子的信息")
    tracking.replace(paragraph, "各级团队和个人", "各级团队、志愿者和其他个人")
    new = source_after(sent, "P08", tracking, "P08-parties")
    assert "{{ team.name }}、各级团队、志愿者和其他个人不单独收集" in new


def test_who_types_a_reference_or_a_value_again_keeps_it(sent: Sent):
    tracking = marking(sent, "P08")
    paragraph = tracking.find("甲方是在《")
    whole = "".join(run.find(W + "t").text for run in paragraph.iter(W + "r") if run.find(W + "t") is not None)
    tracking.replace(paragraph, whole, whole.replace("甲方是在", "甲方，指在"))
    new = source_after(sent, "P08", tracking, "P08-parties")
    assert new.startswith("甲方，指在[](#B11)")
    assert "{{ team.host }}" in new


def test_a_change_within_a_value_is_listed_and_not_written(sent: Sent):
    tracking = marking(sent, "P08")
    paragraph = tracking.find("不单独收集孩子的信息")
    tracking.replace(paragraph, "志愿服务团", "志愿服务总队")
    _, edits, problems = came_back(tracking.done(), sent["P08"][1])
    assert not edits
    assert [(problem.part, problem.struck, problem.put) for problem in problems] == [("P08-parties", "志愿服务团", "志愿服务总队")]
    assert "city.yaml" in problems[0].why.zh


def test_a_number_that_no_law_fixes_keeps_its_mark(sent: Sent):
    part = next(part for part in sent["P15"][1].parts.values() if "日]{.suggested}" in part.source)
    number = part.source.split("日]{.suggested}")[0].rsplit("[", 1)[1] + "日"
    line = next(line for line in part.lines if number in line.text)
    tracking = marking(sent, "P15")
    tracking.replace(tracking.find(line.text), number, "9日")
    assert "[9日]{.suggested}" in source_after(sent, "P15", tracking, part.id)


def test_a_new_paragraph_a_split_and_a_struck_one_become_paragraphs_of_the_source(sent: Sent):
    tracking = marking(sent, "P08")
    first = tracking.find("（一）姓名、照片")
    tracking.new_paragraph(first, "（一之一）指纹和面部特征；")
    tracking.strike_paragraph(tracking.find("（四）救助金额"))
    new = source_after(sent, "P08", tracking, "P08-scope")
    assert "联系方式；\n\n（一之一）指纹和面部特征；\n\n（二）" in new
    assert "救助金额" not in new
    assert "\n\n\n" not in new


def test_a_new_last_paragraph_belongs_to_the_clause_above(sent: Sent):
    tracking = marking(sent, "P08")
    tracking.new_paragraph(tracking.find("其中第（二）项"), "拿不准的，按敏感个人信息保护。")
    assert source_after(sent, "P08", tracking, "P08-scope").endswith("保护。\n\n拿不准的，按敏感个人信息保护。")


def test_a_title_is_changed_and_a_number_is_not(sent: Sent):
    tracking = marking(sent, "P08")
    tracking.replace(tracking.find("儿童信息是什么"), "是什么", "的范围")
    _, edits, _ = came_back(tracking.done(), sent["P08"][1])
    assert edits["P08-scope"].title == "儿童信息的范围"
    tracking = marking(sent, "P08")
    tracking.replace(tracking.find("儿童信息是什么"), "第二条", "第三条")
    _, edits, problems = came_back(tracking.done(), sent["P08"][1])
    assert not edits
    assert "自动" in problems[0].why.zh


def test_a_clause_that_is_struck_whole_is_known_as_such(sent: Sent):
    tracking = marking(sent, "P08")
    at = tracking.find("儿童信息是什么")
    while at is not None and (at.tag != W + "bookmarkEnd"):
        following = at.getnext()
        if at.tag == W + "p":
            tracking.strike_paragraph(at)
        at = following
    _, edits, problems = came_back(tracking.done(), sent["P08"][1])
    assert not problems
    assert list(edits) == ["P08-scope"]
    assert edits["P08-scope"].struck


def test_words_changed_without_tracking_are_found_and_told_apart(sent: Sent):
    tracking = marking(sent, "P08")
    text = next(found for found in tracking.root.iter(W + "t") if "（二）身体和心理健康" in (found.text or ""))
    text.text = text.text.replace("残疾、", "")
    tracking.replace(tracking.find("（一）姓名、照片"), "录像、", "")
    placed, edits, _ = came_back(tracking.done(), sent["P08"][1])
    assert {(hunk.quoted, hunk.untracked) for hunk in placed.hunks} == {("残疾、", True), ("录像、", False)}
    assert "身体和心理健康、学习" in edited(edits["P08-scope"].part, edits["P08-scope"].edits)


def test_files_without_bookmarks_and_with_other_runs_are_placed_all_the_same(sent: Sent):
    tracking = marking(sent, "P11")
    for element in list(tracking.root.iter(W + "bookmarkStart", W + "bookmarkEnd", W + "proofErr")):
        element.getparent().remove(element)
    for run in list(tracking.root.iter(W + "r")):
        text = run.find(W + "t")
        if text is not None and len(text.text or "") > 3:
            tracking.cut(run, len(text.text) // 2)
    paragraph = next(found for found in tracking.paragraphs() if "出发前，安全员" in "".join(found.itertext()))
    tracking.replace(paragraph, "出发前", "出发的前一天")
    placed, edits, problems = came_back(tracking.done(), sent["P11"][1])
    assert len(placed.hunks) == 1
    assert len(edits) == 1
    assert not problems


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_what_libreoffice_saved_again_is_placed_alike(sent: Sent, tmp_path: Path):
    names = [f"P{number:02}" for number in range(1, 17)] + ["B02", "B03", "B12", "B21", "B28"]
    names = [name for name in names if name in sent.documents]
    sent.make(names)
    files = {}
    for number, name in enumerate(names):
        files[name] = tmp_path / f"{name}.docx"
        files[name].write_bytes(at_random(sent[name][0], random.Random(number), 8))
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to",
         "docx:MS Word 2007 XML", "--outdir", tmp_path / "saved", *files.values()],
        check=True, capture_output=True, timeout=300,
    )
    same = every = 0
    for name, file in files.items():
        before = _spots(placing.place(marked.read(file), sent[name][1]))
        after = _spots(placing.place(marked.read(tmp_path / "saved" / file.name), sent[name][1]))
        every, same = every + len(before), same + len(before & after)
    assert every > 80
    assert same / every >= 0.9


def _spots(placed: placing.Placed) -> set[tuple[object, ...]]:
    return {(hunk.start, hunk.stop, hunk.quoted, hunk.text) for hunk in placed.hunks}
