"""Placed changes as edits of the source: values, references, marks and switches of the text stay what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from toolkit.exporters import signing
from toolkit.review import wayback
from toolkit.review.edits import Edit, PartEdits, Problem
from toolkit.review.packed import HEADING, OURS, Packed, Paragraph, Part, plain
from toolkit.review.placing import Hunk, Inserted, Spot
from toolkit.review.wayback import Unapplied
from toolkit.text.printed import PrintedLine

_ROOM = "\u3000" * 8  # behind a label, in a 签署 box
_TO_WRITE = re.compile("|".join((*map(re.escape, signing.HINTS), r"[\s年月日时分]")))
_STRUCK, _TITLE = -1, -2  # an edit's place, where it is the part itself or its title


def edits(hunks: Iterable[Hunk], packed: Packed) -> tuple[dict[str, PartEdits], list[Problem]]:
    """The edits by part, and what cannot be applied."""
    hunks = list(hunks)
    struck = "\n".join(hunk.quoted for hunk in hunks)
    moved = {text: source for part in packed.parts.values() for text, source in wayback.values(part).items() if text in struck}
    work = _Work(packed, moved, wayback.lines(packed, set(struck.split("\n"))))
    for hunk in hunks:
        try:
            work.apply(hunk)
        except Unapplied as refused:
            work.problems.append(Problem(work.part_of(hunk), hunk.quoted, hunk.text, hunk.by, refused.why))
    return work.found, work.problems


@dataclass
class _Work:
    packed: Packed
    struck_values: dict[str, str]
    moved_lines: dict[str, str]  # what a whole line that was struck prints → its source: put in again, it was moved
    found: dict[str, PartEdits] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def part_of(self, hunk: Hunk) -> str:
        """Where the hunk is looked for: a paragraph put in before a heading belongs to what stands above."""
        before = hunk.start == hunk.stop and hunk.start.sign == 0 and hunk.inserted[-1].end
        number = hunk.start.paragraph - 1 if before and hunk.start.paragraph else hunk.start.paragraph
        return self.packed.paragraphs[min(number, len(self.packed.paragraphs) - 1)].part

    def apply(self, hunk: Hunk) -> None:
        """Adds the hunk's edits, all of them or none."""
        for part, edit in self._edits(hunk):
            edits = self.found.setdefault(part, PartEdits(self.packed.parts[part]))
            if edit.start == _STRUCK:
                edits.struck = True
            elif edit.start == _TITLE:
                edits.title = edit.text
            else:
                edits.edits.append(edit)
            if hunk not in edits.hunks:
                edits.hunks.append(hunk)

    def _edits(self, hunk: Hunk) -> list[tuple[str, Edit]]:
        start, stop = self._whole_paragraphs(hunk)
        inserted = list(hunk.inserted)
        if start == stop and inserted and all(piece.cell for piece in inserted) and inserted[-1].end:
            return [self._new_rows(hunk, start, inserted)]
        if start == stop and start.sign == 0 and inserted and inserted[-1].end and self._line_of(start) < 0:
            return [self._after(hunk, start, inserted)]
        if start.sign or stop.sign or start.paragraph == stop.paragraph:
            return [self._within(hunk, start, stop, inserted)]
        # Whole paragraphs go; what stands instead goes before the next one, as paragraphs of its own.
        made = list(self._gone(hunk, range(start.paragraph, stop.paragraph)))
        if inserted:
            made.append(self._new_lines(hunk, start.paragraph, stop, inserted))
        return made

    def _whole_paragraphs(self, hunk: Hunk) -> tuple[Spot, Spot]:
        """The same range, where a paragraph's end before it was struck instead of its own."""
        start, stop = hunk.start, hunk.stop
        at_ends = start.paragraph < stop.paragraph and start.sign == self._length(start) and stop.sign == self._length(stop)
        if at_ends and not hunk.inserted and self._line_of(stop) != HEADING:
            return Spot(start.paragraph + 1, 0), Spot(stop.paragraph + 1, 0)
        return start, stop

    def _line_of(self, spot: Spot) -> int:
        return self.packed.paragraphs[spot.paragraph].line if spot.paragraph < len(self.packed.paragraphs) else OURS

    def _after(self, hunk: Hunk, spot: Spot, inserted: Sequence[Inserted]) -> tuple[str, Edit]:
        """New paragraphs before a heading, or before what the program writes: they follow what stands above."""
        above = next(
            (number for number in range(min(spot.paragraph, len(self.packed.paragraphs)) - 1, -1, -1)
             if self.packed.paragraphs[number].line != OURS or self.packed.paragraphs[number].text.strip()), -1,
        )
        if above < 0 or self.packed.paragraphs[above].line == OURS:
            raise Unapplied(_OURS_ZH, _OURS_EN)
        part = self._part_named(self.packed.paragraphs[above].part)
        if self.packed.paragraphs[above].line == HEADING:
            if part.lines:
                raise Unapplied("插进去的段落放不下", "there is no place for the paragraph")
            return part.id, Edit(0, 0, self._paragraphs(hunk, part, inserted).strip("\n"), hunk)
        line = part.lines[self.packed.paragraphs[above].line]
        if line.role not in ("paragraph", "cell"):
            raise Unapplied("插在签署框后面，放不进源文本", "put in behind a box, where the source has no room")
        end = part.source.find("\n", line.end) if line.role == "cell" else line.end
        end = len(part.source) if end < 0 else end
        return part.id, Edit(end, end, "\n\n" + self._paragraphs(hunk, part, inserted).strip("\n"), hunk)

    def _new_rows(self, hunk: Hunk, spot: Spot, inserted: Sequence[Inserted]) -> tuple[str, Edit]:
        """Rows put into a table: they follow the row above."""
        above = self._row_above(spot)
        part = self._part_named(above.part if above else "")
        if above is None or above.line < 0 or part.lines[above.line].row < 0:
            raise Unapplied("新的一行放在了表格外面，或者表头上面", "the new row stands outside of the table, or above its head")
        role = part.lines[above.line].role
        rows: dict[int, dict[int, str]] = {}
        for piece in inserted:
            if piece.cell:
                cells = rows.setdefault(piece.cell.row, {})
                cells[piece.cell.column] = cells.get(piece.cell.column, "") + ("" if piece.end else wayback.literal(piece.text, role))
        row = part.lines[above.line].row
        if row in wayback.heads(part):
            raise Unapplied("新的一行紧跟着表头，请写进源文本", "the new row follows the head: write it into the source")
        end = part.source.find("\n", max(line.end for line in part.lines if line.row == row))
        end = len(part.source) if end < 0 else end
        if role == "cell":
            words = "".join("\n| " + " | ".join(cells.values()) + " |" for cells in rows.values())
        else:  # a line of a 签署 box
            words = "".join("\n" + _ROOM.join(filter(_says_something, cells.values())) for cells in rows.values())
        return part.id, Edit(end, end, wayback.with_values(words, self._values(part)), hunk)

    def _row_above(self, spot: Spot) -> Paragraph | None:
        """The paragraph before; behind a 签署 box's row its label, whose room is empty or a date to fill in."""
        before = self.packed.paragraphs[: spot.paragraph]
        said = next((found for found in reversed(before) if found.line != OURS or _says_something(found.text)), None)
        is_signed = said is not None and said.line >= 0 and self.packed.parts[said.part].lines[said.line].role == "signature"
        return said if is_signed else before[-1] if before else None

    def _paragraphs(self, hunk: Hunk, part: Part, inserted: Sequence[Inserted]) -> str:
        return self._words(hunk, part, inserted, PrintedLine((), 0, 0, "paragraph"))

    def _length(self, spot: Spot) -> int:
        return len(self.packed.paragraphs[spot.paragraph].text)

    def _within(self, hunk: Hunk, start: Spot, stop: Spot, inserted: Sequence[Inserted]) -> tuple[str, Edit]:
        """A change within one part, from a sign to a sign."""
        first, last = self.packed.paragraphs[start.paragraph], self.packed.paragraphs[stop.paragraph]
        part = self._part(start)
        if first.line == HEADING and start.paragraph == stop.paragraph:
            return self._heading(hunk, part, start, stop, inserted)
        if first.line == HEADING and start == stop or last.part != first.part or first.line < 0 or last.line < 0:
            raise Unapplied("把标题和正文、或者两条连在一起了", "it joins a heading and text, or two clauses")
        line, other = part.lines[first.line], part.lines[last.line]
        self._same_kind(line, other)
        begin, finish = wayback.starts_at(line, start.sign), wayback.ends_before(other, stop.sign)
        if start == stop:
            begin = finish = wayback.gap(part.source, line, start.sign)
            if line.role == "cell" and not line.signs and begin >= 0:  # room to write in: what stands there for it goes
                begin, finish = line.start, line.end
        words = self._words(hunk, part, inserted, line)
        return part.id, Edit(begin, finish, wayback.replacing(part.source, begin, finish, words), hunk)

    def _heading(self, hunk: Hunk, part: Part, start: Spot, stop: Spot, inserted: Sequence[Inserted]) -> tuple[str, Edit]:
        printed = self.packed.paragraphs[start.paragraph].text
        if start.sign == stop.sign == len(printed) and inserted and inserted[0].end:
            if not part.lines:
                raise Unapplied("这一条还没有正文，插进去的段落放不下", "the clause has no text to put the paragraph before")
            words = self._words(hunk, part, [*inserted[1:], Inserted("\n", end=True)], part.lines[0])
            return part.id, Edit(part.lines[0].start, part.lines[0].start, words, hunk)
        if start.sign < len(part.label):
            raise Unapplied("章和条的编号是自动排的，改不了", "numbers of chapters and clauses are made by the program")
        if any(piece.end for piece in inserted):
            raise Unapplied("标题里插进了新的段落", "a paragraph was put into a heading")
        title = self.found[part.id].title if part.id in self.found and self.found[part.id].title else part.title
        offset = len(title) - len(part.title)  # of an earlier change in the same heading
        at = start.sign - len(part.label) + offset, stop.sign - len(part.label) + offset
        new = title[: at[0]] + wayback.safe("".join(piece.text for piece in inserted)) + title[at[1] :]
        if not new.strip():
            raise Unapplied("标题删了，正文还在", "the heading is struck, its text is not")
        return part.id, Edit(_TITLE, _TITLE, new.strip(), hunk)

    def _gone(self, hunk: Hunk, paragraphs: range) -> Iterator[tuple[str, Edit]]:
        """Edits that take whole paragraphs out."""
        by_part: dict[str, list[Paragraph]] = {}
        for number in paragraphs:
            by_part.setdefault(self.packed.paragraphs[number].part, []).append(self.packed.paragraphs[number])
        for name, found in by_part.items():
            part, lines = self._part_named(name), [paragraph.line for paragraph in found]
            mine = [line for line in lines if line >= 0]
            if HEADING in lines:
                if {number for number, line in enumerate(part.lines) if line.signs} - set(mine):
                    raise Unapplied("标题删了，正文还在", "the heading is struck, its text is not")
                yield name, Edit(_STRUCK, _STRUCK, "", hunk)
            elif any(paragraph.line == OURS and _says_something(paragraph.text) for paragraph in found):
                raise Unapplied(_OURS_ZH, _OURS_EN)
            elif mine:
                yield name, Edit(*self._lines_range(part, min(mine), max(mine)), "", hunk)

    def _lines_range(self, part: Part, first: int, last: int) -> tuple[int, int]:
        """The source of some whole lines, with what parts them from what stays."""
        one, other = part.lines[first], part.lines[last]
        start, end = part.source.rfind("\n", 0, one.start) + 1, part.source.find("\n", other.end)
        end = len(part.source) if end < 0 else end + 1
        rows = {line.row for line in part.lines[first : last + 1] if line.row >= 0}
        cells = [number for number, line in enumerate(part.lines) if line.row in rows]
        if cells and (min(cells) < first or max(cells) > last):
            raise Unapplied("只删了表格一行里的几格", "only some cells of a row were struck")
        if one.role == "cell" or other.role == "cell":
            heads = wayback.heads(part)
            if rows & heads and {line.row for line in part.lines if line.role == "cell"} - rows:
                raise Unapplied("表头删了，表格还在", "the head of a table was struck, the table was not")
        elif one.role != "paragraph" or other.role != "paragraph":
            self._whole_box(part, first, last)
        return start, end

    def _whole_box(self, part: Part, first: int, last: int) -> None:
        if all(line.role == part.lines[first].role for line in part.lines[first : last + 1]):
            kept = [line for number, line in enumerate(part.lines) if not first <= number <= last]
            if any(line.role == part.lines[first].role for line in kept):
                return
        raise Unapplied("签署框整个删了：请在源文本里删", "a whole box was struck: take it out of the source by hand")

    def _new_lines(self, hunk: Hunk, first: int, stop: Spot, inserted: Sequence[Inserted]) -> tuple[str, Edit]:
        """Paragraphs that stand where whole ones were struck."""
        if stop.sign:
            raise Unapplied("改动跨过了几段，放不回源文本", "the change runs over several paragraphs")
        paragraph = self.packed.paragraphs[first]
        if paragraph.line < 0:
            raise Unapplied("改写了标题或者程序生成的内容", "a heading, or what the program writes, was rewritten")
        part = self._part_named(paragraph.part)
        line = part.lines[paragraph.line]
        pieces = list(inserted)
        if not pieces[-1].end:
            following = self.packed.paragraphs[stop.paragraph] if stop.paragraph < len(self.packed.paragraphs) else None
            if following is not None and following.part == part.id and following.line >= 0:
                target = part.lines[following.line]
                if not self._same(line, target):
                    raise Unapplied("改动跨过了表格或者签署框", "the change runs over a table or a box")
                words = self._words(hunk, part, pieces, target)
                return part.id, Edit(target.start, target.start, words, hunk)
            pieces.append(Inserted("\n", end=True))
        start = part.source.rfind("\n", 0, line.start) + 1
        return part.id, Edit(start, start, self._words(hunk, part, pieces, line), hunk)

    def _words(self, hunk: Hunk, part: Part, inserted: Sequence[Inserted], line: PrintedLine) -> str:
        """What was put in, as source."""
        if any(piece.heading for piece in inserted):
            raise Unapplied("插进了新的标题：新的一条要在源文本里加，给它编号", "a new heading: a new clause needs an id, add it to the source")
        if any(piece.cell for piece in inserted) and line.row < 0:
            raise Unapplied("插进了新的表格", "a new table was put in")
        if line.row >= 0 and any(piece.end for piece in inserted):
            raise Unapplied("表格的一格里分了段", "a cell was split into paragraphs")
        parting = "\n\n" if line.role == "paragraph" else "\n"
        values = self._values(part)
        return "".join(
            parting if piece.end else self.moved_lines.get(plain(piece.text))
            or wayback.with_values(wayback.literal(piece.text, line.role), values)
            for piece in inserted
        )

    def _values(self, part: Part) -> dict[str, str]:
        """The part's values and references, and those struck elsewhere, by what they print: who types one again means it."""
        return {**self.struck_values, **wayback.values(part)}

    def _same_kind(self, one: PrintedLine, other: PrintedLine) -> None:
        if one is not other and not self._same(one, other):
            raise Unapplied("改动跨过了表格的格或者签署框", "the change runs over cells of a table or a box")

    def _same(self, one: PrintedLine, other: PrintedLine) -> bool:
        return one.role == other.role and one.row == other.row == -1

    def _part(self, spot: Spot) -> Part:
        paragraph = self.packed.paragraphs[min(spot.paragraph, len(self.packed.paragraphs) - 1)]
        if paragraph.line == OURS:
            raise Unapplied(_OURS_ZH, _OURS_EN)
        return self._part_named(paragraph.part)

    def _part_named(self, name: str) -> Part:
        part = self.packed.parts.get(name)
        if part is None:
            raise Unapplied(_OURS_ZH, _OURS_EN)
        if part.fixed:
            raise Unapplied("这一条的占位符太复杂，改动请写进源文本", "the clause's placeholders are too involved: change its source")
        return part


def _says_something(text: str) -> bool:
    """Whether it is more than room to write in, or a date to fill in."""
    return bool(_TO_WRITE.sub("", text))


_OURS_ZH = "这里是程序生成的（封面、目录、表单的栏目、附录），不在条文里"
_OURS_EN = "the program writes this (title, contents, a form's fields, annex): it is in no clause"
