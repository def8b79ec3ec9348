"""Two rows of paragraphs, cells, rows or tables as one: what stays, what came, what went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from toolkit.review.redline.align import steps, text_likeness
from toolkit.review.redline.body import Block, Paragraph, Row, Sign, Table, Unmarkable
from toolkit.review.redline.writing import Kind, Pen, Shown, whole
from toolkit.text import phrases

_ACROSS = 1.25  # how much more may be marked before ends of paragraphs are compared like signs
_LEAST = 0.05  # tables in one place are one table, however unlike
_GONE_OR_NEW: tuple[Kind, Kind] = ("deleted", "inserted")


def blocks(old: Sequence[Block], new: Sequence[Block], pen: Pen, part: str) -> list[Any]:
    """The elements of one part. Raises Unmarkable."""
    found: list[Any] = []
    waiting_old: list[Paragraph] = []
    waiting_new: list[Paragraph] = []

    def write_paragraphs(before_table: bool) -> None:
        found.extend(pen.paragraphs(paragraphs(waiting_old, waiting_new, before_table)))
        waiting_old.clear()
        waiting_new.clear()

    for i, j in steps(old, new, lambda block: block.key, _likeness):
        was, now = None if i is None else old[i], None if j is None else new[j]
        if isinstance(was, Table) or isinstance(now, Table):
            write_paragraphs(before_table=True)
            if found and found[-1].tag.endswith("}tbl"):
                raise Unmarkable(part, "tbl tbl")  # they would grow together
            assert not isinstance(was, Paragraph)
            assert not isinstance(now, Paragraph)
            found.append(table(was, now, pen))
        else:
            waiting_old += [] if was is None else [was]
            waiting_new += [] if now is None else [now]
    write_paragraphs(before_table=False)
    return found


def _likeness(old: Block, new: Block) -> float:
    if isinstance(old, Table) and isinstance(new, Table):
        return max(_LEAST, text_likeness(old.text, new.text))
    if isinstance(old, Paragraph) and isinstance(new, Paragraph):
        return text_likeness(old.text, new.text)
    return 0.0


def paragraphs(old: Sequence[Paragraph], new: Sequence[Paragraph], keep_last: bool) -> Iterator[Shown]:
    """The signs of both. With `keep_last` the last end stays: before a table and in a cell Word cannot take it."""
    if not old or not new:
        yield from whole(old or new, "deleted" if old else "inserted")
        return
    before, after = _signs(old), _signs(new)
    if keep_last:
        before, after = before[:-1], after[:-1]
    by_pairs = _by_pairs(old, new, keep_last)
    across = phrases.pieces(_text(before), _text(after))
    chosen = by_pairs if phrases.marked(by_pairs) <= _ACROSS * phrases.marked(across) else across
    yield from _shown(chosen, before, after)
    if keep_last:
        yield Shown("same", Sign("\n"), new[-1])


def _by_pairs(old: Sequence[Paragraph], new: Sequence[Paragraph], keep_last: bool) -> list[phrases.Piece]:
    """Paragraph by paragraph: what a person would mark where whole ones came and went."""
    found: list[phrases.Piece] = []
    both = list(steps(old, new, lambda item: item.text, lambda one, other: text_likeness(one.text, other.text)))
    if keep_last and None in both[-1]:
        return phrases.pieces(_text(_signs(old)[:-1]), _text(_signs(new)[:-1]))
    for number, (i, j) in enumerate(both):
        if i is not None and j is not None:
            found += phrases.pieces(old[i].text, new[j].text)
            if not keep_last or number < len(both) - 1:
                found.append(phrases.Piece("same", "\n"))
        elif i is not None:
            found.append(phrases.Piece("deleted", old[i].text + "\n"))
        elif j is not None:
            found.append(phrases.Piece("inserted", new[j].text + "\n"))
    return found


def _signs(row: Sequence[Paragraph]) -> list[Shown]:
    return list(whole(row, "same"))


def _text(signs: Sequence[Shown]) -> str:
    return "".join(item.sign.text for item in signs)


def _shown(pieces: Sequence[phrases.Piece], old: Sequence[Shown], new: Sequence[Shown]) -> Iterator[Shown]:
    was, now = iter(old), iter(new)
    for piece in pieces:
        for _ in piece.text:
            if piece.kind == "same":
                next(was)
                yield next(now)
            elif piece.kind == "deleted":
                item = next(was)
                yield Shown("deleted", item.sign, item.end)
            else:
                item = next(now)
                yield Shown("inserted", item.sign, item.end)


def table(old: Table | None, new: Table | None, pen: Pen) -> Any:
    """The table with its rows as they stay, came or went."""
    if old is None or new is None:
        only, kind = (old, _GONE_OR_NEW[0]) if old else (new, _GONE_OR_NEW[1])
        assert only is not None
        return pen.table(only, [pen.whole_row(row, kind) for row in only.rows])
    made = []
    for i, j in steps(old.rows, new.rows, lambda row: row.key, _row_likeness):
        if i is not None and j is not None:
            made.append(pen.row(new.rows[j], _cells(old.rows[i], new.rows[j], pen)))
        elif i is not None:
            made.append(pen.whole_row(old.rows[i], "deleted"))
        elif j is not None:
            made.append(pen.whole_row(new.rows[j], "inserted"))
    return pen.table(new, made)


def _row_likeness(old: Row, new: Row) -> float:
    return text_likeness(old.text, new.text) if old.shape == new.shape else 0.0


def _cells(old: Row, new: Row, pen: Pen) -> list[Any]:
    return [
        pen.cell(after, pen.paragraphs(paragraphs(before.paragraphs, after.paragraphs, keep_last=True)))
        for before, after in zip(old.cells, new.cells, strict=True)
    ]


def gone_or_new(source: Sequence[Block], kind: Kind, pen: Pen) -> list[Any]:
    """The elements of a part that came, went or moved."""
    write: Callable[[Table], Any] = lambda found: pen.table(found, [pen.whole_row(row, kind) for row in found.rows])  # noqa: E731
    made: list[Any] = []
    for block in source:
        made += [write(block)] if isinstance(block, Table) else pen.paragraphs(whole([block], kind))
    return made

