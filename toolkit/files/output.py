"""The one writer: artifacts to the disk, only what changed, and nobody's own work lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from toolkit.errors import ToolkitError
from toolkit.files import transaction
from toolkit.files.artifact import Artifact

_STATE = ".linyi-build.json"


@dataclass
class Output:
    """A folder of built files, and what is known of the last build in it.

    `keys` maps a unit of work (a document in a format, or the site) to the key of its input and
    the paths it made; `written` maps a path to the hashes that only a build can have put there.
    """

    folder: Path
    keys: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    written: dict[str, list[str]] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)  # where people's own versions were moved to

    def is_current(self, unit: str, key: str) -> bool:
        """Whether `unit` was built from this very input and its files are still as built."""
        known = self.keys.get(unit)
        return known is not None and known[0] == key and all(map(self._as_built, known[1]))

    def holds(self, form: str) -> bool:
        """Whether anything of this format was built here."""
        return any(name.split(":")[0] == form for name in self.keys)

    def paths(self, *forms: str) -> list[str]:
        """What was built of these formats, or of all, relative to the folder."""
        return [
            path for name, (_, paths) in self.keys.items() for path in paths
            if not forms or name.split(":")[0] in forms
        ]

    def write(self, units: dict[str, tuple[str, list[Artifact]]]) -> list[str]:
        """Writes the artifacts of `units` (name → key, artifacts); returns the changed paths."""
        artifacts = [artifact for _, made in units.values() for artifact in made]
        for artifact in artifacts:
            hashes = self.written.setdefault(artifact.path, [])
            hashes.append(_hash(artifact.content))
        # Known before anything is written: after a kill, the new files are still the build's own.
        self._save()
        changed = [artifact.path for artifact in artifacts if self._write_one(artifact)]
        for name, (key, made) in units.items():
            self.keys[name] = key, [artifact.path for artifact in made]
        return changed

    def finish(self, units: Iterable[str], formats: Iterable[str]) -> None:
        """Removes built files that no unit of these `formats` makes any more; saves the state."""
        wanted = set(units)
        for name in [name for name in self.keys if name.split(":")[0] in set(formats)]:
            if name not in wanted:
                del self.keys[name]
        in_use = {path for _, paths in self.keys.values() for path in paths}
        for path in [path for path in self.written if path not in in_use]:
            if self._as_built(path):
                (self.folder / path).unlink(missing_ok=True)
            del self.written[path]
        for path, hashes in self.written.items():
            self.written[path] = hashes[-1:]
        self._save()

    def _write_one(self, artifact: Artifact) -> bool:
        target = self.folder / artifact.path
        found = _hash_of(target)
        if found == _hash(artifact.content):
            return False
        if found is not None and found not in self.written.get(artifact.path, []):
            self._keep(target, found)
        transaction.write(target, artifact.content)
        return True

    def _keep(self, target: Path, found: str) -> None:
        """Someone edited or put this file here: move it aside under a name of its own."""
        aside = target.with_name(f"{target.stem}（本地修改 {found[:8]}）{target.suffix}")
        transaction.write(aside, target.read_bytes())
        self.kept.append(aside.relative_to(self.folder).as_posix())

    def _as_built(self, path: str) -> bool:
        return _hash_of(self.folder / path) in self.written.get(path, [])

    def _save(self) -> None:
        state = {"keys": self.keys, "written": self.written}
        text = json.dumps(state, ensure_ascii=False, sort_keys=True)
        transaction.write(self.folder / _STATE, text.encode())


def open_output(folder: Path) -> Output:
    """The output folder with its last state; a lost or damaged state only means a full build."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ToolkitError(
            zh=f"{folder} 不是文件夹", en=f"{folder} is not a folder",
            fix_zh="换一个位置：--out 文件夹", fix_en="choose another place: --out DIR",
        )
    try:
        state = json.loads((folder / _STATE).read_text(encoding="utf-8"))
        keys = {name: (str(key), list(paths)) for name, (key, paths) in state["keys"].items()}
        written = {path: list(hashes) for path, hashes in state["written"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Output(folder)
    safe = {path for path in written if _is_inside(path)}
    return Output(
        folder,
        {name: entry for name, entry in keys.items() if set(entry[1]) <= safe},
        {path: written[path] for path in safe},
    )


def _is_inside(path: str) -> bool:
    # The state is a file like any other: a path in it must not reach outside the folder.
    parts = PurePosixPath(path.replace("\\", "/")).parts
    return bool(parts) and ".." not in parts and not path.startswith("/") and ":" not in parts[0]


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hash_of(path: Path) -> str | None:
    try:
        return _hash(path.read_bytes())
    except OSError:
        return None
