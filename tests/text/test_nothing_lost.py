"""A document's words: printed, or told; and never so much that a check takes minutes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.files.yamlfile import Unreadable
from toolkit.text import blocks, limits, placeholders, policy
from toolkit.text.blocks import Box, LostCells, Malformed, Paragraph, Table, plain_text

FRONT = "---\nid: P98\n---\n"
cell = st.text(st.sampled_from("一二三甲乙- :"), min_size=0, max_size=5)
row = st.lists(cell, min_size=1, max_size=4).map(lambda cells: "|" + "|".join(cells) + "|")
line = st.one_of(row, st.text(st.sampled_from("一二三甲乙|:-\\ "), max_size=12), st.sampled_from(["::: 签署", ":::", "|---|---|", "| - | - |", ""]))


def printed(found: list[blocks.Block]) -> str:
    words = []
    for block in found:
        if isinstance(block, Paragraph):
            words.append(plain_text(block.content))
        elif isinstance(block, Box):
            words += map(plain_text, block.lines)
        elif isinstance(block, Table):
            words += [plain_text(item) for row in (block.header, *block.rows) for item in row]
    return "".join(words)


@given(st.lists(line, max_size=8).map("\n".join))
def test_no_word_of_a_text_is_lost(text: str):
    try:
        shown = printed(blocks.parse(text, [], str))
    except Malformed as error:
        assert 1 <= error.line <= text.count("\n") + 1
        return
    for word in "一二三甲乙":
        opened = sum(word in row for row in text.split("\n") if row.strip().startswith(":::"))
        assert opened or shown.count(word) == text.count(word), (text, shown)


def table(text: str) -> Table:
    found = blocks.parse(text, [], str)[0]
    assert isinstance(found, Table)
    return found


@pytest.mark.parametrize(("text", "head", "rows"), [
    ("| 甲 | 乙 |\n|---|:-:|\n| 一 | 二 |", ["甲", "乙"], [["一", "二"]]),
    ("| 甲 | 乙 |\n| 一 |", ["甲", "乙"], [["一", ""]]),
    ("| 甲 | 乙 |\n|---|---|\n|  |  |", ["甲", "乙"], [["", ""]]),
    ("| 甲 | 乙 |\n|---|---|\n| - | -- |", ["甲", "乙"], [["-", "--"]]),
    (r"| 甲\|乙 | 丙 |" "\n" r"| 一\|二 | 三 |", ["甲|乙", "丙"], [["一|二", "三"]]),
])
def test_a_table_is_as_it_was_written(text: str, head: list[str], rows: list[list[str]]):
    found = table(text)
    assert list(map(plain_text, found.header)) == head
    assert [list(map(plain_text, row)) for row in found.rows] == rows


@pytest.mark.parametrize(("text", "line", "cells", "width"), [
    ("甲\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 | 三 |", 5, 3, 2), ("| 甲 |\n| 一 | 二 |", 2, 2, 1),
    ("|---|\n| 甲 |\n| 一 |\n| 一 | 二 |", 4, 2, 1),
])
def test_cells_beyond_the_head_are_told_with_their_line(text: str, line: int, cells: int, width: int):
    with pytest.raises(LostCells) as caught:
        blocks.parse(text, [], str)
    assert (caught.value.line, caught.value.cells, caught.value.width) == (line, cells, width)


LOOP, END = "{% for unit in units %}", "{% endfor %}"
TOWNS = "{% for town in unit.towns %}"


@pytest.mark.parametrize("text", [
    LOOP * 9 + "字" + END * 9, LOOP * 2 + END * 2, LOOP + TOWNS * 2 + END * 3, "{% if a.b %}" * 5000 + "{% endif %}" * 5000,
    "{{ " + "(" * 5000 + "a.b" + ")" * 5000 + " }}", "{{ " + "-" * 50_000 + "a.b }}", "{{ 'a' * 10**9 }}", "{{ [" * 3000,
])
def test_a_bomb_is_refused_before_it_is_filled(text: str):
    began = time.perf_counter()
    assert placeholders.usage(text).faults
    assert time.perf_counter() - began < 5


def test_a_clause_that_grows_too_long_stops_growing():
    units = [{"name": "甲", "towns": ("乙",) * 200} for _ in range(400)]
    began = time.perf_counter()
    with pytest.raises(limits.TooMuch):
        placeholders.fill(LOOP + TOWNS + "字" * 9000 + END * 2, {"units": units})
    assert time.perf_counter() - began < 5
    assert len(placeholders.fill(LOOP + TOWNS + "字" + END * 2, {"units": units})[0]) == 80_000


@pytest.mark.parametrize(("body", "refused"), [
    ("字" * limits.LINE, False), ("字" * (limits.LINE + 1), True),
    ("\n".join(f"### 条 {{#P98-c{n}}}" for n in range(limits.PARTS)), False),
    ("\n".join(f"### 条 {{#P98-c{n}}}" for n in range(limits.PARTS + 1)), True),
    ("\n".join(f"## 章 {{#P98-c{n}}}" for n in range(limits.PARTS + 1)), True),
    (LOOP * limits.LOOPS, False), (LOOP * (limits.LOOPS + 1), True),
    ("## " + " " * 9000 + "x", False), ("#" * 9000, False), ("[" * 9000, False), ("（建议值）" + "字" * 9000, False), ("*" * 9000, False),
])
def test_what_a_document_may_hold_has_limits_and_none_takes_long(body: str, refused: bool):
    began = time.perf_counter()
    try:
        document, _ = policy.parse(FRONT + "## 章 {#P98-a}\n" * (body[:3] != "## ") + body, "P98.md")
        for part, _ in document.parts():
            blocks.parse(part.text, [], str)
        assert not refused
    except Unreadable as error:
        assert refused
        assert [finding.rule for finding in error.findings] == ["DOC403"]
    assert time.perf_counter() - began < 10
