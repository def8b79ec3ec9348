"""One cause, one finding: what follows from a file that is gone, a wrong id or a choice is told with it.

A person mends the cause, and the rest is gone; a hundred lines that say the same hide the one that counts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from toolkit.errors import Finding, Severity, Words
from toolkit.rules.subject import Subject
from toolkit.text.policy import Document

_ID = re.compile(r"(?<![A-Z0-9])([PBTC][0-9]{2})(?:-[a-z0-9-]+)?(?![0-9])")
_COLUMN = re.compile(r"“([a-z0-9-]+)\.([a-z0-9_]+)”")
_REFER = {"DOC203", "DOC307", "RDR101", "REG202", "LAW301"}
Parts = tuple[str, list[int], list[str]]  # a document's id, the lines of its parts and their ids
_FEW = 3  # from here on the same fault in one file has one cause


def once(findings: Iterable[Finding], subject: Subject) -> list[Finding]:
    """The findings, each cause one time, each with its clause."""
    documents = {document.path: _parts(document) for document in subject.documents}
    found = [_with_clause(finding, documents) for finding in findings]
    for gather in (_of_another_id, _of_the_lost, _of_a_lost_id, _of_a_lost_register, _not_adopted):
        found = gather(found, subject)
    return found


def _parts(document: Document) -> Parts:
    parts = [part for part, _ in document.parts()]
    return document.id, [part.line for part in parts], [part.id for part in parts]


def _with_clause(finding: Finding, documents: Mapping[str, Parts]) -> Finding:
    """Names the clause in which a document's finding lies, wherever its own words don't."""
    document, lines, ids = documents.get(finding.location.path, ("", [], []))
    number = bisect_right(lines, finding.location.line)
    if not number or not ids[number - 1] or ids[number - 1] in finding.words.zh:
        return finding
    own, words = ids[number - 1], finding.words
    zh, en = (text.removeprefix(f"{document}{colon}") for text, colon in ((words.zh, "："), (words.en, ": ")))
    return replace(finding, words=Words(f"{own}：{zh}", f"{own}: {en}"))


def _of_the_lost(found: list[Finding], subject: Subject) -> list[Finding]:
    """References to a document whose file is gone are told with the file (KIT102)."""
    for lost in [finding for finding in found if finding.rule == "KIT102"]:
        name = lost.location.path.rpartition("/")[2][:3]
        hanging = [
            finding for finding in found if finding.rule in _REFER and _target(finding, name)
        ]
        if hanging:
            gone = {id(finding) for finding in (lost, *hanging)}
            words = Words(
                f"{lost.words.zh}，别的文件有 {len(hanging)} 处用到它",
                f"{lost.words.en}, and {len(hanging)} places elsewhere need it",
            )
            found = [finding for finding in found if id(finding) not in gone]
            found.append(replace(lost, severity=Severity.ERROR, words=words))
    return found


def _of_a_lost_id(found: list[Finding], subject: Subject) -> list[Finding]:
    """References to a clause that only lost its id are told with the question which clause that text is (UPD102)."""
    for decision in subject.decisions.open:
        name = re.compile(rf"(?<![A-Za-z0-9-]){re.escape(decision.likely)}(?![A-Za-z0-9-])") if decision.likely else None
        hanging = [finding for finding in found if name and finding.rule in _REFER and name.search(_missed(finding))]
        asked = next((finding for finding in found if finding.location.path == decision.path and finding.rule.startswith("UPD")), None)
        if hanging and asked:
            gone = {id(finding) for finding in (asked, *hanging)}
            words = Words(
                f"{asked.words.zh}：多半是 {decision.likely}，别的文件有 {len(hanging)} 处用到它",
                f"{asked.words.en}: it is likely {decision.likely}, and {len(hanging)} places elsewhere need that",
            )
            found = [*(finding for finding in found if id(finding) not in gone), replace(asked, words=words)]
    return found


def _target(finding: Finding, name: str) -> bool:
    """Whether what a finding misses is of the document `name`."""
    return any(match[1] == name for match in _ID.finditer(_missed(finding)))


def _missed(finding: Finding) -> str:
    """What a finding says without the clause that it is in."""
    return finding.words.zh.partition("：")[2] or finding.words.zh


def _of_another_id(found: list[Finding], subject: Subject) -> list[Finding]:
    """Many clauses with another document's prefix: the one wrong id is the document's own."""
    for path, number in Counter(finding.location.path for finding in found if finding.rule == "DOC109").items():
        document = next(item for item in subject.documents if item.path == path)
        prefixes = Counter(part.id.partition("-")[0] for part, _ in document.parts() if part.id)
        other, many = prefixes.most_common(1)[0]
        if number < _FEW or other == document.id or many < number:
            continue
        words = Words(
            f"文件的编号写着 {document.id}，里面 {many} 条的编号却以 {other} 开头",
            f"the document's id is {document.id}, and {many} of its clauses begin with {other}",
        )
        fix = Words(f"改成：id: {other}", f"write: id: {other}")
        cause = Finding(document.front.locate("id"), "DOC109", words, fix)
        found = [
            finding for finding in found
            if not (finding.rule == "DOC109" and finding.location.path == path)
            and not (finding.rule in _REFER and _target(finding, other))
            and not (finding.rule == "DEV201" and finding.words.zh.startswith((document.id, other)))
        ] + [cause]
    return found


def _of_a_lost_register(found: list[Finding], subject: Subject) -> list[Finding]:
    """Columns of one register that several others look for, and whose definition is gone."""
    missed: dict[str, list[Finding]] = {}
    for finding in found:
        column = _COLUMN.search(finding.words.zh) if finding.rule == "REG203" else None
        if column and column[1] not in {ledger.slug for ledger in subject.ledgers}:
            missed.setdefault(column[1], []).append(finding)
    for name, hanging in missed.items():
        if len(hanging) < _FEW:
            continue
        words = Words(f"短名为 {name} 的台账定义不见了，别的台账有 {len(hanging)} 列用到它",
                      f"the definition of the register {name} is gone, and {len(hanging)} columns of others need it")
        fix = Words("从备份把它拷回这个文件夹", "copy it back into this folder from a backup")
        gone = {id(finding) for finding in hanging}
        found = [finding for finding in found if id(finding) not in gone] + [replace(hanging[0], words=words, fix=fix)]
    return found


def _not_adopted(found: list[Finding], subject: Subject) -> list[Finding]:
    """References to what the city has not adopted come from one choice, `adopted.documents`."""
    hanging = [finding for finding in found if finding.rule == "DOC205"]
    if len(hanging) < _FEW or subject.city_file is None:
        return found
    named: Callable[[Finding], str] = lambda finding: next(  # noqa: E731
        (match[1] for match in _ID.finditer(finding.words.zh.partition("：")[2])), ""
    )
    counts = Counter(map(named, hanging))
    zh = "、".join(f"{name}（{count} 处）" for name, count in sorted(counts.items()))
    en = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
    cause = Finding(
        subject.city_file.locate("adopted", "documents"), "DOC205",
        Words(f"施行的文件（adopted.documents）引用了没有施行的：{zh}", f"what is adopted (adopted.documents) refers to what is not: {en}"),
        Words("把它们也写进施行的文件（adopted.documents）；确实不施行的，逐处改掉引用", "add these to documents, or change the references"),
        Severity.WARNING,
    )
    return [finding for finding in found if finding.rule != "DOC205"] + [cause]
