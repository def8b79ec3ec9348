"""Rules for where a city's text differs from the national one: it may, and says why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.city.city import TO_BE_FILLED
from toolkit.errors import Finding, Location, Severity, Words
from toolkit.rules.subject import Subject
from toolkit.text.deviations import ASKED, FILE, Entry
from toolkit.text.differing import KINDS, Deviation

_OPEN = {"DEV201", "DEV202", "DEV208"}
_ENGLISH = {"reason": "its reason", "basis": "its basis", "approved_by": "who approved it", "review_by": "a day of review"}


def is_open(finding: Finding) -> bool:
    """Whether the finding is one that a team may leave open, but not a release: nobody reads the reasons."""
    unread = finding.location.path == FILE and finding.rule.startswith(("DEV1", "YML")) and finding.rule != "YML010"
    return finding.rule in _OPEN or unread


def unlisted(subject: Subject) -> Iterator[Finding]:
    """DEV201: a clause, a form's fields or a document differs from the national text and is not listed."""
    if subject.listed is None or not subject.listed.whole:
        return  # its form is told of first
    asked = [finding for finding in subject.findings if finding.rule in ("KIT102", "KIT103")]
    for found in subject.deviations:
        dropped = found.kind == "dropped"
        if subject.listed.get(found.id) or found.id in subject.decisions.unnumbered or (dropped and any(_asks(finding, found.id) for finding in asked)):
            continue
        zh, en = KINDS[found.kind], _KINDS[found.kind]
        line = ", ".join((f"id: {found.id}", f"kind: {found.kind}", *(f"{key}: {TO_BE_FILLED}" for key in _asked(found))))
        yield Finding(
            Location(FILE) if dropped else found.at, "DEV201",
            Words(f"{found.id}（{found.title}）和全国文本不同（{zh}），{FILE} 里没有登记",
                  f"{found.id} differs from the national text ({en}) and is not in {FILE}"),
            Words(f"在 {FILE} 的 deviations 下面加一行：  - {{{line}}}", f"add a line below deviations in {FILE}:   - {{{line}}}"),
            Severity.WARNING,
        )


def _asks(finding: Finding, name: str) -> bool:
    """Whether a finding asks already where the document `name` is: KIT102 names it, KIT103 its folder."""
    return finding.rule == "KIT103" or f"/{name}-" in finding.location.path


def _asked(found: Deviation) -> list[str]:
    return Entry(found.id, "", "", "", "", "", "", "", found.at).missing


def unexplained(subject: Subject) -> Iterator[Finding]:
    """DEV202: a listed deviation without a reason, basis, approver or day of review."""
    for entry, found in _in_force(subject):
        if entry.missing:
            yield _finding(
                entry.at, "DEV202",
                f"{entry.id}（{found.title}）的偏离还没有写{'、'.join(ASKED[key] for key in entry.missing)}",
                f"the deviation of {entry.id} lacks {', '.join(_ENGLISH[key] for key in entry.missing)}",
                f"填上 {'、'.join(entry.missing)}；没有理由的，改回全国文本",
                f"fill in {', '.join(entry.missing)}; without a reason, go back to the national text",
            )


def converged(subject: Subject) -> Iterator[Finding]:
    """DEV203: what is listed is like the national text again."""
    known, current = _known(subject), {found.id for found in subject.deviations}
    for entry in _entries(subject):
        if entry.id not in current and entry.id in known and entry.id[:3] not in {*subject.baseless, *subject.unread}:
            yield _finding(
                entry.at, "DEV203",
                f"{entry.id} 已经和全国文本一样，可以结案", f"{entry.id} is like the national text now and can be closed",
                "移到 closed 下面，加一行 closed_on: 日期；linyi update 也会移",
                "move it below closed with a line closed_on: DATE; linyi update moves it too",
            )


def outdated(subject: Subject) -> Iterator[Finding]:
    """DEV204: the words changed after they were listed: the reason may be for other words."""
    for entry, found in _in_force(subject):
        changed = [
            side for side, was, now in (("本市文本", entry.local, found.local), ("全国文本", entry.national, found.national))
            if was and was != now
        ]
        if entry.kind and entry.kind != found.kind:
            changed.append(f"类别（现在是 {found.kind}）")
        if changed:
            yield _finding(
                entry.at, "DEV204",
                f"{entry.id} 登记以后，{'、'.join(changed)}又变了", f"{entry.id} has changed since it was listed",
                "核对理由还对不对；linyi update 会换上新的指纹",
                "see whether the reason is still right; linyi update puts in the new hashes",
            )


def unknown(subject: Subject) -> Iterator[Finding]:
    """DEV205: an id that neither the national text nor the kit has."""
    known = _known(subject)
    for entry in _entries(subject):
        if entry.id not in known and not subject.misses(entry.id):
            yield _finding(
                entry.at, "DEV205",
                f"没有 {entry.id} 这一条", f"there is no {entry.id}",
                "照正文标题后面花括号里的编号写", "write the id that stands in braces behind the heading",
            )


def repeated(subject: Subject) -> Iterator[Finding]:
    """DEV206: one clause is listed twice."""
    seen = set()
    for entry in _entries(subject):
        if entry.id in seen:
            yield _finding(
                entry.at, "DEV206",
                f"{entry.id} 登记了两次", f"{entry.id} is listed twice", "合成一条", "make one of the two",
            )
        seen.add(entry.id)


def due(subject: Subject) -> Iterator[Finding]:
    """DEV207: the day of review is over, or is no day."""
    for entry, _ in _in_force(subject):
        try:
            over = bool(entry.review_by) and date.fromisoformat(entry.review_by) < subject.today
        except ValueError:
            over = len(entry.review_by) == 10  # of the right form, so that the schema says nothing
        if over:
            yield _finding(
                entry.at, "DEV207",
                f"{entry.id} 的偏离该复审了（{entry.review_by}）", f"the deviation of {entry.id} was to be reviewed by {entry.review_by}",
                "再看一次还要不要，改 review_by", "see whether it is still needed, and change review_by",
            )


def baseless(subject: Subject) -> Iterator[Finding]:
    """DEV208: the national text that a document was made of cannot be read, so nobody sees what the city changed."""
    for document in subject.documents:
        if document.id in subject.baseless:
            yield _finding(
                Location(document.path), "DEV208",
                f"{document.id} 的底本（.kit/base）读不了，看不出本市改了什么",
                f"the base of {document.id} in .kit/base cannot be read: nobody sees what the city changed",
                "从备份里拷回 .kit 文件夹", "copy the folder .kit back from a backup",
            )


def _entries(subject: Subject) -> tuple[Entry, ...]:
    return subject.listed.entries if subject.listed else ()


def _in_force(subject: Subject) -> Iterator[tuple[Entry, Deviation]]:
    """Each deviation that there is and is listed, once."""
    for found in subject.deviations:
        entry = subject.listed.get(found.id) if subject.listed else None
        if entry:
            yield entry, found


def _known(subject: Subject) -> set[str]:
    ids = {part.id for document in subject.documents for part, _ in document.parts()}
    return ids | {document.id for document in subject.documents} | {found.id for found in subject.deviations}


_KINDS = {
    "changed": "changed", "deleted": "deleted", "added": "added", "moved": "moved", "fields": "its fields",
    "front": "its front matter", "dropped": "the document is gone", "document": "a document of the city's own",
}


def _finding(at: Location, rule: str, zh: str, en: str, fix_zh: str, fix_en: str) -> Finding:
    return Finding(at, rule, Words(zh, en), Words(fix_zh, fix_en), Severity.WARNING)


RULES = (unlisted, unexplained, converged, outdated, unknown, repeated, due, baseless)
