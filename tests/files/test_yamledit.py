"""A YAML text brought to other data: what stays keeps its comments, quotes and place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.files import yamlfile
from toolkit.files.yamledit import rewritten, written

ITEM = {"id": "a", "why": "甲"}


@pytest.mark.parametrize(("text", "target", "expected"), [
    ("# 头\nlist: []  # 空\n", {"list": [ITEM]}, "# 头\nlist:\n  - id: a\n    why: 甲  # 空\n"),
    ("list:\n# 尾\n", {"list": [ITEM]}, "list:\n  - id: a\n    why: 甲\n# 尾\n"),
    ("list:\n  - id: a\n    why: 甲\n# 尾\n", {"list": []}, "list: []\n# 尾\n"),
    ("list:\n- id: a  # 一\n  why: 甲\n", {"list": [{**ITEM, "why": "乙"}]}, "list:\n- id: a  # 一\n  why: 乙\n"),
    ("list:\n- id: a  # 一\n  why: '甲'  # 二\n", {"list": [ITEM, {"id": "b"}]}, "list:\n- id: a  # 一\n  why: '甲'  # 二\n- id: b\n"),
    ("list:\n  # 说一\n  - id: a\n  # 说二\n  - id: b\n", {"list": [{"id": "b"}]}, "list:\n  # 说一\n  # 说二\n  - id: b\n"),
    ("list:\n  - id: a  # 一\n  - id: b\n", {"list": [{"id": "a"}], "more": [{"id": "b"}]},
     "list:\n  - id: a  # 一\nmore:\n  - id: b\n"),
    ("a: 1\nb: 2\n", {"b": 2}, "b: 2\n"),
    ("a: 1  # 一\n", {"a": 1, "z": "x: y"}, 'a: 1  # 一\nz: "x: y"\n'),
    ("{a: 1, b: 2}", {"a": 1, "c": 3}, "{a: 1, c: 3}"),
    ("a: |\n  一\n  二\nb: 1\n", {"a": "三", "b": 1}, "a: 三\nb: 1\n"),
])
def test_only_what_differs_is_written(text: str, target: dict, expected: str):
    assert rewritten(text, target) == expected


KEYS = st.sampled_from(["id", "b", "c"])
LEAVES = st.one_of(st.sampled_from(["甲", "乙: 丙", "# 丁", "", "true", "1.0", "- 戊", "甲\n乙"]), st.integers(0, 9), st.booleans())
ENTRIES = st.dictionaries(KEYS, LEAVES, min_size=1)
DATA = st.dictionaries(KEYS, st.one_of(LEAVES, st.lists(ENTRIES, max_size=3), st.lists(st.sampled_from(["x", "y"]), max_size=3)), min_size=1)


@given(DATA, DATA)
@settings(max_examples=300)
def test_the_outcome_reads_as_asked_or_is_refused(first: dict, second: dict):
    text = written(first)
    assert yamlfile.parse(text, "").data == first
    found = rewritten(text, second)
    assert found is None or yamlfile.parse(found, "").data == second
    assert rewritten(text, first) == text
