"""The national text as it lies in a folder: documents by id, definitions, and the reasons between two versions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

from toolkit.errors import Finding, InvalidInput, Location, ToolkitError, Words
from toolkit.files import inside, textfile
from toolkit.files.sources import Sources
from toolkit.files.textfile import Unreadable
from toolkit.text import releases
from toolkit.text.decisions import Because
from toolkit.update import clauses, parts, written
from toolkit.update.parts import Source

_TITLE = re.compile(r"^title:[ \t]*(.*?)[ \t]*$", re.M)
_VERSION = re.compile(r"[0-9]{1,5}(\.[0-9]{1,5}){1,3}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OWNER = re.compile(r"^owner:[ \t]*(.*?)[ \t]*$", re.M)


@dataclass(frozen=True)
class Text:
    """A file of the national text; `place` is its path below the sources."""

    place: str
    raw: bytes

    @cached_property
    def source(self) -> Source:
        return parts.read(self.raw, self.place)


@dataclass(frozen=True)
class Stage:
    """The documents and definitions of one version, and why they changed since the stage before, by id."""

    version: str
    documents: dict[str, Text]
    registers: dict[str, Text]
    reasons: dict[str, tuple[Because, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class National:
    """All of it. `version` and `needs_toolkit` are as the folder says."""

    sources: Sources
    version: str
    needs_toolkit: str
    documents: dict[str, Text] = field(default_factory=dict)
    registers: dict[str, Text] = field(default_factory=dict)

    _stages: dict[str | None, list[Stage]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def stages(self, since: str | None) -> list[Stage]:
        """The recorded releases after `since`, then this text: in one command as step by step. Read once."""
        if since not in self._stages:
            self._stages[since] = self._read_stages(since)
        return self._stages[since]

    def _read_stages(self, since: str | None) -> list[Stage]:
        policies, found = self.sources.policies, []
        between = [
            version for version in releases.versions(policies)
            if since and releases.ordered(since) < releases.ordered(version) < releases.ordered(self.version)
        ]
        for version in between:
            texts = dict(_texts(Sources(releases.folder(policies, version))))
            found.append(Stage(version, _of("document", texts), _of("register", texts), self._reasons(since, version)))
            since = version
        return [*found, Stage(self.version, self.documents, self.registers, self._reasons(since, self.version))]

    def _reasons(self, since: str | None, version: str) -> dict[str, tuple[Because, ...]]:
        """What each version after `since` and up to `version` says of an id; of that version itself always."""
        first, last = releases.ordered(since) if since else (), releases.ordered(version)
        known = {path.stem for path in (self.sources.policies / "releases").glob("*.yaml")}
        told = [
            name for name in known if _VERSION.fullmatch(name)
            and (first < releases.ordered(name) <= last or releases.ordered(name) == last)
        ]
        found: dict[str, tuple[Because, ...]] = {}
        for name in sorted(told, key=releases.ordered):
            for change in releases.changes(self.sources.policies, name):
                by = change.decide_by if change.reason == "law" and _DAY.fullmatch(change.decide_by) else ""
                found[change.id] = (*found.get(change.id, ()), Because(name, change.reason, change.why, by))
        return found


def release(policies: Path, version: str | None) -> Stage | None:
    """A recorded release, if it is: the base of kits that kept none."""
    if version is None or version not in releases.versions(policies):
        return None
    texts = dict(_texts(Sources(releases.folder(policies, version))))
    return Stage(version, _of("document", texts), _of("register", texts))


def _texts(source: Sources) -> Iterator[tuple[str, Text]]:
    for place, path in releases.files(source.root):
        yield place, Text(place, path.read_bytes())


def _of(kind: str, texts: dict[str, Text]) -> dict[str, Text]:
    wanted = kind == "register"
    return {
        PurePosixPath(place).name[:3]: text for place, text in texts.items()
        if place.startswith("templates/registers") == wanted
    }


def read(source: Sources) -> National:
    """The text below `source`, which may come from others. Raises ToolkitError where it is no such text,
    needs a newer toolkit, or cannot be merged by its ids."""
    version = _version(source)
    releases.refuse_newer(version.needs_toolkit)
    faults: list[Finding] = []
    found = National(source, version.version, version.needs_toolkit)
    for place, path in releases.files(source.root):
        fault = inside.fault(source.root, path)
        if fault or path.stat().st_size > textfile.MAX_BYTES:
            faults.append(Finding(
                Location(place), "KIT104", fault or Words("太大", "is too large"),
                Words("把真的文件放在这里", "put the real file here"),
            ))
            continue
        kind = found.registers if place.startswith("templates/registers") else found.documents
        text = Text(place, path.read_bytes())
        kind[path.name[:3]] = text
        if kind is found.documents:
            faults.extend(_faults(text, path.name[:3]))
    if not found.documents:
        raise ToolkitError(
            zh=f"{source.root} 里没有全国文本：应有 policies、templates、schemas 三个文件夹",
            en=f"no national text in {source.root}: it should hold policies, templates and schemas",
            fix_zh="写明装着这三个文件夹的那一层", fix_en="name the folder that holds these three",
        )
    if faults:
        raise InvalidInput(faults)
    return found


def _version(source: Sources) -> releases.TextVersion:
    try:
        return releases.read_version(source.policies)
    except (OSError, Unreadable, KeyError, TypeError) as error:
        raise ToolkitError(
            zh=f"{source.root} 里读不出全国文本的版本：policies/version.yaml",
            en=f"no version of a national text in {source.root}: policies/version.yaml",
            fix_zh="写明装着 policies、templates、schemas 的那一层", fix_en="name the folder that holds policies, templates and schemas",
        ) from error


def _faults(text: Text, name: str) -> Iterator[Finding]:
    """What makes a national document unfit to be merged: an update would carry it into every city."""
    try:
        source = text.source
    except Unreadable as error:
        yield from error.findings
        return
    if source.id != name or not source.front:
        yield Finding(
            Location(text.place), "DOC101",
            Words(f"文首信息里的编号不是 {name}", f"the front matter's id is not {name}"),
            Words("改文首信息或者文件名", "mend the front matter or the file's name"),
        )
    for key, part in clauses.keyed(source.parts, {}).items():
        if clauses.is_unknown(key) or (key != clauses.TOP and not part.sound):
            yield Finding(
                Location(text.place), "DOC107",
                Words(f"标题的编号缺失、重复或者写坏了：{part.title[:30]}", f"a heading's id is missing, doubled or damaged: {part.title[:30]}"),
                Words("每个章条写一个自己的编号", "give every chapter and clause an id of its own"),
            )


def title_of(source: Source) -> str:
    """The title of a document, from its own line; its id where there is none."""
    return _value(_TITLE, source) or source.id


def owner_of(source: Source) -> str:
    """The post that answers for a document; empty where it names none."""
    return _value(_OWNER, source)


def entry(key: str, source: Source) -> str:
    """An entry of a document's front matter that stands on one line; empty where there is none."""
    return _value(re.compile(rf"^{key}:[ \t]*(.+?)[ \t]*$", re.M), source)


def _value(pattern: re.Pattern[str], source: Source) -> str:
    found = pattern.search(written.plain(source.front))
    return found[1].strip("\"'") if found else ""
