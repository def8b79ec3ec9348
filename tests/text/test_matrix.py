"""Promises of `linyi matrix`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Run
from toolkit.text import matrix, policy
from toolkit.text.citations import Register

REGISTER = Register(ROOT / "policies" / "legal")
SAMPLE = """---
id: {id}
kind: 表单
fields:
  - {{name: 姓名, type: text, answers: "{first} {last}"}}
  - {{name: 日期, type: date, answers: "{first}"}}
---

## 章 {{#{id}-a norm="N02"}}

### 条 {{#{id}-b norm="N01" answers="{first} {standard}"}}

甲。
"""


def sample() -> tuple[list[policy.Document], list[str]]:
    names = [*list(REGISTER.obligations)[:1], *list(REGISTER.obligations)[-1:], *list(REGISTER.standards)[:1]]
    texts = [SAMPLE.format(id=name, first=names[0], last=names[1], standard=names[2]) for name in ("B97", "B98")]
    return [policy.parse(text, "x.md")[0] for text in texts], names


def test_each_thing_asked_is_shown_with_all_places_that_answer_it_in_reading_order():
    documents, (first, last, standard) = sample()
    found = {row.id: row for row in matrix.rows(documents, REGISTER, None)}
    assert found[first].answered == ("B97-b", "B97:姓名", "B97:日期", "B98-b", "B98:姓名", "B98:日期")
    assert found[last].answered == ("B97:姓名", "B98:姓名")
    assert found[standard].answered == ("B97-b", "B98-b")
    assert (found["N01"].answered, found["N02"].answered, found["N03"].answered) == (("B97-b", "B98-b"), ("B97-a", "B98-a"), ())
    assert (found["N01"].level, found["N01"].reference, found["N01"].text) == ("must", "ours", REGISTER.norms["N01"])
    assert found[first].text == REGISTER.obligations[first].text
    assert {row.id for row in matrix.gaps(found.values())} == set(found) - {first, last, standard, "N01", "N02"}


def test_an_obligation_whose_source_was_not_read_in_full_is_secondary():
    found = {row.id: row for row in matrix.rows([], REGISTER, "obligations")}
    assert {row.reference for row in found.values()} <= {"checked", "secondary"}
    for name, item in REGISTER.obligations.items():
        assert (found[name].reference == "checked") is bool(item.articles)
        assert found[name].level == item.severity


def test_a_standard_says_how_it_was_placed():
    placed = {"text-read": "checked", "standard-level": "placed by title", "own": "ours"}
    for row in matrix.rows([], REGISTER, "standards"):
        entry = REGISTER.standards[row.id]
        assert (row.reference, row.level, row.text) == (placed[entry["ref"]], entry["level"], entry["zh"])


@pytest.mark.parametrize("framework", matrix.FRAMEWORKS)
def test_one_framework_is_shown_alone_and_all_in_order(framework: str):
    every = matrix.rows([], REGISTER, None)
    assert [row for row in every if row.framework == framework] == matrix.rows([], REGISTER, framework)
    assert list(dict.fromkeys(row.framework for row in every)) == list(matrix.FRAMEWORKS)


def test_every_must_obligation_and_every_norm_is_answered(linyi_kit: Path, linyi: Run):
    rows = json.loads(linyi("matrix", linyi_kit, "--format", "json").stdout)
    assert [len([row for row in rows if row["framework"] == name]) for name in ("obligations", "norms", "standards")] == [239, 48, 147]
    for row in rows:
        if row["framework"] == "norms":
            assert len(row["answered"]) == 1, row["id"]
        if row["framework"] == "obligations" and row["level"] == "must":
            assert row["answered"], row["id"]


def test_a_lost_answer_becomes_a_gap(kit: Path, linyi: Run):
    path = next((kit / "制度").glob("P08-*.md"))
    path.write_text(path.read_text(encoding="utf-8").replace('norm="N24"', ""), encoding="utf-8")
    shown = linyi("matrix", kit, "--framework", "norms").stdout
    assert "| N24 | must | ours | P08 | — |" in shown
    assert "没有回应的：N24" in shown
    assert "LAW303" in linyi("check", kit).stdout


def test_the_table_reads_as_csv_and_never_claims_compliance(linyi_kit: Path, linyi: Run):
    shown = linyi("matrix", linyi_kit, "--format", "csv").stdout
    assert shown.startswith("\ufeff")  # else Excel takes it for GBK
    table = list(csv.reader(io.StringIO(shown.removeprefix("\ufeff"))))
    assert table[0] == ["framework", "id", "level", "reference", "text", "answered"]
    assert len(table) == 1 + 239 + 48 + 147
    text = linyi("--lang", "en", "matrix", linyi_kit).stdout
    assert "complian" not in text.lower()


def test_an_unknown_framework_is_refused(linyi_kit: Path, linyi: Run):
    assert linyi("matrix", linyi_kit, "--framework", "iso").returncode == 2
