"""偏离登记.yaml: which clauses a city words otherwise, why, on what ground, who approved, until when.

People write the reasons; ids, kinds and hashes are the toolkit's. Whatever people wrote is kept,
comments too. Pure: bytes in, bytes out.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

from toolkit.city.city import TO_BE_FILLED
from toolkit.errors import Finding, Location, Severity, Words
from toolkit.files import sources, textfile, yamledit, yamlfile
from toolkit.files.textfile import Unreadable
from toolkit.files.validation import is_blank, validate
from toolkit.text.differing import KINDS, Deviation

FILE = "偏离登记.yaml"
ASKED = {"reason": "理由", "basis": "依据", "approved_by": "批准人", "review_by": "复审日期"}
_MACHINE = {"id", "title", "kind", "national", "local"}
_UNASKED = ("T", "C")  # lessons and readers' texts: what differs is listed, nobody has to give a reason


@dataclass(frozen=True)
class Entry:
    """One deviation as it is listed; what nobody wrote is ""."""

    id: str
    kind: str
    national: str
    local: str
    reason: str
    basis: str
    approved_by: str
    review_by: str
    at: Location

    @property
    def missing(self) -> list[str]:
        """Which of ASKED nobody has filled in."""
        return [] if self.id.startswith(_UNASKED) else [key for key in ASKED if not getattr(self, key)]


@dataclass(frozen=True)
class Listed:
    """The register as far as it can be used; `whole` unless its form has a fault."""

    entries: tuple[Entry, ...] = ()
    whole: bool = True

    def get(self, name: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.id == name), None)


@dataclass(frozen=True)
class Told:
    """A deviation as readers are told of it; what nobody has written yet is ""."""

    id: str
    kind: str
    title: str
    reason: str = ""
    basis: str = ""
    approved_by: str = ""
    review_by: str = ""

    @property
    def lacks_reason(self) -> bool:
        return not self.reason and not self.id.startswith(_UNASKED)


@dataclass(frozen=True)
class Said:
    """What whoever decided on a clause said of it."""

    reason: str = ""
    by: str = ""


@dataclass(frozen=True)
class Updated:
    """The register's new bytes, and what changed in it, for a report."""

    content: bytes
    notes: tuple[Words, ...] = ()


def parse(text: str, shown: str = FILE) -> tuple[Listed, list[Finding]]:
    """The register and what is wrong with its form (DEV101–110): warnings, for nothing is printed of it. Raises Unreadable."""
    file = yamlfile.parse(text, shown)
    if file.data is None:
        return Listed(), []
    schema = sources.schema("deviations")
    findings = [replace(finding, severity=Severity.WARNING) for finding in validate(file, schema, "DEV")]
    if not isinstance(file.data, dict):
        return Listed((), whole=False), findings
    given = file.data.get("deviations")
    entries = [
        _entry(item, file.locate("deviations", number))
        for number, item in enumerate(given if isinstance(given, list) else ())
        if isinstance(item, dict) and isinstance(item.get("id"), str)
    ]
    return Listed(tuple(entries), not findings), findings


def _entry(item: Mapping[str, Any], at: Location) -> Entry:
    return Entry(at=at, **{key: _given(item.get(key)) for key in ("id", "kind", "national", "local", *ASKED)})


def _given(value: Any) -> str:
    """What somebody wrote; a wrong type is told by the schema, and is nothing that is missing."""
    text = "" if value is None else str(value).strip()
    return "" if is_blank(text) or text == TO_BE_FILLED else text


def told(found: Sequence[Deviation], listed: Listed | None) -> dict[str, Told]:
    """What differs, by id, with what the register says of it."""
    known = {entry.id: entry for entry in reversed(listed.entries)} if listed else {}
    return {
        item.id: Told(item.id, item.kind, item.title, **{
            key: getattr(known[item.id], key) for key in ASKED if item.id in known
        })
        for item in found
    }


def update(
    raw: bytes | None, found: Sequence[Deviation], on: date, known: Collection[str] | None = None,
    said: Mapping[str, Said] | None = None, unread: Collection[str] = (),
) -> Updated:
    """The register made true: what differs now is listed with its hashes, what no longer does is closed.

    `raw` is the file as it lies there, None where there is none; `on` is the day of closing; `known`
    are the ids that exist at all (an entry typed with another is left for a person; None: all do);
    `said` holds reasons and names by id; `unread` are documents that could not be compared, whose
    entries stay as they are. A register that cannot be read is not touched.
    """
    try:
        text = textfile.document(raw, FILE) if raw is not None else head()
        data = yamlfile.parse(text, FILE).data
    except Unreadable:
        return Updated(raw or b"", (_UNREADABLE,))
    data = {} if data is None else data
    if not isinstance(data, dict) or not all(isinstance(data.get(key), list | None) for key in ("deviations", "closed")):
        return Updated(raw or b"", (_UNREADABLE,))
    work = _Work(text, {item.id: item for item in found}, on, known, said or {}, unread)
    target = work.target(data)
    if target == data:
        return Updated(raw if raw is not None else text.encode(), tuple(work.notes))
    made = yamledit.rewritten(text, target) if data else None
    if made is None:
        comments = [line.strip() for line in text.split("\n") if line.strip().startswith("#")]
        made = "".join(f"{line}\n" for line in comments) + yamledit.written(target)
        if not _reads_as(made, target):
            return Updated(raw or b"", (_UNREADABLE,))
    return Updated(textfile.encoded_like(raw, made), tuple(work.notes))


def _reads_as(text: str, data: Any) -> bool:
    try:
        return bool(yamlfile.parse(text, FILE).data == data)
    except Unreadable:
        return False


@dataclass
class _Work:
    """One update under way."""

    text: str
    found: Mapping[str, Deviation]
    on: date
    known: Collection[str] | None
    said: Mapping[str, Said]
    unread: Collection[str]
    notes: list[Words] = field(default_factory=list)

    def target(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What the register shall read as."""
        target, listed = copy.deepcopy(dict(data)), set()
        kept: list[Any] = []
        closed: list[Any] = []
        for number, item in enumerate(target.get("deviations") or []):
            name = _id(item)
            if name in self.found and name not in listed:
                listed.add(name)
                self._refresh(item, self.found[name])
            elif name and name not in self.found and self._is_over(item):
                closed += self._closed(item, number)
                continue
            kept.append(item)
        kept += [self._new(item) for name, item in self.found.items() if name not in listed]
        for key, value in (("deviations", kept), ("closed", [*(target.get("closed") or []), *closed])):
            if value or isinstance(target.get(key), list) or key == "deviations":
                target[key] = value
        return target

    def _is_over(self, item: Mapping[str, Any]) -> bool:
        """Whether a clause that differs no more was one, and its id is no slip of the pen."""
        if item["id"][:3] in self.unread:
            return False
        return self.known is None or item["id"] in self.known or "national" in item or "local" in item

    def _refresh(self, item: dict[str, Any], now: Deviation) -> None:
        if str(item.get("local", now.local)) != now.local:
            self._say(now, "本市又改过，核对理由还对不对", "changed again here: is the reason still right?")
        elif str(item.get("national", now.national)) != now.national:
            self._say(now, "全国文本改过，核对理由还对不对", "the national text has changed: is the reason still right?")
        for key, value in _machine(now).items():
            if value:
                item[key] = value
            else:
                item.pop(key, None)
        self._hear(item, now.id)

    def _new(self, now: Deviation) -> dict[str, Any]:
        asked = {} if now.id.startswith(_UNASKED) else dict.fromkeys(ASKED, TO_BE_FILLED)
        item: dict[str, Any] = {"id": now.id, **{key: value for key, value in _machine(now).items() if value}, **asked}
        self._hear(item, now.id)
        self._say(now, f"登记为偏离（{KINDS[now.kind]}）", f"entered as a deviation ({now.kind})")
        return item

    def _hear(self, item: dict[str, Any], name: str) -> None:
        told = self.said.get(name)
        if told is None:
            return
        before = _given(item.get("reason"))
        if told.reason and told.reason not in before.split("；"):
            item["reason"] = f"{before}；{told.reason}" if before else told.reason
        if told.by:
            item["approved_by"] = told.by

    def _closed(self, item: dict[str, Any], number: int) -> list[dict[str, Any]]:
        """The entry as a closed one; none where nobody has written a word of it."""
        note = "；".join(filter(None, (_given(item.get("note")), *_comments(self.text, number))))
        if not note and not any(_given(value) for key, value in item.items() if key not in _MACHINE):
            self.notes.append(Words(f"{item['id']}：和全国文本一样了，不再登记", f"{item['id']}: like the national text now, listed no more"))
            return []
        self.notes.append(Words(
            f"{item['id']}：和全国文本一样了，结案，理由和批准人留着",
            f"{item['id']}: like the national text now, closed; reason and approver are kept",
        ))
        return [{**item, **({"note": note} if note else {}), "closed_on": self.on.isoformat()}]

    def _say(self, item: Deviation, zh: str, en: str) -> None:
        self.notes.append(Words(f"{item.id}：{zh}", f"{item.id}: {en}"))


def _id(item: Any) -> str:
    """The id that an entry has; what is no text is no id, and is left for a person."""
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, str) else ""


def _machine(item: Deviation) -> dict[str, str]:
    return {"title": item.title, "kind": item.kind, "national": item.national, "local": item.local}


def _comments(text: str, number: int) -> Iterator[str]:
    """The comments within an entry, which move with it."""
    first, last = yamledit.reach(text, ("deviations", number))
    for line in text.split("\n")[first:last]:
        found = re.search(r"(?:^|\s)#\s*(.*)", re.sub(r"\"(?:\\.|[^\"])*\"|'[^']*'", "", line))
        if found and found[1]:
            yield found[1].strip()


@cache
def head() -> str:
    """The register of a new kit: how it is filled in, and nothing listed."""
    return (sources.shared().templates / "kit" / "{{cookiecutter.folder}}" / FILE).read_text(encoding="utf-8")


_UNREADABLE = Words(
    f"{FILE} 读不懂，没有动它；照 linyi check 的提示改好以后再更新一次",
    f"{FILE} cannot be read and was left alone; mend it as linyi check says, then update again",
)
