"""A form says whose each signature is: a page that lies alone has no other way to."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.rules.subject import Subject
from toolkit.text import blocks, releases, signed

_SINCE = "1.1.0"  # the first national text whose forms all say it; an older kit gets them by its update
_FIX = Words("写明是谁的，例如“监护人签名：”", "say whose it is, like “监护人签名：”")


def whose_signature(subject: Subject) -> Iterator[Finding]:
    """DOC309: a signature field, or a label of a 签署 box, that doesn't say who signs."""
    if subject.text and releases.ordered(subject.text) < releases.ordered(_SINCE):
        return
    for document in subject.documents:
        if not document.is_form:
            continue
        for number, item in enumerate(document.fields):
            if item.get("type") == "signature" and not signed.signer(f"{item.get('name', '')}签名"):
                yield _finding(document.front.locate("fields", number), str(item.get("name", "")))
        for part, _ in document.parts():
            inside = False
            for line in part.lines:
                opened = blocks.BOX_OPEN.match(line.text)
                if opened or blocks.BOX_CLOSE.match(line.text):
                    inside = opened is not None and blocks.BOXES.get(opened[1]) == "signature"
                elif inside:
                    for span in signed.spans(line.text):
                        label = line.text[span.start : span.end]
                        if span.label and signed.signer(label) == "":
                            yield _finding(Location(document.path, line.number, span.start + 1), label)


def _finding(place: Location, label: str) -> Finding:
    words = Words(f"“{label}”没有写是谁的签名", f"'{label}' doesn't say whose signature it is")
    return Finding(place, "DOC309", words, _FIX, Severity.WARNING)


RULES = (whose_signature,)
