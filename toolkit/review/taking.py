"""What came back, written into a kit: pure, from a kit as it is to the files that change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from toolkit.review.comments import By
from toolkit.review.gathering import Change, Contradiction, Gathered
from toolkit.text import decisions as records
from toolkit.text import remarks
from toolkit.text.decisions import Because, Decision, Decisions
from toolkit.text.deviations import Said
from toolkit.text.remarks import Remark
from toolkit.update import deviating, editing, headings, national, parts
from toolkit.update import plan as plans
from toolkit.update.held import Held
from toolkit.update.national import National
from toolkit.update.parts import Part, Source
from toolkit.update.plan import Plan


@dataclass
class Taken:
    """`applied` are the changes that are in the source afterwards, `waiting` those that became pages."""

    plan: Plan
    applied: list[Change] = field(default_factory=list)
    there: list[Change] = field(default_factory=list)  # the source said so already
    waiting: list[Decision] = field(default_factory=list)
    unplaced: list[Change] = field(default_factory=list)  # the clause is gone from the kit


def take(held: Held, adopted: National, found: Gathered, on: date) -> Taken:
    """The kit `held` with what was gathered. `adopted` is the text that the kit last took in."""
    taken = Taken(Plan(held, adopted))
    sources = {name: file.source for name, file in held.documents.items()}
    for change in found.changes:
        source = sources.get(change.document)
        part = _part(source, change.part.id)
        if source is None or part is None:
            taken.unplaced.append(change)
            continue
        new = _source_of(part, change)
        if new is not None and parts.part(new).words == part.words:
            taken.there.append(change)
        elif not _is_as_sent(part, change):
            taken.waiting.append(_asked(change, part, new, source))
        else:
            sources[change.document] = editing.with_clause(source, part.id, new, [])
            taken.applied.append(change)
    for contradiction in found.contradictions:
        source = sources.get(contradiction.document)
        part = _part(source, contradiction.part.id)
        if source is not None and part is not None:
            taken.waiting.append(_contradicted(contradiction, part, source))
    documents = {name: replace(file, raw=sources[name].raw) for name, file in held.documents.items()}
    taken.plan = Plan(replace(held, documents=documents), adopted)
    plans.bring(taken.plan, adopted.stages(held.since))
    deviating.place(taken.plan, on, {change.part.id: _said(change, found) for change in taken.applied})
    _place(taken, held, found, on.isoformat())
    return taken


def _said(change: Change, found: Gathered) -> Said:
    """Whose a deviation is, and why: what the reviewer remarked on the clause."""
    names = {by.author for by in change.by}
    why = [remark.text for remark in found.remarks if remark.part == change.part.id and remark.by.author in names]
    return Said("；".join(dict.fromkeys(why)) or "律师审查时修改", authors(change.by))


def _part(source: Source | None, name: str) -> Part | None:
    return next((part for part in source.parts if part.id == name), None) if source else None


def _is_as_sent(part: Part, change: Change) -> bool:
    return parts.wording(part.body) == parts.wording(change.part.source) and part.title == change.part.title


def _source_of(part: Part, change: Change) -> str | None:
    """The part with its heading and the new text; None where it was struck."""
    if change.source is None:
        return None
    heading = part.heading if not change.title else headings.line(part.level, change.title, part.id, part.attributes) + "\n"
    return heading.rstrip("\r\n") + "\n\n" + change.source.strip("\n") + "\n"


def _asked(change: Change, part: Part, new: str | None, source: Source) -> Decision:
    return _decision(
        change.document, part, records.REVIEW_CHANGED, parts.written.plain(part.heading) + "\n" + change.part.source + "\n",
        new, "", source, (_because(change),),
    )


def _contradicted(found: Contradiction, part: Part, source: Source) -> Decision:
    first, second = (_source_of(part, version) for version in found.versions[:2])
    return _decision(
        found.document, part, records.REVIEW_DIFFERS, parts.written.plain(part.heading) + "\n" + found.part.source + "\n",
        first, second or "", source, tuple(map(_because, found.versions)),
    )


def _because(change: Change) -> Because:
    return Because("审查", "review", f"{authors(change.by)}改过（{'、'.join(change.files)}）")


def authors(by: Sequence[By]) -> str:
    """Their names, each once, with the day of the first mark."""
    days = {author.author or "没有写名字的人": author.date for author in reversed(by)}
    return "、".join(f"{name}（{day}）" if day else name for name, day in days.items()) or "没有写名字的人"


def _decision(
    document: str, part: Part, kind: str, base: str, new: str | None, suggestion: str, source: Source, reasons: tuple[Because, ...]
) -> Decision:
    local = parts.written.plain(part.raw).strip("\n") + "\n"
    return Decision(
        f"{part.id}-审查", part.id, document, part.title, national.owner_of(source), kind, base, local, new,
        suggestion=suggestion, reasons=reasons,
    )


def _place(taken: Taken, held: Held, found: Gathered, today: str) -> None:
    waiting = {decision.page: decision for decision in taken.waiting}
    before = {decision.page: decision for decision in held.decisions.open}
    opened = [decision for decision in taken.plan.decisions.open if decision.page not in waiting]
    taken.plan.decisions = Decisions((*opened, *waiting.values()), held.decisions.taken)
    for decision in waiting.values():
        plans.place_page(taken.plan, decision, before.get(decision.page))
    plans.place_record(taken.plan)
    raw = held.read(remarks.PATH)
    text = raw.decode("utf-8") if raw is not None else None
    new = remarks.appended(text, said(found, taken, today))
    if new and new != (text or ""):
        taken.plan.put(remarks.PATH, new.encode())


def said(found: Gathered, taken: Taken, today: str) -> Iterator[Remark]:
    """Comments, and what was not applied: all that an office has to look at."""
    for remark in found.remarks:
        yield Remark(
            remark.document, remark.by.author or ("审查清单" if remark.verdict else "没有写名字的人"),
            remark.text or "（空的批注）", remark.part, remark.by.date or ("" if remark.verdict else today),
            remark.quoted, remark.answers, remark.file, remarks.VERDICT if remark.verdict else remarks.COMMENT,
        )
    for listed in found.listed:
        problem = listed.problem
        by = problem.by[0] if problem.by else By("", "")
        yield Remark(
            listed.document, by.author or "没有写名字的人", _unapplied(problem.struck, problem.put) + problem.why.zh, problem.part,
            by.date or today, problem.struck.strip(), "", listed.file, remarks.UNAPPLIED,
        )
    for change in (*found.untracked, *taken.unplaced):
        kind = remarks.UNAPPLIED if change in taken.unplaced else remarks.UNTRACKED
        why = "工具包里已经没有这一条" if change in taken.unplaced else "这一条有改动没有开修订，没有写进正文；改成"
        yield Remark(
            change.document, authors(change.by), f"{why}：{change.title} {change.source or '（删去）'}".strip(), change.part.id,
            change.by[0].date if change.by and change.by[0].date else today, "", "", "、".join(change.files), kind,
        )


def _unapplied(struck: str, put: str) -> str:
    words = [f"删“{struck.strip()}”" if struck.strip() else "", f"加“{put.strip()}”" if put.strip() else ""]
    return "，".join(filter(None, words)) + "：" if any(words) else ""
