"""What was known by a date ahead, and what holds once that day has come: consents, mandates, training, permits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from toolkit.errors import Finding, Severity
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import (
    age,
    birthday,
    consents,
    holds,
    is_pledged,
    is_running,
    signs_alone,
)
from toolkit.registers.workbooks import Row

_AFTER_PRISON = timedelta(days=7)


def wanted(books: Books, child: Row, on: date) -> list[tuple[str, str]]:
    """The consents without which no pair runs, for a child of that day's age: what each is about, and its form."""
    born = child.get("birth_date")
    if born is None:
        return []
    about = [] if signs_alone(books, child, on) else [("服务知情同意", "B01")]
    return [*about, ("个人信息单独同意", "B03" if age(born, on) < 14 else "B04")]


@needs("matches", "consents", "children")
def consents_now(books: Books) -> Iterator[Finding]:
    """REG504: a pair runs on, and a consent that it began with has ended, been outgrown or withdrawn."""
    for row in books.rows("matches"):
        child = books.one("children", "child_id", row.get("child_id"))
        start = row.get("start")
        if child is None or start is None or not is_running(row, books.on):
            continue
        over = [(name, form) for name, form in wanted(books, child, books.on) if not _has(books, child, form, books.on)]
        if not over:
            continue
        begun = {name for name, form in wanted(books, child, start) if _has(books, child, form, start)}
        lacking = [f"{name}（{form}）" for name, form in over if name in begun]
        if lacking:
            yield fault(
                row, "child_id", "REG504",
                (f"结对还在进行，没有现在有效的{'、'.join(lacking)}：到期、满龄或者撤回了", "the pair runs on without a consent that holds today"),
                ("停用凭旧同意处理的信息，请有权签字的人重签，登记新的一行；签好以前的陪伴按满龄复审那一条办",
                 "stop what rests on the old one, have the right person sign anew, and add a row"),
            )


def _has(books: Books, child: Row, form: str, on: date) -> bool:
    """Whether a consent holds; who is grown has signed it anew (P08-consent-age)."""
    born = child.get("birth_date")
    grown = birthday(born, 18) if born is not None and age(born, on) >= 18 else date.min
    return any(row.get("signed_on") >= grown for row in consents(books, child.get("child_id"), {form}, on))


@needs("guardians", "children", "matches")
def mandates(books: Books) -> Iterator[Finding]:
    """REG505: the parents' mandate has run out, and a pair of the child runs on."""
    for child in books.rows("children"):
        guardian = books.one("guardians", "guardian_id", child.get("guardian_id"))
        until = guardian.get("authority_until") if guardian and guardian.get("authority_doc") == "父母书面委托" else None
        pairs = books.where("matches", "child_id", child.get("child_id"))
        if guardian is not None and until is not None and until < books.on and any(is_running(pair, books.on) for pair in pairs):
            yield fault(
                guardian, "authority_until", "REG505",
                (f"父母的书面委托{until}到期，孩子还在陪伴中", f"the parents' mandate ended on {until}, and the child's pair runs on"),
                ("请父母重新委托，填新的期限；以前不请被委托人签字、收款", "have it renewed; until then the mandated person signs and is paid nothing"),
                Severity.WARNING,
            )


@needs("volunteers", "training")
def retraining(books: Books) -> Iterator[Finding]:
    """REG506: the day by which somebody had to be trained again is past, and no later training is on record."""
    for row in books.rows("volunteers"):
        lessons = [lesson for lesson in books.where("training", "vol_id", row.get("vol_id")) if lesson.get("date") is not None]
        due = max((lesson.get("retrain_due") for lesson in lessons if lesson.get("retrain_due") is not None), default=None)
        if row.get("status") != "正式" or due is None or due >= books.on:
            continue
        last = max((lesson.get("date") for lesson in lessons if lesson.get("course") == "年度复训"), default=None)
        written = max(lesson.get("date") for lesson in lessons if lesson.get("retrain_due") == due)
        if last is None or last <= written:
            yield fault(
                row, "status", "REG506",
                (f"复训{due}到期，没有新的复训，人还在“正式”状态", f"training was due again by {due}; none is on record, and the person is still “正式”"),
                ("暂停服务，由协调员安排接替；复训完再恢复", "suspend until trained; the coordinator sends somebody else"),
            )


@needs("boarding", "consents", "children")
def boarding_consent(books: Books) -> Iterator[Finding]:
    """REG507: a child still boards, and the consent to it has ended, been outgrown or withdrawn."""
    for row in books.rows("boarding"):
        if row.get("status") == "在读" and not row.get("civil_affairs_decision_no") and _lapsed(books, row.get("child_id"), "B18", books.on):
            yield fault(
                row, "status", "REG507", ("还在寄宿，寄宿就读同意书（B18）已经到期或者撤回", "still boards, and consent B18 is over"),
                ("请有权签字的人重签；撤回、孩子提出退出的，5日内办好退出", "have it signed anew; if withdrawn, bring the child home within 5 days"),
            )


@needs("publicity", "consents")
def still_public(books: Books) -> Iterator[Finding]:
    """REG508: still published, and the consent has ended, been outgrown or withdrawn."""
    for row in books.rows("publicity"):
        day = row.get("published_on")
        consent = books.one("consents", "consent_id", row.get("consent_id"))
        if day is None or row.get("taken_down_on") is not None or consent is None or day > books.on:
            continue
        if holds(books, consent, day) and not holds(books, consent, books.on):
            yield fault(
                row, "taken_down_on", "REG508",
                ("还没有撤下，同意书（B05）已经到期、满龄或者撤回", "still up, and consent B05 is over"),
                ("撤下，填撤下日期；要继续用的，请有权签字的人先重签", "take it down and give the date; to go on, have it signed anew first"),
            )


@needs("check-ins", "consents", "children", "matches")
def to_prison(books: Books) -> Iterator[Finding]:
    """REG509: a child was taken to see a parent in prison without B19, or nobody asked how it was within 7 days."""
    for row in books.rows("check-ins"):
        if row.get("kind") != "监狱亲情活动" or row.get("leave_at") is None:
            continue
        day = row.get("leave_at").date()
        match = books.one("matches", "match_id", row.get("match_id"))
        child = books.one("children", "child_id", match.get("child_id")) if match else None
        if child is None or not _has(books, child, "B19", day):
            yield fault(
                row, "match_id", "REG509", ("没有那一天有效的监狱亲情活动同意书（B19）", "no consent B19 that holds on that day"),
                ("先请监护人和孩子签B19，再去", "have B19 signed first"),
            )
        if books.has("contacts") and books.on - day > _AFTER_PRISON and not _asked_after(books, row, day):
            yield fault(
                row, "leave_at", "REG509", ("回来7日内没有情绪回访", "nobody asked how it was within 7 days"),
                ("现在就去听孩子说，联系台账记一行“监狱会见以后”", "hear the child now, and add a row “监狱会见以后” to the contacts"),
            )


def _asked_after(books: Books, trip: Row, day: date) -> bool:
    return any(
        contact.get("kind") == "监狱会见以后" and contact.get("date") is not None and day <= contact.get("date") <= day + _AFTER_PRISON
        for contact in books.where("contacts", "match_id", trip.get("match_id"))
    )


@needs("activities", "activity-roster", "consents", "children")
def permits_of_the_day(books: Books) -> Iterator[Finding]:
    """REG510: a consent to activities (B13) or to treatment (B15) that a child once had does not hold on the activity's days."""
    for row in books.rows("activity-roster"):
        activity = books.one("activities", "act_id", row.get("act_id"))
        first = activity.get("date_from") if activity else None
        if first is None:
            continue
        last = (activity.get("date_to") if activity else None) or first
        lapsed = [name for form, name in (("B13", "集体活动同意书（B13）"), ("B15", "急病送医授权书（B15）"))
                  if any(_lapsed(books, row.get("child_id"), form, day) for day in (first, last))]
        if lapsed:
            yield fault(
                row, "child_id", "REG510",
                (f"{'、'.join(lapsed)}在活动那几天已经到期或者撤回", "a consent of this child is over on the activity's days"),
                ("出发前请有权签字的人重签；已经去过的，按制度复盘", "have it signed anew before leaving; if it is past, look into it"),
                Severity.WARNING,
            )


def _lapsed(books: Books, child_id: str | None, form: str, on: date) -> bool:
    """Whether the child had such a consent, and none holds on that day."""
    rows = [row for row in books.where("consents", "subject_id", child_id) if row.get("form_slug") == form]
    return any(row.get("signed_on") is not None and row.get("signed_on") <= on for row in rows) and not any(holds(books, row, on) for row in rows)


@needs("access-log", "pledges")
def agreement_of_who_looked(books: Books) -> Iterator[Finding]:
    """REG511: somebody looked at a child's file after their agreement of confidentiality had run out."""
    for row in books.rows("access-log"):
        person, moment = row.get("who"), row.get("when")
        if person is None or moment is None:
            continue
        signed = [item for item in books.where("pledges", "person_id", person) if item.get("type") == "保密协议"]
        if signed and not is_pledged(books, person, "保密协议", moment.date()):
            yield fault(
                row, "who", "REG511", ("查看那天，保密协议已经到期或者还没有签", "the agreement of confidentiality did not hold on that day"),
                ("收回权限；重签以后再授权，并按制度复盘", "take the access back until it is signed anew, and look into it"),
            )


@needs("volunteers")
def probation(books: Books) -> Iterator[Finding]:
    """REG512: the time of probation, prolonged once, is over, and nobody has decided."""
    months = books.numbers.get("probation_months")
    for row in books.rows("volunteers"):
        joined = row.get("joined")
        if months and row.get("status") == "试用" and joined is not None and _months_after(joined, 2 * int(months)) < books.on:
            yield fault(
                row, "status", "REG512",
                (f"试用{months}个月，延长一次也已经过了，没有转正也没有终止", f"{months} months of probation, prolonged once, are over"),
                ("招募组现在决定：转正，或者终止", "decide now: take on, or end it"), Severity.WARNING,
            )


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, 28))


RULES = (
    consents_now, mandates, retraining, boarding_consent, still_public, to_prison, permits_of_the_day,
    agreement_of_who_looked, probation,
)
