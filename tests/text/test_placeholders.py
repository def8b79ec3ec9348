"""What a text may take from a city's facts: named with its line, filled as one piece, or told and refused."""

from __future__ import annotations

import pytest

from toolkit.text import limits, placeholders
from toolkit.text.placeholders import Unfillable

TOWNS = "{% for unit in units %}{{ unit.name }}：{% for town in unit.towns %}{{ town }}、{% endfor %}{% endfor %}"
UNITS = [{"name": "甲", "code": "1", "zone": False, "towns": ("一", "二")}, {"name": "乙", "code": "2", "zone": True, "towns": ()}]


def test_what_a_text_takes_is_named_with_its_line():
    used = placeholders.usage(
        "{{ team.name }}\n{% if supports.camps %}\n{{ team.hotline }}{% else %}\n{{ size.pairs }}\n{% endif %}\n"
        "{% if not supports.homes %}甲{% endif %}\n" + TOWNS)
    assert used.values == [("team.name", 1), ("team.hotline", 3), ("size.pairs", 4)]
    assert used.switches == [("supports.camps", 2), ("supports.homes", 6)]
    assert used.faults == []


@pytest.mark.parametrize("text", [
    "没有花括号", "{{ team.name }}", "{{team.name}}", "{%- if supports.camps -%}甲{%- endif -%}", TOWNS,
    "{% for unit in units %}{{ unit.code }}{% if unit.zone %}区{% endif %}{% if not unit.towns %}无{% endif %}{% endfor %}",
])
def test_what_is_allowed_has_no_fault(text: str):
    assert placeholders.usage(text).faults == []


@pytest.mark.parametrize("wrong", [
    "{{ team }}", "{{ team.name.upper }}", "{{ 1 + 1 }}", "{{ team.name | upper }}", "{{ team.name() }}", "{{ 'a' }}",
    "{% if size.pairs > 3 %}甲{% endif %}", "{% if team %}甲{% endif %}", "{% if a.b %}甲{% elif c.d %}乙{% endif %}",
    "{% if a.b and c.d %}甲{% endif %}", "{% set a = 1 %}", "{% raw %}{% endraw %}", "{% include 'x' %}", "{% macro m() %}{% endmacro %}",
    "{% for unit in teams %}甲{% endfor %}", "{% for a, b in units %}甲{% endfor %}", "{% for unit in units %}甲{% else %}乙{% endfor %}",
    "{% for unit in units if unit.zone %}甲{% endfor %}", "{% for unit in units recursive %}甲{% endfor %}",
    "{% for unit in units %}{{ unit.towns }}{% endfor %}", "{% for unit in units %}{{ unit.zone }}{% endfor %}",
    "{% for unit in units %}{{ unit }}{% endfor %}", "{% for unit in units %}{% if unit.name %}甲{% endif %}{% endfor %}",
    "{% for unit in units %}{% for unit in units %}甲{% endfor %}{% endfor %}", "{% for town in unit.towns %}甲{% endfor %}",
    "{% for unit in units %}{% for town in unit.name %}甲{% endfor %}{% endfor %}",
    "{% for unit in units %}{% for town in unit.towns %}{% for more in unit.towns %}甲{% endfor %}{% endfor %}{% endfor %}",
    "{% for unit in units %}{% for town in unit.towns %}{{ town.name.x }}{% endfor %}{% endfor %}",
])
def test_what_is_not_allowed_is_a_fault_with_its_line(wrong: str):
    (fault, *_) = placeholders.usage(f"甲\n乙\n{wrong}").faults
    assert fault.line == 3
    assert fault.words.zh == "占位符里只能写 {{ 组.名称 }}"


@pytest.mark.parametrize("wrong", ["{{ team.name", "{% if a.b %}", "{% endif %}", "{% unknown %}"])
def test_what_is_not_complete_is_a_fault_with_its_line(wrong: str):
    (fault,) = placeholders.usage(f"甲\n{wrong}").faults
    assert (fault.line, fault.words.zh) == (2, "占位符没有写完整")


def test_blocks_nest_twelve_deep_and_no_deeper():
    def nested(depth: int) -> list[placeholders.Fault]:
        return placeholders.usage("{% if a.b %}\n" * depth + "甲" + "{% endif %}" * depth).faults

    assert nested(12) == []
    (fault,) = nested(13)
    assert fault.line == 13
    assert placeholders.usage("{% if a.b %}甲{% endif %}" * 40).faults == []  # beside each other, not within


def test_a_value_leaves_a_mark_and_stands_beside():
    filled, taken = placeholders.fill("{{ team.name }}和{{ team.name }}，{{ size.pairs }}对\n", {"team": {"name": "{{ x }}"}, "size": {"pairs": 20}})
    assert filled == "\ue0000\ue001和\ue0001\ue001，\ue0002\ue001对\n"
    assert taken == ["{{ x }}", "{{ x }}", "20"]
    assert placeholders.fill("没有花括号\n", {}) == ("没有花括号\n", [])


def test_the_same_number_beside_a_value_is_printed_once():
    text = "| 法律援助 | {{ contacts.legal_aid }}，12348 |"

    def filled(number: str) -> str:
        words, taken = placeholders.fill(text, {"contacts": {"legal_aid": number}})
        return "".join(taken[mark] if mark is not None else piece for piece, mark in placeholders.split_marks(words))

    assert filled("12348") == "| 法律援助 | 12348 |"
    assert filled("0539-2345678") == "| 法律援助 | 0539-2345678，12348 |"
    assert filled("12345") == "| 法律援助 | 12345，12348 |"


def test_a_loop_and_a_switch_read_as_they_are_written():
    filled, taken = placeholders.fill(TOWNS + "{% if a.b %}\n有\n{% else %}\n没有\n{% endif %}\n完", {"units": UNITS, "a": {"b": False}})
    words = "".join(taken[number] if number is not None else text for text, number in placeholders.split_marks(filled))
    assert words == "甲：一、二、乙：没有\n完"


def test_whatever_is_missing_is_named_once_and_all_of_it():
    text = "{{ team.name }}{{ team.leader }}{{ x.y }}{{ team.leader }}{% if supports.gone %}甲{% endif %}"
    with pytest.raises(Unfillable) as caught:
        placeholders.fill(text, {"team": {"name": "甲"}, "supports": {"camps": True}, "x": "no section"})
    assert caught.value.names == ["team.leader", "x.y", "supports.gone"]
    assert str(caught.value) == "team.leader, x.y, supports.gone"


def test_a_clause_may_be_filled_up_to_its_limit_and_not_beyond():
    def size(length: int) -> int:
        return len(placeholders.fill("{% if a.b %}" + "字" * length + "{% endif %}", {"a": {"b": True}})[0])

    assert size(limits.FILLED) == limits.FILLED == 200_000
    with pytest.raises(limits.TooMuch):
        size(limits.FILLED + 1)


@pytest.mark.parametrize(("condition", "read"), [
    ("supports.camps", ("supports.camps", True)), ("not supports.camps", ("supports.camps", False)), (" supports.camps ", ("supports.camps", True)),
    ("not", ("not", True)), ("no supports.camps", ("no supports.camps", True)), ("not a.b c.d", ("not a.b c.d", True)),
])
def test_a_condition_names_a_switch_and_how_it_must_stand(condition: str, read: tuple[str, bool]):
    assert placeholders.switch(condition) == read


@pytest.mark.parametrize(("text", "pieces"), [
    ("甲", [("甲", None)]), ("", []), ("\ue0000\ue001", [("", 0)]), ("\ue0000\ue001\ue00112\ue001", [("", 0), ("\ue00112\ue001", None)]),
    ("甲\ue00012\ue001乙", [("甲", None), ("", 12), ("乙", None)]),
])
def test_marks_are_told_from_words(text: str, pieces: list[tuple[str, int | None]]):
    assert list(placeholders.split_marks(text)) == pieces


def test_a_text_is_cut_into_pieces_that_know_their_place():
    text = "前{{ team.name }}\n{%- if not supports.camps -%} 有 {% else %}无{% endif %}\n{% for unit in units %}{{unit.name}}{% endfor %}#P08{#"
    pieces = list(placeholders.pieces(text))
    assert [(piece.kind, piece.words.strip()) for piece in pieces if piece.kind != "text"] == [
        ("value", "team.name"), ("if", "not supports.camps"), ("else", ""), ("endif", ""), ("for", "unit in units"), ("value", "unit.name"), ("endfor", "")]
    assert [text[piece.start : piece.end].strip() for piece in pieces if piece.kind == "text" and text[piece.start : piece.end].strip()] == [
        "前", "有", "无", "#P08{#"]
    assert all(one.end <= other.start for one, other in zip(pieces, pieces[1:], strict=False))
    assert text[pieces[1].start : pieces[1].end] == "{{ team.name }}"


@pytest.mark.parametrize(("condition", "holds"), [("a.on", True), ("not a.on", False), ("a.off", False), ("not a.off", True)])
def test_a_condition_is_judged_by_the_citys_values(condition: str, holds: bool):
    assert placeholders.holds(condition, {"a": {"on": True, "off": False}}) is holds
