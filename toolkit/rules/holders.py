"""Rules for who holds which post, as city.yaml names them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from toolkit.city.city import City
from toolkit.city.people import people
from toolkit.errors import Finding, Location, Severity, Words
from toolkit.rules.subject import Subject
from toolkit.text import workload
from toolkit.text.posts import Post, Posts


def never_together(subject: Subject) -> Iterator[Finding]:
    """CFG207: one person is named in two posts that one person never holds, in any office."""
    city, posts = subject.city, subject.register.posts
    for one, other, name in _shared(city, posts):
        rule = posts.kept_apart(one.id, other.id)
        if city and rule:
            yield Finding(
                _place(city, other), "CFG207",
                Words(
                    f"{name}同时是{one.title}和{other.title}：{rule.why}（{rule.clause}）",
                    f"“{name}” is both {_small(one)} and {_small(other)}: {rule.why_en} ({rule.clause})",
                ),
                Words(
                    f"{other.title}换一个人、换一个办公室；真是两个同名的人，写出怎样分清他们，例如各自的工号",
                    f"name somebody else as {_small(other)}; where two people share a name, write what tells them apart, such as their staff numbers",
                ),
            )


def shared_in_a_small_office(subject: Subject) -> Iterator[Finding]:
    """CFG208: in a small office one person is named in two posts that nobody there may share."""
    city, posts = subject.city, subject.register.posts
    if city is None or not city.is_on("tiers.small"):
        return
    for one, other, name in _shared(city, posts):
        if posts.may_share(one.id, other.id) or posts.kept_apart(one.id, other.id):
            continue
        yield Finding(
            _place(city, other), "CFG208",
            Words(
                f"{name}同时是{one.title}和{other.title}：小办公室里这两个岗位不在同一组，不能由一个人兼"
                f"（{posts.sharing}）",
                f"“{name}” is both {_small(one)} and {_small(other)}: no group of a small office holds both "
                f"({posts.sharing})",
            ),
            Words(f"{other.title}换一个人，可以兼的见 {posts.sharing}",
                  f"name somebody else as {_small(other)}; {posts.sharing} says what may be shared"),
        )


def outgrown(subject: Subject) -> Iterator[Finding]:
    """CFG209: a small office has more pairs, or more hours for one person, than one may have."""
    city, posts = subject.city, subject.register.posts
    if city is None or not city.is_on("tiers.small"):
        return
    pairs = city.data["size"]["pairs"]
    if pairs > posts.most_pairs:
        yield _outgrown(
            city, "pairs", posts,
            Words(f"结对 {pairs} 对，小办公室最多 {posts.most_pairs} 对",
                  f"{pairs} pairs; a small office has at most {posts.most_pairs}"),
        )
    for group, load in workload.of_people(subject.register.tasks, posts, city).items():
        if load.hours / load.people > posts.most_hours:
            yield _outgrown(city, "coordinators" if group == "pairs" else "pairs", posts, Words(
                f"{'、'.join(load.titles)}由一个人兼，每月约 {load.each} 小时，超过 {posts.most_hours} 小时",
                f"one person for {', '.join(_titles(group, posts))}: about {load.each} hours a month, "
                f"more than {posts.most_hours}",
            ))


def _outgrown(city: City, key: str, posts: Posts, words: Words) -> Finding:
    return Finding(
        city.file.locate("size", key), "CFG209",
        Words(f"{words.zh}（{posts.ending}）", f"{words.en} ({posts.ending})"),
        Words("加人、分岗，小办公室（tiers.small）改成：small: false", "add people, split the posts; write under tiers: small: false"),
        Severity.WARNING,
    )


def _shared(city: City | None, posts: Posts) -> Iterator[tuple[Post, Post, str]]:
    """Two posts and the name that stands in both."""
    if city is None:
        return
    titles = frozenset(post.title for post in posts.all.values())
    named = [(post, people(_written(city, post), titles)) for post in posts.named()]
    for (one, first), (other, second) in combinations(named, 2):
        yield from ((one, other, name) for name in _both(first, second))


def _both(first: Mapping[str, str], second: Mapping[str, str]) -> Iterator[str]:
    return (written for name, written in first.items() if name in second)


def _written(city: City, post: Post) -> str:
    assert post.key
    section, key = post.key
    return str(city.data[section][key])


def _place(city: City, post: Post) -> Location:
    assert post.key
    return city.file.locate(*post.key)


def _small(post: Post) -> str:
    return post.title_en[0].lower() + post.title_en[1:]


def _titles(group: str, posts: Posts) -> list[str]:
    return [_small(posts.all[name]) for found in posts.groups if found.id == group for name in found.posts]


RULES = (never_together, shared_in_a_small_office, outgrown)
