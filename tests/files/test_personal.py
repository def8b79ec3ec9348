"""Numbers of persons: found however people write them, wherever they stand; never repeated; none where there is none."""

from __future__ import annotations

import json
import random
import re
import sys
import time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.rules.test_rules import valid_city
from toolkit import rules
from toolkit.door import report
from toolkit.errors import Finding
from toolkit.files import personal as reader
from toolkit.files import sources
from toolkit.files.personal import (
    CARD,
    HIDDEN,
    IDENTITY,
    MOBILE,
    is_card_number,
    is_identity_number,
    masked,
    numbers,
)
from toolkit.registers import ledger, workbooks
from toolkit.rules.subject import Subject
from toolkit.text.citations import Register

CHINESE = str.maketrans("0123456789", "〇一二三四五六七八九")
WIDE = str.maketrans("0123456789X-+", "０１２３４５６７８９Ｘ－＋")


def identity(born: str = "19491231") -> str:
    start = f"110105{born}002"
    return next(start + sign for sign in "0123456789X" if is_identity_number(start + sign))


def card(length: int = 19) -> str:
    start = "622202" + "0" * (length - 8) + "7"
    return next(start + sign for sign in "0123456789" if is_card_number(start + sign))


ID, CARD_NUMBER, PHONE = identity(), card(), "13900000000"
WAYS = [
    (IDENTITY, ID), (IDENTITY, f"{ID[:6]} {ID[6:14]} {ID[14:]}"), (IDENTITY, f"{ID[:6]}-{ID[6:14]}-{ID[14:]}"),
    (IDENTITY, ID.translate(WIDE)), (IDENTITY, ID.lower()), (IDENTITY, " ".join(ID)), (IDENTITY, "110105491231002"),
    (IDENTITY, ID[:-1] + "×"), (IDENTITY, f"ID{ID}"), (IDENTITY, f"{ID[:10]}　{ID[10:]}"),
    (MOBILE, PHONE), (MOBILE, "+86-13900000000"), (MOBILE, "+8613900000000"), (MOBILE, "86 139 0000 0000"), (MOBILE, "008613900000000"),
    (MOBILE, "（+86）139-0000-0000"), (MOBILE, "139 0000 0000"), (MOBILE, "139.0000.0000"), (MOBILE, "1390 000 0000"),
    (MOBILE, "139‑0000‑0000"), (MOBILE, PHONE.translate(WIDE)), (MOBILE, PHONE.translate(CHINESE)), (MOBILE, " ".join(PHONE)),
    (MOBILE, "Tel13900000000"), (MOBILE, "139\u200b0000\u200b0000"), (MOBILE, "13900000000@example.org"), (MOBILE, "013900000000"),
    (CARD, CARD_NUMBER), (CARD, " ".join(re.findall(".{1,4}", CARD_NUMBER))), (CARD, "-".join(re.findall(".{1,4}", card(16)))),
]


@pytest.mark.parametrize(("kind", "written"), WAYS)
def test_every_way_of_writing_is_read(kind: str, written: str):
    for text in (written, f"张三（样例）{written}，请联系", f"{written}、"):
        assert [number.kind for number in numbers(text)] == [kind], text
        assert not re.search("[0-9０-９〇一二三四五六七八九]{4}", masked(text)), masked(text)


@pytest.mark.parametrize("text", [
    "0539-0000000", "2026-03-01至2027-03-04", "2026 2027 2028 2029", "15、16、17、18、19、20", "1990-03-07 14:30", "1990-03-07 123",
    "110101190001010000", "51371300MJE0000000", "a13900000000b", "R13900000000", "400-000-0000", "12345678901234567890", "鲁民证字第0000号",
    "371302", "二〇二六年十一月二十七日", "第一百一十一条", "139 元 0000 0000", "3f2a91c07b6d4e58", "",
])
def test_other_numbers_are_let_be(text: str):
    assert numbers(text) == []
    assert masked(text) == text


@given(st.text(st.sampled_from("0123456789X -.()+一〇139a"), max_size=60))
def test_whatever_is_masked_holds_no_number_any_more(text: str):
    found = masked(text)
    assert numbers(found.replace(HIDDEN, "某")) == [] or numbers(text)
    assert len(numbers(text)) == found.count(HIDDEN)


@pytest.mark.parametrize("text", ["1" * 100_000, "1 " * 50_000, "13" + "-" * 100_000, "三" * 100_000, "(" * 100_000])
def test_a_long_line_takes_no_time(text: str):
    began = time.perf_counter()
    numbers(text)
    assert time.perf_counter() - began < 5


# --- sixty planted in thirty places

FRONT = """---
id: {id}
slug: sample
title: 示例
title_en: Sample
kind: {kind}
version: "1.0.0"
summary: {summary}
summary_en: Sample
audience: [volunteer]
owner: {owner}
{more}---

## {chapter} {{#{id}-general}}

### {clause} {{#{id}-aim}}

{text}
"""
FORM = """signed_by: [监护人]
separate_consent: true
withdrawal: {withdrawal}
retention: {retention}
age: [any]
fields:
  - {{name: {field}, type: enum, required: true, sensitivity: S1, options: [{option}], note: {note}}}
"""
LEDGER = """id: R98
slug: sample
title: 样例
title_en: Sample
documents: [P98]
keeper: {keeper}
columns:
  - {{name: sample_id, title: 编号, type: text, sensitivity: S1, note: {column_note}}}
rules: [{rule}]
"""
PLACES = ("summary", "owner", "chapter", "clause", "paragraph", "item", "cell", "box", "bold", "strange_file", "file_name",
          "withdrawal", "retention", "field", "option", "note", "keeper", "column_note", "rule",
          "address", "leader", "host", "partner", "comment", "role", "added_column", "known_column", "number_column", "heading", "sheet")


def plant(folder: Path, at: dict[str, str]) -> list[Finding]:
    """A kit with `at` in its places, and what is found in it and in a workbook of it."""
    def of(*names: str) -> dict[str, str]:
        return {name: f'"样例 {at[name]}"' for name in names}

    text = "\n\n".join([at["paragraph"], f"（一）{at['item']}", f"| 甲 | 乙 |\n|---|---|\n| 一 | {at['cell']} |",
                        f"::: 签署\n{at['box']}\n:::", f"**{at['bold']}**"])
    names = {"P98": f"P98-{at['file_name']}.md", "B98": "B98-a.md"}
    (folder / names["P98"]).write_text(FRONT.format(
        id="P98", kind="制度", more="", chapter=at["chapter"], clause=at["clause"], text=text, **of("summary", "owner")), encoding="utf-8")
    (folder / names["B98"]).write_text(FRONT.format(
        id="B98", kind="表单", chapter="甲", clause="乙", text="内容。", summary="样例", owner="样例",
        more=FORM.format(**of("withdrawal", "retention", "field", "option", "note"))), encoding="utf-8")
    (folder / "R98-sample.yaml").write_text(LEDGER.format(**of("keeper", "column_note", "rule")), encoding="utf-8")
    city = valid_city()
    for key, name in (("address", "address"), ("leader", "leader"), ("host", "host"), ("insurer", "partner"), ("safety", "role")):
        city = re.sub(rf"^(  {key}: )[^#\n]*", lambda found, name=name: f'{found[1]}"样例 {at[name]}"', city, count=1, flags=re.M)
    (folder / "city.yaml").write_text(f"# 样例 {at['comment']}\n{city}", encoding="utf-8")
    subject = Subject(Register(sources.shared().legal))
    subject.read_city(folder / "city.yaml", "city.yaml")
    subject.read_documents((folder / name, name) for name in names.values())
    subject.read_registers([(folder / "R98-sample.yaml", "R98-sample.yaml")])
    subject.names.append(f"制度/{at['strange_file']}.docx")
    return rules.check(subject) + workbook(folder, at)


def workbook(folder: Path, at: dict[str, str]) -> list[Finding]:
    children = next(item for item in ledger.shared() if item.slug == "aid")
    path = folder / "R.xlsx"
    titles = [column.title for column in children.columns]
    text = next(n for n, column in enumerate(children.columns) if column.type == "longtext" or column.type == "text")
    money = next(n for n, column in enumerate(children.columns) if column.type == "money")
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("一")
        sheet.write_row(0, 0, [f"样例 {at['heading']}"])
        sheet.write_row(1, 0, [*titles, "备注"])
        sheet.write_string(2, text, f"样例 {at['known_column']}")
        sheet.write_string(2, money, at["number_column"])
        sheet.write_string(2, len(titles), f"样例 {at['added_column']}")
        book.add_worksheet("二").write_string(5, 3, f"样例 {at['sheet']}")
    return workbooks.read(path, ledger.shared()).findings


def personal(found: list[Finding]) -> list[Finding]:
    return [finding for finding in found if finding.rule.startswith("PII") or finding.rule == "REG309"]


def test_sixty_numbers_in_thirty_places_are_sixty_findings_and_none_is_repeated(tmp_path: Path):
    """Each place twice: one way of writing here, another there."""
    ways = [written for _, written in WAYS if "\u200b" not in written]
    shuffled = random.Random(13).sample(ways * 3, 60)
    assert len(PLACES) == 30
    total = 0
    for turn in (0, 1):
        folder = tmp_path / str(turn)
        folder.mkdir()
        at = dict(zip(PLACES, shuffled[30 * turn : 30 * turn + 30], strict=True))
        found = personal(plant(folder, at))
        total += len(found)
        # A number in the name of a file is in the path of whatever is found in that file, too.
        shown = "".join(report.show(found, form, language) for form in report.FORMATS for language in ("zh", "en"))
        for written in at.values():
            assert written not in shown
        assert not numbers(shown)
        assert len(found) == 30, {name: at[name] for name in PLACES}
    assert total == 60


def test_a_clean_kit_has_none(linyi_kit: Path, linyi):
    found = json.loads(linyi("check", linyi_kit, "--format", "json").stdout)["findings"]
    assert not [finding for finding in found if finding["rule"].startswith("PII")]
    for folder in ("policies", "templates", "docs", "schemas"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".md", ".yaml", ".json"):
                assert numbers(path.read_text(encoding="utf-8").replace("\n", "；")) == [], path


def test_a_mobile_that_everybody_may_call_stands_where_it_likes(tmp_path: Path):
    for name in ("P98-a.md",):
        (tmp_path / name).write_text(FRONT.format(
            id="P98", kind="制度", summary="样例", owner="样例", more="", chapter="甲", clause="乙", text="139 0000 0000"), encoding="utf-8")
    city = re.sub(r"^  hotline: .*$", '  hotline: "13900000000"', valid_city(), flags=re.M)
    (tmp_path / "city.yaml").write_text(city, encoding="utf-8")
    subject = Subject(Register(sources.shared().legal))
    subject.read_city(tmp_path / "city.yaml", "city.yaml")
    subject.read_documents([(tmp_path / "P98-a.md", "P98-a.md")])
    assert personal(rules.check(subject)) == []


def test_a_number_that_only_yaml_puts_together_is_found(tmp_path: Path):
    (tmp_path / "city.yaml").write_text(re.sub(
        r"^  address: .*$", '  address: "样例路 139\n    00000000"', valid_city(), flags=re.M), encoding="utf-8")
    subject = Subject(Register(sources.shared().legal))
    subject.read_city(tmp_path / "city.yaml", "city.yaml")
    assert [finding.rule for finding in personal(rules.check(subject))] == ["PII102"]


def test_every_sign_that_is_read_as_a_digit_is_looked_for():
    for sign in map(chr, range(sys.maxunicode + 1)):
        plain = reader._plain_sign.__wrapped__(sign)
        assert bool(re.fullmatch(f"[{reader._SIGN}]", sign)) is (plain.isascii() and plain.isdigit() or plain in reader._CHINESE), sign


@given(st.lists(st.sampled_from([*"0123456789一五①²x- 　.", "\n", "1390", "6222", "号"]), max_size=40).map("".join))
def test_where_no_number_may_be_there_is_none(text: str):
    plain = reader._ascii(text)
    if not reader.may_hold(text):
        assert not [*reader._in_digits(plain), *reader._in_chinese(plain)]


@given(st.lists(st.sampled_from([*"0123456789一五①²x- 　.", "\n", "\n", "1390", "6222", "13900000000", "号"]), max_size=60).map("".join))
def test_every_line_that_holds_a_number_is_looked_at_once(text: str):
    lines = list(reader.lines_to_look_at(text))
    assert len({number for number, _ in lines}) == len(lines)
    assert set(lines) <= set(enumerate(text.split("\n"), 1))
    assert [pair for pair in enumerate(text.split("\n"), 1) if numbers(pair[1])] == [pair for pair in lines if numbers(pair[1])]
