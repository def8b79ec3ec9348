"""Filled registers looked at: in memory alone, and gone with the page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk.build_pages import made
from toolkit.desk.forms import Form
from toolkit.desk.handlers import desk_of, kit_of, looks, takes
from toolkit.desk.pages import page
from toolkit.desk.sheets import by_sheet, no_file
from toolkit.errors import InvalidInput, Severity, ToolkitError, Words

if TYPE_CHECKING:
    from toolkit.registers.turns import Turn

_PLACE = "registers"
_YEAR = timedelta(days=365)


def drop(request: Request) -> Response:
    kit = kit_of(request)
    blank = next((files for form, _, files in made(kit.root) if form == "xlsx"), [])
    return page("registers.html", desk_of(request), kit=request.path_params["kit"], place=_PLACE, examined=None, blank=blank, fault=None)


def examined(request: Request, form: Form) -> Response:
    """What is wrong in the workbooks, and what falls due; nothing of them is kept."""
    from toolkit.commands.registers import examine_in

    kit, on = kit_of(request), date.today()
    if not form.files:
        nothing = no_file("一本或者几本填好的台账", "one or more registers")
        return page("registers.html", desk_of(request), 422, kit=request.path_params["kit"], place=_PLACE, examined=None, blank=[], fault=nothing)
    found = examine_in(kit, form.files, on)
    turns, lacking = _turns(request, form, on)
    return page(
        "registers.html", desk_of(request), kit=request.path_params["kit"], place=_PLACE, examined=found, inventory=found.inventory.words(),
        sheets=list(by_sheet(found.findings)), errors=sum(item.severity is Severity.ERROR for item in found.findings),
        turns=turns, lacking=lacking, today=on, blank=[], fault=None,
    )


def _turns(request: Request, form: Form, on: date) -> tuple[Sequence[Turn], Words | None]:
    from toolkit.commands.registers import turns_in

    try:
        return turns_in(kit_of(request), form.files, on, on + _YEAR), None
    except InvalidInput:
        return [], Words("有没有读到的文件或者读不懂的格，改好以后才排得出到期的事。", "files or cells that could not be read stand in the way of the list of what falls due")
    except ToolkitError as error:
        return [], error.words


ROUTES = [
    Route("/kit/{kit}/registers", looks(drop)),
    Route("/kit/{kit}/registers", takes(examined), methods=["POST"]),
]
