"""Files that came back, brought together: one change a clause, what contradicts, and what nobody can place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.errors import Words
from toolkit.review import applying, placing
from toolkit.review.comments import By
from toolkit.review.edits import Edit, PartEdits, Problem, edited
from toolkit.review.marked import Marked
from toolkit.review.packed import Packed, Part
from toolkit.review.placing import Hunk, Placed

OURS = "工具包"  # the author of the comments that a pack carries
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")
_LIKE = 0.5  # how much of what was sent a file must hold to be known by its words alone


@dataclass(frozen=True)
class Returned:
    """A file, and the document of a pack that it was made of."""

    name: str
    file: Marked
    packed: Packed
    pack: str = ""


@dataclass(frozen=True)
class Remark:
    """A comment, or an answer to one, on a part of a document."""

    document: str
    part: str
    by: By
    text: str
    quoted: str
    file: str
    answers: str = ""  # the text of the comment that it answers
    verdict: bool = False  # from the checklist


@dataclass(frozen=True)
class Change:
    """What becomes of a part: the new source, None where it was struck; `title` is "" where it stays."""

    document: str
    part: Part
    source: str | None
    title: str
    by: tuple[By, ...]
    files: tuple[str, ...]
    untracked: bool = False


@dataclass(frozen=True)
class Contradiction:
    """Two reviewers changed the same sentence differently; both versions of the part."""

    document: str
    part: Part
    versions: tuple[Change, ...]


@dataclass(frozen=True)
class Listed:
    """What is not applied, and why, with the document and the file."""

    document: str
    file: str
    problem: Problem


@dataclass
class Gathered:
    changes: list[Change] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    untracked: list[Change] = field(default_factory=list)  # not applied unless asked for
    listed: list[Listed] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    formats: list[tuple[str, str, By]] = field(default_factory=list)  # document, part, who: looks alone, not applied


def known(file: Marked, packs: Mapping[str, Mapping[str, Packed]], named: tuple[str, str]) -> tuple[str, Packed] | None:
    """The pack and document of a file: by what it says itself, else by its words. `named` are its properties."""
    pack, document = named
    if pack in packs and document in packs[pack]:
        return pack, packs[pack][document]
    likely = [
        (placing.likeness(file, found), name, found)
        for name, documents in packs.items() for found in documents.values()
        if not document or found.document == document
    ]
    best = max(likely, key=lambda entry: (entry[0], entry[1]), default=None)
    return (best[1], best[2]) if best and best[0] >= _LIKE else None


def gather(files: Sequence[Returned], with_untracked: bool = False) -> Gathered:
    """Everything that the files say, brought together by document and part."""
    found = Gathered()
    by_document: dict[tuple[str, str], list[tuple[Returned, dict[str, PartEdits]]]] = {}
    for returned in files:
        placed = placing.place(returned.file, returned.packed)
        tracked = [hunk for hunk in placed.hunks if not hunk.untracked]
        _note(found, returned, placed)
        edits, problems = applying.edits(placed.hunks if with_untracked else tracked, returned.packed)
        found.listed += [Listed(returned.packed.document, returned.name, problem) for problem in problems]
        by_document.setdefault((returned.pack, returned.packed.document), []).append((returned, edits))
        if not with_untracked:
            _untracked(found, returned, [hunk for hunk in placed.hunks if hunk.untracked])
    for (_, document), several in by_document.items():
        _merge(found, document, several)
    return found


def _note(found: Gathered, returned: Returned, placed: Placed) -> None:
    document = returned.packed.document
    texts = {comment.id: comment.text for _, comment in placed.comments}
    found.remarks += [
        Remark(document, part, comment.by, comment.text, comment.quoted, returned.name, texts.get(comment.answers, ""))
        for part, comment in placed.comments if comment.by.author != OURS
    ]
    found.formats += [(document, part, by) for part, by in placed.formats]
    found.listed += [
        Listed(document, returned.name, Problem(part, "", name, (), Words(
            f"文件里有一样放不进正文的东西（{name[:30]}），没有读", f"something that is no text ({name[:30]}) was not read",
        )))
        for part, name in placed.unknown
    ]


def _untracked(found: Gathered, returned: Returned, hunks: Sequence[Hunk]) -> None:
    edits, problems = applying.edits(hunks, returned.packed)
    found.listed += [Listed(returned.packed.document, returned.name, problem) for problem in problems]
    for part in edits.values():
        found.untracked.append(_change(returned.packed.document, part, part.edits, [returned], untracked=True))


def _merge(found: Gathered, document: str, several: Sequence[tuple[Returned, dict[str, PartEdits]]]) -> None:
    for name in dict.fromkeys(name for _, edits in several for name in edits):
        mine = [(returned, edits[name]) for returned, edits in several if name in edits]
        files = [returned for returned, _ in mine]
        if _contradict([part for _, part in mine]):
            versions = tuple(_change(document, part, part.edits, [returned]) for returned, part in mine)
            found.contradictions.append(Contradiction(document, mine[0][1].part, versions))
            continue
        whole = PartEdits(mine[0][1].part, title=next((part.title for _, part in mine if part.title), ""))
        for _, part in mine:
            whole.edits += [edit for edit in part.edits if not any(_alike(edit, other) for other in whole.edits)]
            whole.struck |= part.struck
            whole.hunks += part.hunks
        found.changes.append(_change(document, whole, whole.edits, files))


def _change(
    document: str, part: PartEdits, edits: Sequence[Edit], files: Sequence[Returned], untracked: bool = False
) -> Change:
    by = tuple(dict.fromkeys(author for hunk in part.hunks for author in hunk.by if author != placing.UNTRACKED))
    return Change(
        document, part.part, None if part.struck else edited(part.part, edits), part.title, by,
        tuple(file.name for file in files), untracked or any(hunk.untracked for hunk in part.hunks),
    )


def _contradict(parts: Sequence[PartEdits]) -> bool:
    """Whether two files change one sentence, or the title, in two ways."""
    if len({part.title for part in parts if part.title}) > 1 or len({part.struck for part in parts}) > 1:
        return True
    for number, one in enumerate(parts):
        for other in parts[number + 1 :]:
            theirs = [(edit, _sentences(other.part.source, edit)) for edit in other.edits]
            for edit in one.edits:
                start, end = _sentences(one.part.source, edit)
                if any(start < stop and begin < end and not _alike(edit, their) for their, (begin, stop) in theirs):
                    return True
    return False


def _alike(one: Edit, other: Edit) -> bool:
    return (one.start, one.end, one.text) == (other.start, other.end, other.text)


def _sentences(source: str, edit: Edit) -> tuple[int, int]:
    """The sentences that an edit touches, as a stretch of the source that is never empty."""
    start, end = edit.start, max(edit.end, edit.start + 1)
    for found in _spans(source):
        if found[0] <= edit.start < found[1]:
            start = found[0]
        if found[0] < max(edit.end, edit.start + 1) <= found[1]:
            end = found[1]
    return start, max(end, start + 1)


def _spans(source: str) -> Iterator[tuple[int, int]]:
    for match in _SENTENCE.finditer(source):
        if match.end() > match.start():
            yield match.span()
