"""The head of each page of a form: whose it is, which form, which copy. The page's number is the format's."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from toolkit.city.city import City
from toolkit.exporters.layout import FORM
from toolkit.files import sources, yamlfile
from toolkit.text.render import Rendered


@dataclass(frozen=True)
class Band:
    """`copies` are the boxes to tick, one for each who keeps one."""

    team: str
    form: str  # 表单 B02 · 版本 1.1.0
    title: str
    copies: tuple[str, ...]

    @property
    def kept_by(self) -> str:
        return "　".join(f"☐\u00a0{name}" for name in self.copies)


def band(document: Rendered, city: City) -> Band | None:
    """None for what is no form."""
    if document.kind != FORM:
        return None
    version = str(document.front.get("version", ""))
    form = f"{FORM} {document.id}" if document.id.startswith("B") else ""
    return Band(
        " ".join(city.team_name.split()), " · ".join(part for part in (form, version and f"版本 {version}") if part),
        " ".join(document.title.split()), tuple(f"{name}留存" for name in _copies().get(document.id, ())),
    )


@cache
def _copies() -> dict[str, tuple[str, ...]]:
    path = sources.shared().templates / "copies.yaml"
    return {entry["id"]: tuple(entry["kept_by"]) for entry in yamlfile.read(path, path.name).data["copies"]}


def fingerprint() -> str:
    """Changes with who keeps a copy."""
    return (sources.shared().templates / "copies.yaml").read_text(encoding="utf-8")
