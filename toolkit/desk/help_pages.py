"""The manual without a network, what this machine has, and a report for whoever helps."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk.handlers import desk_of, kit_of, looks
from toolkit.desk.pages import page
from toolkit.files import sources

_PLACE = "help"
# The pages of docs/zh that an office needs, in the order in which it needs them.
_MANUAL = (
    "desk", "tutorial", "change-a-clause", "update", "law-changes", "review", "train", "registers", "host-the-site", "offline", "documents",
    "city-yaml", "rules", "commands",
)
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.S)
_STYLE = re.compile(r'\sstyle="[^"]*"')


def overview(request: Request) -> Response:
    from toolkit.commands.doctor import doctor

    return page(
        "help.html", desk_of(request), kit=request.path_params["kit"], place=_PLACE, lines=list(doctor(kit_of(request).root)),
        manual=[(name, _title(name)) for name in _MANUAL if _text(name)],
    )


def report(request: Request) -> Response:
    """The fault report as a file: it says of itself that it holds nothing of a person."""
    from toolkit.commands.doctor import report as made

    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote('故障报告.txt')}"}
    return Response(made(kit_of(request).root), media_type="text/plain; charset=utf-8", headers=headers)


def manual(request: Request) -> Response:
    name = request.path_params["page"]
    if name not in _MANUAL or not _text(name):
        raise HTTPException(404)
    kit = request.path_params["kit"]
    return page("manual.html", desk_of(request), kit=kit, place=_PLACE, title=_title(name), text=_as_page(name, kit))


@cache
def _text(name: str) -> str:
    path = sources.shared().root / "docs" / "zh" / f"{name}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _title(name: str) -> str:
    return _text(name).partition("\n")[0].lstrip("# ")


def _as_page(name: str, kit: str) -> Any:
    """A page of our own documentation; its links lead to other pages of it, or nowhere: there is no network."""
    import markdown
    from markupsafe import Markup

    made = markdown.markdown(_text(name), extensions=["tables", "fenced_code", "attr_list", "md_in_html", "toc"])

    def link(match: re.Match[str]) -> str:
        found = re.fullmatch(r"(?:([a-z-]+)\.md)?(#.*)?", match[1])
        if not found or (found[1] and found[1] not in _MANUAL):
            return match[2]
        address = f"/kit/{quote(kit)}/help/{found[1]}" if found[1] else ""
        return f'<a href="{address}{found[2] or ""}">{match[2]}</a>'

    return Markup(_STYLE.sub("", _LINK.sub(link, made)))  # noqa: S704 - our own pages, carried with the program


ROUTES = [
    Route("/kit/{kit}/help", looks(overview)),
    Route("/kit/{kit}/help/report", looks(report)),
    Route("/kit/{kit}/help/{page}", looks(manual)),
]
