"""The plain form of placeholders means what Jinja means by it, and the texts that come with the toolkit are written in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.text import jinja_tags, placeholders, policy, tags

VALUES: dict[str, Any] = {
    "team": {"name": "甲", "on": True, "off": False, "zero": 0, "none": None, "items": "乙"}, "unit": {"name": "外"},
    "units": [{"name": "一", "code": "1", "zone": False, "towns": ("子", "丑")}, {"name": "二", "code": "2", "zone": True, "towns": ()}],
}
PARTS = [
    "字", "\n", " ", "{", "}", "#", "{#", "{{", "}}", "{%", "%}", "-", "{{ team.name }}", "{{team.zero}}", "{{ team.none }}", "{{ team.gone }}",
    "{{ gone.x }}", "{{ unit.name }}", "{{ unit.code }}", "{{ town }}", "{{ town.name }}", "{% if town.zone %}", "{{ not.x }}", "{{ true.x }}", "{{ loop.index }}", "{{ team.true }}",
    "{% if team.on %}", "{% if not team.off %}\n", "{% if team.gone %}", "{% if unit.zone %}", "{% if not unit.towns %}", "{% else %}",
    "{% else %}\n", "{% endif %}", "{% endif %}\n", "{% for unit in units %}", "{% for unit in units %}\n", "{% for team in units %}",
    "{% for town in unit.towns %}", "{% for loop in units %}", "{% endfor %}", "{%- endif -%}", "{% raw %}", "\r\n",
]
texts = st.lists(st.sampled_from(PARTS), max_size=14).map("".join)
# And those that are closed, which chance alone seldom makes.
ends = st.sampled_from(["", "\n", "\n\n", " \n"])
switches = st.sampled_from(["team.on", "team.off", "not team.none", "unit.zone", "not unit.towns", "team.gone"])
closed = st.recursive(
    st.lists(st.sampled_from(["字", "\n", "{{ team.name }}", "{{ unit.name }}", "{{ town }}"]), max_size=3).map("".join),
    lambda inner: st.one_of(
        st.builds("{{% if {1} %}}{0}{2}{{% else %}}{0}{3}{{% endif %}}{0}".format, ends, switches, inner, inner),
        st.builds("{{% if {1} %}}{0}{2}{{% endif %}}{0}{3}".format, ends, switches, inner, inner),
        st.builds("{{% for unit in units %}}{0}{1}{{% endfor %}}{0}{2}".format, ends, inner, inner),
        st.builds("{{% for town in unit.towns %}}{0}{1}{{% endfor %}}{0}".format, ends, inner),
    ), max_leaves=6,
)


def filled(fill: Any, source: Any) -> Any:
    try:
        return "".join(fill(source, VALUES, lambda value: f"<{value}>"))
    except tags.Missing:
        return "missing"


@given(st.one_of(texts, closed))
def test_what_is_read_without_jinja_means_what_jinja_means_by_it(text: str):
    nodes = tags.read(text)
    if nodes is not None:
        assert tags.usage(nodes) == jinja_tags.usage(text)
        assert not jinja_tags.usage(text).faults
        assert filled(tags.fill, nodes) == filled(jinja_tags.fill, text)


@pytest.mark.parametrize("text", [
    "{{ team.name }}和{% if team.on %}\n有\n{% else %}\n没有\n{% endif %}\n完", "{#{{ team.name }}}", "{% if not team.off %}甲{% endif %}乙",
    "{% for unit in units %}\n{{ unit.name }}{% if unit.zone %}区{% else %}县{% endif %}：{% for town in unit.towns %}{{ town }}{% endfor %}\n{% endfor %}",
    "{% for team in units %}{{ team.name }}{% endfor %}{{ team.name }}", "{% if team.on %}{% if team.off %}甲{% else %}乙{% endif %}{% endif %}",
])
def test_the_plain_form_is_read_without_jinja(text: str):
    nodes = tags.read(text)
    assert nodes is not None
    assert filled(tags.fill, nodes) == filled(jinja_tags.fill, text) != "missing"


@pytest.mark.parametrize("text", [
    "{{ team }}", "{{ team.name | upper }}", "{% if a.b %}", "{% endif %}", "{%- if team.on -%}甲{% endif %}", "{% raw %}{% endraw %}", "{{{ team.name }}",
    "{% for unit in units %}{{ unit.zone }}{% endfor %}", "{% for town in unit.towns %}{% endfor %}", "{{ not.x }}", "{% if a.b %}{% else %}{% else %}{% endif %}",
    "{% for unit in units %}{% for unit in unit.towns %}{% endfor %}{% endfor %}", "{{ a.b }}\r\n", "{% if a.b %}" * 13 + "{% endif %}" * 13,
])
def test_of_what_is_not_plain_jinja_speaks(text: str):
    assert tags.read(text) is None


@pytest.mark.parametrize("inner", ["{{ town.name }}", "{% if town.zone %}甲{% endif %}"])
def test_a_town_has_nothing_but_its_name(inner: str):
    assert placeholders.usage(f"{{% for unit in units %}}{{% for town in unit.towns %}}{inner}{{% endfor %}}{{% endfor %}}").faults


def test_a_method_of_a_value_is_no_value():
    nodes = tags.read("{{ team.keys }}")
    assert nodes is not None
    assert filled(tags.fill, nodes) == "missing"


def test_every_text_that_comes_with_the_toolkit_is_read_without_jinja():
    for path in sorted([*(ROOT / "policies").glob("P*.md"), *(ROOT / "templates" / "forms").rglob("*.md"), *(ROOT / "templates" / "readers").glob("*.md")]):
        document, _ = policy.read(path, path.name)
        for part, _ in document.parts():
            assert tags.read(part.text) is not None, part.id
            assert placeholders.usage(part.text) == jinja_tags.usage(part.text)
