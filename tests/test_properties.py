"""Open-ended input: whatever is typed, the readers answer with findings and lose nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.city.divisions import (
    AmbiguousCity,
    OtherLaw,
    UnknownCity,
    divisions,
    find,
    search,
    units_of,
)
from toolkit.files import yamlfile
from toolkit.files.validation import filename_fault
from toolkit.files.yamltext import scalar
from toolkit.text import blocks, placeholders, policy
from toolkit.text.numerals import chinese

FRONT = "---\nid: P98\n---\n"
HOSTILE = ["{{ 7*7 }}", "{% raw %}", "{# x", "{{ cycler.__init__.__globals__ }}", "[](#P98-a)", "**x**",
           "::: 签署", "| a | b |", "<script>", "（一）", "\n\n## 新章 {#P98-new}\n"]
visible = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"]), max_size=60)
yaml_like = st.lists(st.sampled_from([*"abc:-[]{}&*!|>#'\"\n\t ,%@`?0123456789：一", "<<", "true"]), max_size=150).map("".join)
markdown = st.lists(
    st.one_of(visible, st.sampled_from(["## 章 {#P98-a}", "### 条 {#P98-b}", "### 条", "#### x", "::: 签署", ":::",
                                        "| a | b |", "|---|", "{{ team.name }}", "{% if x %}", "", "（一）项"])),
    max_size=25,
).map("\n".join)


@given(st.one_of(yaml_like, visible))
def test_any_text_is_read_or_refused_with_its_place(text: str):
    try:
        yamlfile.parse(text, "x.yaml")
    except yamlfile.Unreadable as error:
        for finding in error.findings:
            assert 1 <= finding.location.line <= text.count("\n") + 2
            assert finding.location.column >= 1


def test_invisible_characters_are_those_of_unicode():
    import sys
    import unicodedata

    hidden = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        wanted = unicodedata.category(character) in hidden and character not in "\t\n"
        found = bool(yamlfile.INVISIBLE.match(character))
        # An older or newer Unicode has not, or has, assigned a few more format characters.
        assert found == wanted or unicodedata.category(character) in ("Cn", "Cf"), hex(number)


@given(st.binary(max_size=200))
def test_any_bytes_are_decoded_or_refused(raw: bytes):
    try:
        assert isinstance(yamlfile.decode(raw, "x"), str)
    except yamlfile.Unreadable as error:
        assert error.findings


@given(st.one_of(visible, st.sampled_from([*HOSTILE, "true", "null", "no", "0539", "1_000", "2026-03-01", "- a", "~", ""])))
def test_text_that_is_written_reads_back(value: str):
    assert yamlfile.parse(f"key: {scalar(value)}\n", "x").data == {"key": value}


@given(st.one_of(st.integers(), st.booleans()))
def test_numbers_and_switches_read_back(value: object):
    assert yamlfile.parse(f"key: {scalar(value)}\n", "x").data == {"key": value}


@pytest.mark.parametrize("text", [
    "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "[" * 100_000, "{" * 100_000, "a: " + "- " * 50_000, "!" * 10_000,
])
def test_bombs_are_refused(text: str):
    with pytest.raises(yamlfile.Unreadable):
        yamlfile.parse(text, "x")


@given(markdown)
def test_any_body_is_parsed_and_no_line_is_lost(body: str):
    document, findings = policy.parse(FRONT + body, "P98.md")
    lines = [line.rstrip() for line in body.split("\n")]
    kept = [line.text for part, _ in document.parts() for line in part.lines]
    headings = [line for line in lines if policy.HEADING.match(line)]
    early = next((n for n, line in enumerate(lines) if policy.HEADING.match(line)), len(lines))
    if document.chapters and lines[early].startswith("## "):
        assert sorted(kept) == sorted(line for line in lines[early:] if not policy.HEADING.match(line))
    elif any(line.strip() for line in lines) and not headings:
        assert findings


@given(markdown)
def test_any_body_is_rendered_or_refused(body: str):
    used = placeholders.usage(body)
    if used.faults:
        return
    try:
        filled, taken = placeholders.fill(body, {"team": {"name": "甲"}})
        blocks.parse(filled, taken, lambda target: target)
    except (placeholders.Unfillable, blocks.Malformed) as error:
        assert str(error) or error.args


@given(st.one_of(visible, st.sampled_from(HOSTILE)))
def test_a_value_is_one_piece_of_text_whatever_it_holds(value: str):
    text = "前{{ team.name }}后\n\n（一）{{ team.name }}\n\n| 甲 | {{ team.name }} |\n|---|---|\n| 乙 | 丙 |"
    filled, taken = placeholders.fill(text, {"team": {"name": value}})
    found = blocks.parse(filled, taken, str)
    assert [type(block).__name__ for block in found] == ["Paragraph", "Paragraph", "Table"]
    pieces = [piece for block in found[:2] for piece in block.content if isinstance(piece, blocks.Value)]
    assert [piece.text for piece in pieces] == [value, value]
    assert found[2].header[1] == (blocks.Value(value),)


@given(visible)
def test_any_name_finds_a_division_or_says_why_not(text: str):
    try:
        assert find(text).tier != "province"
    except (UnknownCity, AmbiguousCity, OtherLaw) as error:
        assert error.words.zh
        assert error.words.en
    search(text)


def test_the_divisions_are_those_of_the_statistics():
    from toolkit.city.divisions import FOLDER, index

    lengths = [len(code) for code in index()]
    assert [lengths.count(size) for size in (2, 4, 6)] == [31, 342, 2979]  # 2,978 of the statistics, and what changes.yaml makes of them
    towns = sum(len((path).read_text(encoding="utf-8").splitlines()) - 1
                for path in FOLDER.glob("[0-9]*.txt"))
    assert towns == 38781  # of 41,352 rows: no farms, parks, prisons and companies


@pytest.mark.parametrize("division", [item for item in divisions() if len(item.code) < 6][::6], ids=str)
def test_divisions_are_found_by_full_name_and_code(division):
    if division.tier == "province":
        with pytest.raises(UnknownCity):
            find(division.code)
        return
    assert find(division.full_name) == division
    assert find(division.code) == division
    assert find(division.code.ljust(6, "0")) == division
    assert units_of(division)


@pytest.mark.parametrize("name", ["CON", "nul.txt", "a.", "a ", " a", "", ".", "..", "../x", "a/b", "C:\\x", "a|b", "lpt9"])
def test_names_no_system_takes_have_a_fault(name: str):
    assert filename_fault(name)


@given(st.integers(1, 999))
def test_chinese_numerals_read_back(number: int):
    digits = "零一二三四五六七八九"
    total = part = 0
    for character in chinese(number):
        if character in "百十":
            total += (part or 1) * (100 if character == "百" else 10)
            part = 0
        else:
            part = digits.index(character)
    assert total + part == number
