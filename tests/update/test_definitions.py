"""Definitions of registers, three ways: the city's columns and words stay, the national ones arrive."""

from __future__ import annotations

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.errors import has_errors
from toolkit.files import yamledit, yamlfile
from toolkit.files.textfile import Unreadable
from toolkit.registers.ledger import parse
from toolkit.text.marks import bare
from toolkit.update.definitions import Definition, merge
from toolkit.update.threeway import same

FIRST = ROOT / "policies" / "releases" / "1.0.0" / "templates" / "registers"
NOW = ROOT / "templates" / "registers"
OLD, NEW = ((folder / "R07-matches.yaml").read_bytes() for folder in (FIRST, NOW))


def data(raw: bytes | None):
    assert raw is not None
    return yamlfile.parse(raw.decode("utf-8-sig").replace("\r\n", "\n"), "R07").data


def column(raw: bytes | None, name: str) -> dict | None:
    return next((entry for entry in data(raw)["columns"] if entry["name"] == name), None)


def edited(raw: bytes, old: str, new: str) -> bytes:
    text = raw.decode("utf-8")
    assert old in text
    return text.replace(old, new, 1).encode("utf-8")


def test_an_unedited_definition_becomes_the_new_one():
    assert merge(OLD, OLD, NEW) == Definition(NEW)


def test_without_a_national_change_the_citys_stays():
    mine = edited(OLD, "title: 结对编号", "title: 结对号")
    assert merge(OLD, mine, OLD) == Definition(mine)


def test_what_the_city_changed_and_what_the_nation_added_stand_in_one_file_and_comments_stay():
    mine = edited(OLD, "  - name: match_id\n", "  # 本市的编号从市里统一发\n  - name: match_id\n")
    mine = edited(mine, "title: 结对编号", "title: 结对号  # 老说法")
    mine = edited(mine, "rules:\n", "  - name: township\n    title: 乡镇\n    type: text\n    sensitivity: S1\nrules:\n  - 本市：每季度对一次账。\n")
    made = merge(OLD, mine, NEW)
    text = made.content.decode("utf-8")
    assert "  # 本市的编号从市里统一发\n  - name: match_id\n" in text
    assert "title: 结对号  # 老说法\n" in text
    assert column(made.content, "township") == {"name": "township", "title": "乡镇", "type": "text", "sensitivity": "S1"}
    assert column(made.content, "pause_until") == column(NEW, "pause_until")
    assert "本市：每季度对一次账。" in data(made.content)["rules"]
    assert set(data(NEW)["rules"]) <= set(data(made.content)["rules"])
    assert not made.questions
    assert [note.zh.split("：")[1] for note in made.notes][0] == "新增的列"
    ledger, findings = parse(text, "R07")
    assert ledger
    assert not has_errors(findings)


def test_a_national_change_reaches_a_column_whose_other_words_the_city_changed():
    mine = edited(OLD, "title: 结对编号", "title: 结对号")
    new = edited(NEW, "name: match_id\n    title: 结对编号", "name: match_id\n    width: 9\n    title: 结对编号")
    assert column(merge(OLD, mine, new).content, "match_id")["title"] == "结对号"
    assert column(merge(OLD, mine, new).content, "match_id")["width"] == 9


def test_where_both_changed_the_same_words_the_citys_stay_and_the_city_is_asked():
    mine = edited(OLD, "title: 结对编号", "title: 结对号")
    new = edited(NEW, "title: 结对编号", "title: 配对编号")
    made = merge(OLD, mine, new)
    assert column(made.content, "match_id")["title"] == "结对号"
    asked = made.questions[0]
    assert (asked.place, asked.base, asked.local, asked.new) == ("台账 R07：列“结对号”的 title", "结对编号", "结对号", "配对编号")


def test_a_rule_that_both_reworded_is_asked_about_and_one_that_only_the_nation_reworded_arrives():
    base, new = OLD, NEW
    rule = next(item for item in data(base)["rules"] if "女孩的主结对" in item)
    mine = edited(base, f"- {rule}", "- 女孩的主结对志愿者是女性，男孩不限。")
    made = merge(base, mine, new)
    assert "女孩的主结对志愿者是女性，男孩不限。" in data(made.content)["rules"]
    assert not made.questions  # the nation changed its mark alone
    made = merge(base, mine, edited(new, "[女孩的主结对志愿者是女性]{.suggested}", "女孩的主结对志愿者应当是成年女性"))
    assert [asked.place for asked in made.questions] == ["台账 R07：规则"]
    assert data(made.content)["rules"].count("女孩的主结对志愿者是女性，男孩不限。") == 1


def test_a_column_that_the_city_deleted_stays_away_and_is_asked_about_only_where_it_changed():
    lines = OLD.decode("utf-8").split("  - name: ")
    name = lines[3].split("\n")[0]
    mine = "  - name: ".join(lines[:3] + lines[4:]).encode("utf-8")
    made = merge(OLD, mine, NEW)
    assert column(made.content, name) is None
    assert column(made.content, "pause_until")
    changed = yamledit.rewritten(NEW.decode("utf-8"), {**data(NEW), "columns": [
        {**entry, "width": 33} if entry["name"] == name else entry for entry in data(NEW)["columns"]]})
    assert "删掉了" in merge(OLD, mine, changed.encode("utf-8")).questions[0].place


def test_a_withdrawn_column_goes_unless_the_city_changed_it():
    shorter = {**data(NEW), "columns": [entry for entry in data(NEW)["columns"] if entry["name"] != "end_reason"]}
    new = yamledit.written(shorter).encode("utf-8")
    assert column(merge(NEW, edited(NEW, "keeper: ", "keeper: 市"), new).content, "end_reason") is None
    kept = merge(NEW, edited(NEW, "title: 结束原因", "title: 为什么结束"), new)
    assert column(kept.content, "end_reason")["title"] == "为什么结束"
    assert any("留着" in note.zh for note in kept.notes)


def test_options_are_merged_one_by_one():
    old, new = (folder / "R10-activities.yaml" for folder in (FIRST, NOW))
    mine = edited(old.read_bytes(), "日常]", "日常, 本市亲子日]")
    made = merge(old.read_bytes(), mine, new.read_bytes())
    options = column(made.content, "type")["options"]
    assert options == [*column(new.read_bytes(), "type")["options"], "本市亲子日"]


@pytest.mark.parametrize(("base", "local", "new", "content", "noted", "asked"), [
    (None, None, NEW, NEW, 1, 0),        # a new register arrives
    (OLD, None, OLD, None, 0, 0),        # deleted here, the same there: stays away
    (OLD, None, NEW, None, 0, 1),        # deleted here, changed there: asked
    (OLD, OLD, None, None, 1, 0),        # withdrawn
    (OLD, OLD + b"# \xe6\x9c\xac\n", None, OLD + b"# \xe6\x9c\xac\n", 1, 0),  # withdrawn, edited here: kept
    (None, OLD, None, OLD, 0, 0),        # the city's own
    (OLD, None, None, None, 0, 0),
])
def test_whole_files(base, local, new, content, noted: int, asked: int):
    made = merge(base, local, new)
    assert made.content == content
    assert (len(made.notes), len(made.questions)) == (noted, asked)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_encoding_byte_order_mark_and_line_ends_stay(mark: bytes, end: str, encoding: str):
    if mark and encoding != "utf-8":
        return
    mine = edited(OLD, "title: 结对编号", "title: 结对号").decode("utf-8")
    made = merge(OLD, mark + mine.replace("\n", end).encode(encoding), NEW).content
    plain = merge(OLD, mine.encode("utf-8"), NEW).content.decode("utf-8")
    assert made == mark + plain.replace("\n", end).encode(encoding)
    unedited = mark + OLD.decode("utf-8").replace("\n", end).encode(encoding)
    assert merge(OLD, unedited, NEW).content == mark + NEW.decode("utf-8").replace("\n", end).encode(encoding)


@pytest.mark.parametrize("damaged", [b"columns: [", b"\xff\xfe\x00", b"a: 1\n", "id: R07\u202e\n".encode(), b"\x80\x81\xff"])
def test_what_cannot_be_read_is_kept_and_its_faults_told(damaged: bytes):
    made = merge(OLD, damaged, NEW)
    assert made.content == damaged
    assert made.questions == ()
    assert made.faults
    with pytest.raises(Unreadable):
        merge(OLD, edited(OLD, "title: 结对编号", "title: 结对号"), damaged)


def test_without_a_known_base_nothing_of_either_side_is_dropped():
    mine = edited(OLD, "title: 结对编号", "title: 结对号")
    made = merge(None, mine, NEW)
    assert column(made.content, "match_id")["title"] == "结对号"
    assert {entry["name"] for entry in data(made.content)["columns"]} == {entry["name"] for entry in data(NEW)["columns"]}
    assert any(asked.local == "结对号" for asked in made.questions)


@pytest.mark.parametrize("name", sorted(path.name for path in FIRST.glob("R*.yaml")))
def test_every_register_of_the_first_release_takes_an_edit_through_to_the_present_text(name: str):
    """Comments kept, own column kept, all national columns there, and a second run changes nothing."""
    old, new = (FIRST / name).read_bytes(), (NOW / name).read_bytes()
    own = "  # 本市加的一列\n  - name: our_own\n    title: 本市备注\n    type: text\n    sensitivity: S0\n"
    mine = edited(old, "columns:\n", "columns:\n" + own)
    made = merge(old, mine, new)
    assert not made.questions
    assert own in made.content.decode("utf-8")
    assert [entry for entry in data(made.content)["columns"] if entry["name"] != "our_own"] == data(new)["columns"]
    assert {key: value for key, value in data(made.content).items() if key != "columns"} == {
        key: value for key, value in data(new).items() if key != "columns"}
    assert merge(new, made.content, new) == Definition(made.content)


WORDS = st.sampled_from(["甲", "乙", "按照规定填。", "“丙”: 一", "[30日]{.suggested}内填", "# 丁", "- 戊", "true", "3"])


@st.composite
def edits(draw, side: str):
    """A definition with some columns and rules changed, added, dropped or moved."""
    made = copy.deepcopy(data(OLD))
    for _ in range(draw(st.integers(0, 4))):
        columns, rules = made["columns"], made["rules"]
        kind = draw(st.sampled_from(["note", "title", "add", "drop", "move", "rule", "add rule", "drop rule", "option", "keeper"]))
        at = draw(st.integers(0, len(columns) - 1))
        if kind in ("note", "title"):
            columns[at][kind] = draw(WORDS) + side
        elif kind == "add":
            columns.insert(at, {"name": f"{'x' if side in '本甲' else 'y'}{len(columns)}", "title": f"{side}{len(columns)}", "type": "text", "sensitivity": "S0"})
        elif kind == "drop" and len(columns) > 2:
            columns.pop(at)
        elif kind == "move":
            columns.append(columns.pop(at))
        elif kind == "rule" and rules:
            rules[at % len(rules)] += side
        elif kind == "add rule":
            rules.insert(at % (len(rules) + 1), draw(WORDS) + side + str(len(rules)))
        elif kind == "drop rule" and len(rules) > 1:
            rules.pop(at % len(rules))
        elif kind == "option" and "options" in columns[at]:
            columns[at]["options"] = [*columns[at]["options"], f"{side}{len(columns[at]['options'])}"]
        elif kind == "keeper":
            made["keeper"] = draw(WORDS) + side
    return made


def pieces(entry: dict) -> set[str]:
    """All that a definition says, each with its place: column and key, or the list that it is in."""
    found = {f"rules\0{bare(rule)}" for rule in entry["rules"]} | {f"keeper\0{bare(str(entry.get('keeper')))}"}
    for item in entry["columns"]:
        for key, value in item.items():
            values = value if isinstance(value, list) else [value]
            found |= {f"{item['name']}.{key}\0{bare(str(one))}" for one in values}
    return found


@given(edits("本"), edits("全"), st.booleans())
@settings(max_examples=40)
def test_nothing_local_is_lost_and_nothing_national_undelivered(mine: dict, new: dict, comments: bool):
    mine_raw = (yamledit.rewritten(OLD.decode("utf-8"), mine) or yamledit.written(mine))
    if comments:
        mine_raw = mine_raw.replace("columns:\n", "columns:\n  # 一句注释\n", 1)
    made = merge(OLD, mine_raw.encode("utf-8"), yamledit.written(new).encode("utf-8"))
    merged, base = data(made.content), data(OLD)
    asked = "".join(f"{item.local}\n{item.new}\n" for item in made.questions)
    for piece in pieces(mine) - pieces(base):
        assert piece in pieces(merged), piece
    for piece in pieces(new) - pieces(base):
        place, _, words = piece.partition("\0")
        # In force, or asked about; what the city deleted with its column is asked about as a whole.
        assert piece in pieces(merged) or words in asked, piece
    for piece in pieces(base) - pieces(mine):  # what the city took out stays out, unless the nation says it anew
        assert piece not in pieces(merged) or piece in pieces(new), piece
    if comments:
        assert "# 一句注释" in made.content.decode("utf-8") or any("注释在备份里" in note.zh for note in made.notes)


@given(edits("甲"), edits("乙"))
@settings(max_examples=40)
def test_a_text_can_be_brought_to_any_data(first: dict, second: dict):
    text = yamledit.written(first)
    assert yamlfile.parse(text, "").data == first
    found = yamledit.rewritten(text, second)
    assert found is None or yamlfile.parse(found, "").data == second
    assert same(first, second) or found != text
