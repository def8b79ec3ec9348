"""The desk's server: on the loopback alone, until a button or a closed window ends it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import uvicorn

from toolkit.desk.app import application
from toolkit.desk.state import HOST, Desk, Note
from toolkit.door.endings import taken_back
from toolkit.errors import ToolkitError
from toolkit.files import notices

Ready = Callable[[str], object]  # hears the opening address once the first page can be had
_AFTER = 1.5  # seconds that the first page has for itself
_LOOK = 2.0  # seconds between two looks whether anybody is still there


def serve(folder: Path, port: int, ready: Ready) -> None:
    """Serves `folder` until it is ended; a `port` of 0 is a free one. Raises ToolkitError where it is taken."""
    if not folder.is_dir():
        raise ToolkitError(
            zh=f"没有文件夹 {folder}", en=f"there is no folder {folder}",
            fix_zh="写一个放工具包的文件夹，或者先建好它", fix_en="name a folder for kits, or make it first",
        )
    listening = _listening(port)
    desk = Desk(folder.resolve(), listening.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(
        application(desk), lifespan="off", access_log=False, log_level="error", server_header=False, proxy_headers=False, timeout_graceful_shutdown=3, ws="none",
    ))
    notices.taken_back = lambda paths: desk.notes.append(Note(taken_back(paths).zh))
    desk.end = lambda: setattr(server, "should_exit", True)
    try:
        asyncio.run(_until_over(server, desk, listening, ready))
    finally:
        for making in desk.making.values():
            making.cancel()
        listening.close()


async def _until_over(server: uvicorn.Server, desk: Desk, listening: socket.socket, ready: Ready) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.005)
    if server.started:
        ready(desk.address)
        later = threading.Timer(_AFTER, _warm)
        later.daemon = True
        later.start()
    while not serving.done():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(serving), _LOOK)
        desk.silent += _LOOK  # counted, not measured: a machine that slept has not been silent
        if desk.is_over():
            desk.end()
    await serving


def _warm() -> None:
    """What every further page needs is loaded while a person looks at the first."""
    import toolkit.rules.facts  # noqa: F401


def _listening(port: int) -> socket.socket:
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # Windows lets two programs have one port otherwise
            found.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((HOST, port))
        found.listen(64)
    except OSError:
        found.close()
        raise ToolkitError(
            zh=f"端口 {port} 用不了，可能别的程序正在用", en=f"port {port} cannot be used; another program may have it",
            fix_zh="换一个：--port 0", fix_en="choose another: --port 0",
        ) from None
    return found
