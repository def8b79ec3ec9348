"""Files that came back, from the disk into a kit: `linyi review import`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from toolkit.errors import ToolkitError, Words
from toolkit.files import revision
from toolkit.files.archive import Refused
from toolkit.files.given import Given
from toolkit.kit import Kit
from toolkit.review import gathering, marked, packs, taking, verdicts
from toolkit.review.comments import By
from toolkit.review.gathering import Gathered, Remark, Returned
from toolkit.review.taking import Taken
from toolkit.review.verdicts import Checklist
from toolkit.update import deciding, held

_MOST_FILES = 500
_LIST = ".xlsx"


@dataclass
class Imported:
    """What an import did, or would do. `refused` are files that were not read, each with why and what to do."""

    gathered: Gathered
    taken: Taken
    refused: list[tuple[str, Words, Words]] = field(default_factory=list)
    checklists: list[tuple[str, Checklist]] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether everything that came back is in the source, and nothing waits."""
        left = self.refused, self.gathered.listed, self.gathered.untracked, self.taken.waiting, self.taken.unplaced
        return not any(left) and not any(found.odd for _, found in self.checklists)


def take_in(kit: Kit, files: Sequence[Path | Given], on: date, untracked: bool = False, dry: bool = False) -> Imported:
    """Brings the changes and remarks of Word files that came back into the kit; writes nothing if `dry`.

    Raises ToolkitError or InvalidInput: then nothing was changed, unless it says so.
    """
    if dry:
        return _planned(kit, files, on, untracked)
    with kit.alone():
        made = _planned(kit, files, on, untracked)
        revision.commit(kit.root, "review import", made.taken.plan.changes())
    return made


def _planned(kit: Kit, files: Sequence[Path | Given], on: date, untracked: bool) -> Imported:
    refused: list[tuple[str, Words, Words]] = []
    lists = list(_checklists([path for path in files if path.suffix.lower() == _LIST], refused))
    marked_files = [path for path in files if path.suffix.lower() != _LIST]
    returned = _returned(kit, marked_files, refused) if marked_files else []
    gathered = gathering.gather(returned, untracked)
    gathered.remarks += [remark for name, found in lists for remark in _remarks(name, found)]
    own = held.read(kit)
    return Imported(gathered, taking.take(own, deciding.adopted(own), gathered, on), refused, lists)


def _checklists(files: Sequence[Path | Given], refused: list[tuple[str, Words, Words]]) -> Iterator[tuple[str, Checklist]]:
    for path in files:
        try:
            yield path.name, verdicts.read(path)
        except Refused as error:
            refused.append((path.name, error.words, error.fix))
        except OSError as error:
            refused.append((path.name, Words(f"读不了：{error.strerror}", f"cannot be read: {error.strerror}"), _CLOSE))


def _remarks(name: str, found: Checklist) -> Iterator[Remark]:
    """What the office has to look at: an agreement without a word asks for nothing."""
    for verdict in found.verdicts:
        if verdict.choice != verdicts.AGREED or verdict.remark:
            said = "：".join(filter(None, (verdict.choice, verdict.remark)))
            yield Remark(verdict.document, verdict.part, By("", ""), said, "", name, verdict=True)


def _returned(kit: Kit, files: Sequence[Path | Given], refused: list[tuple[str, Words, Words]]) -> list[Returned]:
    known = list(_records(kit))
    if not known:
        raise ToolkitError(
            zh="这个工具包没有送审过，认不出寄回来的文件", en="nothing was packed for review here, so no file can be known again",
            fix_zh="先运行 linyi review pack；送审的是另一个工具包的，到那里去运行", fix_en="run linyi review pack first, or go to the kit that was packed",
        )
    if len(files) > _MOST_FILES:
        raise ToolkitError(
            zh=f"一次给了 {len(files)} 个文件，最多 {_MOST_FILES} 个", en=f"{len(files)} files at once; {_MOST_FILES} at most",
            fix_zh="分几次来", fix_en="import them in several runs",
        )
    by_pack = {record.id: {name: sent.packed for name, sent in record.documents.items()} for record in known}
    found = []
    for path in files:
        try:
            file = marked.read(path)
        except Refused as error:
            refused.append((path.name, error.words, error.fix))
            continue
        except OSError as error:
            refused.append((path.name, Words(f"读不了：{error.strerror}", f"cannot be read: {error.strerror}"), _CLOSE))
            continue
        named = file.properties.get(packs.PACK, ""), file.properties.get(packs.DOCUMENT, "")
        match = gathering.known(file, by_pack, named)
        if file.properties.get(packs.KIND) == packs.TO_READ:
            refused.append((path.name, Words("是对照用的修订稿，不是请律师改的那一份", "it is a redline to read, not the file to mark"), _WHICH))
        elif match is None:
            refused.append((path.name, Words("不是这个工具包送审的文件", "it is of no pack of this kit"), _WHICH))
        else:
            found.append(Returned(path.name, file, match[1], match[0]))
    return found


def _records(kit: Kit) -> Iterator[packs.Record]:
    """The packs that are on record; a damaged one can know no file again."""
    for name in packs.ids(kit):
        with contextlib.suppress(ToolkitError):
            yield packs.load(kit, name)


_CLOSE = Words("关上正在打开它的软件，再运行一次", "close the program that has it open, then run again")
_WHICH = Words("给律师在送审的 Word 文件里改过的那一份", "give the Word file of the pack that the lawyer edited")
