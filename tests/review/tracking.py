"""Marks a Word file as lawyers do: changes tracked, by name, at random."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_WORDS = "由团队书面通知监护人，并且记入台账。不得超过15日，另有规定的除外；经办人签名以后生效"
KINDS = ("insert", "strike", "replace", "split", "join", "strike paragraph", "new paragraph", "strike over an end")


class Tracking:
    """A .docx whose document can be marked; `done` gives its bytes."""

    def __init__(self, raw: bytes, chance: random.Random) -> None:
        with zipfile.ZipFile(io.BytesIO(raw)) as opened:
            self.parts = {name: opened.read(name) for name in opened.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.chance, self.number = chance, 5_000

    def done(self) -> bytes:
        self.parts["word/document.xml"] = etree.tostring(self.root)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, part in self.parts.items():
                packed.writestr(name, part)
        return stream.getvalue()

    def paragraphs(self) -> list[Any]:
        return list(self.root.iter(W + "p"))

    def find(self, words: str) -> Any:
        """The first paragraph that holds these words."""
        return next(found for found in self.paragraphs() if words in text_of(found))

    def mark(self, element: Any, author: str) -> Any:
        self.number += 1
        element.set(W + "id", str(self.number))
        element.set(W + "author", author)
        element.set(W + "date", "2026-12-01T09:00:00Z")
        return element

    def replace(self, paragraph: Any, old: str, new: str, author: str = "甲律师") -> None:
        """Strikes `old` in the paragraph, however its runs are cut, and puts `new` in."""
        at = text_of(paragraph).index(old)
        runs = self._cut(paragraph, at, at + len(old))
        if new:
            self.put(runs[-1], new, author)
        for run in runs:
            self.strike(run, author)

    def insert(self, paragraph: Any, after: str, new: str, author: str = "甲律师") -> None:
        end = text_of(paragraph).index(after) + len(after)
        self.put(self._cut(paragraph, end - 1, end)[-1], new, author)

    def _cut(self, paragraph: Any, start: int, end: int) -> list[Any]:
        """The runs of exactly these signs."""
        found, at = [], 0
        for run in list(runs_of(paragraph)):
            length = len(run.find(W + "t").text or "")
            left, right = max(start - at, 0), min(end - at, length)
            if left < right:
                middle = self.cut(run, left) if left else run
                if right < length:
                    self.cut(middle, right - left)
                found.append(middle)
            at += length
        return found

    def cut(self, run: Any, at: int) -> Any:
        rest = copy.deepcopy(run)
        words = run.find(W + "t").text or ""
        for part, text in ((run, words[:at]), (rest, words[at:])):
            part.find(W + "t").text = text
            part.find(W + "t").set(_SPACE, "preserve")
        run.addnext(rest)
        return rest

    def put(self, after: Any, words: str, author: str) -> None:
        mark = self.mark(etree.Element(W + "ins"), author)
        _write(mark, words)
        after.addnext(mark)

    def strike(self, run: Any, author: str) -> None:
        mark = self.mark(etree.Element(W + "del"), author)
        run.addprevious(mark)
        mark.append(run)
        for text in run.findall(W + "t"):
            text.tag = W + "delText"

    def end(self, paragraph: Any, kind: str, author: str) -> None:
        """Marks the paragraph's end as put in ("ins") or struck ("del")."""
        look = paragraph.find(W + "pPr")
        if look is None:
            look = etree.Element(W + "pPr")
            paragraph.insert(0, look)
        mark = look.find(W + "rPr")
        if mark is None:
            mark = etree.SubElement(look, W + "rPr")
        self.mark(etree.SubElement(mark, W + kind), author)

    def new_paragraph(self, after: Any, words: str, author: str = "甲律师", style: str = "BodyText") -> None:
        made = etree.Element(W + "p")
        etree.SubElement(etree.SubElement(made, W + "pPr"), W + "pStyle").set(W + "val", style)
        self.end(made, "ins", author)
        _write(self.mark(etree.SubElement(made, W + "ins"), author), words)
        after.addnext(made)

    def strike_paragraph(self, paragraph: Any, author: str = "甲律师") -> None:
        for run in list(runs_of(paragraph)):
            self.strike(run, author)
        self.end(paragraph, "del", author)

    def split(self, paragraph: Any, run: Any, author: str) -> None:
        """Everything up to `run` becomes a paragraph of its own."""
        made = etree.Element(W + "p")
        look = paragraph.find(W + "pPr")
        made.append(copy.deepcopy(look) if look is not None else etree.Element(W + "pPr"))
        top = run
        while top.getparent() is not paragraph:
            top = top.getparent()
        children = list(paragraph)
        for child in children[: children.index(top) + 1]:
            if child.tag != W + "pPr":
                made.append(child)
        paragraph.addprevious(made)
        self.end(made, "ins", author)

    def at_random(self, paragraphs: list[Any]) -> None:
        chance = self.chance
        author, paragraph = chance.choice(("甲律师", "乙律师")), chance.choice(paragraphs)
        runs = runs_of(paragraph)
        if not runs:
            return
        run, kind = chance.choice(runs), chance.choice(KINDS)
        words = run.find(W + "t").text or ""
        if kind in ("insert", "strike", "replace"):
            start = chance.randrange(len(words) + 1)
            stop = chance.randrange(start, min(len(words), start + 8) + 1)
            middle = self.cut(run, start)
            if kind == "insert" or start == stop:
                self.put(run, self.words(), author)
                return
            self.cut(middle, stop - start)
            if kind == "replace":
                self.put(middle, self.words(), author)
            self.strike(middle, author)
        elif paragraph.getparent().tag == W + "body":
            self._paragraph_at_random(kind, paragraph, run, author)

    def _paragraph_at_random(self, kind: str, paragraph: Any, run: Any, author: str) -> None:
        if kind == "split":
            self.cut(run, self.chance.randrange(len(run.find(W + "t").text or "") + 1))
            self.split(paragraph, run, author)
        elif kind == "join":
            self.end(paragraph, "del", author)
        elif kind == "strike paragraph":
            self.strike_paragraph(paragraph, author)
        elif kind == "new paragraph":
            self.new_paragraph(paragraph, self.words() + self.words(), author)
        else:
            following = paragraph.getnext()
            if following is not None and following.tag == W + "p" and runs_of(following):
                last = self.cut(run, len(run.find(W + "t").text or "") // 2)
                runs = list(runs_of(paragraph))
                for found in runs[runs.index(last):]:
                    self.strike(found, author)
                self.end(paragraph, "del", author)
                first = runs_of(following)[0]
                self.cut(first, len(first.find(W + "t").text or "") // 2)
                self.strike(first, author)

    def words(self) -> str:
        start = self.chance.randrange(len(_WORDS) - 6)
        return _WORDS[start : start + self.chance.randrange(1, 6)]


def _write(mark: Any, words: str) -> None:
    text = etree.SubElement(etree.SubElement(mark, W + "r"), W + "t")
    text.text = words
    text.set(_SPACE, "preserve")


def runs_of(paragraph: Any) -> list[Any]:
    """Runs with words that nobody has marked."""
    return [
        run for run in paragraph.iter(W + "r")
        if run.find(W + "t") is not None and run.getparent().tag not in (W + "ins", W + "del")
    ]


def text_of(paragraph: Any) -> str:
    return "".join(run.find(W + "t").text or "" for run in runs_of(paragraph))


def at_random(raw: bytes, chance: random.Random, count: int) -> bytes:
    """The file with `count` random changes by two authors."""
    tracking = Tracking(raw, chance)
    paragraphs = tracking.paragraphs()
    for _ in range(count):
        tracking.at_random(paragraphs)
    return tracking.done()
