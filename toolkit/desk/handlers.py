"""Handlers as Starlette takes them: the work is done beside the loop, and what goes wrong is a page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from toolkit.desk import forms
from toolkit.desk.forms import Form
from toolkit.desk.guard import HEADERS
from toolkit.desk.pages import page
from toolkit.desk.state import Desk, Note
from toolkit.errors import InvalidInput, ToolkitError, Words

if TYPE_CHECKING:
    from toolkit.kit import Kit

Endpoint = Callable[[Request], Awaitable[Response]]


def desk_of(request: Request) -> Desk:
    found: Desk = request.app.state.desk
    return found


def kit_of(request: Request) -> Kit:
    """The kit that the address names. Raises ToolkitError; 404 where there is none."""
    from toolkit.desk import folder

    return folder.kit(desk_of(request).folder, request.path_params["kit"])


def looks(handler: Callable[[Request], Response]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(handler, request)

    return endpoint


def takes(handler: Callable[[Request, Form], Response]) -> Endpoint:
    """What a form is sent to."""
    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(handler, request, await forms.read(request))

    return endpoint


def to(request: Request, address: str, note: str = "") -> Response:
    """The browser goes on to another page, where `note` is shown once."""
    if note:
        desk_of(request).notes.append(Note(note))
    return RedirectResponse(address, 303)


def told(request: Request, kit: Kit, address: str, note: str) -> Response:
    """As `to`; the note offers to take back what was just written into the kit."""
    from toolkit.files import revision

    last = revision.latest(kit.root)
    desk_of(request).notes.append(Note(note, kit.root.name, last[1].isoformat() if last else "", address))
    return RedirectResponse(address, 303)


def opening(desk: Desk, path: Path, called: str = "") -> str:
    """Opens it with this machine's own program; a note that says so, or where it lies where there is no such program."""
    return f"在这台电脑上打开了：{called or path.name}" if desk.shows(path) else f"这台电脑没有打开它，请自己打开：{path}"


async def refused(request: Request, error: Exception) -> Response:
    """A page for whatever a command would end with 1 or 2 for."""
    from toolkit.files.textfile import Unreadable

    if isinstance(error, Unreadable):
        error = InvalidInput(error.findings)
    assert isinstance(error, ToolkitError)
    return _page(request, 422, error.words, error.fix, error.findings)


async def missing(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 404
    return _page(request, status, Words("没有这一页", "there is no such page"),
                 Words("文件夹可能改了名或者移走了。回到开头，从那里进去。", "go back to the beginning"))


async def unreadable_disk(request: Request, error: Exception) -> Response:
    assert isinstance(error, OSError)
    return _page(request, 500, Words(f"读写文件失败：{error.strerror or error}", f"cannot read or write: {error.strerror or error}"),
                 Words("看看磁盘是否已满、文件是否正被打开，再来一次", "is the disk full, or the file open elsewhere?"))


async def our_bug(request: Request, error: Exception) -> Response:
    """What is not shown here stands on the desk's stderr, as with every command."""
    found = _page(request, 500, Words("程序出错了，这是我们的问题", "this is our bug"),
                  Words("什么也没有丢。到“帮助”里做一份故障报告，发给帮忙的人。", "make a fault report under “帮助” and send it"))
    found.headers.update(HEADERS)  # it is answered outside the guard
    return found


def _page(request: Request, status: int, words: Words, fix: Words, findings: object = ()) -> Response:
    name = request.path_params.get("kit")
    return page("error.html", desk_of(request), status, kit=name if status != 404 else None, words=words, fix=fix, findings=findings)
