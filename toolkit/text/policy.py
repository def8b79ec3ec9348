"""Policies and forms as data: one Markdown file in, a Document of chapters and clauses out.

Headings and their attributes are read before any placeholder is looked at: to Jinja `{#P08-scope}`
would open a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from toolkit.errors import Finding, Location, Words
from toolkit.files import shapes, sources, yamlfile
from toolkit.files.yamlfile import Unreadable, YamlFile
from toolkit.text import ids, limits

REFERENCE = re.compile(r"\[([^\]]*)\]\(#([A-Za-z0-9-]+)\)")
READER = "读本"  # retells clauses to those they are about: subjects, no clauses
PLAIN_KINDS = ("承诺书", "须知", "通知", "表单", "培训", READER)  # kinds whose clauses are numbered 一、二、三

HEADING = re.compile(r"^(#{1,6})[ \t]+(.*?)[ \t]*(?:\{([^{}]*)\})?[ \t]*$")
_ATTRIBUTE = re.compile(r'#([^\s"=]+)|([A-Za-z_]+)="([^"]*)"')
_CLAUSE_KEYS = {"norm", "basis", "answers", "open", "when", "page"}
_CHAPTER_KEYS = {"when", "page"}
_SUBJECT_KEYS = {"when", "retells"}


@dataclass(frozen=True)
class Citation:
    """A law of the register and one of its articles ("28", or "253-1" for 之一)."""

    law: str
    article: str


@dataclass(frozen=True)
class Line:
    """One source line and its number in the file."""

    number: int
    text: str


@dataclass
class Clause:
    id: str
    title: str
    line: int
    lines: list[Line] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines).strip("\n")

    @property
    def first_line(self) -> int:
        """Number of the line that `text` begins on."""
        return next((line.number for line in self.lines if line.text), self.line)

    @property
    def norm(self) -> str | None:
        return self.attributes.get("norm")

    @property
    def when(self) -> str | None:
        return self.attributes.get("when")

    @property
    def answers(self) -> tuple[str, ...]:
        return tuple(self.attributes.get("answers", "").split())

    @property
    def retells(self) -> tuple[str, ...]:
        """Ids of the clauses that a reader's subject says in other words."""
        return tuple(self.attributes.get("retells", "").split())

    @property
    def open(self) -> tuple[str, ...]:
        """Ids of the open questions for counsel that govern the clause."""
        return tuple(self.attributes.get("open", "").split())

    @property
    def basis(self) -> tuple[Citation, ...]:
        return tuple(citations(self.attributes.get("basis", "")))


@dataclass
class Chapter(Clause):
    """A chapter; its own `lines` are what stands before its first clause."""

    clauses: list[Clause] = field(default_factory=list)


@dataclass
class Document:
    """A policy, form or training module. `front` is its front matter, checked by the schema."""

    path: str
    front: YamlFile
    chapters: list[Chapter] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self._text("id")

    @property
    def title(self) -> str:
        return self._text("title")

    @property
    def kind(self) -> str:
        return self._text("kind")

    @property
    def when(self) -> str | None:
        return self._text("when") or None

    @property
    def is_form(self) -> bool:
        return self.kind == "表单"

    @property
    def is_training(self) -> bool:
        return self.kind == "培训"

    @property
    def is_reader(self) -> bool:
        return self.kind == READER

    @property
    def teaches(self) -> list[str]:
        """Ids of the clauses that a training module teaches."""
        return list(self.data.get("teaches", ()))

    @property
    def fields(self) -> list[dict[str, Any]]:
        return list(self.data.get("fields", ()))

    @cached_property
    def data(self) -> dict[str, Any]:
        """The front matter as far as it has the schema's types: rules tell of the rest."""
        return shapes.sound(self.front.data, _front_schema()) if isinstance(self.front.data, dict) else {}

    def parts(self) -> Iterator[tuple[Clause, Chapter]]:
        """Chapters and clauses in reading order, each with the chapter it stands in."""
        for chapter in self.chapters:
            yield chapter, chapter
            for clause in chapter.clauses:
                yield clause, chapter

    def clauses(self) -> Iterator[Clause]:
        for chapter in self.chapters:
            yield from chapter.clauses

    def locate(self, part: Clause) -> Location:
        return Location(self.path, part.line)

    def _text(self, key: str) -> str:
        return str(self.data.get(key, ""))


@cache
def _front_schema() -> dict[str, Any]:
    """What the front matter of any kind of document may hold."""
    known = (sources.schema(name)["properties"] for name in ("document", "form", "reader"))
    return {"properties": {key: entry for properties in known for key, entry in properties.items()}}


def citations(basis: str) -> Iterator[Citation]:
    """`law:1,2; law:3` → citations; what has no article after the colon is left out."""
    for group in basis.split(";"):
        law, _, articles = group.strip().partition(":")
        for article in articles.split(","):
            if law and article.strip():
                yield Citation(law.strip(), article.strip())


def read(path: Path, shown: str) -> tuple[Document, list[Finding]]:
    """Reads one document; findings name it `shown`. Raises Unreadable, or OSError."""
    return parse(yamlfile.read_text(path, shown), shown)


def parse(text: str, shown: str) -> tuple[Document, list[Finding]]:
    """The document and what is wrong in its form. Raises Unreadable without front matter, or if it is too much."""
    lines = text.split("\n")
    if too_much := limits.faults(lines, shown):
        raise Unreadable(too_much)
    end = _front_matter_end(lines, shown)
    front = yamlfile.parse("\n".join(lines[1:end]), shown, first_line=2)
    document = Document(shown, front)
    body = [Line(number, line.rstrip()) for number, line in enumerate(lines[end + 1 :], end + 2)]
    findings = [*_read_body(document, body), *ids.check(document)]
    return document, findings


def _front_matter_end(lines: list[str], shown: str) -> int:
    if lines[0].rstrip() == "---":
        for number, line in enumerate(lines[1:], 1):
            if line.rstrip() == "---":
                return number
    raise Unreadable([_finding(
        shown, 1, "DOC101",
        "缺少文首信息：第一行应是 ---，信息后再有一行 ---",
        "no front matter: the first line should be ---, and another --- after it",
        "对照其他文件补上文首信息", "copy the form of another document",
    )])


def _read_body(document: Document, body: list[Line]) -> Iterator[Finding]:
    part: Clause | None = None
    for line in body:
        heading = HEADING.match(line.text)
        if heading:
            part, findings = _open_part(document, heading, line.number)
            yield from findings
        elif part is not None:
            part.lines.append(line)
        elif line.text.strip():
            yield _finding(
                document.path, line.number, "DOC102",
                "第一个章标题之前不能有正文", "text before the first chapter",
                "把这一段移到某一条下面", "move it below a clause",
            )
    if not document.chapters:
        yield _finding(
            document.path, 1, "DOC103", "没有任何章", "there is no chapter", "加一行 ## 章名 {#编号-名称}", "add a line ## Title {#ID-name}",
        )


def _open_part(document: Document, heading: re.Match[str], number: int) -> tuple[Clause | None, list[Finding]]:
    level, title, raw = len(heading[1]), heading[2], heading[3]
    findings: list[Finding] = []
    attributes = _read_attributes(document, number, raw, level, findings)
    if not title:
        findings.append(_finding(
            document.path, number, "DOC104", "标题是空的", "the heading has no title",
            "写上标题", "give it a title",
        ))
    identifier = attributes.pop("id", "")
    if level == 2:
        chapter = Chapter(identifier, title, number, attributes=attributes)
        document.chapters.append(chapter)
        return chapter, findings
    if level == 3 and document.chapters and not document.is_reader:
        clause = Clause(identifier, title, number, attributes=attributes)
        document.chapters[-1].clauses.append(clause)
        return clause, findings
    findings.append(_finding(
        document.path, number, "DOC105",
        "章用 ##，条用 ###，条要在章的下面；读本只有 ##",
        "use ## for a chapter, ### for a clause below a chapter; a reader has ## alone",
        "改正 # 的个数", "correct the number of #",
    ))
    return document.chapters[-1] if document.chapters else None, findings


def _read_attributes(
    document: Document, number: int, raw: str | None, level: int, findings: list[Finding]
) -> dict[str, str]:
    path, found = document.path, dict[str, str]()
    allowed = _CLAUSE_KEYS if level != 2 else _SUBJECT_KEYS if document.is_reader else _CHAPTER_KEYS
    for match in _ATTRIBUTE.finditer(raw or ""):
        key, value = ("id", match[1]) if match[1] else (match[2], match[3])
        if key in found or key not in {"id", *allowed}:
            findings.append(_finding(
                path, number, "DOC106",
                f"标题的属性“{key}”{'重复' if key in found else '不认识'}",
                f"attribute '{key}' {'repeated' if key in found else 'unknown'}",
                f"可用：{' '.join(sorted(allowed))}", f"known: {' '.join(sorted(allowed))}",
            ))
        found.setdefault(key, value)
    rest = _ATTRIBUTE.sub("", raw or "").strip()
    if rest or "id" not in found:
        findings.append(_finding(
            path, number, "DOC107",
            f"标题后的属性写法不对：{rest[:30]}" if rest else "标题没有编号",
            f"cannot read the attributes: {rest[:30]}" if rest else "the heading has no id",
            '写成 {#P08-scope basis="pipl:28"} 的样子', 'write it like {#P08-scope basis="pipl:28"}',
        ))
    return found


def _finding(path: str, line: int, rule: str, zh: str, en: str, fix_zh: str, fix_en: str) -> Finding:
    return Finding(Location(path, line), rule, Words(zh, en), Words(fix_zh, fix_en))
