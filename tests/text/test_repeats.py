"""`linyi repeats` shows what stands twice, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Run
from toolkit.text import policy
from toolkit.text.repeats import repeats

HEAD = "---\nid: {id}\ntitle: 示例\nkind: 制度\n---\n\n## 总则 {{#{id}-general}}\n\n### 条 {{#{id}-one}}\n\n"


def documents(*texts: str) -> list[policy.Document]:
    return [
        policy.parse(HEAD.format(id=f"P9{number}") + text, f"P9{number}.md")[0]
        for number, text in enumerate(texts)
    ]


def test_a_changed_word_or_value_does_not_hide_a_repeat():
    found = repeats(documents(
        "志愿者每年至少走访孩子四次，每次不少于两小时。孩子在学校住宿。",
        "（一）志愿者每年至少走访孩子{{ numbers.visits }}四次，每次不得少于两小时；",
    ), 0.6)
    assert [(item.first.clause, item.second.clause) for item in found] == [("P90-one", "P91-one")]
    assert 0.6 <= found[0].likeness < 1


def test_different_meanings_short_lines_and_one_document_are_no_repeat():
    assert not repeats(documents(
        "签名：　　　日期：　　年　　月　　日\n\n团队不经手善款，由慈善组织直接付给学校。团队不经手善款，由慈善组织直接付给学校。",
        "签名：　　　日期：　　年　　月　　日\n\n孩子不愿意拍照的，任何人不得拍照。",
    ), 0.3)


def test_lines_to_sign_on_are_no_repeat():
    signed = "::: 签署\n见证人签名（不识字的时候由他代读，不是志愿者）：\n:::"
    assert not repeats(documents(signed, signed), 0.3)


LONG, OTHER = "甲乙丙丁戊己庚辛壬癸子丑", "寅卯辰巳午未申酉戌亥天地"  # twelve signs: ten runs of three


@pytest.mark.parametrize(("one", "other", "likeness"), [
    (LONG, LONG, [1.0]), (LONG[:-1], LONG[:-1], []), (LONG + "。" + OTHER, OTHER + "；", [1.0]), (LONG, LONG[:-3] + "寅卯辰", [0.54]),
    (LONG, OTHER, []), (f"（一）{LONG}", f"（二）{LONG}", [1.0]), (f"[甲](#P91-one){LONG}", f"{{{{ a.b }}}}{LONG}", [1.0]), (f"| {LONG} | {OTHER} |", LONG, [1.0]),
])
def test_likeness_is_that_of_runs_of_three_signs(one: str, other: str, likeness: list[float]):
    assert [item.likeness for item in repeats(documents(one, other), 0.1)] == likeness


def test_the_least_likeness_counts_too_and_the_most_alike_come_first():
    three = documents(LONG, LONG[:-3] + "寅卯辰", LONG)
    assert [(item.likeness, item.first.clause, item.second.clause) for item in repeats(three, 7 / 13)] == [
        (1.0, "P90-one", "P92-one"), (0.54, "P90-one", "P91-one"), (0.54, "P91-one", "P92-one")]
    assert len(repeats(three, 0.54)) == 1


def test_words_that_stand_everywhere_tell_nothing_apart():
    assert len(repeats(documents(*[LONG] * 2, "。".join(f"{LONG}" for _ in range(58))), 0.5)) == 1 + 2 * 58
    assert repeats(documents(*[LONG] * 2, "。".join(f"{LONG}" for _ in range(59))), 0.5) == []


def test_the_documents_hardly_repeat_each_other(linyi_kit: Path, linyi: Run):
    found = json.loads(linyi("repeats", linyi_kit, "--least", "70", "--format", "json").stdout)
    kinds = [{pair["first"]["clause"][0], pair["second"]["clause"][0]} for pair in found]
    kinds, found = zip(*((kind, pair) for kind, pair in zip(kinds, found, strict=True) if "C" not in kind), strict=True)
    # A booklet retells clauses, and five booklets the same ones. A lesson says what the clause says; two papers that different people sign stand alone;
    # policies refer to each other and to forms.
    assert sum("T" in kind for kind in kinds) < 20
    rules = [pair for pair, kind in zip(found, kinds, strict=True) if "T" not in kind and kind != {"B"}]
    assert len(rules) < 20, [(item["first"], item["second"]) for item in rules]


def test_a_copied_sentence_is_shown_with_both_clauses(kit: Path, linyi: Run):
    sentence = "示例员每个示例日数一遍示例箱里的示例卡，少了就告诉示例长。"
    for name, anchor in (("P05", "{#P05-scope"), ("P09", "{#P09-why")):
        path = next((kit / "制度").glob(f"{name}-*.md"))
        head, heading, rest = path.read_text(encoding="utf-8").partition(anchor)
        line, _, after = rest.partition("\n")
        path.write_text(f"{head}{heading}{line}\n\n{sentence}\n{after}", encoding="utf-8")
    assert "100%  P05-scope  P09-why" in linyi("repeats", kit).stdout
