"""What could be made of a clause that both sides changed: for a person to judge, never applied by itself."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from toolkit.text import marks
from toolkit.text.marks import bare

_PARAMETER = re.compile(r"\{\{[^{}\n]*\}\}")
_PIECE = re.compile(r"[^。；！？\n]*[。；！？]+[”’」』）)]*|[^。；！？\n]+|\n+")
_WIDE = str.maketrans("“”‘’。、", "\"\"''.,")
_ALIKE = 0.35  # how like a new sentence must be to stand for an old one

FILLED, PUNCTUATION, WOVEN, NATIONAL = "filled", "punctuation", "woven", "national"
Edit = tuple[int, int, list[str]]


def suggest(base: str, local: str, new: str) -> tuple[str, str]:
    """A text, and how it came about: FILLED where the city only wrote values for parameters, PUNCTUATION
    where it only changed signs, WOVEN where the two changed other sentences, else NATIONAL, the new text."""
    base, local, new = (marks.spans(text) for text in (base, local, new))
    if filled_in(base, local):
        return new, FILLED
    if _letters(base) == _letters(local):
        return new, PUNCTUATION
    woven = _weave(base, local, new)
    return (woven, WOVEN) if woven is not None else (new, NATIONAL)


def filled_in(base: str, local: str) -> list[str]:
    """The parameters of `base` for which `local` has values, where it differs by nothing else."""
    base, local = bare(base), bare(local)
    names = _PARAMETER.findall(base)
    if not names or base == local:
        return []
    pattern = r"([^\n]{0,80}?)".join(re.escape(piece) for piece in _PARAMETER.split(base))
    found = re.fullmatch(pattern, local)
    if found is None:
        return []
    return [name for name, value in zip(names, found.groups(), strict=True) if name != value]


def dropped(base: str, local: str, draft: str) -> list[str]:
    """The sentences that the city wrote and a draft does without."""
    was, here, there = ({_said(piece): piece.strip() for piece in _pieces(text)} for text in (base, local, draft))
    return [piece for said, piece in here.items() if said and said not in was and said not in there]


def _said(piece: str) -> str:
    return re.sub(r"\s+", "", bare(piece))


def _letters(text: str) -> str:
    """The text without spaces and marks, its signs in one width."""
    narrow = unicodedata.normalize("NFKC", bare(text)).translate(_WIDE)
    return re.sub(r"\s+", "", narrow)


def _weave(base: str, local: str, new: str) -> str | None:
    """Sentence by sentence; None where both changed the same one. What the city added stays behind what it followed."""
    was, here, there = (_pieces(text) for text in (base, local, new))
    own = _edits(was, here)
    added = [_behind_words(was, edit) for edit in own if edit[0] == edit[1]]
    edits = sorted([*_edits(was, there), *(edit for edit in own if edit[0] < edit[1])], key=lambda edit: edit[:2])
    if any(end > start or first == start < end for (first, end, _), (start, _, _) in zip(edits, edits[1:], strict=False)):
        return None
    made, ends, at = list[str](), {-1: 0}, 0
    for start, end, pieces in [*edits, (len(was), len(was), [])]:
        for place in range(at, start):
            made.append(was[place])
            ends[place] = len(made)
        ends |= {place: len(made) + _counterpart(was[place], pieces) for place in range(start, end)}
        made += pieces
        at = end
    for place, _, pieces in sorted(((_whole(made, ends[start - 1]), start, pieces) for start, _, pieces in added), reverse=True):
        made[place:place] = pieces
    return "".join(made)


def _behind_words(was: Sequence[str], edit: Edit) -> Edit:
    """An addition counted from the sentence that it follows, rather than from the line end behind that."""
    start, _, pieces = edit
    if start and not was[start - 1].strip() and pieces[-1] == was[start - 1]:
        return start - 1, start - 1, [pieces[-1], *pieces[:-1]]
    return edit


def _whole(made: Sequence[str], place: int) -> int:
    """The place itself, or behind the sentence of which only a part stands before it."""
    while 0 < place < len(made) and made[place - 1].strip() and made[place].strip() and not re.search(r"[。！？][”’」』）)]*$", made[place - 1]):
        place += 1
    return place


def _counterpart(piece: str, pieces: Sequence[str]) -> int:
    """How many of `pieces` there are up to the one that stands for `piece`; all, if none is like it."""
    if not pieces:
        return 0
    alike, number = max((difflib.SequenceMatcher(None, piece, other).ratio(), number) for number, other in enumerate(pieces, 1))
    return number if alike >= _ALIKE else len(pieces)


def _pieces(text: str) -> list[str]:
    """Sentences, and line ends by themselves."""
    return _PIECE.findall(text)


def _says_nothing(piece: str) -> bool:
    return not piece.strip()  # a line end ties no two texts together


def _edits(was: list[str], now: Sequence[str]) -> list[Edit]:
    """What changed. What did not stands in `was` as it is now, for its marks may be others."""
    codes = difflib.SequenceMatcher(_says_nothing, [*map(bare, was)], [*map(bare, now)], autojunk=False).get_opcodes()
    for tag, i1, i2, j1, j2 in codes:
        if tag == "equal":
            was[i1:i2] = now[j1:j2]
    return [(i1, i2, list(now[j1:j2])) for tag, i1, i2, j1, j2 in codes if tag != "equal"]
