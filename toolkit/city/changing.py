"""A city.yaml with some facts changed, and nothing else of it: comments, order and quotes stay."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from toolkit.city.questions import Judgement, Question, judge
from toolkit.errors import Finding, ToolkitError
from toolkit.files import sources, textfile, yamledit, yamlfile
from toolkit.files.normal import normal
from toolkit.files.validation import validate

FILE = "city.yaml"
GONE = object()  # the value of a key that is to stand there no more


def changed(raw: bytes, facts: Mapping[str, Any]) -> bytes:
    """The file's bytes with `facts` in it: by `section.name`, or by a section that has no names, such as units.

    Raises Unreadable where the file cannot be read, ToolkitError where its layout does not allow it.
    """
    text = textfile.decode(raw, FILE)
    data = yamlfile.parse(text, FILE).data
    made = yamledit.rewritten(text, _target(data, facts)) if isinstance(data, dict) else None
    if made is None:
        raise ToolkitError(
            zh="city.yaml 的写法特别，没有动它", en="city.yaml is laid out in a way of its own and was left alone",
            fix_zh="在记事本里打开 city.yaml，自己改这几项", fix_en="open city.yaml in an editor and change these keys yourself",
        )
    return textfile.encoded_like(raw, made)


def _target(data: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    target = copy.deepcopy(dict(data))
    for key, value in facts.items():
        section, _, name = key.partition(".")
        if not name:
            target[section] = value
        elif value is GONE:
            target.get(section, {}).pop(name, None)
        else:
            held = target.get(section)
            target[section] = _in_order(section, {**(held if isinstance(held, dict) else {}), name: value})
    known = list(sources.schema("city")["properties"])
    return {**{key: target[key] for key in data if key in target}, **{key: target[key] for key in known if key in target and key not in data}}


def _in_order(section: str, values: dict[str, Any]) -> dict[str, Any]:
    """A new key in the schema's place; what stands there keeps its own order otherwise."""
    known = list(sources.schema("city")["properties"][section]["properties"])
    new = list(values)[-1]
    if new not in known:
        return values
    before = [key for key in known[:known.index(new)] if key in values]
    keys = [key for key in values if key != new]
    keys.insert(keys.index(before[-1]) + 1 if before else 0, new)
    return {key: values[key] for key in keys}


def answer(item: Question, said: str) -> Judgement:
    """What a field of a form comes to. One left empty is blank still, or not there, or a fault, as its key allows."""
    if said.strip() or item.may_wait:
        return judge(item, said)
    section, _, name = item.key.partition(".")
    if name in sources.schema("city")["properties"][section].get("required", ()):
        return judge(item, said, None)
    return Judgement(GONE)


def unit(said: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Finding]]:
    """A unit as a form gives it: `name`, `code`, `zone`, and `towns` in one text. And what is wrong, by key."""
    schema = sources.schema("city")["properties"]["units"]["items"]
    made: dict[str, Any] = {"name": str(said["name"]).strip()}
    if str(said["code"]).strip():
        made["code"] = normal(str(said["code"]).strip(), schema["properties"]["code"])
    if said["zone"]:
        made["zone"] = True
    towns = [line.strip() for line in str(said["towns"]).replace("、", "\n").split("\n") if line.strip()]
    if towns:
        made["towns"] = towns
    faults: dict[str, Finding] = {}
    for key, value in made.items():
        for found in validate(yamlfile.YamlFile("", value), schema["properties"][key]):
            faults.setdefault(key, found)
    return made, faults
