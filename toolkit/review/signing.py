"""Sign-offs: who approved which text is written down, the approved text kept beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.city.city import City
from toolkit.errors import ToolkitError
from toolkit.exporters.word import docx
from toolkit.files import inside, revision, textfile
from toolkit.files.journal import digest
from toolkit.files.revision import Change
from toolkit.kit import Kit
from toolkit.review import approved
from toolkit.rules.subject import Subject
from toolkit.text import remarks, signoffs
from toolkit.text.citations import Register
from toolkit.text.render import Outline, outline, render
from toolkit.text.signoffs import SignOff, State


@dataclass(frozen=True)
class Standing:
    """How a document stands. `open` counts what reviewers said and nobody has settled."""

    document: str
    title: str
    state: State
    open: int = 0


def sign(
    kit: Kit, documents: Sequence[str], reviewer: str, firm: str, on: date, valid_until: date | None = None, scope: str = ""
) -> list[SignOff]:
    """Records that `reviewer` approved the documents as they say it now; "all" names the adopted policies and forms.

    Raises ToolkitError or InvalidInput: then nothing was changed, unless it says so.
    """
    with kit.alone():
        subject, outlined, city = _read(kit)
        names = wanted(outlined) if list(documents) == ["all"] else _known(documents, outlined)
        if valid_until is not None and valid_until < on:
            raise ToolkitError(
                zh=f"有效期 {valid_until} 早于签署日期 {on}", en=f"valid until {valid_until}, signed on {on}",
                fix_zh="改 --valid-until", fix_en="correct --valid-until",
            )
        made = [
            SignOff(
                document.id, reviewer.strip(), firm.strip(), on.isoformat(),
                signoffs.hashes(document, outlined, city, subject.register),
                valid_until.isoformat() if valid_until else "", scope.strip(), str(document.data.get("version", "")),
            )
            for document in outlined.documents if document.id in names
        ]
        revision.commit(kit.root, "review sign", list(_changes(kit, made, outlined, city, subject.register)))
    return made


def _read(kit: Kit) -> tuple[Subject, Outline, City]:
    subject = kit.subject().refuse_gaps()
    city = subject.city
    if city is None:
        raise ToolkitError(
            zh="city.yaml 有错误，不能签署", en="city.yaml has errors: nothing can be signed",
            fix_zh="先运行 linyi check，改好再签", fix_en="run linyi check first",
        )
    return subject, outline(subject.documents, city), city


def wanted(outlined: Outline) -> list[str]:
    """Ids of the documents that need a sign-off before they are issued: adopted policies and forms."""
    return [document.id for document in outlined.documents if signoffs.is_needed(document)]


def _known(names: Sequence[str], outlined: Outline) -> list[str]:
    there = {document.id for document in outlined.documents}
    unknown = [name for name in names if name not in there]
    if unknown:
        raise ToolkitError(
            zh=f"本市施行的文件里没有 {'、'.join(unknown)}", en=f"not among the adopted documents: {', '.join(unknown)}",
            fix_zh="写编号，例如 P08；全部写 all", fix_en="give ids like P08, or all",
        )
    return list(names)


def _changes(kit: Kit, made: Iterable[SignOff], outlined: Outline, city: City, register: Register) -> Iterator[Change]:
    """The record, and each approved text as the Word file that it makes: what a redline compares with."""
    raw = _bytes(kit.root, signoffs.PATH)
    text = None if raw is None else textfile.decode(raw, signoffs.PATH)
    yield _change(kit.root, signoffs.PATH, signoffs.appended(text, made).encode())
    signed = {signoff.document for signoff in made}
    rendered = [render(document, outlined, city)[0] for document in outlined.documents if document.id in signed]
    before = approved.files_by_name(kit)
    for document, file in zip(rendered, docx.export(rendered, city, register), strict=True):
        path = f"{approved.FOLDER}/{Path(file.path).name}"
        yield _change(kit.root, path, file.content)
        for other in before.get(document.id, ()):
            if other != path:
                yield _change(kit.root, other, None)


def _change(root: Path, path: str, content: bytes | None) -> Change:
    before = _bytes(root, path)
    return Change(path, content, None if before is None else digest(before))


def _bytes(root: Path, path: str) -> bytes | None:
    place = root / path
    return place.read_bytes() if place.is_file() and not inside.has_link(root, path) else None


def status(kit: Kit, today: date) -> list[Standing]:
    """How each adopted document stands, in their order. Raises ToolkitError or InvalidInput."""
    subject, outlined, city = _read(kit)
    raw = _bytes(kit.root, remarks.PATH)
    said = [] if raw is None else remarks.read(textfile.decode(raw, remarks.PATH))[0]
    found = []
    for document in outlined.documents:
        now = signoffs.hashes(document, outlined, city, subject.register)
        state = signoffs.state(subject.signoffs, document.id, now, today.isoformat())
        left = sum(remark.document == document.id and not remark.done for remark in said)
        found.append(Standing(document.id, document.title, state, left))
    return found
