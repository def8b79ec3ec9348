"""References whose clause's title shares no word with the sentence around them, for authors to look at.

A reference [](#P08-exit) in a sentence about something else was mostly meant for another clause. A word
here is a run of two Chinese characters. Nothing is decided: each line is read by a person, the least
likely first: those whose sentence shares fewest words with the target's text, by the number printed.
A sentence that says no more than "see" is read with all of its clause.

Run: python scripts/references.py [P08 P15 …]
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from toolkit.text import policy  # noqa: E402
from toolkit.text.marks import bare  # noqa: E402
from toolkit.text.policy import REFERENCE, Clause, Document  # noqa: E402

_FOLDERS = ("policies", "templates/forms", "templates/training")
_SENTENCE = re.compile(r"[^。！？\n]*[。！？]?")
_SAYS_NOTHING = 3  # words of 见《…》和《…》。 and the like
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Reference:
    """A reference as it stands: where, in which sentence, to which clause of which title."""

    place: str
    clause: str
    sentence: str
    target: str
    title: str
    alike: int  # words that the sentence shares with the target's text


def documents() -> list[Document]:
    """Every text of the repository."""
    files = (path for folder in _FOLDERS for path in sorted((ROOT / folder).glob("[PBT][0-9][0-9]-*.md")))
    return [policy.read(path, path.relative_to(ROOT).as_posix())[0] for path in files]


def unlike(texts: Sequence[Document]) -> list[Reference]:
    """The references whose target's title has no word of the sentence, nor of the clause's own title."""
    parts = {part.id: part for document in texts for part, _ in document.parts()}
    found = (
        item for document in texts for part, _ in document.parts()
        for item in references(document, part, parts) if not shares(item, part)
    )
    return sorted(found, key=lambda item: item.alike)


def references(document: Document, part: Clause, parts: dict[str, Clause]) -> Iterator[Reference]:
    """The references of one clause to clauses and chapters; those to whole documents are left out."""
    for line in part.lines:
        for sentence in _SENTENCE.findall(line.text):
            for _, target in REFERENCE.findall(sentence):
                if target in parts:
                    shown = REFERENCE.sub(lambda match: f"〔{match[2]}〕", bare(sentence)).strip()
                    read = around(shown) if len(words([around(shown)])) > _SAYS_NOTHING else bare(part.text)
                    alike = len(words([read]) & words([bare(parts[target].text)]))
                    yield Reference(f"{document.path}:{line.number}", part.id, shown, target, parts[target].title, alike)


def shares(found: Reference, part: Clause) -> bool:
    """Whether the sentence, or the title it stands under, has a word of the target's title."""
    sentence = words([around(found.sentence)])
    read = sentence if len(sentence) > _SAYS_NOTHING else words([bare(part.text)])
    return not words([found.title]).isdisjoint(read | words([part.title]))


def around(sentence: str) -> str:
    """The sentence without the references themselves."""
    return re.sub("〔.*?〕", "，", sentence)


def words(texts: Iterable[str]) -> set[str]:
    """Every run of two Chinese characters."""
    runs = (run for text in texts for run in _CHINESE.findall(text))
    return {run[at:at + 2] for run in runs for at in range(len(run) - 1)}


if __name__ == "__main__":
    for item in unlike(documents()):
        if not sys.argv[1:] or item.clause[:3] in sys.argv[1:]:
            print(f"{item.place} {item.clause}\n  {item.sentence}\n  → {item.target} {item.title} ({item.alike})")
