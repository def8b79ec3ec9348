"""Print packs: one PDF an occasion, with a cover that names the pages of each document in it; the lessons' quizzes; the card for the pocket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit.city.city import City
from toolkit.exporters import Content, layout, pictures
from toolkit.exporters.fingerprints import of_folder
from toolkit.exporters.paper import pdf, pocket_card, quizzes
from toolkit.exporters.paper.pocket_card import Card
from toolkit.exporters.paper.quizzes import Quiz
from toolkit.files import sources, yamlfile
from toolkit.files.artifact import Artifact
from toolkit.text.citations import Register
from toolkit.text.pictures import meanings
from toolkit.text.render import Rendered

_HEADER = ("编号", "文件", "页", "份数", "说明")
_WORDS = {"kind": "打印包", "page": "第", "of": "页　共", "end": "页", "back": "记事"}
_NOTES = (
    "两面打印：每张表从新的一张纸开始；要印几份的，按页码单独再印。制度在这里用小一号的字，条文依据在单独的文件里。",
    "页眉写着“单面打印”的表有要交给别人的页，按页码单面打印，免得背面一起交出去。",
    "填好以后含有个人信息，按保密协议保管，不拍照、不发群；没有用上的空白表可以留着下次用。",
)
Pack = Mapping[str, Any]
Part = tuple[Pack, list[Rendered]] | Quiz | Card


def parts(content: Content) -> dict[str, Part]:
    """Each pack of templates/packs.yaml that this city has something for, with its documents; then the quizzes and the card."""
    return {**packs(content), **quizzes.parts(content.documents), **pocket_card.parts(content.documents)}


def packs(content: Content) -> dict[str, tuple[Pack, list[Rendered]]]:
    """Name of a pack → what templates/packs.yaml says of it, of what this city has, and its documents."""
    by_id = {document.id: document for document in content.documents}
    found: dict[str, tuple[Pack, list[Rendered]]] = {}
    for pack in _read():
        items = [item for item in pack["documents"] if item["id"] in by_id]
        if items:
            found[pack["name"]] = ({**pack, "documents": items}, [by_id[item["id"]] for item in items])
    return found


def export(chosen: Sequence[Part], city: City, register: Register) -> list[Artifact]:
    """One PDF a part, in order. Raises ToolkitError if Typst fails or lacks a font."""
    return [_made(part, city, register) for part in chosen]


def _made(part: Part, city: City, register: Register) -> Artifact:
    if isinstance(part, Quiz):
        return Artifact(part.path, quizzes.paper(pdf.template("quiz.typ"), part, city))
    if isinstance(part, Card):
        return Artifact(pocket_card.PATH, pocket_card.card(pdf.template("card.typ"), part, city))
    return Artifact(f"packs/{part[0]['title']}.pdf", pdf.compile_one(pdf.template("pack.typ"), _data(*part, city, register)))


def _data(
    pack: Pack, documents: Sequence[Rendered], city: City, register: Register
) -> dict[str, Any]:
    return {
        "id": pack["name"], "title": pack["title"], "words": _WORDS, "use": pack["use"],
        "use_words": f"什么时候用：{pack['use']}。", "team": " ".join(city.team_name.split()),
        "header": _HEADER, "notes": (*_NOTES, *_closing(documents)), "documents": list(_items(pack, documents, city, register)),
        "picture": {"svg": pictures.svg(pack["picture"]), "means": meanings()[pack["picture"]]}, "fonts": pdf.families(),
    }


def _closing(documents: Sequence[Rendered]) -> tuple[str, ...]:
    """What would stand at the end of each text, said once on the cover."""
    sentences = dict.fromkeys(words for document in documents for words in layout.closing_note(document).split("。") if words)
    return ("。".join(sentences) + "。",) if sentences else ()


def _items(
    pack: Pack, documents: Sequence[Rendered], city: City, register: Register
) -> Iterator[dict[str, Any]]:
    for item, document in zip(pack["documents"], documents, strict=True):
        yield {
            "document": pdf.data(document, city, register),
            "copies": str(item["copies"]), "hint": item["hint"],
        }


def _read() -> list[Pack]:
    path = sources.shared().templates / "packs.yaml"
    found: list[Pack] = yamlfile.read(path, path.name).data["packs"]
    return found


def fingerprint() -> str:
    """Changes with the packs, and with whatever changes a PDF."""
    path = sources.shared().templates / "packs.yaml"
    return pdf.fingerprint() + path.read_text(encoding="utf-8") + of_folder(sources.shared().templates / "pictures")
