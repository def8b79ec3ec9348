"""What a first look at a whole text lets pass has nothing in it that a look at each line would find."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.rules import markup, readers, wording
from toolkit.text.marks import SPAN
from toolkit.text.policy import Line

SIGNS = [*"{}｛｝[]［］【】#＃*＊`<>＞|｜:：-+•_=!%％()（）.．", " ", "\t", "字", "a", "B01", "team.name", "{{ team.name }}", "[](#P09-gates)", "**"]
PHRASES = [
    "民法通则", "劳动", "合同法", "第三条", "民法典", "十四周岁", "以下", "同意", "一切", "信息", "后果", "自负", "责任", "家长承担", "概不负责",
    "与本团无关", "永久", "保存", "必须", "不", "。", "；", "|", "“", "”", "团队", "代收", "现金", "的",
]


@given(st.lists(st.sampled_from(SIGNS), max_size=8).map("".join))
def test_a_line_without_a_suspect_sign_has_no_slip(text: str):
    if not markup._SUSPECT_LINE.search(text):
        assert markup._first_slip(text.strip()) is None
    if not markup._SUSPECT.search(text):
        plain = [text, SPAN.sub(lambda span: span[1], text), markup._KNOWN.sub("", text)]
        assert not [slip for slip in markup._SLIPS if any(map(slip.pattern.search, plain))]


@given(st.lists(st.lists(st.sampled_from(PHRASES), max_size=7).map("".join), max_size=3))
def test_a_phrase_found_in_a_line_is_looked_for_in_its_text(texts: list[str]):
    lines = [Line(number, text) for number, text in enumerate(texts, 1)]
    document: Any = SimpleNamespace(kind="制度", path="a.md", parts=lambda: [(SimpleNamespace(lines=lines), None)])
    subject: Any = SimpleNamespace(documents=[document])
    all_ = [(entry, pattern) for entry, _, pattern in wording._COMPILED]
    assert list(wording.wording(subject)) == [found for line in lines for found in wording._line(document, line.number, line.text, all_)]


@pytest.mark.parametrize("entry", [entry for entry in wording.WORDINGS if entry.holds], ids=lambda entry: entry.rule)
def test_whatever_a_slow_pattern_finds_holds_what_is_looked_for_first(entry: wording.Wording):
    @given(st.from_regex(entry.pattern, fullmatch=True))
    def holds(text: str) -> None:
        assert re.search(entry.holds, text)

    holds()


@given(st.from_regex(readers._PICTURE, fullmatch=True))
def test_whatever_looks_like_a_picture_is_looked_at(text: str):
    assert "!" in text or "pic" in text
