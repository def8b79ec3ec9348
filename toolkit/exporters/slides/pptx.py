"""Slides for each training module, drawn on a look of our own: no template file is needed."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from toolkit.city.city import City
from toolkit.exporters import Content, layout
from toolkit.exporters.fingerprints import of_package
from toolkit.exporters.slides.hours import BRIEFING, hours_slide
from toolkit.exporters.slides.look import Canvas
from toolkit.exporters.slides.slides import Slide, slides
from toolkit.files import archive
from toolkit.files.artifact import Artifact
from toolkit.text.citations import Register
from toolkit.text.render import Rendered

_MADE = datetime(2026, 1, 1)


def parts(content: Content) -> dict[str, Rendered]:
    """The training modules, and what else asks for slides."""
    return {
        item.id: item for item in content.documents
        if item.kind == "培训" or item.front.get("slides") is True
    }


def export(documents: Sequence[Rendered], city: City, register: Register) -> list[Artifact]:
    """One deck for each module, in order."""
    return [
        Artifact(f"pptx/{layout.file_name(document)}.pptx",
                 deck(_planned(document, city, register), document, city))
        for document in documents
    ]


def _planned(document: Rendered, city: City, register: Register) -> list[Slide]:
    planned = slides(document, city.team_name, _numbers(city))
    return [*planned, hours_slide(city, register)] if document.id == BRIEFING else planned


def deck(shown: Sequence[Slide], document: Rendered, city: City) -> bytes:
    """A presentation as bytes; the same ones every time."""
    canvas = Canvas(" ".join(city.team_name.split()))
    for slide in shown:
        canvas.draw(slide)
    _describe(canvas.presentation.core_properties, document)
    packed = io.BytesIO()
    canvas.presentation.save(packed)
    return archive.repacked(packed.getvalue())


def _numbers(city: City) -> list[str]:
    team, roles = city.data["team"], city.data["roles"]
    return [
        "有危险、受伤害：110", "受伤、昏迷：120",
        f"服务团热线：{_one_line(team['hotline'])}",
        f"儿童保护专员：{_one_line(roles['child_protection'])}",
        f"值守员，24小时：{_one_line(roles['duty'])}",
    ]


def _one_line(value: object) -> str:
    return " ".join(str(value).split())


def _describe(properties: Any, document: Rendered) -> None:
    properties.title = document.title
    properties.subject = document.kind
    properties.author = properties.last_modified_by = properties.keywords = ""
    properties.comments = str(document.front.get("summary", ""))
    properties.created = properties.modified = _MADE
    properties.revision = 1
    properties.language = "zh-CN"


def fingerprint() -> str:
    """Changes with the look and with python-pptx."""
    from importlib.metadata import version

    return version("python-pptx") + of_package()
