"""city.yaml under a newer schema: nothing dropped, nothing laid out anew, new keys as comments."""

from __future__ import annotations

import copy
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.city.city import check, with_defaults
from toolkit.files import sources, yamlfile
from toolkit.text import placeholders, policy, releases
from toolkit.update.renaming import Renamed
from toolkit.update.settings import Settings, merge, migrations

SCHEMA = sources.schema("city")
OLD = (ROOT / "tests" / "kits" / "before-releases" / "city.yaml").read_text(encoding="utf-8")
NEW_KEYS = {"tiers": ["small"], "size": ["pairs", "coordinators"]}


def schema_of(**sections: str) -> dict:
    """A schema of text keys: `team="phone email"`."""
    entry = {"type": "string", "title": "名称", "description": "…", "examples": ["例"], "default": "无"}
    return {"properties": {
        section: {"title": "部分", "description": "几项。", "properties": dict.fromkeys(keys.split(), entry)}
        for section, keys in sections.items()
    }}


def read(text: str):
    return yamlfile.parse(text.removeprefix("\ufeff").replace("\r\n", "\n"), "city.yaml").data


def added(before: str, after: str) -> list[str]:
    """The lines that came; fails where any other changed."""
    rest, came = before.splitlines(), []
    for line in after.splitlines():
        if rest and line == rest[0]:
            rest.pop(0)
        else:
            came.append(line)
    assert not rest
    return came


def test_a_city_of_the_first_release_is_offered_what_came_since_where_it_belongs():
    merged = merge(OLD, None, SCHEMA)
    came = [line for line in added(OLD, merged.text) if line]
    assert came == [
        "  #small: false  # 小办公室（新增，要改的去掉行首的 #；不填按 false 办）",
        "# 规模：结对数和协调员人数，用来算办公室每月的工作量。新增，要改的去掉下面各行行首的 #。",
        "#size:", "#  pairs: 20  # 结对数", "#  coordinators: 2  # 协调员人数",
    ]
    assert [note.zh.split("（")[0] for note in merged.notes] == [
        "city.yaml 新增可填的 tiers.small", "city.yaml 新增可填的 size.pairs", "city.yaml 新增可填的 size.coordinators",
    ]
    assert read(merged.text) == read(OLD)


def test_a_suggestion_without_its_sign_is_in_force_as_it_stands():
    text = re.sub(r"^( *)#(?=(small|size|  pairs|  coordinators):)", r"\1", merge(OLD, None, SCHEMA).text, flags=re.M)
    data = read(text)
    assert data["tiers"]["small"] is False
    assert data["size"] == {"pairs": 20, "coordinators": 2}
    assert not [finding for finding in check(yamlfile.parse(text, "city.yaml")) if finding.rule != "CFG201"]


@pytest.mark.parametrize("old", [None, SCHEMA])
def test_a_second_run_adds_nothing(old):
    once = merge(OLD, None, SCHEMA).text
    assert merge(once, old, SCHEMA) == Settings(once, ())


def test_what_the_city_struck_out_or_left_out_is_not_suggested_again():
    struck = OLD.replace("  three: true", "  # small: true\n  three: true").replace(
        "# 提供的帮扶", "# size:\n#   pairs: 12\n#   coordinators: 2\n\n# 提供的帮扶")
    assert merge(struck, None, SCHEMA) == Settings(struck, ())
    assert merge(OLD, SCHEMA, SCHEMA) == Settings(OLD, ())  # the suggestions of an earlier run were deleted


def test_a_new_key_of_a_section_that_is_struck_out_is_suggested_there():
    struck = OLD.replace("# 提供的帮扶", "#size:\n#  pairs: 12\n\n# 提供的帮扶")
    assert added(struck, merge(struck, None, SCHEMA).text) == [
        "  #small: false  # 小办公室（新增，要改的去掉行首的 #；不填按 false 办）", "#  coordinators: 2  # 协调员人数",
    ]


def test_a_key_without_a_default_is_shown_by_an_example():
    new = copy.deepcopy(SCHEMA)
    new["properties"]["team"]["properties"]["fax"] = {"type": "string", "title": "传真", "examples": ["0539-0000000"]}
    text = merge(OLD, SCHEMA, new).text
    assert added(OLD, text) == ["  #fax: 0539-0000000  # 传真（新增，这是例子，要用的改成本市的，去掉行首的 #）".replace(
        "0539-0000000", '"0539-0000000"')]
    assert text.index("#fax") < text.index("partners:")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_byte_order_mark_stay(end: str, mark: str):
    text = mark + OLD.replace("\n", end)
    merged = merge(text, None, SCHEMA).text
    assert merged.startswith(mark + "# yaml")
    assert merged.replace(end, "\n").removeprefix(mark) == merge(OLD, None, SCHEMA).text
    assert merged.count("\n") == merged.count(end)


def test_a_last_line_without_an_end_gets_one_only_where_something_follows():
    text = "team:\n  a: 甲"
    assert merge(text, None, schema_of(team="a")).text == text
    assert merge(text, None, schema_of(team="a b")).text == (
        "team:\n  a: 甲\n  #b: 无  # 名称（新增，要改的去掉行首的 #；不填按 无 办）")


@pytest.mark.parametrize("text", [
    "team: [", "team:\n\tname: x", "- a\n- b", "just text", "team: &a {x: 1}\nother: *a", "a: 1\na: 2", "",
])
def test_what_cannot_be_read_is_not_touched_and_told(text: str):
    merged = merge(text, None, SCHEMA)
    assert merged.text == text
    assert "没有动" in merged.notes[0].zh


def test_a_section_in_braces_gets_a_line_below_it():
    text = re.sub(r"^tiers:\n(  .*\n)+", "tiers: {three: true, top: 市团, middle: 县团, lower: 乡团}  # 三级\n", OLD, flags=re.M)
    came = added(text, merge(text, None, SCHEMA).text)
    assert came[0] == "# tiers 里可以加一项 small: false（小办公室）"
    assert merge(merge(text, None, SCHEMA).text, None, SCHEMA).notes == ()


def test_a_renamed_key_keeps_its_place_quotes_value_and_comment():
    text = 'team:\n  "phone" : "0539"   # 白天\n  email: x\nphone: 1\n'
    merged = merge(text, None, schema_of(team="hotline email"), [Renamed("1.2.0", "team.phone", "team.hotline")])
    assert merged.text == 'team:\n  "hotline" : "0539"   # 白天\n  email: x\nphone: 1\n'
    assert merged.notes[0].zh == "city.yaml 的 team.phone 改名为 team.hotline，填的值没有变"


def test_renames_of_several_versions_are_one_run():
    text = "team:\n  a: 1\n  z: 2\n"
    steps = [Renamed("1.2.0", "team.a", "team.b"), Renamed("1.3.0", "team.b", "team.c"), Renamed("1.3.0", "team", "group")]
    assert merge(text, None, schema_of(group="c z"), steps).text == "group:\n  c: 1\n  z: 2\n"


def test_a_key_moves_to_another_section_with_all_its_lines():
    text = "team:\n  name: 甲\n  duty: |\n    一\n    # 不是注释\n  # 邮箱\n  email: x\ncontacts:\n    police: 110\n"
    merged = merge(text, None, schema_of(team="name email", contacts="police night"), [Renamed("2.0.0", "team.duty", "contacts.night")])
    assert merged.text == (
        "team:\n  name: 甲\n  # 邮箱\n  email: x\ncontacts:\n    police: 110\n    night: |\n      一\n      # 不是注释\n")


def test_where_both_names_stand_or_the_layout_is_odd_a_person_decides():
    both = "team:\n  phone: 1\n  hotline: 2\n"
    renamed = [Renamed("1.2.0", "team.phone", "team.hotline")]
    assert merge(both, None, schema_of(team="hotline"), renamed).text == both
    assert "留一项" in merge(both, None, schema_of(team="hotline"), renamed).notes[0].zh
    odd = "team: {phone: 1, x: 2}\ncontacts: {police: 110}\n"
    merged = merge(odd, None, schema_of(team="x", contacts="police night"), [Renamed("2.0.0", "team.phone", "contacts.night")])
    assert read(merged.text) == read(odd)
    assert "手工改名" in merged.notes[0].zh


def test_a_key_that_the_schema_gave_up_stays_and_is_told():
    text = "team:\n  a: 甲\n  b: 乙\n"
    merged = merge(text, schema_of(team="a b"), schema_of(team="a"))
    assert merged.text == text
    assert merged.notes[0].zh == "city.yaml 的 team.b 新版不再使用，留在原处"


def test_the_list_of_renamed_keys_fits_the_schema():
    known = {f"{section}.{key}" for section, entry in SCHEMA["properties"].items() for key in entry.get("properties", ())}
    for item in migrations(ROOT / "schemas"):
        assert item.new in known | set(SCHEMA["properties"])
        assert item.old not in known


NAMES = st.sampled_from(["a", "b", "c", "name", "on"])
VALUES = st.one_of(
    st.text(st.sampled_from("甲乙 #:'\"ab{}[]|-1"), max_size=8), st.integers(-9, 9), st.booleans(), st.none(),
    st.lists(st.sampled_from(["甲", "b: c", "# d"]), max_size=3),
)
COMMENTS = st.sampled_from(["", "# 说明", "  # b: 甲", "#c: x", "   ", "# t:", "#  a: 1"])


@st.composite
def files(draw) -> str:
    """A city.yaml by somebody with habits of their own."""
    lines = [draw(COMMENTS)]
    for section in draw(st.lists(st.sampled_from(["s", "t", "u"]), unique=True, max_size=3)):
        data = draw(st.dictionaries(NAMES, VALUES, max_size=4))
        flow = draw(st.sampled_from([True, False, None]))
        dumped = yaml.safe_dump({section: data}, allow_unicode=True, default_flow_style=flow, sort_keys=False,
                                indent=draw(st.sampled_from([2, 4])), width=draw(st.sampled_from([5, 80])))
        if draw(st.booleans()) and flow is False and data:
            dumped += f"{' ' * (len(dumped.splitlines()[1]) - len(dumped.splitlines()[1].lstrip()))}zz: |{draw(st.sampled_from(['', '+', '-']))}\n       块\n       # 块\n\n"
        lines += [*dumped.splitlines(), *draw(st.lists(COMMENTS, max_size=3))]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return draw(st.sampled_from(["", "\ufeff"])) + end.join(lines) + draw(st.sampled_from(["", end]))


@given(files(), st.sampled_from([None, schema_of(s="a", t="name")]), st.sampled_from(["", "s.q", "t.q", "w.q"]))
@settings(max_examples=300)
def test_what_the_file_says_stays_whatever_it_looks_like(text: str, old, rename: str):
    try:
        before = read(text)
    except yamlfile.Unreadable:
        before = None
    new = schema_of(s="a b q", t="a name c q", u="on", v="b", w="q")
    renamed = [Renamed("1.2.0", "s.c", rename)] if rename else []
    merged = merge(text, old, new, renamed)
    if not isinstance(before, dict):
        assert merged.text == text
        return
    moved = rename and any("填的值没有变" in note.zh for note in merged.notes)
    if moved:
        before.setdefault(rename[0], {})["q"] = before["s"].pop("c")
    else:
        added(text, merged.text)
    assert read(merged.text) == before
    again = merge(merged.text, old, new, renamed)
    assert again.text == merged.text


def test_every_key_that_the_text_uses_and_an_old_city_lacks_has_a_default():
    """So that a city.yaml of the first release never stops a build."""
    used = set()
    for _, path in releases.files(ROOT):
        if path.suffix == ".md":
            document, _ = policy.read(path, path.name)
            found = placeholders.usage("\n".join(part.text for part, _ in document.parts()))
            used |= {name for name, _ in found.values + found.switches}
            used |= {part.when.removeprefix("not ").strip() for part, _ in document.parts() if part.when}
        else:
            text = path.read_text(encoding="utf-8")
            used |= set(re.findall(r"\{\{ *([a-z_]+\.[a-z_]+)", text)) | set(re.findall(r"when: *([a-z_.]+)", text))
    held = with_defaults(read(OLD), SCHEMA)
    missing = [name for name in used if "." in name and name.split(".")[1] not in held.get(name.split(".")[0], {})]
    assert not missing
    lacking = [name for name in used if "." in name and name.split(".")[1] not in read(OLD).get(name.split(".")[0], {})]
    assert {"tiers.small"} <= set(lacking)  # else this test looks at nothing
