"""Reading YAML: whatever the text, an answer comes soon, and points at a place in the file."""

from __future__ import annotations

import math
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit.files import yamlfile
from toolkit.files.composing import PlainLoader
from toolkit.files.yamlfile import MAX_BYTES, MAX_DEPTH, Unreadable, YamlFile, decode, parse
from toolkit.files.yamltext import scalar

visible = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), max_size=40)
# Pieces that mean something to YAML, so that chance finds its corners.
pieces = st.lists(
    st.sampled_from([
        "a", "键", ": ", "：", "- ", "\n", "\n  ", "\n\t", "[", "]", "{", "}", ", ", "&x ", "*x", "!x ", "!!str ",
        "<<", "? ", "| ", "> ", "'", '"', "#", "%YAML 1.1\n", "---\n", "...\n", "\\u202e", "@", "`", "true", "0", "~",
    ]),
    max_size=40,
).map("".join)
plain = st.recursive(
    st.one_of(visible, st.integers(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(visible, inner, max_size=3)),
    max_leaves=8,
)


def refused(text: str, first_line: int = 1) -> list[Any]:
    with pytest.raises(Unreadable) as caught:
        parse(text, "x.yaml", first_line)
    return caught.value.findings


def rules(text: str) -> list[str]:
    return [finding.rule for finding in refused(text)]


def flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value)


@given(st.one_of(pieces, st.text(max_size=60)), st.sampled_from([1, 2, 9]))
def test_any_text_is_read_or_refused_at_a_place_in_the_file(text: str, first_line: int):
    lines = text.split("\n")
    # Other line breaks than "\n" are refused before parsing, so their places need not be right.
    readable = not yamlfile.INVISIBLE.search(text)
    try:
        file = parse(text, "x.yaml", first_line)
    except Unreadable as error:
        assert error.findings
        for finding in error.findings:
            at = finding.location
            assert at.path == "x.yaml"
            if readable:
                assert first_line <= at.line < first_line + len(lines)
                assert 1 <= at.column <= len(lines[at.line - first_line]) + 1
        return
    for line, column in [*file.values.values(), *file.keys.values()]:
        # A value left out at the end of the text stands on the line after it.
        assert not readable or first_line <= line <= first_line + len(lines)
        assert column >= 1


@given(st.one_of(visible, st.integers(), st.booleans()))
def test_a_scalar_reads_back_as_the_same_value_and_type(value: object):
    read = parse(f"key: {scalar(value)}\n", "x.yaml").data["key"]
    assert read == value
    assert type(read) is type(value)


@given(st.dictionaries(visible, plain, max_size=4).filter(lambda value: '"<<"' not in flow(value)))
def test_nested_values_read_back(value: dict[str, Any]):
    assert parse(flow(value), "x.yaml").data == value


@given(st.lists(visible, min_size=1, max_size=6, unique=True), visible)
def test_every_key_and_value_is_found_where_it_stands(keys: list[str], value: str):
    text = "".join(f"{scalar(key)}: {scalar(value)}\n" for key in keys)
    file = parse(text, "x.yaml")
    for number, key in enumerate(keys, 1):
        assert file.locate_key(key).line == number
        assert file.locate_key(key).column == 1
        assert file.locate(key).column == len(scalar(key)) + 3


def test_what_is_not_there_is_looked_for_around_it():
    file = parse("a:\n  b: [1, 2]\n", "x.yaml")
    assert (file.locate("a", "b", 1).line, file.locate("a", "b", 1).column) == (2, 10)
    assert file.locate("a", "b", 9) == file.locate("a", "b")
    assert file.locate("a", "c").line == 2
    assert file.locate_key("a", "b").column == 3
    assert file.locate("z").line == 1
    assert YamlFile("x.yaml", None).locate("z").line == 1


@pytest.mark.parametrize("text", [
    "0539", "0o12", "0x1F", "1_000", "1:30", "2026-03-01", "2026-03-01T00:00:00Z", "no", "No", "off", "yes", "ON",
    "True", "TRUE", "Null", "NULL", "+1", "-0", "1.", ".5", "1e3", ".inf", ".nan", "=", "=1+1", "0.1.0", "１２",
])
def test_what_only_looks_like_something_else_stays_text(text: str):
    assert parse(f"key: {text}\n", "x.yaml").data == {"key": text}


@pytest.mark.parametrize(("text", "value"), [
    ("true", True), ("false", False), ("null", None), ("~", None), ("", None), ("0", 0), ("-7", -7), ("52", 52),
    ("0.5", 0.5), ("-1.25", -1.25), ('"52"', "52"), ("'true'", "true"),
])
def test_plain_values_have_their_type(text: str, value: object):
    read = parse(f"key: {text}\n", "x.yaml").data["key"]
    assert read == value
    assert type(read) is type(value)


@given(st.one_of(st.text("-017.~e ", max_size=6), st.sampled_from(["null", "true", "false", "nul", "True", "9" * 100, "9" * 101])))
def test_a_value_means_the_same_to_who_reads_a_file_and_to_who_edits_it(text: str):
    source = f"key: {text}"
    try:
        edited = yaml.load(source, PlainLoader)["key"]
    except yaml.YAMLError:
        return
    read = parse(source, "x.yaml").data["key"]
    assert read == edited
    assert type(read) is type(edited)


def test_a_number_too_long_for_python_stays_text():
    assert parse(f"key: {'9' * 5000}\n", "x.yaml").data == {"key": "9" * 5000}
    assert parse(f"key: -{'9' * 100}\n", "x.yaml").data == {"key": -int("9" * 100)}


def test_a_long_decimal_is_a_number():
    assert math.isinf(parse(f"key: 1{'0' * 400}.0\n", "x.yaml").data["key"])


@pytest.mark.parametrize(("text", "rule", "line", "column"), [
    ("a: 1\n  b: 2\n", "YML001", 2, 3),
    ("a: [1\n", "YML001", 1, 4),
    ("a: x\u202ey\n", "YML002", 1, 5),
    ("a: 1\nb: \"\\u200b\"\n", "YML002", 2, 4),
    ("a: &x 1\nb: x\n", "YML003", 1, 4),
    ("a: *x\n", "YML003", 1, 4),
    ("a:\n  - !!python/object/apply:os.system ['true']\n", "YML004", 2, 5),
    ("a: 1\nb: 2\na: 3\n", "YML007", 3, 1),
    ("<<: {a: 1}\n", "YML006", 1, 1),
    ("a: {{ team.name }}\n", "YML006", 1, 5),
    ("? [a, b]\n: 1\n", "YML006", 1, 3),
])
def test_each_fault_has_its_rule_and_place(text: str, rule: str, line: int, column: int):
    if rule == "YML002" and "\u202e" in text:
        with pytest.raises(Unreadable) as caught:
            decode(text.encode(), "x.yaml")
        found = caught.value.findings
    else:
        found = refused(text)
    assert [(item.rule, item.location.line, item.location.column) for item in found] == [(rule, line, column)]


def test_a_repeated_key_names_both_lines():
    found = refused("a: 1\nb: 2\na: 3\n", first_line=5)[0]
    assert found.location.line == 7
    assert "5" in found.words.zh
    assert "5" in found.words.en


@pytest.mark.parametrize(("text", "hint"), [
    ("a:\n\tb: 1\n", "Tab"), ("a：1\nb: 2\n", "半角冒号"), ("a: @b\n", "引号"), ("a: `b`\n", "引号"),
])
def test_a_common_slip_has_its_own_cure(text: str, hint: str):
    assert hint in refused(text)[0].fix.zh


def test_two_documents_in_one_file_are_refused():
    assert rules("a: 1\n---\nb: 2\n") == ["YML001"]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_stops_at_its_limit(opening: str):
    closing = {"[": "]", "{a: ": "}", "- ": ""}[opening]
    assert rules(opening * 60 + "1" + closing * 60) == ["YML005"]
    assert parse(opening * MAX_DEPTH + "1" + closing * MAX_DEPTH, "x.yaml").data


def test_bombs_and_giants_are_refused_at_once(tmp_path: Path):
    laughs = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10))
    giant = tmp_path / "giant.yaml"
    giant.write_bytes(b"a: 1\n" * 1_000_000)
    began = time.perf_counter()
    assert rules(laughs) == ["YML003"] * 10
    assert rules("a" * (MAX_BYTES + 1)) == ["YML009"]
    assert rules("[" * 500_000) == ["YML005"]
    with pytest.raises(Unreadable) as caught:
        yamlfile.read(giant, "giant.yaml")
    assert [finding.rule for finding in caught.value.findings] == ["YML009"]
    assert time.perf_counter() - began < 2


def test_many_keys_are_read_in_bounded_time():
    text = "".join(f"k{number}: [a, b]\n" for number in range(20_000))
    began = time.perf_counter()
    assert len(parse(text, "x.yaml").data) == 20_000
    assert time.perf_counter() - began < 10


@given(visible)
def test_an_editors_habits_do_not_matter(text: str):
    raw = f"a: {scalar(text)}\nb: 1\n"
    windows = b"\xef\xbb\xbf" + raw.replace("\n", "\r\n").encode()
    assert parse(decode(windows, "x.yaml"), "x.yaml").data == {"a": text, "b": 1}


@pytest.mark.parametrize(("encoding", "name"), [
    ("utf-16", "UTF-16"), ("utf-16-be", "GBK"), ("gbk", "GBK"), ("gb18030", "GBK"),
])
def test_another_encoding_is_refused(encoding: str, name: str):
    raw = "city:\n  name: 临沂市\n".encode(encoding)
    with pytest.raises(Unreadable) as caught:
        decode(raw, "city.yaml")
    found = caught.value.findings[0]
    assert found.rule == "YML008"
    if encoding != "utf-16-be":  # without a BOM nobody can tell
        assert name in found.words.zh


@pytest.mark.parametrize("code", ["\x00", "\x07", "\u200b", "\u202e", "\ufeff", "\ue000", "\x85", "\u2028", "\U000e0041"])
def test_invisible_characters_are_named_with_their_place(code: str):
    with pytest.raises(Unreadable) as caught:
        decode(f"a: 1\nb: x{code}y\n".encode(), "x.yaml")
    found = caught.value.findings[0]
    assert (found.rule, found.location.line, found.location.column) == ("YML002", 2, 5)
    assert f"U+{ord(code):04X}" in found.words.zh
    assert code not in found.words.zh
