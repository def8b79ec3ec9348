"""What tests of redlines share: versions of a text as Word files, random ones too, and what a redline shows."""

from __future__ import annotations

import difflib
import random
import re
from collections.abc import Mapping, Sequence

from toolkit.city.city import City
from toolkit.exporters.word import docx
from toolkit.files import sources
from toolkit.review import marked
from toolkit.review.marked import Marked
from toolkit.text import policy
from toolkit.text.citations import Register
from toolkit.text.policy import Document
from toolkit.text.render import outline, render

_WORDS = "由团队书面通知监护人，并且记入台账。不得超过15日，另有规定的除外；经办人签名以后生效"


def files(texts: Sequence[str], city: City, others: Sequence[Document]) -> list[bytes]:
    """Each text of one document as the Word file that this city prints, among the `others`."""
    rendered = []
    for text in texts:
        document, _ = policy.parse(text, "P00.md")
        outlined = outline([*(other for other in others if other.id != document.id), document], city)
        rendered.append(render(document, outlined, city)[0])
    return [made.content for made in docx.export(rendered, city, Register(sources.shared().legal))]


def varied(text: str, chance: random.Random, count: int) -> str:
    """The text of a document after random edits, as a city or a release makes them."""
    head, body = text.split("\n---\n", 1)
    clauses = re.split(r"(?m)^(?=#{2,3} )", body)
    for _ in range(count):
        kind = chance.choice(("words", "words", "strike", "paragraph", "gone", "split", "join", "move", "clause", "row"))
        at = chance.randrange(1, len(clauses))
        if kind == "move" and len(clauses) > 4:
            clauses.insert(chance.randrange(2, len(clauses) - 1), clauses.pop(at))
        elif kind == "clause" and clauses[at].startswith("### ") and len(clauses) > 5:
            clauses.pop(at)
        else:
            clauses[at] = _edited(clauses[at], kind, chance)
    return head + "\n---\n" + "".join(clauses)


def _edited(clause: str, kind: str, chance: random.Random) -> str:
    heading, *lines = clause.split("\n")
    prose = [number for number, line in enumerate(lines) if line and not re.match(r"[|:{]", line)]
    rows = [number for number, line in enumerate(lines) if line.startswith("|") and "---" not in line][1:]
    start = chance.randrange(len(_WORDS) - 9)
    words = _WORDS[start : start + chance.randrange(1, 9)]
    if kind == "row" and rows:
        at = chance.choice(rows)
        if chance.random() < 0.5 and len(rows) > 1:
            lines.pop(at)
        else:
            lines.insert(at, re.sub("[\u4e00-\u9fff]{2}", words[:2], lines[at]))
    elif prose:
        at = chance.choice(prose)
        spot = chance.choice([found.start() for found in re.finditer("[，。；]", lines[at])] or [len(lines[at])])
        if kind == "words":
            lines[at] = lines[at][:spot] + words + lines[at][spot:]
        elif kind == "strike":
            lines[at] = re.sub(r"[^，。；{}\[\]|]{2,8}(?=[，。；])", words, lines[at], count=1)
        elif kind == "paragraph":
            lines[at + 1 : at + 1] = ["", words + words + "。"]
        elif kind == "gone" and len(prose) > 1:
            lines.pop(at)
        elif kind == "split" and spot + 1 < len(lines[at]):
            lines[at : at + 1] = [lines[at][: spot + 1], "", lines[at][spot + 1 :]]
        elif kind == "join" and len(prose) > 1 and at == prose[0]:
            lines[at : prose[1] + 1] = [lines[at] + lines[prose[1]]]
    return "\n".join([heading, *lines])


def text(file: Marked, without: str) -> str:
    """The file without what was `put` or `struck`; a paragraph a line."""
    return "".join(sign.text for sign in file.signs if getattr(sign, without) is None)


def shown(raw: bytes, start: str) -> str:
    """From the first `start` on, marks in brackets, ends of paragraphs as ¶."""
    marks = {"": "{}", "-": "[-{}-]", "+": "[+{}+]"}
    runs: list[tuple[str, str]] = []
    for sign in marked.parse(raw).signs:
        kind = "-" if sign.struck else "+" if sign.put else ""
        letter = "¶" if sign.end else sign.text
        if runs and runs[-1][0] == kind:
            runs[-1] = kind, runs[-1][1] + letter
        else:
            runs.append((kind, letter))
    whole = "".join(marks[kind].format(words) for kind, words in runs)
    return whole[whole.index(start):]


def counts(raw: bytes, old: bytes, new: bytes) -> tuple[int, int]:
    """How many signs the redline marks, and how many differ, sign by sign in the lines that differ."""
    marked_ = sum(bool(sign.put or sign.struck) for sign in marked.parse(raw).signs)
    before, after = (text(marked.parse(file), "put").splitlines(keepends=True) for file in (old, new))
    differ = 0
    for code, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if code != "equal":
            one, other = "".join(before[i1:i2]), "".join(after[j1:j2])
            found = difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
            differ += sum(a2 - a1 + b2 - b1 for kind, a1, a2, b1, b2 in found if kind != "equal")
    return marked_, differ


def sources_of(documents: Sequence[Document], texts: Mapping[str, str]) -> dict[str, str]:
    """Document id → the text of its file."""
    return {document.id: texts[document.path] for document in documents}
