"""A new kit: the skeleton, the full text, its pristine base and the manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from toolkit import __version__
from toolkit.errors import ToolkitError
from toolkit.files import sources, temporary
from toolkit.files.sources import Sources
from toolkit.files.yamlfile import PlainLoader
from toolkit.kit.places import BASE, CITY, FOLDERS, MANIFEST, REGISTERS, SCHEMA, ownership
from toolkit.text import releases


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
            files.append(_of_skeleton(relative, path))
    files.extend(_copy_documents(source, folder))
    files.extend(_copy_registers(source, folder))
    _copy(source.schemas / "city.schema.json", folder / SCHEMA)
    text = releases.text_version(source.policies)
    folder.joinpath(MANIFEST).write_bytes(manifest(text.version, text.needs_toolkit, code, files))


def manifest(text: str, needs_toolkit: str, city: str, files: Iterable[Mapping[str, str]]) -> bytes:
    """The bytes of a manifest: the same for the same kit, whether it was made or updated."""
    written = {
        "format": 1, "toolkit": __version__, "text": text, "needs_toolkit": needs_toolkit, "city": city,
        "files": sorted(files, key=lambda entry: entry["path"]),
    }
    return (json.dumps(written, ensure_ascii=False, indent=2) + "\n").encode()


def _of_skeleton(relative: str, path: Path) -> dict[str, str]:
    kind = ownership(relative)
    entry = {"path": relative, "ownership": kind}
    return {**entry, "sha256": _hash(path)} if kind == "tool" else entry


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _copy_documents(source: Sources, folder: Path) -> Iterator[dict[str, str]]:
    for origin, target in FOLDERS.items():
        (folder / target).mkdir(exist_ok=True)
        for path in sorted((source.root / origin).glob("[PBTC][0-9][0-9]-*.md")):
            # Staff know documents by their Chinese titles; the id keeps the two together.
            name = f"{target}/{path.name[:3]}-{title(path)}.md"
            yield _copy_with_base(path, f"{origin}/{path.name}", folder, name, "text")


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
        name = f"{target}/{path.name[:3]}-{title(path)}.yaml"
        yield _copy_with_base(path, f"{origin}/{path.name}", folder, name, "definition")


def _copy_with_base(path: Path, base: str, folder: Path, name: str, kind: str) -> dict[str, str]:
    """Puts a file of the national text into the kit, and its base beside; returns its entry of the manifest."""
    _copy(path, folder / BASE / base)
    _copy(path, folder / name)
    return {"path": name, "ownership": kind, "id": path.name[:3], "base": base, "sha256": _hash(path)}


def _copy(origin: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(origin, target)
