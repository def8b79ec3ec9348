"""A handbook for the phone: one PDF for a kind of reader, which a chat program opens without unpacking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from toolkit.city.city import City
from toolkit.city.emergency import calls
from toolkit.city.telephones import telephones
from toolkit.exporters import Content, layout, pictures, urgent
from toolkit.exporters.fingerprints import of_folder
from toolkit.exporters.paper import pdf
from toolkit.files import sources, yamlfile
from toolkit.files.artifact import Artifact
from toolkit.text.blocks import Block, Box, Inlines, Paragraph, Table
from toolkit.text.citations import Register
from toolkit.text.pictures import meanings
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause
from toolkit.text.standing import DRAFT

_WORDS = {
    "contents": "目录", "all": "全部内容", "asked": "先看这些", "urgent": urgent.TITLE, "fields": "要填的：", "answer": "参考答案",
    "national": "全国电话", "local": "本地电话", "more": "别的文件在网站和打印件里。",
}
Data = dict[str, Any]
Part = tuple[Mapping[str, Any], list[Rendered]]


def parts(content: Content) -> dict[str, Part]:
    """Each handbook of templates/handbooks.yaml that this city has something for, and its documents."""
    by_id = {document.id: document for document in content.documents}
    found = {}
    for book in books():
        documents = [by_id[name] for name in book["documents"] if name in by_id]
        if documents:
            found[book["reader"]] = (book, documents)
    return found


def export(chosen: Sequence[Part], city: City, register: Register) -> list[Artifact]:
    """One PDF a handbook, in order. Raises ToolkitError if Typst fails or lacks a font."""
    template = pdf.template("handbook.typ")
    return [Artifact(path(book), pdf.compile_one(template, _data(book, documents, city))) for book, documents in chosen]


def path(book: Mapping[str, Any]) -> str:
    """Where a handbook lies among the built files."""
    return f"handbook/{book['title']}.pdf"


@cache
def books() -> list[Mapping[str, Any]]:
    """The entries of templates/handbooks.yaml."""
    at = sources.shared().templates / "handbooks.yaml"
    found: list[Mapping[str, Any]] = yamlfile.read(at, at.name).data["handbooks"]
    return found


@cache
def _questions() -> Mapping[str, list[Mapping[str, Any]]]:
    at = sources.shared().templates / "site" / "readers.yaml"
    return {reader["name"]: reader["first"] for reader in yamlfile.read(at, at.name).data["readers"]}


def _data(book: Mapping[str, Any], documents: Sequence[Rendered], city: City) -> Data:
    targets = frozenset(document.id for document in documents).union(*map(layout.internal_targets, documents))
    drawn = {book["picture"], *(name for name, _ in urgent.STEPS)}
    drawn |= {block.picture for document in documents for block in _all_blocks(document) if isinstance(block, Paragraph) and block.picture}
    return {
        "id": book["title"], "title": book["title"], "about": book["about"], "team": " ".join(city.team_name.split()),
        "edition": _edition(documents, city), "picture": book["picture"], "words": _WORDS, "fonts": pdf.families(),
        "note": layout.NO_ADVICE,
        "pictures": {name: {"svg": pictures.svg(name), "means": meanings()[name]} for name in sorted(drawn)},
        "questions": [
            {"say": item["say"], "to": item["to"]} for item in _questions()[book["reader"]] if item.get("to") in targets
        ],
        "urgent": {
            "at_once": urgent.AT_ONCE, "steps": [{"picture": name, "text": words} for name, words in urgent.STEPS],
            "national": [{"who": when, "line": _dialled(number)} for number, when, _ in urgent.NATIONAL],
            "local": [{"who": call.who.zh, "line": _dialled(call.line)} for call in calls(city)],
        },
        "documents": [_document(document, targets) for document in documents],
    }


def _edition(documents: Sequence[Rendered], city: City) -> str:
    drafts = any(document.standing and document.standing.is_draft for document in documents)
    return f"版本：{city.data['adopted']['version']}" + (f"（{DRAFT}）" if drafts else "")


def _dialled(line: str) -> list[Data]:
    """A line in pieces; those that are telephone numbers dial."""
    if line.isdigit():
        return [{"text": line, "dial": line}]
    found, at = [], 0
    for number in telephones(line):
        found += [{"text": line[at : number.start], "dial": ""}, {"text": line[number.start : number.end], "dial": number.dial}]
        at = number.end
    return [piece for piece in (*found, {"text": line[at:], "dial": ""}) if piece["text"]]


def _document(document: Rendered, targets: frozenset[str]) -> Data:
    return {
        "id": document.id, "title": " ".join(document.title.split()), "kind": document.kind,
        "chapters": [
            {**_part(chapter, targets), "heading": layout.chapter_heading(chapter), "clauses": [
                {**_part(clause, targets), "heading": layout.heading(clause)} for clause in chapter.clauses
            ]} for chapter in document.chapters
        ],
    }


def _part(part: RenderedChapter | RenderedClause, targets: frozenset[str]) -> Data:
    return {
        "id": part.id, "blocks": [_block(block, targets) for block in _read(part.blocks)],
        "fields": "、".join(str(item["name"]) for item in part.fields),
    }


def _read(blocks: Iterable[Block]) -> Iterator[Block]:
    """What is read on a phone: where to sign is no part of it."""
    return (block for block in blocks if not (isinstance(block, Box) and block.role == "signature"))


def _all_blocks(document: Rendered) -> Iterator[Block]:
    for chapter in document.chapters:
        yield from chapter.blocks
        for clause in chapter.clauses:
            yield from clause.blocks


def _block(block: Block, targets: frozenset[str]) -> Data:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "picture": block.picture, "content": _runs(block.content, targets)}
    if isinstance(block, Box):
        return {"type": "box", "lines": [_runs(line, targets) for line in block.lines]}
    assert isinstance(block, Table)
    return {
        "type": "table", "header": [_runs(cell, targets) for cell in block.header],
        "rows": [[_runs(cell, targets) for cell in row] for row in block.rows],
    }


def _runs(content: Inlines, targets: frozenset[str]) -> list[Data]:
    return [
        {"text": piece.text, "strong": piece.strong, "suggested": piece.suggested,
         "to": target if (target := getattr(piece, "target", "")) in targets else None}
        for piece in content
    ]


def fingerprint() -> str:
    """Changes with what stands in the handbooks, with the pictures, and with whatever changes a PDF."""
    templates = sources.shared().templates
    return "".join((
        pdf.fingerprint(), of_folder(templates / "pictures"),
        *((templates / name).read_text(encoding="utf-8") for name in ("handbooks.yaml", "site/readers.yaml")),
    ))
