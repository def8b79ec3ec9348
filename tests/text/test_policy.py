"""A document as it is written: its parts, where each stands, and the edges of what it may hold."""

from __future__ import annotations

import pytest

from toolkit.errors import Finding
from toolkit.files.yamlfile import Unreadable
from toolkit.text import limits, policy
from toolkit.text.numerals import chinese, chinese_date
from toolkit.text.policy import Citation

HEAD = "---\nid: P98\ntitle: 示例\nkind: 制度\n---\n"
TEXT = HEAD + """
## 总则 {#P98-general page="new"}

引言。

### 目的 {#P98-aim norm="N24" basis="pipl:28,29; lawyers:3" answers="O1 S2" open="Q1"}


第一段。

第二段。  \n
### 范围 {#P98-scope when="supports.camps"}
## 附则 {#P98-last}
"""


def parsed(text: str) -> tuple[policy.Document, list[Finding]]:
    return policy.parse(text, "P98.md")


def places(text: str) -> list[tuple[str, int]]:
    return [(item.rule, item.location.line) for item in parsed(text)[1]]


def test_chapters_and_clauses_are_read_with_their_lines_and_attributes():
    document, findings = parsed(TEXT)
    assert findings == []
    assert [(part.id, part.title, part.line, chapter.id) for part, chapter in document.parts()] == [
        ("P98-general", "总则", 7, "P98-general"), ("P98-aim", "目的", 11, "P98-general"),
        ("P98-scope", "范围", 18, "P98-general"), ("P98-last", "附则", 19, "P98-last"),
    ]
    chapter, last = document.chapters
    aim, scope = document.clauses()
    assert (chapter.text, chapter.attributes) == ("引言。", {"page": "new"})
    assert aim.text == "第一段。\n\n第二段。"
    assert (aim.first_line, scope.first_line, document.locate(aim).line) == (14, 18, 11)
    assert (aim.norm, aim.answers, aim.open, aim.when) == ("N24", ("O1", "S2"), ("Q1",), None)
    assert aim.basis == (Citation("pipl", "28"), Citation("pipl", "29"), Citation("lawyers", "3"))
    assert (scope.when, scope.norm, scope.basis, scope.answers, scope.retells) == ("supports.camps", None, (), (), ())
    assert last.clauses == []


@pytest.mark.parametrize(("basis", "read"), [
    ("pipl:28", ["pipl 28"]), ("pipl:28, 29-1", ["pipl 28", "pipl 29-1"]), ("a:1; b:2", ["a 1", "b 2"]), ("", []), (":1", []), ("pipl", []), ("pipl:", []),
    ("pipl:,1,", ["pipl 1"]), (" a :1", ["a 1"]),
])
def test_a_basis_is_read_law_by_law(basis: str, read: list[str]):
    assert [f"{item.law} {item.article}" for item in policy.citations(basis)] == read


@pytest.mark.parametrize(("body", "found"), [
    ("文。\n## 章 {#P98-a}", [("DOC102", 6)]), ("\n\n", [("DOC103", 1)]), ("## {#P98-a}", [("DOC104", 6)]), ("### 条 {#P98-a}", [("DOC105", 6), ("DOC103", 1)]),
    ("## 章 {#P98-a}\n# 大 {#P98-b}", [("DOC105", 7)]), ("## 章 {#P98-a}\n###### 小 {#P98-b}", [("DOC105", 7)]),
    ("## 章 {#P98-a norm=\"N1\"}", [("DOC106", 6)]), ("## 章 {#P98-a when=\"a.b\" when=\"c.d\"}", [("DOC106", 6)]), ("## 章", [("DOC107", 6)]),
    ("## 章 {#P98-a wrong}", [("DOC107", 6)]), ("## 章 {#P98-a}\n### 条 {#P98-a}", [("DOC108", 7)]),
    ("## 章 {#P98-a}\n### 条 {#P98-a}\n### 条 {#P98-a}", [("DOC108", 7), ("DOC108", 8)]), ("## 章 {#P97-a}", [("DOC109", 6)]),
    ("## 章 {#P98-A}", [("DOC109", 6)]), ("## 章 {#P98-a-}", [("DOC109", 6)]), ("## 章 {#P98-" + "a" * 36 + "}", []), ("## 章 {#P98-" + "a" * 37 + "}", [("DOC109", 6)]),
    ('## 章 {#P98-a page="new" when="a.b"}\n### 条 {#P98-b page="new" when="a.b" norm="N1" basis="a:1" answers="b" open="Q1"}', []),
    ("##章 {#P98-a}", [("DOC102", 6), ("DOC103", 1)]), ("##\t章\t{#P98-a}\t", []),
])
def test_each_fault_of_form_is_told_on_its_line(body: str, found: list[tuple[str, int]]):
    assert places(HEAD + body) == found


def test_an_attribute_that_stands_twice_keeps_its_first_value_and_is_called_repeated():
    document, (finding,) = parsed(HEAD + '## 章 {#P98-a when="a.b" when="c.d"}')
    assert document.chapters[0].when == "a.b"
    assert finding.words.zh == "标题的属性“when”重复"
    assert finding.words.en == "attribute 'when' repeated"


@pytest.mark.parametrize(("attributes", "zh"), [("", "标题没有编号"), (" {#P98-a 甲}", "标题后的属性写法不对：甲"), (" {#P98-a " + "甲" * 31 + "}", f"标题后的属性写法不对：{'甲' * 30}")])
def test_attributes_that_cannot_be_read_are_shown(attributes: str, zh: str):
    (finding,) = parsed(f"{HEAD}## 章{attributes}")[1]
    assert finding.words.zh == zh


@pytest.mark.parametrize("text", ["", "id: P98\n", "---\nid: P98\n", " ---\nid: P98\n---\n"])
def test_without_front_matter_there_is_no_document(text: str):
    with pytest.raises(Unreadable) as caught:
        parsed(text)
    assert [(item.rule, item.location.line) for item in caught.value.findings] == [("DOC101", 1)]


def test_a_document_knows_its_kind():
    kinds = {kind: parsed(HEAD.replace("制度", kind))[0] for kind in ("制度", "表单", "培训", "读本")}
    assert [(kind, item.is_form, item.is_training, item.is_reader) for kind, item in kinds.items()] == [
        ("制度", False, False, False), ("表单", True, False, False), ("培训", False, True, False), ("读本", False, False, True)]
    document = kinds["制度"]
    assert (document.id, document.title, document.when, document.fields, document.teaches) == ("P98", "示例", None, [], [])
    empty = parsed("---\n- 甲\n---\n")[0]
    assert (empty.id, empty.data) == ("", {})


def too_much(lines: list[str]) -> list[tuple[int, str, str]]:
    return [(item.location.line, item.words.zh, item.words.en) for item in limits.faults(lines, "x.md")]


def test_what_is_too_much_is_told_where_it_begins_with_the_number_and_the_limit():
    assert limits.LINE == 10_000
    assert too_much(["甲", "字" * 10_001]) == [(2, "这一行有 10001 个字，最多 10000 个字", "this line has 10001 characters, at most 10000")]
    assert too_much(["## 章"] * 999 + ["甲"] + ["### 条"] * 999) == []
    assert too_much(["## 章"] * 1001) == [(1000, "有 1001 章，最多 999 章", "there are 1001 chapters, at most 999")]
    assert too_much(["甲", *["### 条"] * 1000]) == [(1001, "有 1000 条，最多 999 条", "there are 1000 clauses, at most 999")]
    loop = "{% for unit in units %}{%- for town in unit.towns %}"
    assert too_much([loop] * 25) == []
    assert too_much([loop] * 26) == [(26, "有 52 处 {% for %}，最多 50 处 {% for %}", "there are 52 {% for %}, at most 50")]


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"), (110, "一百一十"), (111, "一百一十一"), (999, "九百九十九")])
def test_numbers_are_written_as_chinese_documents_write_them(number: int, words: str):
    assert chinese(number) == words


@pytest.mark.parametrize("number", [0, 1000, -1])
def test_numbers_that_no_document_has_are_refused(number: int):
    with pytest.raises(ValueError, match=str(number)):
        chinese(number)


def test_a_date_is_written_without_zeros():
    assert [chinese_date(day) for day in ("2026-12-01", "2027-03-31")] == ["2026年12月1日", "2027年3月31日"]
