"""The first page: the kits of the folder, and a new one; and the first page of each kit."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk import folder
from toolkit.desk.forms import Form
from toolkit.desk.glance import glance, is_kit
from toolkit.desk.handlers import desk_of, looks, takes, to
from toolkit.desk.pages import page
from toolkit.errors import ToolkitError


def listed(request: Request) -> Response:
    desk = desk_of(request)
    glances = list(folder.glances(desk.folder))
    return page("kits.html", desk, glances=glances, said="", found=[], error=None, alone=_is_one(request))


def made(request: Request, form: Form) -> Response:
    """A new kit: at once where the name is plain, else the cities that may be meant are shown."""
    from toolkit.city import divisions
    from toolkit.commands.new import new

    desk, said = desk_of(request), form["city"].strip()
    if _is_one(request):
        return to(request, "/")
    try:
        city = divisions.find(said or "?") if said else None
        if city is not None:
            target = new(city.code, desk.folder / city.name)
            return to(request, f"/kit/{target.name}", f"建好了：{target.name}。下面一步一步来。")
        error = None
    except ToolkitError as refused:
        error = refused
    found = [item for item in divisions.search(said) if item.tier != "province"][:40] if said else []
    return page(
        "kits.html", desk, 422, glances=list(folder.glances(desk.folder)), said=said, found=found, error=error, alone=False, empty=not said,
    )


def first(request: Request) -> Response:
    """A kit's own page: what stands to be done, in the order in which an office does it."""
    desk, name = desk_of(request), request.path_params["kit"]
    return page("kit.html", desk, kit=name, glance=glance(folder.root(desk.folder, name)))


def _is_one(request: Request) -> bool:
    """Whether the desk's folder is itself a kit: then there is no room for another."""
    return is_kit(desk_of(request).folder)


ROUTES = [
    Route("/", looks(listed)),
    Route("/new", takes(made), methods=["POST"]),
    Route("/kit/{kit}", looks(first)),
]
