"""For the leaders: hours a month by post, from the city's own numbers, and who has too many."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from toolkit.city.city import City
from toolkit.exporters.site.markdown import table, text
from toolkit.exporters.site.pages.page import Page
from toolkit.text import workload
from toolkit.text.citations import Register
from toolkit.text.workload import Load, rounded

PATH = "workload.md"
AT = "T15-growth"  # the clause that explains the hours: the city's own stand below it
_TITLE = "每个岗位每月多少小时"
_BASIS = (
    "次数按条文和本市的数字，每件事的分钟数是建议值，路上的时间已经摊进去。"
    "没有算志愿者自己的陪伴、守在电话旁的时间和突发的事。"
)


def hours_page(city: City, register: Register, targets: Mapping[str, str]) -> Page:
    """Hours by post, by person where the office is small, and by task."""
    loads = workload.of_posts(register.tasks, register.posts, city)
    most = register.posts.most_hours
    lines = [f"# {_TITLE}", text(f"{_said(city)}，合计每月约{rounded(_sum(loads))}小时。{_BASIS}"), _over(loads, most)]
    if city.is_on("tiers.small"):
        people = workload.of_people(register.tasks, register.posts, city)
        lines += [
            "## 小办公室里每个人", _loads(people, "一个人担任", most),
            text("经办人、监督成员是登记主体的人，副专员另请，不在这张表里。几组都可以做的事，平均摊给各组。"),
        ]
    lines += ["## 每个岗位", _loads(loads, "岗位", most), "## 每件事", _tasks(city, register, targets)]
    return Page(PATH, _TITLE, "\n\n".join(filter(None, lines)), "查阅")


def beside_clause(city: City, register: Register) -> Iterator[str]:
    """The city's own hours on the page of the clause AT; no part of the text."""
    loads = workload.of_posts(register.tasks, register.posts, city)
    yield (
        f"{text(f'{_said(city)}，合计每月约{rounded(_sum(loads))}小时。')}"
        f"[{_TITLE}](../{PATH})\n{{: .about .beside-text }}"
    )


def _said(city: City) -> str:
    size, visits = city.data["size"], city.data["numbers"]["visits_per_year"]
    return f"按本市{size['pairs']}对、{size['coordinators']}名协调员、每年看望{visits}次算"


def _sum(loads: Mapping[str, Load]) -> float:
    return sum(load.hours for load in loads.values())


def _over(loads: Mapping[str, Load], most: int) -> str:
    found = [
        f"{load.titles[0]}每人约{load.each}小时，要{math.ceil(load.hours / most)}人分担"
        for load in loads.values() if load.hours / load.people > most
    ]
    if not found:
        return text(f"没有一个岗位每人每月超过{most}小时。")
    return f"<strong>{text(f'每人每月超过{most}小时（建议值）的：')}</strong>{text('；'.join(found))}。"


def _loads(loads: Mapping[str, Load], who: str, most: int) -> str:
    rows = (
        (text("、".join(load.titles)), str(load.people), str(rounded(load.hours)), _each(load, most))
        for load in loads.values()
    )
    return table((who, "几人", "每月合计小时", "每人每月小时"), rows)


def _each(load: Load, most: int) -> str:
    return f"<strong>{load.each}</strong>" if load.hours / load.people > most else str(load.each)


def _tasks(city: City, register: Register, targets: Mapping[str, str]) -> str:
    rows = (
        (text(task.title), _linked(task.clause, targets), text(register.posts.all[task.post].title),
         str(task.minutes), str(rounded(workload.hours(task, city)) or "不到1"))
        for task in register.tasks
    )
    return table(("做什么", "条", "谁", "一次几分钟", "每月小时"), rows)


def _linked(clause: str, targets: Mapping[str, str]) -> str:
    return f"[{clause[:3]}]({targets[clause]})" if clause in targets else clause[:3]
