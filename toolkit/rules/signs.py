"""A rule for signs that the fonts of official papers do not have."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.files.glyphs import MISSING, unprintable
from toolkit.files.yamlfile import leaves
from toolkit.rules.subject import Subject


def without_glyph(subject: Subject) -> Iterator[Finding]:
    """DOC404: a sign that the fonts lack; a PDF shows 〓 in its place."""
    texts = {document.path: subject.texts.get(document.path, "") for document in subject.documents}
    lacking = unprintable("".join(set[str]().union(*texts.values())))
    for path, text in texts.items() if lacking else ():
        for number, line in enumerate(text.split("\n"), 1):
            yield from _finding(Location(path, number), line)
    if subject.city_file is not None:
        for place, value in leaves(subject.city_file.data):
            if isinstance(value, str):
                yield from _finding(subject.city_file.locate(*place), value)


def _finding(location: Location, text: str) -> Iterator[Finding]:
    signs = "".join(unprintable(text)[:5])
    if signs:
        words = Words(f"公文字体里没有“{signs}”，PDF 里会印成 {MISSING}", f"the fonts lack '{signs}'; a PDF shows “{MISSING}” instead")
        yield Finding(location, "DOC404", words, Words("换成文字", "use words instead"), Severity.WARNING)


RULES = (without_glyph,)
