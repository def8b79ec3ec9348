"""The files around the texts: read-me files and rules for version control. Replaced only while unedited."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from toolkit.errors import Words
from toolkit.files import inside
from toolkit.files.journal import digest
from toolkit.kit.places import ownership

if TYPE_CHECKING:
    from toolkit.update.plan import Plan

_FOLDER = "kit/{{cookiecutter.folder}}"
# As kits made before manifests kept their hashes have them.
_FORMER = {"说明.md": {"41566e5e2bdbfb28cd45b852455d22d8d2f170f11948b9254f1c2cc711418fa1"}}


def bring(made: Plan) -> Iterator[dict[str, str]]:
    """Plans them; returns their entries of the manifest."""
    listed = {entry["path"]: entry for entry in made.held.manifest["files"] if ownership(entry["path"]) == "tool" and "id" not in entry}
    listed = {path: entry for path, entry in listed.items() if entry["ownership"] in ("tool", "seed")}
    root = made.national.sources.templates / _FOLDER
    fresh = {
        path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*"))
        if path.is_file() and not inside.is_link(path)
    }
    for path, entry in listed.items():
        if path not in fresh:
            yield {**entry, "ownership": "tool"}
    for path, content in fresh.items():
        if ownership(path) != "tool":
            continue
        entry, own = listed.get(path, {}), made.held.read(path)
        if own is None and path in listed:
            pass  # the city does without it
        elif own is None or digest(own) in {entry.get("sha256"), *_FORMER.get(path, ())}:
            made.put(path, content)
        elif own != content and ("sha256" in entry and entry["sha256"] != digest(content)):
            made.notes.append(Words(f"{path} 本市改过，没有换成新的", f"{path} was edited here and stays"))
        yield {"path": path, "ownership": "tool", "sha256": digest(content)}
