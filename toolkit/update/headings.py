"""Headings as they are found in a city's files, and their attributes merged key by key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from toolkit.text import policy

_ID = r"([PBTCpbtc][0-9]{2}(?:-[A-Za-z0-9]+)+)"
_MARKED = re.compile(r"^[ \t\u3000]*([#＃]{1,6})[ \t\u3000]+(.*?)[ \t\u3000]*$")
_WHOLE_ID = re.compile(_ID)
_BRACED = re.compile(rf"(?<!\]\()[{{｛][ \t]*[#＃][ \t]*{_ID}")
_BARE = re.compile(rf"(?<!\]\()[#＃][ \t]*{_ID}")
_BLOCK = re.compile(r"[ \t\u3000]*[{｛]?[^{}｛｝]*$")
_ATTRIBUTE = re.compile(r'#([^\s"=]+)|([A-Za-z_]+)="([^"]*)"')
_ASCII = str.maketrans("＃＝“”＂｛｝：；，　", '#="""{}:;, ')
_LEVELS = (2, 3)  # chapters and clauses; others count where they carry an id


@dataclass(frozen=True)
class Heading:
    """`id` is empty where none can be read. `sound`: written as it should be."""

    level: int
    title: str
    id: str
    attributes: dict[str, str]
    sound: bool


@lru_cache(8192)  # most lines of a version are those of the one before
def read(line: str) -> Heading | None:
    """The heading on a line, damaged or not; None where the line is none."""
    if "#" not in line and "＃" not in line:
        return None
    marked = _MARKED.match(line)
    if marked is None:
        braced = _BRACED.search(line)  # its # are gone, or the space behind them
        return _damaged(line.strip(), braced, 0) if braced else None
    level, rest = len(marked[1]), marked[2]
    sound = policy.HEADING.match(line.rstrip()) if marked[1].isascii() else None
    if sound:
        attributes = _attributes(sound[3] or "")
        left = _ATTRIBUTE.sub("", sound[3] or "").strip()
        identifier = attributes.pop("id", "")
        if not left and _WHOLE_ID.fullmatch(identifier) and not _BRACED.search(sound[2]):
            clean = identifier == _normal(identifier) and len(_ATTRIBUTE.findall(sound[3])) == len(attributes) + 1
            return Heading(level, sound[2], _normal(identifier), attributes, clean)
    found = _BRACED.search(rest) or _BARE.search(rest)
    if found:
        return _damaged(rest, found, level)
    return Heading(level, rest, "", {}, False) if level in _LEVELS else None


def _damaged(rest: str, found: re.Match[str], level: int) -> Heading:
    attributes = _attributes(rest[found.start():].translate(_ASCII))
    attributes.pop("id", None)
    title = rest[: found.start()].rstrip(" \t　{｛").lstrip("#＃ \t　")
    return Heading(level, title, _normal(found[1]), attributes, False)


def _normal(identifier: str) -> str:
    return identifier[0].upper() + identifier[1:].lower()


def _attributes(block: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(block):
        key, value = ("id", match[1]) if match[1] else (match[2], match[3])
        found.setdefault(key, value)
    return found


def line(level: int, title: str, identifier: str, attributes: Mapping[str, str]) -> str:
    """A heading as it is written."""
    inner = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"{'#' * level} {title} {{#{identifier}{inner}}}"


def merge(
    base: Mapping[str, str], local: Mapping[str, str], new: Mapping[str, str]
) -> tuple[dict[str, str], list[str]]:
    """Attributes key by key, in the national order; and the keys that both sides changed, which stay local.

    What lists things (basis, answers, open, retells) is merged thing by thing and never in conflict.
    """
    merged: dict[str, str] = {}
    conflicts = []
    for key in dict.fromkeys((*new, *local)):
        was, here, there = base.get(key), local.get(key), new.get(key)
        value = here
        if here == was or there == here:
            value = there
        elif there != was:
            lists = _LISTS.get(key)
            if lists:
                value = lists(was or "", here or "", there or "") or None
            else:
                conflicts.append(key)
        if value is not None:
            merged[key] = value
    return merged, conflicts


def _tokens(base: str, local: str, new: str) -> str:
    was = set(base.split())
    kept = [item for item in new.split() if item in local.split() or item not in was]
    return " ".join([*kept, *(item for item in local.split() if item not in was and item not in kept)])


def _citations(base: str, local: str, new: str) -> str:
    """Article by article: `law:1,2; law:3`."""
    def pairs(text: str) -> list[tuple[str, str]]:
        return [
            (law.strip(), article.strip()) for group in text.split(";") for law, _, articles in [group.partition(":")]
            for article in articles.split(",") if law.strip()
        ]

    was, here = set(pairs(base)), pairs(local)
    kept = [item for item in pairs(new) if item in here or item not in was]
    kept += [item for item in here if item not in was and item not in kept]
    laws: dict[str, list[str]] = {}
    for law, article in kept:
        laws.setdefault(law, []).append(article)
    return "; ".join(f"{law}:{','.join(articles)}" if any(articles) else law for law, articles in laws.items())


_LISTS: dict[str, Callable[[str, str, str], str]] = {
    "basis": _citations, "answers": _tokens, "open": _tokens, "retells": _tokens,
}
