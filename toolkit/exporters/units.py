"""What is built in one piece, what of it is stale, and the artifacts of what is. Writes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from toolkit import __version__
from toolkit.city.city import City
from toolkit.exporters import BESIDE, MODULES, Content, exporter
from toolkit.files.artifact import Artifact
from toolkit.text.citations import Register
from toolkit.text.render import Rendered

Progress = Callable[[str, int], None]  # hears of each format and how many parts it has
Made = dict[str, tuple[str, list[Artifact]]]  # name of a unit → its key and what it became


@dataclass(frozen=True)
class Unit:
    """A document in one format, a print pack, a workbook, a form's picture, or the whole site.

    `form` is the format, or what belongs to one; `key` changes with the input.
    """

    form: str
    key: str
    parts: tuple[Any, ...]  # what the exporter of `form` takes


def units(content: Content, city: City, register: Register, formats: Sequence[str]) -> dict[str, Unit]:
    """Everything that these formats make of a kit, by name: `docx:P01`, `site`, `site:pictures:B01`."""
    found = {}
    for form in formats:
        for piece in (form, *BESIDE.get(form, ())):
            made_by = exporter(piece)
            ground = digest(__version__, made_by.fingerprint(), register.fingerprint(), repr(city.data))
            for name, parts in _parts(form if piece == form else f"{form}:{piece}", made_by, content).items():
                found[name] = Unit(piece, digest(ground, repr(parts)), parts)
    return found


def _parts(form: str, made_by: Any, content: Content) -> dict[str, tuple[Any, ...]]:
    """The units' names, and what each is made of."""
    found = made_by.parts(content) if hasattr(made_by, "parts") else _each(content.papers)
    if getattr(made_by, "WHOLE", False):
        return {form: tuple(found.values())}
    return {f"{form}:{name}": (part,) for name, part in found.items()}


def _each(documents: Sequence[Rendered]) -> dict[str, Rendered]:
    return {document.id: document for document in documents}


def export(
    stale: Mapping[str, Unit], city: City, register: Register, jobs: int, progress: Progress
) -> Made:
    """Every stale unit's artifacts. Word and PDF run beside the site where `jobs` allows."""
    def make(form: str) -> Made:
        return _export_format(form, stale, city, register, progress)

    forms = list(dict.fromkeys(unit.form for unit in stale.values()))
    carried = {_LIKE.get(form) for form in forms}
    forms = [form for form in forms if form not in carried]
    beside = [form for form in forms if form != "site" and form not in BESIDE["site"]] if jobs > 1 else []
    made: Made = {}
    pool = ThreadPoolExecutor(max_workers=max(1, jobs - 1))
    try:
        waiting = {form: pool.submit(make, form) for form in beside}
        # mkdocs changes the process's environment and stays in the main thread.
        for form in forms:
            if form not in beside:
                made.update(make(form))
        for form, future in reversed(waiting.items()):
            if future.cancel():  # nobody has begun with it: this thread is free
                made.update(make(form))
        for future in waiting.values():
            if not future.cancelled():
                made.update(future.result())
    except BaseException as error:
        # After Ctrl-C nothing is waited for: what still runs ends with the process.
        pool.shutdown(wait=not isinstance(error, KeyboardInterrupt), cancel_futures=True)
        raise
    pool.shutdown()
    return made


_LIKE = {"pdf": "pictures"}  # laid out alike: Typst remembers a layout while it makes ten more, and the second costs half
_FEW = 3


def _export_format(
    form: str, stale: Mapping[str, Unit], city: City, register: Register, progress: Progress
) -> Made:
    """One format, and few by few what is laid out like it."""
    chosen, like = ({name: unit for name, unit in stale.items() if unit.form == wanted} for wanted in (form, _LIKE.get(form)))
    if form in MODULES:
        progress(form, sum(len(unit.parts) for unit in chosen.values()))
    if not like:
        return _exported(form, chosen, city, register)
    made: Made = {}
    names = list(chosen)
    for start in range(0, len(names), _FEW):
        few = names[start : start + _FEW]
        made |= _exported(form, {name: chosen[name] for name in few}, city, register)
        wanted = {name.rpartition(":")[2] for name in few}
        made |= _exported(_LIKE[form], {name: unit for name, unit in like.items() if name.rpartition(":")[2] in wanted}, city, register)
    return made | _exported(_LIKE[form], {name: unit for name, unit in like.items() if name not in made}, city, register)


def _exported(form: str, chosen: Mapping[str, Unit], city: City, register: Register) -> Made:
    """One call an exporter, so that one process makes all its files."""
    made_by = exporter(form)
    artifacts: list[Artifact] = made_by.export([part for unit in chosen.values() for part in unit.parts], city, register)
    if getattr(made_by, "WHOLE", False):
        return {form: (chosen[form].key, artifacts)}
    return {
        name: (unit.key, [artifact])
        for (name, unit), artifact in zip(chosen.items(), artifacts, strict=True)
    }


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
