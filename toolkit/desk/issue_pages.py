"""Texts are issued: whether they can be, what would be entered, and what was issued before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk import build_pages, check_pages
from toolkit.desk.build_pages import ISSUED, begin
from toolkit.desk.forms import Form
from toolkit.desk.handlers import desk_of, kit_of, looks, takes, to
from toolkit.desk.making import Making
from toolkit.desk.pages import page
from toolkit.errors import InvalidInput, ToolkitError

if TYPE_CHECKING:
    from toolkit.exporters import Checked
    from toolkit.text.issues import Issue


@dataclass(frozen=True)
class Entry:
    """An entry of the register of issues, and how the document stands now: current, changed, followed by a newer one,
    or unknown while the kit has errors."""

    issue: Issue
    now: str


def issue(request: Request) -> Response:
    """What stops an issue, by the command's own findings; where nothing does, what it would enter."""
    from toolkit import rules
    from toolkit.commands.build import rendered
    from toolkit.kit import issuing
    from toolkit.rules import todo
    from toolkit.rules.release import held

    kit, name = kit_of(request), request.path_params["kit"]
    subject = kit.subject()
    found = rules.check(subject)
    made = todo.to_do(held(subject, found), subject.city_file)
    checked, foreseen, fault = None, [], None
    try:
        checked = rendered(kit, subject, found)
        foreseen = issuing.foreseen(checked, date.today())
    except InvalidInput:
        pass  # told with what stops
    except ToolkitError as error:
        fault = error
    return page(
        "issue.html", desk_of(request), kit=name, place="build", blanks=made.blanks, fault=fault,
        errors=check_pages.items(made.errors, name, subject), foreseen=foreseen, entries=_entries(subject.issues, checked),
        made=build_pages.made(kit.root, ISSUED), folder=(kit.root / ISSUED).is_dir(),
        making=desk_of(request).making.get(kit.root.name), formats=build_pages.formats(),
    )


def _entries(issues: list[Issue], checked: Checked | None) -> list[Entry]:
    """The newest first."""
    newest = {item.document: item for item in issues}
    current = {item.id for item in checked.content.documents if item.standing and item.standing.on} if checked else set()

    def now(item: Issue) -> str:
        if newest[item.document] is not item:
            return "followed"
        return "unknown" if checked is None else "current" if item.document in current else "changed"

    return [Entry(item, now(item)) for item in reversed(issues)]


def begun(request: Request, form: Form) -> Response:
    """Whether it may be is judged once more by who issues: the page may be an old one."""
    from toolkit.kit import issuing

    kit = kit_of(request)
    begin(desk_of(request), Making(kit.root, issuing.FORMATS, release=True))
    return to(request, f"/kit/{request.path_params['kit']}/build/issue")


ROUTES = [
    Route("/kit/{kit}/build/issue", looks(issue)),
    Route("/kit/{kit}/build/issue", takes(begun), methods=["POST"]),
]
