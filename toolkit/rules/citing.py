"""Rules for citations, obligations and norms."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

from toolkit.city.city import TO_BE_FILLED, City
from toolkit.errors import Finding, Location, Severity, Words
from toolkit.rules.subject import Subject
from toolkit.text.citations import Law
from toolkit.text.policy import Citation, Clause, Document

_SHOWN = 3  # clauses that one finding lists
_BASIS = re.compile(r"[a-z0-9-]+:[0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*")


def basis_form(subject: Subject) -> Iterator[Finding]:
    """LAW101: a basis reads `law:article,article; law:article`."""
    for document, part in _parts(subject):
        basis = part.attributes.get("basis")
        if basis is None:
            continue
        for group in basis.split(";"):
            if not _BASIS.fullmatch(group.strip()):
                yield _at(
                    document, part, "LAW101",
                    Words(f"依据“{group.strip()}”写法不对", f"cannot read the basis '{group.strip()}'"),
                    Words('写成 basis="pipl:28,29; minors-protection:4"',
                          'write basis="pipl:28,29; minors-protection:4"'),
                )


def articles_exist(subject: Subject) -> Iterator[Finding]:
    """LAW102–104: the law is in the register, was read and is in force; the article exists."""
    for document, part in _parts(subject):
        for citation in part.basis:
            finding = _judge(subject, document, part, citation)
            if finding:
                yield finding


def _judge(
    subject: Subject, document: Document, part: Clause, citation: Citation
) -> Finding | None:
    law = subject.register.laws.get(citation.law)
    if law is None:
        near = difflib.get_close_matches(citation.law, subject.register.laws, 1, 0.5)
        hint = f"，是不是 {near[0]}？" if near else ""
        return _at(
            document, part, "LAW102",
            Words(f"法规登记里没有 {citation.law}", f"no law {citation.law} in the register"),
            Words(f"改正编号{hint}", f"correct the id{f'; did you mean {near[0]}?' if near else ''}"),
        )
    if law.status != "in-force":
        return _at(
            document, part, "LAW103",
            Words(f"《{law.short_title}》未经核读或已被取代，不能引条号",
                  f"{law.title_en}: superseded, or its text was not read"),
            _instead(subject, law),
        )
    if not law.has(citation.article):
        return _at(document, part, "LAW104", *_no_article(law, citation.article))
    return None


def _instead(subject: Subject, law: Law) -> Words:
    """What to do with a law that may not be cited: its successor, where that was read in full."""
    successor = subject.register.laws.get(law.successor or "")
    if successor is None:
        return Words("删去这一项，改引读过全文的法规", "strike it")
    if successor.status == "in-force" and not successor.held:
        return Words(f"删去这一项，改引 {successor.id}", f"strike it; cite {successor.id}")
    return Words(f"删去这一项；取代它的是 {successor.id}，还没有读全",
                 f"strike it; its successor {successor.id} was not read in full")


def _no_article(law: Law, article: str) -> tuple[Words, Words]:
    """Words and fix where the law lacks the article, or only others were read."""
    if law.held:
        return (
            Words(f"《{law.short_title}》只读到{'、'.join(map(law.article_name, law.held))}，{law.article_name(article)}没有读到",
                  f"of {law.title_en} only {', '.join(law.held)} were read, not {article}"),
            Words("删去这一项，或者先读到原文", "strike it, or read the text first"),
        )
    if law.parts:
        return (
            Words(f"《{law.short_title}》没有{law.article_name(article)}", f"{law.title_en} has no part {article}"),
            Words("核对现行文本的部分", "check the part in the text in force"),
        )
    return (
        Words(f"《{law.short_title}》没有第 {article} 条，共 {law.articles} 条",
              f"{law.title_en} has no article {article}; it has {law.articles}"),
        Words("核对现行文本的条号", "check the number in the text in force"),
    )


def in_force_at_adoption(subject: Subject) -> Iterator[Finding]:
    """LAW105: a law that is cited was already in force on the day of adoption."""
    city = subject.city
    if city is None:
        return
    adopted = city.data.get("adopted", {}).get("on", TO_BE_FILLED)
    if not isinstance(adopted, str) or adopted == TO_BE_FILLED:
        return
    later: dict[Law, list[str]] = {}
    for _, part in _parts(subject):
        for law in dict.fromkeys(citation.law for citation in part.basis):
            entry = subject.register.laws.get(law)
            if entry and entry.effective and entry.effective > adopted:
                later.setdefault(entry, []).append(part.id)
    if later:
        yield _too_early(city, adopted, later)


def _too_early(city: City, adopted: str, later: Mapping[Law, Sequence[str]]) -> Finding:
    """One date is one finding, however many clauses cite what came into force after it."""
    def listed(clauses: Sequence[str], comma: str) -> str:
        return comma.join(clauses[:_SHOWN]) + (" …" if len(clauses) > _SHOWN else "")

    zh = "；".join(f"《{law.short_title}》{law.effective} 才施行（{listed(parts, '、')}）" for law, parts in later.items())
    en = "; ".join(f"{law.title_en} is in force from {law.effective} ({listed(parts, ', ')})" for law, parts in later.items())
    earliest = max(str(law.effective) for law in later)
    return Finding(
        city.file.locate("adopted", "on"), "LAW105",
        Words(f"施行日期（adopted.on）{adopted} 早于所引的法规：{zh}", f"Date (adopted.on) {adopted} is before laws that are cited: {en}"),
        Words(f'最早改成：on: "{earliest}"；或者改引当时有效的规定', f'write at the earliest: on: "{earliest}"; or cite what was in force'),
    )


def answers(subject: Subject) -> Iterator[Finding]:
    """LAW201, LAW202: an answer names a known obligation and cites its law and article."""
    register = subject.register
    for document, part in _parts(subject):
        for name in part.answers:
            yield from _answer(subject, document, part, name)
    for document in subject.documents:
        for number, item in enumerate(document.fields):
            for name in str(item.get("answers", "")).split():
                if name not in register.obligations and name not in register.standards:
                    yield _unknown_answer(document.front.locate("fields", number, "answers"), name)


def _answer(
    subject: Subject, document: Document, part: Clause, name: str
) -> Iterator[Finding]:
    obligation = subject.register.obligations.get(name)
    if obligation is None:
        if name not in subject.register.standards:
            yield _unknown_answer(document.locate(part), name)
        return
    cited = {citation.article for citation in part.basis if citation.law == obligation.law}
    if obligation.articles and not cited & set(obligation.articles):
        wanted = f"{obligation.law}:{','.join(obligation.articles)}"
        yield _at(
            document, part, "LAW202",
            Words(f"回应了 {name}，但依据里没有它的条文", f"answers {name} without citing its article"),
            Words(f"在 basis 里加上 {wanted} 中的一条", f"add an article of {wanted} to the basis"),
        )


def _unknown_answer(location: Location, name: str) -> Finding:
    return Finding(
        location, "LAW201",
        Words(f"没有编号为 {name} 的义务或要求", f"there is no obligation or requirement {name}"),
        Words("对照义务清单改正编号", "correct the id by the list of obligations"),
    )


def norms(subject: Subject) -> Iterator[Finding]:
    """LAW301, LAW302: a norm is known, stands in its own document, and is stated once."""
    seen: dict[str, str] = {}
    for document, part in _parts(subject):
        if part.norm is None:
            continue
        home = subject.register.norms.get(part.norm)
        if home != document.id:
            where = f"，它属于 {home}" if home else "，没有这个编号"
            yield _at(
                document, part, "LAW301",
                Words(f"规范 {part.norm} 不该在这里{where}", f"norm {part.norm} does not belong here"),
                Words("改正 norm 编号", "correct the norm's id"),
            )
        if part.norm in seen:
            yield _at(
                document, part, "LAW302",
                Words(f"规范 {part.norm} 已在 {seen[part.norm]} 写明",
                      f"norm {part.norm} is already stated in {seen[part.norm]}"),
                Words("一项规范只写在一条里", "state a norm in one clause only"),
            )
        seen.setdefault(part.norm, part.id)


def norms_are_stated(subject: Subject) -> Iterator[Finding]:
    """LAW303: a document states all the norms that belong to it."""
    stated = {part.norm for _, part in _parts(subject)}
    for document in subject.documents:
        for norm, home in subject.register.norms.items():
            if home == document.id and norm not in stated:
                yield Finding(
                    Location(document.path), "LAW303",
                    Words(f"{document.id} 没有写明规范 {norm}", f"{document.id} does not state norm {norm}"),
                    Words(f'在相应的条上加 norm="{norm}"', f'mark the clause with norm="{norm}"'),
                    Severity.WARNING,
                )


def _parts(subject: Subject) -> Iterator[tuple[Document, Clause]]:
    for document in subject.documents:
        for part, _ in document.parts():
            yield document, part


def _at(document: Document, part: Clause, rule: str, words: Words, fix: Words) -> Finding:
    named = Words(f"{part.id}：{words.zh}", f"{part.id}: {words.en}")
    return Finding(document.locate(part), rule, named, fix)


def open_questions(subject: Subject) -> Iterator[Finding]:
    """LAW203: a clause names an open question that is not in the list for counsel."""
    known = subject.register.questions
    for document in subject.documents:
        for part, _ in document.parts():
            for name in part.open:
                if name not in known:
                    near = difflib.get_close_matches(name, known, 1)
                    yield Finding(
                        document.locate(part), "LAW203",
                        Words(f"{part.id} 写的待确认问题 {name} 不存在", f"{part.id} names an open question {name} that does not exist"),
                        Words(f"是不是 {near[0]}？", f"did you mean {near[0]}?") if near
                        else Words("对照 policies/legal/open-questions.yaml", "see policies/legal/open-questions.yaml"),
                    )


RULES = (
    open_questions,
    basis_form, articles_exist, in_force_at_adoption, answers, norms, norms_are_stated,
)
