"""A document in pieces: put together again it is the same bytes, whatever state it is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.files.textfile import Unreadable
from toolkit.text import policy, releases
from toolkit.update import headings, parts

LINES = st.sampled_from([
    "---", "id: P98", "## 章 {#P98-a}", "### 条 {#P98-b basis=\"pipl:28\"}", "### 条 {#P98-b", "###条 ｛＃P98-c｝", "### 没有编号",
    "#### 深 {#P98-d}", "正文一句。", "30日（建议值）内", "[30日]{.suggested}内", "", "  ", "\u3000", "见[](#P98-a)。", "::: 签署", "| a | b |", "\ufeff",
])
ENDS = st.sampled_from(["\n", "\r\n", "\r", "\n\n"])
TEXTS = st.lists(st.tuples(LINES, ENDS), max_size=25).map(lambda lines: "".join(line + end for line, end in lines))


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "gb18030"]), st.booleans())
def test_the_same_bytes_come_back(text: str, encoding: str, ends: bool):
    raw = (text if ends else text.rstrip("\r\n")).encode(encoding)
    source = parts.read(raw, "x.md")
    assert source.raw == raw
    assert parts.parse(source.text).text == source.text
    for part in source.parts:
        assert part.heading + part.body == part.raw


@given(st.binary(max_size=300))
def test_any_bytes_come_back_or_are_refused(raw: bytes):
    try:
        assert parts.read(raw, "x.md").raw == raw
    except Unreadable as error:
        assert error.findings[0].rule == "YML008"


def test_every_text_of_ours_has_the_parts_that_the_reader_of_documents_sees():
    seen = 0
    for root in (ROOT, ROOT / "policies" / "releases" / "1.0.0"):
        for name, path in releases.files(root):
            if path.suffix == ".md":
                source, document = parts.read(path.read_bytes(), name), policy.read(path, name)[0]
                assert [(part.id, part.title, part.attributes) for part in source.parts if part.level] == [
                    (part.id, part.title, part.attributes) for part, _ in document.parts()
                ], name
                assert source.id == document.id
                assert all(part.sound for part in source.parts if part.level)
                seen += 1
    assert seen > 130


@pytest.mark.parametrize(("line", "identifier", "title", "sound"), [
    ("### 打给谁 {#P98-call}", "P98-call", "打给谁", True),
    ('### 打给谁 {#P98-call basis="pipl:28"}', "P98-call", "打给谁", True),
    ('### 打给谁 {#P98-call basis="pipl', "P98-call", "打给谁", False),
    ("### 打给谁 {#P98-call basis=“pipl:28”}", "P98-call", "打给谁", False),
    ("### 打给谁 ｛＃P98-call｝", "P98-call", "打给谁", False),
    ("###打给谁 {#P98-call}", "P98-call", "打给谁", False),
    ("打给谁 {#P98-call}", "P98-call", "打给谁", False),
    ("### 打给谁 {#p98-Call}", "P98-call", "打给谁", False),
    ("### 打给谁 #P98-call}", "P98-call", "打给谁", False),
    ('### 打给谁 {#P98-call basis="a:1" basis="b:2"}', "P98-call", "打给谁", False),
    ("### 打给谁", "", "打给谁", False),
    ("### 照[](#P98-call)办", "", "照[](#P98-call)办", False),
    ("#### 打给谁 {#P98-call}", "P98-call", "打给谁", True),
])
def test_a_heading_is_known_in_whatever_state(line: str, identifier: str, title: str, sound: bool):
    found = headings.read(line)
    assert found is not None
    assert (found.id, found.title, found.sound) == (identifier, title, sound)


@pytest.mark.parametrize("line", ["正文。", "照[](#P98-call)办。", "#### 小标题", "第3号#楼", "{{ team.name }}"])
def test_what_is_no_heading_stays_text(line: str):
    assert headings.read(line) is None


@pytest.mark.parametrize(("base", "local", "new", "merged", "rivals"), [
    ({"basis": "a:1"}, {"basis": "a:1"}, {"basis": "a:1,2"}, {"basis": "a:1,2"}, []),
    ({"basis": "a:1"}, {"basis": "a:1; b:3"}, {"basis": "a:2"}, {"basis": "a:2; b:3"}, []),
    ({"answers": "O1 O2"}, {"answers": "O1"}, {"answers": "O1 O2 O3"}, {"answers": "O1 O3"}, []),
    ({}, {}, {"open": "OQ07"}, {"open": "OQ07"}, []),
    ({"open": "OQ07"}, {"open": "OQ07"}, {}, {}, []),
    ({"when": "supports.camps"}, {"when": "supports.homes"}, {"when": "supports.boarding"}, {"when": "supports.homes"}, ["when"]),
    ({}, {"mine": "x"}, {"norm": "N01"}, {"norm": "N01", "mine": "x"}, []),
])
def test_attributes_merge_key_by_key(base: dict, local: dict, new: dict, merged: dict, rivals: list):
    assert headings.merge(base, local, new) == (merged, rivals)
