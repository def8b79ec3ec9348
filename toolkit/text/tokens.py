"""A clause's source as people can edit it: what is no plain text stands as 【a word】 that goes or stays whole.

A value, a reference, a condition, a span of a design number: nobody has to know how they are written. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from toolkit.text import marks
from toolkit.text.policy import REFERENCE

_ATOM = re.compile(rf"{marks.SPAN.pattern}|\{{\{{[^{{}}\n]*\}}\}}|\{{%[^{{}}\n]*%\}}|{REFERENCE.pattern}|!\[[^\]\n]*\]\([^)\n]*\)")
_TAG = re.compile(r"\{%[-+]?\s*(\w+)\s*(.*?)\s*[-+]?%\}")
_SIDES = "【】"
_TAGS = {"else": "否则", "endif": "以上到此", "endfor": "逐个到此"}


@dataclass(frozen=True)
class Changed:
    """How often each token stands less or more often than before."""

    lost: Mapping[str, int]
    more: Mapping[str, int]


@dataclass(frozen=True)
class Tokens:
    """The tokens of one source: what is shown → what it is written as."""

    shown: str
    written: Mapping[str, str]

    def source(self, edited: str) -> str:
        """The edited text as source; what is no token of this text stays as it was typed."""
        if not self.written:
            return edited
        pattern = re.compile("|".join(map(re.escape, sorted(self.written, key=len, reverse=True))))
        return pattern.sub(lambda match: self.written[match[0]], edited)

    def changed(self, edited: str) -> Changed:
        before, after = (Counter({token: text.count(token) for token in self.written}) for text in (self.shown, edited))
        return Changed(dict(before - after), dict(after - before))


def tokens(source: str, value: Callable[[str], str], reference: Callable[[str], str], known: Tokens | None = None) -> Tokens:
    """`source` as it is shown. `value` gives the name of `team.hotline`, `reference` the words of an id.

    With `known` the tokens of another source keep their names, so that two texts can stand side by side.
    """
    written: dict[str, str] = dict(known.written) if known else {}
    names = {text: token for token, text in written.items()}

    def named(match: re.Match[str]) -> str:
        text = match[0]
        if text not in names:
            token, number = f"【{_words(text, value, reference)}】", 1
            while written.get(token, text) != text or (token in source and token not in written):
                number += 1
                token = f"【{_words(text, value, reference)} {number}】"
            names[text], written[token] = token, text
        return names[text]

    return Tokens(_ATOM.sub(named, source), written)


def _words(text: str, value: Callable[[str], str], reference: Callable[[str], str]) -> str:
    span, tag, link = marks.SPAN.fullmatch(text), _TAG.fullmatch(text), REFERENCE.fullmatch(text)
    if span:
        inner = _ATOM.sub(lambda match: _words(match[0], value, reference), span[1])
        return f"建议值 {inner}"
    if tag:
        kind, words = tag[1], tag[2]
        if kind == "if":
            name = words.removeprefix("not ").strip()
            return f"不是“{value(name)}”的" if words.startswith("not ") else f"“{value(name)}”的"
        return _TAGS.get(kind, "逐个")
    if link:
        return re.sub(f"[{_SIDES}]", "", link[1] or reference(link[2]))
    if text.startswith("!"):
        return "图"
    return value(text.strip("{} "))
