"""Simplified → traditional script, sign by sign, with names and words that are fixed kept as they are fixed.

OpenCC's s2tw, never s2twp: that one changes words (程序 → 程式), in titles of laws too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from toolkit.city import sounds
from toolkit.files import sources, yamlfile
from toolkit.text.citations import Register

_PRIVATE = 0xE000  # first sign of Unicode's private area: nothing converts it

LIST = "traditional.yaml"  # beside the site's looks: what OpenCC's tables get wrong here

Convert = Callable[[str], str]


def converter(register: Register) -> Convert:
    """Converts any text; titles of laws, terms of the glossary and our field's words have fixed forms."""
    fixed = list(_fixed(register).items())
    marks = {words: chr(_PRIVATE + number) for number, (words, _) in enumerate(fixed)}
    names = re.compile("|".join(re.escape(words) for words, _ in fixed))
    marked = re.compile(f"[{chr(_PRIVATE)}-{chr(_PRIVATE + len(fixed) - 1)}]")

    def convert(text: str) -> str:
        text = _opencc(names.sub(lambda name: marks[name[0]], text))
        return marked.sub(lambda mark: fixed[ord(mark[0]) - _PRIVATE][1], text)

    return convert


def _fixed(register: Register) -> Mapping[str, str]:
    """Simplified → traditional, the longest first: each title converted alone, each term as the glossary says."""
    titles = [name for law in register.laws.values() for name in (law.title, law.short_title)]
    found = {title: _opencc(title) for title in (*titles, *register.repealed)}
    found |= {term["zh_hans"]: term["zh_hant"] for term in register.glossary}
    own = yamlfile.read(sources.shared().templates / "site" / LIST, LIST).data
    found = {**own["signs"], **own["words"], **found}
    return dict(sorted(found.items(), key=lambda item: len(item[0]), reverse=True))


def index(data: dict[str, Any], convert: Convert) -> dict[str, Any]:
    """The search index in the traditional script; what people say stays, for the search folds both scripts into one."""
    docs = [
        {**entry, "title": convert(entry["title"]), "text": convert(entry["text"])} for entry in data["docs"]
    ]
    return {**data, "docs": docs}


def folded(data: dict[str, Any], convert: Convert) -> dict[str, Any]:
    """The simplified search index with every traditional sign's simplified one: either script finds in either edition."""
    found: dict[str, str] = {}
    for text in (entry[part] for entry in data["docs"] for part in ("title", "text")):
        found |= {there: here for here, there in zip(text, convert(text), strict=True) if here != there}
    common = "\n".join("".join(sounds.signs().values()))
    found = {there: here for here, there in zip(common, _opencc(common), strict=True) if here != there} | found
    config = {**data["config"], "linyi": {**data["config"]["linyi"], "fold": dict(sorted(found.items()))}}
    return {**data, "config": config}


def _opencc(text: str) -> str:
    converted: str = _dictionary().convert(text)
    return converted


@cache
def _dictionary():  # type: ignore[no-untyped-def]  # opencc has no types
    import opencc

    return opencc.OpenCC("s2tw")
