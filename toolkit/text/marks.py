"""建议值: numbers that no law fixes, marked in the text: `[30日]{.suggested}`.

Texts of 1.0.0 typed （建议值） behind the number instead; both are read alike. A mark is for
drafts and for counsel: what somebody signs prints the bare number.
"""

from __future__ import annotations

import re

SPAN = re.compile(r"\[([^\[\]\n]*)\]\{\.suggested\}")
TYPED = "（建议值）"
# What a typed mark stands behind: back to the last sign that ends a phrase, a value taken whole. Nothing of a phrase
# begins the mark, so what was taken once (`+`) need never be tried shorter.
_VALUE = r"\{\{[^{}\n]*\}\}|\ue000[0-9]+\ue001"
_AMOUNT = r"\{\{ *(?:numbers|size)\.[^{}\n]*\}\}|\ue000[0-9]+\ue001"  # filled text no longer tells which value it is
_PHRASE = re.compile(rf'((?:{_VALUE}|[^\s，。；：、？！（）()"“”《》「」\[\]|{{}}\ue000\ue001*])*){TYPED}')
_NUMBER = re.compile(
    rf"(?:每|第|满|前|共|约|至多|至少|提前|不少于|不超过)*(?:{_AMOUNT}|[0-9０-９][0-9０-９.,]*"
    r"|[一二两三四五六七八九十百千万半]+|[当次同][日天])"
)
_TAIL = 8  # signs between a number and its mark: 个工作日内, 名成年人同行


def spans(text: str) -> str:
    """The text with every typed mark as a span; lines stay where they are. Source or filled text."""
    return _PHRASE.sub(_span, text) if TYPED in text else text


def _span(match: re.Match[str]) -> str:
    phrase = match[1]
    numbers = [found for found in _NUMBER.finditer(phrase) if len(phrase) - found.end() <= _TAIL]
    start = numbers[0].start() if numbers else 0
    return f"{phrase[:start]}[{phrase[start:]}]{{.suggested}}" if phrase else match[0]


def bare(text: str) -> str:
    """The words alone: what an update compares, and what a signed paper prints."""
    return SPAN.sub(lambda match: match[1], spans(text)).replace(TYPED, "")


def suggested(text: str) -> list[str]:
    """The design values of a text, in its order."""
    return [match[1] for match in SPAN.finditer(spans(text))]
