"""Rules for sign-offs: a text that says something else than what was approved, and what nobody approved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.rules.subject import Subject
from toolkit.text import signoffs
from toolkit.text.policy import Document
from toolkit.text.render import outline
from toolkit.text.signoffs import SignOff, State

_SHOWN = 5  # clauses that a message names


def standing(subject: Subject) -> Iterator[tuple[Document, State]]:
    """How each adopted document stands today; nothing where the city's facts cannot be read."""
    city = subject.city
    if city is None:
        return
    outlined, today = outline(subject.documents, city, subject.unread), date.today().isoformat()
    for document in outlined.documents:
        now = signoffs.hashes(document, outlined, city, subject.register) if _has(subject, document) else {}
        yield document, signoffs.state(subject.signoffs, document.id, now, today)


def _has(subject: Subject, document: Document) -> bool:
    return any(signoff.document == document.id for signoff in subject.signoffs)


def no_longer_true(subject: Subject) -> Iterator[Finding]:
    """REV102, REV103: an approved text was changed since, or its sign-off has ended."""
    if not subject.signoffs:
        return
    for document, state in standing(subject):
        signoff = state.signoff
        if signoff is None:
            continue
        if state.kind == signoffs.STALE:
            yield Finding(Location(document.path), "REV102", _changed(document, signoff, state), _AGAIN, Severity.WARNING)
        elif state.kind == signoffs.EXPIRED:
            yield Finding(
                Location(document.path), "REV103",
                Words(f"{document.id} 的律师签署到 {signoff.valid_until} 为止，已经过期",
                      f"the sign-off of {document.id} ended on {signoff.valid_until}"), _AGAIN, Severity.WARNING,
            )


def unsigned(subject: Subject) -> Iterator[Finding]:
    """REV101: before texts are issued, each adopted policy and form needs a lawyer's sign-off.

    No rule of a draft: what nobody has approved yet is how every kit begins.
    """
    missing = [
        document.id for document, state in standing(subject)
        if state.kind == signoffs.NONE and signoffs.is_needed(document)
    ]
    if missing:
        listed = "、".join(missing[:_SHOWN]) + ("…" if len(missing) > _SHOWN else "")
        yield Finding(
            Location(signoffs.PATH), "REV101",
            Words(f"{len(missing)} 份制度和表单没有律师签署的记录：{listed}",
                  f"{len(missing)} policies and forms have no lawyer's sign-off: {listed}"),
            Words("送审：linyi review pack；律师同意以后：linyi review sign",
                  "send them out with linyi review pack; once approved: linyi review sign"),
        )


def _changed(document: Document, signoff: SignOff, state: State) -> Words:
    listed = "、".join(state.changed[:_SHOWN]) + ("…" if len(state.changed) > _SHOWN else "")
    return Words(
        f"{document.id} 在 {signoff.on} 签署以后变了 {len(state.changed)} 处：{listed}",
        f"{document.id} says something else since it was signed on {signoff.on}, in {len(state.changed)} places: {listed}",
    )


_AGAIN = Words("请律师看变了的地方，同意以后再运行 linyi review sign", "have the changes reviewed, then run linyi review sign again")
RULES = (no_longer_true,)
