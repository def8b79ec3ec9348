"""city.yaml brought to a newer schema: keys renamed in place, new ones suggested as comments.

Nothing that the city wrote is dropped, moved or laid out anew; where the outcome would not read
as before, the file stays as it is and a note says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.errors import Words
from toolkit.files import sources, yamlfile, yamltext
from toolkit.files.yamlfile import Unreadable, YamlFile
from toolkit.text import releases
from toolkit.update import renaming
from toolkit.update.lines import Lines, in_braces, section_comment, suggestion
from toolkit.update.renaming import Renamed

CITY = "city.yaml"
MIGRATIONS = "migrations.yaml"
Schema = Mapping[str, Any]


@dataclass(frozen=True)
class Settings:
    """The new text, byte for byte the old one but for what the notes say. Notes are for the report."""

    text: str
    notes: tuple[Words, ...]


def migrations(schemas: Path) -> tuple[Renamed, ...]:
    """The renamed keys that a folder of schemas knows, oldest first; none where it has no list."""
    path = schemas / MIGRATIONS
    if not path.is_file():
        return ()
    entries = yamlfile.read(path, MIGRATIONS).data["city"]
    found = (Renamed(entry["version"], entry["old"], entry["new"]) for entry in entries)
    return tuple(sorted(found, key=lambda item: releases.ordered(item.version)))


def merge(
    local_text: str, old_schema: Schema | None, new_schema: Schema, renamed: Sequence[Renamed] | None = None
) -> Settings:
    """The city's file for the new schema. `old_schema` is the one it was last brought to, if known.

    A key that the old schema knew and the file lacks was left out by the city: it is not suggested
    again, nor is one that stands in a comment. The text may hold a BOM and CRLF; both stay.
    """
    lines = Lines(local_text)
    file = _parsed(lines)
    if file is None:
        return Settings(local_text, (_UNREADABLE,))
    renamed = migrations(sources.shared().schemas) if renamed is None else renamed
    before, notes = file.data, []
    for item in renamed:
        note = renaming.rename(lines, file, item)
        if note is None:
            continue
        notes.append(note.words)
        if note.done:
            before, file = renaming.moved(before, item), _parsed(lines)
            if file is None or file.data != before:
                return Settings(local_text, (_UNTOUCHED,))
    notes += _gone(file, old_schema, new_schema)
    notes += _suggest(lines, file, old_schema or {}, new_schema)
    after = _parsed(lines)
    if after is None or after.data != before:
        return Settings(local_text, (_UNTOUCHED,))
    return Settings(lines.text(), tuple(notes))


def _parsed(lines: Lines) -> YamlFile | None:
    try:
        file = yamlfile.parse(lines.plain(), CITY)
    except Unreadable:
        return None
    return file if isinstance(file.data, dict) else None


def _known(schema: Schema) -> dict[str, Schema]:
    """Every `section.name` and every section that has no names."""
    found: dict[str, Schema] = {}
    for section, entry in schema.get("properties", {}).items():
        found |= {f"{section}.{key}": inner for key, inner in entry.get("properties", {}).items()} or {section: entry}
    return found


def _gone(file: YamlFile, old: Schema | None, new: Schema) -> Iterator[Words]:
    for key in sorted((_known(old) if old else {}).keys() - _known(new).keys()):
        section, _, name = key.partition(".")
        held = file.data.get(section)
        if (isinstance(held, dict) and name in held) or (not name and section in file.data):
            yield Words(f"city.yaml 的 {key} 新版不再使用，留在原处", f"{key} in city.yaml is no longer used; it stays")


def _suggest(lines: Lines, file: YamlFile, old: Schema, new: Schema) -> Iterator[Words]:
    """Writes the new keys as comments; all places are found before the first line is written."""
    known, order = _known(old), list(new["properties"])
    edits: list[tuple[int, int, list[str]]] = []
    for number, (section, entry) in enumerate(new["properties"].items()):
        fresh = {
            key: inner for key, inner in entry.get("properties", {}).items()
            # Without the old schema nobody knows whether the city left out what has no default.
            if f"{section}.{key}" not in known and (known or "default" in inner)
        }
        place = _within if section in file.data else _whole
        keys, edit = place(lines, file, section, entry, fresh, order)
        if keys:
            at, written = edit
            # A section of its own stands behind what belongs to the one above it.
            edits.append((at, number + len(order) * (not written[0]), written))
        for key in keys:
            yield _suggested(section, key, fresh[key])
    for at, _, written in sorted(edits, reverse=True):
        lines.insert(at, written)


_Edit = tuple[int, list[str]]
_NOTHING: tuple[list[str], _Edit] = ([], (0, []))


def _within(
    lines: Lines, file: YamlFile, section: str, entry: Schema, fresh: Mapping[str, Schema], order: Sequence[str]
) -> tuple[list[str], _Edit]:
    """New keys of a section that is there: which, and what to write where."""
    own = file.data[section]
    if not isinstance(own, dict | None):
        return _NOTHING
    reach = lines.reach(file, section)
    keys = {
        key: schema for key, schema in fresh.items() if key not in (own or {}) and not lines.mentions(key, *reach)
    }
    indent = lines.indent(file, section)
    written = (
        [*in_braces(section, keys)] if indent is None
        else [suggestion(" " * indent, key, schema) for key, schema in keys.items()]
    )
    return list(keys), (lines.end_of(*reach), written)


def _whole(
    lines: Lines, file: YamlFile, section: str, entry: Schema, fresh: Mapping[str, Schema], order: Sequence[str]
) -> tuple[list[str], _Edit]:
    """A section that the file lacks, or holds as a comment."""
    struck = lines.struck_section(section)
    if struck:
        keys = {key: schema for key, schema in fresh.items() if not lines.mentions(key, *struck)}
        return list(keys), (struck[1], section_comment(section, entry, keys)[2:])
    if not fresh:
        return _NOTHING
    before = _before(file, order, section)
    at = lines.end_of(*lines.reach(file, before)) if before else len(lines.contents)
    return list(fresh), (at, ["", *section_comment(section, entry, fresh)])


def _before(file: YamlFile, order: Sequence[str], section: str) -> str | None:
    """The section after which a missing one belongs."""
    held = [name for name in order[:order.index(section)] if name in file.data]
    return held[-1] if held else None


def _suggested(section: str, key: str, schema: Schema) -> Words:
    zh, en = f"city.yaml 新增可填的 {section}.{key}（{schema['title']}）", f"city.yaml can now say {section}.{key}"
    if "default" not in schema:
        return Words(f"{zh}，作为注释写进去了，要用的去掉 #", f"{en}; it stands there as a comment")
    default = yamltext.flow(schema["default"])
    return Words(f"{zh}，作为注释写进去了；不填按 {default} 办", f"{en}; it stands there as a comment, {default} unless told")


_UNREADABLE = Words(
    "city.yaml 读不懂，没有动它；照 linyi check 的提示改好以后再更新一次",
    "city.yaml cannot be read and was left alone; mend it as linyi check says, then update again",
)
_UNTOUCHED = Words(
    "city.yaml 的写法特别，新增的项没有写进去，文件没有动；有哪些项见文档的 city.yaml 那一页",
    "city.yaml is laid out in a way of its own and was left alone; its page in the documentation lists the new keys",
)
