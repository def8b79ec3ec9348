"""N00 says in the clauses' own words what each norm asks and how it is measured, and nothing is adopted by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import golden
from tests.conftest import ROOT
from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.files import yamlfile
from toolkit.text import policy
from toolkit.text.blocks import Block, Box, Paragraph, Ref, Table, Text, plain_text
from toolkit.text.citations import Audited, Register
from toolkit.text.norm_book import norm_book
from toolkit.text.norm_words import stated
from toolkit.text.render import Rendered, RenderedClause, outline, render

REGISTER = Register(ROOT / "policies" / "legal")
DOCUMENTS = [
    policy.read(path, path.name)[0]
    for folder in ("policies", "templates/forms", "templates/training") for path in sorted((ROOT / folder).glob("*.md"))
]


def rendered(every_service: bool) -> list[Rendered]:
    answers = cityfile.from_division(divisions.find("临沂"))
    if every_service:
        answers["supports"] = dict.fromkeys(answers["supports"], True)
    city = City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))
    found = outline(DOCUMENTS, city)
    return [render(item, found, city)[0] for item in found.documents]


ALL = rendered(every_service=True)


def rows(book: Rendered) -> list[list[str]]:
    """Rows of the norms' tables as plain words."""
    tables = [block for clause in book.chapters[1].clauses for block in clause.blocks if isinstance(block, Table)]
    return [["".join(plain_text(cell).split()) for cell in row] for table in tables for row in table.rows]


def words(clause: RenderedClause) -> str:
    return "".join("".join(plain_text(block.content).split()) for block in clause.blocks if isinstance(block, Paragraph))


def test_all_forty_eight_norms_stand_in_it_in_order():
    book = norm_book(ALL, REGISTER)
    assert book is not None
    assert [row[0] for row in rows(book)] == [f"N{number:02}" for number in range(1, 49)]
    assert all(cell for row in rows(book) for cell in row)


def test_what_a_norm_asks_is_said_in_the_clauses_own_words():
    for document in ALL:
        for clause in document.clauses:
            if clause.norm:
                found = stated(clause, REGISTER.audited[clause.norm].says)
                for piece in re.split("[，；：。（）]", bare(f"{found.duty}{found.measure}")):
                    assert piece in bare(words(clause)), (clause.norm, piece)


def bare(text: str) -> str:
    """Without blanks, numbers of items and the names of other documents, which N00 writes in its own way."""
    return re.sub(r"《[^《》]*》|P[0-9]{2}|（[一二三四五六七八九十]+）|\s", "", text)


def test_the_words_that_point_to_a_duty_stand_in_their_clause():
    stating = {clause.norm: clause for document in ALL for clause in document.clauses if clause.norm}
    for norm, audited in REGISTER.audited.items():
        for piece in audited.says:
            assert "".join(piece.split()) in words(stating[norm]), (norm, piece)


BACK = re.compile("两处都|其中任何|前款|前项|上述|上列")


def test_a_sentence_that_points_back_stands_with_what_it_points_to():
    for document in ALL:
        for clause in document.clauses:
            if not clause.norm:
                continue
            duty = bare(stated(clause, REGISTER.audited[clause.norm].says).duty)
            sentences = [bare(piece) for piece in re.split("(?<=。)", words(clause)) if piece]
            for before, sentence in zip(sentences, sentences[1:], strict=False):
                if BACK.search(sentence) and sentence in duty:
                    assert before in duty, (clause.norm, sentence)


def test_it_is_no_longer_than_a_wall_can_carry():
    book = norm_book(ALL, REGISTER)
    assert book is not None
    assert max(len(row[1]) for row in rows(book)) <= 320


def test_the_audit_sheet_has_a_row_a_norm_and_the_right_full_score():
    book = norm_book(ALL, REGISTER)
    assert book is not None
    sheet = next(block for block in book.chapters[2].blocks if isinstance(block, Table))
    assert len(sheet.rows) == 48
    assert any(isinstance(block, Paragraph) and "满分96分" in plain_text(block.content) for block in book.chapters[2].blocks)
    assert book.chapters[2].own_page
    assert any(isinstance(block, Box) for block in book.chapters[2].blocks)


def test_norms_of_services_not_offered_are_named_as_left_out():
    book = norm_book(rendered(every_service=False), REGISTER)
    assert book is not None
    held = {row[0] for row in rows(book)}
    left = set(REGISTER.norms) - held
    assert left
    said = "".join(plain_text(block.content) for block in book.chapters[0].blocks if isinstance(block, Paragraph))
    assert all(name in said for name in left)
    assert f"本市现有{len(held)}条" in said


LEGAL = """norms:
  - {id: N01, document: P98, who: 团长, evidence: 会议记录}
  - {id: N02, document: P99, who: 安全员, evidence: 出行报备}
  - {id: N03, document: P97, who: 讲师, evidence: 签到}
"""
CLAUSES = """---
id: {id}
title: 样例{id}
kind: 制度
---

## 章 {{#{id}-a}}

### 不是规范 {{#{id}-b}}

甲。

### 有一条 {{#{id}-c norm="{norm}"}}

{words}
"""


def test_the_whole_book_reads_as_it_was_found_right(tmp_path: Path):
    """Two invented policies, the later norm first; a third norm that no document states."""
    (tmp_path / "norms.yaml").write_text(LEGAL, encoding="utf-8")
    texts = [CLAUSES.format(id="P99", norm="N02", words="出门应当报备，报备率为100%。"), CLAUSES.format(id="P98", norm="N01", words="每月开会。")]
    city = City(yamlfile.parse(cityfile.to_text(cityfile.from_division(divisions.find("临沂"))), "city.yaml"))
    found = outline([policy.parse(text, "x.md")[0] for text in texts], city)
    book = norm_book([render(item, found, city)[0] for item in found.documents], Register(tmp_path))
    assert book is not None
    lines = [f"{book.id} {book.title} {book.kind} {sorted(book.front.items())}"]
    for chapter in book.chapters:
        lines.append(f"## {chapter.id} {chapter.title} {chapter.label} {'new page' * chapter.own_page}")
        lines += shown(chapter.blocks)
        for clause in chapter.clauses:
            lines += [f"### {clause.id} {clause.number} {clause.label}{clause.title}", *shown(clause.blocks)]
    golden.same("".join(f"{line}\n" for line in lines), Path(__file__).parent / "norm-book.txt")


def shown(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield f"{block.widths}"
            yield from ("| " + " | ".join(repr(plain_text(cell)) for cell in row) for row in (block.header, *block.rows))
        elif isinstance(block, Box):
            yield from (f"[{block.role}] {plain_text(line)}" for line in block.lines)
        else:
            yield plain_text(block.content)


def test_without_any_norm_there_is_no_book():
    assert norm_book([item for item in ALL if item.id.startswith("B")], REGISTER) is None


def clause_of(*paragraphs: str) -> RenderedClause:
    return RenderedClause("P98-x", "题", 1, "第一条", tuple(Paragraph((Text(line),), line.startswith("（")) for line in paragraphs))


@pytest.mark.parametrize(("lines", "duty", "measure"), [
    (("甲应当做事。以台账衡量，应当为100%。",), "甲应当做事。", "以台账衡量，应当为100%。"),
    (("甲应当做事，完成率不低于95%。",), "甲应当做事。", "完成率不低于95%。"),
    (("甲做事；完成率不低于95%；乙不见的也算。",), "甲做事；乙不见的也算。", "完成率不低于95%。"),
    (("甲应当备齐下列各项：", "（一）表；", "（二）证：原件。", "齐全率为100%。"),
     "甲应当备齐下列各项：（一）表；（二）证。", "齐全率为100%。"),
    (("甲做事。", "乙每季度抽查。"), "甲做事。", "乙每季度抽查。"),
    (("甲做事。",), "甲做事。", ""),
    ((), "", ""),
    # The plainest way of measuring is taken alone: 衡量 before a rate, a rate before a look.
    (("甲应当做事。乙每月核对。完成率为100%。以台账衡量。",), "甲应当做事。", "以台账衡量。"),
    (("甲应当做事。乙每月核对。完成率为100%。",), "甲应当做事。", "完成率为100%。"),
    (("甲每月核对。",), "甲每月核对。", ""),
    (("甲每月核对。乙每季度抽查。",), "甲每月核对。", "乙每季度抽查。"),
    (("甲优先去。漏登数为 0。",), "甲优先去。", "漏登数为 0。"),
    # Further sentences are taken while they hold a duty and the whole stays short.
    (("甲做事。乙应当做事。丙歇着。丁不得走。",), "甲做事。乙应当做事。丁不得走。", ""),
    (("甲做事。乙应当备齐：", "（一）表。"), "甲做事。", ""),
    (("甲备齐：",), "甲备齐。", ""),
    ((f"{'甲' * 100}。乙应当{'做' * 15}。",), f"{'甲' * 100}。乙应当{'做' * 15}。", ""),
    ((f"{'甲' * 100}。乙应当{'做' * 16}。丙不得走。",), f"{'甲' * 100}。", ""),
    (("甲说：“走！”乙应当走。",), "甲说：“走！”乙应当走。", ""),
    (("甲应当做事，每月一次，完成率不低于95%，由乙核对。",), "甲应当做事，每月一次。", "完成率不低于95%，由乙核对。"),
    (("甲应当做事；以台账衡量；以问卷衡量。",), "甲应当做事。", "以台账衡量；以问卷衡量。"),
])
def test_duty_and_measure_are_told_apart(lines: tuple[str, ...], duty: str, measure: str):
    found = stated(clause_of(*lines))
    assert (found.duty, found.measure) == (duty, measure)


def test_what_a_pledge_prints_in_bold_is_its_duty():
    pieces = (Text("我承诺，"), Text("不单独见孩子", strong=True), Text("。以抽查衡量。"))
    clause = RenderedClause("P98-x", "题", 1, "一、", (Paragraph(pieces), Paragraph((Text("不收钱。", strong=True),))))
    assert stated(clause).duty == "不单独见孩子。不收钱。"


def test_a_clause_named_in_a_norm_keeps_its_documents_number():
    pieces = (Text("照"), Ref("P08-visits", "《走访\n制度》第九条"), Text("和"), Ref("P09", "《丙制度》"), Text("做。"))
    assert stated(RenderedClause("P98-x", "题", 1, "一、", (Paragraph(pieces),))).duty == "照P08第九条和《丙制度》做。"


def test_the_words_pointed_to_are_taken_in_their_order_whole_and_from_items_too():
    clause = clause_of("甲应当做事。乙不得做事。", "（一）丙应当做事；", "（二）丁应当做事。")
    assert stated(clause, ("丁", "乙不得")).duty == "丁应当做事。乙不得做事。"


def test_a_duty_that_says_how_it_is_looked_at_is_its_own_measure_whole():
    found = stated(clause_of("甲做事。乙应当记录，每月核对。"), ("乙应当",))
    assert (found.duty, found.measure) == ("乙应当记录，每月核对。", "乙应当记录，每月核对。")


def test_words_that_a_city_struck_are_passed_over():
    clause = clause_of("甲应当做事。乙不得做事。")
    assert stated(clause, ("乙不得",)).duty == "乙不得做事。"
    assert stated(clause, ("丙不得",)).duty == "甲应当做事。乙不得做事。"


def test_who_answers_and_what_is_looked_at_is_known_for_every_norm():
    assert list(REGISTER.audited) == list(REGISTER.norms)
    assert all(isinstance(item, Audited) and item.who and item.evidence for item in REGISTER.audited.values())
