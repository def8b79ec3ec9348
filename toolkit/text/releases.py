"""The releases of the national text: what each said, and why the next says something else.

`policies/releases/1.0.0/` holds a release's documents as they were, laid out like the shared
sources, with an index of their clauses (`release.yaml`). `policies/releases/1.1.0.yaml` holds the
reasons for every clause that this version changes. `policies/version.yaml` names the version of
the text as it lies in `policies/` and `templates/`. `scripts/release.py` makes a release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from toolkit import __version__
from toolkit.errors import ToolkitError
from toolkit.files import yamlfile
from toolkit.text.marks import bare
from toolkit.text.policy import Chapter, Clause, Document

INDEX = "release.yaml"
VERSION = "version.yaml"
# Where a release keeps documents, and how their files are called; the same below the shared sources.
FOLDERS = {
    "policies": "P[0-9][0-9]-*.md",
    "templates/forms": "B[0-9][0-9]-*.md",
    "templates/training": "T[0-9][0-9]-*.md",
    "templates/readers": "C[0-9][0-9]-*.md",
    "templates/registers": "R[0-9][0-9]-*.yaml",
}
REASONS = {"law": "法律变化", "practice": "实务", "wording": "文字"}


@dataclass(frozen=True)
class Released:
    """A clause as it was: its title, the hash of its source text, and whether only some cities have it."""

    title: str
    source: str
    conditional: bool = False


@dataclass(frozen=True)
class Release:
    version: str
    on: str  # the day, as 2026-01-31
    clauses: Mapping[str, Released]


@dataclass(frozen=True)
class Change:
    """Why a clause, a form's fields or a register changed. `id` is the clause's, or the document's."""

    id: str
    old: str | None  # the document's version before; None where the clause is new
    new: str | None  # None where it is withdrawn
    reason: str  # a key of REASONS
    why: str
    decide_by: str = ""  # for law: the day by which a city should have decided, as 2026-01-31


@dataclass(frozen=True)
class TextVersion:
    """The version of a text, and the least toolkit that can read it."""

    version: str
    needs_toolkit: str


def ordered(version: str) -> tuple[int, ...]:
    """`1.10.0` → (1, 10, 0), for comparing."""
    return tuple(int(part) for part in version.split("."))


@cache
def text_version(policies: Path) -> TextVersion:
    """What the text in the folder of the policies calls itself; read once."""
    return read_version(policies)


def read_version(policies: Path) -> TextVersion:
    """The same, read now: of a folder that others may change meanwhile."""
    data = yamlfile.read(policies / VERSION, VERSION).data
    return TextVersion(data["version"], data["needs_toolkit"])


def refuse_newer(needs_toolkit: str) -> None:
    """Raises ToolkitError where a text needs a newer toolkit than this one."""
    if ordered(needs_toolkit) > ordered(__version__):
        raise ToolkitError(
            zh=f"这份文本要用 linyi-kit {needs_toolkit} 或者更新的版本，现在装的是 {__version__}",
            en=f"this text needs linyi-kit {needs_toolkit} or newer; {__version__} is installed",
            fix_zh="先安装新版，再运行一次", fix_en="install the newer version, then run again",
        )


def fingerprint(clause: Clause) -> str:
    """The hash of a clause's title and words, placeholders unfilled: the same in every city."""
    return hashlib.sha256(f"{clause.title}\n{bare(clause.text)}".encode()).hexdigest()[:16]


def versions(policies: Path) -> list[str]:
    """The releases recorded in the folder of the policies, oldest first."""
    found = (path.parent.name for path in (policies / "releases").glob(f"*/{INDEX}"))
    return sorted(found, key=ordered)


def load(policies: Path, version: str) -> Release:
    """The index of a recorded release."""
    data = yamlfile.read(folder(policies, version) / INDEX, INDEX).data
    clauses = {name: Released(**entry) for name, entry in data["clauses"].items()}
    return Release(data["version"], data["on"], clauses)


def last(policies: Path) -> Release | None:
    """The newest recorded release, if any."""
    found = versions(policies)
    return load(policies, found[-1]) if found else None


def before(policies: Path, version: str = "") -> Release | None:
    """The newest recorded release that is older than `version`, or than the text as it lies here, if any."""
    now = ordered(version or text_version(policies).version)
    found = [version for version in versions(policies) if ordered(version) < now]
    return load(policies, found[-1]) if found else None


def state(policies: Path) -> str:
    """Changes whenever something is said of the releases."""
    read = [policies / VERSION, *sorted((policies / "releases").glob("*.yaml"))]
    return "\0".join((*versions(policies), *(path.read_text(encoding="utf-8") for path in read)))


def folder(policies: Path, version: str) -> Path:
    """Where a release keeps its documents."""
    return policies / "releases" / version


def files(root: Path) -> Iterator[tuple[str, Path]]:
    """The documents below a release's folder, or below the shared sources: relative path and file."""
    for place, pattern in FOLDERS.items():
        for path in sorted((root / place).glob(pattern)):
            if path.is_file():
                yield f"{place}/{path.name}", path


def changes(policies: Path, version: str) -> list[Change]:
    """The reasons recorded for a version, in the order of the file; none where there is no file."""
    path = policies / "releases" / f"{version}.yaml"
    if not path.is_file():
        return []
    return list(_changes(path, path.stat().st_mtime_ns))


@lru_cache(16)
def _changes(path: Path, _: int) -> tuple[Change, ...]:
    """A file of a thousand reasons is read once as long as it stays the same."""
    data = yamlfile.read(path, path.name).data
    return tuple(
        Change(
            entry["id"], entry.get("old"), entry.get("new"), entry["reason"], entry["why"],
            entry.get("decide_by", ""),
        )
        for entry in data["changes"]
    )


def differing(old: Iterable[Document], new: Iterable[Document]) -> Iterator[str]:
    """Ids of what is not the same: clauses and chapters by their words and attributes, documents by
    their front matter (but for the version). Marks of design values are no words."""
    was, now = _parts(old), _parts(new)
    for name in dict.fromkeys((*was, *now)):
        if was.get(name) != now.get(name):
            yield name


def _parts(documents: Iterable[Document]) -> dict[str, object]:
    found: dict[str, object] = {}
    for document in documents:
        found[document.id] = bare(repr({key: value for key, value in document.data.items() if key != "version"}))
        for part, _ in document.parts():
            found[part.id] = (part.title, bare(part.text), part.attributes, isinstance(part, Chapter))
    return found


def recognise(hashes: Mapping[str, str], policies: Path) -> str | None:
    """The newest release all of whose documents have these SHA-256 (path below the sources → hash).

    A kit made before texts had versions is known by it.
    """
    for version in reversed(versions(policies)):
        own = {
            name: hashlib.sha256(path.read_bytes()).hexdigest()
            for name, path in files(folder(policies, version)) if not name.startswith("templates/registers")
        }
        if own and own == dict(hashes):
            return version
    return None


def record(documents: Iterable[Document], version: str, on: str) -> dict[str, Any]:
    """The index of a release of these documents, as `load` reads it back."""
    clauses = {}
    for document in documents:
        for chapter in document.chapters:
            for clause in chapter.clauses:
                entry: dict[str, Any] = {"title": clause.title, "source": fingerprint(clause)}
                if clause.when or chapter.when or document.when:
                    entry["conditional"] = True
                clauses[clause.id] = entry
    return {"version": version, "on": on, "clauses": clauses}
