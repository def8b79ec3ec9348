"""The adults of an activity: enough of them, each cleared, each on the list."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.errors import Finding, Severity, Words, joined
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.activities import A_WOMAN_LEADS, MORE_ADULTS
from toolkit.registers.rules.incidents import working_days
from toolkit.registers.rules.standing import age, not_ready
from toolkit.registers.workbooks import Row

TO_AN_ADULT_AT_RISK, TO_AN_ADULT_YOUNG, FEWEST, RECORD_WITHIN = 3, 4, 2, 10
_CERTIFIED = {"救生", "急救"}
_LATE = Words("核对晚于开始日期", "cleared later than the activity began")


@needs("activities", "activity-roster", "children")
def enough_for_the_risk(books: Books) -> Iterator[Finding]:
    """REG437: fewer adults than the risk, small children or the least of two ask for."""
    for row in books.rows("activities"):
        children, adults = row.get("children_n"), row.get("adults_n")
        if children is None or adults is None or not row.has("risk"):
            continue
        if adults < FEWEST:
            words = f"只有{adults:g}名成人，至少2名", f"{adults:g} adults; at least 2"
        elif row.get("risk") == "高" and not row.get("overnight") and children > adults * TO_AN_ADULT_AT_RISK:
            words = "风险高，一名成人至多带3名孩子", "high risk: at most 3 children to an adult"
        elif children > adults * TO_AN_ADULT_YOUNG and _has_small(books, row):
            words = "有不满8周岁的孩子，一名成人至多带4名", "children under 8: at most 4 to an adult"
        else:
            continue
        yield fault(row, "adults_n", "REG437", words, MORE_ADULTS)


def _has_small(books: Books, activity: Row) -> bool:
    day = activity.get("date_from")
    birthdays = (child.get("birth_date") for child in _children(books, activity))
    return day is not None and any(born is not None and age(born, day) < 8 for born in birthdays)


def _children(books: Books, activity: Row) -> Iterator[Row]:
    for entry in books.where("activity-roster", "act_id", activity.get("act_id")):
        child = books.one("children", "child_id", entry.get("child_id"))
        if child is not None:
            yield child


@needs("activity-adults", "activities", "volunteers", "screening", "training", "pledges", "insurance")
def cleared(books: Books) -> Iterator[Finding]:
    """REG438: an adult was not cleared before the activity, or was not ready on its first day.

    Training is asked of volunteers; outsiders have none of ours.
    """
    for row in books.rows("activity-adults"):
        activity = books.one("activities", "act_id", row.get("act_id"))
        day = activity.get("date_from") if activity else None
        person, checked = row.get("person_id"), row.get("cleared_on")
        if day is None or person is None:
            continue
        ours = books.one("volunteers", "vol_id", person) is not None
        late = checked is not None and checked > day
        lacking = _LATE if late else joined(not_ready(books, person, day, ours), "；", "; ")
        if lacking.zh:
            yield fault(
                row, "cleared_on", "REG438",
                (f"开始那天这个人：{lacking.zh}", f"on the first day: {lacking.en}"),
                ("这个人不到场；已经到场的按制度复盘", "this person stays away; if there, look into it"),
            )


@needs("activity-adults")
def once_each(books: Books) -> Iterator[Finding]:
    """REG439: someone stands twice on the list of an activity."""
    seen: dict[tuple[str, str], Row] = {}
    for row in books.rows("activity-adults"):
        first = seen.setdefault((row.text("act_id"), row.text("person_id")), row)
        if first is not row:
            yield fault(
                row, "person_id", "REG439",
                (f"同一次活动里和第{first.number}行是同一个人", f"the same person as in row {first.number}"),
                ("合成一行，时长加在一起", "make it one row, with the minutes added"),
            )


@needs("activity-adults", "activities")
def counted(books: Books) -> Iterator[Finding]:
    """REG440: the adults counted in the ratio are not those who were there."""
    for row in books.rows("activities"):
        listed, day = books.where("activity-adults", "act_id", row.get("act_id")), row.get("date_from")
        there = sum(bool(entry.get("in_ratio") and entry.get("arrived")) for entry in listed)
        if listed and day is not None and day <= books.on and row.get("adults_n") not in (None, there):
            yield fault(
                row, "adults_n", "REG440",
                (f"成人到岗台账里算入配比、到岗的有{there}名", f"{there} on the list of adults were there and count"),
                ("核对两本台账，改成到场的人数", "check both registers, and write how many were there"), Severity.WARNING,
            )


@needs("activity-adults")
def certified(books: Books) -> Iterator[Finding]:
    """REG448: a lifeguard or first-aider without a certificate."""
    for row in books.rows("activity-adults"):
        if row.get("role") in _CERTIFIED and row.get("certificate") is None:
            yield fault(
                row, "certificate", "REG448", (f"做{row.get('role')}，没有填证书编号", "no certificate is given"),
                ("看证书原件，填编号；没有证书的换人", "see the certificate and give its number; else choose another"),
                Severity.WARNING,
            )


@needs("activity-adults", "activities", "volunteers")
def minutes_are_recorded(books: Books) -> Iterator[Finding]:
    """REG449: a volunteer's service was not recorded within 10 working days (志愿服务记录与证明出具办法 11)."""
    for row in books.rows("activity-adults"):
        activity = books.one("activities", "act_id", row.get("act_id"))
        end = activity.get("date_to") if activity else None
        if end is None or not row.get("arrived") or row.get("minutes") is not None:
            continue
        if books.one("volunteers", "vol_id", row.get("person_id")) and working_days(end, books.on) > RECORD_WITHIN:
            yield fault(
                row, "minutes", "REG449",
                ("活动结束后10个工作日没有记服务时长", "no minutes of service within 10 working days"),
                ("如实补填服务的分钟数", "fill in the minutes as they were"),
            )


@needs("activity-adults", "activities", "activity-roster", "children", "volunteers")
def a_woman_leads(books: Books) -> Iterator[Finding]:
    """REG450: girls take part, and all who lead by the list of adults are men."""
    for row in books.rows("activities"):
        listed = books.where("activity-adults", "act_id", row.get("act_id"))
        leaders = [entry.get("person_id") for entry in listed if entry.get("role") == "带队"]
        known = [books.one("volunteers", "vol_id", person) for person in leaders]
        men = bool(known) and all(person is not None and person.get("sex") == "男" for person in known)
        if men and any(child.get("sex") == "女" for child in _children(books, row)):
            yield fault(
                row, "female_leader", "REG450",
                ("有女孩，成人到岗台账里带队的都是男性", "girls take part, and the list of adults has only men in the lead"),
                A_WOMAN_LEADS,
            )


RULES = (enough_for_the_risk, cleared, once_each, counted, certified, minutes_are_recorded, a_woman_leads)
