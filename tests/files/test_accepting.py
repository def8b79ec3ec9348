"""Whoever is told that a value is as its schema says would be told the same by the validator."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import ROOT
from toolkit.files import draft7, yamlfile
from toolkit.files.accepting import accepts

SCHEMA: dict[str, Any] = {
    "title": "x", "x-help": {}, "type": ["object", "array", "string", "null"], "required": ["a"], "additionalProperties": False,
    "properties": {
        "a": {"type": "integer", "minimum": 1, "maximum": 9}, "b": {"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-c]+$"},
        "c": {"type": "array", "minItems": 1, "maxItems": 3, "uniqueItems": True, "items": {"type": ["number", "object", "boolean"]}},
        "d": {"enum": ["x", "y", 1]}, "e": {"type": "string", "x-filename": True}, "f": False, "g": True, "h": {"type": "number", "minimum": 0.5},
        "i": {"type": "object", "patternProperties": {"^k": {"type": "boolean"}, "z$": {"type": ["boolean", "null"]}}, "additionalProperties": {"type": "null"}},
    },
}
leaf = st.sampled_from([None, True, False, 0, 1, 1.0, 9.5, float("inf"), "", " ", "\u3000", "a", "ab", "abc\n", "abcab", "x", "con", "a/b", "待填写", "字"])
data = st.recursive(leaf, lambda inner: st.one_of(
    st.lists(inner, max_size=4), st.dictionaries(st.sampled_from([*"abcdefghi", "k", "kz", "z", "q"]), inner, max_size=4)), max_leaves=12)
mappings = st.fixed_dictionaries({"a": st.sampled_from([0, 1, 5, 9, True, 1.0])}, optional=dict.fromkeys("bcdefghi", data))


def faults(value: Any, schema: dict[str, Any]) -> bool:
    return bool(list(draft7.errors(value, schema)))


@settings(max_examples=400)
@given(st.one_of(data, mappings))
def test_a_yes_is_the_validators_yes(value: Any):
    if accepts(SCHEMA, value):
        assert not faults(value, SCHEMA)


@pytest.mark.parametrize("value", [
    {"a": 1}, {"a": 9, "b": "abc", "c": [1, 2], "d": "y", "e": "临沂", "g": [], "h": 0.5, "i": {"k": True, "z": None, "q": None}}, None, [], "x",
    {"a": 1, "c": [{"x": 1}, {"x": 2}, True]},
])
def test_what_is_sound_is_accepted(value: Any):
    assert accepts(SCHEMA, value)
    assert not faults(value, SCHEMA)


@pytest.mark.parametrize("value", [
    {}, {"a": True}, {"a": 1.0}, {"a": 10}, {"a": 1, "x": 1}, {"a": 1, "b": "a"}, {"a": 1, "b": "\u3000\u3000"}, {"a": 1, "b": "ab\n"}, {"a": 1, "c": [1, 1]},
    {"a": 1, "c": []}, {"a": 1, "c": ["x"]}, {"a": 1, "d": True}, {"a": 1, "e": "con"}, {"a": 1, "f": 1}, {"a": 1, "h": 0.4}, {"a": 1, "h": float("inf")},
    {"a": 1, "i": {"kz": None}}, {"a": 1, "i": {"q": 1}}, 1, True,
])
def test_what_is_not_sound_is_not_accepted(value: Any):
    assert not accepts(SCHEMA, value)
    assert faults(value, SCHEMA)


@pytest.mark.parametrize("schema", [{"not": {"const": 5}}, {"items": [{"type": "string"}]}, {"items": True, "format": "date"}, {"anyOf": [{}]}])
def test_a_keyword_that_is_not_known_is_left_to_the_validator(schema: dict[str, Any]):
    assert not accepts(schema, ["a"])


KEYS = ("", " ", "x\n", 0, -1, 10**9, 1.5, True, None, [], {}, ["", ""], "长" * 5000, {"new": 1})


def mutants(value: Any) -> Any:
    """The value with one of its parts changed, lost, or joined by another."""
    if isinstance(value, dict):
        for key in value:
            yield {other: child for other, child in value.items() if other != key}
            for child in mutants(value[key]):
                yield {**value, key: child}
        yield {**value, "unheard-of": 1}
    elif isinstance(value, list):
        yield [*value, *copy.deepcopy(value[:1])]
        for number in range(min(2, len(value))):
            for child in mutants(value[number]):
                yield [*value[:number], child, *value[number + 1 :]]
    yield from KEYS


@pytest.mark.parametrize(("name", "path"), [
    ("register", "templates/registers/R05-training.yaml"), ("norms", "policies/legal/norms.yaml"), ("calendar", "templates/calendar.yaml"),
])
def test_real_files_and_what_becomes_of_them_are_judged_alike(name: str, path: str):
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8"))
    value = yamlfile.read(ROOT / path, path).data
    assert accepts(schema, value)
    judged = [(accepts(schema, mutant), faults(mutant, schema)) for mutant, _ in zip(mutants(value), range(250), strict=False)]
    assert all(yes is not fault for yes, fault in judged)
    assert {yes for yes, _ in judged} == {True, False}


def test_every_schema_that_comes_with_the_toolkit_is_wholly_understood():
    known = {"required", "properties", "additionalProperties", "patternProperties"}
    from toolkit.files import accepting

    def keywords(schema: Any) -> Any:
        if isinstance(schema, dict):
            yield from (keyword for keyword in schema if not keyword.startswith("x-") or keyword == "x-filename")
            for children in (schema.get("properties", {}), schema.get("patternProperties", {})):
                for child in children.values():
                    yield from keywords(child)
            for child in (schema.get("items"), schema.get("additionalProperties")):
                yield from keywords(child)

    for path in sorted((ROOT / "schemas").glob("*.json")):
        used = set(keywords(json.loads(Path(path).read_text(encoding="utf-8"))))
        assert used <= known | set(accepting.KEYWORDS) | accepting._SAYS_NOTHING, path.name
