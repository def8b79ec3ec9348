"""Who may ask: a browser of this machine that was given the token, on a page of the desk itself."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from toolkit.desk.state import HOST, Desk

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store",
}
_CLOSED = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>打不开</title><h1>这一页要从“打开”进来</h1>
<p>请回到打开它的那个窗口，用那里显示的网址；或者关上它，再双击一次“打开”。</p>
<p>This page is opened by the address that <code>linyi desk</code> prints.</p></html>"""


class Guard:
    """Refuses with 403 whatever was not asked by a page of the desk; hands the cookie to who has the token."""

    def __init__(self, app: ASGIApp, desk: Desk) -> None:
        self._app, self._desk = app, desk

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        if not self._is_from_here(scope["method"], headers):
            await _answer(guarded, 403)
        elif self._has_token(scope):
            cookie = f"{self._desk.cookie}={self._desk.session}; HttpOnly; SameSite=Strict; Path=/"
            await _answer(guarded, 303, {"Location": "/", "Set-Cookie": cookie})
        elif not self._has_cookie(headers):
            await _answer(guarded, 403)
        else:
            self._desk.heard(leaving=scope["path"] == "/leave")
            await self._app(scope, receive, guarded)

    def _is_from_here(self, method: str, headers: Headers) -> bool:
        """By its own name, and not sent by a page of another origin; what changes something says where it is from."""
        names = {f"{HOST}:{self._desk.port}", f"localhost:{self._desk.port}"}
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0] not in names:
            return False
        if headers.get("sec-fetch-site", "none") not in ("none", "same-origin") and method not in ("GET", "HEAD"):
            return False
        return origins == [f"http://{hosts[0]}"] or (not origins and method in ("GET", "HEAD"))

    def _has_token(self, scope: Scope) -> bool:
        if scope["path"] != "/" or scope["method"] != "GET":
            return False
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        return secrets.compare_digest(given.encode(), self._desk.token.encode())

    def _has_cookie(self, headers: Headers) -> bool:
        given = cookie_parser(headers.get("cookie", "")).get(self._desk.cookie, "")
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._desk.session.encode())


async def _answer(send: Send, status: int, headers: Mapping[str, str] | None = None) -> None:
    body = _CLOSED.encode() if status == 403 else b""
    given = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
    await send({
        "type": "http.response.start", "status": status,
        "headers": [(name.lower().encode(), value.encode()) for name, value in given.items()],
    })
    await send({"type": "http.response.body", "body": body})
