"""Boundaries of reading YAML: how large, how deep, in which encoding, and which cure is named for which slip."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.files import yamlfile
from toolkit.files.yamlfile import (
    MAX_BYTES,
    MAX_DEPTH,
    Unreadable,
    decode,
    invisible_characters,
    parse,
    read,
    read_text,
)


def refused(text: str, first_line: int = 1) -> Any:
    with pytest.raises(Unreadable) as caught:
        parse(text, "x.yaml", first_line)
    (finding,) = caught.value.findings
    assert str(caught.value) == finding.words.en
    return finding


@pytest.mark.parametrize(("text", "rule", "line", "column"), [
    ("a: [1\n", "YML001", 9, 4), ("a: b\nc: *x\n", "YML003", 10, 4), ("a: 1\nb: !x 1\n", "YML004", 10, 4), ("a: 1\na: 2\n", "YML007", 10, 1),
    ("a: 1\n<<: {b: 1}\n", "YML006", 10, 1), ('a: 1\nb: "\\u202e"\n', "YML002", 10, 4), ("a: 1\nb: " + "[" * 41 + "]" * 41, "YML005", 10, 43),
])
def test_a_fault_in_the_middle_of_a_file_has_the_files_line(text: str, rule: str, line: int, column: int):
    found = refused(text, first_line=9)
    assert (found.rule, found.location.path, found.location.line, found.location.column) == (rule, "x.yaml", line, column)


@pytest.mark.parametrize(("depth", "rule"), [(MAX_DEPTH, "YML001"), (MAX_DEPTH + 1, "YML005")])
@pytest.mark.parametrize(("opening", "before"), [("[", ""), ("[", "[] "), ("{a: ", "")])
def test_a_fault_behind_too_many_brackets_is_their_number(depth: int, rule: str, opening: str, before: str):
    """The parser may give up on the text before it tells of the first bracket."""
    text = before.replace("[] ", "b: []\nc: ") + opening * depth + "@"
    found = refused(text)
    assert found.rule == rule
    if rule == "YML005":
        assert (found.words.zh, found.words.en) == ("嵌套超过 40 层", "nested deeper than 40 levels")


def test_a_file_may_be_just_as_large_as_the_limit(tmp_path: Path):
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a" * MAX_BYTES)
    assert len(read_text(path, "x.yaml")) == MAX_BYTES
    assert parse("a" * MAX_BYTES, "x.yaml").data == "a" * MAX_BYTES
    path.write_bytes(b"a" * (MAX_BYTES + 1))
    for attempt in (lambda: read_text(path, "x.yaml"), lambda: read(path, "x.yaml"), lambda: parse("a" * (MAX_BYTES + 1), "x.yaml")):
        with pytest.raises(Unreadable) as caught:
            attempt()
        (found,) = caught.value.findings
        assert (found.rule, found.location.path, found.location.line) == ("YML009", "x.yaml", 1)
        assert (found.words.zh, found.words.en) == ("文件超过 1000 KB", "the file is over 1000 kB")


def test_a_file_is_read_by_its_path_and_named_as_it_is_shown(tmp_path: Path):
    path = tmp_path / "y.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: [2]\r")
    file = read(path, "x.yaml")
    assert (file.path, file.data) == ("x.yaml", {"a": 1, "b": [2]})
    assert (file.locate("b", 0).path, file.locate("b", 0).line, file.locate("b", 0).column) == ("x.yaml", 2, 5)
    assert (file.locate_key("b").line, file.locate_key("b").column) == (2, 1)
    assert file.locate_key("b", 0) == file.locate("b", 0)
    assert file.locate_key("b", "none") == file.locate("b")
    assert read_text(path, "x.yaml") == "a: 1\nb: [2]\n"
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "z.yaml", "x.yaml")


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n"])
def test_a_file_that_says_nothing_is_nothing(text: str):
    assert parse(text, "x.yaml").data is None


@pytest.mark.parametrize(("raw", "name"), [
    (b"\xff\xfea\x00", "UTF-16"), (b"\xfe\xff\x00a", "UTF-16"), ("临沂".encode("gbk"), "GBK/GB18030"), (b"a\xff", "别的编码"), (b"\xff", "别的编码"),
])
def test_another_encoding_is_named_where_it_can_be_told(raw: bytes, name: str):
    with pytest.raises(Unreadable) as caught:
        decode(raw, "x.yaml")
    (found,) = caught.value.findings
    assert (found.rule, found.words.zh) == ("YML008", f"文件编码是 {name}，应为 UTF-8")
    assert found.words.en == f"the file is in {name.replace('别的编码', 'another encoding')}, UTF-8 is expected"
    assert "UTF-8" in found.fix.zh


def test_every_line_with_an_invisible_character_is_told_once():
    found = list(invisible_characters("a\n\u200bb\u200b\n\tc\nd\x07", "x", first_line=4))
    assert [(item.location.line, item.location.column, item.words.en) for item in found] == [
        (5, 1, "invisible character U+200B"), (7, 2, "invisible character U+0007"),
    ]
    with pytest.raises(Unreadable) as caught:
        decode("a\n\u200bb\n\u202ec".encode(), "x")
    assert [item.location.line for item in caught.value.findings] == [2, 3]


PLAIN = "对照示例检查缩进和引号"


@pytest.mark.parametrize(("text", "line", "column", "words", "cure"), [
    ("a:\n\tb: 1\n", 2, 1, "Tab", "b: 1"), ("a:\n \tb: 1\n", 2, 2, "Tab", "b: 1"), ("a: [\n\t@\n", 2, 1, "Tab", "@"),
    ("a：1\nb: 2\n", 1, 2, "“a”后面是全角冒号“：”", "a: 1"), ("- 热线：1\n  b: 2\n", 1, 5, "“热线”后面是全角冒号", "- 热线: 1"),
    ("t:\n  name: x\n  leader：李四\n  hotline: y\n", 3, 9, "“leader”后面是全角冒号“：”", "leader: 李四"),
    ("t:\n  a:b\n  c: 1\n", 2, 5, "“a:”后面缺一个空格", "a: b"), ("a:b\nc: 1\n", 1, 3, "缺一个空格", "a: b"),
    ("a: 'x\ty\n", 1, 4, "引号 ' 没有配对", "a: 'x\ty'"), ("a: 'b：c\n", 1, 4, "引号 '", "a: 'b：c'"),
    ('a: "x  # 热线\nb: 2\n', 1, 4, '引号 "', 'a: "x"  # 热线'), ('a: "x\nb: "2"\n', 1, 4, '引号 "', 'a: "x"'),
    ("a: @b\n", 1, 4, "以 @ 开头", 'a: "@b"'), ("a: %b\n", 1, 4, "以 % 开头", 'a: "%b"'), ("a: `b`\n", 1, 4, "以 ` 开头", 'a: "`b`"') ,
    ("a: }\nb: 1\n", 1, 4, "以 } 开头", 'a: "}"'), ('a: "x" y\n', 1, 4, '以 " 开头', 'a: "x y"'),
    ("a: [b\nc: d\n", 1, 4, "少了 ]", "a: [b]"), ("a: {b: [c\nd: e\n", 1, 4, "少了 ]}", "a: {b: [c]}"),
    ('t:\n  - {name: 甲，code: "1"}\n', 2, 13, "括号里用了全角标点", '- {name: 甲, code: "1"}'),
    ("a: x: y\n", 1, 5, "又有一个", 'a: "x: y"'), ("a: 1\n  b: 2\n", 2, 3, "没有和上面的项对齐", "b: 2"),
    ("a:\n  b: 1\n c: 2\nd: 3\n", 3, 2, "没有和上面的项对齐", "c: 2"),
    ("# 注：一\n'\n", 2, 1, "引号 '", "''"), ("a: 1\n- b\n", 2, 1, "YAML 写法有误", PLAIN),
])
def test_each_slip_is_named_in_its_own_line_with_the_line_to_write(text: str, line: int, column: int, words: str, cure: str):
    found = refused(text)
    assert (found.rule, found.location.line, found.location.column) == ("YML001", line, column)
    assert words in found.words.zh
    assert found.fix.zh.endswith(f"改成：{cure}") or (found.fix.zh == cure == PLAIN)
    assert not re.search("[\u4e00-\u9fff]", found.words.en.replace("热线", ""))
    if cure != PLAIN and "Tab" not in words:
        assert found.fix.en.endswith(f"; write: {cure}")


def test_all_faults_that_can_be_seen_are_told_at_once_in_the_order_of_the_file():
    text = 'team:\n  a：1\n  b: "x\n  c:3\n\td: 4\n  e: [1, 2\n  f: x: y\n  g: *h\n  g: 5\n  i: 6\n  i: 7\n'
    with pytest.raises(Unreadable) as caught:
        parse(text, "x.yaml", first_line=11)
    assert [(item.location.line, item.rule) for item in caught.value.findings] == [
        (12, "YML001"), (13, "YML001"), (14, "YML001"), (15, "YML001"), (16, "YML001"), (17, "YML001"), (18, "YML003"), (21, "YML007"),
    ]


def test_one_cause_has_no_consequences():
    for text in ("team：\n  a: 1\n  b: 2\npartners:\n  c: 3\n", "a: [\n", "a: 'x\nb: 'y'\nc: 'z'\n"):
        assert refused(text).rule == "YML001"


@given(st.lists(st.sampled_from(["a: 1", "b：2", "  c: 'x", "\td: 4", "e: [1", "- f", "g: x: y", "  h:1", "i: *j", "k: {l: 1，m: 2}", "", "# n"]), max_size=12))
def test_whatever_is_wrong_each_line_is_told_once_and_the_reading_ends(lines: list[str]):
    try:
        parse("\n".join(lines), "x.yaml")
    except Unreadable as error:
        told = [item.location.line for item in error.findings if item.rule == "YML001"]
        assert told == sorted(set(told))
        assert all(1 <= line <= max(1, len(lines)) for line in told)


def test_a_large_file_tells_of_its_first_fault():
    with pytest.raises(Unreadable) as caught:
        parse("a：1\nb：2\n" + "c: 3\n" * 50_000, "x.yaml")
    assert len(caught.value.findings) == 1


def test_a_tag_is_named_but_not_at_length():
    found = refused(f"a: !{'x' * 100} 1\n")
    assert found.words.en == f"YAML tags are not supported: !{'x' * 39}"
    assert found.fix.en == "remove the tag; quote it if it is text"


def test_a_repeated_key_is_told_and_the_rest_still_looked_at():
    with pytest.raises(Unreadable) as caught:
        parse("a: 1\na: 2\nb: {{ x }}\nc: {d: 1, d: 2, d: 3}\n", "x.yaml")
    assert [(item.rule, item.location.line, item.location.column) for item in caught.value.findings] == [
        ("YML007", 2, 1), ("YML006", 3, 5), ("YML007", 4, 11), ("YML007", 4, 17),
    ]
    assert [item.words.en for item in caught.value.findings][2:] == ["'d' again: first on line 4"] * 2


def test_keys_are_text_whatever_they_look_like():
    file = parse("1: a\ntrue: b\n~: c\n2026-03-01: d\n", "x.yaml")
    assert file.data == {"1": "a", "true": "b", "~": "c", "2026-03-01": "d"}
    assert yamlfile.parse("a: {1: [x]}", "x").data == {"a": {"1": ["x"]}}
