"""What was issued: `发文登记.yaml`, told true by a hash of what each document prints.

A document is issued while its newest entry has the hash of its text as it is now; a changed clause or
value makes it a draft again. What was issued before stays in the register.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from toolkit.errors import Finding, ToolkitError
from toolkit.files import validation, yamledit, yamlfile
from toolkit.text.blocks import Block, Box, Paragraph, plain_text, without_marks
from toolkit.text.marks import bare
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause
from toolkit.text.signoffs import State, reviewed
from toolkit.text.standing import Standing

PATH = "发文登记.yaml"
HEAD = """\
# 发文登记：哪份文件、哪一份文字、哪一天印发，由 linyi build --release 登记。
# 文字变了，文件就回到草稿；以前印发的仍在这里，不要删。可以在下面加自己的注释。
issued:
"""
_FRONT = ("title", "kind", "version", "signed_by", "withdrawal", "retention")


@dataclass(frozen=True)
class Issue:
    """One entry. `on` is written 2027-03-01; `number` is the 发文字号, "" where the document has none."""

    document: str
    title: str
    version: str
    hash: str
    on: str
    issuer: str
    number: str = ""


def read(text: str) -> tuple[list[Issue], list[Finding]]:
    """The entries, oldest first, and what is wrong in the register (REV106, YML)."""
    file, findings = validation.recorded(text, PATH, "issues", "REV106")
    return [Issue(**entry) for entry in file.data["issued"]] if file else [], findings


def appended(text: str | None, made: Sequence[Issue]) -> str:
    """The register's text with more entries; comments stay. Raises ToolkitError where its layout allows no entry."""
    entries = [{key: value for key, value in asdict(issue).items() if value} for issue in made]
    if text is None or not text.strip():
        return HEAD + "".join(yamledit.written({"issued": entries}).partition("\n")[2])
    there = yamlfile.parse(text, PATH).data["issued"]
    found = yamledit.rewritten(text, {"issued": [*there, *entries]})
    if found is None:
        raise ToolkitError(
            zh=f"{PATH} 的写法不能再加一条", en=f"no entry can be added to {PATH} as it is laid out",
            fix_zh="一条一段，每段从“  - document:”开始，然后再运行", fix_en="write one entry below the other, each from '  - document:', and run again",
        )
    return found


def current(issues: Iterable[Issue], document: str, now: str) -> Issue | None:
    """The document's newest entry, if it is of the text as it is `now`."""
    newest = next((issue for issue in reversed(list(issues)) if issue.document == document), None)
    return newest if newest and newest.hash == now else None


def printed(document: Rendered, edition: str) -> str:
    """The hash of what the document prints, marks and deviations apart: they belong to drafts.

    `edition` stands under its title.
    """
    said = [str({key: document.front.get(key) for key in _FRONT}), document.title, edition]
    for chapter in document.chapters:
        said += _said(chapter)
        for clause in chapter.clauses:
            said += [*_said(clause), *(f"{citation.law}:{citation.article}" for citation in clause.basis)]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()[:16]


def _said(part: RenderedChapter | RenderedClause) -> Iterator[str]:
    yield from (part.label, part.title)
    for block in part.blocks:
        yield from _words(block)
    yield from map(_field, part.fields)


def _words(block: Block) -> Iterator[str]:
    if isinstance(block, Paragraph):
        yield plain_text(block.content)
    elif isinstance(block, Box):
        yield from (block.role, *map(plain_text, block.lines))
    else:
        yield from ("|".join(map(plain_text, row)) for row in (block.header, *block.rows))


def _field(item: Any) -> str:
    return bare(str(sorted((key, str(value)) for key, value in item.items() if key not in ("answers", "sensitivity"))))


def standing(document: Rendered, edition: str, issued: Sequence[Issue], state: State) -> Rendered:
    """The document with how it stands: reviewed by whom, and since when its text, as it is, is issued."""
    found = current(issued, document.id, printed(document, edition))
    on, number = (found.on, found.number) if found else ("", "")
    return replace(document, standing=Standing(reviewed=reviewed(state), on=on, number=number))


def clean(document: Rendered, standing: Standing) -> Rendered:
    """The document as it is issued: no mark of a design value, no deviation told, nothing of a draft."""
    return replace(
        document, bare=True, deviations=(), standing=replace(standing, issued=True),
        chapters=tuple(_clean_chapter(chapter) for chapter in document.chapters),
    )


def _clean_chapter(chapter: RenderedChapter) -> RenderedChapter:
    clauses = tuple(replace(clause, deviation=None, blocks=without_marks(clause.blocks)) for clause in chapter.clauses)
    return replace(chapter, deviation=None, blocks=without_marks(chapter.blocks), clauses=clauses)
