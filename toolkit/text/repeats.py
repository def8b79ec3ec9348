"""Sentences that say nearly the same in two places. One meaning should stand in one clause.

Likeness is that of the sets of three-character runs (Jaccard), over Chinese characters, letters
and digits alone. Pure.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from toolkit.text.policy import Document

SHORTEST = 12  # characters; shorter sentences repeat by nature: 年　月　日
_RUN = 3
_COMMON = 60  # runs in more sentences than this tell nothing apart

_END = re.compile(r"[。；\n|]")
_SIGNED = re.compile(r"^::: *签署\n.*?^:::$", re.M | re.S)  # lines to sign on are alike by nature
_NOT_WORDS = re.compile(r"[^\w]|_")
_MARKUP = re.compile(r"\[[^\]]*\]\(#[\w-]+\)|\{\{.*?\}\}|\{%.*?%\}|^[（(][一二三四五六七八九十]+[）)]")


@dataclass(frozen=True)
class Sentence:
    clause: str
    text: str


@dataclass(frozen=True)
class Repeat:
    likeness: float  # 0–1
    first: Sentence
    second: Sentence


def repeats(documents: Sequence[Document], least: float) -> list[Repeat]:
    """Pairs of at least that likeness in different documents, the most alike first."""
    sentences = list(_sentences(documents))
    runs = [_runs(sentence.text) for sentence in sentences]
    found = []
    for (first, second), shared in _sharing(runs).items():
        likeness = shared / (len(runs[first]) + len(runs[second]) - shared)
        if likeness >= least and not _same_document(sentences[first], sentences[second]):
            found.append(Repeat(round(likeness, 2), sentences[first], sentences[second]))
    return sorted(found, key=lambda item: (-item.likeness, item.first.clause, item.second.clause))


def _sentences(documents: Iterable[Document]) -> Iterator[Sentence]:
    for document in documents:
        for part, _ in document.parts():
            for piece in _END.split(_SIGNED.sub("", part.text)):
                text = _MARKUP.sub("", piece.strip()).strip()
                if len(_NOT_WORDS.sub("", text)) >= SHORTEST:
                    yield Sentence(part.id, text)


def _runs(text: str) -> frozenset[str]:
    plain = _NOT_WORDS.sub("", text)
    return frozenset(plain[at : at + _RUN] for at in range(len(plain) - _RUN + 1))


def _sharing(runs: Sequence[frozenset[str]]) -> Counter[tuple[int, int]]:
    """How many runs each pair of sentences shares; pairs that share none are left out."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, found in enumerate(runs):
        for run in found:
            holders[run].append(number)
    shared: Counter[tuple[int, int]] = Counter()
    for numbers in holders.values():
        if len(numbers) <= _COMMON:
            shared.update(
                (first, second)
                for at, first in enumerate(numbers) for second in numbers[at + 1 :]
            )
    return shared


def _same_document(first: Sentence, second: Sentence) -> bool:
    return first.clause.partition("-")[0] == second.clause.partition("-")[0]
