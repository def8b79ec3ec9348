"""A city's site on this machine, made anew whenever its sources change."""

from __future__ import annotations

import contextlib
import logging
import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from toolkit.errors import ToolkitError
from toolkit.exporters import Checked
from toolkit.exporters.site import editions, form_pictures, search, site
from toolkit.exporters.site.local_server import HOST, Failed, Following, LocalServer
from toolkit.exporters.site.pages import Page, english, pages
from toolkit.exporters.site.pages.page import address
from toolkit.exporters.site.run import run as run_mkdocs
from toolkit.exporters.site.source import CHINESE, ENGLISH, write_folder, write_page
from toolkit.files import leaving, temporary, transaction

_FEW = 30  # pages up to which only they are built anew
_QUIET = 5  # seconds without a change after which the search index follows

Read = Callable[[], Checked]  # checks and renders the kit as it is now
Ready = Callable[[str], None]  # hears the address once the site can be seen


def serve(
    read: Read, whole: Sequence[str], root: Path, watched: Iterable[Path], port: int, ready: Ready, failed: Failed
) -> None:
    """Serves what `read` gives until interrupted, following the folder `root` and the `watched` trees.

    `whole` is a command that builds the whole site into the folder that is added to it. `failed`
    hears of each change that cannot be built. Raises what `read` raises the first time, and
    ToolkitError where the port is taken.
    """
    with temporary.folder() as folder, _silent():
        preview = Preview(read, whole, folder, failed)
        with leaving.undone(preview.close):
            server = LocalServer(preview.try_update, preview.served, port)
            follow = Following(server, root, list(watched), failed)
            try:
                preview.update()
                follow.begin()
                ready(f"http://{HOST}:{port}/")
                server.serve()  # type: ignore[no-untyped-call]
            finally:
                preview.close()
                server.shutdown()


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
        except Exception as error:  # whatever it is, the server must go on answering
            self._failed(error)

    def update(self) -> list[str]:
        """Brings the site up to date; returns the paths of the Chinese pages that changed."""
        checked = self._read()
        made = {page.path: page for page in pages(checked.content, checked.city, checked.register)}
        changed = [path for path, page in made.items() if self._pages.get(path) != page]
        # The menu stands on every page, and a city's name too.
        alike = self._city == _frame(checked) and _menu(made) == _menu(self._pages)
        before, self._pages, self._city = len(self._pages), {}, None  # if this fails, all is built anew next time
        if alike and before and len(changed) <= _FEW:
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
        fresh = self._folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        _write(fresh, editions.together(chinese, foreign, convert))
        shutil.rmtree(self.served, ignore_errors=True)
        transaction.replace(fresh, self.served)
        self._draw_later(checked, made)

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
            _write(self.served, editions.both_scripts(path, built, convert, self._held))
        self._draw_later(checked, changed)
        self._search_later()

    def _draw_later(self, checked: Checked, changed: list[Page]) -> None:
        """The pictures of the forms on these pages, while people read already."""
        paths = {page.path for page in changed}
        forms = [document for document in checked.content.documents if address(document.id) in paths]

        def draw() -> None:
            with contextlib.suppress(ToolkitError, OSError):  # a page without its picture can be read
                _write(self.served, form_pictures.files(forms, checked.city, checked.register))

        threading.Thread(target=draw, daemon=True).start()

    def _search_later(self) -> None:
        self.close()
        self._later = threading.Timer(_QUIET, self._search_now)
        self._later.daemon = True
        self._later.start()

    def _search_now(self) -> None:
        """A whole build in a process of its own, so that nobody who reads has to wait; only its index is taken."""
        out = self._folder / "whole"
        nothing = subprocess.DEVNULL
        scratch = self._folder / "scratch"  # what a kill leaves goes with our own folder
        scratch.mkdir(exist_ok=True)
        self._indexing = subprocess.Popen(  # noqa: S603 - our own program
            [*self._whole_site, str(out)], stdin=nothing, stdout=nothing, stderr=nothing,
            env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(scratch))},
        )
        if self._indexing.wait() == 0:
            for index in _indexes(out / "site"):
                shutil.copyfile(index, self.served / index.relative_to(out / "site"))

    def close(self) -> None:
        """No search index will follow any more."""
        if self._later:
            self._later.cancel()
        if self._indexing:
            self._indexing.kill()


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _indexes(folder: Path) -> Iterator[Path]:
    for name in (search.INDEX, search.SCRIPT):
        yield from folder.rglob(name)


def _frame(checked: Checked) -> object:
    return checked.city.team_name, checked.city.languages


def _menu(made: Mapping[str, Page]) -> Iterable[object]:
    return [(page.path, page.title, page.group) for page in made.values()]


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


