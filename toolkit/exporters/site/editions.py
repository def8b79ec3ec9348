"""One site, three editions: simplified at the root, traditional in zh-Hant/, English in en/.

The traditional edition is the built simplified one, converted: the same pages, links and anchors.
Each edition has a search index of its own; scripts and looks are shared. A page's switcher leads to
the same page of another edition, or to its first page, by plain links: they work from a disk too.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence

from toolkit.exporters.site import search, traditional
from toolkit.exporters.site.traditional import Convert

Files = Mapping[str, bytes]  # path, relative to the site → content
Held = Mapping[str, Sequence[str]]  # edition → the paths of its pages

MARK = "<!-- editions -->"
_NAMES = {"zh-Hans": ("简", "简体中文"), "zh-Hant": ("繁", "繁體中文"), "en": ("EN", "English")}
_FOLDERS = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
_LABEL = "语言 Language"
_SHARED = re.compile(r'(["\'])((?:\.\./)*)(assets|files)/')
_LANGUAGE = re.compile(r'<html lang="[^"]*"')


def together(chinese: Files, english: Files, convert: Convert | None) -> dict[str, bytes]:
    """All editions as one site; the traditional one where there is a converter."""
    pages = held(chinese, english, convert is not None)
    found = {path: content for path, content in chinese.items() if not path.endswith(".html")}
    for path in pages["zh-Hans"]:
        found |= both_scripts(path, chinese[path].decode(), convert, pages)
    if convert:
        simplified = traditional.folded(json.loads(chinese[search.INDEX]), convert)
        found |= search.written(simplified)
        index = search.written(traditional.index(simplified, convert))
        found |= {_FOLDERS["zh-Hant"] + path: content for path, content in index.items()}
    for path, content in english.items():
        if path.endswith(".html"):
            found[_FOLDERS["en"] + path] = _finished("en", path, content.decode(), pages)
        elif not path.startswith("assets/"):
            found[_FOLDERS["en"] + path] = content
    return found


def held(chinese: Iterable[str], english: Iterable[str], traditional_too: bool) -> Held:
    """Which pages each edition has, of the paths of the built files."""
    pages = {"zh-Hans": [path for path in chinese if path.endswith(".html")]}
    if traditional_too:
        pages["zh-Hant"] = pages["zh-Hans"]
    return {**pages, "en": [path for path in english if path.endswith(".html")]}


def both_scripts(path: str, page: str, convert: Convert | None, pages: Held) -> dict[str, bytes]:
    """A built Chinese page, finished, in each script that the site has: path → content."""
    found = {path: _finished("zh-Hans", path, page, pages)}
    if convert:
        found[_FOLDERS["zh-Hant"] + path] = _finished("zh-Hant", path, convert(page), pages)
    return found


def _finished(edition: str, path: str, page: str, pages: Held) -> bytes:
    page = _LANGUAGE.sub(f'<html lang="{edition}"', page, count=1)
    if _FOLDERS[edition]:
        page = _SHARED.sub(r"\1../\2\3/", page)
    return page.replace(MARK, _switcher(edition, path, pages)).encode()


def _switcher(edition: str, path: str, pages: Held) -> str:
    if path == "404.html":  # it may be shown for any address: no relative link holds
        return ""
    up = "../" * (_FOLDERS[edition] + path).count("/")
    links = []
    for other, paths in pages.items():
        short, name = _NAMES[other]
        words = f'lang="{other}" title="{html.escape(name)}"'
        if other == edition:
            links.append(f'<span {words} aria-current="true">{short}</span>')
        else:
            target = path if path in paths else "index.html"
            links.append(f'<a {words} href="{up}{_FOLDERS[other]}{target}">{short}</a>')
    return f'<nav class="editions" aria-label="{_LABEL}">{"".join(links)}</nav>'
