"""How many hours a month a team's posts take, from the city's own numbers.

Minutes are design values; the volunteers' own visits, standing by and emergencies are not in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.city.city import City
from toolkit.files import yamlfile
from toolkit.text.posts import Group, Post, Posts

_MINUTES_A_YEAR_IN_HOURS_A_MONTH = 60 * 12


@dataclass(frozen=True)
class Task:
    """`per` is pair, coordinator or office; `times` a number a year, or a key of city.yaml that holds it."""

    id: str
    title: str
    clause: str
    post: str
    per: str
    minutes: int
    times: float | str


@dataclass(frozen=True)
class Load:
    """What one post, or one person of a small office, has to do: hours a month of all who share it."""

    titles: tuple[str, ...]
    hours: float
    people: int

    @property
    def each(self) -> int:
        """Hours a month of one of them, as people read hours."""
        return rounded(self.hours / self.people)


def rounded(hours: float) -> int:
    """Whole hours, a half upwards."""
    return int(hours + 0.5)


def read(legal: Path) -> tuple[Task, ...]:
    """The tasks of `workload.yaml` in the folder `policies/legal`; its form is its schema's."""
    entries = yamlfile.read(legal / "workload.yaml", "workload.yaml").data["tasks"]
    return tuple(
        Task(entry["id"], entry["title"], entry["clause"], entry["post"], entry["per"], entry["minutes"],
             entry["times_per_year"])
        for entry in entries
    )


def hours(task: Task, city: City) -> float:
    """Hours a month that a task takes in this city, of all who do it together."""
    size = city.data["size"]
    count = {"pair": size["pairs"], "coordinator": size["coordinators"], "office": 1}[task.per]
    return float(count * task.minutes * _times(task.times, city.data) / _MINUTES_A_YEAR_IN_HOURS_A_MONTH)


def _times(times: float | str, data: Mapping[str, Any]) -> float:
    if not isinstance(times, str):
        return times
    section, _, key = times.partition(".")
    return float(data[section][key])


def of_posts(tasks: Iterable[Task], posts: Posts, city: City) -> dict[str, Load]:
    """Post → its hours, for every post that has a task; only coordinators are several."""
    found: dict[str, float] = {}
    for task in tasks:
        found[task.post] = found.get(task.post, 0) + hours(task, city)
    return {
        name: Load((post.title,), found[name], _people(name, city))
        for name, post in posts.all.items() if name in found
    }


def of_people(tasks: Iterable[Task], posts: Posts, city: City) -> dict[str, Load]:
    """A small office: group of posts → its hours. A post of several groups is shared by all their people."""
    loads = of_posts(tasks, posts, city)
    found = {}
    for group in posts.groups:
        held = [posts.all[name] for name in group.posts if name in loads]
        total = sum(loads[post.id].hours * _share(group, post, posts, city) for post in held)
        found[group.id] = Load(tuple(post.title for post in held), total, _holders(group, city))
    return found


def _share(group: Group, post: Post, posts: Posts, city: City) -> float:
    everybody = sum(_holders(other, city) for other in posts.groups if post.id in other.posts)
    return _holders(group, city) / everybody


def _holders(group: Group, city: City) -> int:
    return max(_people(name, city) for name in group.posts)


def _people(post: str, city: City) -> int:
    return int(city.data["size"]["coordinators"]) if post == "coordinator" else 1
