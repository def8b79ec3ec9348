"""What people declare, sign and answer for: mandates, interests, the answer to a check, the version signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from toolkit.errors import Finding, Severity
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import WHOLE_ANSWER, YEAR
from toolkit.registers.workbooks import Row

HALF_YEAR, SIGN_AGAIN = timedelta(days=183), timedelta(days=30)
_BY_GUARDIAN = {"监护人", "监护人和孩子本人", "有书面委托的照护人"}
_RENEW = ("请父母重新委托，填新的期限；以前不签字、不付款", "have the parents renew the mandate; until then sign and pay nothing")


@needs("consents", "children", "guardians")
def signed_by_mandate(books: Books) -> Iterator[Finding]:
    """REG409: signed, or paid to, by a mandate of the parents that was over by that day."""
    for row in books.rows("consents"):
        if row.get("signer_role") in _BY_GUARDIAN and _is_over(books, row.get("subject_id"), row, "signed_on"):
            yield _past_mandate(row, "signed_on", "签字")


@needs("aid", "children", "guardians")
def paid_by_mandate(books: Books) -> Iterator[Finding]:
    """REG409, for payments."""
    for row in books.rows("aid"):
        if row.get("payee_kind") in ("监护人", "依法受托照护人") and _is_over(books, row.get("child_id"), row, "paid_on"):
            yield _past_mandate(row, "paid_on", "拨付")


def _past_mandate(row: Row, column: str, what: str) -> Finding:
    words = f"{what}那天父母的书面委托已经过期", "the parents' mandate was over on that day"
    return fault(row, column, "REG409", words, _RENEW)


def _is_over(books: Books, child_id: str | None, row: Row, name: str) -> bool:
    child, day = books.one("children", "child_id", child_id), row.get(name)
    guardian = books.one("guardians", "guardian_id", child.get("guardian_id")) if child else None
    if guardian is None or day is None or guardian.get("authority_doc") != "父母书面委托":
        return False
    until = guardian.get("authority_until")
    return bool(until is not None and until < day)


@needs("guardians")
def own_wages(books: Books) -> Iterator[Finding]:
    """REG410: for half a year nobody looked whether a child who signs alone still lives on wages."""
    for row in books.rows("guardians"):
        checked = row.get("proof_checked_on")
        if row.get("relation") == "本人" and checked is not None and books.on - checked > HALF_YEAR:
            yield fault(
                row, "proof_checked_on", "REG410",
                (f"已有{(books.on - checked).days}天没有再核验劳动收入", f"wages not verified for {(books.on - checked).days} days"),
                ("再核验一次，改核验日期；不再靠劳动收入生活的，改由监护人签", "verify again and give the date; else the guardian signs"),
                Severity.WARNING,
            )


@needs("volunteers")
def interests(books: Books) -> Iterator[Finding]:
    """REG419: the declaration of interests is older than 365 days."""
    for row in books.rows("volunteers"):
        declared = row.get("interest_declared_on")
        if row.get("status") == "正式" and declared is not None and books.on - declared > YEAR:
            yield fault(
                row, "interest_declared_on", "REG419",
                (f"利害关系声明已有{(books.on - declared).days}天", f"interests declared {(books.on - declared).days} days ago"),
                ("请本人重填利害关系声明，改日期", "have the declaration filled in again, and give the date"), Severity.WARNING,
            )


@needs("volunteers")
def day_of_leaving(books: Books) -> Iterator[Finding]:
    """REG420: someone left, and the day from which the years of keeping count is not given."""
    for row in books.rows("volunteers"):
        if row.get("status") == "退出" and row.has("left_on") and row.get("left_on") is None:
            yield fault(
                row, "left_on", "REG420", ("已经退出，没有填退出日期", "left, and no day is given"),
                ("填退出的日期，保存期限从那天算", "give the day; the years of keeping count from it"), Severity.WARNING,
            )


@needs("screening")
def whole_answer(books: Books) -> Iterator[Finding]:
    """REG429: passed, although the authority answered for offences or for crimes alone."""
    for row in books.rows("screening"):
        answered = row.get("range")
        if row.get("result") != "通过" or answered == WHOLE_ANSWER or (answered is None and not _asked(books, row)):
            continue
        words = ("没有填答复的范围", "what was answered is not given") if answered is None else (
            f"{answered}，不能算通过", "only half was answered; that is not passed")
        yield fault(
            row, "range", "REG429", words,
            ("按照答复填；只答一半的，结果改成“未取得”，补查以前不接触孩子",
             "write what was answered; after half an answer the result is “未取得”, and no contact"),
            Severity.WARNING if answered is None else Severity.ERROR,
        )


def _asked(books: Books, row: Row) -> bool:
    """Whether the documents in force asked for the range when this check was made."""
    checked = row.get("checked_on")
    return row.has("range") and books.adopted is not None and checked is not None and checked >= books.adopted


@needs("pledges", "volunteers")
def old_edition(books: Books) -> Iterator[Finding]:
    """REG430: the text changed more than 30 days ago, and someone who serves signed an older one."""
    if books.adopted is None or books.on - books.adopted <= SIGN_AGAIN:
        return
    for row in _newest(books):
        version, current = row.get("version"), books.editions.get(row.get("type"))
        volunteer = books.one("volunteers", "vol_id", row.get("person_id"))
        left = volunteer is not None and volunteer.get("status") == "退出"
        if version is not None and current and version != current and not left:
            yield fault(
                row, "version", "REG430",
                (f"签的是旧版，现行的是{current}版", f"an older text was signed; {current} is in force"),
                ("请本人重签现行版，登记新的一行；只是条号变了的，到期续签时再换",
                 "have the text in force signed, and add a row; where only article numbers changed, at the next renewal"),
                Severity.WARNING,
            )


def _newest(books: Books) -> Iterator[Row]:
    newest: dict[tuple[str, str], Row] = {}
    for row in books.rows("pledges"):
        key, day = (row.text("person_id"), row.text("type")), row.get("signed_on")
        if day is not None and (key not in newest or newest[key].get("signed_on") <= day):
            newest[key] = row
    yield from newest.values()


RULES = (
    signed_by_mandate, paid_by_mandate, own_wages, interests, day_of_leaving, whole_answer, old_edition,
)
