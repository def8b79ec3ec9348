"""What falls due in the years of a pair: birthdays that change who signs, yearly reviews, successions.

A turn never leaves the list because its day is past: it is overdue until the registers show that it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from toolkit.registers.books import Books
from toolkit.registers.rules.standing import YEAR, birthday, is_running
from toolkit.registers.workbooks import Row

NEEDS = ("children", "matches")
_BEGIN = timedelta(days=30)  # P06: a turn is begun this long before the birthday
_EARLY = timedelta(days=60)  # what is signed so long before a renewal is the renewal
_HALF_YEAR = timedelta(days=183)
# What changes at each age, and the clause that says so.
_AGES = {
    8: ("孩子自己填意愿确认书（B02），三方协议续签；把留了哪些信息讲给孩子听", "P06-ages"),
    14: ("个人信息改由孩子本人签（B04），敏感信息和公开另加监护人；重新约定渠道和时段", "P06-ages"),
    16: ("主要靠自己劳动收入生活的，改由本人签；问要不要改联系办法", "P06-ages"),
    18: ("全部由本人重新签（B12），旧的同意和授权停用；由本人决定继续、换方式或者结束", "P06-ages"),
}
_ONCE = {"B08", "B13", "B16", "B19", "B21", "B29"}  # consents to one occasion: nobody renews them
_FORMS = {
    "B01": "服务知情同意", "B02": "孩子意愿确认", "B03": "个人信息单独同意", "B04": "个人信息单独同意", "B05": "肖像同意",
    "B06": "信息提供同意", "B14": "投保同意", "B15": "急病送医授权", "B17": "行为支持同意", "B18": "寄宿就读同意", "B20": "心理辅导同意",
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
            found.update(_consents(books, child.get("child_id")))
            found.update(_guardian(books, child))
            for match in books.where("matches", "child_id", child.get("child_id")):
                if is_running(match, books.on):
                    found.update(_pair(books, child.get("child_id"), match))
    return sorted(turn for turn in found if turn.due <= until)


def _ages(books: Books, child: Row) -> Iterator[Turn]:
    born = child.get("birth_date")
    if born is None:
        return
    since = _in_company_since(books, child.get("child_id"))
    for years, (task, clause) in _AGES.items():
        due = birthday(born, years)
        overdue = due < books.on and since is not None and since <= due and not _is_done(books, child, years, due)
        if due >= books.on or overdue:
            yield Turn(due, due - _BEGIN, child.get("child_id"), f"满{years}周岁", task, clause)


def _in_company_since(books: Books, child: str) -> date | None:
    """The day of the first pair or consent: what was due before it was asked then."""
    days = [row.get("start") for row in books.where("matches", "child_id", child)]
    days += [row.get("signed_on") for row in books.where("consents", "subject_id", child)]
    return min((day for day in days if day is not None), default=None)


def _is_done(books: Books, child: Row, years: int, due: date) -> bool:
    """Whether the registers show what a birthday asks for."""
    rows = [row for row in books.where("consents", "subject_id", child.get("child_id")) if row.get("signed_on") is not None]
    if years == 8:
        return any(row.get("form_slug") == "B02" and row.get("signed_on") >= due - _BEGIN for row in rows)
    if years == 14:
        return any(row.get("form_slug") == "B04" and row.get("signed_on") >= due for row in rows)
    if years == 18:
        return any(row.get("signer_role") in ("成年的本人", "孩子本人") and row.get("signed_on") >= due for row in rows)
    guardian = books.one("guardians", "guardian_id", child.get("guardian_id"))
    own = guardian is not None and guardian.get("relation") == "本人"
    return own or any(
        contact.get("person") == "孩子" and contact.get("date") is not None and contact.get("date") >= due - _BEGIN
        for match in books.where("matches", "child_id", child.get("child_id"))
        for contact in books.where("contacts", "match_id", match.get("match_id"))
    )


def _review(child: Row) -> Iterator[Turn]:
    seen = child.get("last_review")
    if seen is not None:
        due = seen + YEAR
        yield Turn(due, due - _BEGIN, child.get("child_id"), "年度复核",
                   "问孩子还需不需要陪伴，监护人和同意变没变，填复核日期", "P02-yearly")


def _consents(books: Books, child: str) -> Iterator[Turn]:
    """The end of each consent that is written with one, unless a later one without an end took its place."""
    ends: dict[str, date] = {}
    for row in books.where("consents", "subject_id", child):
        form = row.get("form_slug")
        if form is not None and form not in _ONCE and row.get("withdrawn_on") is None:
            ends[form] = max(ends.get(form, date.min), row.get("valid_until") or date.max)
    for form, due in ends.items():
        if due < date.max:
            yield Turn(due, due - _BEGIN, child, f"{_FORMS.get(form, '同意')}到期（{form}）",
                       "还需要的，到期以前请有权签字的人重签；到期没签的当日停用", "P08-separate")


def _guardian(books: Books, child: Row) -> Iterator[Turn]:
    guardian = books.one("guardians", "guardian_id", child.get("guardian_id"))
    if guardian is None:
        return
    until, checked = guardian.get("authority_until"), guardian.get("proof_checked_on")
    if guardian.get("authority_doc") == "父母书面委托" and until is not None:
        yield Turn(until, until - _BEGIN, child.get("child_id"), "父母书面委托到期",
                   "请父母重新委托；过了期的，被委托人不再代签、不再代收", "P02-away")
    if guardian.get("relation") == "本人" and checked is not None:
        due = checked + _HALF_YEAR
        yield Turn(due, due - _BEGIN, child.get("child_id"), "再核验劳动收入",
                   "看劳动收入材料，改核验日期；不再靠劳动收入生活的，改由监护人签", "P02-check")


def _pair(books: Books, child: str, match: Row) -> Iterator[Turn]:
    for renewal in _renewals(books, child, match.get("start")):
        yield Turn(renewal, renewal - _BEGIN, child, "三方协议续签", "协议一年一续；先问孩子愿不愿意", "P06-promise")
    if match.get("backup_vol_id") is None:
        yield Turn(books.on, books.on, child, "没有后备志愿者", "匹配组指定一名具备前四项条件的后备志愿者，先告诉孩子和监护人", "P06-backup")
    if match.get("status") == "暂停" and match.get("pause_until") is not None:
        until = match.get("pause_until")
        yield Turn(until, until - timedelta(days=7), child, "暂停到期", "决定恢复、换人或者结束，告诉孩子", "P06-pause")
    yield from _expiries(books, child, match.get("vol_id"))


def _renewals(books: Books, child: str, start: date) -> Iterator[date]:
    """The next yearly renewal, and the last one until something shows that it was made, or the next begins."""
    years = books.on.year - start.year
    if birthday(start, years) >= books.on:
        years -= 1
    last, following = birthday(start, years), birthday(start, years + 1)
    if years >= 1 and books.on < following - _BEGIN and not _is_renewed(books, child, last):
        yield last
    yield following


def _is_renewed(books: Books, child: str, due: date) -> bool:
    signed = [
        row.get("signed_on") for row in books.where("consents", "subject_id", child) if row.get("form_slug") in ("B01", "B02")
    ]
    told = [
        row.get("date") for match in books.where("matches", "child_id", child)
        for row in books.where("contacts", "match_id", match.get("match_id")) if row.get("kind") == "入门说明"
    ]
    return any(day is not None and day >= due - _EARLY for day in (*signed, *told))


def _expiries(books: Books, child: str, volunteer: str | None) -> Iterator[Turn]:
    """The day after which the volunteer may not meet the child, unless it is renewed."""
    kinds = (
        ("screening", "vol_id", "valid_until", "违法犯罪记录查询", None),
        ("training", "vol_id", "retrain_due", "复训", None),
        ("pledges", "person_id", "valid_until", "承诺书", "承诺书"),
        ("pledges", "person_id", "valid_until", "保密协议", "保密协议"),
        ("pledges", "person_id", "valid_until", "服务协议", "服务协议"),
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
                       "到期以前办好；到期没办好的次日起停止接触，由后备志愿者接续", "P06-lapse")
