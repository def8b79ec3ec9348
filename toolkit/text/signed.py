"""The lines of a 签署 box as what they are: labels, and the room behind each.

`监护人签名：　　　日期：　　年　月　日` is two labels with their rooms. Who prints a table of them and
who leads a printed sign back to its source must part them alike, so both ask here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit.text.blocks import Inline, Inlines, Text

OPAQUE = "\ue000"  # a value or a reference, whatever it says

# Room is left by two wide spaces or more; what follows a date may stand close behind it.
_GAP = re.compile("\u3000{2,}|(?<=[日分])\u3000(?=\\S)")
_OF_A_DATE = re.compile("[年月日时分]")
_BRACKETED = re.compile("（[^（）]*）")
_BY_HAND = re.compile("签名|签字|签收(?!日)|盖章|手印")
_HOW = re.compile("不会写字的按手印")
_ACT = re.compile("(?:签名、)?(?<!盖章或者)签名(?:、手印)?(?:和意见|或者画|或者手印|日期)?|签字")
_RECEIVED = re.compile("签收(?:（.*)?$")
_ASIDE = re.compile("[，；][^（）]*(?=）)")  # what a bracket says further: not whom but how
_EMPTY = re.compile("（[；，、]*）")


@dataclass(frozen=True)
class Span:
    """A piece of a line, from a sign up to a sign. What is no `label` is written behind one, or stands alone."""

    start: int
    end: int
    label: bool = False


def signer(label: str) -> str | None:
    """Whose signature, print or seal a label asks for: 监护人签名（不会写字的按手印）： is 监护人.

    "" where it doesn't say whose, None where it asks for none.
    """
    if not _BY_HAND.search(label):
        return None
    words = _HOW.sub("", label.strip().removesuffix("："))
    words = _ASIDE.sub("", _RECEIVED.sub("（签收）", _ACT.sub("", words)))
    return _EMPTY.sub("", words).strip()


def spans(line: str) -> list[Span]:
    """The pieces of a line, in their order. A room that holds no words is left out.

    What is no literal text (a value, a reference) stands in `line` as one OPAQUE.
    """
    tokens = [(start, end) for start, end in _tokens(line) if line[start:end].strip()]
    found: list[Span] = []
    for start, end in tokens:
        colon = _colon(line[start:end])
        if colon >= 0:
            found.append(Span(start, start + colon + 1, label=True))
            start += colon + 1
            if start == end:
                continue
        elif found and _OF_A_DATE.fullmatch(line[start:end]):
            last = found[-1]
            if last.label:
                found.append(Span(last.end, end))
            else:
                found[-1] = Span(last.start, end)
            continue
        found.append(Span(start, end))
    return found


def _tokens(line: str) -> list[tuple[int, int]]:
    gaps = [(0, 0), *(gap.span() for gap in _GAP.finditer(line)), (len(line), len(line))]
    return [(left[1], right[0]) for left, right in pairwise(gaps)]


def _colon(token: str) -> int:
    """Where the label ends: at the token's last sign, or at its first colon outside of brackets."""
    if token.endswith("："):
        return len(token) - 1
    return _BRACKETED.sub(lambda found: "\u3000" * len(found[0]), token).find("：")


def pieces(line: Inlines) -> Iterator[tuple[Inlines, bool]]:
    """What a line prints, piece by piece, and whether it is a label."""
    flat = "".join(piece.text if isinstance(piece, Text) else OPAQUE for piece in line)
    for span in spans(flat):
        yield _cut(line, span), span.label


def _cut(line: Inlines, span: Span) -> Inlines:
    found: list[Inline] = []
    at = 0
    for piece in line:
        length = len(piece.text) if isinstance(piece, Text) else 1
        first, last = max(span.start - at, 0), min(span.end - at, length)
        if first < last:
            found.append(replace(piece, text=piece.text[first:last]) if isinstance(piece, Text) else piece)
        at += length
    return tuple(found)
