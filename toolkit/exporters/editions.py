"""One site, three editions: simplified at the root, traditional in zh-Hant/, English in en/.

The traditional edition is the built simplified one, converted: the same pages, links and anchors.
Each edition has a search index of its own; scripts and looks are shared. A page's switcher leads to
the same page of another edition, or to its first page, by plain links: they work from a disk too.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Mapping

from toolkit.exporters import search, traditional
from toolkit.exporters.traditional import Convert

Files = Mapping[str, bytes]  # path, relative to the site → content

MARK = "<!-- editions -->"
_NAMES = {"zh-Hans": ("简", "简体中文"), "zh-Hant": ("繁", "繁體中文"), "en": ("EN", "English")}
_FOLDERS = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}
_LABEL = "语言 Language"
_SHARED = re.compile(r'(["\'])((?:\.\./)*)(assets|files)/')
_LANGUAGE = re.compile(r'<html lang="[^"]*"')


def together(chinese: Files, english: Files, convert: Convert | None) -> dict[str, bytes]:
    """All editions as one site; the traditional one where there is a converter."""
    made = {"zh-Hans": chinese}
    if convert:
        made["zh-Hant"] = _converted(chinese, convert)
    made["en"] = english
    pages = {edition: [path for path in files if path.endswith(".html")] for edition, files in made.items()}
    found = {}
    for edition, files in made.items():
        for path, content in files.items():
            if edition == "zh-Hans" or not path.startswith("assets/"):
                found[_FOLDERS[edition] + path] = _finished(edition, path, content, pages)
    return found


def _converted(files: Files, convert: Convert) -> dict[str, bytes]:
    pages = {path: convert(page.decode()).encode() for path, page in files.items() if path.endswith(".html")}
    return pages | search.written(traditional.index(json.loads(files[search.INDEX]), convert))


def _finished(edition: str, path: str, content: bytes, pages: Mapping[str, Collection[str]]) -> bytes:
    if not path.endswith(".html"):
        return content
    page = _LANGUAGE.sub(f'<html lang="{edition}"', content.decode(), count=1)
    if _FOLDERS[edition]:
        page = _SHARED.sub(r"\1../\2\3/", page)
    return page.replace(MARK, _switcher(edition, path, pages)).encode()


def _switcher(edition: str, path: str, pages: Mapping[str, Collection[str]]) -> str:
    if path == "404.html":  # it may be shown for any address: no relative link holds
        return ""
    up = "../" * (_FOLDERS[edition] + path).count("/")
    links = []
    for other, held in pages.items():
        short, name = _NAMES[other]
        words = f'lang="{other}" title="{html.escape(name)}"'
        if other == edition:
            links.append(f'<span {words} aria-current="true">{short}</span>')
        else:
            target = path if path in held else "index.html"
            links.append(f'<a {words} href="{up}{_FOLDERS[other]}{target}">{short}</a>')
    return f'<nav class="editions" aria-label="{_LABEL}">{"".join(links)}</nav>'
