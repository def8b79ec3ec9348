"""What a lawyer approved is known by hash: exactly what says something else since is stale."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
from pathlib import Path

import pytest

from toolkit import kit as kits
from toolkit.city.city import City
from toolkit.files.yamlfile import YamlFile
from toolkit.rules.subject import Subject
from toolkit.text import policy, signoffs
from toolkit.text.citations import Register
from toolkit.text.render import Outline, outline
from toolkit.text.signoffs import SignOff


@pytest.fixture(scope="module")
def subject(linyi_kit: Path) -> Subject:
    return kits.find(linyi_kit).subject()


@pytest.fixture(scope="module")
def outlined(subject: Subject) -> Outline:
    return outline(subject.documents, subject.city)


def stale(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> dict[str, tuple[str, ...]]:
    records = [SignOff(name, "某律师", "某某律师事务所", "2026-12-01", parts) for name, parts in before.items()]
    states = {name: signoffs.state(records, name, parts, "2026-12-02") for name, parts in after.items()}
    return {name: state.changed for name, state in states.items() if state.kind == signoffs.STALE}


def all_hashes(subject: Subject, outlined: Outline, city: City | None = None) -> dict[str, dict[str, str]]:
    return {
        document.id: signoffs.hashes(document, outlined, city or subject.city, subject.register)
        for document in outlined.documents
    }


def changed_city(subject: Subject, section: str, key: str, value: object) -> City:
    data = copy.deepcopy(subject.city.data)
    data[section][key] = value
    return City(YamlFile("city.yaml", data))


def users(outlined: Outline, value: str) -> dict[str, tuple[str, ...]]:
    """The parts whose source names a value, by document."""
    found = {
        document.id: tuple(
            part.id for chapter, clauses in outlined.chapters[document.id] for part in (chapter, *clauses) if value in part.text
        )
        for document in outlined.documents
    }
    return {name: parts for name, parts in found.items() if parts}


LAWS = """laws:
  - {id: general, title: 甲法, title_en: A, issuer: 某机关, status: in-force, articles: 9, effective: "2026-01-01"}
  - {id: local, title: 乙条例, title_en: B, issuer: 某机关, status: in-force, articles: 9, province: 别省}
"""
SAMPLE = """---
id: P98
title: 示例
kind: 制度
---

## 章 {#P98-a}

### 条 {#P98-b basis="general:1; local:2; gone:3"}

打{{ team.hotline }}，7日（建议值）内回话。
"""


def test_what_was_approved_stays_approved_by_every_later_toolkit(subject: Subject, tmp_path: Path):
    """Records of today are compared for years: the same text gives the same hash."""
    (tmp_path / "laws.yaml").write_text(LAWS, encoding="utf-8")
    document = policy.parse(SAMPLE, "x.md")[0]
    city = changed_city(subject, "team", "hotline", "0539-0000000")
    now = signoffs.hashes(document, outline([document], city), city, Register(tmp_path))
    assert now == {"文首": "2a6dd6a673855c4c", "P98-a": "f395ca06a21fe8a4", "P98-b": "2fded3333fae8780"}
    said = ["条", "打0539-0000000，7日内回话。", "general:1 in-force 2026-01-01", "gone:3 unknown"]
    assert now["P98-b"] == hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


def test_nothing_changed_is_approved(subject: Subject, outlined: Outline):
    now = all_hashes(subject, outlined)
    assert stale(now, now) == {}
    record = SignOff("P08", "某律师", "某所", "2026-12-01", now["P08"])
    assert signoffs.state([record], "P08", now["P08"], "2030-01-01").kind == signoffs.APPROVED
    assert signoffs.state([record], "P09", now["P09"], "2030-01-01").kind == signoffs.NONE


def test_a_changed_hotline_makes_exactly_the_clauses_stale_that_print_it(subject: Subject, outlined: Outline):
    city = changed_city(subject, "team", "hotline", "0539-0000001")
    found = stale(all_hashes(subject, outlined), all_hashes(subject, outlined, city))
    assert found == users(outlined, "team.hotline")
    assert len(found) > 3


def test_a_day_of_adoption_makes_nothing_stale(subject: Subject, outlined: Outline):
    city = changed_city(subject, "adopted", "on", "2027-01-01")
    assert stale(all_hashes(subject, outlined), all_hashes(subject, outlined, city)) == {}


def test_a_changed_clause_makes_its_document_stale_and_is_named(subject: Subject, outlined: Outline):
    before = all_hashes(subject, outlined)
    text = subject.texts[next(document.path for document in outlined.documents if document.id == "P08")]
    other, _ = policy.parse(text.replace("救助金额和收款账户", "救助的金额和收款账户"), "P08.md")
    after = before | {"P08": signoffs.hashes(other, outline([other], subject.city), subject.city, subject.register)}
    assert stale(before, after) == {"P08": ("P08-scope",)}


def test_of_two_sign_offs_of_one_day_the_later_counts():
    first, second = (SignOff("P08", "某律师", "某所", "2026-12-01", {"P08-scope": value}) for value in ("0" * 16, "1" * 16))
    assert signoffs.state([first, second], "P08", {"P08-scope": "1" * 16}, "2026-12-02").kind == signoffs.APPROVED


def test_marks_of_design_values_are_no_words(subject: Subject, outlined: Outline):
    before = all_hashes(subject, outlined)
    text = subject.texts[next(document.path for document in outlined.documents if document.id == "P11")]
    other, _ = policy.parse(text.replace("[7日]{.suggested}", "7日"), "P11.md")
    assert other.front.data != text
    after = before | {"P11": signoffs.hashes(other, outline([other], subject.city), subject.city, subject.register)}
    assert stale(before, after) == {}


def test_a_changed_law_makes_exactly_the_clauses_stale_that_rest_on_it(subject: Subject, outlined: Outline):
    register = copy.copy(subject.register)
    laws = dict(register.laws)
    laws["pipl"] = dataclasses.replace(laws["pipl"], status="superseded")
    register.__dict__["laws"] = laws
    after = {
        document.id: signoffs.hashes(document, outlined, subject.city, register) for document in outlined.documents
    }
    expected = {
        document.id: tuple(
            part.id for chapter, clauses in outlined.chapters[document.id] for part in (chapter, *clauses)
            if any(citation.law == "pipl" for citation in part.basis)
        )
        for document in outlined.documents
    }
    assert stale(all_hashes(subject, outlined), after) == {name: parts for name, parts in expected.items() if parts}


def test_a_record_ends_and_a_newer_one_counts(subject: Subject, outlined: Outline):
    now = all_hashes(subject, outlined)["P08"]
    old = SignOff("P08", "某律师", "某所", "2026-12-01", now, valid_until="2027-12-01")
    assert signoffs.state([old], "P08", now, "2027-12-01").kind == signoffs.APPROVED
    assert signoffs.state([old], "P08", now, "2027-12-02").kind == signoffs.EXPIRED
    new = SignOff("P08", "另一律师", "某所", "2027-11-01", now)
    assert signoffs.state([new, old], "P08", now, "2028-01-01").signoff is new


def test_what_is_written_is_read_again_and_comments_stay(subject: Subject, outlined: Outline):
    record = SignOff("P08", "某律师: 甲", "某某“律师”事务所", "2026-12-01", {"P08-scope": "0123456789abcdef"}, scope="全文")
    text = signoffs.appended(None, [record])
    assert signoffs.read(text) == ([record], [])
    again = signoffs.appended(text.replace("signoffs:\n", "signoffs:\n  # 第一次\n"), [dataclasses.replace(record, on="2027-12-01")])
    found, findings = signoffs.read(again)
    assert [entry.on for entry in found] == ["2026-12-01", "2027-12-01"]
    assert "# 第一次" in again
    assert not findings


@pytest.mark.parametrize("text", ["", "signoffs: 5", "signoffs: [1]", "signoffs:\n  - document: 8\n", "[]", "a: b: c"])
def test_a_damaged_file_is_told_with_its_place(text: str):
    found, findings = signoffs.read(text)
    assert not found
    assert findings
    assert all(finding.location.path == signoffs.PATH for finding in findings)
