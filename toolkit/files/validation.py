"""A YAML file against a JSON Schema: findings with place, value, expectation and next step."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from toolkit.errors import Finding, Location, Words
from toolkit.files import sources
from toolkit.files.accepting import accepts
from toolkit.files.cures import example, first_value, instead, line, meant, meant_key
from toolkit.files.filenames import filename_fault as filename_fault
from toolkit.files.filenames import is_blank as is_blank
from toolkit.files.keynames import below, named, title
from toolkit.files.personal import masked
from toolkit.files.yamlfile import Unreadable, YamlFile, parse

_TYPES = {
    "string": ("文字", "text"),
    "integer": ("整数", "a whole number"),
    "number": ("数字", "a number"),
    "boolean": ("true 或 false", "true or false"),
    "object": ("一组“键: 值”", "a mapping of keys and values"),
    "array": ("列表（每项以 - 开头）", "a list (items start with -)"),
    "null": ("空", "nothing"),
}
_SHOWN = 40  # characters of a value that a message repeats
Fault = Any  # jsonschema's ValidationError, whose stubs know no attribute's type
Parts = tuple[str, str, str, str, str]


def validate(file: YamlFile, schema: dict[str, Any], prefix: str = "CFG") -> list[Finding]:
    """All findings, in file order. Rule ids are `prefix` and a number (101 unknown key, …)."""
    if accepts(schema, file.data):
        return []
    from toolkit.files import draft7

    findings = [
        finding
        for error in draft7.errors(file.data, schema)
        for finding in _describe(error, file, prefix, schema)
    ]
    return sorted(findings, key=lambda finding: finding.order)


def recorded(text: str, shown: str, schema: str, rule: str) -> tuple[YamlFile | None, list[Finding]]:
    """A record that the program keeps, of the form of the schema so called; else None, and what is wrong, under `rule` or YML."""
    try:
        file = parse(text, shown)
    except Unreadable as error:
        return None, error.findings
    findings = [replace(finding, rule=rule) for finding in validate(file, sources.schema(schema))]
    return (None, findings) if findings else (file, [])


def _describe(error: Fault, file: YamlFile, prefix: str, schema: dict[str, Any]) -> Iterator[Finding]:
    place = tuple(error.absolute_path)
    describe = _DESCRIBERS.get(str(error.validator), _other)
    for where, (number, *words) in describe(error, file, place):
        zh, en, fix_zh, fix_en = words
        name = named(place, schema)
        lead = f"{name.zh}：" if place else "", f"{name.en}: " if place else ""
        yield Finding(
            where, prefix + number, Words(lead[0] + zh, lead[1] + en), Words(fix_zh, fix_en)
        )


Described = Iterator[tuple[Location, Parts]]


def _unknown(error: Fault, file: YamlFile, place: Any) -> Described:
    known = error.schema.get("properties", {})
    forms = error.schema.get("patternProperties", {})
    for key, value in error.instance.items():
        if key in known or any(re.search(form, str(key)) for form in forms):
            continue
        found = meant_key(str(key), value, known)
        listed = list(known)[:20]
        fix = (
            "可用的有：" + "、".join(f"{name}（{title(known[name]).zh}）" if title(known[name]).zh else name for name in listed),
            "known keys: " + ", ".join(listed),
        )
        if forms:
            fix = (error.schema["x-help"]["zh"], error.schema["x-help"]["en"])
        elif found and isinstance(value, (dict, list)):
            fix = (f"是不是想写“{found[0]}”？", f"did you mean '{found[0]}'?")
        elif found:
            written = line(*found)
            fix = (f"是不是想写“{found[0]}”？改成：{written}", f"did you mean '{found[0]}'? Write: {written}")
        yield file.locate_key(*place, key), (
            "101", f"不认识的项“{key}”", f"unknown key '{key}'", *fix,
        )


def _missing(error: Fault, file: YamlFile, place: Any) -> Described:
    known = error.schema.get("properties", {})
    unknown = [(key, value) for key, value in error.instance.items() if key not in known]
    for key in error.validator_value:
        # A mistyped key is one fault, told as such.
        if key in error.instance or any((meant_key(*pair, known) or ("",))[0] == key for pair in unknown):
            continue
        # One error per missing key comes from the schema; each names its own key.
        if not error.message.startswith(repr(key)):
            continue
        entry = below(error.schema, key)
        name = title(entry)
        written = f"{key}: {first_value(entry)}"
        yield file.locate(*place), (
            "102", f"缺少“{key}”" + (f"（{name.zh}）" if name.zh else ""),
            f"'{key}' is missing" + (f" ({name.en})" if name.en else ""),
            f"补上一行：{written}", f"add the line: {written}",
        )


def _type(error: Fault, file: YamlFile, place: Any) -> Described:
    wanted = error.validator_value
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    zh = "或".join(_TYPES[n][0] for n in names)
    en = " or ".join(_TYPES[n][1] for n in names)
    value = _show(error.instance, file, place)
    shown = example(error.schema)
    fix = meant(error.instance, error.schema, place) or (f"例如 {shown}", f"for example {shown}")
    if isinstance(error.instance, str) and "properties" in error.schema:  # a full-width colon after its only key
        found = meant_key(error.instance, None, error.schema["properties"])
        fix = instead(found[:1], found[1]) if found and found[1] else fix
    if "string" in names and isinstance(error.instance, (bool, int, float)):
        key = f"{place[-1]}: " if place and isinstance(place[-1], str) else ""
        shown = f'{key}"{masked(_as_written(error.instance, file, place))}"'
        fix = f"加上引号，改成：{shown}", f"put it in quotes; write: {shown}"
    blank = " " if zh[0].isascii() else ""
    yield file.locate(*place), ("103", f"{value.zh} 应为{blank}{zh}", f"{value.en} should be {en}", *fix)


def _choice(error: Fault, file: YamlFile, place: Any) -> Described:
    options = [str(option) for option in error.validator_value]
    import difflib

    near = difflib.get_close_matches(str(error.instance), options, 1, 0.5)
    surely = meant(error.instance, error.schema, place)
    hint = (f"，是不是想写“{near[0]}”？", f"; did you mean '{near[0]}'?") if near else ("", "")
    if surely:
        hint = f"。{surely[0]}", f"; {surely[1]}"
    value = _show(error.instance, file, place)
    yield file.locate(*place), (
        "104", f"{value.zh} 不在可选值之内", f"{value.en} is not one of the choices",
        "可选：" + "、".join(options) + hint[0], "choose from: " + ", ".join(options) + hint[1],
    )


def _wrong_form(error: Fault, file: YamlFile, place: Any) -> Described:
    help_ = error.schema.get("x-help", {"zh": "", "en": ""})
    fix = meant(error.instance, error.schema, place) or (help_["zh"], help_["en"])
    value = _show(error.instance, file, place)
    yield file.locate(*place), ("105", f"{value.zh} 格式不对", f"{value.en} has the wrong form", *fix)


def _filename_words(error: Fault, file: YamlFile, place: Any) -> Described:
    fault = filename_fault(error.instance) or Words("", "")
    value = _show(error.instance, file, place)
    yield file.locate(*place), (
        "106", f"{value.zh}：{fault.zh}", f"{value.en}: {fault.en}",
        f"例如 {example(error.schema)}", f"for example {example(error.schema)}",
    )


def _bounds(error: Fault, file: YamlFile, place: Any) -> Described:
    low, high = error.schema.get("minimum"), error.schema.get("maximum")
    value = _show(error.instance, file, place)
    nearest = line(place[-1] if place else None, error.validator_value)
    if low is None or high is None:
        zh, en = (f"不小于 {low}", f"no less than {low}") if high is None else (f"不大于 {high}", f"no more than {high}")
    else:
        zh, en = f"在 {low} 到 {high} 之间", f"from {low} to {high}"
    yield file.locate(*place), (
        "107", f"{value.zh} 超出范围", f"{value.en} is out of bounds",
        f"应{zh}，例如：{nearest}", f"take a number {en}, for example: {nearest}",
    )


def _size(error: Fault, file: YamlFile, place: Any) -> Described:
    if isinstance(error.instance, str) and is_blank(error.instance):
        yield file.locate(*place), (
            "102", "是空的", "is empty", f"填上，例如 {example(error.schema)}", f"fill it in, for example {example(error.schema)}",
        )
        return
    limit = error.validator_value
    unit = ("个字", "characters") if isinstance(error.instance, str) else ("项", "items")
    size = len(error.instance)
    atmost = str(error.validator).startswith("max")
    yield file.locate(*place), (
        "108",
        f"有 {size} {unit[0]}，{'最多' if atmost else '至少'} {limit} {unit[0]}",
        f"has {size} {unit[1]}, {'at most' if atmost else 'at least'} {limit}",
        f"例如 {example(error.schema)}", f"for example {example(error.schema)}",
    )


def _repeated(error: Fault, file: YamlFile, place: Any) -> Described:
    yield file.locate(*place), (
        "109", "列表里有重复的项", "the list repeats an item", "各留一项", "keep one of each",
    )


def _other(error: Fault, file: YamlFile, place: Any) -> Described:
    shown = example(error.schema) if isinstance(error.schema, dict) else ""
    value = _show(error.instance, file, place)
    yield file.locate(*place), (
        "110", f"{value.zh} 不符合要求", f"{value.en} is not valid",
        f"例如 {shown}", f"for example {shown}",
    )


_DESCRIBERS: dict[str, Callable[[Fault, YamlFile, Any], Described]] = {
    "additionalProperties": _unknown,
    "required": _missing,
    "type": _type,
    "enum": _choice,
    "pattern": _wrong_form,
    "x-filename": _filename_words,
    "minimum": _bounds,
    "maximum": _bounds,
    "minLength": _size,
    "maxLength": _size,
    "minItems": _size,
    "maxItems": _size,
    "uniqueItems": _repeated,
}


def _show(value: Any, file: YamlFile, place: Any) -> Words:
    if isinstance(value, dict):
        return Words("这一组内容", "this mapping")
    if isinstance(value, list):
        return Words("这个列表", "this list")
    if isinstance(value, bool) or value is None:
        return Words(json.dumps(value), json.dumps(value))
    text = masked(_as_written(value, file, place)).replace("\n", "⏎")
    shown = f"“{text[:_SHOWN]}…”" if len(text) > _SHOWN else f"“{text}”"
    return Words(shown, shown)


def _as_written(value: Any, file: YamlFile, place: Any) -> str:
    """A number or a switch as its author wrote it: 1.10, true."""
    if isinstance(value, str):
        return value
    return file.written.get(place, json.dumps(value))


