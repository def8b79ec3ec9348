"""Simplified → traditional script, sign by sign, with names and words that are fixed kept as they are fixed.

OpenCC's s2tw, never s2twp: that one changes words (程序 → 程式), in titles of laws too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from toolkit.files import sources, yamlfile
from toolkit.text.citations import Register

_PRIVATE = 0xE000  # first sign of Unicode's private area: nothing converts it
_CUT = "\u200b"  # stands between words in the search index

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
    """The search index: its words keep their bounds, which the conversion must not see."""
    docs = [
        {**entry, "title": _between(entry["title"], convert), "text": _between(entry["text"], convert)}
        for entry in data["docs"]
    ]
    return {**data, "docs": docs}


def _between(text: str, convert: Convert) -> str:
    words = text.split(_CUT)
    whole = convert("".join(words))
    assert len(whole) == sum(map(len, words))  # sign by sign
    cut, at = [], 0
    for word in words:
        cut.append(whole[at:at + len(word)])
        at += len(word)
    return _CUT.join(cut)


def _opencc(text: str) -> str:
    converted: str = _dictionary().convert(text)
    return converted


@cache
def _dictionary():  # type: ignore[no-untyped-def]  # opencc has no types
    import opencc

    return opencc.OpenCC("s2tw")
