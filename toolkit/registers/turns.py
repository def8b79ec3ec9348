"""What falls due in the years of a pair: birthdays that change who signs, yearly reviews, successions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from toolkit.registers.books import Books
from toolkit.registers.rules.standing import YEAR, birthday, is_running
from toolkit.registers.workbooks import Row

NEEDS = ("children", "matches")
_BEGIN = timedelta(days=30)  # P06: a turn is begun this long before the birthday
# What changes at each age, and the clause that says so.
_AGES = {
    8: ("孩子自己填意愿确认书（B02），三方协议续签；把留了哪些信息讲给孩子听", "P06-ages"),
    14: ("个人信息改由孩子本人签（B04），敏感信息和公开另加监护人；重新约定渠道和时段", "P06-ages"),
    16: ("主要靠自己劳动收入生活的，改由本人签；问要不要改联系办法", "P06-ages"),
    18: ("全部由本人重新签（B12），旧的同意和授权停用；由本人决定继续、换方式或者结束", "P06-ages"),
}


@dataclass(frozen=True, order=True)
class Turn:
    """`due` is the day by which it is done, `begin` the day to start; `clause` says what to do."""

    due: date
    begin: date
    child: str
    title: str
    task: str
    clause: str


def turns(books: Books, until: date) -> list[Turn]:
    """All turns of children in company from `books.on` to `until`, and what is overdue, by date.

    A closed file has none. Ages need only the children; the rest, the registers that tell it.
    """
    found: set[Turn] = set()
    for child in books.rows("children"):
        if child.get("child_id") is not None and child.get("case_status") != "已结案":
            found.update(_ages(books, child))
            found.update(_review(child))
            for match in books.where("matches", "child_id", child.get("child_id")):
                if is_running(match, books.on):
                    found.update(_pair(books, child.get("child_id"), match))
    return sorted(turn for turn in found if turn.due <= until)


def _ages(books: Books, child: Row) -> Iterator[Turn]:
    born = child.get("birth_date")
    if born is None:
        return
    for years, (task, clause) in _AGES.items():
        due = birthday(born, years)
        if due >= books.on:
            yield Turn(due, due - _BEGIN, child.get("child_id"), f"满{years}周岁", task, clause)


def _review(child: Row) -> Iterator[Turn]:
    seen = child.get("last_review")
    if seen is not None:
        due = seen + YEAR
        yield Turn(due, due - _BEGIN, child.get("child_id"), "年度复核",
                   "问孩子还需不需要陪伴，监护人和同意变没变，填复核日期", "P02-yearly")


def _pair(books: Books, child: str, match: Row) -> Iterator[Turn]:
    renewal = _next_anniversary(match.get("start"), books.on)
    yield Turn(renewal, renewal - _BEGIN, child, "三方协议续签", "协议一年一续；先问孩子愿不愿意", "P06-promise")
    if match.get("backup_vol_id") is None:
        yield Turn(books.on, books.on, child, "没有后备志愿者", "匹配组指定一名具备前四项条件的后备志愿者，先告诉孩子和监护人", "P06-backup")
    yield from _expiries(books, child, match.get("vol_id"))


def _expiries(books: Books, child: str, volunteer: str | None) -> Iterator[Turn]:
    """The day after which the volunteer may not meet the child, unless it is renewed."""
    kinds = (
        ("screening", "vol_id", "valid_until", "违法犯罪记录查询", None),
        ("pledges", "person_id", "valid_until", "承诺书", "承诺书"),
        ("pledges", "person_id", "valid_until", "保密协议", "保密协议"),
        ("insurance", "insured_id", "to", "志愿者保险", None),
    )
    for slug, key, column, name, kind in kinds:
        ends = [
            row.get(column) for row in books.where(slug, key, volunteer)
            if row.get(column) is not None and (kind is None or row.get("type") == kind)
            and (slug != "screening" or row.get("result") == "通过")
        ]
        if ends:
            due = max(ends)
            yield Turn(due, due - _BEGIN, child, f"志愿者的{name}到期",
                       "到期以前办好；到期没办好的当日停止接触，由后备志愿者接续", "P06-break")


def _next_anniversary(start: date, on: date) -> date:
    years = on.year - start.year
    found = birthday(start, years)
    return found if found >= on and years else birthday(start, years + 1)
