"""Lays out the PDFs of several cities before each is built: one document for one city after another.

Typst remembers a layout while it makes ten more. The same document of the next city then costs a third, where the next
document of the same city costs all of it. What was laid out waits in the fleet's folder, so that a worker that dies
costs no more than the document it was at; the build that takes it is the lone command's.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.fleet.places import LAID
from toolkit.fleet.task import Task

if TYPE_CHECKING:
    from toolkit.city.city import City
    from toolkit.exporters.units import Unit
    from toolkit.text.citations import Register

CITIES = 6  # more at a time save little, and wait longer for the first
_FORMATS = ("pdf", "packs", "handbook", "calendar", "site")
_LAID = ("pdf", "pictures", "packs", "handbook", "calendar")  # a form's picture right behind its PDF: the same layout


@dataclass(frozen=True)
class _Kit:
    stale: dict[str, Unit]
    city: City
    register: Register


def wanted(task: Task) -> bool:
    """Whether a task makes PDFs, drafts, that may be laid out ahead."""
    return task.verb == "build" and not task.options.release and bool(_formats(task))


def ahead(tasks: Sequence[Task]) -> None:
    """Lays out what is stale of these kits. What is wrong with one of them is told when it is built."""
    from toolkit.exporters import exporter
    from toolkit.exporters.paper import laid

    kits = [found for task in tasks if (found := _read(task))]
    if len(kits) < 2:
        return
    forms = {name: unit.form for kit in kits for name, unit in kit.stale.items()}
    with laid.filling(_folder(tasks[0]), _ground()):
        for name in sorted(forms, key=lambda name: _order(forms[name], name)):
            for kit in kits:
                unit = kit.stale.get(name)
                if unit:
                    with _unheard():
                        exporter(unit.form).export(list(unit.parts), kit.city, kit.register)


@contextlib.contextmanager
def taking(task: Task) -> Iterator[None]:
    """Meanwhile a build takes what was laid out ahead for it."""
    if not wanted(task) or not _folder(task).is_dir():
        yield
        return
    from toolkit.exporters.paper import laid

    with laid.taking(_folder(task), _ground()):
        yield


def clear(root: Path) -> None:
    """Nothing waits any more: what is left belongs to cities that could not be built."""
    shutil.rmtree(root / LAID, ignore_errors=True)


def _read(task: Task) -> _Kit | None:
    from toolkit.commands.build import rendered
    from toolkit.exporters.units import units
    from toolkit.files.output import last_output
    from toolkit.kit import Kit

    with _unheard():
        kit = Kit(task.kit)
        checked = rendered(kit, kit.subject(), [])
        output = last_output(kit.output)
        stale = {
            name: unit for name, unit in units(checked.content, checked.city, checked.register, _formats(task)).items()
            if unit.form in _LAID and (task.options.force or not output.is_current(name, unit.key))
        }
        return _Kit(stale, checked.city, checked.register) if stale else None
    return None


def _formats(task: Task) -> tuple[str, ...]:
    return tuple(form for form in _FORMATS if task.options.formats is None or form in task.options.formats)


def _order(form: str, name: str) -> tuple[int, str, int]:
    """PDFs with their pictures, document by document; then the other formats."""
    number = _LAID.index(form)
    return (0 if form in _LAID[:2] else number, name.rpartition(":")[2], number)


def _folder(task: Task) -> Path:
    return Path(task.root) / LAID


def _ground() -> str:
    from toolkit.exporters.paper import pdf

    return pdf.fingerprint()


@contextlib.contextmanager
def _unheard() -> Iterator[None]:
    """The build meets the same fault, and tells it."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a fault within a library in Rust is no Exception
        return
