"""Activities, their rosters, and insurance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from toolkit.errors import Finding, Words, joined
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.workbooks import Row

PLAN_BEFORE = timedelta(days=7)
MORE_ADULTS = "加人，或者少去几个孩子；人不够不出发", "more adults or fewer children; do not leave before"
A_WOMAN_LEADS = "安排一名女性带队再出发", "have a woman lead"
_PAPERS = {
    "consent": Words("监护人同意", "the guardian's consent"), "assent": Words("孩子愿意", "the child's wish"),
    "health_form": Words("健康告知", "the health form"),
}
_INSURANCE = Words("有效的保险", "an insurance that holds")


@needs("activities")
def enough_adults(books: Books) -> Iterator[Finding]:
    """REG431: more children to an adult than allowed."""
    for row in books.rows("activities"):
        name = "camp_ratio" if row.get("overnight") else "activity_ratio"
        children, adults, most = row.get("children_n"), row.get("adults_n"), books.numbers[name]
        if children is not None and adults is not None and children > adults * most:
            yield fault(
                row, "adults_n", "REG431",
                (f"{adults:g}名成人带{children:g}名孩子，一名至多带{most}名",
                 f"{adults:g} adults with {children:g} children; at most {most} to one"),
                MORE_ADULTS,
            )


@needs("activities", "activity-roster", "children")
def women_lead_girls(books: Books) -> Iterator[Finding]:
    """REG432: girls take part, and no woman leads."""
    for row in books.rows("activities"):
        children = (
            books.one("children", "child_id", entry.get("child_id"))
            for entry in books.where("activity-roster", "act_id", row.get("act_id"))
        )
        if row.get("female_leader") is False and any(child and child.get("sex") == "女" for child in children):
            yield fault(
                row, "female_leader", "REG432", ("有女孩，没有女性带队", "girls take part, and no woman leads"),
                A_WOMAN_LEADS,
            )


@needs("activities")
def approved_in_time(books: Books) -> Iterator[Finding]:
    """REG433: the plan was approved late or not at all."""
    for row in books.rows("activities"):
        start, approved = row.get("date_from"), row.get("plan_approved_on")
        if start is None:
            continue
        if row.get("plan_approved") is False and start - books.on <= PLAN_BEFORE:
            words = "方案没有批准", "the plan is not approved"
        elif approved is not None and start - approved < PLAN_BEFORE:
            words = "方案批准离开始不到7天", "approved less than 7 days before"
        else:
            continue
        yield fault(
            row, "plan_approved", "REG433", words,
            ("没有批准的不办；批准晚了的改期", "do not hold it without approval; move it if approved late"),
        )


@needs("activity-roster")
def four_papers(books: Books) -> Iterator[Finding]:
    """REG434: a child on the roster lacks one of the four papers."""
    for row in books.rows("activity-roster"):
        lacking = [paper for name, paper in _PAPERS.items() if row.get(name) is False]
        if not _is_insured(books, row):
            lacking.append(_INSURANCE)
        if lacking:
            said = joined(lacking)
            yield fault(
                row, "child_id", "REG434",
                (f"缺{said.zh}", f"lacks {said.en}"),
                ("缺一件也不参加；孩子不愿意的不劝", "without all four the child does not take part; do not press"),
            )


def _is_insured(books: Books, row: Row) -> bool:
    if row.get("insurance_id") is None:
        return False
    activity = books.one("activities", "act_id", row.get("act_id"))
    policy = books.one("insurance", "insurance_id", row.get("insurance_id"))
    if not books.has("insurance") or activity is None or activity.get("date_from") is None:
        return True  # nothing to hold it against
    if policy is None or policy.get("from") is None or policy.get("to") is None:
        return False
    last = activity.get("date_to") or activity.get("date_from")
    return bool(policy.get("from") <= activity.get("date_from") and last <= policy.get("to"))


@needs("activity-roster", "activities")
def back_home(books: Books) -> Iterator[Finding]:
    """REG435: the activity is over, and a child's safe return is not recorded."""
    for row in books.rows("activity-roster"):
        activity = books.one("activities", "act_id", row.get("act_id"))
        end = activity.get("date_to") if activity else None
        if end is not None and end < books.on and row.get("returned") is not True:
            yield fault(
                row, "returned", "REG435",
                ("活动结束了，没有记平安返回", "the activity is over, and no safe return is recorded"),
                ("现在就问到家没有；找不到的立即报警", "ask now whether the child is home; if not found, call the police at once"),
            )


@needs("insurance")
def death_cover(books: Books) -> Iterator[Finding]:
    """REG436: a child's death is covered by an insurance that the parents did not take out themselves."""
    for row in books.rows("insurance"):
        if row.get("kind") == "儿童" and row.get("death_cover") and row.get("policyholder") != "父母":
            yield fault(
                row, "death_cover", "REG436",
                ("投保人不是父母，含身故责任", "not insured by a parent, and death is covered"),
                ("请保险公司去掉身故责任，填“否”", "have the insurer take it out, and write “否”"),
            )


RULES = (enough_adults, women_lead_girls, approved_in_time, four_papers, back_home, death_cover)
