"""Texts are issued: clean files below `成果/印发`, entered in the register of issues, and what was issued stays.

A draft's build knows nothing of that folder. A document issued before keeps its files, its date and its
number as long as its text is the same; a new issue puts the old files aside, by their day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolkit.city.city import City
from toolkit.errors import ToolkitError
from toolkit.exporters import Checked, Content, layout
from toolkit.exporters.units import Progress, Unit, digest, export, units
from toolkit.files import inside, revision, textfile
from toolkit.files.artifact import Artifact
from toolkit.files.journal import digest as hash_of
from toolkit.files.output import Output
from toolkit.kit import Kit
from toolkit.text import issues
from toolkit.text.issues import Issue
from toolkit.text.render import Rendered
from toolkit.text.standing import Standing

FOLDER = "印发"
FORMATS = ("docx", "pdf", "packs")
_FORMER, _ASIDE = "former", "以前"  # a unit's form, and where its files lie
_NOTICE = "通知"


@dataclass(frozen=True)
class Issued:
    made: list[Issue]  # entered now
    changed: list[str]  # paths below the folder


def issue(
    found: Kit, output: Output, checked: Checked, formats: Sequence[str], force: bool, jobs: int, progress: Progress, today: date,
) -> Issued:
    """Builds what is issued into `output` and enters what is new. Call it only while alone in the kit.

    Raises ToolkitError: then nothing was entered.
    """
    made = foreseen(checked, today)
    entries = {entry.document: entry for entry in (*checked.issues, *made)}  # the newest of each
    documents = [issues.clean(document, _standing(document, entries[document.id])) for document in checked.content.documents]
    others = [replace(document, standing=Standing(issued=True)) for document in checked.content.made]
    content = Content(documents, checked.content.ledgers, made=others, text=checked.content.text)
    all_ = _keyed(units(content, checked.city, checked.register, formats), documents, entries)
    stale = {name: unit for name, unit in all_.items() if force or not output.is_current(name, unit.key)}
    before = {entry.document: entry for entry in checked.issues}
    aside = dict(_put_aside(output, all_, before, entries))
    output.add(export(stale, checked.city, checked.register, jobs, progress))
    output.add(aside)
    changed = output.finish([*all_, *aside], formats)
    if made:
        _enter(found, made)
    return Issued(made, changed)


def foreseen(checked: Checked, today: date) -> list[Issue]:
    """What issuing enters now. Raises ToolkitError where a document's number was given to another."""
    made = list(_new(checked, today))
    _refuse_used_numbers(checked.issues, made)
    return made


def edition(document: Rendered, city: City) -> str:
    """What a document prints under its title that is no part of its text."""
    return layout.subtitle(replace(document, standing=None), city)


def _new(checked: Checked, today: date) -> Iterator[Issue]:
    adopted = checked.city.data["adopted"]
    for document in checked.content.documents:
        now = issues.printed(document, edition(document, checked.city))
        if issues.current(checked.issues, document.id, now) is None:
            number = str(adopted.get("issue_number", "")).strip() if document.kind == _NOTICE else ""
            issuer = " ".join(str(checked.city.data["team"]["host"]).split())
            version = str(document.front.get("version", ""))
            yield Issue(document.id, " ".join(document.title.split()), version, now, today.isoformat(), issuer, number)


def _refuse_used_numbers(before: Sequence[Issue], made: Sequence[Issue]) -> None:
    for place, entry in enumerate(made):
        other = next((one for one in (*before, *made[:place]) if entry.number and one.number == entry.number), None)
        if other:
            raise ToolkitError(
                zh=f"发文字号 {entry.number} 已经给了 {other.document}（{other.on}），不能再给 {entry.document}",
                en=f"the number {entry.number} was given to {other.document} on {other.on}: it cannot be that of {entry.document} too",
                fix_zh="在 city.yaml 的 adopted.issue_number 写下一个文号，再运行",
                fix_en="write the next number into adopted.issue_number of city.yaml, then run again",
            )


def _standing(document: Rendered, entry: Issue) -> Standing:
    reviewed = document.standing.reviewed if document.standing else ""
    return Standing(issued=True, reviewed=reviewed, number=entry.number, on=entry.on)


def _keyed(all_: Mapping[str, Unit], documents: Sequence[Rendered], entries: Mapping[str, Issue]) -> dict[str, Unit]:
    """A document's files hang on its entry alone: a newer program does not print anew what was issued."""
    ids = {document.id for document in documents}
    found = {}
    for name, unit in all_.items():
        form, _, document = name.partition(":")
        found[name] = replace(unit, key=digest(repr(entries[document]))) if form != "packs" and document in ids else unit
    return found


def _put_aside(
    output: Output, all_: Mapping[str, Unit], before: Mapping[str, Issue], entries: Mapping[str, Issue]
) -> Iterator[tuple[str, tuple[str, list[Artifact]]]]:
    """What was issued and is issued anew, or no longer, under its day."""
    for name, (key, paths) in list(output.keys.items()):
        form, _, document = name.partition(":")
        old = before.get(document)
        if form not in FORMATS or form == "packs" or old is None or (name in all_ and entries[document] == old):
            continue
        for path in paths:
            if output.holds_path(path):
                aside = f"{_ASIDE}/{old.on}-{old.hash[:4]}/{path}"
                yield f"{_FORMER}:{aside}", (key, [Artifact(aside, output.read(path))])


def _enter(found: Kit, made: Sequence[Issue]) -> None:
    place = found.root / issues.PATH
    raw = place.read_bytes() if place.is_file() and not inside.has_link(found.root, issues.PATH) else None
    text = None if raw is None else textfile.decode(raw, issues.PATH)
    content = issues.appended(text, made).encode()
    revision.commit(found.root, "build --release", [revision.Change(issues.PATH, content, None if raw is None else hash_of(raw))])


def folder(out: Path) -> Path:
    """Where issued texts lie below a folder of built files."""
    return out / FOLDER
