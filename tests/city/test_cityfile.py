"""A city.yaml is written from the divisions and some answers, explained, and read back as the same."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.city import cityfile
from toolkit.city.cityfile import (
    defaults,
    from_division,
    merge,
    read_answers,
    setting,
    tier_names,
    to_text,
)
from toolkit.city.divisions import find
from toolkit.errors import InvalidInput, ToolkitError
from toolkit.files import sources
from toolkit.files.validation import is_blank
from toolkit.files.yamlfile import parse
from toolkit.files.yamltext import scalar

LINYI = from_division(find("临沂"))
FEI = from_division(find("费县"))


def answers(**sections: Any) -> cityfile.Answers:
    """费县's answers, with these instead."""
    return merge(copy.deepcopy(FEI), sections)


def read(text: str) -> Any:
    return parse(text, "city.yaml").data


# --- what the divisions and the schema know


def test_a_city_begins_with_what_its_division_says():
    assert LINYI["city"] == {"name": "临沂市", "code": "3713", "province": "山东省", "tier": "prefecture"}
    assert LINYI["team"]["name"] == "临沂市困境儿童志愿服务团"
    assert LINYI["team"]["short_name"] == "服务团"
    assert LINYI["tiers"]["three"] is True
    assert (len(LINYI["units"]), LINYI["units"][0]["towns"][0]) == (13, "兰山街道")
    assert LINYI["units"][-1] == {"name": "临沂高新技术产业开发区", "code": "371371", "zone": True, "towns": ["罗西街道", "马厂湖镇"]}
    assert all("zone" not in unit for unit in LINYI["units"][:-1])


def test_a_county_has_its_towns_and_two_tiers():
    assert FEI["city"]["tier"] == "county"
    assert FEI["tiers"]["three"] is False
    assert (len(FEI["units"]), FEI["units"][0]) == (12, {"name": "费城街道", "code": "371325001"})


def test_what_only_the_city_knows_waits_and_what_the_schema_suggests_stands():
    assert LINYI["team"]["hotline"] == "待填写"
    assert LINYI["adopted"] == {"on": "待填写", "version": "1.0.0"}
    assert LINYI["supports"]["camps"] is True
    assert LINYI["supports"]["boarding"] is False
    assert LINYI["numbers"]["visits_per_year"] == 4
    assert LINYI["site"] == {"languages": ["zh-Hans"]}
    assert LINYI["laws"] == {"local": []}


@pytest.mark.parametrize(("name", "tier", "three", "top", "middle"), [
    ("临沂市", "prefecture", True, "市团", "县（区）团"), ("东莞市", "prefecture", False, "市团", "市团"),
    ("延边朝鲜族自治州", "prefecture", True, "州团", "县（市）团"), ("锡林郭勒盟", "prefecture", True, "盟团", "旗县（市）团"),
    ("北京市", "municipality", True, "市团", "区（县）团"), ("费县", "county", False, "县团", "县团"),
    ("兰山区", "county", False, "区团", "区团"), ("土默特左旗", "county", False, "旗团", "旗团"), ("仙桃市", "county", False, "市团", "市团"),
    ("阿里地区", "prefecture", True, "地区团", "县（区）团"), ("神农架林区", "county", False, "区团", "区团"), ("六枝特区", "county", False, "区团", "区团"),
    ("大柴旦行政委员会", "county", False, "区团", "区团"), ("保定白沟新城", "county", False, "区团", "区团"), ("西沙群岛", "county", False, "区团", "区团"),
])
def test_teams_are_called_as_their_tier_is(name: str, tier: str, three: bool, top: str, middle: str):
    assert tier_names(name, tier, three) == {"three": three, "top": top, "middle": middle, "lower": "乡镇（街道）团"}


@pytest.mark.parametrize(("schema", "value"), [
    ({"type": "string", "default": "甲", "examples": ["乙"]}, "甲"), ({"type": "string", "examples": ["乙", "丙"]}, "乙"),
    ({"type": "boolean", "default": False}, False), ({"type": "array"}, []), ({"type": "array", "minItems": 0}, []),
    ({"type": "array", "minItems": 1, "examples": [["a"]]}, ["a"]), ({"type": "array", "default": [1]}, [1]),
    ({"type": "object", "required": ["a"], "properties": {
        "a": {"type": "integer", "examples": [7]}, "b": {"type": "integer", "default": 0}, "c": {"type": "integer", "examples": [9]},
    }}, {"a": 7, "b": 0}),
    ({"type": "object", "properties": {}}, {}),
])
def test_a_default_goes_before_an_example_and_what_is_optional_stays_out(schema: dict[str, Any], value: Any):
    assert defaults(schema) == value


# --- answers


@pytest.mark.parametrize(("text", "value"), [
    ("team.hotline=0539-0000000", {"team": {"hotline": "0539-0000000"}}),
    (" team.hotline =0539-0000000", {"team": {"hotline": "0539-0000000"}}),
    ("team.name=a=b", {"team": {"name": "a=b"}}), ("team.name=true", {"team": {"name": "true"}}),
    ("team.name= 甲 ", {"team": {"name": " 甲 "}}), ("team.name=[x]", {"team": {"name": "[x]"}}),
    ("supports.camps=true", {"supports": {"camps": True}}), ("supports.camps=false", {"supports": {"camps": False}}),
    ("numbers.visits_per_year=6", {"numbers": {"visits_per_year": 6}}),
    ("adopted.documents=[P01, P08]", {"adopted": {"documents": ["P01", "P08"]}}),
    ("supports={camps: false}", {"supports": {"camps": False}}), ("units=[{name: 样例镇}]", {"units": [{"name": "样例镇"}]}),
])
def test_a_setting_is_read_by_the_type_of_its_key(text: str, value: cityfile.Answers):
    assert setting(text) == value


@pytest.mark.parametrize("text", [
    "", "=", "=x", "team.hotline", "nonsense=1", "team.nothing=1", "city.name.x=1", "team..name=x", "team.name.=x", ".team=x", "units.name=x",
])
def test_a_setting_of_no_key_is_told_how_to_write_one(text: str):
    with pytest.raises(ToolkitError) as caught:
        setting(text)
    assert not isinstance(caught.value, InvalidInput)
    assert caught.value.words.zh == f"--set {text}：不认识的写法或项"
    assert caught.value.words.en == f"--set {text}: unknown key, or no '='"
    assert caught.value.fix.en == "write it like --set team.hotline=0539-0000000"


@pytest.mark.parametrize(("text", "shown", "rule", "zh"), [
    ("numbers.visits_per_year=3", "numbers.visits_per_year", "CFG107", "每年陪伴次数（numbers.visits_per_year）：“3” 超出范围"),
    ("numbers.visits_per_year=53", "numbers.visits_per_year", "CFG107", "每年陪伴次数（numbers.visits_per_year）：“53” 超出范围"),
    ("numbers.visits_per_year=六", "numbers.visits_per_year", "CFG103", "每年陪伴次数（numbers.visits_per_year）：“六” 应为整数"),
    ("supports.camps=no", "supports.camps", "CFG103", "冬夏令营等过夜营地（supports.camps）：“no” 应为 true 或 false"),
    (" supports.camps =", "supports.camps", "CFG103", "冬夏令营等过夜营地（supports.camps）：null 应为 true 或 false"),
    ("team=x", "team", "CFG103", "服务团（team）：“x” 应为一组“键: 值”"),
    ("team.hotline= 0539-0000000", "team.hotline", "CFG105", "热线（team.hotline）：“ 0539-0000000” 格式不对"),
    ("adopted.documents=[P01", "adopted.documents", "YML001", "括号没有配对，少了 ]"),
    ("units=[]", "units", "CFG108", "下级单位（units）：有 0 项，至少 1 项"),
])
def test_a_setting_with_a_wrong_value_is_told_by_its_key(text: str, shown: str, rule: str, zh: str):
    with pytest.raises(InvalidInput) as caught:
        setting(text)
    (finding,) = caught.value.findings
    assert (finding.location.path, finding.rule, finding.words.zh) == (f"--set {shown}", rule, zh)


@pytest.mark.parametrize("text", ["team: {hotline: 0539-0000000}", "team: {}", "{}", "adopted: {documents: [P01]}", "units: [{name: 样例镇}]"])
def test_any_part_of_a_city_is_an_answer(text: str):
    assert read_answers(parse(text, "a.yaml")) == read(text)


@pytest.mark.parametrize("text", ["", "\n\n", "---\n", "null", "# team:\n#   hotline:\n"])
def test_a_file_with_every_answer_left_out_answers_nothing(text: str):
    assert read_answers(parse(text, "a.yaml")) == {}


@pytest.mark.parametrize(("text", "places"), [
    ("team: {hotlin: x}\nzz: 1\n", [("CFG101", 1, 8), ("CFG101", 2, 1)]), ("city: null", [("CFG103", 1, 7)]), ("- a", [("CFG103", 1, 1)]),
    ("team: {hotline: '12'}", [("CFG105", 1, 17)]), ("units: [{code: '371302'}]", [("CFG102", 1, 9)]), ("units: []", [("CFG108", 1, 8)]),
])
def test_a_wrong_answer_is_told_with_its_place_in_the_file(text: str, places: list[tuple[str, int, int]]):
    with pytest.raises(InvalidInput) as caught:
        read_answers(parse(text, "a.yaml"))
    assert [(at.rule, at.location.line, at.location.column) for at in caught.value.findings] == places
    assert {at.location.path for at in caught.value.findings} == {"a.yaml"}


def test_reading_answers_leaves_the_schema_as_it_was():
    before = copy.deepcopy(sources.schema("city"))
    read_answers(parse("team: {}", "a.yaml"))
    assert sources.schema("city") == before
    assert "required" in before["properties"]["team"]


@pytest.mark.parametrize(("parts", "merged"), [
    ([], {}), ([{"a": {"x": 1}}], {"a": {"x": 1}}), ([{"a": {"x": 1, "y": 1}}, {"a": {"x": 2}}], {"a": {"x": 2, "y": 1}}),
    ([{"a": {"x": 1}}, {"a": {"x": 2}}, {"a": {"x": 3}}], {"a": {"x": 3}}), ([{"u": [1, 2]}, {"u": [3]}], {"u": [3]}),
    ([{"a": {"l": [1, 2]}}, {"a": {"l": [3]}}], {"a": {"l": [3]}}), ([{"a": 1}, {"a": {"x": 2}}], {"a": {"x": 2}}),
    ([{"a": {"x": 1}}, {"a": 2}], {"a": 2}), ([{"a": {"x": {"p": 1}}}, {"a": {"x": {"q": 2}}}], {"a": {"x": {"q": 2}}}),
])
def test_what_is_said_later_wins_key_by_key(parts: list[cityfile.Answers], merged: cityfile.Answers):
    before = copy.deepcopy(parts)
    assert merge(*parts) == merged
    assert parts == before


# --- the text


def test_the_text_reads_back_as_the_answers_and_is_the_same_every_time():
    assert read(to_text(LINYI)) == LINYI
    assert to_text(LINYI) == to_text(copy.deepcopy(LINYI))


def test_the_text_explains_every_section_and_key_in_the_schemas_order():
    lines = to_text(FEI).split("\n")
    assert lines[0] == "# yaml-language-server: $schema=.kit/city.schema.json"
    assert lines[1].startswith("# 费县的全部事实。")
    assert "linyi check" in lines[2]
    assert lines[3:6] == ["", "# 城市：由行政区划数据填好，一般不改。", "city:"]
    assert '  code: "371325"  # 代码' in lines
    assert "  camps: true  # 冬夏令营等过夜营地" in lines
    assert '  - {name: 费城街道, code: "371325001"}' in lines
    assert "  languages: [zh-Hans]  # 语言" in lines
    sections = [line[:-1] for line in lines if line.endswith(":") and line[0].isalpha()]
    assert sections == [name for name in sources.schema("city")["properties"] if name in FEI]
    assert lines[-1] == ""
    assert lines[-2] != ""


def test_an_optional_key_is_written_only_where_it_is_answered():
    assert "documents:" not in to_text(FEI)
    text = to_text(answers(adopted={"documents": ["P01", "P08"]}, laws={"local": [{"title": "某条例", "issuer": "某会"}, "sd-volunteer-regs"]}))
    assert "  documents: [P01, P08]  # 施行的文件" in text
    assert "  local: [{title: 某条例, issuer: 某会}, sd-volunteer-regs]  # 地方性法规" in text


def test_a_name_with_line_breaks_stays_in_its_comment():
    with pytest.raises(InvalidInput) as caught:
        to_text(answers(city={"name": "甲\n乙: {}"}))
    assert {finding.rule for finding in caught.value.findings} == {"CFG106"}


@pytest.mark.parametrize(("sections", "rule", "words"), [
    ({"team": {"hotline": "12"}}, "CFG105", "team.hotline"), ({"numbers": {"visits_per_year": 53}}, "CFG107", "numbers.visits_per_year"),
    ({"units": []}, "CFG103", "units"), ({"team": {"name": "\u202e"}}, "YML002", "看不见的字符"),
    ({"units": [{"name": "甲", "odd": 1}]}, "CFG101", "odd"),
])
def test_a_city_with_a_wrong_answer_is_not_written(sections: cityfile.Answers, rule: str, words: str):
    with pytest.raises(InvalidInput) as caught:
        to_text(answers(**sections))
    (finding,) = caught.value.findings
    assert (finding.rule, finding.location.path) == (rule, "city.yaml")
    assert words in finding.words.zh
    assert finding.location.line > 3


def test_a_section_left_out_is_told_as_missing():
    with pytest.raises(InvalidInput) as caught:
        to_text({name: value for name, value in FEI.items() if name != "team"})
    assert [finding.words.zh for finding in caught.value.findings] == ["缺少“team”（服务团）"]


@pytest.mark.parametrize(("value", "text"), [
    (True, "true"), (None, "null"), (7, "7"), (0.5, "0.5"), ("临沂市", "临沂市"), ("a/b-c d", "a/b-c d"), ("（甲）“乙”、，。《丙》·", "（甲）“乙”、，。《丙》·"),
    ("", '""'), ("3713", '"3713"'), ("-a", '"-a"'), (" a", '" a"'), ("a ", '"a "'), ("a: b", '"a: b"'), ("a #b", '"a #b"'), ("甲\n乙", '"甲\\n乙"'),
    ('"', '"\\""'), ("é", '"é"'), ("yes", '"yes"'), ("No", '"No"'), ("ON", '"ON"'), ("off", '"off"'), ("y", '"y"'), ("N", '"N"'), ("True", '"True"'),
    ("FALSE", '"FALSE"'), ("Null", '"Null"'), ("yess", "yess"), ("nul", "nul"), ("\x7f", '"\\u007f"'), ("\x85", '"\\u0085"'), ("\u2028", '"\\u2028"'),
    ("\ufeff", '"\\ufeff"'), ("\ud800", '"\\ud800"'),
])
def test_only_plain_words_stand_without_quotes(value: object, text: str):
    assert scalar(value) == text


words = st.text(st.characters(exclude_categories=["Cc", "Cf", "Co", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), min_size=1, max_size=40).filter(
    lambda text: not is_blank(text)  # which CFG102 tells
)


@settings(max_examples=20)
@given(words, st.lists(words, min_size=1, max_size=3, unique=True))
def test_whatever_a_city_calls_itself_reads_back(host: str, towns: list[str]):
    units = [{"name": "样例县", "towns": towns}]
    found = read(to_text(answers(team={"host": host}, units=units)))
    assert (found["team"]["host"], found["units"]) == (host, units)
