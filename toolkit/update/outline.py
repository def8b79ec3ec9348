"""A text made short for a page: what a whole document is about, and what its signs mean to those who only read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.text.decisions import Decision
from toolkit.update import national, parts

_SIGNS = (
    (re.compile(r"\[[^\[\]\n]*\]\{\.suggested\}"), "是建议值，改数字时把方括号和后面的记号留着，成品里不印"),
    (re.compile(r"\[\]\(#[\w-]+\)"), "印出来是那一条的名称，照抄，不要改"),
    (re.compile(r"\{\{[^{}\n]*\}\}"), "印出来是 city.yaml 里填的值，照抄，不要改"),
    (re.compile(r"\{%[^{}\n]*%\}"), "标明它和下一个这样的记号之间的话只在某些城市才印，不要改"),
)


def of(text: str) -> list[str]:
    """The summary of a document, when a lesson is given, and its headings."""
    source = parts.parse(text)
    chapters = [part.title for part in source.parts if part.level == 2]
    timing, summary = national.entry("timing", source), national.entry("summary", source)
    return [line for line in (
        summary, f"什么时候用：{timing}。" if timing else "", f"一共{len(chapters)}章：{'；'.join(chapters)}。" if chapters else "",
    ) if line]


def signs(decision: Decision) -> Iterator[str]:
    """Each kind of sign in the texts, as it stands there, and what to do about it."""
    whole = "\n".join(text for text in (decision.local, decision.new) if text)
    text = "\n".join(line for line in whole.split("\n") if not line.startswith("#"))
    for pattern, meaning in _SIGNS:
        found = pattern.search(text)
        if found:
            yield f"{found[0]} {meaning}"
    if "{#" in whole:
        yield "标题后面花括号里是编号和依据，不要改"
