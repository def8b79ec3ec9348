"""志愿服务记录证明 (B43) filled in from the registers: the form itself, with what the records say of one volunteer.

No name is in the registers: it is written in by hand. Nothing of any child stands in it, and visits
stand in one row, for several rows would tell which child it was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from toolkit.city.city import TO_BE_FILLED, City
from toolkit.exporters import fields
from toolkit.registers.hours import Occasion, Service
from toolkit.text.blocks import Block, Inlines, Table, Text
from toolkit.text.render import Rendered, RenderedClause

FORM = "B43"
_PAGES = ("B43-page", "B43-details-page")
_BY_HAND, _LEFT_OUT = ("姓名",), ("证件号码", "表彰（名称、日期、授予单位）", "服务质量评价和日期")
_TRAINING = "培训（名称、内容、学时、举办单位、日期）"
_ISSUER = ("host", "registration", "hotline")
_BACKSTAGE = {"开车", "做饭", "其他"}


def certificate(form: Rendered, service: Service, city: City, until: date, details: bool) -> Rendered:
    """The form for one volunteer who served, as of `until`; the page of details only where it is wanted."""
    pages = _PAGES if details else _PAGES[:1]
    values = _values(service, city, until)
    return replace(form, chapters=tuple(
        # 明细（本人要的才附）: the words in brackets are for whoever fills the form in.
        replace(chapter, title=chapter.title.partition("（")[0],
                clauses=tuple(_clause(clause, values, service, city) for clause in chapter.clauses))
        for chapter in form.chapters if chapter.id in pages
    ))


def unknown(city: City) -> list[str]:
    """What a certificate must say of whoever issues it, and city.yaml does not."""
    return [f"team.{name}" for name in _ISSUER if city.data["team"].get(name, TO_BE_FILLED) == TO_BE_FILLED]


def _values(service: Service, city: City, until: date) -> dict[str, str | tuple[str, ...]]:
    assert service.days, service
    roles = {occasion.role for occasion in service.took_part}
    content = [
        *(["一对一陪伴"] if service.visited else []), *(["集体活动"] if roles - _BACKSTAGE else []),
        *(["组织和后勤"] if roles & _BACKSTAGE else []),
    ]
    training = "；".join(f"{item.name}，{item.role}学时，{_day(item.day)}" for item in service.trained or ())
    return {
        **dict.fromkeys(_BY_HAND, ""), "志愿者编号": service.volunteer,
        "服务起止日期": f"{_day(service.days[0])}至{_day(service.days[1])}",
        "服务时间合计（小时）": service.hours, "服务内容": tuple(content), "证明编号": f"{service.volunteer}-{until:%Y%m%d}",
        "怎样查验": f"电话 {city.values['team']['hotline']}", _TRAINING: training or "没有",
    }


def _clause(
    clause: RenderedClause, values: dict[str, str | tuple[str, ...]], service: Service, city: City
) -> RenderedClause:
    kept = [item for item in clause.fields if item["name"] not in _LEFT_OUT]
    return replace(
        clause, fields=tuple(fields.filled(kept, values)),
        blocks=tuple(_with_rows(block, service, city) for block in clause.blocks),
    )


def _with_rows(block: Block, service: Service, city: City) -> Block:
    if not isinstance(block, Table):
        return block
    team = str(city.data["team"]["name"])
    leader = str(city.data["team"]["leader"])
    by = team if leader == TO_BE_FILLED else f"{team}，{leader}"
    rows = []
    if service.visited:
        first, last = service.visited[0].day, service.visited[-1].day
        days = f"{_day(first)}至{_day(last)}，{len(service.visited)}次"
        rows.append(("陪伴走访", days, city.name, "一对一陪伴", _hours(service.visited), by))
    rows += [(f"集体活动（{item.name}）" if item.name else "集体活动", _day(item.day), city.name, item.role, _hours([item]), by) for item in service.took_part]
    return replace(block, rows=tuple(tuple(map(_text, row)) for row in rows))


def _hours(occasions: Sequence[Occasion]) -> str:
    return f"{sum(occasion.minutes for occasion in occasions) / 60:.1f}"


def _text(words: str) -> Inlines:
    return (Text(words),)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
