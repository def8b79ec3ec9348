"""A city's site on this machine, made anew whenever its sources change."""

from __future__ import annotations

import contextlib
import logging
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mkdocs.livereload import LiveReloadServer

from toolkit.errors import ToolkitError
from toolkit.exporters import Checked
from toolkit.exporters.site import editions, search, site
from toolkit.exporters.site.pages import Page, english, pages
from toolkit.exporters.site.run import run as run_mkdocs
from toolkit.exporters.site.source import CHINESE, ENGLISH, write_folder, write_page

HOST = "127.0.0.1"
_FEW = 30  # pages up to which only they are built anew
_QUIET = 5  # seconds without a change after which the search index follows

Read = Callable[[], Checked]  # checks and renders the kit as it is now
Ready = Callable[[str], None]  # hears the address once the site can be seen
Failed = Callable[[ToolkitError | OSError], None]


def serve(
    read: Read, whole: Sequence[str], root: Path, watched: Iterable[Path], port: int, ready: Ready, failed: Failed
) -> None:
    """Serves what `read` gives until interrupted, following the folder `root` and the `watched` trees.

    `whole` is a command that builds the whole site into the folder that is added to it. `failed`
    hears of each change that cannot be built. Raises what `read` raises the first time, and
    ToolkitError where the port is taken.
    """
    with tempfile.TemporaryDirectory(prefix="linyi-", ignore_cleanup_errors=True) as name, _silent():
        preview = Preview(read, whole, Path(name), failed)
        server = _Server(preview, port)
        try:
            preview.update()
            server.watch(str(root), recursive=False)  # a file alone cannot be watched
            for path in watched:
                server.watch(str(path))
            ready(f"http://{HOST}:{port}/")
            server.serve()  # type: ignore[no-untyped-call]
        finally:
            preview.close()
            server.shutdown()


class _Server(LiveReloadServer):
    """Takes its port when it is made: a port in use is known before the site is built."""

    def __init__(self, preview: Preview, port: int) -> None:
        super().__init__(preview.try_update, HOST, port, str(preview.served))
        try:
            super().server_bind()
        except OSError:
            self.server_close()
            raise _taken(port) from None

    def server_bind(self) -> None:
        """The base class binds when it begins to serve."""


class Preview:
    """A site in a folder of its own, kept up to date: a few changed pages are built alone, their search later."""

    def __init__(self, read: Read, whole: Sequence[str], folder: Path, failed: Failed) -> None:
        self.served = folder / "served"
        self._read, self._whole_site, self._folder, self._failed = read, whole, folder, failed
        self._pages: dict[str, Page] = {}
        self._held: editions.Held = {}
        self._city: object = None
        self._later: threading.Timer | None = None
        self._indexing: subprocess.Popen[bytes] | None = None

    def try_update(self) -> None:
        """As `update`, but what cannot be built is told, and the last good site stays."""
        try:
            self.update()
        except (ToolkitError, OSError) as error:
            self._failed(error)

    def update(self) -> list[str]:
        """Brings the site up to date; returns the paths of the Chinese pages that changed."""
        checked = self._read()
        made = {page.path: page for page in pages(checked.content, checked.city, checked.register)}
        changed = [path for path, page in made.items() if self._pages.get(path) != page]
        # The menu stands on every page, and a city's name too.
        alike = self._city == _frame(checked) and _menu(made) == _menu(self._pages)
        if alike and len(changed) <= _FEW:
            self._part(checked, [made[path] for path in changed])
        else:
            self._whole(checked, list(made.values()))
        self._pages, self._city = made, _frame(checked)
        return changed

    def _whole(self, checked: Checked, made: list[Page]) -> None:
        source = self._folder / "source"
        shutil.rmtree(source, ignore_errors=True)
        run_mkdocs(write_folder(source, made, checked.city.team_name, CHINESE))
        chinese = site.read(source / "site")
        foreign = site.built(english(checked.content, checked.city), checked.city, ENGLISH)
        convert = site.scripts(checked.city, checked.register)
        self._held = editions.held(chinese, foreign, convert is not None)
        shutil.rmtree(self.served, ignore_errors=True)
        self._write(editions.together(chinese, foreign, convert))

    def _part(self, checked: Checked, changed: list[Page]) -> None:
        if not changed:
            return
        source = self._folder / "source"
        for page in changed:
            write_page(source, page)
        run_mkdocs(source / "mkdocs.yml", dirty=True)
        convert = site.scripts(checked.city, checked.register)
        for page in changed:
            path = page.path.removesuffix(".md") + ".html"
            built = (source / "site" / path).read_text(encoding="utf-8")
            self._write(editions.both_scripts(path, built, convert, self._held))
        self._search_later()

    def _write(self, files: Mapping[str, bytes]) -> None:
        for path, content in files.items():
            target = self.served / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def _search_later(self) -> None:
        self.close()
        self._later = threading.Timer(_QUIET, self._search_now)
        self._later.daemon = True
        self._later.start()

    def _search_now(self) -> None:
        """A whole build in a process of its own, so that nobody who reads has to wait; only its index is taken."""
        out = self._folder / "whole"
        nothing = subprocess.DEVNULL
        self._indexing = subprocess.Popen([*self._whole_site, str(out)], stdin=nothing, stdout=nothing, stderr=nothing)  # noqa: S603
        if self._indexing.wait() == 0:
            for index in _indexes(out / "site"):
                shutil.copyfile(index, self.served / index.relative_to(out / "site"))

    def close(self) -> None:
        """No search index will follow any more."""
        if self._later:
            self._later.cancel()
        if self._indexing:
            self._indexing.kill()


def _indexes(folder: Path) -> Iterator[Path]:
    for name in (search.INDEX, search.SCRIPT):
        yield from folder.rglob(name)


def _frame(checked: Checked) -> object:
    return checked.city.team_name, checked.city.languages


def _menu(made: Mapping[str, Page]) -> Iterable[object]:
    return [(page.path, page.title, page.group) for page in made.values()]


def _taken(port: int) -> ToolkitError:
    return ToolkitError(
        zh=f"端口 {port} 用不了，可能别的程序正在用", en=f"port {port} cannot be used; another program may have it",
        fix_zh=f"换一个：--port {port + 1}", fix_en=f"choose another: --port {port + 1}",
    )


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """The server's own log stays out of the terminal."""
    logger = logging.getLogger("mkdocs")
    handler, before = logging.NullHandler(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


