"""What the rules look at, read from a kit's folder: all of it, or what its registers are held to."""

from __future__ import annotations

from collections.abc import Collection

from toolkit.errors import Finding, Location, ToolkitError
from toolkit.files import inside, sources
from toolkit.files.passed_over import passed_over
from toolkit.kit import Kit
from toolkit.kit.places import CITY, FOLDERS, MANIFEST, REGISTERS
from toolkit.rules.folder import lost
from toolkit.rules.subject import Subject
from toolkit.text import base, decisions, deviations, differing, issues, signoffs
from toolkit.text.citations import Register


def whole(kit: Kit) -> Subject:
    """Everything. Raises ToolkitError where the text needs a newer toolkit."""
    kit.refuse_newer()
    manifest, text = kit.known()
    subject = Subject(Register(sources.shared().legal), text)
    refused: list[Finding] = []
    for path, shown in inside.readable(kit.root, [(kit.city_path, CITY)], refused):
        subject.read_city(path, shown)
    subject.read_documents(inside.readable(kit.root, kit.document_files(), refused))
    subject.read_registers(inside.readable(kit.root, kit.register_files(), refused))
    if (kit.root / signoffs.PATH).exists():
        for path, shown in inside.readable(kit.root, [(kit.root / signoffs.PATH, signoffs.PATH)], refused):
            subject.read_signoffs(path, shown)
    if (kit.root / issues.PATH).exists():
        for path, shown in inside.readable(kit.root, [(kit.root / issues.PATH, issues.PATH)], refused):
            subject.read_issues(path, shown)
    register = kit.root / deviations.FILE
    subject.read_deviations(inside.readable(kit.root, [(register, deviations.FILE)] if register.exists() else [], refused))
    subject.findings.extend(refused)
    for finding in refused:
        subject.miss(finding.location.path)
    try:
        entries = (manifest or kit.manifest())["files"]  # read anew it says what is wrong
        subject.findings.extend(lost(subject, entries, FOLDERS.values()))
        pairs = base.pairs(kit.root, entries, subject.documents, subject.texts, subject.unread, subject.baseless)
        subject.deviations = differing.deviations(pairs)
    except ToolkitError as error:
        subject.findings.append(Finding(Location(MANIFEST), "KIT101", error.words, error.fix))
    try:
        subject.decisions = kit.decisions()
    except ToolkitError as error:
        subject.findings.append(Finding(Location(decisions.PATH), "UPD101", error.words, error.fix))
    read = {shown for _, shown in (*kit.document_files(), *kit.register_files())}
    subject.others = passed_over(kit.root, (*FOLDERS.values(), REGISTERS[1]), read)
    subject.names += subject.others
    return subject


def of_registers(kit: Kit, documents: Collection[str]) -> Subject:
    """The city, the definitions, and those of `documents` that are there. Raises ToolkitError."""
    kit.refuse_newer()
    subject = Subject(Register(sources.shared().legal), kit.known_text())
    wanted = [item for item in kit.document_files() if item[0].name[:3] in documents]
    for path, shown in inside.readable(kit.root, [(kit.city_path, CITY)], subject.findings):
        subject.read_city(path, shown)
    subject.read_documents(inside.readable(kit.root, wanted, subject.findings))
    subject.read_registers(inside.readable(kit.root, kit.register_files(), subject.findings))
    return subject
