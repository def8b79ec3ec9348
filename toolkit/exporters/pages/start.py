"""Where readers begin: home, a page for each kind of reader, and what to do in an emergency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from toolkit import sources, yamlfile
from toolkit.city import City
from toolkit.exporters.markdown import table, text
from toolkit.exporters.pages.page import GROUPS, Page, address
from toolkit.render import Rendered

_NATIONAL = (
    ("110", "有人正在受到伤害、孩子走失、遇到违法犯罪"), ("120", "有人受伤、昏迷、中毒"),
    ("119", "起火、被困"), ("12355", "青少年服务"), ("12338", "妇女儿童维权"),
    ("12309", "检察机关"), ("12345", "政务服务"), ("12348", "法律服务"), ("12356", "心理援助"),
)
_URGENT = (
    '<p class="urgent">孩子正在受到伤害，或者你怀疑有人伤害孩子？'
    '<a href="urgent.html">马上看这里：现在怎么办</a></p>'
)
_DISCLAIMER = "这些文本不构成法律意见。没有签字记录的文件，没有经过律师审查。"


def home(documents: Sequence[Rendered], city: City) -> Page:
    """The first page: who are you, and all documents."""
    lines = [
        f"# {text(city.team_name)}", _URGENT,
        "每一名志愿者陪伴一个孩子：一对一，一盯二十年，扶心、扶志、扶技、扶困。",
        '<p class="readers">' + "".join(
            f'<a href="start-{reader["name"]}.html"><b>我是{text(reader["title"])}</b><br>{text(reader["use"])}</a>'
            for reader in _readers()
        ) + "</p>",
    ]
    for letter, name in GROUPS:
        group = [document for document in documents if document.id.startswith(letter)]
        if group:
            lines += [f"## {name}", table(("编号", "文件", "说明"), map(_row, group))]
    lines.append(_DISCLAIMER)
    return Page("index.md", "首页", "\n\n".join(lines))


def starts(documents: Sequence[Rendered], targets: Mapping[str, str]) -> Iterator[Page]:
    """A page for each kind of reader: what they need first, on one screen of a phone."""
    for reader in _readers():
        lines = [f"# {text(reader['title'])}，从这里开始", _URGENT, "\n".join(_first(reader, targets))]
        yield Page(f"start-{reader['name']}.md", reader["title"], "\n\n".join(lines), "从这里开始")
    yield _english(documents)


def _first(reader: Mapping[str, Any], targets: Mapping[str, str]) -> Iterator[str]:
    number = 0
    for item in reader["first"]:
        to = item.get("page") or targets.get(item.get("to", ""))
        if to:  # a city without the service has no such clause
            number += 1
            yield f"{number}. [{text(item['say'])}]({to})"


def _english(documents: Sequence[Rendered]) -> Page:
    rows = (
        (f"[{document.id}]({address(document.id)})", text(str(document.front.get("title_en", ""))),
         text(str(document.front.get("summary_en", ""))))
        for document in documents
    )
    lines = [
        "# In English",
        "Each volunteer stands by one child: one to one, in four ways (heart, will, skill, hardship), "
        "for as long as the child wishes. The texts are Chinese; these are their titles and what they settle.",
        "A child is being hurt, or you suspect it? Call 110 (police) or 120 (ambulance) now.",
        table(("Id", "Document", "What it settles"), rows),
        "No legal advice. A document without a sign-off record has not been reviewed by a lawyer.",
    ]
    return Page("start-en.md", "English", "\n\n".join(lines), "从这里开始")


def _readers() -> list[dict[str, Any]]:
    path = sources.shared().templates / "site" / "readers.yaml"
    found: list[dict[str, Any]] = yamlfile.read(path, path.name).data["readers"]
    return found


def _row(document: Rendered) -> tuple[str, str, str]:
    link = f"[{text(document.title)}]({address(document.id)})"
    return document.id, link, text(str(document.front.get("summary", "")))


def urgent(city: City) -> Page:
    """What to do now, and the numbers to call."""
    contacts, team, roles = (city.data[name] for name in ("contacts", "team", "roles"))
    local = [
        ("服务团热线", team["hotline"]), ("儿童保护专员", roles["child_protection"]),
        ("副专员", roles["deputy_child_protection"]), ("值守员", roles["duty"]),
        ("公安值班", contacts["police"]), ("民政值班", contacts["civil_affairs"]),
        ("教育部门", contacts["education"]), ("妇联", contacts["women_federation"]),
        ("检察院", contacts["procuratorate"]),
    ]
    lines = [
        "# 现在怎么办",
        '<p class="urgent">有危险，先打 <a href="tel:110">110</a>。有人受伤，打 <a href="tel:120">120</a>。'
        "报告不需要任何人批准，也不需要证据齐全。</p>",
        "1. 让孩子离开危险，陪着他，不让他独自面对你怀疑的人。",
        "2. 立即报警或者报告民政、教育部门。怀疑就可以报，不用先查清。",
        "3. 听孩子说，不追问，不许诺保密，不拍照，不录像。记下孩子的原话、时间和地点。",
        "4. 报告之后再告诉儿童保护专员。被怀疑的是专员或者负责人的，直接报公安和民政，不告诉他。",
        "5. 不私下和解，不发群，不告诉无关的人。",
        "## 全国电话",
        table(("电话", "什么时候打"), ((f"[{number}](tel:{number})", when) for number, when in _NATIONAL)),
        "## 本地电话",
        table(("找谁", "电话"), ((text(who), text(str(number))) for who, number in local)),
    ]
    return Page("urgent.md", "紧急情况", "\n\n".join(lines))
