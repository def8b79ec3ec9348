"""Rules for policies, forms and training modules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.city import city as cities
from toolkit.errors import Finding, Location, Severity, Words
from toolkit.files import sources
from toolkit.files.validation import validate
from toolkit.rules.subject import Subject
from toolkit.text import placeholders, terms
from toolkit.text.marks import SPAN
from toolkit.text.policy import Clause, Document

_TYPED_NUMBER = re.compile(r"(?<!》)第[一二三四五六七八九十百零]+[条章]")


def front_matter(subject: Subject) -> Iterator[Finding]:
    """FRM101–110: the front matter has every key, each of its form."""
    for document in subject.documents:
        name = "form" if document.is_form else "reader" if document.is_reader else "document"
        yield from validate(document.front, sources.schema(name), "FRM")


def one_document_an_id(subject: Subject) -> Iterator[Finding]:
    """DOC301: two files claim the same document id."""
    seen: dict[str, str] = {}
    for document in subject.documents:
        if document.id in seen:
            yield Finding(
                document.front.locate_key("id"), "DOC301",
                Words(
                    f"编号 {document.id} 已被 {seen[document.id]} 使用",
                    f"id {document.id} is already used by {seen[document.id]}",
                ),
                Words("两份文件留一份，或另起编号", "keep one of the two, or give a new id"),
            )
        seen.setdefault(document.id, document.path)


def parameters(subject: Subject) -> Iterator[Finding]:
    """DOC302, DOC303: every value and switch that a text takes is one of city.yaml's."""
    values, switches = cities.names(switches=False), cities.names(switches=True)
    for document in subject.documents:
        for text, first in _filled(document):
            used = placeholders.usage(text)
            for name, line in used.values:
                if name not in values:
                    yield _unknown(document, first + line - 1, "DOC302", name, values)
            for name, line in used.switches:
                if name not in switches:
                    yield _unknown(document, first + line - 1, "DOC303", name, switches)
        for name, line in _conditions(document):
            if name not in switches:
                yield _unknown(document, line, "DOC303", name, switches)


def _filled(document: Document) -> Iterator[tuple[str, int]]:
    """Every text that takes the city's values, with its first line."""
    yield from ((part.text, part.first_line) for part, _ in document.parts())
    yield from ((text, document.front.locate(key).line) for key, text in terms.with_values(document))


def _conditions(document: Document) -> Iterator[tuple[str, int]]:
    if document.when:
        yield placeholders.switch(document.when)[0], document.front.locate("when").line
    for part, _ in document.parts():
        if part.when is not None:
            yield placeholders.switch(part.when)[0], part.line


def _unknown(
    document: Document, line: int, rule: str, name: str, known: frozenset[str]
) -> Finding:
    import difflib

    near = difflib.get_close_matches(name, sorted(known), 1, 0.6)
    section = sorted(item for item in known if item.split(".")[0] == name.split(".")[0])
    fix = (
        Words(f"是不是想写 {near[0]}？", f"did you mean {near[0]}?")
        if near
        else Words("可用：" + "、".join(section or sorted(known)[:8]),
                   "known: " + ", ".join(section or sorted(known)[:8]))
    )
    return Finding(
        Location(document.path, line), rule,
        Words(f"不认识的参数 {name}", f"unknown parameter {name}"), fix,
    )


def rendering(subject: Subject) -> Iterator[Finding]:
    """DOC201–204: every clause in force here renders: placeholders, references, boxes."""
    unknown = {(f.location.path, f.words.zh.split()[-1]) for f in parameters(subject)}
    for _, findings in subject.rendered():
        for finding in findings:
            # An unknown parameter is said once, by the rule that knows how it may be spelt.
            name = finding.words.zh.split()[-1]
            if finding.rule != "DOC202" or (finding.location.path, name) not in unknown:
                yield finding


def empty_clauses(subject: Subject) -> Iterator[Finding]:
    """DOC304: a clause says nothing."""
    for document in subject.documents:
        placed = {item.get("at") for item in document.fields}
        for clause in document.clauses():
            if not clause.text and clause.id not in placed:
                yield _at(
                    document, clause, "DOC304",
                    Words("这一条没有内容", "the clause is empty"),
                    Words("写上内容，或删去标题", "write it, or strike the heading"),
                )


def fields_have_places(subject: Subject) -> Iterator[Finding]:
    """DOC305: a form's field stands at a chapter or clause of the form; choices have options."""
    for document in subject.documents:
        known = {part.id for part, _ in document.parts()}
        for number, item in enumerate(document.fields):
            place = document.front.locate("fields", number)
            name = item.get("name", "")
            if item.get("at", next(iter(known), "")) not in known:
                yield Finding(
                    document.front.locate("fields", number, "at"), "DOC305",
                    Words(f"栏目“{name}”的位置 {item['at']} 不存在",
                          f"field '{name}' stands at {item['at']}, which does not exist"),
                    Words("改成本表的章或条的编号", "name a chapter or clause of this form"),
                )
            if item.get("type") in ("enum", "multi") and not item.get("options"):
                yield Finding(
                    place, "DOC305",
                    Words(f"栏目“{name}”没有选项", f"field '{name}' has no options"),
                    Words("加上 options: [甲, 乙]", "add options: [A, B]"),
                )


def typed_numbers(subject: Subject) -> Iterator[Finding]:
    """DOC306: a number of a chapter or clause is typed instead of referred to by id."""
    for document in subject.documents:
        for part, _ in document.parts():
            for line in part.lines:
                match = _TYPED_NUMBER.search(line.text)
                if match:
                    yield Finding(
                        Location(document.path, line.number, match.start() + 1), "DOC306",
                        Words(f"“{match[0]}”是手写的编号，改动后会错", f"'{match[0]}' is a typed number"),
                        Words("改用引用，例如 [](#P08-scope)", "refer by id: [](#P08-scope)"),
                        Severity.WARNING,
                    )


def taught_clauses(subject: Subject) -> Iterator[Finding]:
    """DOC307: a training module teaches a clause that no document has."""
    known = {part.id for document in subject.documents for part, _ in document.parts()}
    for document in subject.documents:
        for number, target in enumerate(document.teaches):
            if target not in known and not subject.misses(target):
                yield Finding(
                    document.front.locate("teaches", number), "DOC307",
                    Words(f"要讲的 {target} 不存在", f"{target}, to be taught, does not exist"),
                    Words("改成现有的条文编号", "name a clause that exists"),
                )


def _at(document: Document, part: Clause, rule: str, words: Words, fix: Words) -> Finding:
    return Finding(document.locate(part), rule, words, fix)


_MARK = re.compile(r"\]\s*[{｛]\s*[.．]?|[{｛]\s*[.．]\s*sugg")


def suggested_marks(subject: Subject) -> Iterator[Finding]:
    """DOC308: something like the mark of a design value, which would be printed as it stands."""
    for document in subject.documents:
        for part, _ in document.parts():
            for line in part.lines:
                found = _MARK.search(SPAN.sub(lambda span: span[1], line.text))
                if found:
                    yield Finding(
                        Location(document.path, line.number, found.start() + 1), "DOC308",
                        Words(f"{part.id}：建议值的标记写法不对", f"{part.id}: a mark for a suggested number that can't be read"),
                        Words("写成 [30日]{.suggested} 的样子，用半角括号", "write it like “[30日]{.suggested}”"),
                    )


RULES = (
    front_matter, one_document_an_id, parameters, rendering, empty_clauses, fields_have_places,
    typed_numbers, taught_clauses, suggested_marks,
)
