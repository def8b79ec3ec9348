"""The theme's templates with less work a page: the menu's rest is made once a folder, and each template compiled once.

The menu names every page on every page: a site of twice as many pages would take four times as long.
What is made is the theme's own, sign by sign; a theme that writes its menu otherwise is only slower.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from types import CodeType
from typing import Any

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

# What the theme says for each entry of the menu, and what is said instead.
_ENTRIES = {
    "partials/nav.html": ("{{ item.render(nav_item, path, 1) }}", "{{ kept(item.render, nav_item, path, 1) }}"),
    "partials/nav-item.html": (
        '{{ render(item, path ~ "_" ~ loop.index, level + 1, nav_item) }}',
        '{{ kept(render, item, path ~ "_" ~ loop.index, level + 1, nav_item) }}',
    ),
}


def prepared(environment: jinja2.Environment) -> jinja2.Environment:
    """mkdocs's environment of one build, which gives the same pages sooner."""
    assert environment.loader is not None
    environment.loader = _Loader(environment.loader)
    environment.bytecode_cache = _COMPILED
    environment.globals["kept"] = _kept()
    return environment


def _kept() -> Callable[..., Any]:
    """The entries of a build's menu that do not lead to the page itself: alike on all pages of a folder."""
    made: dict[tuple[int, str, int, str], tuple[Any, Any]] = {}  # with the entry, whose identity stands in the key

    @jinja2.pass_context
    def kept(context: Any, render: Callable[..., Any], entry: Any, path: str, level: int, *parent: Any) -> Any:
        page = context.get("page")
        if not page or getattr(entry, "active", True):
            return render(entry, path, level, *parent)
        key = id(entry), path, level, posixpath.dirname(page.url)
        if key not in made:
            made[key] = entry, render(entry, path, level, *parent)
        return made[key][1]

    return kept


class _Loader(jinja2.BaseLoader):
    """The theme's loader, which does not look through its ten thousand icons for files of the site."""

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        self._loader = loader

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:
        source, *rest = self._loader.get_source(environment, template)
        return source.replace(*_ENTRIES[template]) if template in _ENTRIES else source, *rest

    def list_templates(self) -> list[str]:
        """Without hidden folders, whose files mkdocs passes over one by one."""
        folders = getattr(self._loader, "searchpath", None)
        return self._loader.list_templates() if folders is None else sorted(set(chain.from_iterable(map(_seen, folders))))


def _seen(folder: str) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(place, name).relative_to(folder).as_posix() for name in files)


class _Compiled(BytecodeCache):
    """Compiled templates of this process, by their text: the second edition, and the next kit, need not compile them."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        if len(self._code) >= _MOST:
            self._code.clear()
        self._code[bucket.key, bucket.checksum] = bucket.code


_MOST = 500  # templates; a site has some fifty
_COMPILED = _Compiled()
