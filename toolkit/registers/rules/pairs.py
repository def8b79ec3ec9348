"""One volunteer, one child, and everything valid before they meet."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.errors import Finding
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import (
    age,
    consents,
    is_running,
    not_ready,
    signs_alone,
)
from toolkit.registers.workbooks import Row


@needs("matches")
def one_volunteer_one_child(books: Books) -> Iterator[Finding]:
    """REG411: a volunteer has two pairs in force; siblings need an approval."""
    for rows in _running_by(books, "vol_id"):
        for row in rows[1:]:
            if not (row.get("sibling_exception") and row.get("approval_no")):
                yield fault(
                    row, "vol_id", "REG411",
                    (f"这名志愿者已有一个有效结对（第{rows[0].number}行）", f"this volunteer already has a pair (row {rows[0].number})"),
                    ("一人一个孩子；同住的手足填“是”并写批准号，否则换人",
                     "one child each; for siblings fill in the approval, else choose another volunteer"),
                )


@needs("matches")
def one_child_one_volunteer(books: Books) -> Iterator[Finding]:
    """REG412: a child has two main volunteers."""
    for rows in _running_by(books, "child_id"):
        for row in rows[1:]:
            yield fault(
                row, "child_id", "REG412",
                (f"这个孩子已有主结对志愿者（第{rows[0].number}行）", f"this child already has a volunteer (row {rows[0].number})"),
                ("留一名，另一名写在“后备志愿者编号”里", "keep one; name the other as the reserve"),
            )


@needs("matches", "children", "volunteers")
def girls_with_women(books: Books) -> Iterator[Finding]:
    """REG413: a girl's main volunteer is a man."""
    for row in _running(books):
        child = books.one("children", "child_id", row.get("child_id"))
        volunteer = books.one("volunteers", "vol_id", row.get("vol_id"))
        if child and volunteer and child.get("sex") == "女" and volunteer.get("sex") == "男":
            yield fault(
                row, "vol_id", "REG413",
                ("女孩的主结对志愿者是男性", "a girl's main volunteer is a man"),
                ("改由女性志愿者主结对", "choose a woman"),
            )


@needs("matches", "volunteers")
def who_may_pair(books: Books) -> Iterator[Finding]:
    """REG414: a pair is in force with a volunteer who is on probation, suspended or gone."""
    for row in _running(books):
        volunteer = books.one("volunteers", "vol_id", row.get("vol_id"))
        status = volunteer.get("status") if volunteer else None
        if status in ("试用", "退出") or (status == "暂停" and row.get("status") == "进行"):
            yield fault(
                row, "vol_id", "REG414",
                (f"志愿者的状态是“{status}”，结对还在进行", f"the volunteer is “{status}”, and the pair runs on"),
                ("停止见面，结对改为“暂停”或者“结束”，安排后备志愿者", "stop meeting; set the pair to “暂停” or “结束”, and send the reserve"),
            )


@needs("matches", "screening", "training", "pledges", "insurance")
def ready_at_start(books: Books) -> Iterator[Finding]:
    """REG415: a pair began before the volunteer was checked, trained, pledged and insured."""
    for row in books.rows("matches"):
        start, person = row.get("start"), row.get("vol_id")
        if start is None or person is None or row.get("status") == "等待":
            continue
        for words in not_ready(books, person, start):
            yield fault(
                row, "start", "REG415", (f"开始那天{words.zh}", f"on the first day: {words.en}"),
                ("当日暂停见面，补齐以后再恢复，并按制度复盘", "stop meeting today, make it good, then look into it"),
            )


@needs("matches", "consents", "children")
def consents_at_start(books: Books) -> Iterator[Finding]:
    """REG416: a pair began without the consents to the service and to the use of information."""
    for row in books.rows("matches"):
        start, child = row.get("start"), books.one("children", "child_id", row.get("child_id"))
        born = child.get("birth_date") if child else None
        if start is None or child is None or born is None or row.get("status") == "等待":
            continue
        years = age(born, start)
        wanted = [] if signs_alone(books, child, start) else [("服务知情同意", {"B01"})]
        wanted.append(("个人信息单独同意", {"B03"} if years < 14 else {"B04"}))
        for name, forms in wanted:
            if next(consents(books, child.get("child_id"), forms, start), None) is None:
                yield fault(
                    row, "start", "REG416",
                    (f"开始那天没有有效的{name}（{'、'.join(sorted(forms))}）", f"no valid consent {'/'.join(sorted(forms))} on the first day"),
                    ("停止见面和使用信息，请有权签字的人签好再开始", "stop meeting and using data until it is signed"),
                )


@needs("matches")
def willing_before_start(books: Books) -> Iterator[Finding]:
    """REG417: the guardian's consent or the child's wish is dated after the first day."""
    for row in books.rows("matches"):
        start = row.get("start")
        for name in ("guardian_consent_on", "assent_on"):
            given = row.get(name)
            if start is not None and given is not None and given > start:
                yield fault(
                    row, name, "REG417", ("晚于开始日期", "later than the first day"),
                    ("核对日期；确实先开始后同意的，暂停并复盘", "check the dates; if true, stop and look into it"),
                )


@needs("matches", "children", "guardians")
def guardian_at_start(books: Books) -> Iterator[Finding]:
    """REG418: a pair began under a guardian who was not verified, or in dispute."""
    for row in books.rows("matches"):
        start, child = row.get("start"), books.one("children", "child_id", row.get("child_id"))
        guardian = books.one("guardians", "guardian_id", child.get("guardian_id")) if child else None
        if start is None or guardian is None or row.get("status") == "等待":
            continue
        checked = guardian.get("proof_checked_on")
        words = None
        if guardian.get("result") not in (None, "已核验"):
            words = f"监护人的核验结果是“{guardian.get('result')}”", "the guardian is not verified"
        elif guardian.get("dispute") and row.get("status") != "结束":
            words = "监护有争议", "guardianship is in dispute"
        elif checked is not None and checked > start and guardian.get("relation") != "本人":  # verified again each half-year
            words = "监护人是开始以后才核验的", "the guardian was verified after the first day"
        if words:
            yield fault(
                row, "start", "REG418", words,
                ("先核验监护人；有争议的不新建结对，转民政、村居", "verify first; in a dispute begin no pair, and refer"),
            )


def _running(books: Books) -> list[Row]:
    return [row for row in books.rows("matches") if is_running(row, books.on)]


def _running_by(books: Books, name: str) -> Iterator[list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in _running(books):
        if row.get(name) is not None:
            groups.setdefault(row.get(name), []).append(row)
    return (rows for rows in groups.values() if len(rows) > 1)


RULES = (
    one_volunteer_one_child, one_child_one_volunteer, girls_with_women, who_may_pair, ready_at_start,
    consents_at_start, willing_before_start, guardian_at_start,
)
