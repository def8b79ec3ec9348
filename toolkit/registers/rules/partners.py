"""By what right a team acts, and with whom it works: certificates, contracts, papers of the authorities."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from toolkit.errors import Finding, Severity
from toolkit.registers.books import Books, fault, needs
from toolkit.registers.rules.standing import YEAR
from toolkit.registers.workbooks import Row

_LICENCES = {"登记证书", "依托单位同意书"}
_NOT_VETTED = {*_LICENCES, "公众责任保险"}
_PAPERS_WITHIN = timedelta(days=3)


@needs("licences-and-contracts")
def right_to_act(books: Books) -> Iterator[Finding]:
    """REG460: a team has no valid certificate and no valid consent of a host."""
    levels: dict[str, list[Row]] = {}
    for row in books.rows("licences-and-contracts"):
        if row.get("team_level") is not None:
            levels.setdefault(row.get("team_level"), []).append(row)
    for rows in levels.values():
        if not any(row.get("kind") in _LICENCES and _is_valid(books, row) for row in rows):
            yield fault(
                rows[0], "team_level", "REG460",
                ("这一层团队没有有效的登记证书或者依托单位同意书", "no valid certificate or consent of a host for this team"),
                ("当日停止招募和活动；拿到以后登记一行", "stop recruiting and activities today; add a row once it is there"),
            )


def _is_valid(books: Books, row: Row) -> bool:
    signed, until, ended = (row.get(name) for name in ("signed_on", "valid_until", "ended_on"))
    begun = signed is not None and signed <= books.on
    return bool(begun and (until is None or books.on <= until) and (ended is None or books.on < ended))


@needs("licences-and-contracts")
def running_out(books: Books) -> Iterator[Finding]:
    """REG470: past its end, or its yearly review is overdue or set too late."""
    for row in books.rows("licences-and-contracts"):
        until, due, vetted = (row.get(name) for name in ("valid_until", "next_review", "vetted_on"))
        if row.get("ended_on") is not None:
            continue
        if until is not None and until < books.on:
            name, words = "valid_until", ("过了有效期", "past its end")
        elif due is not None and due < books.on:
            name, words = "next_review", ("到期没有再审查", "its review is overdue")
        elif due is not None and vetted is not None and due - vetted > YEAR:
            name, words = "next_review", ("下次审查晚于审查日期以后365天", "the next review is more than 365 days away")
        else:
            continue
        yield fault(
            row, name, "REG470", words,
            ("续签、再审查，或者停止并填结束日期", "renew or review it, or stop and give the day it ended"), Severity.WARNING,
        )


@needs("licences-and-contracts")
def data_back(books: Books) -> Iterator[Finding]:
    """REG483: a contract ended, and children's data was not given back or deleted."""
    for row in books.rows("licences-and-contracts"):
        if row.get("ended_on") is not None and row.get("handles_data") and row.get("data_back_on") is None:
            yield fault(
                row, "data_back_on", "REG483",
                ("合同结束了，没有收到返还删除的证明", "the contract ended, and there is no proof that the data is gone"),
                ("请对方返还、删除并出具书面证明，填日期", "have it returned and deleted in writing, and give the date"),
            )


@needs("licences-and-contracts")
def vetted_first(books: Books) -> Iterator[Finding]:
    """REG499: signed before or without a vetting that says 可以合作, or with clauses missing."""
    for row in books.rows("licences-and-contracts"):
        signed, vetted = row.get("signed_on"), row.get("vetted_on")
        if signed is None or row.get("kind") in _NOT_VETTED:
            continue
        lacking = []
        if row.get("conclusion") != "可以合作" or vetted is None or vetted > signed:
            lacking.append("签以前“可以合作”的审查")
        if row.get("clauses_complete") is not True:
            lacking.append("三类条款")
        if lacking:
            yield fault(
                row, "signed_on", "REG499", (f"签了，缺{'、'.join(lacking)}", "signed without a vetting, or with clauses missing"),
                ("暂停合作，补审查、补条款以后再恢复", "halt it until it is vetted and complete"),
            )


@needs("consents", "data-sharing")
def recipients_are_told(books: Books) -> Iterator[Finding]:
    """REG458: a consent was withdrawn, and who had been given the data was not told that day."""
    for row in books.rows("consents"):
        withdrawn, told = row.get("withdrawn_on"), row.get("recipients_told_on")
        if withdrawn is None or not row.has("recipients_told_on") or (told is not None and told <= withdrawn):
            continue
        given = books.where("data-sharing", "consent_id", row.get("consent_id"))
        if any(item.get("shared_on") is not None and item.get("shared_on") <= withdrawn for item in given):
            yield fault(
                row, "recipients_told_on", "REG458",
                ("撤回了，当日没有通知已经给过的单位", "withdrawn, and those who had the data were not told that day"),
                ("现在就通知停用、删除，填日期", "tell them now to stop and delete, and give the date"),
            )


@needs("data-sharing")
def papers_of_the_authority(books: Books) -> Iterator[Finding]:
    """REG459: given to an authority that asked for it, and its papers did not come within 3 days."""
    for row in books.rows("data-sharing"):
        given, papers = row.get("shared_on"), row.get("papers_on")
        asked = row.get("relation") == "法定报告" and "调取" in row.text("legal_basis")
        if asked and row.has("papers_on") and given is not None and (papers or books.on) - given > _PAPERS_WITHIN:
            yield fault(
                row, "papers_on", "REG459",
                ("提供后3日内没有收到调取文书", "the authority's papers did not come within 3 days"),
                ("请办案机关补文书，填日期", "ask for the papers, and give the date"), Severity.WARNING,
            )


RULES = (right_to_act, running_out, data_back, vetted_first, recipients_are_told, papers_of_the_authority)
