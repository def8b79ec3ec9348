"""Consents, what is done with information, and what people ask about theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from toolkit.errors import Finding, Severity
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.incidents import working_days
from toolkit.registers.rules.standing import (
    ABOUT_INFORMATION,
    CHILDS_CONSENT,
    GUARDIANS_CONSENT,
    age,
    holds,
    signs_alone,
)

_PUBLIC = {"B05", "B06"}
_DAY = timedelta(days=1)


@needs("consents", "children")
def right_signer(books: Books) -> Iterator[Finding]:
    """REG461: signed by someone who, at the child's age, could not give this consent."""
    for row in books.rows("consents"):
        child, day = books.one("children", "child_id", row.get("subject_id")), row.get("signed_on")
        born = child.get("birth_date") if child else None
        signer = row.get("signer_role")
        if born is None or day is None or signer is None or row.get("form_slug") not in ABOUT_INFORMATION:
            continue
        years = age(born, day)
        if years < 14 and signer not in GUARDIANS_CONSENT:
            words = "签字时不满14周岁，没有监护人签字", "under 14, and no guardian signed"
        elif 14 <= years < 18 and signer not in CHILDS_CONSENT:
            words = "签字时已满14周岁，没有孩子本人签字", "14 or older, and the child did not sign"
        elif years < 18 and row.get("form_slug") in _PUBLIC and signer == "孩子本人" and not signs_alone(books, child, day):  # type: ignore[arg-type]
            words = "公开或者对外提供，还要监护人签字（从严）", "publicity or sharing also needs the guardian"
        elif years >= 18 and signer != "成年的本人":
            words = "签字时已满18周岁，不是本人签的", "18 or older, and signed by another"
        else:
            continue
        yield fault(
            row, "signer_role", "REG461", words,
            ("请有权的人重新签；签好以前停止使用", "have the right person sign; until then stop using the data"),
        )


@needs("data-sharing", "consents")
def sharing(books: Books) -> Iterator[Finding]:
    """REG462: given to someone without a consent for that recipient, or a report without its ground."""
    for row in books.rows("data-sharing"):
        if row.get("relation") == "法定报告" and not row.get("legal_basis"):
            yield fault(
                row, "legal_basis", "REG462", ("法定报告没有写依据", "a report by law, without its ground"),
                ("写法律名称和条号", "give the law and article"),
            )
        if row.get("relation") != "提供":
            continue
        consent = books.one("consents", "consent_id", row.get("consent_id"))
        good = consent is not None and consent.get("recipient") == row.get("recipient")
        if not good or not holds(books, consent, row.get("shared_on") or books.on):  # type: ignore[arg-type]
            yield fault(
                row, "consent_id", "REG462",
                ("提供那天没有给这家单位的有效单独同意", "no valid consent for this recipient on that day"),
                ("停止提供，请对方删除；签好同意再给", "stop, have the recipient delete it, and ask first"),
            )


@needs("access-log")
def own_approval(books: Books) -> Iterator[Finding]:
    """REG463: someone approved their own access."""
    for row in books.rows("access-log"):
        if row.get("who") is not None and row.get("who") == row.get("approved_by"):
            yield fault(
                row, "approved_by", "REG463", ("自己批准自己", "approved by the one who looked"),
                ("由另一个人批准，或者写岗位授权编号", "have another approve it, or give the post's authority"),
            )


@needs("publicity")
def published(books: Books) -> Iterator[Finding]:
    """REG464: published although the child did not want it or no consent held on that day."""
    for row in books.rows("publicity"):
        day = row.get("published_on")
        if day is None:
            continue
        consent = books.one("consents", "consent_id", row.get("consent_id"))
        if row.get("assent") is False:
            words = "孩子不愿意，已经发布", "published against the child's wish"
        elif books.has("consents") and (consent is None or consent.get("form_slug") != "B05" or not holds(books, consent, day)):
            words = "发布那天没有有效的单独同意（B05）", "no valid consent B05 on the day of publication"
        else:
            continue
        yield fault(
            row, "published_on", "REG464", words,
            ("立即撤下，请转载的也撤下，填撤下日期", "take it down now, ask others to, and give the date"),
        )


@needs("publicity")
def taken_down(books: Books) -> Iterator[Finding]:
    """REG465: still up more than a day after someone asked."""
    for row in books.rows("publicity"):
        asked = row.get("takedown_requested_on")
        if asked is not None and (row.get("taken_down_on") or books.on) - asked > _DAY:
            yield fault(
                row, "taken_down_on", "REG465",
                ("要求撤下以后超过24小时", "more than 24 hours after the request"),
                ("立即撤下，填日期", "take it down now, and give the date"),
            )


@needs("rights-requests")
def requests(books: Books) -> Iterator[Finding]:
    """REG466: answered late or refused without a reason; REG467: used on after consent was withdrawn."""
    most = int(books.numbers["rights_reply_days"])
    for row in books.rows("rights-requests"):
        received = row.get("received_on")
        if received is None:
            continue
        if working_days(received, row.get("answered_on") or books.on) > most:
            yield fault(
                row, "answered_on", "REG466",
                (f"收到后{most}个工作日没有答复", f"no answer within {most} working days"),
                ("现在就答复，填日期", "answer now, and give the date"),
            )
        stopped = row.get("stopped_on")
        if row.get("type") == "撤回" and (stopped is None or stopped > received):
            yield fault(
                row, "stopped_on", "REG467",
                ("撤回同意，收到当日没有停止使用", "consent was withdrawn, and use went on"),
                ("立即停止使用和提供，填日期", "stop using and sharing now, and give the date"),
            )


@needs("legal-review")
def review_due(books: Books) -> Iterator[Finding]:
    """REG468: a document's legal review is overdue."""
    for row in books.rows("legal-review"):
        due = row.get("next_due")
        if due is not None and due < books.on:
            yield fault(
                row, "next_due", "REG468", ("合法性审查到期了", "the legal review is overdue"),
                ("请律师重新审查，登记新的一行", "ask counsel again, and add a row"), Severity.WARNING,
            )


@needs("visits-learning")
def visitors(books: Books) -> Iterator[Finding]:
    """REG469: a visitor came in without the pledge."""
    for row in books.rows("visits-learning"):
        if row.get("pledge_signed") is False:
            yield fault(
                row, "pledge_signed", "REG469", ("没有签保密承诺", "no pledge of confidentiality"),
                ("签了才进；已经来过的补签，并确认没有带走孩子的信息", "sign first; if already in, sign now and check what was taken away"),
            )


RULES = (right_signer, sharing, own_approval, published, taken_down, requests, review_due, visitors)
