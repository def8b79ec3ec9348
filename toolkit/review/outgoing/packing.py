"""A review pack, made: every file of the folder that is sent, and the record by which it is known again."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit import __version__
from toolkit.city.city import TO_BE_FILLED, City
from toolkit.errors import Finding, InvalidInput, ToolkitError, has_errors
from toolkit.exporters import layout
from toolkit.exporters.word import docx
from toolkit.files.archive import Refused
from toolkit.files.artifact import Artifact
from toolkit.files.textfile import Unreadable
from toolkit.review import marked, packed, packs
from toolkit.review.outgoing import appendix, checklist, cover
from toolkit.review.outgoing.checklist import Listed
from toolkit.review.outgoing.commenting import AUTHOR, commented, set_properties
from toolkit.review.outgoing.grounds import Known, known
from toolkit.review.own_file import OwnFile
from toolkit.review.packed import Packed
from toolkit.review.packs import Record, Sent
from toolkit.review.redline.redline import redline
from toolkit.rules.subject import Subject
from toolkit.text import deviations, policy
from toolkit.text.citations import Register
from toolkit.text.deviations import Told
from toolkit.text.policy import Document
from toolkit.text.render import Outline, Rendered, outline, render
from toolkit.update.held import Held

SAME, OWN, NEVER = "一致", "本市自己的", "没有审过"
SHOWN = "见修订稿"
_REVIEWED = ("P", "B")  # what is signed off; lessons and readers' texts only where they are named


@dataclass(frozen=True)
class Asked:
    """What goes into a pack. `documents` are ids, none for all that is signed off; `kinds` are those of grounds.KINDS."""

    folder: str  # its name
    on: str  # the day, as 2026-12-01
    documents: Sequence[str] = ()
    kinds: Collection[str] = ()


@dataclass(frozen=True)
class Pack:
    """The files by name, and what is kept of them. `refused` are redlines that could not be made, with their place."""

    record: Record
    files: Sequence[Artifact]
    refused: Sequence[ToolkitError]


@dataclass(frozen=True)
class _Made:
    """A document on its way into the pack."""

    document: Document
    rendered: Rendered
    plain: bytes
    packed: Packed
    parts: Sequence[Known]
    text: str

    @property
    def name(self) -> str:
        return layout.file_name(self.rendered)


def make(subject: Subject, held: Held, approved: Mapping[str, bytes], asked: Asked) -> Pack:
    """The pack of a kit. `approved` are the Word files of the texts last approved, by document.

    Raises InvalidInput where a document cannot be printed, and ToolkitError.
    """
    city, register = subject.city, subject.register
    if city is None:
        raise InvalidInput([*subject.findings, *subject.city_faults])
    outlined = outline(subject.documents, city)
    chosen = choose(outlined, asked.documents)
    bases = _national(held)
    told = deviations.told(subject.deviations, subject.listed)
    all_made = list(_documents(chosen, outlined, city, register, told))
    identifier = _identifier(asked, all_made)
    files: list[Artifact] = []
    refused: list[ToolkitError] = []
    lines = []
    national = _national_files(all_made, bases, city, register)
    for made in all_made:
        files.append(Artifact(f"{made.name}.docx", commented(
            made.plain, made.packed, made.parts, _gone(made, told), register, asked.kinds, asked.on, _properties(identifier, made, packs.TO_MARK),
        )))
        against = {"全国": national.get(made.document.id), "已审": approved.get(made.document.id)}
        states = {}
        for name, before in against.items():
            if before is None or before == made.plain:
                states[name] = _without(name, made, bases, before)
                continue
            try:
                states[name] = _redline(files, made, name, before, identifier, asked.on)
            except (ToolkitError, Refused) as error:
                refused.append(error if isinstance(error, ToolkitError) else _unreadable(made, name, error))
                states[name] = "没有做成"
        lines.append(cover.Line(
            made.document.id, made.document.title, str(made.document.data.get("version", "")), len(made.parts), made.text,
            states["全国"], states["已审"],
        ))
    facts = cover.Facts(
        identifier, asked.on, __version__, held.since or "", lines,
        sum(paragraph.text.count(TO_BE_FILLED) for made in all_made for paragraph in made.packed.paragraphs),
    )
    files += _sheets(facts, [Listed(made.document.id, made.document.title, made.text, made.parts) for made in all_made], subject, outlined, asked)
    record = Record(identifier, asked.on, asked.folder, __version__, held.since or "", {
        made.document.id: Sent(f"{made.name}.docx", made.text, made.packed) for made in all_made
    })
    return Pack(record, files, refused)


def choose(outlined: Outline, wanted: Sequence[str]) -> list[Document]:
    """The documents named, or all adopted ones that are signed off. Raises ToolkitError for an unknown name."""
    there = {document.id: document for document in outlined.documents}
    unknown = [name for name in wanted if name not in there]
    if unknown:
        raise ToolkitError(
            zh=f"本市没有施行 {'、'.join(unknown)}", en=f"{', '.join(unknown)} is not in force in this city",
            fix_zh=f"可用：{'、'.join(there)}", fix_en=f"choose from: {', '.join(there)}",
        )
    return [document for name, document in there.items() if (name in wanted if wanted else name.startswith(_REVIEWED))]


def _documents(
    chosen: Sequence[Document], outlined: Outline, city: City, register: Register, told: Mapping[str, Told],
) -> Iterator[_Made]:
    rendered, faults = _rendered(chosen, outlined, city)
    if has_errors(faults):
        raise InvalidInput(faults)
    files = docx.export(rendered, city, register)
    for document, plain, file in zip(chosen, rendered, files, strict=True):
        kept = packed.pack(document.id, list(packed.parts(document, outlined, city)), marked.parse(file.content))
        parts = list(known(render(document, outlined, city, marked=True)[0], city, register, told))
        yield _Made(document, plain, file.content, kept, parts, packs.text_hash(kept))


def _rendered(documents: Sequence[Document], outlined: Outline, city: City) -> tuple[list[Rendered], list[Finding]]:
    both = [render(document, outlined, city) for document in documents]
    return [one for one, _ in both], [finding for _, findings in both for finding in findings]


def _identifier(asked: Asked, made: Sequence[_Made]) -> str:
    seen = hashlib.sha256("\0".join((asked.folder, asked.on, *(one.text for one in made))).encode()).hexdigest()
    return f"{asked.on}-{seen[:8]}"


def _national_files(
    made: Sequence[_Made], bases: Mapping[str, Document], city: City, register: Register,
) -> dict[str, bytes]:
    """The national text as this city would print it, of documents that print something else."""
    outlined = outline(bases.values(), city)
    wanted = [one.rendered for one in made if one.document.id in outlined.chapters]
    documents = [bases[one.id] for one in wanted]
    rendered = [(one, two) for one, two in zip(wanted, (render(item, outlined, city)[0] for item in documents), strict=True)]
    different = [two for one, two in rendered if one.chapters != two.chapters or one.title != two.title or one.front.get("fields") != two.front.get("fields")]
    return {two.id: file.content for two, file in zip(different, docx.export(different, city, register), strict=True)} if different else {}


def _national(held: Held) -> dict[str, Document]:
    """The national documents that the kit last took in, by id; what has none is the city's own."""
    found = {}
    for name, raw in held.bases.items():
        if not name.startswith("R"):
            with contextlib.suppress(Unreadable, UnicodeDecodeError):
                found[name] = policy.parse(raw.decode("utf-8"), f"{name}.md")[0]
    return found


def _gone(made: _Made, told: Mapping[str, Told]) -> list[Told]:
    """Deviations of a document that stand at no part of it: what was struck, its fields, the document itself."""
    parts = {part.id for part in made.parts}
    return [item for name, item in told.items() if name[:3] == made.document.id and name not in parts]


def _without(against: str, made: _Made, bases: Mapping[str, Document], before: bytes | None) -> str:
    if against == "全国":
        return SAME if made.document.id in bases else OWN
    return NEVER if before is None else SAME


def _redline(files: list[Artifact], made: _Made, against: str, before: bytes, pack: str, on: str) -> str:
    same = [sign.text for sign in marked.parse(before).signs] == [sign.text for sign in marked.parse(made.plain).signs]
    if same:
        return SAME
    file = OwnFile.opened(redline(before, made.plain, AUTHOR, on))
    set_properties(file, _properties(pack, made, packs.TO_READ))
    files.append(Artifact(f"{made.name}-修订（对照{against}）.docx", file.closed()))
    return SHOWN


def _unreadable(made: _Made, against: str, error: Refused) -> ToolkitError:
    return ToolkitError(
        zh=f"{made.document.id} 对照{against}的修订稿没有做：旧的 Word 文件{error.words.zh}",
        en=f"no redline of {made.document.id}: of the old Word file, {error.words.en}",
        fix_zh="从备份里拷回 审查/已审", fix_en="copy 审查/已审 back from a backup",
    )


def _properties(pack: str, made: _Made, kind: str) -> dict[str, str]:
    return {packs.PACK: pack, packs.DOCUMENT: made.document.id, packs.KIND: kind}


def _sheets(facts: cover.Facts, listed: Sequence[Listed], subject: Subject, outlined: Outline, asked: Asked) -> Iterator[Artifact]:
    assert subject.city
    answered = {
        name for document in outlined.documents for part, _ in document.parts() for name in part.answers
    } | {name for document in outlined.documents for item in document.fields for name in str(item.get("answers", "")).split()}
    title = f"{subject.city.name}文本审查清单　{facts.on}　{facts.pack}"
    yield Artifact(checklist.NAME, checklist.workbook(facts.pack, title, listed, subject.register, asked.kinds))
    sheets = [cover.cover(facts, subject.city), appendix.appendix(listed, sorted(answered), subject.city, subject.register)]
    for name, file in zip((cover.NAME, appendix.NAME), docx.export(sheets, subject.city, subject.register), strict=True):
        made = OwnFile.opened(file.content)
        set_properties(made, {packs.PACK: facts.pack})
        yield Artifact(name, made.closed())

