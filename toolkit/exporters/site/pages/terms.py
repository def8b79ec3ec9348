"""Terms explained where they occur: the first time on a page, a term leads to its meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping

from toolkit.exporters.site.markdown import text
from toolkit.text.citations import Register

PATH = "glossary"


class Explainer:
    """Writes plain words of one page as Markdown; `up` leads from the page to the root.

    The meaning travels in the link's title; kit.js shows it on the spot, and without a script the
    link opens the glossary.
    """

    def __init__(self, register: Register, up: str) -> None:
        self._terms = _terms(register)
        self._pattern = re.compile("|".join(map(re.escape, sorted(self._terms, key=len, reverse=True))))
        self._up = up
        self._met: set[str] = set()

    def __call__(self, words: str) -> str:
        done, pieces = 0, []
        for match in self._pattern.finditer(words):
            if match[0] not in self._met:
                self._met.add(match[0])
                pieces += [text(words[done:match.start()]), self._link(match[0])]
                done = match.end()
        return "".join(pieces) + text(words[done:])

    def _link(self, term: str) -> str:
        identifier, meaning = self._terms[term]
        return f'<a class="term" href="{self._up}{PATH}.html#{identifier}" title="{text(meaning)}">{text(term)}</a>'


def _terms(register: Register) -> Mapping[str, tuple[str, str]]:
    """Term → its id on the glossary's page, and what it means."""
    return {
        entry["zh_hans"]: (identifier(number), entry["definition"])
        for number, entry in enumerate(register.glossary, 1) if entry.get("definition")
    }


def identifier(number: int) -> str:
    """The anchor of the glossary's n-th term."""
    return f"term-{number}"
