"""What a schema forbids is told with its place, the value, what is expected and the next step."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.files.validation import filename_fault, validate
from toolkit.files.yamlfile import YamlFile, parse

SCHEMA: dict[str, Any] = {
    "type": "object", "additionalProperties": False,
    "properties": {
        "name": {"type": "string", "examples": ["样例"], "minLength": 2, "maxLength": 4},
        "size": {"type": "integer", "minimum": 1, "maximum": 9, "examples": [3]},
        "share": {"type": "number", "minimum": 0.5},
        "top": {"type": "number", "maximum": 7},
        "on": {"type": "boolean", "default": True},
        "kind": {"enum": ["prefecture", "county"]},
        "code": {"type": "string", "pattern": "^[0-9]{4}$", "x-help": {"zh": "四位数字", "en": "four digits"}},
        "bare": {"type": "string", "pattern": "^a"},
        "list": {
            "type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": True, "items": {"type": "string"},
            "examples": [["甲"]],
        },
        "folder": {"type": "string", "x-filename": True, "examples": ["临沂"]},
        "loose": {"type": "string", "x-filename": False},
        "either": {"type": ["string", "null"]},
        "map": {"type": "object", "required": ["a", "b"], "properties": {"a": {"default": "d"}, "b": {}}},
        "odd": {"not": {"const": 5}, "examples": [1]},
        "shut": False,
    },
}


def found(text: str, prefix: str = "CFG", schema: dict[str, Any] = SCHEMA) -> list[Any]:
    return validate(parse(text, "x.yaml"), schema, prefix)


def told(text: str) -> tuple[Any, ...]:
    """Rule, column and words of the only finding."""
    (finding,) = found(text)
    assert (finding.location.path, finding.location.line) == ("x.yaml", 1)
    return finding.rule, finding.location.column, finding.words.zh, finding.words.en, finding.fix.zh, finding.fix.en


@pytest.mark.parametrize(("text", "rule", "column", "zh", "en", "fix_zh", "fix_en"), [
    ("naem: x", "CFG101", 1, "不认识的项“naem”", "unknown key 'naem'", "是不是想写“name”？改成：name: x", "did you mean 'name'? Write: name: x"),
    ("size: '3'", "CFG103", 7, "size：“3” 应为整数", "size: “3” should be a whole number", "改成：size: 3", "write: size: 3"),
    ("size: 1.5", "CFG103", 7, "size：“1.5” 应为整数", "size: “1.5” should be a whole number", "例如 3", "for example 3"),
    ("size: true", "CFG103", 7, "size：true 应为整数", "size: true should be a whole number", "例如 3", "for example 3"),
    ("size: null", "CFG103", 7, "size：null 应为整数", "size: null should be a whole number", "例如 3", "for example 3"),
    ("on: 'yes'", "CFG103", 5, "on：“yes” 应为 true 或 false", "on: “yes” should be true or false", "改成：on: true", "write: on: true"),
    ("code: 3713", "CFG103", 7, "code：“3713” 应为文字", "code: “3713” should be text",
     '加上引号，改成：code: "3713"', 'put it in quotes; write: code: "3713"'),
    ("either: 5", "CFG103", 9, "either：“5” 应为文字或空", "either: “5” should be text or nothing",
     '加上引号，改成：either: "5"', 'put it in quotes; write: either: "5"'),
    ("kind: countty", "CFG104", 7, "kind：“countty” 不在可选值之内", "kind: “countty” is not one of the choices",
     "可选：prefecture、county，是不是想写“county”？", "choose from: prefecture, county; did you mean 'county'?"),
    ("kind: zz", "CFG104", 7, "kind：“zz” 不在可选值之内", "kind: “zz” is not one of the choices",
     "可选：prefecture、county", "choose from: prefecture, county"),
    ("code: '371'", "CFG105", 7, "code：“371” 格式不对", "code: “371” has the wrong form", "四位数字", "four digits"),
    ("code: '３７１３'", "CFG105", 7, "code：“３７１３” 格式不对", "code: “３７１３” has the wrong form",
     '改成：code: "3713"', 'write: code: "3713"'),
    ("code: '３７１'", "CFG105", 7, "code：“３７１” 格式不对", "code: “３７１” has the wrong form", "四位数字", "four digits"),
    ('code: "3713\\n"', "CFG105", 7, "code：“3713⏎” 格式不对", "code: “3713⏎” has the wrong form", '改成：code: "3713"', 'write: code: "3713"'),
    ("bare: b", "CFG105", 7, "bare：“b” 格式不对", "bare: “b” has the wrong form", "", ""),
    ("folder: a/b", "CFG106", 9, "folder：“a/b”：名称里不能有 /", "folder: “a/b”: the name may not contain '/'",
     '例如 "临沂"', 'for example "临沂"'),
    ("size: 0", "CFG107", 7, "size：“0” 超出范围", "size: “0” is out of bounds", "应在 1 到 9 之间，例如：size: 1", "take a number from 1 to 9, for example: size: 1"),
    ("size: 10", "CFG107", 7, "size：“10” 超出范围", "size: “10” is out of bounds", "应在 1 到 9 之间，例如：size: 9", "take a number from 1 to 9, for example: size: 9"),
    ("share: 0.4", "CFG107", 8, "share：“0.4” 超出范围", "share: “0.4” is out of bounds",
     "应不小于 0.5，例如：share: 0.5", "take a number no less than 0.5, for example: share: 0.5"),
    ("top: 8", "CFG107", 6, "top：“8” 超出范围", "top: “8” is out of bounds", "应不大于 7，例如：top: 7", "take a number no more than 7, for example: top: 7"),
    ("name: 甲", "CFG108", 7, "name：有 1 个字，至少 2 个字", "name: has 1 characters, at least 2",
     '例如 "样例"', 'for example "样例"'),
    ("name: 甲乙丙丁戊", "CFG108", 7, "name：有 5 个字，最多 4 个字", "name: has 5 characters, at most 4",
     '例如 "样例"', 'for example "样例"'),
    ("list: []", "CFG108", 7, "list：有 0 项，至少 1 项", "list: has 0 items, at least 1", '例如 ["甲"]', 'for example ["甲"]'),
    ("list: [a, b, c]", "CFG108", 7, "list：有 3 项，最多 2 项", "list: has 3 items, at most 2", '例如 ["甲"]', 'for example ["甲"]'),
    ("list: [a, a]", "CFG109", 7, "list：列表里有重复的项", "list: the list repeats an item", "各留一项", "keep one of each"),
    ("list: [a, 3]", "CFG103", 11, "第 2 项（list[]）：“3” 应为文字", "item 2 (list[]): “3” should be text",
     '加上引号，改成："3"', 'put it in quotes; write: "3"'),
    ("map: {a: 1}", "CFG102", 6, "map：缺少“b”", "map: 'b' is missing", '补上一行：b: "…"', 'add the line: b: "…"'),
    ("odd: 5", "CFG110", 6, "odd：“5” 不符合要求", "odd: “5” is not valid", "例如 1", "for example 1"),
    ("5", "CFG103", 1, "“5” 应为一组“键: 值”", "“5” should be a mapping of keys and values", '例如 name: "样例"',
     'for example name: "样例"'),
])
def test_each_fault_is_told_with_its_place_and_its_cure(
    text: str, rule: str, column: int, zh: str, en: str, fix_zh: str, fix_en: str
):
    assert told(text) == (rule, column, zh, en, fix_zh, fix_en)


@pytest.mark.parametrize("text", [
    "{}", "name: 甲乙", "name: 甲乙丙丁", "size: 1", "size: 9", "share: 0.5", "top: 7", "on: false", "kind: county",
    "code: '3713'", "bare: ab", "list: [a]", "list: [a, b]", "folder: 临沂", "loose: a/b", "either: null", "either: x",
    "map: {a: 1, b: 2, c: 3}", "odd: 4",
])
def test_what_the_schema_allows_is_silent(text: str):
    assert found(text) == []


def test_what_nothing_can_satisfy_is_told_without_an_example():
    (finding,) = [finding for finding in found("shut: 1") if finding.rule == "CFG110"]
    assert finding.fix.zh == "例如 "


def test_an_unknown_key_far_from_any_other_is_told_which_there_are():
    (finding,) = found("zzz: 1")
    keys = list(SCHEMA["properties"])  # in the order in which they stand in a file
    assert finding.fix.zh == "可用的有：" + "、".join(keys)
    assert finding.fix.en == "known keys: " + ", ".join(keys)


def test_of_many_keys_twenty_are_told():
    schema = {"additionalProperties": False, "properties": {f"k{number:02}": {} for number in range(21)}}
    (finding,) = found("完全不同: 1", schema=schema)
    assert finding.fix.zh.endswith("、k19")


def test_every_missing_key_is_told_once_with_its_own_example():
    told = [(finding.words.en, finding.fix.en) for finding in found("map: {}")]
    assert told == [
        ("map: 'a' is missing", "add the line: a: d"), ("map: 'b' is missing", 'add the line: b: "…"'),
    ]


def test_all_findings_come_in_the_order_of_the_file_with_the_callers_prefix():
    findings = found("zzz: 1\nsize: 0\nmap: {a: 1}\nname: 甲\nlist: [1, 1]\n", "FRM")
    assert [(finding.rule, finding.location.line, finding.location.column) for finding in findings] == [
        ("FRM101", 1, 1), ("FRM107", 2, 7), ("FRM102", 3, 6), ("FRM108", 4, 7), ("FRM109", 5, 7), ("FRM103", 5, 8),
        ("FRM103", 5, 11),
    ]
    assert {str(finding.severity) for finding in findings} == {"error"}


@pytest.mark.parametrize(("length", "shown"), [(39, "字" * 39), (40, "字" * 40), (41, "字" * 40 + "…")])
def test_a_long_value_is_not_repeated_whole(length: int, shown: str):
    (finding,) = found(f"bare: {'字' * length}")
    assert finding.words.zh == f"bare：“{shown}” 格式不对"


def test_a_list_or_a_mapping_is_not_repeated_at_all():
    assert told("name: [1, 2]")[2] == "name：这个列表 应为文字"
    assert told("name: {a: 1}")[2] == "name：这一组内容 应为文字"


@pytest.mark.parametrize(("text", "en"), [
    ("name: [1, 2]", "name: this list should be text"), ("name: {a: 1}", "name: this mapping should be text"),
    ("kind: []", "kind: this list is not one of the choices"), ("odd: 5", "odd: “5” is not valid"),
])
def test_an_english_message_is_english(text: str, en: str):
    assert told(text)[3] == en


@pytest.mark.parametrize(("word", "shown"), [
    ("true", "true"), ("false", "false"), ("1.10", "“1.10”"), ("1.0", "“1.0”"), ("0.50", "“0.50”"), ("-7", "“-7”"), ("3", "“3”"),
    ("12345678901234567890.0", "“12345678901234567890.0”"),
])
def test_what_yaml_takes_for_a_switch_or_a_number_is_quoted_as_it_was_written(word: str, shown: str):
    assert told(f"name: {word}")[2:] == (
        f"name：{shown} 应为文字", f"name: {shown} should be text", f'加上引号，改成：name: "{word}"', f'put it in quotes; write: name: "{word}"',
    )
    assert [finding.fix.en for finding in found(f"list: [a, {word}]")] == [f'put it in quotes; write: "{word}"']


def test_a_number_out_of_bounds_is_shown_as_it_was_written():
    assert told("share: 0.40")[3] == "share: “0.40” is out of bounds"


def test_of_a_setting_without_a_text_a_switch_is_named_in_yamls_words():
    (finding,) = validate(YamlFile("--set name", {"name": True}), SCHEMA)
    assert finding.fix.zh == '加上引号，改成：name: "true"'


def test_findings_of_settings_without_a_text_name_what_they_are_called():
    (finding,) = validate(YamlFile("--set size", {"size": 0}), SCHEMA)
    assert (finding.location.path, finding.location.line, finding.location.column) == ("--set size", 1, 1)


# --- names of folders

GOOD = ["临沂", "临沂市（样例）", "a.b", ".hidden", "a b", "console", "com", "com10", "lpt", "x.con", "conx", "a..b", "-"]


@pytest.mark.parametrize("name", GOOD)
def test_a_name_that_every_system_takes_has_no_fault(name: str):
    assert filename_fault(name) is None


@pytest.mark.parametrize(("name", "zh", "en"), [
    *((name, "名称是空的", "the name is empty") for name in ("", " ", "\t", "　", ".", "..", "...")),
    *((f"a{sign}b", f"名称里不能有 {sign}", f"the name may not contain {sign!r}") for sign in '<>:"/\\|?*'),
    ("a\nb", "名称里不能有 换行", "the name may not contain '\\n'"),
    ("a\tb", "名称里不能有 制表符（Tab）", "the name may not contain '\\t'"),
    ("a\rb", "名称里不能有 换行", "the name may not contain '\\r'"),
    ("a\x07b", "名称里不能有 看不见的字符 U+0007", "the name may not contain '\\x07'"),
    ("a\x1fb", "名称里不能有 看不见的字符 U+001F", "the name may not contain '\\x1f'"),
    ("a\x7fb", "名称里不能有 看不见的字符 U+007F", "the name may not contain '\\x7f'"),
    ("a\u202eb", "名称里不能有 看不见的字符 U+202E", "the name may not contain '\\u202e'"),
    ("a\ud800b", "名称里不能有 看不见的字符 U+D800", "the name may not contain '\\ud800'"),
    ("a?b/c?", "名称里不能有 / ?", "the name may not contain '/' '?'"),
    *((name, "名称首尾不能是点或空格", "the name may not end in a dot or blank") for name in ("a.", "a ", " a", ".a.", "a. ")),
    *((name, f"{name} 是 Windows 的保留名称", f"{name} is a reserved name on Windows") for name in (
        "con", "CON", "Prn", "aux", "nul", "com0", "COM9", "lpt0", "lpt9", "nul.txt", "con.a.b", "aux .txt",
    )),
])
def test_a_name_that_some_system_does_not_take_is_told_why(name: str, zh: str, en: str):
    fault = filename_fault(name)
    assert fault is not None
    assert (fault.zh, fault.en) == (zh, en)


@pytest.mark.parametrize("sign", [chr(number) for number in [*range(1, 32), 127, 0x85, 0x200B, 0xFEFF]])
def test_a_sign_that_nobody_sees_is_a_fault_of_a_name(sign: str):
    assert filename_fault(f"a{sign}b") is not None
    assert filename_fault("a\x20b") is None


@given(st.text(max_size=12))
def test_a_name_without_a_fault_is_one_part_of_a_path_on_windows_too(name: str):
    if filename_fault(name) is None:
        from pathlib import PurePosixPath, PureWindowsPath

        for kind in (PurePosixPath, PureWindowsPath):
            assert kind("x", name).parts == ("x", name)


@pytest.mark.parametrize("path", sorted((ROOT / "schemas").glob("*.json")), ids=lambda path: path.stem)
@pytest.mark.parametrize("text", ["甲", "[甲]", "5"])
def test_a_whole_file_that_is_no_mapping_is_shown_how_it_begins(path: Path, text: str):
    schema = json.loads(path.read_text(encoding="utf-8"))
    (finding,) = found(text, schema=schema)
    begins = re.match(r"例如 (\w+): ", finding.fix.zh)
    assert begins, finding.fix.zh
    assert begins[1] in schema["properties"]
    assert "…" not in finding.fix.zh + finding.fix.en
