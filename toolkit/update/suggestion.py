"""What could be made of a clause that both sides changed: for a person to judge, never applied by itself."""

from __future__ import annotations

import difflib
import re
import unicodedata

_PARAMETER = re.compile(r"\{\{[^{}\n]*\}\}")
_SENTENCE = re.compile(r"[^。；！？\n]*(?:[。；！？\n]+|$)")
_WIDE = str.maketrans("“”‘’。、", "\"\"''.,")

FILLED, PUNCTUATION, WOVEN, NATIONAL = "filled", "punctuation", "woven", "national"


def suggest(base: str, local: str, new: str) -> tuple[str, str]:
    """A text, and how it came about: FILLED where the city only wrote values for parameters, PUNCTUATION
    where it only changed signs, WOVEN where the two changed other sentences, else NATIONAL, the new text."""
    if filled_in(base, local):
        return new, FILLED
    if _letters(base) == _letters(local):
        return new, PUNCTUATION
    woven = _weave(base, local, new)
    return (woven, WOVEN) if woven is not None else (new, NATIONAL)


def filled_in(base: str, local: str) -> list[str]:
    """The parameters of `base` for which `local` has values, where it differs by nothing else."""
    names = _PARAMETER.findall(base)
    if not names or base == local:
        return []
    pattern = r"([^\n]{0,80}?)".join(re.escape(piece) for piece in _PARAMETER.split(base))
    found = re.fullmatch(pattern, local)
    if found is None:
        return []
    return [name for name, value in zip(names, found.groups(), strict=True) if name != value]


def _letters(text: str) -> str:
    """The text without spaces, its signs in one width."""
    narrow = unicodedata.normalize("NFKC", text).translate(_WIDE)
    return re.sub(r"\s+", "", narrow)


def _weave(base: str, local: str, new: str) -> str | None:
    """Sentence by sentence; None where both changed the same one, or the seam between two."""
    was, here, there = (_sentences(text) for text in (base, local, new))
    edits = sorted(_edits(was, here) + _edits(was, there))
    for (start, end, _), (next_start, next_end, _) in zip(edits, edits[1:], strict=False):
        if end > next_start or (start, end) == (next_start, next_end) or end == next_start == next_end or start == end == next_start:
            return None
    made = list(was)
    for start, end, sentences in reversed(edits):
        made[start:end] = sentences
    return "".join(made)


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in _SENTENCE.findall(text) if sentence]


def _edits(was: list[str], now: list[str]) -> list[tuple[int, int, list[str]]]:
    codes = difflib.SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    return [(i1, i2, now[j1:j2]) for tag, i1, i2, j1, j2 in codes if tag != "equal"]
