"""A city's folder: what lies where, how it is furnished, and how it is read."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import Finding, ToolkitError
from toolkit.files import inside, journal, lock, notices, revision, sources, textfile, validation
from toolkit.files.yamlfile import YamlFile
from toolkit.kit.furnishing import furnish as furnish
from toolkit.kit.furnishing import skeleton as skeleton
from toolkit.kit.furnishing import title as title
from toolkit.kit.places import CITY as CITY
from toolkit.kit.places import FOLDERS as FOLDERS
from toolkit.kit.places import MANIFEST as MANIFEST
from toolkit.kit.places import OUTPUT as OUTPUT
from toolkit.kit.places import REGISTERS as REGISTERS
from toolkit.text import decisions, releases
from toolkit.text.decisions import Decisions

if TYPE_CHECKING:
    from toolkit.rules.subject import Subject  # an update reads a kit without the rules

_VERSION = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,5}){1,3}")


@dataclass(frozen=True)
class Kit:
    """A folder with a city.yaml."""

    root: Path

    @property
    def city_path(self) -> Path:
        return self.root / CITY

    @property
    def output(self) -> Path:
        return self.root / OUTPUT

    @property
    def manifest_path(self) -> Path:
        return self.root / MANIFEST

    @property
    def _lock(self) -> Path:
        return self.root / ".kit" / "lock"

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else writes the kit meanwhile. Raises ToolkitError after 20 seconds of waiting."""
        inside.refuse_link(self.root / ".kit")
        if not (self.root / ".kit").is_dir():
            yield  # KIT101 tells, and nothing is written
            return
        with lock.alone(self._lock, self.root):
            yield

    def finish_interrupted(self) -> None:
        """Finishes a write that a kill cut off, where this account may write. Raises ToolkitError."""
        kept = self.root / ".kit"
        if not inside.is_link(kept) and revision.is_unfinished(self.root) and os.access(self.root, os.W_OK):
            with self.alone():
                taken_back = revision.finish(self.root)
            if taken_back:
                notices.taken_back(taken_back)
        if not inside.is_link(self.output) and journal.is_unfinished(self.output) and os.access(self.output, os.W_OK):
            with self.alone():
                journal.finish(self.output)
        elif not inside.is_link(self.root / ".kit"):
            lock.clear(self._lock)

    def document_files(self) -> list[tuple[Path, str]]:
        """The documents' files and what to call them, policies first, by name."""
        found = []
        for folder in FOLDERS.values():
            for path in sorted((self.root / folder).glob("*.md")):
                if not path.name.startswith((".", "~")):
                    found.append((path, f"{folder}/{path.name}"))
        return found

    def register_files(self) -> list[tuple[Path, str]]:
        """The definitions of registers, by name; filled registers are never read here."""
        folder = REGISTERS[1]
        found = sorted((self.root / folder).glob("R*.yaml"))
        return [(path, f"{folder}/{path.name}") for path in found]

    def _loaded(self, name: str = MANIFEST) -> Any:
        path = self.root / name
        if inside.fault(self.root, path):
            raise ValueError
        if name == MANIFEST:
            return json.loads(textfile.read_text(path, name))
        if path.stat().st_size > decisions.LARGEST:
            raise ValueError
        return json.loads(path.read_bytes())  # it repeats a city's texts, whatever signs they hold

    def _sound(self, name: str, schema: str) -> dict[str, Any]:
        faults: list[Finding] = []
        try:
            loaded = self._loaded(name)
            faults = validation.validate(YamlFile(name, loaded), sources.schema(schema))
            if not faults:
                return dict(loaded)
        except textfile.Unreadable as error:
            faults = error.findings
        except (OSError, ValueError, RecursionError):
            pass
        zh, en = (f"（{faults[0].words.zh}）", f" ({faults[0].words.en})") if faults else ("", "")
        raise ToolkitError(
            zh=f"{name} 缺失或损坏{zh}", en=f"{name} is missing or damaged{en}",
            fix_zh="从备份里拷回 .kit 文件夹", fix_en="copy the folder .kit back from a backup",
        )

    def manifest(self) -> dict[str, Any]:
        """The manifest. Raises ToolkitError where it is missing or damaged."""
        return self._sound(MANIFEST, "manifest")

    def decisions(self) -> Decisions:
        """What the city has to decide, and has decided. Raises ToolkitError where the record is damaged."""
        if not (self.root / decisions.PATH).exists():
            return Decisions()
        return decisions.read(self._sound(decisions.PATH, "decisions"))

    def open_count(self) -> int:
        """How many decisions are open; a damaged record is told by the check."""
        try:
            return len(self._loaded(decisions.PATH)["open"])
        except (textfile.Unreadable, OSError, ValueError, RecursionError, LookupError, TypeError):
            return 0

    def text_version(self) -> str | None:
        """The release or version whose text the kit was made of or last brought to; None if no release is like it.

        A kit made before texts had versions is known by its base. Raises ToolkitError where the
        manifest is missing or damaged.
        """
        return self._text_by(self.manifest())

    def known_text(self) -> str | None:
        """As `text_version`; None also where the manifest cannot be read, of which KIT101 tells."""
        return self.known()[1]

    def _text_by(self, manifest: dict[str, Any]) -> str | None:
        named = manifest.get("text")
        if isinstance(named, str) and _VERSION.fullmatch(named):
            return named
        base = self.root / ".kit" / "base"
        hashes = {
            name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in releases.files(base)
            if inside.fault(self.root, path) is None and path.suffix == ".md"
        }
        return releases.recognise(hashes, sources.shared().policies)

    def known(self) -> tuple[dict[str, Any] | None, str | None]:
        """The manifest and the version of the text, as far as they can be read: KIT101 tells of the rest."""
        try:
            manifest = self.manifest()
            return manifest, self._text_by(manifest)
        except ToolkitError:
            return None, None

    def refuse_newer(self) -> None:
        """Raises ToolkitError where its text needs a newer toolkit than this one."""
        # Before the manifest is judged: a newer one may hold what this toolkit does not know.
        try:
            needs = self._loaded()["needs_toolkit"]
        except (textfile.Unreadable, OSError, ValueError, RecursionError, LookupError, TypeError):
            return  # KIT101 tells
        if isinstance(needs, str) and _VERSION.fullmatch(needs):
            releases.refuse_newer(needs)

    def subject(self) -> Subject:
        """Everything the rules look at. Raises ToolkitError where the text needs a newer toolkit."""
        from toolkit.kit import subjects

        return subjects.whole(self)

    def register_subject(self, documents: Collection[str]) -> Subject:
        """What filled registers are held to: the city, the definitions, and those of `documents` that are here.

        The rest of the text is not read: a fault in it keeps nobody from checking a register. Raises ToolkitError.
        """
        from toolkit.kit import subjects

        return subjects.of_registers(self, documents)

    def vanished(self, subject: Subject) -> frozenset[str]:
        """Ids of documents and registers that the manifest names and whose files are gone.

        What the city has not adopted may go. Raises ToolkitError where the manifest is missing or damaged.
        """
        adopted = subject.city.adopted_documents if subject.city else None
        present = {document.id for document in subject.documents} | {ledger.id for ledger in subject.ledgers}
        named = {str(entry["id"]) for entry in self.manifest()["files"] if isinstance(entry, dict) and "id" in entry}
        return frozenset(
            name for name in named - present if adopted is None or name in adopted or name.startswith("R")
        )


def find(start: Path) -> Kit:
    """The kit at `start` or the nearest one above it, after an interrupted write is finished. Raises ToolkitError."""
    at = start.resolve()
    for folder in (at, *at.parents):
        if (folder / CITY).is_file():
            kit = Kit(folder)
            kit.finish_interrupted()
            notices.open_decisions(kit.open_count())
            return kit
    raise ToolkitError(
        zh=f"{start} 不是工具包：这里和上级文件夹里都没有 city.yaml",
        en=f"{start} is not a kit: no city.yaml here or above",
        fix_zh="进入工具包的文件夹再运行，或先用 linyi new 城市名 新建",
        fix_en="go into the kit's folder, or make one: linyi new CITY",
    )
