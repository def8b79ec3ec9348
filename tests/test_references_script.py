"""The authors' list of references names those whose title and sentence have no word in common."""

from __future__ import annotations

import importlib.util
import sys

import pytest

from tests.conftest import ROOT
from toolkit.text import policy

SPEC = importlib.util.spec_from_file_location("references", ROOT / "scripts" / "references.py")
assert SPEC
assert SPEC.loader
script = importlib.util.module_from_spec(SPEC)
sys.modules["references"] = script  # its dataclasses look themselves up
SPEC.loader.exec_module(script)

HEAD = "---\nid: P98\ntitle: 示例\n---\n\n## 总则 {#P98-general}\n\n### 保险 {#P98-cover}\n\n保单出发前生效。\n\n### 退出办法 {#P98-exit}\n\n随时可以退出。\n\n### 其他 {#P98-rest}\n\n"


def listed(sentence: str) -> list[tuple[str, int]]:
    document, findings = policy.parse(HEAD + sentence + "\n", "P98-sample.md")
    assert not findings
    return [(item.target, item.alike) for item in script.unlike([document])]


@pytest.mark.parametrize(("sentence", "expected"), [
    ("想退出的，按照[](#P98-exit)办理。", []),
    ("孩子摔伤的，按照[](#P98-exit)赔偿。", [("P98-exit", 0)]),
    ("志愿者想退出的，告诉一声。见[](#P98-exit)。", []),
    ("出发前买好，见[](#P98-cover)。", [("P98-cover", 2)]),
    ("孩子摔伤的，按照[](#P98)赔偿。", []),
    ("孩子摔伤的，按照[](#P98-exit)赔偿。出发前买好，按照[](#P98-exit)和[](#P98-cover)。",
     [("P98-exit", 0), ("P98-exit", 0), ("P98-cover", 2)]),
])
def test_only_what_shares_no_word_is_listed_the_least_alike_first(sentence: str, expected: list[tuple[str, int]]):
    assert listed(sentence) == expected


def test_a_reference_is_named_by_its_place_and_sentence():
    document, _ = policy.parse(HEAD + "孩子摔伤的，按照[](#P98-exit)赔偿。\n", "P98-sample.md")
    found, = script.unlike([document])
    assert (found.place, found.clause, found.title) == ("P98-sample.md:18", "P98-rest", "退出办法")
    assert found.sentence == "孩子摔伤的，按照〔P98-exit〕赔偿。"
