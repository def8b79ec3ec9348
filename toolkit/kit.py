"""A city's folder: what lies where, how it is furnished, and how it is read."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from toolkit import __version__
from toolkit.errors import Finding, Location, ToolkitError
from toolkit.files import inside, journal, lock, sources, temporary, textfile, validation
from toolkit.files.passed_over import passed_over
from toolkit.files.sources import Sources
from toolkit.files.yamlfile import PlainLoader, YamlFile
from toolkit.rules.folder import lost
from toolkit.rules.subject import Subject
from toolkit.text import releases
from toolkit.text.citations import Register

CITY = "city.yaml"
OUTPUT = "成果"
MANIFEST = ".kit/manifest.json"
FOLDERS = {"policies": "制度", "templates/forms": "表单", "templates/training": "培训", "templates/readers": "读本"}
REGISTERS = "templates/registers", "台账/空白"
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

    def _loaded(self) -> Any:
        if inside.fault(self.root, self.manifest_path):
            raise ValueError
        return json.loads(textfile.read_text(self.manifest_path, MANIFEST))

    def manifest(self) -> dict[str, Any]:
        """The manifest. Raises ToolkitError where it is missing or damaged."""
        faults: list[Finding] = []
        try:
            loaded = self._loaded()
            faults = validation.validate(YamlFile(MANIFEST, loaded), sources.schema("manifest"))
            if not faults:
                return dict(loaded)
        except textfile.Unreadable as error:
            faults = error.findings
        except (OSError, ValueError, RecursionError):
            pass
        zh, en = (f"（{faults[0].words.zh}）", f" ({faults[0].words.en})") if faults else ("", "")
        raise ToolkitError(
            zh=f"{MANIFEST} 缺失或损坏{zh}", en=f"{MANIFEST} is missing or damaged{en}",
            fix_zh="从备份里拷回 .kit 文件夹", fix_en="copy the folder .kit back from a backup",
        )

    def text_version(self) -> str | None:
        """The release or version whose text the kit was made of or last brought to; None if no release is like it.

        A kit made before texts had versions is known by its base. Raises ToolkitError where the
        manifest is missing or damaged.
        """
        manifest = self.manifest()
        named = manifest.get("text")
        if isinstance(named, str) and _VERSION.fullmatch(named):
            return named
        base = self.root / ".kit" / "base"
        hashes = {
            name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in releases.files(base)
            if inside.fault(self.root, path) is None
        }
        return releases.recognise(hashes, sources.shared().policies)

    def _known_text(self) -> str | None:
        try:
            return self.text_version()
        except ToolkitError:
            return None  # KIT101 tells

    def _refuse_newer(self) -> None:
        # Before the manifest is judged: a newer one may hold what this toolkit does not know.
        try:
            needs = self._loaded()["needs_toolkit"]
        except (textfile.Unreadable, OSError, ValueError, RecursionError, LookupError, TypeError):
            return  # KIT101 tells
        if isinstance(needs, str) and _VERSION.fullmatch(needs):
            releases.refuse_newer(needs)

    def subject(self) -> Subject:
        """Everything the rules look at. Raises ToolkitError where the text needs a newer toolkit."""
        self._refuse_newer()
        subject = Subject(Register(sources.shared().legal), self._known_text())
        refused: list[Finding] = []
        for path, shown in inside.readable(self.root, [(self.city_path, CITY)], refused):
            subject.read_city(path, shown)
        subject.read_documents(inside.readable(self.root, self.document_files(), refused))
        subject.read_registers(inside.readable(self.root, self.register_files(), refused))
        subject.findings.extend(refused)
        for finding in refused:
            subject.miss(finding.location.path)
        try:
            subject.findings.extend(lost(subject, self.manifest()["files"], FOLDERS.values()))
        except ToolkitError as error:
            subject.findings.append(Finding(Location(MANIFEST), "KIT101", error.words, error.fix))
        read = {shown for _, shown in (*self.document_files(), *self.register_files())}
        subject.others = passed_over(self.root, (*FOLDERS.values(), REGISTERS[1]), read)
        subject.names += subject.others
        return subject

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
            return kit
    raise ToolkitError(
        zh=f"{start} 不是工具包：这里和上级文件夹里都没有 city.yaml",
        en=f"{start} is not a kit: no city.yaml here or above",
        fix_zh="进入工具包的文件夹再运行，或先用 linyi new 城市名 新建",
        fix_en="go into the kit's folder, or make one: linyi new CITY",
    )


def skeleton(work: Path) -> Path:
    """Cookiecutter's part of a kit, made below the empty folder `work`; returns the kit's folder.

    Cookiecutter executes values as templates: it is told fixed words alone.
    """
    from cookiecutter.main import cookiecutter

    with temporary.folder() as private:
        # It writes what it was told into a replay folder: keep that out of the home.
        config = private / "cookiecutter.yaml"
        places = dict.fromkeys(("cookiecutters_dir", "replay_dir"), str(private))
        config.write_text(yaml.safe_dump(places, allow_unicode=True), encoding="utf-8")
        made = cookiecutter(
            str(sources.shared().templates / "kit"),
            no_input=True, accept_hooks=False, output_dir=str(work), config_file=str(config),
            extra_context={"folder": "kit"},
        )
    return Path(made)


def furnish(folder: Path, city_text: str, code: str) -> None:
    """Puts city.yaml, the full text, its pristine base and the manifest into `folder`.

    The same input gives the same bytes: nothing here depends on the time or the machine.
    """
    folder.joinpath(CITY).write_text(city_text, encoding="utf-8", newline="\n")
    source = sources.shared()
    files: list[dict[str, str]] = [{"path": CITY, "ownership": "config"}]
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder).as_posix()
        if path.is_file() and relative != CITY:
            files.append({"path": relative, "ownership": "seed" if "台账" in relative else "tool"})
    files.extend(_copy_documents(source, folder))
    files.extend(_copy_registers(source, folder))
    _copy(source.schemas / "city.schema.json", folder / ".kit" / "city.schema.json")
    text = releases.text_version(source.policies)
    manifest = {
        "format": 1, "toolkit": __version__, "text": text.version, "needs_toolkit": text.needs_toolkit,
        "city": code,
        "files": sorted(files, key=lambda entry: entry["path"]),
    }
    written = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    folder.joinpath(".kit", "manifest.json").write_text(written, encoding="utf-8", newline="\n")


def _copy_documents(source: Sources, folder: Path) -> Iterator[dict[str, str]]:
    for origin, target in FOLDERS.items():
        (folder / target).mkdir(exist_ok=True)
        for path in sorted((source.root / origin).glob("[PBTC][0-9][0-9]-*.md")):
            base = f"{origin}/{path.name}"
            identifier = path.name[:3]
            # Staff know documents by their Chinese titles; the id keeps the two together.
            name = f"{target}/{identifier}-{title(path)}.md"
            _copy(path, folder / ".kit" / "base" / base)
            _copy(path, folder / name)
            yield {
                "path": name, "ownership": "text", "id": identifier, "base": base,
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }


def title(path: Path) -> str:
    """A shared document's title, from its own line: a new kit need not read the whole text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("title:"):
            return str(yaml.load(line, PlainLoader)["title"])  # noqa: S506 - a safe loader
    raise ToolkitError(
        zh=f"{path.name} 没有标题", en=f"{path.name} has no title",
        fix_zh="重新安装 linyi-kit", fix_en="install linyi-kit again",
    )


def _copy_registers(source: Sources, folder: Path) -> Iterator[dict[str, str]]:
    origin, target = REGISTERS
    for path in sorted((source.root / origin).glob("R[0-9][0-9]-*.yaml")):
        _copy(path, folder / target / path.name)
        yield {"path": f"{target}/{path.name}", "ownership": "seed", "id": path.name[:3]}


def _copy(origin: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(origin, target)
