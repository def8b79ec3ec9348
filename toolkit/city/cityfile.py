"""Writes a city.yaml: a division and some answers in, commented YAML text out."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.city import changes
from toolkit.city.divisions import Division, units_of
from toolkit.errors import Finding, InvalidInput, ToolkitError, has_errors
from toolkit.files import sources, validation
from toolkit.files.yamlfile import Unreadable, YamlFile, parse
from toolkit.files.yamltext import flow

_HEAD = """\
# yaml-language-server: $schema=.kit/city.schema.json
# {name}的全部事实。只改冒号右边；“待填写”是只有本市知道的内容。
# 改完运行：linyi check　然后：linyi build
"""

Answers = dict[str, Any]


def from_division(division: Division) -> Answers:
    """Everything the division data and the schema's defaults know about a city."""
    answers: Answers = defaults(sources.schema("city"))
    units = units_of(division)
    three = any(unit.towns for unit in units)
    answers["city"] = {
        "name": division.name, "code": division.code, "province": division.province,
        "tier": division.tier,
    }
    answers["tiers"] = tier_names(division.name, division.tier, three)
    answers["team"]["name"] = f"{division.name}困境儿童志愿服务团"
    answers["team"]["short_name"] = "服务团"
    answers["units"] = [_unit(unit) for unit in units]
    return answers


def defaults(schema: Mapping[str, Any]) -> Any:
    """What a value of `schema` is before anybody has said anything."""
    if "default" in schema:
        return schema["default"]
    if schema["type"] == "object":
        return {
            key: defaults(entry)
            for key, entry in schema["properties"].items()
            if key in schema.get("required", ()) or "default" in entry
        }
    return [] if schema["type"] == "array" and not schema.get("minItems") else schema["examples"][0]


def tier_names(name: str, tier: str, three: bool) -> dict[str, Any]:
    """What the teams of each tier are called."""
    top = next((end for end in _TOPS if name.endswith(end)), "区") + "团"
    if not three:
        return {"three": False, "top": top, "middle": top, "lower": "乡镇（街道）团"}
    middle = "区（县）团" if tier == "municipality" else _MIDDLES.get(name[-1], "县（区）团")
    return {"three": True, "top": top, "middle": middle, "lower": "乡镇（街道）团"}


# 地区 goes before 区, which is also said of zones and committees: 白沟新城, 大柴旦行政委员会.
_TOPS = ("市", "州", "盟", "县", "旗", "地区", "区")
_MIDDLES = {"州": "县（市）团", "盟": "旗县（市）团"}


def _unit(unit: Any) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": unit.name, "code": unit.code}
    if unit.zone:
        entry["zone"] = True
    if unit.towns:
        entry["towns"] = list(unit.towns)
    return entry


def read_answers(file: YamlFile) -> Answers:
    """Any part of a city.yaml. Raises InvalidInput with the places in that file."""
    if file.data is None:
        return {}  # every line is left out or a comment
    findings = validation.validate(file, _any_part(sources.schema("city")))
    if has_errors(findings):
        raise InvalidInput(findings)
    answers: Answers = file.data
    return answers


def setting(text: str) -> Answers:
    """`team.hotline=0539-0000000` → {"team": {"hotline": …}}, read by the schema's type."""
    key, equals, value = text.partition("=")
    entry = _entry(key.strip())
    if not equals or entry is None:
        raise ToolkitError(
            zh=f"--set {text}：不认识的写法或项", en=f"--set {text}: unknown key, or no '='",
            fix_zh="写成 --set team.hotline=0539-0000000 的样子",
            fix_en="write it like --set team.hotline=0539-0000000",
        )
    section, _, name = key.strip().partition(".")
    shown = f"--set {key.strip()}"
    nested: Any = {name: _typed(value, entry, shown)} if name else _typed(value, entry, shown)
    file = YamlFile(shown, {section: nested})
    return read_answers(file)


def _entry(key: str) -> dict[str, Any] | None:
    node: dict[str, Any] | None = sources.schema("city")
    for name in key.split("."):
        node = (node or {}).get("properties", {}).get(name)
    return node


def _typed(value: str, entry: Mapping[str, Any], shown: str) -> Any:
    """Text stays text, whatever it looks like; other types are read as YAML."""
    if entry["type"] == "string":
        return value
    try:
        return parse(value, shown).data
    except Unreadable as error:
        raise InvalidInput(error.findings) from None


def _any_part(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema with no key required down to `section.name`; lists keep their form."""
    loose = copy.deepcopy(dict(schema))
    loose.pop("required", None)
    for section in loose["properties"].values():
        if section["type"] == "object":
            section.pop("required", None)
    return loose


def merge(*parts: Answers) -> Answers:
    """Later parts win, key by key within a section; lists are taken whole."""
    merged: Answers = {}
    for part in parts:
        for section, value in part.items():
            if isinstance(value, dict) and isinstance(merged.get(section), dict):
                merged[section] = {**merged[section], **value}
            else:
                merged[section] = value
    return merged


def to_text(answers: Answers) -> str:
    """The city.yaml, in the schema's order, each key explained. Raises InvalidInput."""
    schema = sources.schema("city")
    lines = [_HEAD.format(name=_comment(str(answers["city"]["name"])))]
    for section, entry in schema["properties"].items():
        if section in answers:
            lines.append(f"# {entry['title']}：{entry['description']}")
            lines.extend(_year(answers["city"]["code"]) if section == "units" else ())
            lines.extend(_section(section, answers[section], entry))
            lines.append("")
    text = "\n".join(lines)
    findings = _faults(text)
    if has_errors(findings):
        raise InvalidInput(findings)
    return text


def _year(code: str) -> Iterable[str]:
    """Of what year the units are, and what changed since: the office compares them with today."""
    yield f"# 取自国家统计局{changes.YEAR}年的区划，没有列农场、园区、监狱等；请对照现在的情况改正。"
    yield from (f"# 已经按以后的变动改过：{change.date}　{change.words.zh}" for change in changes.touching(code))


def _faults(text: str) -> list[Finding]:
    try:
        return validation.validate(parse(text, "city.yaml"), sources.schema("city"))
    except Unreadable as error:
        return error.findings


def _section(name: str, value: Any, entry: Mapping[str, Any]) -> Iterable[str]:
    if name == "units":
        yield "units:"
        yield from (f"  - {flow(unit)}" for unit in value)
        return
    yield f"{name}:"
    for key, schema in entry["properties"].items():
        if key in value:
            line = f"  {key}: {flow(value[key])}"
            yield f"{line}  # {schema['title']}" if "\n" not in line else line


def _comment(text: str) -> str:
    return re.sub(r"\s+", " ", text)
