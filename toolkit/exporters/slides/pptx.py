"""Slides for each training module and the leaders' briefing."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.city.city import City
from toolkit.exporters import Content, diagrams, layout
from toolkit.exporters.fingerprints import of_folder, of_package
from toolkit.exporters.slides import package
from toolkit.exporters.slides.facts import BRIEFING, facts_slide
from toolkit.exporters.slides.hours import hours_slide
from toolkit.exporters.slides.look import draw
from toolkit.exporters.slides.slides import Module, Slide, slides
from toolkit.files import sources
from toolkit.files.artifact import Artifact
from toolkit.text.citations import Register
from toolkit.text.render import Rendered


def parts(content: Content) -> dict[str, Rendered]:
    """The training modules, and what else asks for slides."""
    return {
        item.id: item for item in content.documents
        if item.kind == "培训" or item.front.get("slides") is True
    }


def export(documents: Sequence[Rendered], city: City, register: Register) -> list[Artifact]:
    """One deck for each module, in order."""
    drawn = {diagram.id: diagram for diagram in diagrams.diagrams(city)}
    made = []
    for document in documents:
        planned = slides(Module(document, " ".join(city.team_name.split()), _numbers(city), drawn))
        if document.id == BRIEFING:
            planned += [facts_slide(city), hours_slide(city, register)]
        made.append(Artifact(f"pptx/{layout.file_name(document)}.pptx", deck(planned, document, city)))
    return made


def deck(shown: Sequence[Slide], document: Rendered, city: City) -> bytes:
    """A presentation as bytes; the same ones every time."""
    team = f"{' '.join(city.team_name.split())}　{document.id}"
    return package.packed([
        (*draw(slide, team, number, len(shown)), slide.notes) for number, slide in enumerate(shown, 1)
    ], document)


def _numbers(city: City) -> list[tuple[str, str]]:
    team, roles = city.data["team"], city.data["roles"]
    return [
        ("有危险、受伤害", "110"), ("受伤、昏迷", "120"),
        ("服务团热线", _one_line(team["hotline"])), ("儿童保护专员", _one_line(roles["child_protection"])),
        ("值守员，24小时", _one_line(roles["duty"])),
    ]


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def fingerprint() -> str:
    """Changes with the look, the hints, the pictures and the diagrams."""
    templates = sources.shared().templates
    hints, drawn = templates / "slides.yaml", templates / "site" / "diagrams.yaml"
    return "".join((
        of_package(), of_folder(templates / "pptx"), of_folder(templates / "pictures"),
        hints.read_text(encoding="utf-8"), drawn.read_text(encoding="utf-8"),
    ))
