"""The documentation site: a folder of Markdown is written, then mkdocs-material builds it."""

from __future__ import annotations

import contextlib
import html
import logging
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from toolkit import sources
from toolkit.citations import Register
from toolkit.city import City
from toolkit.errors import ToolkitError
from toolkit.exporters import Artifact, Content
from toolkit.exporters.fingerprints import of_folder, of_package
from toolkit.exporters.pages import Page, pages
from toolkit.exporters.search import mend

WHOLE = True  # pages refer to each other
_EPOCH = "1767225600"  # pages carry a build date; a fixed one keeps two builds the same
_UNWANTED = {"sitemap.xml", "sitemap.xml.gz"}  # they hold dates and addresses of nobody's host


def parts(content: Content) -> dict[str, Content]:
    """One part: everything."""
    return {"all": content}


def export(chosen: Sequence[Content], city: City, register: Register) -> list[Artifact]:
    """Every file of the site, below `site/`. Raises ToolkitError if mkdocs finds fault."""
    with tempfile.TemporaryDirectory(prefix="linyi-") as name:
        folder = Path(name)
        made = [page for content in chosen for page in pages(content, city, register)]
        write_folder(folder, made, city)
        _build(folder)
        return list(_artifacts(folder / "site"))


def _artifacts(site: Path) -> Iterator[Artifact]:
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.suffix != ".map" and path.name not in _UNWANTED:
            name = f"site/{path.relative_to(site).as_posix()}"
            yield Artifact(name, mend(name, path.read_bytes()))


def write_folder(folder: Path, made: Sequence[Page], city: City) -> None:
    """The build folder: docs/ and one flat mkdocs.yml, which other builders can read too."""
    import yaml

    for page in made:
        path = folder / "docs" / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\nsearch:\n  boost: {page.boost}\n---\n\n{page.content}\n", encoding="utf-8", newline="\n")
    look = sources.shared().templates / "site"
    shutil.copytree(look / "assets", folder / "docs" / "assets")
    shutil.copytree(look / "overrides", folder / "overrides")
    text = yaml.safe_dump(configuration(made, city), allow_unicode=True, sort_keys=False)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8", newline="\n")


def configuration(made: Sequence[Page], city: City) -> dict[str, Any]:
    """mkdocs.yml as data."""
    return {
        # Material puts the name into pages as it is.
        "site_name": html.escape(" ".join(city.team_name.split())),
        "site_url": "", "docs_dir": "docs", "site_dir": "site", "use_directory_urls": False,
        "strict": True,
        "theme": {
            "name": "material", "custom_dir": "overrides", "language": "zh", "font": False,
            "icon": {"logo": "material/hand-heart"},
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default", "primary": "custom",
                 "toggle": {"icon": "material/weather-night", "name": "深色"}},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate", "primary": "custom",
                 "toggle": {"icon": "material/weather-sunny", "name": "浅色"}},
            ],
            "features": ["navigation.indexes", "navigation.top", "search.highlight", "toc.follow"],
        },
        "extra": {"polyfills": ["assets/iframe-worker.js"], "generator": False},
        "extra_css": ["assets/kit.css"],
        "plugins": [{"search": {"lang": ["zh", "en"]}}, "offline"],
        "markdown_extensions": [
            "attr_list", "md_in_html", "tables", {"toc": {"permalink": "#", "permalink_title": "本条的地址"}},
        ],
        "validation": {"links": {"anchors": "warn", "not_found": "warn", "absolute_links": "warn"}},
        "nav": _menu(made),
    }


def _menu(made: Sequence[Page]) -> list[dict[str, Any]]:
    menu: list[dict[str, Any]] = [_entry(page) for page in made if not page.group]
    for name in dict.fromkeys(page.group for page in made if page.group):
        menu.append({name: [_entry(page) for page in made if page.group == name]})
    return menu


def _entry(page: Page) -> dict[str, str]:
    return {html.escape(" ".join(page.title.split())): page.path}


def _build(folder: Path) -> None:
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.exceptions import Abort, MkDocsException

    with _quiet() as heard, _own_dictionary_cache(folder), _fixed_date():
        try:
            build(load_config(str(folder / "mkdocs.yml")))
        except (MkDocsException, Abort, SystemExit) as error:
            detail = "; ".join(heard) or str(error)
            raise ToolkitError(
                zh=f"网站没有做成：{detail[:600]}", en=f"the site was not built: {detail[:600]}",
                fix_zh="按提示改正，或用 --only docx,pdf 先做其他成品",
                fix_en="mend it, or build the rest: --only docx,pdf",
            ) from None


class _Heard(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextlib.contextmanager
def _quiet() -> Iterator[list[str]]:
    """Warnings are kept for our own message; nothing is printed past the command line."""
    logger = logging.getLogger("mkdocs")
    handler, before = _Heard(), logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield handler.lines
    finally:
        logger.removeHandler(handler)
        logger.propagate = before


@contextlib.contextmanager
def _own_dictionary_cache(folder: Path) -> Iterator[None]:
    # jieba reads a marshalled cache from the shared temporary folder, where anyone may have put it.
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(logging.ERROR)
    jieba.dt.tmp_dir = str(folder)
    yield


@contextlib.contextmanager
def _fixed_date() -> Iterator[None]:
    import os

    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = _EPOCH
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


def fingerprint() -> str:
    """Changes with the look and with what builds the site."""
    from importlib.metadata import version

    names = ("mkdocs", "mkdocs-material", "jieba", "markdown")
    folder = sources.shared().templates / "site"
    return "".join((*map(version, names), of_folder(folder), of_package()))
