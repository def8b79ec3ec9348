"""Every section and key of every file that a person edits, in every wrong type: a finding with its place."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.test_rules import valid_city
from toolkit import rules
from toolkit.errors import Finding, Severity
from toolkit.files import sources, yamlfile
from toolkit.files.shapes import has_type
from toolkit.files.yamlfile import INVISIBLE
from toolkit.rules.subject import Subject
from toolkit.text.citations import Register
from toolkit.text.matrix import rows
from toolkit.text.repeats import repeats

pytestmark = pytest.mark.slow  # whole kits, many times

REGISTER = Register(sources.shared().legal)
WRONG: list[Any] = [None, True, 5, 4.0, "x", "　　", [], [None], [{}], {}, {"x": 1}]
CITY = yamlfile.parse(valid_city(), "city.yaml").data
CITY["units"] = [{**CITY["units"][0], "towns": CITY["units"][0]["towns"][:1]}]
DOCUMENT = {
    "id": "P98", "slug": "sample", "title": "样例", "title_en": "Sample", "kind": "制度", "version": "1.0.0",
    "summary": "样例", "summary_en": "Sample", "audience": ["volunteer"], "owner": "团长", "when": "supports.camps",
}
MODULE = {**DOCUMENT, "id": "T98", "kind": "培训", "minutes": 60, "timing": "每年", "teaches": ["P98-a"], "slides": True}
READER = {
    "id": "C98", "slug": "sample", "title": "样例", "title_en": "Sample", "kind": "读本", "reader": "child-6-9", "version": "1.0.0",
    "summary": "样例", "summary_en": "Sample", "audience": ["child"], "owner": "团长", "when": "supports.camps",
    "retold": {"P98-a": "0dc20f579bdb71b0"},
}
FORM = {
    **DOCUMENT, "id": "B98", "kind": "表单", "signed_by": ["监护人"], "separate_consent": True, "withdrawal": "当面",
    "retention": "三年", "age": ["8to13"], "large_print": True,
    "fields": [{"name": "甲", "type": "enum", "required": True, "sensitivity": "S1", "options": ["愿意"],
                "note": "看原件", "answers": "O073", "at": "B98-a", "rows": 2}],
}
LEDGER = {
    "id": "R98", "slug": "sample", "title": "样例", "title_en": "Sample", "documents": ["P98"], "keeper": "专员",
    "when": "supports.camps", "rules": ["编号唯一"],
    "columns": [{"name": "a", "title": "甲", "type": "enum", "required": True, "unique": True, "sensitivity": "S1",
                 "options": ["好"], "switched": [{"option": "好", "when": "supports.homes"}],
                 "reference": "sample.a", "when": "supports.camps", "width": 16, "note": "样例"},
                {"name": "b", "title": "乙", "type": "number", "sensitivity": "S0", "minimum": 0, "maximum": 100.5}],
}
FILES = {"city.yaml": CITY, "P98-a.md": DOCUMENT, "T98-a.md": MODULE, "B98-a.md": FORM, "C98-a.md": READER, "R98-sample.yaml": LEDGER}
SCHEMAS = {"city.yaml": "city", "P98-a.md": "document", "T98-a.md": "document", "B98-a.md": "form", "C98-a.md": "reader", "R98-sample.yaml": "register"}
Place = tuple[str | int, ...]


def places(schema: dict[str, Any], data: Any, place: Place = ()) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Every key and first item of `data` that the schema knows, with its schema."""
    if isinstance(data, dict):
        for key, entry in schema.get("properties", {}).items():
            if key in data:
                yield (*place, key), entry
                yield from places(entry, data[key], (*place, key))
    if isinstance(data, list) and data and isinstance(schema.get("items"), dict):
        yield (*place, 0), schema["items"]
        yield from places(schema["items"], data[0], (*place, 0))


def changed(data: Any, place: Place, value: Any) -> Any:
    found = copy.deepcopy(data)
    at = found
    for key in place[:-1]:
        at = at[key]
    at[place[-1]] = value
    return found


def text(name: str, data: Any) -> str:
    written = json.dumps(data, ensure_ascii=False, indent=1)
    if name.startswith("C"):
        return f"---\n{written}\n---\n\n## 样例 {{#C98-a retells=\"P98-a\"}}\n\n内容。\n"
    body = f"## 章 {{#{name[:3]}-c}}\n\n### 条 {{#{name[:3]}-a}}\n\n内容。\n"
    return f"---\n{written}\n---\n\n{body}" if name.endswith(".md") else written


def check(folder: Path, name: str, content: str) -> list[Finding]:
    """A kit of one document and one register, of which the file `name` says `content`."""
    written = {key: text(key, value) for key, value in FILES.items() if key in ("city.yaml", "P98-a.md", name)}
    written[name] = content
    for key, value in written.items():
        (folder / key).write_text(value, encoding="utf-8")
    subject = Subject(REGISTER)
    subject.read_city(folder / "city.yaml", "city.yaml")
    subject.read_documents((folder / key, key) for key in written if key.endswith(".md"))
    subject.read_registers((folder / key, key) for key in written if key.startswith("R"))
    if name.endswith(".md"):
        rows(subject.documents, subject.register, None)
        repeats(subject.documents, 0.6)
    return rules.check(subject)


@pytest.mark.parametrize("name", FILES)
def test_every_key_in_every_wrong_type_is_a_finding_at_its_place(name: str, tmp_path: Path):
    schema = sources.schema(SCHEMAS[name])
    assert not [f for f in check(tmp_path, name, text(name, FILES[name])) if f.severity is Severity.ERROR and "10" in f.rule]
    tried = 0
    for place, entry in places(schema, FILES[name]):
        for value in WRONG:
            if has_type(value, entry):
                continue
            content = text(name, changed(FILES[name], place, value))
            file = yamlfile.parse(content.split("---\n")[1] if name.endswith(".md") else content, name,
                                  2 if name.endswith(".md") else 1)
            found = [f for f in check(tmp_path, name, content) if f.severity is Severity.ERROR and f.location.path == name]
            assert file.locate(*place) in [finding.location for finding in found], (place, value)
            tried += 1
    assert tried > 30


@pytest.mark.parametrize("name", FILES)
def test_every_missing_key_is_told_or_may_be_missing(name: str, tmp_path: Path):
    for place, _ in places(sources.schema(SCHEMAS[name]), FILES[name]):
        if isinstance(place[-1], str):
            data = changed(FILES[name], place, None)
            parent = data
            for key in place[:-1]:
                parent = parent[key]
            del parent[place[-1]]
            check(tmp_path, name, text(name, data))


anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False),
              st.text(st.characters(exclude_categories=["Cc", "Cf", "Co", "Cs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"), max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(
        st.sampled_from([*sources.schema("city")["properties"], "name", "towns", "columns", "fields", "options"]), inner, max_size=4)),
    max_leaves=12,
)


@pytest.mark.parametrize("name", FILES)
def test_whatever_a_file_holds_in_place_of_a_part_the_checks_end_with_findings(name: str, tmp_path: Path):
    keys = [place for place, _ in places(sources.schema(SCHEMAS[name]), FILES[name])]

    @settings(max_examples=30)
    @given(st.sampled_from(keys), anything)
    def ends(place: Place, value: Any) -> None:
        content = text(name, changed(FILES[name], place, value))
        assert not INVISIBLE.search(content)
        for finding in check(tmp_path, name, content):
            assert finding.location.line >= 1

    ends()


@pytest.mark.parametrize(("value", "rule"), [
    ("　　", "CFG102"), ("", "CFG102"), ("\u3164", "CFG102"), ("\u2800 ", "CFG102"), (" 甲 ", None),
])
def test_what_a_reader_would_not_see_counts_as_missing(value: str, rule: str | None, tmp_path: Path):
    found = check(tmp_path, "city.yaml", text("city.yaml", changed(CITY, ("team", "name"), value)))
    assert [f.rule for f in found if f.severity is Severity.ERROR and f.location.path == "city.yaml"] == ([rule] if rule else [])


@pytest.mark.parametrize(("value", "fix"), [(4.0, "改成：visits_per_year: 4"), (True, "例如"), ("4", "改成：visits_per_year: 4")])
def test_a_whole_number_is_whole(value: Any, fix: str, tmp_path: Path):
    found = check(tmp_path, "city.yaml", text("city.yaml", changed(CITY, ("numbers", "visits_per_year"), value)))
    errors = [f for f in found if f.severity is Severity.ERROR and f.location.path == "city.yaml"]
    assert [f.rule for f in errors] == ["CFG103"]
    assert errors[0].fix.zh.startswith(fix)
