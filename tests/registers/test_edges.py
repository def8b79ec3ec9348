"""Each rule of filled registers begins exactly where its words say: on this day, at this number, not one before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import golden
from tests.registers import edges_activities, edges_care, edges_office, edges_people
from tests.registers.edge import Edge
from tests.registers.test_ledger_rules import LEDGER_RULES

EDGES = [*edges_people.EDGES, *edges_care.EDGES, *edges_activities.EDGES, *edges_office.EDGES]


@pytest.mark.parametrize("edge", EDGES, ids=str)
def test_a_rule_begins_where_it_says(edge: Edge):
    edge.hold()


def test_every_rule_has_an_edge():
    code = "".join(path.read_text(encoding="utf-8") for path in Path(LEDGER_RULES).parent.glob("*.py"))
    assert {edge.rule for edge in EDGES} == set(re.findall(r'"(REG4[0-9]{2})"', code))


def test_what_a_team_reads_is_as_it_was_read_and_found_right():
    said = dict.fromkeys(edge.words() for edge in EDGES)
    golden.same("\n".join(sorted(said)) + "\n", Path(__file__).parent / "edges.txt")
