"""Aid: to whom it is paid, on whose word, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from toolkit.errors import Finding
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import holds
from toolkit.registers.workbooks import Row

FOLLOW_UP = timedelta(days=60)


@needs("aid", "children", "guardians")
def payee(books: Books) -> Iterator[Finding]:
    """REG441: the account is not that of the verified guardian or of the child."""
    for row in books.rows("aid"):
        child = books.one("children", "child_id", row.get("child_id"))
        if child is None:
            continue
        kind, holder = row.get("payee_kind"), row.get("payee_account_holder")
        if kind in ("监护人", "孩子本人") and holder not in _expected(books, child, kind):
            yield fault(
                row, "payee_account_holder", "REG441",
                (f"收款户名不是这个孩子的{'监护人' if kind == '监护人' else '编号'}", "the account is not the verified person's"),
                ("填已经核验的监护人编号或者孩子编号；对不上的不拨付", "give the verified guardian's or the child's number; else pay nothing"),
            )


def _expected(books: Books, child: Row, kind: str) -> tuple[str | None, ...]:
    """Whose account it may be. A child who is his own guardian stands in both registers."""
    guardian = books.one("guardians", "guardian_id", child.get("guardian_id"))
    if guardian is not None and guardian.get("relation") == "本人":
        return child.get("guardian_id"), child.get("child_id")
    return (child.get("guardian_id") if kind == "监护人" else child.get("child_id"),)


@needs("aid")
def exceptions(books: Books) -> Iterator[Finding]:
    """REG442: paid to someone else without an approval and its reason; goods that the guardian signed for are not."""
    for row in books.rows("aid"):
        kind = row.get("payee_kind")
        other = kind not in (None, "监护人", "孩子本人") and not (kind == "实物" and row.get("payee_is_guardian"))
        if other and not (row.get("exception_no") and row.get("exception_reason")):
            yield fault(
                row, "payee_kind", "REG442",
                (f"收款人是“{row.get('payee_kind')}”，没有例外批准号和理由", "paid to another, without approval and reason"),
                ("写上批准号和理由；没有批准的不拨付", "give both; without approval pay nothing"),
            )


@needs("aid")
def never_to_us(books: Books) -> Iterator[Finding]:
    """REG443: money goes to a volunteer or to the team."""
    for row in books.rows("aid"):
        holder = row.text("payee_account_holder")
        ours = bool(holder) and (books.one("volunteers", "vol_id", holder) or holder == books.team or "志愿" in holder)
        if ours:
            yield fault(
                row, "payee_account_holder", "REG443",
                ("收款人是志愿者或者团队", "the payee is a volunteer or the team"),
                ("立即停止；已经拨付的按款物纪律处理并报告出资方", "stop at once; if paid, tell the donor and act as P14 says"),
            )


@needs("aid")
def followed_up(books: Books) -> Iterator[Finding]:
    """REG444: nobody went to see what became of the money within 60 days."""
    for row in books.rows("aid"):
        paid, seen = row.get("paid_on"), row.get("followup_on")
        late = paid is not None and (seen or books.on) - paid > FOLLOW_UP
        if late:
            yield fault(
                row, "followup_on", "REG444",
                ("拨付以后60天还没有回访" if seen is None else "回访晚于拨付以后60天",
                 "no follow-up within 60 days of the payment"),
                ("尽快回访，填日期和是否按用途使用", "go and see, then give the date and whether it was used as planned"),
            )


@needs("aid")
def two_verifiers(books: Books) -> Iterator[Finding]:
    """REG445: two different people did not verify the need before payment."""
    for row in books.rows("aid"):
        first, second = row.get("verifier_1"), row.get("verifier_2")
        if row.get("paid_on") is not None and (not first or not second or first == second):
            yield fault(
                row, "verifier_1", "REG445",
                ("拨付以前没有两名核实人", "not verified by two people before payment"),
                ("两个人各自核实后签，填两个编号", "two people verify it; give both numbers"),
            )


@needs("aid", "consents")
def consent_to_share(books: Books) -> Iterator[Finding]:
    """REG446: the child's data went to the donor without a consent that held on that day."""
    for row in books.rows("aid"):
        consent = books.one("consents", "consent_id", row.get("sharing_consent_id"))
        day = row.get("paid_on") or books.on
        if row.get("sharing_consent_id") is None:
            continue
        if consent is None or consent.get("form_slug") != "B06" or not _same(consent, row) or not holds(books, consent, day):
            yield fault(
                row, "sharing_consent_id", "REG446",
                ("不是这个孩子有效的《向第三方提供孩子信息单独同意书》（B06）", "not a valid consent B06 of this child"),
                ("请有权签字的人签B06；签好以前只给编号", "have B06 signed; until then give the number alone"),
            )


@needs("aid", "children", "guardians")
def not_in_dispute(books: Books) -> Iterator[Finding]:
    """REG447: paid while guardianship is in dispute or unverified."""
    for row in books.rows("aid"):
        child = books.one("children", "child_id", row.get("child_id"))
        guardian = books.one("guardians", "guardian_id", child.get("guardian_id")) if child else None
        if guardian is None or row.get("payee_kind") != "监护人":
            continue
        if guardian.get("dispute") or guardian.get("result") not in (None, "已核验"):
            yield fault(
                row, "payee_kind", "REG447",
                ("监护有争议或者没有核验，收款人是监护人", "paid to a guardian in dispute or unverified"),
                ("先不拨付；急用的按例外批准付给学校、医院等", "pay nothing yet; urgent needs by the exception, to school or hospital"),
            )


def _same(consent: Row, row: Row) -> bool:
    return bool(consent.get("subject_id") == row.get("child_id"))


RULES = (payee, exceptions, never_to_us, followed_up, two_verifiers, consent_to_share, not_in_dispute)
