"""One clause in other words: what that would mean, and the kit that it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from toolkit import rules
from toolkit.errors import Finding, ToolkitError, Words
from toolkit.files import revision
from toolkit.files.journal import digest
from toolkit.kit import Kit
from toolkit.kit.facts import ChangedMeanwhile
from toolkit.rules.subject import Subject
from toolkit.text import policy, signoffs
from toolkit.text.deviations import Said
from toolkit.text.render import outline
from toolkit.update import deciding, deviating, editing, headings, held, parts
from toolkit.update import plan as plans
from toolkit.update.held import Held
from toolkit.update.parts import Part, Source
from toolkit.update.plan import Plan


@dataclass(frozen=True)
class Wording:
    """What a clause is to say; `seen` is the hash of the file that it was written against."""

    document: str
    clause: str
    title: str
    body: str
    seen: str
    said: Said = Said()


@dataclass(frozen=True)
class Meaning:
    """What a wording would bring: notes of the register of deviations, findings that were not there before, and the
    documents whose sign-off it ends, as (id, title)."""

    notes: Sequence[Words]
    findings: Sequence[Finding]
    stale: Sequence[tuple[str, str]]


def part_of(kit: Kit, document: str, clause: str) -> tuple[Part, str, str]:
    """The clause as it is written, the hash and the name of its file. Raises KeyError where there is none."""
    own = held.read(kit)
    file = own.documents[document]
    for part in file.source.parts:
        if part.id == clause and clause:
            return part, digest(file.raw), file.path
    raise KeyError(clause)


def foresee(kit: Kit, wording: Wording, subject: Subject) -> Meaning:
    """What `wording` would mean for the kit, whose `subject` is as it is now. Writes nothing.

    Raises ToolkitError or Unreadable where it cannot be a text at all.
    """
    made, source, path = _planned(held.read(kit), wording, date.today())
    document, findings = policy.parse(parts.written.plain(source.text), path)
    after = replace(
        subject, documents=[document if item.path == path else item for item in subject.documents],
        texts={**subject.texts, path: parts.written.plain(source.text)}, findings=[*subject.findings, *findings],
    )
    known = {(finding.rule, finding.words.zh) for finding in rules.check(subject)}
    new = [
        finding for finding in rules.check(after)
        if (finding.rule, finding.words.zh) not in known and not finding.rule.startswith(("DEV", "REV"))  # told by notes and sign-offs
    ]
    return Meaning((*made.notes, *made.registered), new, list(_stale(subject, after)))


def reword(kit: Kit, wording: Wording) -> None:
    """Puts `wording` into the kit; `linyi undo` takes it back.

    Raises ChangedMeanwhile, ToolkitError or Unreadable: then nothing was changed.
    """
    with kit.alone():
        made, _, _ = _planned(held.read(kit), wording, date.today())
        revision.commit(kit.root, "desk", made.changes())


def _planned(own: Held, wording: Wording, on: date) -> tuple[Plan, Source, str]:
    file = own.documents.get(wording.document)
    if file is None:
        raise ToolkitError(
            zh=f"{wording.document} 的文件不见了", en=f"the file of {wording.document} is gone",
            fix_zh="把文件放回来", fix_en="put the file back",
        )
    if digest(file.raw) != wording.seen:
        raise ChangedMeanwhile(file.path)
    source = file.source
    part = next(part for part in source.parts if part.id == wording.clause)
    if not wording.title.strip() or "\n" in wording.title or any(sign in wording.title for sign in "{}#"):
        raise ToolkitError(
            zh="标题是空的，或者里面有 { } #", en="the title is empty, or holds { } #",
            fix_zh="写一行普通的字", fix_en="write one plain line",
        )
    _refuse_headings(wording.body)
    heading = part.heading.rstrip("\r\n")
    if wording.title != part.title:
        heading = headings.line(part.level, wording.title, part.id, part.attributes)
    edited = editing.with_clause(source, part.id, f"{heading}\n\n{wording.body.strip(chr(10))}\n", [])
    now = replace(own, documents={**own.documents, wording.document: replace(file, raw=edited.raw)})
    adopted = deciding.adopted(own)
    made = Plan(now, adopted)
    plans.bring(made, adopted.stages(own.since))
    deviating.place(made, on, {part.id: wording.said})
    return made, edited, file.path


def _refuse_headings(body: str) -> None:
    """A line that would open another clause."""
    wrong = next((line for line in body.split("\n") if policy.HEADING.match(line)), None)
    if wrong is not None:
        raise ToolkitError(
            zh=f"“{wrong[:30]}”以 # 开头，会成为另一条的标题", en=f"'{wrong[:30]}' begins with # and would open another clause",
            fix_zh="去掉行首的 #", fix_en="take the # away",
        )


def _stale(before: Subject, after: Subject) -> Sequence[tuple[str, str]]:
    """Documents whose newest sign-off holds before and no longer after."""
    today, found = before.today.isoformat(), []
    if before.city is None or not before.signoffs:
        return []
    states = []
    for subject in (before, after):
        city = subject.city
        assert city is not None
        outlined = outline(subject.documents, city)
        states.append({
            document.id: signoffs.state(subject.signoffs, document.id, signoffs.hashes(document, outlined, city, subject.register), today).kind
            for document in outlined.documents if signoffs.is_needed(document)
        })
    for document in before.documents:
        if states[0].get(document.id) == signoffs.APPROVED and states[1].get(document.id) == signoffs.STALE:
            found.append((document.id, document.title))
    return found


