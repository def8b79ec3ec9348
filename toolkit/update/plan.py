"""What an update would do to a kit: every file that changes, every decision that it leaves open. Writes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from toolkit.errors import Words
from toolkit.files import inside, sources, validation
from toolkit.files.journal import digest
from toolkit.files.revision import Change
from toolkit.files.textfile import Unreadable
from toolkit.kit.furnishing import manifest
from toolkit.kit.places import BASE, CITY, FOLDERS, MANIFEST, REGISTERS, SCHEMA, ownership
from toolkit.text import decisions as records
from toolkit.text.decisions import Decision, Decisions
from toolkit.update import (
    bringing,
    deviating,
    national,
    pages,
    pages_docx,
    registers,
    settings,
    skeleton,
    written,
)
from toolkit.update.around import around
from toolkit.update.bringing import EMPTY, Brought
from toolkit.update.held import Held
from toolkit.update.national import National, Stage
from toolkit.update.parts import Source
from toolkit.update.registers import Register

REPORT, REPORT_WORD = "更新报告.md", "更新报告.docx"
ARCHIVE = ".kit/archive"
_TITLE = re.compile(rb"^title:[ \t]*(.+?)[ \t\r]*$", re.M)


@dataclass
class Plan:
    """`contents` are the files that change, None for those that go; `notes` are for the report.

    So is `registered`, what the register of deviations now says of the city's own words.
    """

    held: Held
    national: National
    documents: list[Brought] = field(default_factory=list)
    registers: list[Register] = field(default_factory=list)
    decisions: Decisions = Decisions()
    notes: list[Words] = field(default_factory=list)
    registered: list[Words] = field(default_factory=list)
    contents: dict[str, bytes | None] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)  # where each document and definition lies afterwards
    _read: dict[str, str | None] = field(default_factory=dict, init=False)  # the hashes that the files of `contents` had

    def changes(self) -> list[Change]:
        """In the order in which they are put in place: base, record and manifest last."""
        ordered = sorted(self.contents, key=lambda path: (path.startswith(".kit/"), path == MANIFEST, path))
        return [Change(path, self.contents[path], self._read[path]) for path in ordered]

    def put(self, path: str, content: bytes | None) -> None:
        """Plans a file, if that changes anything."""
        found = self.held.read(path)
        if found != content:
            self.contents[path] = content
            self._read[path] = None if found is None else digest(found)


def plan(held: Held, new: National, on: date) -> Plan:
    """The kit `held` brought to the text `new` on the day `on`."""
    made = Plan(held, new)
    bring(made, new.stages(held.since))
    deviating.place(made, on)
    _place_settings(made)
    entries = [*_entries(made), *skeleton.bring(made)]
    _place_bases(made)
    made.put(MANIFEST, manifest(new.version, new.needs_toolkit, held.manifest["city"], entries))
    return made


def bring(made: Plan, stages: Sequence[Stage]) -> None:
    """Plans documents, definitions, and what is to be decided of them."""
    held = made.held
    national_names = {name for stage in stages for name in (*stage.documents, *stage.registers)}
    names = {*held.documents, *held.registers, *held.known, *national_names}
    for name in sorted(names):
        if name.startswith("R"):
            made.registers.append(registers.bring(name, held, stages))
            continue
        local = held.documents.get(name)
        made.documents.append(bringing.bring(
            name, held.bases.get(name), local.source if local else None, stages,
            held.decisions.of(name), name in held.known, held.adopted,
        ))
    opened = [decision for found in made.documents for decision in found.decisions]
    opened += [decision for register in made.registers for decision in register.decisions]
    made.decisions = Decisions(tuple(opened), held.decisions.taken)
    _place_documents(made)
    _place_registers(made)
    _place_pages(made)


def _place_documents(made: Plan) -> None:
    for found in made.documents:
        file, entry = made.held.documents.get(found.id), made.held.entry(found.id)
        path = file.path if file else entry["path"] if entry else _new_path(made, found)
        if file and found.base and found.after and path == _default_path(made, found, found.base):
            path = _renamed(made, found, found.after, path)
        made.places[found.id] = path
        made.put(path, found.after.raw if found.after else None)
        for name, text in found.archived.items():
            made.put(f"{ARCHIVE}/{name}.md", text.encode())
    for name, others in made.held.doubled.items():
        made.notes.append(Words(
            f"有不止一份 {name}：更新的是 {made.places[name]}，没有动 {'、'.join(others)}；请只留一份",
            f"more than one file of {name}: {made.places[name]} was updated, left alone: {', '.join(others)}",
        ))


def _renamed(made: Plan, found: Brought, after: Source, path: str) -> str:
    """A file that is called by its document's title goes on being so."""
    name = _default_path(made, found, after)
    if name == path or national.title_of(after) == after.id or made.held.read(name) is not None:
        return path
    made.put(path, None)
    return name


def _new_path(made: Plan, found: Brought) -> str:
    """Where a document that arrives is put."""
    path = _default_path(made, found, found.national or EMPTY)
    while made.held.read(path) is not None:
        path = path.replace(".md", "（全国）.md")
    return path


def _default_path(made: Plan, found: Brought, source: Source) -> str:
    """By its id and title, as `linyi new` puts it."""
    text, entry = made.national.documents.get(found.id), made.held.entry(found.id)
    place = text.place if text else (entry or {}).get("base", "policies/")
    title = national.title_of(source)
    name = f"{found.id}-{title}" if validation.filename_fault(title) is None else found.id
    return f"{FOLDERS.get(place.rpartition('/')[0], FOLDERS['policies'])}/{name}.md"


def _place_registers(made: Plan) -> None:
    for found in made.registers:
        made.notes += found.notes
        file, entry = made.held.registers.get(found.id), made.held.entry(found.id)
        text = made.national.registers.get(found.id)
        default = f"{REGISTERS[1]}/{_register_name(found.id, text)}.yaml"
        made.places[found.id] = file.path if file else entry["path"] if entry else default
        made.put(made.places[found.id], found.after)


def _register_name(identifier: str, text: national.Text | None) -> str:
    """By its id and title, as `linyi new` puts it."""
    found = _TITLE.search(text.raw) if text else None
    title = found[1].decode().strip().strip("\"'") if found else ""
    return f"{identifier}-{title}" if title and validation.filename_fault(title) is None else identifier


def _place_settings(made: Plan) -> None:
    """city.yaml and the schema that editors read."""
    own = made.national.sources.schemas / "city.schema.json"
    fresh = own.read_bytes() if own.is_file() else (sources.shared().schemas / own.name).read_bytes()
    known, city = made.held.read(SCHEMA), made.held.read(CITY)
    try:
        text, hand = written.read(city or b"", CITY)
        merged = settings.merge(
            text, json.loads(known) if known else None, json.loads(fresh), settings.migrations(made.national.sources.schemas),
        )
    except (Unreadable, ValueError):
        made.notes.append(Words("city.yaml 读不懂，没有动它", "city.yaml cannot be read and was left alone"))
        return
    made.notes += merged.notes
    if merged.text != text:
        made.put(CITY, hand.bytes_of(merged.text))
    made.put(SCHEMA, fresh)


def _entries(made: Plan) -> Iterator[dict[str, str]]:
    """The manifest's entries of all that is national: each with the base that it now has."""
    texts: Mapping[str, tuple[str, national.Text]] = {
        **{name: ("text", text) for name, text in made.national.documents.items()},
        **{name: ("definition", text) for name, text in made.national.registers.items()},
    }
    for name, (kind, text) in texts.items():
        base = _awaited(made).get(name, text.raw)
        yield {"path": made.places[name], "ownership": kind, "id": name, "base": text.place, "sha256": digest(base)}
    for entry in made.held.manifest["files"]:
        if entry["ownership"] == "config":
            yield entry
        elif "id" not in entry and ownership(entry["path"]) == "record":
            yield {"path": entry["path"], "ownership": "record"}


def _awaited(made: Plan) -> dict[str, bytes]:
    """The bases that stay, by id: of definitions that could not be merged yet."""
    return {register.id: register.awaits for register in made.registers if register.awaits is not None}


def _place_bases(made: Plan) -> None:
    named = {**made.national.documents, **made.national.registers}
    texts, awaited = list(named.values()), _awaited(made)
    for name, text in named.items():
        made.put(f"{BASE}/{text.place}", awaited.get(name, text.raw))
    kept = {text.place for text in texts}
    for entry in made.held.manifest["files"]:
        if inside.is_relative(entry.get("base")) and entry["base"] not in kept:
            made.put(f"{BASE}/{entry['base']}", None)


def _place_pages(made: Plan) -> None:
    """The record of decisions, and a page for each; a 合并稿 that somebody worked on stays."""
    before = {decision.page: decision for decision in made.held.decisions.open}
    for decision in made.decisions.open:
        place_page(made, decision, before.get(decision.page))
    now = {decision.page for decision in made.decisions.open}
    for page in before.keys() - now:
        for ending in ("md", "docx"):
            made.put(f"{records.FOLDER}/{page}.{ending}", None)
    place_record(made)


def place_record(made: Plan) -> None:
    """The record of decisions; no file where there is nothing to record."""
    made.put(records.PATH, records.written(made.decisions) if made.decisions != Decisions() else None)


def place_page(made: Plan, decision: Decision, before: Decision | None) -> None:
    """Writes a page where it is not there, or no longer true."""
    word = decision.path.removesuffix(".md") + ".docx"
    raw = made.held.read(decision.path)
    if raw is None or before != decision:
        draft = pages.is_worked_on(raw, before) if raw is not None and before is not None else None
        near = around(made, decision)
        made.put(decision.path, pages.markdown(decision, draft, near))
        made.put(word, pages_docx.docx(decision, near))
    elif made.held.read(word) is None:
        made.put(word, pages_docx.docx(decision, around(made, decision)))
