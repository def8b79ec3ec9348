"""Promises of `linyi matrix`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from tests.conftest import Run


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
    table = list(csv.reader(io.StringIO(linyi("matrix", linyi_kit, "--format", "csv").stdout)))
    assert table[0] == ["framework", "id", "level", "reference", "text", "answered"]
    assert len(table) == 1 + 239 + 48 + 147
    text = linyi("--lang", "en", "matrix", linyi_kit).stdout
    assert "complian" not in text.lower()


def test_an_unknown_framework_is_refused(linyi_kit: Path, linyi: Run):
    assert linyi("matrix", linyi_kit, "--framework", "iso").returncode == 2
