"""`linyi build`: check → render → export → write."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from toolkit import __version__, kit, rules
from toolkit.city.city import City
from toolkit.errors import Finding, InvalidInput, ToolkitError, has_errors
from toolkit.exporters import MODULES, Content, exporter
from toolkit.exporters.site import stick
from toolkit.exporters.site.pages.page import FILES
from toolkit.files import transaction
from toolkit.files.artifact import Artifact
from toolkit.files.output import Output, open_output
from toolkit.kit import Kit
from toolkit.registers.ledger import used_in
from toolkit.text.citations import Register
from toolkit.text.render import Rendered, outline, render

FORMATS = tuple(MODULES)
_CARRIED = ("docx", "pdf", "pptx", "xlsx")  # what the site offers for download, in a folder of its own
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Built:
    folder: Path
    findings: list[Finding]  # warnings only
    changed: list[str]
    kept: list[str]  # people's own versions of built files, moved aside
    total: int


def build(
    start: Path,
    formats: Sequence[str] = FORMATS,
    out: Path | None = None,
    force: bool = False,
    jobs: int = 2,
    progress: Progress = lambda name, count: None,
) -> Built:
    """Builds the kit at or above `start`. `progress` hears of each format and its files.

    Raises InvalidInput, with all findings, before anything is written.
    """
    _refuse_unknown(formats)
    found = kit.find(start)
    checked = read(found)
    city, register = checked.city, checked.register
    folder = (out or found.output).absolute()
    with transaction.alone_in(folder.parent):
        output = open_output(folder)
        downloads = tuple(form for form in _CARRIED if form in formats or output.holds(form))
        content = replace(checked.content, downloads=downloads)
        units = _units(content, city, register, formats)
        stale = {
            name: unit for name, unit in units.items()
            if force or not output.is_current(name, unit.key)
        }
        made = _export(stale, _Context(city, register, progress), jobs)
        changed = _write(output, made, units, formats)
    return Built(folder, checked.findings, changed, output.kept, len(output.paths()))


@dataclass(frozen=True)
class _Unit:
    """What is built in one piece: a document in one format, a print pack, a workbook, the whole site."""

    form: str
    key: str
    parts: tuple[Any, ...]  # what the exporter of `form` takes


@dataclass(frozen=True)
class Checked:
    """A kit without errors, rendered."""

    city: City
    register: Register
    content: Content
    findings: list[Finding]  # warnings only


def read(found: Kit) -> Checked:
    """Checks and renders a kit. Raises InvalidInput, with all findings, where one is an error."""
    subject = found.subject()
    findings = rules.check(subject)
    city = subject.city
    if has_errors(findings) or city is None:
        raise InvalidInput(findings)
    outlined = outline(subject.documents, city)
    rendered = [render(document, outlined, city)[0] for document in outlined.documents]
    return Checked(city, subject.register, Content(rendered, used_in(subject.ledgers, city)), findings)


def _units(
    content: Content, city: City, register: Register, formats: Sequence[str]
) -> dict[str, _Unit]:
    units = {}
    for form in formats:
        made_by = exporter(form)
        ground = _digest(__version__, made_by.fingerprint(), register.fingerprint(), repr(city.data))
        for name, parts in _parts(form, made_by, content).items():
            units[name] = _Unit(form, _digest(ground, repr(parts)), parts)
    return units


def _parts(
    form: str, made_by: Any, content: Content
) -> dict[str, tuple[Any, ...]]:
    """The units' names, and what each is made of."""
    found = made_by.parts(content) if hasattr(made_by, "parts") else _each(content.documents)
    if getattr(made_by, "WHOLE", False):
        return {form: tuple(found.values())}
    return {f"{form}:{name}": (part,) for name, part in found.items()}


def _each(documents: Sequence[Rendered]) -> dict[str, Rendered]:
    return {document.id: document for document in documents}


@dataclass(frozen=True)
class _Context:
    city: City
    register: Register
    progress: Progress


_Made = dict[str, tuple[str, list[Artifact]]]


def _export(stale: dict[str, _Unit], context: _Context, jobs: int) -> _Made:
    """Every stale unit's artifacts. Word and PDF run beside the site where `jobs` allows."""
    forms = list(dict.fromkeys(unit.form for unit in stale.values()))
    beside = [form for form in forms if form != "site"] if jobs > 1 else []
    made: _Made = {}
    with ThreadPoolExecutor(max_workers=max(1, jobs - 1)) as pool:
        waiting = [pool.submit(_export_format, form, stale, context) for form in beside]
        # mkdocs changes the process's environment and stays in the main thread.
        for form in forms:
            if form not in beside:
                made.update(_export_format(form, stale, context))
        for future in waiting:
            made.update(future.result())
    return made


def _export_format(form: str, stale: dict[str, _Unit], context: _Context) -> _Made:
    """One call an exporter, so that one process makes all its files."""
    made_by = exporter(form)
    names = [name for name, unit in stale.items() if unit.form == form]
    parts = [part for name in names for part in stale[name].parts]
    context.progress(form, len(parts))
    artifacts: list[Artifact] = made_by.export(parts, context.city, context.register)
    if getattr(made_by, "WHOLE", False):
        return {form: (stale[form].key, artifacts)}
    return {
        name: (stale[name].key, [artifact])
        for name, artifact in zip(names, artifacts, strict=True)
    }


def _write(
    output: Output,
    made: _Made,
    units: dict[str, _Unit],
    formats: Sequence[str],
) -> list[str]:
    output.folder.mkdir(parents=True, exist_ok=True)
    for folder in (output.folder, *(path for path in output.folder.rglob("*") if path.is_dir())):
        transaction.clear_leftovers(folder)
    changed = output.write(made) if made else []
    names = list(units)
    if "site" in formats:
        for carry in (_carry_downloads, _carry_stick):
            name, key, artifacts = carry(output)
            names.append(name)
            if not output.is_current(name, key):
                changed += output.write({name: (key, artifacts())})
    output.finish(names, formats)
    return changed


_Carried = tuple[str, str, Callable[[], list[Artifact]]]  # name and key of a unit, and how it is made


def _carry_downloads(output: Output) -> _Carried:
    """Copies of the built files within the site, which can then be taken away or hosted alone."""
    paths = output.paths(*_CARRIED)
    key = _digest(*(f"{path}\0{output.written[path][-1]}" for path in paths))
    return "site:files", key, lambda: [
        Artifact(f"site/{FILES}/{path}", (output.folder / path).read_bytes()) for path in paths
    ]


def _carry_stick(output: Output) -> _Carried:
    """The whole site in one file."""
    key = _digest(output.keys["site"][0], output.keys["site:files"][0])
    return "site:stick", key, lambda: [
        Artifact(stick.PATH, stick.packed({
            path: (output.folder / path).read_bytes() for path in output.paths("site") if path != stick.PATH
        }))
    ]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _refuse_unknown(formats: Sequence[str]) -> None:
    unknown = [form for form in formats if form not in FORMATS]
    if unknown or not formats:
        raise ToolkitError(
            zh=f"还不能生成 {'、'.join(unknown)}", en=f"cannot build {', '.join(unknown)} yet",
            fix_zh="可用：" + "、".join(FORMATS), fix_en="choose from: " + ", ".join(FORMATS),
        )
