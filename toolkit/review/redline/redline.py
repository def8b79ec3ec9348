"""Two Word files of this project as one with tracked changes: accept all for the new, reject all for the old.

Both come from the exporter, so parts are known by their bookmarks. Every file made is read back and
compared before anybody gets it.
"""

from __future__ import annotations

import copy
import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.errors import ToolkitError
from toolkit.review import marked
from toolkit.review.marked import Marked
from toolkit.review.own_file import OwnFile
from toolkit.review.redline import comparing
from toolkit.review.redline.align import steps, text_likeness
from toolkit.review.redline.body import NOTE, Part, Unmarkable, W, parts
from toolkit.review.redline.writing import Pen


@dataclass(frozen=True)
class _Step:
    """A part as it was and as it is; one of them, or a `move` of a part whose words stay."""

    old: Part | None
    new: Part | None
    move: str = ""  # the part's id at both of its places


def redline(old: bytes, new: bytes, author: str, day: str) -> bytes:
    """The file. `day` is as 2026-03-01. Raises ToolkitError with the place where it cannot be made."""
    before, after = marked.parse(old), marked.parse(new)
    made = OwnFile.opened(new)
    try:
        refuse_marked(before, after)
        pen = Pen(author, day)
        was, now = parts(OwnFile.opened(old).body), parts(made.body)
        elements = [element for step in _in_order(was, now) for element in _written(step, pen)]
    except Unmarkable as fault:
        raise _refused(fault.part, fault.what) from None
    last = made.body.find(W + "sectPr")
    for child in list(made.body):
        made.body.remove(child)
    made.body.extend(elements)
    if last is not None:
        made.body.append(last)
    found = made.closed()
    verify(found, before, after)
    return found


def refuse_marked(*files: Marked) -> None:
    """Raises Unmarkable where a file holds tracked changes: marks within marks have no meaning."""
    for file in files:
        for sign in file.signs:
            if sign.put or sign.struck:
                raise Unmarkable("", "w:ins, w:del")


def verify(raw: bytes, old: Marked, new: Marked) -> None:
    """Raises ToolkitError with the place where accept-all is not the new text, or reject-all not the old."""
    file = marked.parse(raw)
    for wanted, got in ((old, [sign for sign in file.signs if sign.before]), (new, [sign for sign in file.signs if sign.after])):
        one, other = [(sign.text, sign.end) for sign in wanted.signs], [(sign.text, sign.end) for sign in got]
        if one != other:
            at = next((n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other)))
            places = [(place, name) for name, place in wanted.bookmarks.items() if place <= at]
            raise _refused(max(places, default=(0, ""))[1], "".join(text for text, _ in one[at : at + 12]).strip())


def _refused(part: str, what: str) -> ToolkitError:
    return ToolkitError(
        zh=f"{part or '文首'} 的修订稿做不对（{what[:30]}），没有做", en=f"the redline of {part or 'the opening'} would be wrong ({what[:30]}); it was not made",
        fix_zh="这是我们的问题，请把这两份文本发给维护者", fix_en="this is our bug: send both texts to the maintainers",
    )


def _in_order(old: Sequence[Part], new: Sequence[Part]) -> Iterator[_Step]:
    """Each part once, a moved one at both places; what went stands before what came."""
    names, others = [part.id for part in old], [part.id for part in new]
    moved = _moved(old, new)
    for i, j in steps(old, new, lambda part: part.id, lambda one, other: _likeness(one, other, names, others)):
        if i is not None and j is not None:
            yield _Step(old[i], new[j])
        elif i is not None:
            yield _Step(old[i], None, old[i].id if old[i].id in moved else "")
        elif j is not None:
            yield _Step(None, new[j], new[j].id if new[j].id in moved else "")


def _moved(old: Sequence[Part], new: Sequence[Part]) -> frozenset[str]:
    """Parts that stand elsewhere with the same words below their headings."""
    names, others = [part.id for part in old], [part.id for part in new]
    stay = {
        names[i] for match in difflib.SequenceMatcher(None, names, others, autojunk=False).get_matching_blocks()
        for i in range(match.a, match.a + match.size)
    }
    bodies = {part.id: [block.key for block in part.blocks[1:]] for part in new}
    return frozenset(
        part.id for part in old
        if part.id not in stay and part.id in bodies and bodies[part.id] and bodies[part.id] == [block.key for block in part.blocks[1:]]
    )


def _likeness(old: Part, new: Part, names: Sequence[str], others: Sequence[str]) -> float:
    """Parts of one id are one; others may be where neither id is in the other text: a new id for a new meaning."""
    if old.id == new.id:
        return 1.0
    if old.id in others or new.id in names:
        return 0.0
    return text_likeness(old.text, new.text)


def _written(step: _Step, pen: Pen) -> Iterator[Any]:
    old, new = step.old, step.new
    if new is None:
        assert old is not None
        yield from _gone(step, old, pen)
        return
    yield from map(copy.deepcopy, new.before)
    if old is None:
        made = comparing.gone_or_new(new.blocks, "to" if step.move else "inserted", pen)
        yield from pen.moved("moveTo", step.move, made) if step.move else made
    elif old.key == new.key:
        yield from (copy.deepcopy(block.element) for block in new.blocks)
    else:
        yield from comparing.blocks(old.blocks, new.blocks, pen, new.id)
    yield from map(copy.deepcopy, new.after)


def _gone(step: _Step, old: Part, pen: Pen) -> Iterator[Any]:
    if step.move:
        yield from pen.moved("moveFrom", step.move, comparing.gone_or_new(old.blocks, "from", pen))
        return
    made = comparing.gone_or_new(old.blocks, "deleted", pen)
    start, end = pen.bookmark(old.id)
    yield from [start, *made, end] if old.id not in ("", NOTE) else made
