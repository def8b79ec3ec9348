"""The page of a decision as a Word file; it is never read back."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.text.decisions import Decision
from toolkit.update import around, choices, pages, word
from toolkit.update.around import Around
from toolkit.update.pages import Section
from toolkit.update.word import paragraph

_RUN = {
    "same": "",
    "deleted": '<w:strike/><w:color w:val="C00000"/>',
    "inserted": '<w:color w:val="00529B"/><w:u w:val="single"/>',
}
_COLUMNS = (1400, 3000, 4600)


def docx(decision: Decision, near: Around = around.NOTHING) -> bytes:
    """The page's Word file: the same bytes for the same decision."""
    return word.document((paragraph(pages.heading(decision), size=36, bold=True), *_body(decision, near)))


def _body(decision: Decision, near: Around) -> Iterator[str]:
    yield paragraph("这一页只供看。要改合并稿，请改同名的 .md 文件。", color="666666")
    for section in pages.sections(decision, near):
        if section.title:
            yield paragraph(section.title, size=30, bold=True)
        yield from _section(section)
    if choices.has_draft(decision):
        yield paragraph("合并稿", size=30, bold=True)
        yield from map(paragraph, decision.suggestion.rstrip("\n").split("\n"))


def _section(section: Section) -> Iterator[str]:
    for text in section.lines:
        yield from map(paragraph, text.rstrip("\n").split("\n"))
    if section.rows:
        yield word.table([("决定", "意思", "命令"), *section.rows], _COLUMNS)
    if section.pieces:
        yield paragraph("红色划去的是删去的，蓝色下划线的是加上的。", color="666666")
        rows: list[str] = [""]
        for piece in section.pieces:
            first, *more = piece.text.split("\n")
            rows[-1] += word.run(first, _RUN[piece.kind])
            rows += [word.run(line, _RUN[piece.kind]) for line in more]
        yield from map(word.of_runs, rows)
