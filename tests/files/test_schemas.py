"""The schemas explain every key in both languages, and what they describe is as they say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import ROOT
from toolkit.files import yamlfile
from toolkit.files.validation import validate
from toolkit.text.citations import Register

SCHEMAS = sorted((ROOT / "schemas").glob("*.schema.json"))
NEW_SINCE_DRAFT_07 = {"$defs", "unevaluatedProperties", "dependentRequired", "prefixItems", "minContains", "$anchor"}


def keys(schema: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, entry in schema.get("properties", {}).items():
        yield f"{place}.{name}", entry
        yield from keys(entry, f"{place}.{name}")
    if isinstance(schema.get("items"), dict):
        yield from keys(schema["items"], f"{place}[]")


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_every_key_is_explained_in_both_languages(path: Path):
    schema = json.loads(path.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    assert not NEW_SINCE_DRAFT_07 & set(path.read_text(encoding="utf-8").replace('"', " ").split())
    for place, entry in keys(schema):
        for wanted in ("title", "x-title-en", "description", "x-description-en", "examples"):
            assert entry.get(wanted), (place, wanted)
        if "pattern" in entry:
            assert set(entry["x-help"]) == {"zh", "en"}, place
        if entry["type"] == "object":
            assert entry["additionalProperties"] is False, place


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_examples_are_valid(path: Path):
    for place, entry in keys(json.loads(path.read_text(encoding="utf-8"))):
        if entry["type"] in ("string", "integer", "boolean"):
            jsonschema.Draft7Validator(entry).validate(entry["examples"][0]), place


def test_the_register_of_laws_is_as_its_schema_says():
    file = yamlfile.read(ROOT / "policies" / "legal" / "laws.yaml", "laws.yaml")
    schema = json.loads((ROOT / "schemas" / "laws.schema.json").read_text(encoding="utf-8"))
    assert not validate(file, schema, "LAW")
    register = Register(ROOT / "policies" / "legal")
    for law in register.laws.values():
        assert (law.articles > 0) == (law.status != "unread"), law.id
        assert not law.held or law.articles == max(int(held.split("-")[0]) for held in law.held), law.id
        assert law.successor is None or law.successor in register.laws
    assert set(register.repealed.values()) <= set(register.laws)
    assert all(item.law in register.laws for item in register.obligations.values())
    assert set(register.norms) == {f"N{number:02}" for number in range(1, 49)}


def test_the_manifest_of_a_new_kit_is_as_its_schema_says(linyi_kit: Path):
    schema = json.loads((ROOT / "schemas" / "manifest.schema.json").read_text(encoding="utf-8"))
    manifest = json.loads((linyi_kit / ".kit" / "manifest.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(manifest)
    for entry in manifest["files"]:
        assert (linyi_kit / entry["path"]).is_file(), entry
        if "base" in entry:
            base = linyi_kit / ".kit" / "base" / entry["base"]
            assert base.read_bytes() == (linyi_kit / entry["path"]).read_bytes()
