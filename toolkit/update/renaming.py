"""Keys of city.yaml that a newer schema calls otherwise: renamed where they stand, or moved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from toolkit.errors import Words
from toolkit.files.yamlfile import Place, YamlFile
from toolkit.update.lines import Lines


@dataclass(frozen=True)
class Renamed:
    """A section or a `section.name` that has another name from `version` on."""

    version: str
    old: str
    new: str


@dataclass(frozen=True)
class Note:
    words: Words
    done: bool


def rename(lines: Lines, file: YamlFile, item: Renamed) -> Note | None:
    """Renames the key in `lines`; None where the file does not hold it."""
    old, new = _place(item.old), _place(item.new)
    if old not in file.keys:
        return None
    if new in file.keys:
        return _by_hand(item, "两项都写着，留一项", "both stand there: keep one")
    done = _in_place(lines, file, old, new) if old[:-1] == new[:-1] else _elsewhere(lines, file, old, new)
    if not done:
        return _by_hand(item, "写法特别，没有动，请手工改名", "it is laid out in a way of its own: rename it by hand")
    words = Words(
        f"city.yaml 的 {item.old} 改名为 {item.new}，填的值没有变", f"{item.old} in city.yaml is now {item.new}, with its value",
    )
    return Note(words, True)


def moved(data: dict[str, Any], item: Renamed) -> dict[str, Any]:
    """What the file must read as when the key is renamed."""
    (*outer, name), (*target, other) = item.old.split("."), item.new.split(".")
    found = {key: dict(value) if isinstance(value, dict) else value for key, value in data.items()}
    source = found[outer[0]] if outer else found
    value = source.pop(name)
    (found.setdefault(target[0], {}) if target else found)[other] = value
    return found


def _place(key: str) -> Place:
    return tuple(key.split("."))


def _by_hand(item: Renamed, zh: str, en: str) -> Note:
    return Note(Words(f"city.yaml 的 {item.old} 改名为 {item.new}：{zh}", f"{item.old} is now {item.new}: {en}"), False)


def _in_place(lines: Lines, file: YamlFile, old: Place, new: Place) -> bool:
    line, column = file.keys[old]
    content = lines.contents[line - 1]
    key = re.compile(rf"""(["']?){re.escape(str(old[-1]))}\1""").match(content, column - 1)
    if key is None:
        return False
    lines.contents[line - 1] = f"{content[:key.start()]}{key[1]}{new[-1]}{key[1]}{content[key.end():]}"
    return True


def _elsewhere(lines: Lines, file: YamlFile, old: Place, new: Place) -> bool:
    """Moves the lines of a key to another section, which is made where it is missing."""
    section, target = str(old[0]), str(new[0])
    siblings = sorted(line - 1 for place, (line, _) in file.keys.items() if len(place) == 2 and place[0] == section)
    indent = lines.indent(file, section)
    if len(old) != 2 or len(new) != 2 or indent is None or len(siblings) < 2:
        return False
    wanted = lines.indent(file, target) if target in file.data else 2
    if wanted is None or not _in_place(lines, file, old, new):
        return False
    first, behind = file.keys[old][0] - 1, lines.reach(file, section)[1]
    after = lines.end_of(first, next((line for line in siblings if line > first), behind))
    while lines.is_comment(after - 1) and lines.contents[after - 1].find("#") <= indent:
        after -= 1  # a comment between two keys speaks of the next
    at = lines.end_of(*lines.reach(file, target)) if target in file.data else len(lines.contents)
    taken = lines.take(first, after)
    if at > first:
        at -= len(taken)
    written = [" " * wanted + content[indent:] if content[:indent].isspace() else content for content in taken]
    lines.insert(at, written if target in file.data else [f"{target}:", *written])
    return True
