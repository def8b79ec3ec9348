"""A decision carried out: the document as it was decided, the page closed, who and why recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from toolkit.errors import ToolkitError
from toolkit.text import decisions as records
from toolkit.text import ids
from toolkit.text.decisions import (
    DROP,
    LATER,
    LOCAL,
    MERGED,
    OF_REVIEW,
    OWN,
    Decision,
    Decisions,
    Taken,
)
from toolkit.text.deviations import Said
from toolkit.update import (
    choices,
    clauses,
    definitions,
    deviating,
    document,
    drafting,
    editing,
    front,
    parts,
    registers,
)
from toolkit.update import plan as plans
from toolkit.update.bringing import EMPTY
from toolkit.update.held import File, Held
from toolkit.update.national import National, Text
from toolkit.update.parts import Source
from toolkit.update.plan import Plan


@dataclass(frozen=True)
class Answer:
    """`take` is a word of `decisions.WORDS`, or empty where `clause` says which clause it is: an id, OWN or DROP.

    `draft` is a 合并稿 that was worked on elsewhere than in the decision's page.
    """

    take: str = ""
    clause: str = ""
    by: str = ""
    reason: str = ""
    on: date = field(default_factory=date.today)
    draft: str | None = None


def decide(held: Held, name: str, answer: Answer) -> Plan:
    """What the kit becomes when `name` is decided so. Raises ToolkitError where it cannot be."""
    decision = the_one(held.decisions, name)
    _refuse_mismatch(decision, answer)
    national = adopted(held)
    if answer.take == LATER:
        return _put_off(held, national, decision, answer)
    edited = _edited(held, national, decision, answer)
    documents, books = dict(held.documents), dict(held.registers)
    target = books if decision.kind == choices.DEFINITION else documents
    if edited is None:
        target.pop(decision.document, None)
    else:
        target[decision.document] = edited
    taken = Taken(decision.page, decision.id, answer.take or answer.clause, answer.by, answer.on.isoformat(), answer.reason)
    left = (*(other for other in held.decisions.open if other is not decision), *_awaited(decision, answer))
    now = replace(
        held, documents=documents, registers=books, decisions=Decisions(left, (*held.decisions.taken, taken)),
    )
    made = Plan(now, national)
    plans.bring(made, national.stages(held.since))
    said = {decision.id: Said(answer.reason, answer.by)} if answer.take in (LOCAL, MERGED) or decision.kind in OF_REVIEW else {}
    deviating.place(made, answer.on, said)
    _close_page(made, decision)
    gone = held.documents.get(decision.document)
    if edited is None and gone:
        made.put(gone.path, None)
        made.put(f"{plans.ARCHIVE}/{decision.document}.md", gone.raw)
    return made


def _awaited(decision: Decision, answer: Answer) -> Iterator[Decision]:
    """What a text without an id waited with: the clause that it was likely to be is merged from the same base."""
    if decision.likely in decision.bases and answer.clause != DROP:
        yield replace(
            decision, page=decision.likely, id=decision.likely, kind=clauses.BOTH, local=None, suggestion="", likely="", later="",
        )


def the_one(decisions: Decisions, name: str) -> Decision:
    """The open decision that a person means by `name`. Raises ToolkitError where there is none, or several."""
    found = decisions.find(name)
    if len(found) == 1:
        return found[0]
    listed = [f"{decision.page} {decision.title}" for decision in found or decisions.open]
    if found:
        raise ToolkitError(
            zh=f"{name} 有{len(found)}件要决定：{'、'.join(listed)}", en=f"{name} has {len(found)} open decisions: {', '.join(listed)}",
            fix_zh="写明是哪一页", fix_en="name the page",
        )
    called = (name.split() or [""])[0]
    taken = next((taken for taken in reversed(decisions.taken) if called in (taken.page, taken.id)), None)
    done_zh, done_en = (f"：{taken.on}已经定了（{records.said(taken.take)}）", f": it was decided on {taken.on} ({taken.take})") if taken else ("", "")
    raise ToolkitError(
        zh=f"没有等待决定的 {name}{done_zh}", en=f"no open decision is called {name}{done_en}",
        fix_zh=f"等待决定的有：{'、'.join(listed)}" if listed else "现在没有等待决定的事",
        fix_en=f"open are: {', '.join(listed)}" if listed else "nothing is open",
    )


def _refuse_mismatch(decision: Decision, answer: Answer) -> None:
    asks_which = decision.kind == clauses.UNNUMBERED
    if asks_which and not answer.clause and answer.take != LATER:
        raise ToolkitError(
            zh=f"{decision.page} 要说明它是哪一条", en=f"{decision.page} asks which clause it is",
            fix_zh=f"例如 linyi resolve {decision.page} --as {decision.first_answer}（new：本市自有；drop：删去这一段）",
            fix_en=f"for example: linyi resolve {decision.page} --as {decision.first_answer} (new: the city's own; drop: strike it)",
        )
    if answer.clause and not asks_which:
        raise ToolkitError(
            zh=f"{decision.page} 有编号，不用 --as", en=f"{decision.page} has an id; --as is not for it",
            fix_zh="用 --take", fix_en="use --take",
        )
    if answer.take == MERGED and not choices.has_draft(decision):
        raise ToolkitError(
            zh=f"{decision.page} 没有合并稿", en=f"{decision.page} has no “合并稿”",
            fix_zh="要合并的，自己改好文件，再用 --take local", fix_en="edit the file yourself, then --take local",
        )


def adopted(held: Held) -> National:
    """The national text as the kit last took it in."""
    from toolkit.files import sources

    found = National(sources.shared(), held.since or "0", "0")
    for entry in held.manifest["files"]:
        if "id" in entry and entry["id"] in held.bases:
            kind = found.registers if entry["id"].startswith("R") else found.documents
            kind[entry["id"]] = Text(entry.get("base", entry["path"]), held.bases[entry["id"]])
    return found


def _put_off(held: Held, national: National, decision: Decision, answer: Answer) -> Plan:
    said = "，".join(filter(None, (answer.on.isoformat(), answer.by, answer.reason)))
    later = replace(decision, later=said)
    opened = tuple(later if other is decision else other for other in held.decisions.open)
    made = Plan(replace(held, decisions=Decisions(opened, held.decisions.taken)), national)
    made.decisions = made.held.decisions
    plans.place_record(made)
    plans.place_page(made, later, decision)
    return made


def _close_page(made: Plan, decision: Decision) -> None:
    if decision.page not in {other.page for other in made.decisions.open}:
        for ending in ("md", "docx"):
            made.put(decision.path.removesuffix("md") + ending, None)


def _edited(held: Held, national: National, decision: Decision, answer: Answer) -> File | None:
    """The file as decided; None where it goes or stays away."""
    file = (held.registers if decision.kind == choices.DEFINITION else held.documents).get(decision.document)
    if answer.take == LOCAL:
        return file
    if decision.kind == choices.DEFINITION:
        return _definition(held, national, decision, file)
    if decision.kind in choices.WHOLE:
        text = national.documents.get(decision.document)
        return File(file.path if file else _listed(held, decision), text.raw) if text else None
    if file is None:
        raise ToolkitError(
            zh=f"{decision.document} 的文件不见了，这一件现在定不了", en=f"the file of {decision.document} is gone; this cannot be decided now",
            fix_zh="把文件放回来，或者运行 linyi update", fix_en="put the file back, or run linyi update",
        )
    source = file.source
    new = national.documents[decision.document].source if decision.document in national.documents else EMPTY
    draft = drafting.draft(held, decision, answer.draft) if answer.take == MERGED else None
    return File(file.path, _EDITS.get(decision.kind, _clause)(source, new, decision, answer, draft).raw)


def _definition(held: Held, national: National, decision: Decision, file: File | None) -> File | None:
    """The definition with the national text where the two clash; what else the city has in it stays."""
    base = decision.bases.get(registers.WHOLE)
    text = national.registers.get(decision.document)
    merged = definitions.merge(
        None if base is None else base.encode(), file.raw if file else None, text.raw if text else None, yields=True,
    )
    return None if merged.content is None else File(file.path if file else _listed(held, decision), merged.content)


def _listed(held: Held, decision: Decision) -> str:
    entry = held.entry(decision.document)
    assert entry is not None
    return entry["path"]


def _clause(source: Source, new: Source, decision: Decision, _: Answer, draft: str | None) -> Source:
    text = decision.new if draft is None else draft
    if draft is not None and parts.part(draft).id != decision.id:
        raise ToolkitError(
            zh=f"合并稿的第一行应是这一条的标题，带编号 {{#{decision.id}}}", en=f"the “合并稿” must begin with the clause's heading and its id {decision.id}",
            fix_zh=f"照“本市现在的文本”的第一行写好，再运行一次；页在 {decision.path}", fix_en=f"copy the first line of the local text in {decision.path}",
        )
    return editing.with_clause(source, decision.id, text, list(clauses.keyed(new.parts, {})))


def _front(source: Source, new: Source, decision: Decision, _: Answer, draft: str | None) -> Source:
    keys = [key.removeprefix(document.FRONT) for key in decision.bases]
    text = front.replaced(source.front, keys, new.front if draft is None else draft, source.hand.eol)
    return replace(source, front=text)


def _order(source: Source, new: Source, decision: Decision, _: Answer, draft: str | None) -> Source:
    lines = (decision.suggestion if draft is None else draft).split("\n")
    return editing.in_order(source, [clauses.TOP, *(line.split()[0] for line in lines if line.strip())])


def _numbered(source: Source, new: Source, decision: Decision, answer: Answer, _: str | None) -> Source:
    found = editing.find(source, decision.local or "")
    name = answer.clause
    if found is None and name == DROP:
        return source  # somebody has struck it already
    if found is None:
        raise ToolkitError(
            zh=f"{decision.page} 的文字后来改过或者删了，认不出是哪一段", en=f"the text of {decision.page} was changed or deleted since",
            fix_zh="已经删了的，用 --as drop；改过的，运行 linyi update，页会照现在的文字重新写",
            fix_en="use --as drop where it is deleted; else run linyi update: the page is written anew",
        )
    if name == DROP:
        return editing.without(source, found)
    held, known = clauses.keyed(source.parts, {}), clauses.keyed(new.parts, {})
    if name == OWN:
        name = next(made for number in range(1, 1000) if (made := f"{decision.document}-local-{number}") not in held)
    if not ids.ID.fullmatch(name) or not name.startswith(f"{decision.document}-") or len(name) > ids.MAX_ID:
        raise ToolkitError(
            zh=f"{name} 不是 {decision.document} 里能用的编号", en=f"{name} is no id for a clause of {decision.document}",
            fix_zh=f"编号像 {decision.document}-abc 的样子，写在标题后面的花括号里；本市自有的，用 --as new",
            fix_en=f"an id is like {decision.document}-abc and stands in braces behind a heading; for the city's own: --as new",
        )
    other = next((part for part in source.parts if part.id == name and part is not found), None)
    if other is not None:
        line = source.text[: source.text.index(other.raw)].count("\n") + 1
        raise ToolkitError(
            zh=f"编号 {name} 已经有一段在用：“{other.title}”，文件第{line}行", en=f"{name} is in use: line {line} of the document",
            fix_zh="是拷贝多出来的，删去这一段：--as drop；是本市另写的一条，给它新编号：--as new；"
            "要留这一段、不要那一段的，在文件里删去那一段，再运行 linyi update",
            fix_en="to strike this text: --as drop; to make it a clause of the city's own: --as new; "
            "to keep it instead of the other, delete that one in the file and run linyi update",
        )
    return editing.numbered(source, found, name, known[name].attributes if name in known else {})


_EDITS: dict[str, Callable[[Source, Source, Decision, Answer, str | None], Source]] = {
    document.OF_FRONT: _front, document.OF_ORDER: _order, clauses.UNNUMBERED: _numbered,
}
