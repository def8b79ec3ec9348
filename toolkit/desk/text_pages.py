"""The documents read as they will look, and one clause at a time put into the city's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk.forms import Form
from toolkit.desk.handlers import desk_of, kit_of, looks, takes, to
from toolkit.desk.pages import page
from toolkit.errors import ToolkitError, has_errors

if TYPE_CHECKING:
    from toolkit.kit import Kit
    from toolkit.rules.subject import Subject
    from toolkit.text.tokens import Tokens

_PLACE = "text"
_MOST = 200  # places that a search shows
_FOLDERS = {"P": "制度", "B": "表单", "T": "培训", "C": "读本"}


def listed(request: Request) -> Response:
    from toolkit.desk.reading import Reader

    reader = Reader(kit_of(request).subject())
    adopted = {item.id for item in reader.outlined.documents} if reader.outlined else set()
    sought = request.query_params.get("q", "").strip()[:60]
    found = list(reader.seek(sought)) if sought else []
    differ = {item.id[:3] for item in reader.subject.deviations}
    groups = [
        (words, [item for item in sorted(reader.subject.documents, key=lambda item: item.id) if item.id.startswith(letter)])
        for letter, words in _FOLDERS.items()
    ]
    return page("texts.html", desk_of(request), **_here(request), groups=groups, adopted=adopted, differ=differ, broken=reader.outlined is None, sought=sought, found=found[:_MOST], count=len(found))


def read(request: Request) -> Response:
    from toolkit.desk import facts
    from toolkit.desk.reading import Reader

    reader = Reader(kit_of(request).subject())
    document = reader.document(request.path_params["document"])
    if document is None:
        raise HTTPException(404)
    names = {key: item.title.zh for key, item in facts.keys().items()}
    return page("document.html", desk_of(request), **_here(request), document=document, read=list(reader.parts(document)), names=names)


def clause(request: Request) -> Response:
    kit = kit_of(request)
    subject = kit.subject()
    tokens, seen, title = _clause(request, kit, subject)
    return _edit(request, subject, seen, title, tokens.shown)


def _clause(request: Request, kit: Kit, subject: Subject) -> tuple[Tokens, str, str]:
    """The clause's text with its tokens, the hash of its file, its title."""
    from toolkit.desk.naming import Names
    from toolkit.update.rewording import part_of

    document, name = request.path_params["document"], request.path_params["clause"]
    try:
        part, seen, _ = part_of(kit, document, name)
    except KeyError:
        raise HTTPException(404) from None
    body = part.body.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return Names(subject).tokens(body, document), seen, part.title


def _edit(
    request: Request, subject: Subject, seen: str, title: str, body: str, status: int = 200,
    fault: ToolkitError | None = None, **more: Any,
) -> Response:
    from toolkit.desk.reading import Reader

    reader = Reader(subject)
    document = reader.document(request.path_params["document"])
    part = next((item for item in reader.parts(document) if item.id == request.path_params["clause"]), None) if document else None
    return page(
        "clause.html", desk_of(request), status, **_here(request), document=document, part=part, title=title, body=body, seen=seen,
        fault=fault, clause=request.path_params["clause"], **{"reason": "", "by": "", "meaning": None, **more},
    )


def edited(request: Request, form: Form) -> Response:
    """First what the wording would mean; with `do=save` it is written."""
    from toolkit.kit.facts import ChangedMeanwhile
    from toolkit.text import phrases
    from toolkit.text.deviations import Said
    from toolkit.update.rewording import Wording, foresee, reword

    kit = kit_of(request)
    subject = kit.subject()
    tokens, seen, title = _clause(request, kit, subject)
    said: dict[str, Any] = {"reason": form["reason"].strip(), "by": form["by"].strip()}
    body = form["body"].strip("\n")
    wording = Wording(
        request.path_params["document"], request.path_params["clause"], form["title"].strip(), tokens.source(body), form["seen"],
        Said(**said),
    )
    try:
        meaning = foresee(kit, wording, subject)
        if form["do"] == "save" and not has_errors(list(meaning.findings)):
            reword(kit, wording)
            return to(request, f"/kit/{kit.root.name}/text/{wording.document}#{wording.clause}", f"保存了：{wording.title}。要退回，到“更新”里。")
    except ChangedMeanwhile as error:
        now = phrases.pieces(body, tokens.shown)
        return _edit(request, subject, seen, form["title"], body, 409, error, **said, now=now)
    except ToolkitError as error:
        return _edit(request, subject, form["seen"], form["title"], body, 422, error, **said)
    return _edit(
        request, subject, form["seen"], form["title"], body, **said, meaning=meaning, changed=tokens.changed(body),
        pieces=phrases.pieces(tokens.shown, body), same=body == tokens.shown and form["title"].strip() == title,
        stops=has_errors(list(meaning.findings)),
    )


def _here(request: Request) -> dict[str, Any]:
    return {"kit": request.path_params["kit"], "place": _PLACE}


ROUTES = [
    Route("/kit/{kit}/text", looks(listed)),
    Route("/kit/{kit}/text/{document}", looks(read)),
    Route("/kit/{kit}/text/{document}/{clause}", looks(clause)),
    Route("/kit/{kit}/text/{document}/{clause}", takes(edited), methods=["POST"]),
]
