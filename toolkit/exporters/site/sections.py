"""A page's parts for the search index: the theme's own reading of them, with less work for a tag."""

from __future__ import annotations

import html
import re
from typing import Any

from material.plugins.search.plugin import Parser, SearchIndex, Section, void
from mkdocs.plugins import BasePlugin

_TAG = re.compile(r'<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z:_-]+(?:="[^"]*")?)*)\s*(/?)>')
_ATTRIBUTE = re.compile(r'([a-zA-Z:_-]+)(?:="([^"]*)")?')
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
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


class _Element(str):
    """An element that is its tag: the theme's compares and hashes by it too, in Python."""

    attrs: dict[str, str]

    @property
    def tag(self) -> str:
        return str(self)

    def is_excluded(self) -> bool:
        return "data-search-exclude" in self.attrs


def _element(tag: str, attributes: dict[str, str]) -> _Element:
    made = _Element(tag)
    made.attrs = attributes
    return made


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

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str]]) -> None:
        """As the theme's, with elements that compare sooner."""
        if tag in void:
            return
        element = _element(tag, dict(attrs))
        self.context.append(element)
        if tag in _HEADINGS and "id" in element.attrs:
            if tag != "h1" and not self.data:
                self._begin(_element("hx", {}), len(self.context))
            first = not self.data
            self._begin(element, len(self.context))
            if not first:
                self.section.id = element.attrs["id"]
        if not self.section:
            self._begin(_element("hx", {}))
        if element.is_excluded() or element.attrs.get("class") == "linenodiv":
            self.skip.add(element)
        elif tag in self.keep and self.skip.isdisjoint(self.context):
            (self.section.title if self.section.el in self.context else self.section.text).append(f"<{tag}>")

    def _begin(self, element: _Element, depth: int = 0) -> None:
        self.section = Section(element, depth)
        self.data.append(self.section)

    def _text(self, words: str) -> bool:
        if "<" in words:
            return False
        if words:
            self.handle_data(html.unescape(words) if "&" in words else words)
        return True
