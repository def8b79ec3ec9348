"""PDFs by Typst, in this process. The document goes in as data, never as markup."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from toolkit.city.city import City
from toolkit.errors import ToolkitError
from toolkit.exporters import fields, layout, pictures, signers, signing
from toolkit.exporters.band import band
from toolkit.exporters.booklet import booklet, is_booklet
from toolkit.exporters.booklet import fingerprint as measures
from toolkit.exporters.copies import fingerprint as copies
from toolkit.exporters.fingerprints import of_folder, of_package, version
from toolkit.exporters.paper import fonts, laid
from toolkit.files import sources
from toolkit.files.artifact import Artifact
from toolkit.files.glyphs import MISSING, lacking, unprintable
from toolkit.text.blocks import Block, Box, Inlines, Paragraph, Ref, Table, plain_text
from toolkit.text.citations import Register
from toolkit.text.pictures import meanings
from toolkit.text.render import Rendered, RenderedChapter, RenderedClause

STANDARDS = ["a-2a", "ua-1"]
_MADE = 1767225600  # PDF/A wants a date; a fixed one keeps two builds the same
_NO_CHINESE = "unknown font family"
_NO_GLYPH = "could not be displayed"
Data = dict[str, Any]


def export(documents: Sequence[Rendered], city: City, register: Register) -> list[Artifact]:
    """One PDF for each document, in order. Raises ToolkitError if Typst fails or lacks a font."""
    return [
        Artifact(f"pdf/{layout.file_name(document)}.pdf",
                 compile_one(template("booklet.typ"), _booklet(document, city)) if is_booklet(document)
                 else compile_one(template("document.typ"), data(document, city, register)))
        for document in documents
    ]


@dataclass(frozen=True)
class Template:
    """Typst with all fonts loaded, and the text of a template, which reads its data from the string `given`."""

    typst: Any
    text: str

    def source(self, document: Data) -> bytes:
        """What is compiled: the template, and before it the document as a string, which is never read as markup.

        Typst's own way in, `sys.inputs`, makes it forget all layouts of the document before.
        """
        given = json.dumps(document, ensure_ascii=False).replace("\\", "\\\\").replace('"', '\\"')
        return f'#let given = "{given}"\n{self.text}'.encode()


class _Ready(threading.local):
    """Typst's compiler serves one thread at a time."""

    def __init__(self) -> None:
        self.templates: dict[Path, Template] = {}


_ready = _Ready()


def template(name: str) -> Template:
    """One of our templates, ready to make any number of PDFs: the same one again, as a new one remembers no layout."""
    path = sources.shared().templates / "typst" / name
    if path not in _ready.templates:
        _ready.templates[path] = _loaded(path)
    return _ready.templates[path]


def _loaded(path: Path) -> Template:
    import typst

    return Template(typst.Compiler(root=str(path.parent), font_paths=fonts.collection()), path.read_text(encoding="utf-8"))


def compile_one(template: Template, document: Data) -> bytes:
    """One PDF of what the template reads as data; a sign that no font has becomes 〓. Raises ToolkitError."""
    made: bytes = printable(document, lambda data: _compile(template, data))
    return made


def printable(document: Data, compile_: Callable[[Data], Any]) -> Any:
    """What `compile_` makes of the document, without the signs that no font has. Raises ToolkitError."""
    import typst

    while True:
        try:
            return compile_(document)
        except typst.TypstError as error:
            signs = _lacking(document, str(error))
            if not signs:
                raise _failed(document, str(error)) from None
            document = _without(document, signs)


def _lacking(document: Data, message: str) -> set[str]:
    """Which signs to give up, if a sign without a glyph is why it failed: those of the text it names, else all."""
    if _NO_GLYPH not in message:
        return set()
    text = json.dumps(document, ensure_ascii=False)
    return set(lacking(text)) & set(message) or set(unprintable(text))


def _without(document: Data, signs: set[str]) -> Data:
    text = json.dumps(document, ensure_ascii=False)
    replaced: Data = json.loads(text.translate({ord(sign): MISSING for sign in signs}))
    return replaced


def _compile(template: Template, document: Data) -> bytes:
    source = template.source(document)
    return laid.made("pdf", source, lambda: _pdf(template, source, document))


def _pdf(template: Template, source: bytes, document: Data) -> bytes:
    content, warnings = template.typst.compile_with_warnings(input=source, format="pdf", pdf_standards=STANDARDS, timestamp=_MADE)
    # Typst falls back to another font in silence but for this warning.
    lacking = [str(warning) for warning in warnings if _NO_CHINESE in str(warning)]
    if lacking:
        raise _failed(document, lacking[0])
    return bytes(content)


def _failed(document: Data, detail: str) -> ToolkitError:
    return ToolkitError(
        zh=f"{document['id']} 的 PDF 没有做成：{detail[:300]}",
        en=f"no PDF of {document['id']}: {detail[:300]}",
        fix_zh="运行 linyi doctor 看看缺什么", fix_en="run linyi doctor to see what is missing",
    )


def data(document: Rendered, city: City, register: Register) -> Data:
    """What the Typst template lays out."""
    targets = layout.internal_targets(document)
    head = layout.letterhead(document, city)
    addressee, chapters = layout.opening(document)
    rows = [[[_words(cell)] for cell in row] for row in layout.annex(document, city, register)]
    return {
        "id": document.id, "kind": document.kind, "title": " ".join(document.title.split()),
        "summary": " ".join(str(document.front.get("summary", "")).split()),
        "look": layout.look(document), "subtitle": layout.subtitle(document, city),
        "letterhead": asdict(head) if head else None,
        "contents": layout.CONTENTS if layout.has_contents(document) else None,
        "opening": _blocks([addressee], targets, 0) if addressee else [],
        "chapters": [
            _chapter(document, chapter, layout.part_heading(document, number), targets)
            for number, chapter in enumerate(chapters)
        ],
        "overview": {"heading": signers.HEADING, "names": signers.NAMES, "rows": [asdict(row) for row in signers.overview(document)]},
        "band": _band(document, city), "foot": layout.foot(document),
        "contact": layout.contact(document, city), "note": layout.closing_note(document), "colophon": layout.colophon(document, city),
        "pictures": _pictures({face for item in layout.all_fields(document) for face in fields.faces(item)}),
        "annex": {
            "id": layout.annex_id(document), "heading": layout.ANNEX, "widths": [2, 3], "whole": False, "to_fill": False, "signed": False, "rows": rows,
            "header": [[_words("条文")], [_words("依据")]],
        },
        "fonts": families(),
    }


def _booklet(document: Rendered, city: City) -> Data:
    made = booklet(document, city)
    return {
        "id": document.id, "kind": document.kind, "fonts": families(),
        "summary": " ".join(str(document.front.get("summary", "")).split()),
        **{name: getattr(made, name) for name in ("title", "team", "note", "edition", "points")},
        "pictures": _pictures(made.pictures),
        "subjects": [
            {"id": subject.id, "heading": subject.heading, "lines": [
                {"picture": told.picture, "content": _runs(told.content, frozenset())} for told in subject.lines
            ]} for subject in made.subjects
        ],
    }


def families() -> dict[str, list[str]]:
    """The font families to try for each role, the first that this machine has first."""
    return {
        role: list(dict.fromkeys((font.family, "Noto Serif SC")))
        for role, font in fonts.resolve().items()
    }


def _band(document: Rendered, city: City) -> Data | None:
    found = band(document, city)
    return asdict(found) if found else None


def _pictures(names: Iterable[str]) -> Data:
    return {name: {"svg": pictures.svg(name), "means": meanings()[name]} for name in sorted(names)}


def _chapter(document: Rendered, chapter: RenderedChapter, heading: str, targets: frozenset[str]) -> Data:
    signs = layout.signs(document, chapter)
    return {
        **_part(chapter, targets, signs), "heading": heading, "own_page": chapter.own_page,
        "adults": layout.part_look(document, chapter) != layout.look(document),
        "clauses": [{**_part(clause, targets, signs), "heading": layout.heading(clause)} for clause in chapter.clauses],
    }


def _part(part: RenderedChapter | RenderedClause, targets: frozenset[str], signs: float) -> Data:
    """`signs` of a table's text fit between the margins."""
    text, items, signatures = layout.body(part)
    return {
        "id": part.id, "blocks": _blocks(text, targets, signs), "fields": _fields(items, signs),
        "signatures": _blocks(signatures, targets, signs),
    }


def _fields(items: Iterable[Mapping[str, Any]], signs: float) -> list[Data]:
    wide, narrow = fields.rooms(signs)
    return [
        {"decision": group[0][0].decision, "whole": fields.is_whole(group, wide),
         "rows": [[_cell(cell, wide if len(row) == 1 else narrow) for cell in row] for row in group]}
        for group in fields.grouped(fields.rows(items))
    ]


def _cell(cell: fields.Cell, room: float) -> Data:
    options = [{"words": option.words, "box": option.box, "line": option.line} for option in cell.options]
    room = fields.beside(cell, room)
    return {**asdict(cell), "options": options, "columns": cell.columns(room), "stretch": cell.stretch(room) if cell.options else 1, "wide_name": cell.wide_name}


def _blocks(blocks: Iterable[Block], targets: frozenset[str], signs: float) -> list[Data]:
    return [_block(block, targets, signs) for block in blocks]


def _block(block: Block, targets: frozenset[str], signs: float) -> Data:
    if isinstance(block, Paragraph):
        return {"type": "paragraph", "content": _runs(block.content, targets)}
    if isinstance(block, Box):
        if block.role == "signature":
            rows = signing.rows(block, signs)
            return {"type": "box", "role": block.role, "lines": [_runs(line, targets) for line in block.lines], "rows": [
                [{**asdict(cell), "content": _runs(cell.content, targets)} for cell in row] for row in rows
            ]}
        indents = layout.indents(block.lines) if block.role == "closing" else []
        return {"type": "box", "role": block.role, "indents": indents, "lines": [_runs(line, targets) for line in block.lines]}
    assert isinstance(block, Table)
    return {
        "type": "table", "widths": list(block.widths) or _widths(block), "whole": bool(block.widths), "to_fill": layout.is_to_fill(block),
        "signed": signers.is_signed(block), "header": [_runs(cell, targets) for cell in block.header],
        "rows": [[_runs(cell, targets) for cell in row] for row in block.rows],
    }


def _widths(block: Table) -> list[int]:
    columns = zip(block.header, *block.rows, strict=True)
    return [max(4, *(min(40, len(plain_text(cell))) for cell in column)) for column in columns]


def _runs(content: Inlines, targets: frozenset[str]) -> list[Data]:
    return [
        {"text": piece.text, "strong": piece.strong, "suggested": piece.suggested,
         "to": piece.target if isinstance(piece, Ref) and piece.target in targets else None}
        for piece in content
    ]


def _words(text: str) -> Data:
    return {"text": text, "strong": False, "suggested": False, "to": None}


def fingerprint() -> str:
    """Changes with the look, with Typst, and with the fonts of this machine."""
    folder = sources.shared().templates / "typst"
    return "".join((version("typst"), fonts.fingerprint(), of_folder(folder), of_package(), measures(), copies()))
