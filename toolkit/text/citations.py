"""The register of laws, and what the documents rest on: articles, obligations, norms, standards."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from toolkit.files import yamlfile
from toolkit.text import posts, workload
from toolkit.text.numerals import chinese
from toolkit.text.policy import Citation
from toolkit.text.posts import Posts
from toolkit.text.workload import Task


@dataclass(frozen=True)
class Law:
    """One law, rule or notice. `articles` is 0 where its text was not read.

    `held` names the articles read where the rest was not; `parts` says that the text has parts, not articles.
    """

    id: str
    title: str
    title_en: str
    issuer: str
    status: str  # in-force | superseded | unread
    articles: int = 0
    inserted: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    parts: bool = False
    effective: str | None = None
    number: str = ""  # 文号, only where it was read
    successor: str | None = None
    province: str | None = None
    city: str | None = None

    @property
    def short_title(self) -> str:
        return self.title.removeprefix("中华人民共和国")

    def has(self, article: str) -> bool:
        """Whether the article exists and was read: "28", or "253-1" for an inserted one."""
        if self.held:
            return article in self.held
        if article in self.inserted:
            return True
        return article.isascii() and article.isdigit() and 0 < int(article) <= self.articles

    def article_name(self, article: str) -> str:
        """28 → 第28条; 253-1 → 第253条之一; of a text that has parts, 4-2 → 第四部分（二）."""
        number, _, extra = article.partition("-")
        if self.parts:
            return f"第{_numeral(number)}部分" + (f"（{_numeral(extra)}）" if extra else "")
        return f"第{number}条" + (f"之{_numeral(extra)}" if extra else "")

    def applies_in(self, province: str, city: str) -> bool:
        """A local regulation applies in its own province, or its own city, only."""
        return self.province in (None, province) and self.city in (None, city)


@dataclass(frozen=True)
class Obligation:
    id: str
    law: str
    articles: tuple[str, ...]  # empty where the source was not read in full
    severity: str
    documents: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Audited:
    """Who answers for a norm, and the papers by which a self-check sees whether it is met.

    `says` are words of the clause's sentences that hold the duty, where they are not its first ones.
    """

    who: str
    evidence: str
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """An open question for counsel: in Chinese, with the safe default until it is answered."""

    id: str
    question: str
    until_answered: str


@dataclass(frozen=True)
class Register:
    """The legal facts in the folder `policies/legal`. Each file is read when first asked for."""

    folder: Path

    @cached_property
    def laws(self) -> Mapping[str, Law]:
        return {entry["id"]: _law(entry) for entry in self._entries("laws", "laws")}

    @cached_property
    def repealed(self) -> Mapping[str, str]:
        """Titles that may no longer be cited → id of the law that governs now."""
        return {e["title"]: e["successor"] for e in self._entries("laws", "repealed")}

    @cached_property
    def obligations(self) -> Mapping[str, Obligation]:
        entries = self._entries("obligations", "obligations")
        return {entry["id"]: _obligation(entry) for entry in entries}

    @cached_property
    def norms(self) -> Mapping[str, str]:
        """Norm → id of the one document that states it."""
        return {entry["id"]: entry["document"] for entry in self._entries("norms", "norms")}

    @cached_property
    def audited(self) -> Mapping[str, Audited]:
        """Norm → who answers for it, and what a self-check looks at."""
        return {
            entry["id"]: Audited(entry["who"], entry["evidence"], tuple(entry.get("says", ())))
            for entry in self._entries("norms", "norms")
        }

    @cached_property
    def posts(self) -> Posts:
        return posts.read(self.folder)

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """What a team's work consists of, to reckon hours by."""
        return workload.read(self.folder)

    @cached_property
    def standards(self) -> Mapping[str, dict[str, Any]]:
        return {entry["id"]: entry for entry in self._entries("standards", "requirements")}

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """What counsel is still to answer, by id, with what is done until then."""
        return {
            entry["id"]: Question(entry["id"], entry["question"], entry["until_answered"])
            for entry in self._entries("open-questions", "questions")
        }

    @cached_property
    def glossary(self) -> list[dict[str, str]]:
        return list(self._entries("glossary", "terms"))

    def fingerprint(self) -> str:
        """Changes whenever a legal fact does."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.glob("*.yaml")):
            digest.update(path.read_bytes())
        return digest.hexdigest()

    def name(self, citation: Citation) -> str:
        """《个人信息保护法》第二十八条, in digits: 《个人信息保护法》第28条."""
        law = self.laws.get(citation.law)
        if law is None:
            return f"《{citation.law}》第{citation.article}条"
        return f"《{law.short_title}》{law.article_name(citation.article)}"

    def _entries(self, file: str, key: str) -> list[dict[str, Any]]:
        entries: list[dict[str, Any]] = self._file(file)[key]
        return entries

    def _file(self, name: str) -> dict[str, Any]:
        if name not in self._files:
            self._files[name] = yamlfile.read(self.folder / f"{name}.yaml", f"{name}.yaml").data
        return self._files[name]

    @cached_property
    def _files(self) -> dict[str, dict[str, Any]]:
        return {}


def _numeral(digits: str) -> str:
    """What a basis may hold is named too, even where no law has such an article."""
    return chinese(int(digits)) if 0 < int(digits) < 1000 else digits


def _law(entry: dict[str, Any]) -> Law:
    return Law(
        id=entry["id"], title=entry["title"], title_en=entry["title_en"], issuer=entry["issuer"],
        status=entry["status"], articles=entry.get("articles", 0),
        inserted=tuple(entry.get("inserted", ())), held=tuple(entry.get("held", ())),
        parts=entry.get("parts", False), effective=entry.get("effective"), number=entry.get("number", ""),
        successor=entry.get("successor"), province=entry.get("province"), city=entry.get("city"),
    )


def _obligation(entry: dict[str, Any]) -> Obligation:
    return Obligation(
        entry["id"], entry["law"], tuple(entry["articles"]), entry["severity"],
        tuple(entry["documents"]), entry["text"],
    )
