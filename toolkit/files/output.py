"""The one writer: artifacts to the disk, only what changed, and nobody's own work lost."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.errors import ToolkitError
from toolkit.files import inside, journal
from toolkit.files.artifact import Artifact

STATE = ".linyi-build.json"
_LARGEST = 20_000_000  # bytes of a state: some thousand times a kit's
_Units = Mapping[str, tuple[str, list[Artifact]]]  # name → key, artifacts


@dataclass
class Output:
    """A folder of built files, and what is known of the last build in it.

    `keys` maps a unit of work (a document in a format, or the site) to the key of its input and
    the paths it made; `written` maps a path to the hash that a build put there. Nothing touches
    the disk before `finish`.
    """

    folder: Path
    keys: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)  # where people's own versions were moved to
    _new: dict[str, bytes] = field(default_factory=dict)
    _before: dict[str, str] = field(default_factory=dict)  # `written` as it was for what is added
    _hashes: dict[str, tuple[tuple[int, ...], str | None]] = field(default_factory=dict)  # with the state of the file then

    def is_current(self, unit: str, key: str) -> bool:
        """Whether `unit` was built from this very input and its files are still as built."""
        known = self.keys.get(unit)
        return known is not None and known[0] == key and all(map(self._as_built, known[1]))

    def lacks(self, unit: str) -> bool:
        """Whether `unit` was built here, and a file of it is gone or no longer as built."""
        return unit in self.keys and not all(map(self._as_built, self.keys[unit][1]))

    def holds(self, form: str) -> bool:
        """Whether anything of this format was built here, and some of it is still there."""
        return any(name.split(":")[0] == form and all(map(self._as_built, paths)) for name, (_, paths) in self.keys.items())

    def holds_path(self, path: str) -> bool:
        """Whether a file that a build made is there as it was built."""
        return self._as_built(path)

    def paths(self, *forms: str) -> list[str]:
        """What was built of these formats, or of all, and is there, relative to the folder; sorted."""
        return sorted(
            path for name, (_, paths) in self.keys.items() if not forms or name.split(":")[0] in forms
            for path in paths if self._as_built(path)
        )

    def read(self, path: str) -> bytes:
        """A built file, added or on the disk."""
        return self._new[path] if path in self._new else (self.folder / path).read_bytes()

    def add(self, units: _Units) -> None:
        """Takes the artifacts of `units`; `finish` writes them."""
        for name, (key, made) in units.items():
            self.keys[name] = key, [artifact.path for artifact in made]
            for artifact in made:
                if artifact.path not in self._new and artifact.path in self.written:
                    self._before[artifact.path] = self.written[artifact.path]
                self._new[artifact.path] = artifact.content
                self.written[artifact.path] = journal.digest(artifact.content)

    def finish(self, units: Iterable[str], formats: Iterable[str]) -> list[str]:
        """Writes what was added and removes built files that no unit of these `formats` makes any more.

        All of it or nothing; returns the changed paths. Raises ToolkitError.
        """
        wanted = set(units)
        for name in [name for name in self.keys if name.split(":")[0] in set(formats)]:
            if name not in wanted:
                del self.keys[name]
        changes = [self._change(path, content) for path, content in self._new.items() if self._on_disk(path) != self.written[path]]
        in_use = {path for _, paths in self.keys.values() for path in paths}
        gone = [path for path in self.written if path not in in_use]
        removals = [journal.Change(path, None, (self.written.pop(path),)) for path in gone]
        state = json.dumps({"keys": self.keys, "written": self.written}, ensure_ascii=False, sort_keys=True).encode()
        if changes or removals or self._on_disk(STATE) != journal.digest(state):
            self.kept += journal.commit(self.folder, [*changes, *removals, journal.Change(STATE, state, None)])
        self._new.clear()
        return [change.path for change in changes]

    def _change(self, path: str, content: bytes) -> journal.Change:
        known = self._before.get(path)
        return journal.Change(path, content, (known,) if known else ())

    def _as_built(self, path: str) -> bool:
        return path in self._new or (path in self.written and self._on_disk(path) == self.written[path])

    def _on_disk(self, path: str) -> str | None:
        """The hash of a file, which is read again only where it was written since."""
        if inside.has_link(self.folder, path):
            return None
        try:
            state = os.stat(self.folder / path)
        except OSError:
            return None
        seen = state.st_mtime_ns, state.st_ctime_ns, state.st_size, state.st_ino
        if path not in self._hashes or self._hashes[path][0] != seen:
            self._hashes[path] = seen, journal.hash_of(self.folder / path)
        return self._hashes[path][1]


def open_output(folder: Path, root: Path | None = None) -> Output:
    """The output folder with its last state; a lost or damaged state only means a full build.

    Finishes first what a kill cut off. Raises ToolkitError where `folder`, or a folder between
    `root` and it, is a link.
    """
    inside.refuse_link(folder, root)
    if folder.exists() and not folder.is_dir():
        raise ToolkitError(
            zh=f"{folder} 不是文件夹", en=f"{folder} is not a folder",
            fix_zh="换一个位置：--out 文件夹", fix_en="choose another place: --out DIR",
        )
    kept = journal.finish(folder)
    return Output(folder, *_state(folder / STATE), kept=kept)


def last_output(folder: Path) -> Output:
    """The folder as the last build left it, to be looked at and not written."""
    return Output(folder, *_state(folder / STATE))


def _state(path: Path) -> tuple[dict[str, tuple[str, list[str]]], dict[str, str]]:
    try:
        if inside.is_link(path) or path.stat().st_size > _LARGEST:
            return {}, {}
        state = json.loads(path.read_text(encoding="utf-8"))
        json.dumps(state, ensure_ascii=False).encode()  # "\\ud800" could not be written back
        written = {path: _hash(hashes) for path, hashes in state["written"].items() if inside.is_relative(path)}
        keys = {name: (str(key), [str(path) for path in paths]) for name, (key, paths) in state["keys"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return {}, {}
    return {name: entry for name, entry in keys.items() if set(entry[1]) <= set(written)}, written


def _hash(found: Any) -> str:
    # Builds before 1.1 kept a list: the last is what was written.
    return str(found[-1] if isinstance(found, list) else found)
