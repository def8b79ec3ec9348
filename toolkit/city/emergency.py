"""Whom the emergency page (现在怎么办) tells to call: every line must lead to somebody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.city.city import City
from toolkit.errors import Words

LINES = (
    ("team.hotline", "服务团热线", "the team's hotline"),
    ("roles.child_protection", "儿童保护专员", "child-protection officer"),
    ("roles.deputy_child_protection", "副专员", "deputy officer"),
    ("roles.duty", "值守员", "on duty"),
    ("contacts.police", "公安值班", "police"),
    ("contacts.civil_affairs", "民政值班", "civil affairs"),
    ("contacts.education", "教育部门", "education authority"),
    ("contacts.women_federation", "妇联", "women's federation"),
    ("contacts.procuratorate", "检察院", "procuratorate"),
    ("contacts.legal_aid", "法律援助", "legal aid"),
    ("contacts.psychology", "心理援助", "psychological help"),
)


@dataclass(frozen=True)
class Call:
    """A line of the page: the key of city.yaml, whom it calls, and what stands there."""

    key: tuple[str, str]
    who: Words
    line: str


def calls(city: City) -> Iterator[Call]:
    for name, zh, en in LINES:
        section, _, key = name.partition(".")
        yield Call((section, key), Words(zh, en), str(city.data[section][key]))
