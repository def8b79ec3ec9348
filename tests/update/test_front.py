"""Front matter merged key by key, a form's fields by name."""

from __future__ import annotations

import pytest
import yaml

from toolkit.update import front

BASE = """---
id: B98
title: 样例表
version: "1.0.0"
fields:
  - {name: 孩子姓名, type: text, required: true, sensitivity: S2}
  - {name: 我的决定, type: enum, options: [同意, 不同意], required: true, sensitivity: S1, at: B98-a}
  - {name: 我的决定, type: enum, options: [同意, 不同意], required: true, sensitivity: S1, at: B98-b}
  - {name: 保存多久, type: text, required: false, sensitivity: S0, note: 保存30日（建议值）}
---
"""


def change(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


NEW = change(BASE, ('"1.0.0"', '"1.1.0"'), ("保存30日（建议值）", '"保存[30日]{.suggested}"'))


def merged(local: str, new: str = NEW, eol: str = "\n") -> front.Merged:
    return front.merge(BASE.replace("\n", eol), local.replace("\n", eol), new, {}, eol)


def fields(text: str) -> list[dict]:
    return yaml.safe_load(text.strip("-\n"))["fields"]


def test_an_unedited_one_is_the_national_one():
    assert merged(BASE).text == NEW


def test_a_field_of_the_citys_own_and_a_new_national_one_both_stand():
    local = change(BASE, ("  - {name: 保存多久", "  - {name: 村名, type: text, required: false, sensitivity: S1}\n  - {name: 保存多久"))
    new = change(NEW, ("sensitivity: S2}\n", "sensitivity: S2}\n  - {name: 出生日期, type: date, required: true, sensitivity: S2}\n"))
    found = merged(local, new)
    assert [field["name"] for field in fields(found.text)] == ["孩子姓名", "出生日期", "我的决定", "我的决定", "村名", "保存多久"]
    assert found.rivals == []
    assert "保存[30日]{.suggested}" in found.text


def test_fields_of_one_name_are_told_apart_by_their_clause():
    local = change(BASE, ("sensitivity: S1, at: B98-b", "sensitivity: S1, note: 本市的说明, at: B98-b"))
    new = change(NEW, ("sensitivity: S1, at: B98-a", "sensitivity: S2, at: B98-a"))
    found = merged(local, new)
    assert [field.get("note") for field in fields(found.text)[1:3]] == [None, "本市的说明"]
    assert [field["sensitivity"] for field in fields(found.text)[1:3]] == ["S2", "S1"]


def test_a_field_that_both_changed_stays_local_and_is_asked():
    local = change(BASE, ("孩子姓名, type: text, required: true", "孩子姓名, type: text, required: false"))
    new = change(NEW, ("孩子姓名, type: text, required: true", "孩子姓名, type: longtext, required: true"))
    found = merged(local, new)
    assert [rival.key for rival in found.rivals] == ["fields/孩子姓名"]
    assert fields(found.text)[0] == {"name": "孩子姓名", "type": "text", "required": False, "sensitivity": "S2"}
    assert front.excerpt(found.rivals, "new") == "fields:\n  - {name: 孩子姓名, type: longtext, required: true, sensitivity: S2}\n"
    taken = front.replaced(found.text, ["fields/孩子姓名"], new, "\n")
    assert taken == new
    drafted = front.replaced(found.text, ["fields/孩子姓名"], "fields:\n  - {name: 孩子姓名, type: longtext, required: false, sensitivity: S2}\n", "\n")
    assert fields(drafted)[0]["type"] == "longtext"
    assert fields(drafted)[0]["required"] is False


def test_a_field_that_the_city_deleted_stays_deleted():
    local = change(BASE, ("  - {name: 孩子姓名, type: text, required: true, sensitivity: S2}\n", ""))
    assert "孩子姓名" not in merged(local).text
    new = change(NEW, ("孩子姓名, type: text", "孩子姓名, type: longtext"))
    found = merged(local, new)
    assert "孩子姓名" not in found.text
    assert [(rival.key, rival.local) for rival in found.rivals] == [("fields/孩子姓名", None)]


def test_the_change_of_marks_asks_nothing():
    local = change(BASE, ("保存30日（建议值）", "保存30日（建议值） "), ("样例表", "本市样例表"))
    assert merged(local).rivals == []


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_line_ends_stay(eol: str):
    local = change(BASE, ("title: 样例表", "title: 本市样例表"))
    text = merged(local, eol=eol).text
    assert text.count("\n") == text.count(eol)
    assert "title: 本市样例表" in text
    assert '"1.1.0"' in text


def test_what_yaml_cannot_read_stays_as_it_is():
    local = change(BASE, ("title: 样例表", "title: [样例表"))
    found = merged(local)
    assert "title: [样例表" in found.text
    assert '"1.1.0"' in found.text


def test_a_citys_version_number_gives_way_and_is_told():
    found = merged(change(BASE, ('"1.0.0"', '"临沂 2"')))
    assert '"1.1.0"' in found.text
    assert found.overruled == {"version": 'version: "临沂 2"'}


def test_retold_clauses_merge_one_by_one():
    base = '---\nid: C98\nretold:\n  P98-a: "1111"\n  P98-b: "2222"\n---\n'
    local = base.replace('"1111"', '"aaaa"')
    new = base.replace('"2222"', '"3333"') .replace("---\n", "---\n", 1)
    found = front.merge(base, local, new, {}, "\n")
    assert found.text == '---\nid: C98\nretold:\n  P98-a: "aaaa"\n  P98-b: "3333"\n---\n'
    assert found.rivals == []


@pytest.mark.parametrize(("old", "new"), [
    ("title: 样例表", 'title: "样例表"'), ("title: 样例表", "title:   样例表  # 名称"),
    ("options: [同意, 不同意], required: true, sensitivity: S1, at: B98-a", "options: [同意,不同意], required: true, sensitivity: S1, at: B98-a"),
])
def test_what_is_only_written_another_way_is_no_change_and_nothing_lost(old: str, new: str):
    from toolkit.update import assurance, document, parts

    local = change(BASE, (old, new))
    sides = [parts.parse(text + "\n## 章 {#B98-a}\n") for text in (BASE, local, NEW)]
    made = document.merge("B98", *sides)
    assert made.questions == []
    assert new in made.source.front or made.source.front == NEW  # the nation writes that list anew, for its marks
    assert assurance.lost(sides[1], sides[2], made) == assurance.undelivered(sides[2], made) == []


def test_a_front_matter_that_loses_a_key_of_the_citys_is_refused(monkeypatch: pytest.MonkeyPatch):
    from toolkit.update import assurance, document, parts

    sides = [parts.parse(text + "\n## 章 {#B98-a}\n") for text in (BASE, change(BASE, ("id: B98\n", "id: B98\nours: 本市\n")), NEW)]
    made = document.merge("B98", *sides)
    assert assurance.lost(sides[1], sides[2], made) == []
    made.front.text = made.front.text.replace("ours: 本市\n", "")
    assert assurance.lost(sides[1], sides[2], made) == ["ours"]
    made.front.text = made.front.text.replace('"保存[30日]{.suggested}"', "保存60日")
    assert assurance.lost(sides[1], sides[2], made) == ["ours"]
    whole = document.merge("B98", sides[0], sides[0], parts.parse(sides[2].text.replace("样例表", "新表")))
    whole.front.text = whole.front.text.replace("新表", "样例表")
    assert assurance.undelivered(parts.parse(sides[2].text.replace("样例表", "新表")), whole) == ["title"]
