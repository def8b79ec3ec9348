"""Front matter merged key by key; a form's fields by name, a booklet's retold clauses by id."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from toolkit.files import yamlfile
from toolkit.text.marks import bare
from toolkit.update import order, written

_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*)[ \t]*[:：]")
_SUBKEY = re.compile(r"[ \t]+([A-Za-z0-9_-]+)[ \t]*:")
_ITEM = re.compile(r"[ \t]*- ")
_NAME = re.compile(r"[{,\s]name:[ \t]*(\"[^\"]*\"|'[^']*'|[^,}\n]*)")
_AT = re.compile(r"[{,\s]at:[ \t]*([^,}\s]*)")
WHOLE = "*"  # stands for a front matter that cannot be read at all
_LISTED = {"fields": "item", "retold": "key"}  # keys whose entries merge one by one
_NATIONAL = {"version"}  # says which national text it is
_TRACES = "retold"  # written by commands, no words of anybody: nobody is asked about them


@dataclass(frozen=True)
class Rival:
    """A key that both sides changed; it stays local. The sides are source, None where it is not there."""

    key: str
    base: str | None
    local: str | None
    new: str | None


@dataclass
class Merged:
    text: str
    rivals: list[Rival] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)  # keys that came from the nation
    kept: list[str] = field(default_factory=list)  # keys where the city differs
    overruled: dict[str, str] = field(default_factory=dict)  # the city's values that the nation's replaced


def merge(base: str, local: str, new: str, overrides: Mapping[str, str | None], eol: str) -> Merged:
    """The front matter, lines --- included. `overrides` are bases of keys that wait for a decision."""
    if WHOLE in overrides:
        base = overrides[WHOLE] or ""
    if written.plain(local) == written.plain(new):
        return Merged(local)
    if not local:
        lost = meaning(base) != meaning(new)
        return Merged(local, [Rival(WHOLE, base, None, new)] if lost else [])
    sides = [_segments(text) for text in (base, local, new)]
    merged = Merged("")
    kept = _merge(sides, overrides, "", merged, eol)
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n|$)", local)
    lines = [line for line in lines if line]
    # What a kept raw text lacks at its end is the line end of a file's last line.
    merged.text = lines[0] + "".join(kept) + lines[-1]
    return merged


def meaning(front: str) -> list[tuple[str, str | None]]:
    """What a front matter says, key by key, but for the version."""
    return [(key, _canonical(raw)) for key, raw in _segments(front).items() if key not in _NATIONAL]


def _segments(front: str) -> dict[str, str]:
    """The raw lines of each key, in order; comments belong to what they follow."""
    lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", front)[1:-1]
    return _grouped(lines, _KEY)


def _grouped(lines: Sequence[str], begins: re.Pattern[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    key = ""
    for line in lines:
        match = begins.match(line)
        if match:
            key = match[1] if match[1] not in found else f"{match[1]}~{len(found)}"
        found[key] = found.get(key, "") + line
    return found


def _merge(
    sides: Sequence[Mapping[str, str]], overrides: Mapping[str, str | None], place: str, merged: Merged, eol: str
) -> list[str]:
    base, local, new = sides
    kept: dict[str, str] = {}
    for key in dict.fromkeys((*new, *local, *base)):
        name = f"{place}{key}"
        was = overrides[name] if name in overrides else base.get(key)
        raw = _decide(name, (was, local.get(key), new.get(key)), overrides, merged, eol)
        if raw is not None:
            kept[key] = raw
    sequence, _ = order.merge(list(base), list(local), list(new))
    return [kept[key] for key in sequence if key in kept]


def _decide(
    name: str, sides: tuple[str | None, str | None, str | None], overrides: Mapping[str, str | None],
    merged: Merged, eol: str,
) -> str | None:
    base, local, new = sides
    if base == local == new:
        return local
    was, here, there = map(_canonical, sides)
    if here == there:
        # The same, written in another way: as the city writes it, unless the nation writes it anew.
        return local if local is not None and _literal(new) in (_literal(local), _literal(base)) else _fit(new, eol)
    if here == was:
        merged.taken.append(name)
        return _fit(new, eol)
    if name in _NATIONAL and new is not None:
        if there != was:
            merged.overruled[name] = (local or "").strip()
            return _fit(new, eol)
        return local
    listed = _LISTED.get(name)
    if listed and local and new:
        entries = _entries(listed, [base or "", local, new])
        if entries[1] and entries[2]:
            head = re.split(r"(?<=\n)|(?<=\r)(?!\n)", local, maxsplit=1)[0]
            return head + "".join(_merge([side or {} for side in entries], overrides, f"{name}/", merged, eol))
    if name.startswith(f"{_TRACES}/") and new is not None and there != was:
        merged.taken.append(name)  # the check then says which subject follows the nation beside a clause of the city's
        return _fit(new, eol)
    if there != was:
        merged.rivals.append(Rival(name, base, local, new))
    else:
        merged.kept.append(name)
    return local


def _entries(how: str, sides: Sequence[str]) -> list[dict[str, str] | None]:
    """The entries below a key, each by its name, side by side; None where they are written another way."""
    if how == "key":
        found = [_grouped(_below(raw), _SUBKEY) if _is_block(raw) else None for raw in sides]
        return [None if side is None or "" in side else side for side in found]
    items = [_items(raw) if _is_block(raw) else None for raw in sides]
    names = [[name for name, _ in side or ()] for side in items]
    doubled = {name for side in names for name in side if side.count(name) > 1}
    named: list[dict[str, str] | None] = []
    for side in items:
        entries: dict[str, str] = {}
        for (name, at), item in (side or {}).items():
            # One name may stand at several clauses of a form, each with its own answer.
            entries[f"{name}@{at}" if name in doubled else name] = item
        named.append(None if side is None else entries)
    return named


def _is_block(raw: str) -> bool:
    return bool(re.match(r"[A-Za-z_]+[ \t]*:[ \t]*(?:#[^\r\n]*)?[\r\n]", raw))


def _below(raw: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+", raw)[1:]


def _items(raw: str) -> dict[tuple[str, str], str] | None:
    items: list[str] = []
    for line in _below(raw):
        if _ITEM.match(line) and (not items or _indent(line) == _indent(items[0])):
            items.append(line)
        elif items:
            items[-1] += line
        else:
            return None
    named: dict[tuple[str, str], str] = {}
    for item in items:
        name, at = _NAME.search(item), _AT.search(item)
        if name is None:
            return None
        key = name[1].strip(), at[1] if at else ""
        while key in named:
            key = key[0], f"{key[1]}+"
        named[key] = item
    return named


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _fit(raw: str | None, eol: str) -> str | None:
    return None if raw is None else re.sub(r"\r\n|\r|\n", eol, raw)


def _literal(raw: str | None) -> str:
    return "\n".join(line.rstrip() for line in written.plain(raw or "").strip("\n").split("\n"))


@lru_cache(10_000)
def _canonical(raw: str | None) -> str | None:
    """What a key says, without marks, however it is written; as it is written where YAML cannot read it."""
    if raw is None:
        return None
    text = _literal(raw)
    if "\n" not in text and text == bare(text) and not text.lstrip().startswith("-") and '"' not in text and "#" not in text:
        return " ".join(text.split())
    try:
        return "=" + bare(repr(yamlfile.parse(_dedented(text), "front").data))
    except yamlfile.Unreadable:
        return bare(text)


def _dedented(text: str) -> str:
    indent = _indent(text)
    return "\n".join(line[indent:] if not line[:indent].strip() else line for line in text.split("\n"))


def changed(before: str, after: str) -> list[str]:
    """The keys that say something else."""
    was, now = _segments(before), _segments(after)
    return [
        key for key in dict.fromkeys((*now, *was)) if key and key not in _NATIONAL
        and was.get(key) != now.get(key) and _canonical(was.get(key)) != _canonical(now.get(key))
    ]


def excerpt(rivals: Sequence[Rival], side: str) -> str | None:
    """One side of what is rival, as a piece of YAML; None where nothing is there."""
    lines, above = [], ""
    for rival in rivals:
        raw = getattr(rival, side)
        key, _, inner = rival.key.partition("/")
        if raw is None:
            continue
        if inner and key != above:
            lines.append(f"{key}:\n")
        above = key
        lines.append(written.plain(raw).rstrip("\n") + "\n")
    return "".join(lines) or None


def replaced(local: str, keys: Sequence[str], by: str, eol: str) -> str:
    """`local` with the entries `keys` as they stand in the front matter or excerpt `by`; absent there, they go."""
    if WHOLE in keys:
        return by
    lines = [line for line in re.findall(r"[^\r\n]*(?:\r\n|\r|\n|$)", local) if line]
    segments = _segments(local)
    wanted = _segments(by if by.startswith("---") else f"---\n{by}---\n")
    for name in keys:
        key, _, inner = name.partition("/")
        if not inner:
            _set(segments, key, _fit(wanted.get(key), eol))
            continue
        here, there = _entries(_LISTED[key], [segments[key], wanted.get(key, f"{key}:\n")])
        if here is not None:
            _set(here, inner, _fit((there or {}).get(inner), eol))
            segments[key] = segments[key][: len(segments[key]) - len("".join(_below(segments[key])))] + "".join(here.values())
    return f"{lines[0]}{''.join(segments.values())}{lines[-1]}"


def _set(segments: dict[str, str], key: str, raw: str | None) -> None:
    if raw is None:
        segments.pop(key, None)
    else:
        segments[key] = raw


Said = set[tuple[str, str | None]]  # keys of a front matter, and what they or one of their entries say


def said(front: str, also_whole: bool = True) -> Said:
    """What a front matter says, entry by entry where it lists things; `also_whole`: and each list as one."""
    found: Said = set()
    for key, raw in _segments(front).items():
        entries = _entries(_LISTED[key], [raw])[0] if key in _LISTED else None
        if key in _NATIONAL or key == _TRACES or not raw.strip():
            continue
        found |= {(key, _canonical(entry)) for entry in (entries or {}).values()}
        if not entries or also_whole:
            found.add((key, _canonical(raw)))
    return found


def says(name: str, raw: str | None) -> Said:
    """The same of one entry, by the key of a Rival."""
    return set() if raw is None else said(raw) if name == WHOLE else {(name.partition("/")[0], _canonical(raw))}
