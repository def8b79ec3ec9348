"""Booklets beside clauses that a city words otherwise: what the check says, and how a subject is marked as read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.update.small import City
from toolkit import kit
from toolkit.commands.resolve import resolve
from toolkit.commands.undo import undo
from toolkit.errors import ToolkitError
from toolkit.rules import readers
from toolkit.text import policy, releases

BOOKLET = """---
id: C98
slug: sample
title: 示例读本
title_en: Sample
kind: 读本
reader: child-6-9
version: "1.0.0"
summary: 只用于测试。
summary_en: For tests only.
audience: [child]
owner: 示例岗位
retold:
  P98-call: "{print}"
---

## 打电话 {{#C98-call retells="P98-call"}}

先打110。
"""
PATH = "读本/C98-示例读本.md"


def fingerprint(city: City) -> str:
    document, _ = policy.parse(city.read().replace("\r\n", "\n"), city.path)
    return next(releases.fingerprint(part) for part, _ in document.parts() if part.id == "P98-call")


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = City(tmp_path)
    made.write(BOOKLET.format(print=fingerprint(made)).replace("\n", "\r\n"), PATH)
    return made


def told(city: City) -> list[str]:
    return [f"{finding.words.zh}|{finding.fix.zh}" for finding in readers.retold_clauses(kit.find(city.root).subject())]


def test_a_booklet_that_follows_the_nation_beside_the_citys_own_clause_is_told_so_with_both_choices(city: City):
    assert told(city) == []
    city.edit("先打110。", "先打团里。")
    found = told(city)
    assert len(found) == 1
    assert "C98-call 讲的是全国文本的 P98-call，本市的 P98-call 写的不一样" in found[0]
    assert "改过了" not in found[0]
    assert "linyi resolve C98-call --take local" in found[0]
    assert "改回全国文本" in found[0]


def test_one_command_remembers_that_a_subject_was_read_beside_its_clauses(city: City):
    city.edit("先打110。", "先打团里。")
    before = city.tree()
    done = resolve(city.root, "C98-call", "local")
    assert (done.retold, done.changed) == (True, [PATH])
    assert told(city) == []
    assert city.read(PATH) == before[PATH].decode().replace(before[PATH].decode().split('"')[3], fingerprint(city))
    assert resolve(city.root, "C98-call", "local").changed == []
    undo(city.root)
    assert city.tree() == before


@pytest.mark.parametrize("front", ["retold:\r\n  P98-call: \"0123456789abcdef\"\r\n", ""])
def test_a_fingerprint_that_is_old_or_missing_is_written_in_the_files_own_hand(city: City, front: str):
    start = city.read(PATH)
    block = start[start.index("retold:"):start.index("---", 5)]
    city.write(start.replace(block, front), PATH)
    assert len(told(city)) == 1
    resolve(city.root, "C98-call", "local")
    assert told(city) == []
    assert city.read(PATH) == start


def test_nothing_else_is_confirmed(city: City):
    for name, take in (("C98-nothing", "local"), ("P98-call", "local"), ("C98-call", "national")):
        with pytest.raises(ToolkitError, match="no open decision"):
            resolve(city.root, name, take)
