"""What differs between two Chinese texts, in phrases that a person would mark.

Signs are compared by words, numbers and whole placeholders, never by halves of them; a few
unchanged signs between two changes are taken into the change. The words are those of the shared
text (`templates/words.txt`), so that no dictionary has to be loaded. Pure.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from toolkit.files import sources

Kind = Literal["same", "deleted", "inserted"]
_ATOM = re.compile(
    r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|\[[^\[\]\n]*\]\(#[\w-]+\)|\]\{\.suggested\}"
    r"|[0-9０-９]+(?:[.,．，][0-9０-９]+)*[%％]?|[A-Za-z][A-Za-z0-9_-]*|[\u4e00-\u9fff]+|.",
    re.DOTALL,
)
_HAN = re.compile("[\u4e00-\u9fff]+")
_ISLAND = 2  # unchanged signs between two changes that no reader picks out
_MOST = 4_000_000  # comparisons of words; beyond them whole lines are compared
_ENDS = "。；！？\n", "，、：）”》"  # an insertion best ends behind the first of these, then behind the second


@dataclass(frozen=True)
class Piece:
    """`same` and `deleted` pieces make the old text in order, `same` and `inserted` ones the new."""

    kind: Kind
    text: str


@dataclass
class _Run:
    """Unchanged words (both lists are alike) or a change."""

    same: bool
    old: list[str]
    new: list[str]


def pieces(old: str, new: str) -> list[Piece]:
    """The two texts as one row of pieces, none of them empty; in a change what went stands first."""
    return list(_pieces(old, new))


@lru_cache(64)  # a page is written twice, as Markdown and for Word
def _pieces(old: str, new: str) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for run in _joined(_islands(_compared(old, new))):
        if run.same:
            found.append(Piece("same", "".join(run.old)))
        else:
            found += [
                Piece(kind, text)
                for kind, text in _trimmed(run) if text
            ]
    return tuple(_merged(found))


def marked(found: Sequence[Piece]) -> int:
    """How many signs are shown as changed."""
    return sum(len(piece.text) for piece in found if piece.kind != "same")


@cache
def _words() -> tuple[frozenset[str], int]:
    listed = (sources.shared().templates / "words.txt").read_text(encoding="utf-8").split()
    return frozenset(listed), max(map(len, listed))


def _cut(text: str) -> list[str]:
    found: list[str] = []
    for match in _ATOM.finditer(text):
        found += _cut_run(match[0]) if _HAN.match(match[0]) else (match[0],)
    return found


def _cut_run(run: str) -> list[str]:
    """The longest words from the left, or from the right where that makes fewer."""
    known, longest = _words()
    left, at = [], 0
    while at < len(run):
        size = next(n for n in range(min(longest, len(run) - at), 0, -1) if n == 1 or run[at:at + n] in known)
        left.append(run[at:at + size])
        at += size
    right, at = [], len(run)
    while at:
        size = next(n for n in range(min(longest, at), 0, -1) if n == 1 or run[at - n:at] in known)
        right.append(run[at - size:at])
        at -= size
    return left if len(left) < len(right) else right[::-1]


def _compared(old: str, new: str) -> list[_Run]:
    a, b = _cut(old), _cut(new)
    if len(a) * len(b) > _MOST:
        a, b = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(a) * len(b) > _MOST:
        return [_Run(False, [old], [new])]
    codes = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    runs = [_Run(code == "equal", a[i1:i2], b[j1:j2]) for code, i1, i2, j1, j2 in codes]
    for before, change, after in zip(runs, runs[1:], runs[2:], strict=False):
        if before.same and after.same:
            _slide(before, change, after)
    return [run for run in runs if run.old or run.new]


def _slide(before: _Run, change: _Run, after: _Run) -> None:
    """Moves what came or went to where it ends a sentence, as far as the words around it allow.

    `甲[。乙]。` and `甲。[乙。]` are the same change: people mark the second.
    """
    if change.old and change.new:
        return
    words = change.old or change.new
    row = [*before.old, *words, *after.old]
    at, size = len(before.old), len(words)
    first = last = at
    while first and row[first - 1] == row[first + size - 1]:
        first -= 1
    while last + size < len(row) and row[last] == row[last + size]:
        last += 1
    best = min(range(first, last + 1), key=lambda start: (_rank(row[start + size - 1]), abs(start - at)))
    words[:] = row[best:best + size]
    for side in (before.old, before.new):
        side[:] = row[:best]
    for side in (after.old, after.new):
        side[:] = row[best + size:]


def _rank(word: str) -> int:
    return next((rank for rank, ends in enumerate(_ENDS) if word in ends), len(_ENDS))


def _islands(runs: Sequence[_Run]) -> Iterator[_Run]:
    """Takes a few unchanged signs between two changes into them, where these are longer."""
    for number, run in enumerate(runs):
        if run.same and 0 < number < len(runs) - 1:
            text = "".join(run.old)
            around = min(_size(runs[number - 1]), _size(runs[number + 1]))
            if len(text) <= min(_ISLAND, around) and "\n" not in text:
                yield _Run(False, run.old, run.new)
                continue
        yield run


def _size(run: _Run) -> int:
    return sum(map(len, run.old)) + sum(map(len, run.new))


def _joined(runs: Iterator[_Run]) -> Iterator[_Run]:
    last: _Run | None = None
    for run in runs:
        if last and last.same == run.same:
            last = _Run(run.same, last.old + run.old, last.new + run.new)
        else:
            if last:
                yield last
            last = run
    if last:
        yield last


def _trimmed(run: _Run) -> Iterator[tuple[Kind, str]]:
    """A change; where one word only grew or shrank (照 → 按照), what came or went alone."""
    old, new = "".join(run.old), "".join(run.new)
    if len(run.old) == len(run.new) == 1 and _HAN.fullmatch(old + new):
        head = len(_common(old, new))
        tail = len(_common(old[head:][::-1], new[head:][::-1]))
        if head + tail == min(len(old), len(new)):
            yield "same", old[:head]
            yield "deleted", old[head:len(old) - tail]
            yield "inserted", new[head:len(new) - tail]
            yield "same", old[len(old) - tail:]
            return
    yield "deleted", old
    yield "inserted", new


def _common(one: str, other: str) -> str:
    size = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:size]


def _merged(found: Sequence[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in found:
        if last and last.kind == piece.kind:
            last = Piece(piece.kind, last.text + piece.text)
        else:
            if last:
                yield last
            last = piece
    if last:
        yield last
