"""What an update left to a city to decide, and what it decided: `.kit/decisions.json`.

The page in 待处理 is for people; what a decision does is done from here. `update/` makes and closes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

PATH = ".kit/decisions.json"
FOLDER = "待处理"
LARGEST = 20_000_000  # bytes of the record
LOCAL, NATIONAL, MERGED, LATER = "local", "national", "merged", "later"
WORDS = {LOCAL: "保留本市", NATIONAL: "采用全国", MERGED: "合并稿", LATER: "以后再定"}  # the one order, everywhere
OWN, DROP = "new", "drop"  # what a text without an id may be, beside a clause
COPY, COPY_EDITED = "copy", "copy-edited"  # `how` of a text that bears another's id: it says the same, or something else
AS_WORDS = {OWN: "本市自有", DROP: "删去"}

# Kinds that a legal review opens; an update leaves them as they are.
REVIEW_CHANGED, REVIEW_DIFFERS = "review-changed", "review-differs"
OF_REVIEW = {REVIEW_CHANGED, REVIEW_DIFFERS}


@dataclass(frozen=True)
class Because:
    """Why the national text changed, from a version's record of reasons."""

    version: str
    reason: str  # law, practice or wording
    why: str
    decide_by: str = ""


@dataclass(frozen=True)
class Decision:
    """An open one. The sides are source text with LF ends, None where there is nothing.

    `bases` are what an update compares with until it is decided, by the key of a clause or of a front
    matter's entry. `likely` is the clause that a text without an id seems to be.
    """

    page: str  # the name of the page without .md
    id: str  # of the clause or the document
    document: str
    title: str
    owner: str  # the post that answers for the document
    kind: str
    base: str | None
    local: str | None
    new: str | None
    bases: Mapping[str, str | None] = field(default_factory=dict)
    suggestion: str = ""
    how: str = ""
    likely: str = ""
    reasons: Sequence[Because] = ()
    later: str = ""  # who put it off, why and when, in one line

    @property
    def path(self) -> str:
        return f"{FOLDER}/{self.page}.md"

    @property
    def first_answer(self) -> str:
        """For a text without an id, the likeliest answer: a clause, or that it is a copy to be struck, or the city's own."""
        return self.likely or (DROP if self.how == COPY else OWN)

    @property
    def by_law(self) -> bool:
        return any(because.reason == "law" for because in self.reasons)

    @property
    def decide_by(self) -> str:
        """The first day by which the law asks for it, as 2026-01-31; empty where none does."""
        return min((because.decide_by for because in self.reasons if because.decide_by), default="")

    def is_late(self, today: str) -> bool:
        return bool(self.decide_by) and today > self.decide_by


@dataclass(frozen=True)
class Taken:
    """A decision that was made, and by whom."""

    page: str
    id: str
    take: str
    by: str
    on: str
    reason: str


@dataclass(frozen=True)
class Decisions:
    open: tuple[Decision, ...] = ()
    taken: tuple[Taken, ...] = ()

    @property
    def unnumbered(self) -> set[str]:
        """Clauses that only seem to be gone: a text without an id is likely to be one, and that is asked."""
        return {decision.likely for decision in self.open if decision.likely}

    def of(self, document: str) -> list[Decision]:
        return [decision for decision in self.open if decision.document == document]

    def find(self, name: str) -> list[Decision]:
        """Those that a person may mean by a page's name, a clause's or a document's id."""
        name = (name.split() or [""])[0].removeprefix(f"{FOLDER}/").removesuffix(".docx").removesuffix(".md")
        exact = [decision for decision in self.open if decision.page == name]
        return exact or [decision for decision in self.open if name in (decision.id, decision.document)]


def said(take: str) -> str:
    """What was decided, in the words of an office."""
    return WORDS.get(take) or AS_WORDS.get(take) or f"是 {take}"


def read(data: Any) -> Decisions:
    """From what `written` gave, once it is as the schema says."""
    opened = [
        Decision(**{
            **{"base": None, "local": None, "new": None}, **entry,
            "bases": {base["key"]: base.get("text") for base in entry["bases"]},
            "reasons": tuple(Because(**because) for because in entry["reasons"]),
        })
        for entry in data["open"]
    ]
    return Decisions(tuple(opened), tuple(Taken(**entry) for entry in data["taken"]))


def written(decisions: Decisions) -> bytes:
    """The file's bytes: the same for the same decisions."""
    data = {
        "format": 1,
        "open": [
            {**_without_none(asdict(decision)),
             "bases": [_without_none({"key": key, "text": text}) for key, text in decision.bases.items()]}
            for decision in decisions.open
        ],
        "taken": [asdict(taken) for taken in decisions.taken],
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def _without_none(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if value is not None}
