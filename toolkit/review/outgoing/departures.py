"""Where a city's text departs from the national text that it took in, and the reason that it has on record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from toolkit.files import yamlfile
from toolkit.files.yamlfile import Unreadable
from toolkit.text import policy
from toolkit.text.marks import bare
from toolkit.text.policy import Document
from toolkit.update.held import Held

_RECORD = "偏离登记.yaml"
KINDS = {"changed": "改动", "added": "新增", "deleted": "删去", "document": "本市自己的文件"}


@dataclass(frozen=True)
class Departure:
    """A clause, chapter or document that says something else; `kind` is a key of KINDS."""

    id: str
    kind: str
    title: str
    reason: str = ""
    basis: str = ""
    approved_by: str = ""

    @property
    def words(self) -> str:
        """In one line, as counsel reads it."""
        more = [f"依据：{self.basis}"] if self.basis else []
        more += [f"批准：{self.approved_by}"] if self.approved_by else []
        return "；".join([KINDS[self.kind], f"理由：{self.reason}" if self.reason else "没有登记理由", *more])


def national(held: Held) -> dict[str, Document]:
    """The national documents that the kit last took in, by id; what has none is the city's own."""
    found = {}
    for name, raw in held.bases.items():
        if not name.startswith("R"):
            try:
                found[name] = policy.parse(raw.decode("utf-8"), f"{name}.md")[0]
            except (Unreadable, UnicodeDecodeError):
                continue
    return found


def departures(held: Held, bases: Mapping[str, Document], documents: Mapping[str, Document]) -> dict[str, Departure]:
    """What differs in these documents, by the id of the clause, chapter or document."""
    reasons = _reasons(held)
    found = (item for name, document in documents.items() for item in _of(bases.get(name), document))
    return {name: Departure(name, kind, title, **reasons.get(name, {})) for name, kind, title in found}


def _of(base: Document | None, local: Document) -> Iterator[tuple[str, str, str]]:
    if base is None:
        yield local.id, "document", local.title
        return
    was = {part.id: (part.title, bare(part.text), part.when) for part, _ in base.parts()}
    now = {part.id: (part.title, bare(part.text), part.when) for part, _ in local.parts()}
    for name, part in now.items():
        if name not in was:
            yield name, "added", part[0]
        elif was[name] != part:
            yield name, "changed", part[0]
    for name, part in was.items():
        if name not in now:
            yield name, "deleted", part[0]


def _reasons(held: Held) -> dict[str, dict[str, str]]:
    """What people wrote in the record; what cannot be read is nothing, and the check tells of it."""
    raw = held.read(_RECORD)
    try:
        data = yamlfile.parse(raw.decode("utf-8"), _RECORD).data if raw else {}
    except (Unreadable, UnicodeDecodeError):
        return {}
    entries = data.get("deviations") if isinstance(data, dict) else None
    return {
        str(entry["id"]): {key: str(entry[key]) for key in ("reason", "basis", "approved_by") if entry.get(key)}
        for entry in (entries if isinstance(entries, list) else ()) if isinstance(entry, dict) and "id" in entry
    }
