"""The server of `linyi serve`: for this machine alone, and following a kit that may go away and come back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from mkdocs.livereload import LiveReloadServer

from toolkit.errors import ToolkitError

HOST = "127.0.0.1"
_NAMES = {"127.0.0.1", "localhost", "[::1]"}  # any other name leads here only by somebody's trick
_LOOK = 1.0  # seconds between two looks for the kit; editors take a file away for a moment

Failed = Callable[[Exception], None]  # hears of each change that cannot be built


class LocalServer(LiveReloadServer):
    """Takes its port when it is made: a port in use is known before the site is built."""

    def __init__(self, update: Callable[[], None], served: Path, port: int) -> None:
        super().__init__(update, HOST, port, str(served))
        try:
            super().server_bind()
        except OSError:
            self.server_close()
            raise _taken(port) from None

    def server_bind(self) -> None:
        """The base class binds when it begins to serve."""

    def serve_request(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        """A page, for who asks this machine by its own name."""
        name = str(environ.get("HTTP_HOST", "")).rpartition(":")
        if (name[0] if name[2].isdigit() else environ.get("HTTP_HOST")) in _NAMES:
            found: Iterable[bytes] = super().serve_request(environ, start_response)
            return found
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        return [f"只在这台电脑上看 / for this machine only: http://{HOST}:{self.server_port}/\n".encode()]

    def ask_for_update(self) -> None:
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()


class Following:
    """Watches a kit's folders, and tells when the kit is gone: a folder that went away is watched no more."""

    def __init__(self, server: LocalServer, root: Path, watched: Sequence[Path], failed: Failed) -> None:
        self._server, self._root, self._watched, self._failed = server, root, watched, failed

    def begin(self) -> None:
        self._watch()
        threading.Thread(target=self._look, daemon=True).start()

    def _watch(self) -> None:
        self._server.watch(str(self._root), recursive=False)  # a file alone cannot be watched
        for path in self._watched:
            if path.is_dir():
                self._server.watch(str(path))

    def _look(self) -> None:
        here = True
        while True:
            time.sleep(_LOOK)
            found = (self._root / "city.yaml").is_file()
            if here and not found:
                time.sleep(_LOOK)
                found = (self._root / "city.yaml").is_file()
                if not found:
                    self._failed(_gone(self._root))
            elif found and not here:
                for path in list(self._server._watch_refs):
                    self._server.unwatch(path)
                self._watch()
                self._server.ask_for_update()
            here = found


def _gone(root: Path) -> ToolkitError:
    return ToolkitError(
        zh=f"工具包不见了：{root}", en=f"the kit is gone: {root}",
        fix_zh="把文件夹放回原处，网页会接着更新；或者按 Ctrl-C 结束，从新的位置再运行",
        fix_en="put the folder back and the site follows again, or end with Ctrl-C and run from the new place",
    )


def _taken(port: int) -> ToolkitError:
    return ToolkitError(
        zh=f"端口 {port} 用不了，可能别的程序正在用", en=f"port {port} cannot be used; another program may have it",
        fix_zh=f"换一个：--port {port + 1}", fix_en=f"choose another: --port {port + 1}",
    )
