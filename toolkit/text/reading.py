"""How easily a text reads: its sentences, its signs, how common they are, and its words of law.

The measures and the words are data, `templates/readers/reading.yaml`. A sign is a Chinese
character; a number, a Latin word or a city's value is one sign, punctuation none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from toolkit.files import sources, yamlfile
from toolkit.text import marks, pictures
from toolkit.text.policy import Chapter, Line

_FIRST_LEVEL = range(0xB0, 0xD8)  # rows of GB 2312, as lead bytes
_VALUE = re.compile(r"\{\{[^{}]*\}\}")
_BLOCK = re.compile(r"\{%[^{}]*%\}")
_SIGN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[0-9A-Za-z][0-9A-Za-z.+-]*")
_QUOTED = re.compile(r"“[^”]*”")
_SENTENCE = re.compile(r"[^。！？；]+[。！？；…]*[”’）」』]*")


@dataclass(frozen=True)
class Level:
    """What a kind of reader can take in. `sentence` in signs, `common` in percent, `points` of print."""

    zh: str
    en: str
    sentence: int
    common: int
    points: int


@dataclass(frozen=True)
class Plain:
    """A word that some readers need not know, and what to say instead."""

    word: str
    say: str


@dataclass(frozen=True)
class Measures:
    minute: int  # signs that can be read aloud in a minute
    levels: Mapping[str, Level]  # by the front matter's `reader`
    subjects: tuple[str, ...]  # names, in their order in every booklet
    words: Mapping[str, tuple[Plain, ...]]  # by reader, longer words first
    harmless: tuple[str, ...]  # hold such a word, and are everyday speech


@cache
def measures() -> Measures:
    """The measures of templates/readers/reading.yaml."""
    path = sources.shared().templates / "readers" / "reading.yaml"
    data = yamlfile.read(path, path.name).data
    words = {reader: _words_without(reader, data["words"]) for reader in data["readers"]}
    levels = {name: Level(**entry) for name, entry in data["readers"].items()}
    subjects = tuple(item["name"] for item in data["subjects"])
    return Measures(data["minute"], levels, subjects, words, tuple(data["harmless"]))


def _words_without(reader: str, entries: Iterable[Mapping[str, Any]]) -> tuple[Plain, ...]:
    found = (Plain(word, entry["say"]) for entry in entries if reader in entry["in"] for word in entry["words"])
    return tuple(sorted(found, key=lambda plain: len(plain.word), reverse=True))


def of_law(words: str, reader: str) -> Iterator[Plain]:
    """The words of law in a line, each once; what a longer one holds is not named again."""
    for harmless in measures().harmless:
        words = words.replace(harmless, "　")
    for plain in measures().words[reader]:
        if plain.word in words:
            yield plain
            words = words.replace(plain.word, "　")


def said(subject: Chapter) -> Iterator[Line]:
    """The lines that are read aloud, without pictures and marks; a value stands as `{{}}`."""
    for line in subject.lines:
        words = pictures.without(_BLOCK.sub("", line.text))
        words = _VALUE.sub("{{}}", marks.bare(words)).replace("**", "").strip()
        if words:
            yield Line(line.number, words)


def signs(words: str) -> list[str]:
    """The signs of some words, each value one."""
    return _SIGN.findall(words.replace("{{}}", "0 "))


def sentences(words: str) -> list[str]:
    """The sentences of a line; what somebody says in “ ” is part of the sentence that quotes it."""
    masked = _QUOTED.sub(lambda quoted: re.sub("[。！？；]", "，", quoted[0]), words)
    found = [words[match.start():match.end()] for match in _SENTENCE.finditer(masked)]
    return [sentence for sentence in found if signs(sentence)]


def rare(words: str) -> list[str]:
    """The Chinese characters outside GB 2312's first level, one entry for each time it stands there."""
    return [sign for sign in signs(words) if not sign.isascii() and not _is_common(sign)]


def _is_common(sign: str) -> bool:
    try:
        return sign.encode("gb2312")[0] in _FIRST_LEVEL
    except UnicodeEncodeError:
        return False
