"""Who chose English reads English: Chinese stands there only in quotes, as a file's name, or to be typed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.english import chinese_in

PACKAGE = ROOT / "toolkit"
EDGES = ROOT / "tests" / "registers" / "edges.txt"
CASES = ROOT / "tests" / "rules" / "said.txt"
PAIRS = ("Words", "_told", "_hard", "fault")  # calls whose text in English follows the one in Chinese


def written(node: ast.expr) -> str:
    """The words of a literal; "x" stands where a value is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    if isinstance(node, ast.BinOp):
        return written(node.left) + written(node.right)
    if isinstance(node, ast.IfExp):
        return f"{written(node.body)}\n{written(node.orelse)}"
    return ""


def english_of(path: Path) -> Iterator[tuple[int, str]]:
    """Line and words of each English text in a module: beside a Chinese one, or named so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        said = [keyword.value for keyword in node.keywords if keyword.arg in ("en", "fix_en")]
        if isinstance(node.func, ast.Name) and node.func.id in PAIRS:
            own = [] if node.func.id == "Words" and len(node.args) != 2 else node.args  # the site's words are one language's
            texts = [own, *(given.elts for given in node.args if isinstance(given, ast.Tuple))]
            said += [after for several in texts for before, after in pairwise(several) if chinese_in(written(before))]
        yield from ((text.lineno, written(text)) for text in said)


@pytest.mark.parametrize("path", [EDGES, CASES], ids=lambda path: path.name)
def test_no_finding_that_was_read_mixes_the_languages(path: Path):
    said: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        said = [*said, line.strip()] if line.startswith("    ") else []
        assert len(said) < 3 or not chinese_in(line), line


def test_no_message_in_the_code_mixes_the_languages():
    found = [
        f"{path.relative_to(ROOT)}:{line} {text}"
        for path in sorted(PACKAGE.rglob("*.py")) for line, text in english_of(path) if chinese_in(text)
    ]
    assert found == []


@pytest.mark.parametrize("message", ["no valid 保险", "lacks a；b", "Write 是", "listed as “正式” without 培训"])
def test_a_chinese_word_in_a_sentence_is_seen(message: str):
    assert chinese_in(message)


@pytest.mark.parametrize("message", [
    "listed as “正式”", "Write: leader: 团长（示例）", "is not in 偏离登记.yaml", "not given: R02-监护人核验台账, R04-查询台账",
    "read 待处理/P98-call.md, then linyi resolve P98-call", "for example: linyi new 临沂",
])
def test_what_is_copied_as_it_stands_may_be_chinese(message: str):
    assert not chinese_in(message)
