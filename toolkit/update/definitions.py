"""A register's definition brought to a newer text: three ways, column by column.

What the city changed stays; what the national text changed arrives; where both changed the same,
the city's stays in force and a question is asked. Filled workbooks are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.errors import Finding, Words, has_errors
from toolkit.files import sources, textfile, yamledit, yamlfile
from toolkit.files.textfile import Unreadable, encoded_like
from toolkit.files.validation import validate
from toolkit.text.marks import bare
from toolkit.update.threeway import MISSING, items, leaf, same

_ID = re.compile(rb"""^id: *["']?(R[0-9]{2})""", re.MULTILINE)
_LISTS = ("documents", "rules", "options")
_WHOLE = {"title": "标题", "purpose": "用途", "keeper": "保管岗位", "when": "条件", "title_en": "英文标题", "id": "编号", "slug": "短名"}


@dataclass(frozen=True)
class Question:
    """What only the city can decide: `place` says where, the three texts what stands there ("" for nothing)."""

    place: str
    base: str
    local: str
    new: str


@dataclass(frozen=True)
class Definition:
    """`content` is what the file shall hold, None where there shall be none. Notes are for the report.

    `faults` say why the city's definition cannot be read: then nothing was merged, and is to be later.
    """

    content: bytes | None
    notes: tuple[Words, ...] = ()
    questions: tuple[Question, ...] = ()
    faults: tuple[Finding, ...] = ()


@dataclass
class _Work:
    """One merge under way."""

    id: str
    yields: bool = False  # what clashes becomes the national text's
    notes: list[Words] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def say(self, zh: str, en: str) -> None:
        self.notes.append(Words(f"台账 {self.id}：{zh}", f"register {self.id}: {en}"))

    def ask(self, place: str, base: Any, local: Any, new: Any) -> None:
        self.questions.append(Question(f"台账 {self.id}：{place}", *map(_shown, (base, local, new))))


def merge(base: bytes | None, local: bytes | None, new: bytes | None, yields: bool = False) -> Definition:
    """The three definitions as bytes: last adopted, the city's, the national one now.

    `base` is None where nobody knows what was adopted: then all that both hold is taken for common,
    and nothing of either is dropped. With `yields` what is asked about is decided: as the national text
    has it. Raises Unreadable where `new` or `base` are needed and cannot be read.
    """
    work = _Work(_id(new) or _id(local) or _id(base), yields)
    if local is None:
        return _absent(base, new, work)
    if new is None:
        return _withdrawn(base, local, work)
    text = _usable(local)
    if base is not None and _text(new) == _text(base):
        return Definition(local)
    if base is not None and text == _text(base):
        return Definition(encoded_like(local, _text(new)))
    data, faults = _read(local)
    if data is None:
        return Definition(new) if yields else Definition(local, faults=faults)
    return _merged(_must(base) if base is not None else None, data, _must(new), local, work)


def _merged(base: dict[str, Any] | None, local: dict[str, Any], new: dict[str, Any], raw: bytes, work: _Work) -> Definition:
    merged = _entries(base, local, new, "", work)
    merged["columns"] = _columns(base, local, new, work)
    if merged == local:
        return Definition(raw, tuple(work.notes), tuple(work.questions))
    text = yamledit.rewritten(_text(raw), merged)
    if text is None:
        work.say("文件的写法特别，合并以后重新排过，注释在备份里", "laid out in a way of its own: it was written anew, its comments are in the backup")
        text = yamledit.written(merged)
    return Definition(encoded_like(raw, text), tuple(work.notes), tuple(work.questions))


def _absent(base: bytes | None, new: bytes | None, work: _Work) -> Definition:
    if new is None or base is not None:
        if work.yields:
            return Definition(new)
        if new is not None and base is not None and _text(new) != _text(base):
            work.ask("本市删掉了这本台账的定义，全国文本改了它", _text(base), "", _text(new))
        return Definition(None, (), tuple(work.questions))
    work.say("新增的台账", "a new register")
    return Definition(new, tuple(work.notes))


def _withdrawn(base: bytes | None, local: bytes, work: _Work) -> Definition:
    if base is None:
        return Definition(local)  # the city's own
    if _usable(local) == _text(base):
        work.say("全国文本不再有这本台账，定义移到备份里；填好的台账不动", "withdrawn; its definition is in the backup, filled workbooks stay")
        return Definition(None, tuple(work.notes))
    work.say("全国文本不再有这本台账；本市改过，留作本市自己的", "withdrawn; the city's edited one stays as its own")
    return Definition(local, tuple(work.notes))


def _entries(
    base: Mapping[str, Any] | None, local: Mapping[str, Any], new: Mapping[str, Any], column: str, work: _Work
) -> dict[str, Any]:
    """The keys of a definition, or of one of its columns, but for the columns themselves."""
    was, merged = base or {}, {}
    for key in dict.fromkeys((*local, *new)):
        if key == "columns":
            merged[key] = local[key]
            continue
        sides = was.get(key, MISSING), local.get(key, MISSING), new.get(key, MISSING)
        place = f"列“{column}”的 {key}" if column else _WHOLE.get(key, key)
        if key in _LISTS and MISSING not in sides[1:]:
            common = [item for item in sides[1] if any(same(item, other) for other in sides[2])]
            start = common if sides[0] is MISSING else sides[0]
            value, clashes = items(start, sides[1], sides[2], reworded=key == "rules")
            for clash in clashes:
                work.ask("规则" if key == "rules" else place, *clash)
            if work.yields:
                value = [*_given_way(value, clashes)]
        else:
            value, clashing = leaf(*sides)
            if clashing:
                work.ask(place, *sides)
                value = sides[2] if work.yields else value
        if value is not MISSING:
            merged[key] = value
    return _ordered(merged, local, new)


def _given_way(value: Sequence[Any], clashes: Sequence[tuple[Any, Any, Any]]) -> Iterator[Any]:
    """A list with the national items where it clashes; what the city had dropped stands at its end."""
    for item in value:
        yield next((theirs for _, mine, theirs in clashes if mine is not MISSING and same(item, mine)), item)
    yield from (theirs for _, mine, theirs in clashes if mine is MISSING)


def _ordered(merged: dict[str, Any], local: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The city's order; what came stands behind what it follows in the national text."""
    order = [key for key in local if key in merged]
    came = list(new)
    for number, key in enumerate(came):
        if key in merged and key not in order:
            before = [name for name in came[:number] if name in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, key)
    return {key: merged[key] for key in order}


def _columns(base: dict[str, Any] | None, local: dict[str, Any], new: dict[str, Any], work: _Work) -> list[dict[str, Any]]:
    was, own, now = ({entry["name"]: entry for entry in (side or {"columns": []})["columns"]} for side in (base, local, new))
    kept: dict[str, dict[str, Any]] = {}
    changed: list[str] = []
    for name, entry in own.items():
        if name in now:
            kept[name] = _entries(was.get(name), entry, now[name], entry["title"], work)
            if kept[name] != entry:
                changed.append(entry["title"])
        elif name not in was:
            kept[name] = entry
        elif not same(entry, was[name]):
            kept[name] = entry
            work.say(f"全国文本不再有“{entry['title']}”这一列；本市改过，留着", f"column {name} is withdrawn; the city's edited one stays")
        else:
            work.say(f"不再有“{entry['title']}”这一列；填好的台账不动", f"column {name} is withdrawn; filled workbooks stay")
    for name in was:
        if name in now and name not in own and not same(was[name], now[name]):
            work.ask(f"本市删掉了“{was[name]['title']}”这一列，全国文本改了它", was[name], MISSING, now[name])
            if work.yields:
                kept[name] = now[name]
    came = [name for name in now if name not in own and name not in was]
    if came:
        titles = "、".join(now[name]["title"] for name in came)
        work.say(f"新增的列：{titles}；以前填的台账没有这几列，不算错", f"new columns: {', '.join(came)}; workbooks filled before need none of them")
    if changed:
        work.say(f"照全国文本改了的列：{'、'.join(changed)}", f"columns that follow the national text: {len(changed)}")
    merged = _ordered({**kept, **{name: now[name] for name in came}}, own, now)
    return list(merged.values())


def _shown(value: Any) -> str:
    if value is MISSING:
        return ""
    if isinstance(value, str):
        return bare(value)
    if isinstance(value, dict):
        return yamledit.written(value)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _id(raw: bytes | None) -> str:
    found = _ID.search(raw or b"")
    return found[1].decode("ascii") if found else ""


def _read(raw: bytes) -> tuple[dict[str, Any] | None, tuple[Finding, ...]]:
    """The definition, None where it cannot be used; and then why."""
    try:
        file = yamlfile.parse(_text(raw), "")
    except Unreadable as error:
        return None, tuple(error.findings)
    found = validate(file, sources.schema("register"), "REG")
    return (None, tuple(found)) if has_errors(found) else (dict(file.data), ())


def _must(raw: bytes) -> dict[str, Any]:
    file = yamlfile.parse(_text(raw), "")
    findings = validate(file, sources.schema("register"), "REG")
    if has_errors(findings):
        raise Unreadable(findings)
    return dict(file.data)


def _text(raw: bytes) -> str:
    return textfile.document(raw, "")


def _usable(raw: bytes) -> str | None:
    try:
        return _text(raw)
    except Unreadable:
        return None
