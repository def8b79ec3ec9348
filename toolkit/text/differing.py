"""Where a city's documents differ from the national text that it adopted: which clause, and how. Pure.

Words are compared with the marks of design values stripped. The version of a document is no difference.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.errors import Location
from toolkit.text import releases
from toolkit.text.marks import bare
from toolkit.text.policy import Chapter, Clause, Document

# The kinds, and what offices call them.
KINDS = {
    "changed": "改动", "deleted": "删去", "added": "新增", "moved": "移动", "fields": "栏目改动",
    "front": "文首信息改动", "dropped": "整份没有", "document": "本市自己的文件",
}
_NO_FRONT = {"version", "retold"}
Pair = tuple[Document | None, Document | None]  # the national document and the city's


@dataclass(frozen=True)
class Deviation:
    """A clause, chapter or document that differs. `kind` is a key of KINDS; a hash is "" where a side has nothing.

    `retold` is what a booklet that follows the national clause remembers of it: `releases.fingerprint`.
    """

    id: str
    kind: str
    title: str
    national: str
    local: str
    at: Location
    retold: str = ""

    @property
    def document(self) -> str:
        return self.id[:3]


def fingerprint(part: Clause) -> str:
    """The hash of a clause's title and words, like `releases.fingerprint`, and of its condition."""
    condition = f"\n{part.when}" if part.when else ""
    return _hash(f"{part.title}\n{bare(part.text)}{condition}")


def deviations(pairs: Iterable[Pair]) -> list[Deviation]:
    """What differs in these documents, in their order; a pair without a national side is the city's own.

    All documents between which a clause may have moved must be among the pairs.
    """
    held = list(pairs)
    elsewhere = {part.id: part for _, local in held if local for part, _ in local.parts()}
    return [found for base, local in held for found in _of_document(base, local, elsewhere)]


def _of_document(base: Document | None, local: Document | None, elsewhere: Mapping[str, Clause]) -> Iterator[Deviation]:
    if base is None or local is None:
        document, kind = (local, "document") if local else (base, "dropped")
        if document is not None:
            whole = _hash("\n".join(fingerprint(part) for part, _ in document.parts()))
            national, own = ("", whole) if local else (whole, "")
            yield Deviation(document.id, kind, document.title, national, own, Location(document.path))
        return
    if _front(base) != _front(local):
        kind = "fields" if base.fields != local.fields else "front"
        at = local.front.locate("fields") if kind == "fields" else Location(local.path)
        yield Deviation(local.id, kind, local.title, _front(base), _front(local), at)
    yield from _parts(base, local, elsewhere)


def _parts(base: Document, local: Document, elsewhere: Mapping[str, Clause]) -> Iterator[Deviation]:
    was, now = _by_id(base), _by_id(local)
    moved = _moved(base, local)
    for name, part in now.items():
        at = Location(local.path, part.line)
        if name in was:
            national, own = fingerprint(was[name]), fingerprint(part)
            if national != own or name in moved:
                kind = "changed" if national != own else "moved"
                yield Deviation(name, kind, part.title, national, own, at, releases.fingerprint(was[name]))
        elif name[:3] == local.id and _says(part):  # of another document: moved from there, told of below
            yield Deviation(name, "added", part.title, "", fingerprint(part), at)
    for name, part in was.items():
        if name in now:
            continue
        there = elsewhere.get(name)
        if there is not None:
            yield Deviation(name, "moved", part.title, fingerprint(part), fingerprint(there), Location(local.path))
        elif _says(part):
            yield Deviation(name, "deleted", part.title, fingerprint(part), "", Location(local.path))


def _by_id(document: Document) -> dict[str, Clause]:
    """The parts that have an id, the first where one stands twice: DOC107 and DOC108 tell of the others."""
    found: dict[str, Clause] = {}
    for part, _ in document.parts():
        if part.id:
            found.setdefault(part.id, part)
    return found


def _says(part: Clause) -> bool:
    """Whether a part has words of its own: a heading comes and goes with its clauses."""
    return bool(part.text) or not isinstance(part, Chapter)


def _moved(base: Document, local: Document) -> set[str]:
    """Ids that stand in another chapter, or in another order than those around them."""
    chapters = [chapter.id for chapter in local.chapters]
    homes = {clause.id: chapter for chapter in base.chapters for clause in chapter.clauses}
    moved = _out_of_order([chapter.id for chapter in base.chapters], chapters)
    for chapter in local.chapters:
        own = [clause.id for clause in chapter.clauses if clause.id in homes]
        moved |= {name for name in own if homes[name].id != chapter.id and homes[name].id in chapters}
        home = next((item for item in base.chapters if item.id == chapter.id), None)
        if home:
            moved |= _out_of_order([clause.id for clause in home.clauses], own)
    return moved


def _out_of_order(base: Sequence[str], local: Sequence[str]) -> set[str]:
    was, now = [name for name in base if name in local], [name for name in local if name in base]
    if was == now:
        return set()
    blocks = difflib.SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    kept = {was[at] for block in blocks for at in range(block.a, block.a + block.size)}
    return set(now) - kept


def _front(document: Document) -> str:
    kept = {key: value for key, value in document.data.items() if key not in _NO_FRONT}
    return _hash(bare(json.dumps(kept, ensure_ascii=False, sort_keys=True)))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
