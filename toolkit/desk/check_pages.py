"""What is still to be done for a kit; each thing leads to the field or the clause where it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk import facts as views
from toolkit.desk.handlers import desk_of, kit_of, looks
from toolkit.desk.pages import page
from toolkit.errors import Finding
from toolkit.files.yamlfile import YamlFile

if TYPE_CHECKING:
    from toolkit.text.policy import Document


@dataclass(frozen=True)
class Item:
    """A finding, the address of where it is mended ("" where no page leads there), and what that is called."""

    finding: Finding
    address: str
    place: str


def check(request: Request) -> Response:
    """Everything, as `linyi check` lists it; with `release` as before texts are issued."""
    from toolkit import rules
    from toolkit.rules import todo
    from toolkit.rules.release import held

    kit, release = kit_of(request), request.query_params.get("release") == "1"
    subject = kit.subject()
    found = rules.check(subject)
    made = todo.to_do(held(subject, found) if release else found, subject.city_file)
    documents = {document.path: document for document in subject.documents}

    def items(findings: Sequence[Finding]) -> list[Item]:
        return [_item(finding, request.path_params["kit"], subject.city_file, documents) for finding in findings]

    return page(
        "check.html", desk_of(request), kit=request.path_params["kit"], place="check", release=release, held=made.held,
        blanks=[(blank, _fact(request.path_params["kit"], blank.key)) for blank in made.blanks],
        errors=items(made.errors), warnings=items(made.warnings),
    )


def _item(finding: Finding, name: str, city: YamlFile | None, documents: Mapping[str, Document]) -> Item:
    at = finding.location
    shown = f"{at.path} 第 {at.line} 行"
    if at.path == views.CITY and city is not None:
        key = views.at(city, at)
        question = views.keys().get(key)
        return Item(finding, _fact(name, key), f"事实：{question.title.zh}" if question else "事实" if key else shown)
    if at.path in documents:
        document = documents[at.path]
        parts = [part for part, _ in document.parts() if part.id and part.line <= at.line]
        target = f"#{parts[-1].id}" if parts else ""
        return Item(finding, f"/kit/{quote(name)}/text/{document.id}{target}", f"{document.id} {document.title} 第 {at.line} 行")
    if finding.rule.startswith("UPD"):
        return Item(finding, f"/kit/{quote(name)}/update", shown)
    return Item(finding, "", shown)


def _fact(name: str, key: str) -> str:
    section, _, rest = key.partition(".")
    section = section.partition("[")[0]
    if not section:
        return ""
    return f"/kit/{quote(name)}/facts/{section}" + (f"#{section}.{rest}" if rest and section != views.UNITS else "")


ROUTES = [Route("/kit/{kit}/check", looks(check))]
