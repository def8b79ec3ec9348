"""What a clause asks, in short, and the words by which it says how that is measured.

Only the clause's own sentences are used, whole or cut at a comma: a norm has one wording.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.text.blocks import Inline, Inlines, Paragraph, Ref
from toolkit.text.render import RenderedClause

_SENTENCE = re.compile(r"[^。！？]*[。！？][”）]*|[^。！？]+$")
_ITEM = re.compile(r"^（[一二三四五六七八九十]+）")
# How clauses say it, the plainest way first: only where none says 衡量 is a rate looked for, and so on.
_MEASURES = (
    re.compile("衡量"),
    re.compile(r"率(?!先)|[为是][ ]?0|为准|计算"),
    re.compile("核对|抽查|巡查|齐全|查拒收"),
)
_DUTY = re.compile("应当|不得|立即|必须")
_LONG = 120  # characters of a duty after which no further sentence is taken


@dataclass(frozen=True)
class Stated:
    """`measure` is empty where the clause does not say how it is measured."""

    duty: str
    measure: str


def stated(clause: RenderedClause, says: Sequence[str] = ()) -> Stated:
    """The duty of a clause and its measure, with references named so that they hold outside the document.

    `says` are words of the sentences that hold the duty, in order; words that are no longer there
    are passed over, and where none is, the clause's first sentences are taken.
    """
    prose = [block for block in clause.blocks if isinstance(block, Paragraph)]
    sentences = [
        sentence for block in prose if not block.item for sentence in _SENTENCE.findall(_words(block.content))
    ]
    if not sentences:
        return Stated("", "")
    items = [_words(block.content).rstrip("；。") + "。" for block in prose if block.item]
    measures = _measures(sentences)
    duties = _picked([*sentences, *items], says)
    duty = "".join(_without(sentence) if sentence in measures else sentence for sentence in duties)
    duty = duty or _strong(prose) or _duty(sentences, measures, items)
    shared = {*duties, sentences[0]}
    return Stated(duty, "".join(_measuring(sentence, sentence in shared) for sentence in measures))


def _picked(sentences: Sequence[str], says: Sequence[str]) -> list[str]:
    found = (next((sentence for sentence in sentences if words in sentence), "") for words in says)
    return [_ITEM.sub("", sentence) for sentence in found if sentence]


def _measures(sentences: Sequence[str]) -> list[str]:
    for way in _MEASURES:
        found = [sentence for sentence in sentences if way.search(sentence)]
        if way is _MEASURES[-1]:
            found = [sentence for sentence in found if sentence != sentences[0]]
        if found:
            return found
    return []


def _measuring(sentence: str, shared: bool) -> str:
    """The part that measures; of a sentence that is a duty too, what follows the duty."""
    parts = [part for part in _parts(sentence) if _is_measure(part)]
    words = "；".join(parts) or _parts(sentence)[0]
    return f"{_tail(words) if shared else words}。"


def _without(sentence: str) -> str:
    """A sentence that states and measures, without the measure."""
    parts = [part.removesuffix(_tail(part)).rstrip("，") if _is_measure(part) else part for part in _parts(sentence)]
    return "；".join(filter(None, parts)) + "。"


def _parts(sentence: str) -> list[str]:
    return sentence.rstrip("。").split("；")


def _is_measure(part: str) -> bool:
    return any(way.search(part) for way in _MEASURES[:2])


def _tail(part: str) -> str:
    """From the first piece that measures on."""
    pieces = part.split("，")
    at = next((number for number, piece in enumerate(pieces) if _is_measure(piece)), 0)
    return "，".join(pieces[at:])


def _duty(sentences: Sequence[str], measures: Sequence[str], items: Sequence[str]) -> str:
    found = _without(sentences[0]) if sentences[0] in measures else sentences[0]
    if found.endswith("："):
        return found + _heads(items) if items else found[:-1] + "。"
    for sentence in sentences[1:]:
        if sentence in measures or not _DUTY.search(sentence) or sentence.endswith("："):
            continue
        if len(found) + len(sentence) > _LONG:
            break
        found += sentence
    return found


def _strong(prose: Sequence[Paragraph]) -> str:
    """What a pledge prints in bold is its duty."""
    bold = ["".join(piece.text for piece in block.content if piece.strong) for block in prose]
    return "".join(words.rstrip("。") + "。" for words in bold if words)


def _heads(items: Sequence[str]) -> str:
    """A list in one line; of an item with a heading the heading alone."""
    return "；".join(words.rstrip("。").partition("：")[0] for words in items) + "。"


def _words(content: Inlines) -> str:
    return "".join(_named(piece) for piece in content)


def _named(piece: Inline) -> str:
    """A clause by its document's number: 第九条 alone would be another document's once it stands elsewhere."""
    if isinstance(piece, Ref) and "-" in piece.target:
        return f"{piece.target.partition('-')[0]}{piece.text.rpartition('》')[2]}"
    return " ".join(piece.text.split())
