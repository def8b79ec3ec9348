"""A subject of a booklet was read beside the clauses that it retells: what they say now is written down in the booklet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.files.textfile import Unreadable
from toolkit.text import policy
from toolkit.text.policy import Chapter, Clause
from toolkit.text.releases import fingerprint
from toolkit.update import written
from toolkit.update.held import File, Held
from toolkit.update.national import National
from toolkit.update.plan import Plan

_KEY = r"^([ \t]+{name}[ \t]*:[ \t]*)[^\r\n]*"


def confirm(held: Held, national: National, name: str) -> Plan | None:
    """The booklet of the subject `name` with the fingerprints of what that retells; None where there is no such subject."""
    file = held.documents.get(name[:3])
    subject = next((part for part in _parts(file) if part.id == name and part.retells), None) if name[:1] == "C" and file else None
    if file is None or subject is None:
        return None
    source = file.source
    front = source.front
    for target in subject.retells:
        clause = next((part for part in _parts(held.documents.get(target[:3])) if part.id == target), None)
        if clause is not None:
            front = _with(front, target, fingerprint(clause), source.hand.eol)
    made = Plan(held, national)
    made.decisions = held.decisions
    made.places[name[:3]] = file.path
    made.put(file.path, source.hand.bytes_of(front + source.text[len(source.front):]))
    return made


def _parts(file: File | None) -> Iterator[Clause]:
    if file is None:
        return
    try:
        document, _ = policy.parse(written.plain(file.source.text), file.path)
    except Unreadable:
        return  # the check tells
    for part, _ in document.parts():
        if not isinstance(part, Chapter) or not part.clauses:
            yield part


def _with(front: str, target: str, now: str, eol: str) -> str:
    line = re.compile(_KEY.format(name=re.escape(target)), re.M)
    if line.search(front):
        return line.sub(lambda match: f'{match[1]}"{now}"', front)
    entry = f'  {target}: "{now}"{eol}'
    head = re.search(r"^retold:[ \t]*(?:\r\n|\r|\n)", front, re.M)
    if head:
        return front[:head.end()] + entry + front[head.end():]
    end = front.rindex("---")
    return f"{front[:end]}retold:{eol}{entry}{front[end:]}"
