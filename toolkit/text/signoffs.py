"""Who approved which text: `审查/签署.yaml`, told true by hashes of what each clause says here.

A clause's hash covers its words with the city's values, and the articles it rests on with their laws'
status; not its marks, its number, nor whether it is a draft. Only a record makes a text "reviewed".
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.city.city import City
from toolkit.errors import Finding
from toolkit.files import validation, yamltext
from toolkit.text import placeholders, terms
from toolkit.text.citations import Register
from toolkit.text.marks import bare
from toolkit.text.numerals import chinese_date
from toolkit.text.policy import Clause, Document
from toolkit.text.render import Outline

PATH = "审查/签署.yaml"
HEAD = "# 律师审查签署的记录，由 linyi review sign 写。只有这里有记录的，才写“经审查”。\nsignoffs:\n"
NONE, APPROVED, STALE, EXPIRED = "none", "approved", "stale", "expired"
_WHOLE = "文首"  # the key of what stands before a document's first chapter
_FRONT = ("title", "kind", "fields", "signed_by", "withdrawal", "retention", "separate_consent", "age")


@dataclass(frozen=True)
class SignOff:
    """One record. Dates are written 2026-12-01; `parts` are hashes by clause."""

    document: str
    reviewer: str
    firm: str
    on: str
    parts: Mapping[str, str]
    valid_until: str = ""
    scope: str = ""
    version: str = ""


@dataclass(frozen=True)
class State:
    """How a document stands today. `changed` names the parts that say something else since, or are new or gone."""

    kind: str
    signoff: SignOff | None = None
    changed: tuple[str, ...] = ()


def read(text: str) -> tuple[list[SignOff], list[Finding]]:
    """The records of the file's text, oldest first, and what is wrong in it (REV104, YML)."""
    file, findings = validation.recorded(text, PATH, "signoffs", "REV104")
    return [
        SignOff(**{**entry, "parts": dict(part.split(" ") for part in entry["parts"])})
        for entry in (file.data["signoffs"] if file else ())
    ], findings


def appended(text: str | None, signoffs: Iterable[SignOff]) -> str:
    """The file's text with more records; what stands there stays as it is."""
    kept = HEAD if text is None or not text.strip() else text.replace("signoffs: []", "signoffs:").rstrip("\n") + "\n"
    return kept + "".join(map(_entry, signoffs))


def _entry(signoff: SignOff) -> str:
    data: dict[str, Any] = {
        "document": signoff.document, "version": signoff.version, "reviewer": signoff.reviewer, "firm": signoff.firm,
        "on": signoff.on, "valid_until": signoff.valid_until, "scope": signoff.scope,
    }
    lines = [f"{key}: {yamltext.quoted(value)}" for key, value in data.items() if value]
    hashes = [f"  - {part} {value}" for part, value in signoff.parts.items()]
    return "  - " + "\n    ".join([*lines, "parts:", *hashes]) + "\n"


def is_needed(document: Document) -> bool:
    """Whether a document is signed off before it is issued: policies and forms are, lessons and readers' texts are not."""
    return document.id.startswith(("P", "B"))


def hashes(document: Document, outlined: Outline, city: City, register: Register) -> dict[str, str]:
    """The hash of each part that this city prints, and of the front matter as far as it is printed."""
    # When a text is adopted, and under which number, is no part of what was approved.
    values = {**city.values, "adopted": {key: f"adopted.{key}" for key in city.values["adopted"]}}
    filled = {key: _said(text, values) for key, text in terms.with_values(document)}
    found = {_WHOLE: _hash([str({key: filled.get(key, document.data.get(key)) for key in _FRONT})])}
    for chapter, clauses in outlined.chapters.get(document.id, ()):
        for part in (chapter, *clauses):
            found[part.id] = _hash([part.title, _said(part.text, values), *_grounds(part, city, register)])
    return found


def _said(text: str, values: Mapping[str, Any]) -> str:
    if placeholders.usage(text).faults:
        return bare(text)
    try:
        filled, taken = placeholders.fill(text, values)
    except placeholders.Unfillable:
        return bare(text)
    return placeholders.MARK.sub(lambda mark: taken[int(mark[1])], bare(filled))


def _grounds(part: Clause, city: City, register: Register) -> Iterator[str]:
    for citation in part.basis:
        law = register.laws.get(citation.law)
        if law is None or law.applies_in(city.province, city.name):
            state = f"{law.status} {law.effective}" if law else "unknown"
            yield f"{citation.law}:{citation.article} {state}"


def _hash(words: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def state(signoffs: Iterable[SignOff], document: str, now: Mapping[str, str], today: str) -> State:
    """How the document stands by its newest record; `now` are its hashes, `today` as 2026-12-01."""
    mine = [found for found in signoffs if found.document == document]
    newest = max(reversed(mine), key=lambda found: found.on, default=None)  # of one day, what was written last
    if newest is None:
        return State(NONE)
    changed = tuple(part for part in dict.fromkeys((*newest.parts, *now)) if newest.parts.get(part) != now.get(part))
    if changed:
        return State(STALE, newest, changed)
    if newest.valid_until and newest.valid_until < today:
        return State(EXPIRED, newest)
    return State(APPROVED, newest)


def reviewed(state: State) -> str:
    """经…审查, only where a record holds for this very text."""
    found = state.signoff
    if state.kind != APPROVED or found is None:
        return ""
    return f"经{found.firm}{found.reviewer}审查（{chinese_date(found.on)}）"
