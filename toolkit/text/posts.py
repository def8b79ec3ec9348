"""The posts of a team: who may hold several of them in a small office, and who never may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.files import yamlfile


@dataclass(frozen=True)
class Post:
    id: str
    title: str
    title_en: str
    place: str  # office, host (the registered body's own people) or outside
    clause: str
    key: tuple[str, str] | None  # section and key of city.yaml that name the holder


@dataclass(frozen=True)
class Group:
    """Posts that one person of a small office may hold together."""

    id: str
    posts: tuple[str, ...]


@dataclass(frozen=True)
class Apart:
    """Two posts that one person never holds, why, and the clause that says so."""

    posts: tuple[str, str]
    why: str
    why_en: str
    clause: str


@dataclass(frozen=True)
class Posts:
    """`most_pairs` and `most_hours` (a month, of one person) are where a small office ends."""

    all: Mapping[str, Post]
    groups: tuple[Group, ...]
    sharing: str  # the clause on shared posts
    never: tuple[Apart, ...]
    most_pairs: int
    most_hours: int
    ending: str  # the clause on when the small office ends

    def named(self) -> Iterator[Post]:
        """The posts whose holder city.yaml names."""
        return (post for post in self.all.values() if post.key)

    def kept_apart(self, one: str, other: str) -> Apart | None:
        """The rule that keeps two posts apart, or None."""
        return next((rule for rule in self.never if set(rule.posts) == {one, other}), None)

    def may_share(self, one: str, other: str) -> bool:
        """Whether one person of a small office may hold both."""
        return any({one, other} <= set(group.posts) for group in self.groups)


def read(legal: Path) -> Posts:
    """What `posts.yaml` in the folder `policies/legal` says; its form is its schema's."""
    data = yamlfile.read(legal / "posts.yaml", "posts.yaml").data
    small = data["small_office"]
    return Posts(
        {entry["id"]: _post(entry) for entry in data["posts"]},
        tuple(Group(entry["id"], tuple(entry["posts"])) for entry in small["may_share"]),
        small["clause"],
        tuple(_apart(entry) for entry in data["never_together"]),
        small["ends_above"]["pairs"], small["ends_above"]["hours_a_month_for_one_person"],
        small["ends_clause"],
    )


def _post(entry: Mapping[str, Any]) -> Post:
    written = f"roles.{entry['role']}" if entry["role"] else entry.get("city_key")
    key = tuple(written.split(".")) if written else None
    return Post(entry["id"], entry["title"], entry["title_en"], entry["place"], entry["clause"], key)


def _apart(entry: Mapping[str, Any]) -> Apart:
    one, other = entry["posts"]
    return Apart((one, other), entry["why"], entry["why_en"], entry["clause"])
