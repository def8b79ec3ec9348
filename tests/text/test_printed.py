"""The way back from what a city prints to the source: sign by sign, and values, references and loops whole."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.text import blocks, placeholders, printed
from toolkit.text.printed import PrintedLine

VALUES: dict[str, Any] = {
    "team": {"name": "样例团"}, "supports": {"camps": True, "homes": False},
    "units": [{"name": "甲区", "towns": ("一镇", "二镇")}, {"name": "乙县", "towns": ()}],
}
TOWNS = "{% for unit in units %}{{ unit.name }}（{% for town in unit.towns %}{{ town }}{% endfor %}）{% endfor %}"


def lines(source: str) -> list[PrintedLine]:
    return printed.lines(source, VALUES, lambda target: f"第{target}条")


def shown(source: str) -> list[tuple[str, str, str]]:
    """Role, printed text, and the source that holds it."""
    return [(line.role, line.text, source[line.start : line.end] if line.start >= 0 else "-") for line in lines(source)]


@pytest.mark.parametrize(("source", "expected"), [
    ("甲。\n\n　 乙。 \n", [("paragraph", "甲。", "甲。"), ("paragraph", "乙。", "乙。")]),
    ("**甲**[7日]{.suggested}内，**[三]{.suggested}个**。", [("paragraph", "甲7日内，三个。", "**甲**[7日]{.suggested}内，**[三]{.suggested}个**。")]),
    ("7日（建议值）内", [("paragraph", "7日内", "7日（建议值）内")]),
    ("![停](pic:stop-hand) 停下。", [("paragraph", "停下。", "停下。")]),
    ("::: 签署\n签名：\n\n{{ team.name }}\n:::\n后", [
        ("signature", "签名：", "签名："), ("signature", "样例团", "{{ team.name }}"), ("paragraph", "后", "后")]),
    ("::: 签署\n**甲方**（{{ team.name }}，盖章）：　　　日期：　　　　年　　月　　日\n:::", [
        ("signature", "甲方（样例团，盖章）：", "**甲方**（{{ team.name }}，盖章）："), ("signature", "日期：", "日期："),
        ("signature", "　　　　年　　月　　日", "　　　　年　　月　　日")]),
    ("| 甲 |\n|---|\n| ＿＿＿ |", [("cell", "甲", "甲"), ("cell", "", "＿＿＿")]),
    ("| 甲 | **乙** |\n|---|---|\n| 一 |\n| a\\|b |  |\n后\n| 丙 |\n| 丁 |", [
        ("cell", "甲", "甲"), ("cell", "乙", "**乙**"), ("cell", "一", "一"), ("cell", "", "-"), ("cell", "a|b", "a\\|b"), ("cell", "", ""),
        ("paragraph", "后", "后"), ("cell", "丙", "丙"), ("cell", "丁", "丁")]),
    ("{% if supports.camps %}\n有{% else %}没有{% endif %}，{% if not supports.camps %}甲{% else %}乙{% endif %}", [
        ("paragraph", "有，乙", "有{% else %}没有{% endif %}，{% if not supports.camps %}甲{% else %}乙")]),
    ("甲\n{%- if supports.camps -%}\n 乙 {%- endif %}丙", [("paragraph", "甲乙丙", "甲\n{%- if supports.camps -%}\n 乙 {%- endif %}丙")]),
    ("{% if supports.homes %}{% if supports.camps %}甲{% endif %}{{ team.name }}" + TOWNS + "{% endif %}乙", [("paragraph", "乙", "乙")]),
])
def test_each_line_knows_its_source(source: str, expected: list[tuple[str, str, str]]):
    assert shown(source) == expected


def test_rows_of_tables_are_counted_and_the_rule_counts_too():
    assert [(line.text, line.row) for line in lines("前\n| 甲 |\n|---|\n| 一 |\n中\n| 乙 |\n| 二 |")] == [
        ("前", -1), ("甲", 0), ("一", 2), ("中", -1), ("乙", 3), ("二", 4)]


def test_signs_are_placed_one_by_one_and_what_is_no_text_whole():
    source = "见[](#P08-a)和[这条](#P08-b)，{{ team.name }}。"
    (line,) = lines(source)
    assert [(sign.text, source[sign.start : sign.end], sign.fixed) for sign in line.signs] == [
        ("见", "见", False), ("第P08-a条", "[](#P08-a)", True), ("和", "和", False), ("这条", "[这条](#P08-b)", True), ("，", "，", False),
        ("样例团", "{{ team.name }}", True), ("。", "。", False)]


def test_a_number_that_is_left_out_beside_the_same_value_goes_with_it():
    source = "打{{ contacts.legal_aid }}，12348。"
    (line,) = printed.lines(source, {"contacts": {"legal_aid": "12348"}}, str)
    assert line.text == "打12348。"
    assert [source[sign.start : sign.end] for sign in line.signs] == ["打", "{{ contacts.legal_aid }}，12348", "。"]


def test_a_bar_within_a_cell_is_one_sign_with_its_backslash():
    source = r"| a\|b | c |"
    (cell, other) = lines(source)
    assert [(sign.text, source[sign.start : sign.end]) for sign in cell.signs] == [("a", "a"), ("|", r"\|"), ("b", "b")]
    assert other.text == "c"


def test_all_of_a_loop_is_one_place():
    source = f"前{TOWNS}后"
    (line,) = lines(source)
    assert line.text == "前甲区（一镇二镇）乙县（）后"
    places = {(sign.start, sign.end) for sign in line.signs if sign.fixed}
    assert {source[start:end] for start, end in places} == {TOWNS}
    broken = "{% for unit in units %}\n{{ unit.name }}\n{% endfor %}"
    assert [line.text for line in lines(broken)] == ["甲区", "乙县"]


PARTS = st.sampled_from([
    "甲", "乙丙", "。", "\n", " ", "**", "**丁**", "[7日]{.suggested}", "（建议值）", "[](#P08-a)", "{{ team.name }}", "| 一 | 二 |\n", "|---|---|\n", "| 三 |\n",
    "\\|", "\n::: 签署\n", "\n:::\n", "（一）", "{% if supports.camps %}", "{% if supports.homes %}", "{% else %}", "{% endif %}", TOWNS])


@given(st.lists(PARTS, max_size=14).map("".join))
@settings(max_examples=300)
def test_what_is_printed_is_led_back_or_refused(source: str):
    if placeholders.usage(source).faults:
        return
    try:
        found = lines(source)
    except (blocks.Malformed, printed.Unplaceable):
        return
    for line in found:
        for sign in line.signs:
            assert line.start <= sign.start < sign.end <= line.end
            if not sign.fixed and sign.text != "\n" and source[sign.start : sign.end] != "\\|":
                assert source[sign.start : sign.end] == sign.text or TOWNS in source[sign.start : sign.end]
