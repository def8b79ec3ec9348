"""A page's parts for the search index: the theme's own reading of them, with less work for a tag."""

from __future__ import annotations

import html
import re
from typing import Any

from material.plugins.search.plugin import Parser, SearchIndex
from mkdocs.plugins import BasePlugin

_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z:_-]+(?:="[^"]*")?)*)\s*(/?)>')
_ATTRIBUTE = re.compile(r'([a-zA-Z:_-]+)(?:="([^"]*)")?')
_LITERAL = frozenset(("iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "textarea", "xmp"))


class Index(BasePlugin):  # type: ignore[no-untyped-call, type-arg]  # mkdocs has types of its own kind
    """Stands behind the theme's search plugin and fills its index."""

    def on_config(self, config: Any) -> None:
        search = config.plugins["material/search"]
        search.search_index = _Index(**search.config)


class _Index(SearchIndex):  # type: ignore[misc]  # the theme has no types
    def add_entry_from_context(self, page: Any) -> None:
        for section in _sections(page.content):
            if not section.is_excluded():
                self.create_entry_for_section(section, page.toc, page.url, page)


def _sections(content: str) -> list[Any]:
    parser = _Sooner()
    if not parser.read(content):
        parser = Parser()
        parser.feed(content)
        parser.close()
    found: list[Any] = parser.data
    return found


class _Sooner(Parser):  # type: ignore[misc]
    def read(self, content: str) -> bool:
        """Reads a page as Markdown writes it, tag by tag; False where it holds more than tags and text."""
        done = 0
        for tag in _TAG.finditer(content):
            if not self._text(content[done:tag.start()]):
                return False
            closing, name, attributes, empty = tag.groups()
            name = name.lower()
            if name in _LITERAL:
                return False
            if closing:
                self.handle_endtag(name)
            else:
                self.handle_starttag(name, [(key.lower(), html.unescape(value)) for key, value in _ATTRIBUTE.findall(attributes)])
                if empty:
                    self.handle_endtag(name)
            done = tag.end()
        return self._text(content[done:])

    def _text(self, words: str) -> bool:
        if "<" in words:
            return False
        if words:
            self.handle_data(html.unescape(words) if "&" in words else words)
        return True
