"""What is still to be done for a kit; each thing leads to the field or the clause where it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk import facts as views
from toolkit.desk.handlers import desk_of, kit_of, looks
from toolkit.desk.pages import field_address, page
from toolkit.errors import Finding
from toolkit.files.yamlfile import YamlFile

if TYPE_CHECKING:
    from toolkit.rules.subject import Subject
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
    name, made = request.path_params["kit"], todo.to_do(held(subject, found) if release else found, subject.city_file)
    return page(
        "check.html", desk_of(request), kit=name, place="check", release=release, held=made.held, blanks=made.blanks,
        errors=items(made.errors, name, subject), warnings=items(made.warnings, name, subject),
    )


def items(findings: Iterable[Finding], name: str, subject: Subject) -> list[Item]:
    documents = {document.path: document for document in subject.documents}
    return [_item(finding, name, subject.city_file, documents) for finding in findings]


def _item(finding: Finding, name: str, city: YamlFile | None, documents: Mapping[str, Document]) -> Item:
    at = finding.location
    shown = f"{at.path} 第 {at.line} 行"
    if at.path == views.CITY and city is not None:
        key = views.at(city, at)
        question, address = views.keys().get(key), field_address(name, key)
        return Item(finding, address, f"事实：{question.title.zh}" if question else "事实" if address else shown)
    if at.path in documents:
        document = documents[at.path]
        parts = [part for part, _ in document.parts() if part.id and part.line <= at.line]
        target = f"#{parts[-1].id}" if parts else ""
        return Item(finding, f"/kit/{quote(name)}/text/{document.id}{target}", f"{document.id} {document.title} 第 {at.line} 行")
    if finding.rule.startswith("REV"):
        return Item(finding, f"/kit/{quote(name)}/review", "律师审查")
    if finding.rule.startswith("UPD"):
        return Item(finding, f"/kit/{quote(name)}/update", shown)
    return Item(finding, "", shown)


ROUTES = [Route("/kit/{kit}/check", looks(check))]
