"""Every change of a file that came back, placed on what was sent: whose, where, and instead of what.

The file with everything rejected must be what was sent; where it is not, somebody changed words
without tracking, which is found by comparing and kept apart.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.review.comments import By, Comment
from toolkit.review.marked import Marked, Place
from toolkit.review.packed import OURS, Packed, plain

UNTRACKED = By("", "")
_LIKE = 0.4  # how like two paragraphs are that count as one, changed


@dataclass(frozen=True)
class Spot:
    """A place in what was sent: a paragraph, and a sign of it; its length is the paragraph's end."""

    paragraph: int
    sign: int


@dataclass(frozen=True)
class Inserted:
    """Text that was put in; an `end` closes a paragraph, or a cell of a row that was put in."""

    text: str
    end: bool = False
    heading: bool = False
    cell: Place | None = None


@dataclass(frozen=True)
class Hunk:
    """What was sent from `start` up to `stop`, and what stands there instead. `quoted` is what was struck."""

    start: Spot
    stop: Spot
    inserted: tuple[Inserted, ...]
    quoted: str
    by: tuple[By, ...]

    @property
    def untracked(self) -> bool:
        return UNTRACKED in self.by

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.inserted)


@dataclass(frozen=True)
class Placed:
    """A file's changes; `comments` and `formats` each with the part that they stand on."""

    hunks: tuple[Hunk, ...]
    comments: tuple[tuple[str, Comment], ...]
    formats: tuple[tuple[str, By], ...]
    unknown: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Token:
    text: str
    spot: Spot | None  # None: put in
    put: By | None
    struck: By | None
    end: bool = False
    heading: bool = False
    cell: Place | None = None
    at: int = -1  # in the file's stream

    @property
    def kept(self) -> bool:
        return self.spot is not None and self.struck is None


def place(file: Marked, packed: Packed) -> Placed:
    """What the file changes of what was sent."""
    tokens = list(_tokens(file, packed))
    parts = _parts_by_sign(tokens, packed, len(file.signs))
    return Placed(
        tuple(hunk for hunk in _hunks(tokens) if not _parts_nothing(hunk, packed)),
        tuple((parts[comment.at], comment) for comment in file.comments),
        tuple(dict.fromkeys((parts[at], by) for at, by in file.formats)),
        tuple(dict.fromkeys((parts[at], name) for at, name in file.unknown)),
    )


def likeness(file: Marked, packed: Packed) -> float:
    """How much of what was sent is in the file with everything rejected, from 0 to 1: which pack is it of?"""
    sent = [plain(paragraph.text) for paragraph in packed.paragraphs if paragraph.line != OURS]
    there = {text for _, text in _sent_paragraphs(file)}
    return sum(len(text) for text in sent if text in there) / max(1, sum(map(len, sent)))


def _sent_paragraphs(file: Marked) -> Iterator[tuple[list[int], str]]:
    """The file with everything rejected: the signs of each paragraph, its end last, and their text."""
    row: list[int] = []
    for at, sign in enumerate(file.signs):
        if sign.before:
            row.append(at)
            if sign.end:
                yield row, plain("".join(file.signs[found].text for found in row[:-1]))
                row = []
    if row:
        yield row, plain("".join(file.signs[found].text for found in row))


def _tokens(file: Marked, packed: Packed) -> Iterator[_Token]:
    """The file's stream, every sign of what was sent in it, those that were lost without tracking too."""
    there = list(_sent_paragraphs(file))
    spots: dict[int, Spot] = {}
    lost: dict[int, list[Spot]] = {}  # before which sign of the stream
    extra: set[int] = set()
    _match(there, [plain(paragraph.text) for paragraph in packed.paragraphs], spots, lost, extra, len(file.signs))
    for at in range(len(file.signs) + 1):
        for spot in lost.get(at, ()):
            text = packed.paragraphs[spot.paragraph].text
            end = spot.sign == len(text)
            yield _Token("\n" if end else text[spot.sign], spot, None, UNTRACKED, end=end)
        if at < len(file.signs):
            sign = file.signs[at]
            put = UNTRACKED if at in extra else sign.put
            yield _Token(sign.text, spots.get(at), put, sign.struck, sign.end, sign.heading, sign.cell, at)


def _match(
    there: Sequence[tuple[list[int], str]], sent: Sequence[str], spots: dict[int, Spot],
    lost: dict[int, list[Spot]], extra: set[int], end: int,
) -> None:
    def same(file: int, paragraph: int) -> None:
        for number, at in enumerate(there[file][0]):
            spots[at] = Spot(paragraph, number)

    def gone(paragraph: int, before: int) -> None:
        at = there[before][0][0] if before < len(there) else end
        lost.setdefault(at, []).extend(Spot(paragraph, number) for number in range(len(sent[paragraph]) + 1))

    matcher = difflib.SequenceMatcher(None, [text for _, text in there], list(sent), autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            for file, paragraph in zip(range(i1, i2), range(j1, j2), strict=True):
                same(file, paragraph)
            continue
        file = i1
        for paragraph in range(j1, j2):
            found = next((n for n in range(file, i2) if _alike(there[n][1], sent[paragraph])), None)
            if found is None:
                gone(paragraph, file)
                continue
            for number in range(file, found):
                extra.update(there[number][0])
            _match_signs(there[found], paragraph, sent[paragraph], spots, lost, extra)
            file = found + 1
        for number in range(file, i2):
            extra.update(there[number][0])


def _alike(one: str, other: str) -> bool:
    matcher = difflib.SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() > _LIKE and matcher.ratio() > _LIKE


def _match_signs(
    row: tuple[list[int], str], paragraph: int, sent: str, spots: dict[int, Spot], lost: dict[int, list[Spot]],
    extra: set[int],
) -> None:
    signs, text = row
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, text, sent, autojunk=False).get_opcodes():
        if kind == "equal":
            for at, number in zip(range(i1, i2), range(j1, j2), strict=True):
                spots[signs[at]] = Spot(paragraph, number)
        else:
            extra.update(signs[i1:i2])
            lost.setdefault(signs[min(i1, len(signs) - 1)], []).extend(Spot(paragraph, number) for number in range(j1, j2))
    if len(signs) > len(text):
        spots[signs[-1]] = Spot(paragraph, len(sent))


def _hunks(tokens: Sequence[_Token]) -> Iterator[Hunk]:
    waiting: list[_Token] = []
    after = Spot(0, 0)
    for token in [*tokens, None]:
        if token is not None and not token.kept:
            waiting.append(token)
            continue
        stop = token.spot if token is not None and token.spot else after
        if waiting:
            yield from _hunk(waiting, stop)
            waiting = []
        after = stop


def _parts_nothing(hunk: Hunk, packed: Packed) -> bool:
    """Whether only an empty paragraph of ours is struck, which holds two tables apart: no text changes by it."""
    if hunk.inserted or hunk.quoted != "\n":
        return False
    gone = hunk.start.paragraph + (hunk.start.sign > 0)
    return gone < len(packed.paragraphs) and packed.paragraphs[gone].line == OURS and not packed.paragraphs[gone].text


def _hunk(tokens: Sequence[_Token], stop: Spot) -> Iterator[Hunk]:
    struck = [token for token in tokens if token.spot]
    put = [token for token in tokens if not token.spot and not token.struck]
    if not "".join(token.text for token in put if token.put == UNTRACKED).strip():
        put = [token for token in put if token.put != UNTRACKED]  # an empty paragraph that a program adds when it saves
    if not struck and not put:
        return  # put in by one, struck by another: nothing is left of it
    authors = [token.struck for token in struck] + [token.put for token in put]
    if set(authors) == {UNTRACKED} and not "".join(token.text for token in (*struck, *put)).strip():
        return  # empty paragraphs that a program adds or drops when it saves
    yield Hunk(
        min((token.spot for token in struck if token.spot), key=lambda spot: (spot.paragraph, spot.sign), default=stop),
        stop, tuple(_joined(put)), "".join(token.text for token in struck),
        tuple(dict.fromkeys(author for author in authors if author)),
    )


def _joined(tokens: Sequence[_Token]) -> Iterator[Inserted]:
    words = ""
    cell: Place | None = None
    for token in tokens:
        if token.end or token.cell != cell:
            if words:
                yield Inserted(words, cell=cell)
            words, cell = "", token.cell
        if token.end:
            yield Inserted("\n", True, token.heading, token.cell)
        else:
            words += token.text
    if words:
        yield Inserted(words, cell=cell)


def _parts_by_sign(tokens: Sequence[_Token], packed: Packed, count: int) -> list[str]:
    """The part that each sign of the stream stands in; one more for what stands at its end."""
    found = [""] * (count + 1)
    part = ""
    for token in tokens:
        if token.spot:
            part = packed.paragraphs[token.spot.paragraph].part
        if token.at >= 0:
            found[token.at] = part
    found[count] = part
    return found
