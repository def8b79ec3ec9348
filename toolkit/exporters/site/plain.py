"""Python-Markdown without what no page of ours says: text() lets through no sign that would begin it."""

from __future__ import annotations

import re

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

_UNSAID = (
    "backtick", "escape", "reference", "image_link", "image_reference", "short_reference", "short_image_ref", "autolink",
    "automail", "em_strong",
)
_SIGN = 0xDC00  # a sign alone of this range stands in no text: UTF-8 cannot write it
_REFERENCE = re.compile(r"&#(\d{1,2}|1[01]\d|12[0-7]);")
_HELD = re.compile(f"[{chr(_SIGN)}-{chr(_SIGN + 127)}]")


class Plain(Extension):  # type: ignore[misc]  # Markdown has no types here
    """The same HTML with less work: character references pass as one sign each, and fewer patterns are looked for."""

    def extendMarkdown(self, md: Markdown) -> None:
        for name in _UNSAID:
            if name in md.inlinePatterns:
                md.inlinePatterns.deregister(name)
        md.preprocessors.register(_Hold(md), "linyi_hold", 25)  # before HTML is looked for
        md.postprocessors.register(_Release(md), "linyi_release", 10)  # after all HTML is back


class _Hold(Preprocessor):  # type: ignore[misc]
    def run(self, lines: list[str]) -> list[str]:
        return _REFERENCE.sub(lambda found: chr(_SIGN + int(found[1])), "\n".join(lines)).split("\n")


class _Release(Postprocessor):  # type: ignore[misc]
    def run(self, text: str) -> str:
        return _HELD.sub(lambda found: f"&#{ord(found[0]) - _SIGN};", text)
