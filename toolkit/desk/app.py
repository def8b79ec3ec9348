"""The desk as an application: its rooms, behind the guard."""

from __future__ import annotations

import importlib

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from toolkit.desk import handlers
from toolkit.desk.guard import Guard
from toolkit.desk.handlers import desk_of
from toolkit.desk.pages import page
from toolkit.desk.state import Desk
from toolkit.errors import ToolkitError
from toolkit.files import sources
from toolkit.files.textfile import Unreadable

_ROOMS = (
    "kits", "facts_pages", "check_pages", "build_pages", "issue_pages", "update_pages", "registers_pages", "hours_pages", "selfcheck_pages",
    "review_pages", "text_pages", "help_pages",
)


async def heard(_: Request) -> Response:
    """The script of an open page says that somebody is there, or that a window was closed; the guard has noted it."""
    return Response(status_code=204)


async def ended(request: Request) -> Response:
    desk_of(request).end()
    return page("ended.html", desk_of(request))


def application(desk: Desk) -> Starlette:
    rooms = [importlib.import_module(f"toolkit.desk.{name}").ROUTES for name in _ROOMS]
    routes: list[BaseRoute] = [
        *(route for room in rooms for route in room),
        Route("/beat", heard, methods=["POST"]), Route("/leave", heard, methods=["POST"]),
        Route("/end", ended, methods=["POST"]),
        Mount("/assets", StaticFiles(directory=sources.shared().templates / "desk" / "assets")),
    ]
    app = Starlette(
        routes=routes, middleware=[Middleware(Guard, desk=desk)],
        exception_handlers={
            ToolkitError: handlers.refused, Unreadable: handlers.refused, HTTPException: handlers.missing,
            OSError: handlers.unreadable_disk, Exception: handlers.our_bug,
        },
    )
    app.state.desk = desk
    return app
