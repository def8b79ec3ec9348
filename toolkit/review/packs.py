"""What was sent, kept in `.kit/packs/<id>.json`: a file that comes back months later is compared with it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.errors import ToolkitError
from toolkit.files import inside, journal
from toolkit.kit import Kit
from toolkit.review import packed
from toolkit.review.packed import Packed

FOLDER = ".kit/packs"
PACK, DOCUMENT, KIND = "linyi-pack", "linyi-document", "linyi-kind"  # custom properties of the files in a pack
TO_MARK, TO_READ = "review", "redline"  # of KIND: a file to mark, and one to read
LARGEST = 40_000_000  # bytes of a record: twenty times that of a whole kit
_FORMAT = 1
_SENT, _NAME = "审查", re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-[0-9]+)?")  # where packs lie, and what each is called


@dataclass(frozen=True)
class Sent:
    """A document as it was sent; `text` is the hash of what it printed."""

    file: str
    text: str
    packed: Packed


@dataclass(frozen=True)
class Record:
    """A pack. `on` is the day, `folder` where it was put, `documents` are by id."""

    id: str
    on: str
    folder: str
    toolkit: str
    text: str  # the version of the national text that the kit was of; "" if none is known
    documents: Mapping[str, Sent] = field(default_factory=dict)

    def content(self) -> bytes:
        data = {
            "format": _FORMAT, "id": self.id, "on": self.on, "folder": self.folder, "toolkit": self.toolkit, "text": self.text,
            "documents": [{"file": sent.file, "text": sent.text, "packed": sent.packed.data()} for sent in self.documents.values()],
        }
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def text_hash(document: Packed) -> str:
    """The hash of all that a document printed."""
    return hashlib.sha256("\n".join(paragraph.text for paragraph in document.paragraphs).encode()).hexdigest()


def put(kit: Kit, record: Record) -> None:
    """Writes the record; call it only while alone in the kit. Raises ToolkitError."""
    folder = kit.root / FOLDER
    inside.refuse_link(folder, kit.root)
    journal.finish(folder)
    journal.commit(folder, [journal.Change(f"{record.id}.json", record.content(), ())])


def drop(kit: Kit, record: Record) -> None:
    """Takes the record of a pack back that was not made."""
    (kit.root / FOLDER / f"{record.id}.json").unlink(missing_ok=True)


def ids(kit: Kit) -> list[str]:
    """The packs that are on record, oldest first."""
    return sorted(path.stem for path in (kit.root / FOLDER).glob("*.json"))


def load(kit: Kit, name: str) -> Record:
    """The record of a pack. Raises ToolkitError where it is unknown or damaged."""
    path = kit.root / FOLDER / f"{name}.json"
    try:
        if not inside.is_relative(f"{name}.json") or inside.fault(kit.root, path) or path.stat().st_size > LARGEST:
            raise ValueError
        data = json.loads(path.read_bytes())
        documents = dict(_sent(data["documents"]))
        return Record(str(data["id"]), str(data["on"]), str(data["folder"]), str(data["toolkit"]), str(data["text"]), documents)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ToolkitError(
            zh=f"审查包 {name[:60]} 没有记录，或者记录损坏", en=f"there is no record of the review pack {name[:60]}, or it is damaged",
            fix_zh=f"从备份里拷回 {FOLDER}，或者重新送审：linyi review pack", fix_en=f"copy {FOLDER} back from a backup, or send anew: linyi review pack",
        ) from None


def _sent(entries: list[Mapping[str, object]]) -> Iterator[tuple[str, Sent]]:
    for entry in entries:
        kept = packed.restore(entry["packed"])  # type: ignore[arg-type]
        yield kept.document, Sent(str(entry["file"]), str(entry["text"]), kept)


def folder_of(root: Path, on: str) -> Path:
    """`审查/2026-12-01`, or the next of that day that is free."""
    found, number = root / _SENT / on, 1
    while found.exists() or found.is_symlink():
        number += 1
        found = root / _SENT / f"{on}-{number}"
    return found


def folders(kit: Kit) -> list[Path]:
    """The folders of packs that lie in the kit, by the names that `folder_of` gives, the newest first."""
    place = kit.root / _SENT
    if inside.is_link(place) or not place.is_dir():
        return []
    return sorted((path for path in place.iterdir() if path.is_dir() and _NAME.fullmatch(path.name) and not inside.is_link(path)), reverse=True)
