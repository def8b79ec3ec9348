"""The local side: a kit's files as they are found, whatever they are called and wherever they were moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from toolkit.city.city import TO_BE_FILLED
from toolkit.errors import Finding, InvalidInput, Location, Words
from toolkit.files import inside, sources, textfile, yamlfile
from toolkit.files.journal import digest
from toolkit.files.textfile import Unreadable
from toolkit.kit import Kit
from toolkit.kit.places import BASE, CITY, FOLDERS
from toolkit.text.decisions import Decisions
from toolkit.update import national, parts
from toolkit.update.parts import Source

_NAMED = re.compile(r"([PBTC][0-9]{2})-")
_ID = re.compile(rb"^id:[ \t]*[\"']?([PBTCR][0-9]{2})\b", re.M)


@dataclass(frozen=True)
class File:
    path: str
    raw: bytes

    @cached_property
    def source(self) -> Source:
        """It as a document in pieces. Raises Unreadable for an encoding that is not known."""
        return parts.read(self.raw, self.path)


@dataclass(frozen=True)
class Held:
    """A kit before an update. Documents, definitions and their bases are by id; what has no base is not in `bases`."""

    kit: Kit
    manifest: dict[str, Any]
    since: str | None  # the version of its text
    documents: dict[str, File] = field(default_factory=dict)
    registers: dict[str, File] = field(default_factory=dict)
    bases: dict[str, bytes] = field(default_factory=dict)
    doubled: dict[str, list[str]] = field(default_factory=dict)  # other files with the id of a document
    known: frozenset[str] = frozenset()  # ids that the manifest names
    adopted: frozenset[str] | None = None  # what city.yaml lists, if it lists any
    in_force: tuple[str, str] = ("", "")  # since when, and which version; empty where that is not filled in
    decisions: Decisions = Decisions()

    def entry(self, name: str) -> dict[str, str] | None:
        """What the manifest says of a document or register."""
        return next((entry for entry in self.manifest["files"] if entry.get("id") == name), None)

    def read(self, path: str) -> bytes | None:
        """Any other file of the kit; None where there is none."""
        place = self.kit.root / path
        return place.read_bytes() if place.is_file() and not inside.has_link(self.kit.root, path) else None


def read(kit: Kit) -> Held:
    """All that an update needs of a kit. Raises InvalidInput where a file cannot be read: nothing is merged by halves."""
    manifest, faults = kit.manifest(), list[Finding]()
    held = Held(
        kit, manifest, kit.text_version(), known=frozenset(entry["id"] for entry in manifest["files"] if "id" in entry),
        adopted=_adopted(kit), in_force=_in_force(kit), decisions=kit.decisions(),
    )
    named = {entry["path"]: entry["id"] for entry in manifest["files"] if entry["ownership"] == "text" and "id" in entry}
    found: dict[str, list[File]] = {}
    for file in _files(kit.root, _document_paths(kit.root), faults):
        name = _id_of(file, named.get(file.path))
        if name:
            found.setdefault(name, []).append(file)
            faults.extend(_faults(file))
    for name, files in found.items():
        first = min(files, key=lambda file: (named.get(file.path) != name, file.path.count("/"), file.path))
        held.documents[name] = first
        if len(files) > 1:
            held.doubled[name] = [file.path for file in files if file is not first]
    for file in _files(kit.root, [shown for _, shown in kit.register_files()], faults):
        match = _ID.search(file.raw)
        held.registers.setdefault(match[1].decode() if match else PurePosixPath(file.path).name[:3], file)
    if faults:
        raise InvalidInput(faults)
    _read_bases(held)
    return held


def _document_paths(root: Path) -> list[str]:
    return sorted(
        path.relative_to(root).as_posix() for folder in FOLDERS.values() for path in (root / folder).rglob("*.md")
        if not path.name.startswith((".", "~"))
    )


def _files(root: Path, paths: list[str], faults: list[Finding]) -> Iterator[File]:
    for shown in paths[: 2 * inside.MOST_FILES]:
        path = root / shown
        words = Words("是一个链接", "is a link") if inside.has_link(root, shown) else inside.fault(root, path)
        if words:
            faults.append(Finding(
                Location(shown), "KIT104", Words(f"没有读：{words.zh}", f"not read: it {words.en}"),
                Words("把真的文件放在这里，或者删掉它", "put the real file here, or delete it"),
            ))
        elif path.stat().st_size > textfile.MAX_BYTES:
            faults.append(textfile.too_large(shown))
        else:
            yield File(shown, path.read_bytes())


def _id_of(file: File, listed: str | None) -> str | None:
    """By its own front matter; where that is damaged, by the manifest or its name."""
    match = _ID.search(file.raw[:4000].replace(b"\r", b"\n"))
    if match and not match[1].startswith(b"R"):
        return match[1].decode()
    named = _NAMED.match(PurePosixPath(file.path).name)
    return listed or (named[1] if named else None)


def _faults(file: File) -> list[Finding]:
    try:
        _ = file.source
    except Unreadable as error:
        return error.findings
    return []


def _adoption(kit: Kit) -> dict[str, Any]:
    try:
        found = yamlfile.read(kit.city_path, CITY).data["adopted"]
        return found if isinstance(found, dict) else {}
    except (Unreadable, OSError, LookupError, TypeError):
        return {}  # CFG tells


def _adopted(kit: Kit) -> frozenset[str] | None:
    chosen = _adoption(kit).get("documents")
    return frozenset(map(str, chosen)) if isinstance(chosen, list) else None


def _in_force(kit: Kit) -> tuple[str, str]:
    found = _adoption(kit)
    version = found.get("version")
    try:
        on = date.fromisoformat(str(found.get("on"))).isoformat()
    except ValueError:
        return "", ""
    return on, "" if version in (None, TO_BE_FILLED) else str(version)


def _read_bases(held: Held) -> None:
    """The base of each document and definition: the kit's own if it is whole, else the recorded release's."""
    missing = []
    for entry in held.manifest["files"]:
        if "id" not in entry:
            continue
        kept = held.read(f"{BASE}/{entry['base']}") if inside.is_relative(entry.get("base")) else None
        if kept is not None and entry.get("sha256") in (None, digest(kept)):
            held.bases[entry["id"]] = kept
        else:
            missing.append(entry)
    recorded = national.release(sources.shared().policies, held.since) if missing else None
    known = {**recorded.documents, **recorded.registers} if recorded else {}
    for entry in missing:
        text = known.get(entry["id"])
        if text and entry.get("sha256") in (None, digest(text.raw)):
            held.bases[entry["id"]] = text.raw
