"""Filled text as blocks: what each line becomes, and on which line a fault stands."""

from __future__ import annotations

import pytest

from toolkit.text import blocks
from toolkit.text.blocks import Box, Malformed, Paragraph, Ref, Table, Text, Value, plain_text


def parsed(text: str, *values: str) -> list[blocks.Block]:
    return blocks.parse(text, values, lambda target: f"名{target}")


def test_each_line_is_a_paragraph_and_items_and_pictures_are_known():
    found = parsed("甲。\n\n（一）乙；\n  （十二）丙。\n（1）丁。\n![停](pic:stop-hand) （二）戊。")
    assert [(plain_text(block.content), block.item, block.picture) for block in found] == [
        ("甲。", False, ""), ("（一）乙；", True, ""), ("（十二）丙。", True, ""), ("（1）丁。", False, ""), ("（二）戊。", True, "stop-hand")]


@pytest.mark.parametrize(("name", "role"), [("签署", "signature"), ("主送", "addressee"), ("落款", "closing")])
def test_a_box_keeps_its_lines_as_they_stand(name: str, role: str):
    before, box, after = parsed(f"前\n:::: {name}\n签名：\n\n （一）日期：**今天**\n:::\n后")
    assert box == Box(role, ((Text("签名："),), (), (Text("（一）日期："), Text("今天", strong=True))))
    assert (plain_text(before.content), plain_text(after.content)) == ("前", "后")


@pytest.mark.parametrize(("text", "line", "name"), [
    ("前\n::: 签署\n签名：", 2, "签署"), ("::: 盒子\n签名：\n:::", 1, "盒子"), ("前\n\n::: 签署\n::: 落款\n:::", 3, "签署"), ("::: 签署\n:::\n::: 落款", 3, "落款"),
])
def test_a_box_that_is_not_closed_or_not_known_is_told_on_its_first_line(text: str, line: int, name: str):
    with pytest.raises(Malformed) as caught:
        parsed(text)
    assert (caught.value.line, caught.value.name, str(caught.value)) == (line, name, name)


def test_a_table_ends_where_its_rows_end_and_its_rule_is_no_row():
    table, after, other = parsed("| 甲 | **乙** |\n|---|:--:|\n| \ue0000\ue001 | [](#P98-a) |\n后\n| 丙 |\n|--|", "值")
    assert table == Table(((Text("甲"),), (Text("乙", strong=True),)), (((Value("值"),), (Ref("P98-a", "名P98-a"),)),))
    assert plain_text(after.content) == "后"
    assert other == Table(((Text("丙"),),), ())


@pytest.mark.parametrize("line", ["| 甲", "甲 |", "|", r"| 甲 \|"])
def test_what_is_no_row_stays_a_paragraph(line: str):
    (found,) = parsed(line)
    assert isinstance(found, Paragraph)
    assert plain_text(found.content) == line


def test_pieces_keep_their_order_and_each_its_manner():
    assert blocks.inlines("甲[乙](#P98-a)**丙[丁]{.suggested}[](#P98)**\ue0000\ue001", ["值"], str) == (
        Text("甲"), Ref("P98-a", "乙"), Text("丙", strong=True), Text("丁", strong=True, suggested=True), Ref("P98", "P98", strong=True), Value("值"))
    assert blocks.inlines("", [], str) == ()


def test_a_whole_text_without_marks_is_as_before():
    found = parsed("甲。\n| 甲 |\n| 乙 |\n::: 签署\n丙\n:::")
    assert blocks.without_marks(found) == tuple(found)
    assert not blocks.has_marks(iter(found))
