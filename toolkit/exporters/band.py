"""The head of each page of a form: whose it is, which form, about whom, which copy. The page's number is the format's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit.city.city import City
from toolkit.exporters.copies import copies
from toolkit.exporters.layout import FORM, all_fields, legend
from toolkit.text.render import Rendered

_NUMBER = re.compile("[^、和的，（]*编号")
_CHILD = "孩子编号"
_OF_A_CHILD = re.compile("^孩子(?!.*数)")
_ONE_SIDE = "单面打印"


@dataclass(frozen=True)
class Band:
    """`kept_by` says which copy it is, `parts` what stands there instead on the pages of those parts.

    `number` is what the form is found by, written on each page; "" where it needs none.
    """

    team: str
    form: str  # 表单 B02 · 版本 1.1.0
    title: str
    number: str = ""
    legend: str = ""
    kept_by: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


def band(document: Rendered, city: City) -> Band | None:
    """None for what is no form."""
    if document.kind != FORM:
        return None
    version = str(document.front.get("version", ""))
    form = f"{FORM} {document.id}" if document.id.startswith("B") else ""
    kept = copies().get(document.id, {})
    own = {chapter.id for chapter in document.chapters if chapter.own_page or chapter is document.chapters[0]}
    printing = str(kept.get("print", _ONE_SIDE if kept.get("parts") else ""))
    return Band(
        " ".join(city.team_name.split()), " · ".join(part for part in (form, version and f"版本 {version}") if part),
        " ".join(document.title.split()), number(document), legend(document),
        "　".join(words for words in (printing, _kept(kept)) if words),
        {part: "　".join(words for words in (printing, f"这一页：{who}") if words) for part, who in kept.get("parts", {}).items() if part in own},
    )


def number(document: Rendered) -> str:
    """What a page that lies alone is found by: the number that the form asks for, or that of whom it is about."""
    if not document.id.startswith("B"):
        return ""
    given = copies().get(document.id, {}).get("number")
    if given is not None:
        return str(given)
    names = [item["name"] for item in all_fields(document) if item["type"] == "text"]
    if any(_OF_A_CHILD.match(name) for name in names):
        return _CHILD
    return next((found[0] for name in names if (found := _NUMBER.match(name))), "")


def _kept(entry: Mapping[str, Any]) -> str:
    """A box to tick for each who keeps one, or whose the only one is."""
    names = entry.get("kept_by", ())
    if "says" in entry:
        return str(entry["says"])
    if len(names) == 1:
        return f"只一份，{names[0]}留存" + ("（另写的页除外）" if entry.get("parts") else "")
    return "　".join(f"☐\u00a0{name}留存" for name in names)
