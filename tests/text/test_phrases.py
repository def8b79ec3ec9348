"""The phrase diff: nothing lost, whole words, and no more marked than a reader needs."""

from __future__ import annotations

import difflib
import random
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.text import policy, releases
from toolkit.text.phrases import Piece, marked, pieces

WORDS = ["监护人", "或者", "应当", "告诉", "志愿者", "，", "。", "\n", "30", "日", "{{ team.hotline }}", "[](#P08-exit)",
         "abc", "照", "按照", "[", "]{.suggested}", "|", " ", "𠮷", "；"]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=60).map("".join))


def shown(old: str, new: str) -> str:
    marks = {"same": "{}", "deleted": "[-{}-]", "inserted": "[+{}+]"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces(old, new))


def side(found: list[Piece], without: str) -> str:
    return "".join(piece.text for piece in found if piece.kind != without)


@given(TEXTS, TEXTS)
@settings(max_examples=400)
def test_both_texts_can_be_read_back(old: str, new: str):
    found = pieces(old, new)
    assert side(found, "inserted") == old
    assert side(found, "deleted") == new
    assert all(piece.text for piece in found)
    assert all(one.kind != other.kind for one, other in zip(found, found[1:], strict=False))


@given(TEXTS)
def test_equal_texts_have_no_change(text: str):
    assert pieces(text, text) == ([Piece("same", text)] if text else [])


@pytest.mark.parametrize(("old", "new", "expected"), [
    ("应当立即告诉专员", "应该立即告诉专员", "[-应当-][+应该+]立即告诉专员"),
    ("30日内答复", "15日内答复", "[-30-][+15+]日内答复"),
    ("不少于1.5小时", "不少于2.5小时", "不少于[-1.5-][+2.5+]小时"),
    ("见[](#P06)。", "见[](#P06-lapse)。", "见[-[](#P06)-][+[](#P06-lapse)+]。"),
    ("打{{ team.hotline }}。", "打{{ contacts.police }}。", "打[-{{ team.hotline }}-][+{{ contacts.police }}+]。"),
    ("照前条办", "按照前条办", "[+按+]照前条办"),
    ("甲方签名。乙方签名。", "甲方签名。丙方签名。乙方签名。", "甲方签名。[+丙方签名。+]乙方签名。"),
    ("（一）听；\n\n（二）记。", "（一）听；\n\n（二）说；\n\n（三）记。", "（一）听；\n\n（二）[+说；\n\n（三）+]记。"),
    ("", "新的一条。", "[+新的一条。+]"),
    ("旧的一条。", "", "[-旧的一条。-]"),
    ("她，你我他。", "她；你我他。", "她[-，-][+；+]你我他。"),
])
def test_changes_are_marked_as_a_person_would(old: str, new: str, expected: str):
    assert shown(old, new) == expected


def test_a_few_unchanged_signs_between_two_changes_are_taken_into_them():
    assert shown("凑不齐两人的改期再约", "等不到第二个人的延期再约") == "[-凑不齐两人的改期-][+等不到第二个人的延期+]再约"


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, str]]:
    """The clauses of 1.0.0 that the present text words otherwise."""
    old, new = clauses(ROOT / "policies" / "releases" / "1.0.0"), clauses(ROOT)
    return [(old[name], new[name]) for name in old if name in new and old[name] != new[name]]


def clauses(root) -> dict[str, str]:
    documents = (policy.read(path, path.name)[0] for _, path in releases.files(root) if path.suffix == ".md")
    return {part.id: part.text for document in documents for part, _ in document.parts()}


def differing(old: str, new: str) -> int:
    codes = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return sum(i2 - i1 + j2 - j1 for code, i1, i2, j1, j2 in codes if code != "equal")


def test_little_more_is_marked_than_the_signs_that_differ(pairs):
    """At most half as much again over 120 clauses that were really changed, and in nine of ten alone."""
    chosen = random.Random(14).sample(pairs, 120)
    counts = [(marked(pieces(old, new)), differing(old, new)) for old, new in chosen]
    assert sum(shown for shown, _ in counts) <= 1.5 * sum(least for _, least in counts)
    assert sum(shown <= 1.5 * least for shown, least in counts) >= 108


def test_no_change_begins_or_ends_within_a_word_number_or_placeholder(pairs):
    inside = re.compile(r"[0-9A-Za-z_.#-]{2}")
    for old, new in random.Random(15).sample(pairs, 120):
        found = pieces(old, new)
        for before, after in zip(found, found[1:], strict=False):
            if "same" in (before.kind, after.kind):
                joint = before.text[-1] + after.text[0]
                assert not inside.fullmatch(joint), (before, after)


def test_a_clause_takes_milliseconds(pairs):
    chosen = random.Random(16).sample(pairs, 100)
    pieces("先读词表", "读词表")
    begun = time.process_time()
    for old, new in chosen:
        pieces(old, new)
    assert time.process_time() - begun < 1.0  # 0.1 s as measured; machines differ


def test_texts_beyond_all_measure_are_still_told_whole():
    old, new = "一二。\n" * 6000, "一三。\n" * 6000
    begun = time.process_time()
    assert side(pieces(old, new), "inserted") == old
    assert time.process_time() - begun < 5


def test_the_list_of_words_is_sorted_and_fits_the_text():
    listed = (ROOT / "templates" / "words.txt").read_text(encoding="utf-8").split("\n")
    assert listed.pop() == ""
    assert listed == sorted(set(listed))
    assert all(re.fullmatch("[\u4e00-\u9fff]{2,}", word) for word in listed)
    assert {"监护人", "志愿者", "应当", "不得", "或者"} <= set(listed)


def test_no_dictionary_is_loaded():
    import subprocess
    import sys

    code = "import sys; from toolkit.text.phrases import pieces; pieces('甲方', '乙方'); print('jieba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout == "False\n"
