"""Design values: read alike however they are marked, shown in drafts, bare where somebody signs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.exporters import layout
from toolkit.exporters.fields import rows
from toolkit.exporters.site import markdown
from toolkit.exporters.word import ooxml
from toolkit.files import yamlfile
from toolkit.text import blocks, marks, policy
from toolkit.text.blocks import Paragraph, Table, Text, Value
from toolkit.text.render import Rendered, outline, render


@pytest.mark.parametrize(("typed", "span"), [
    ("7日（建议值）内更新", "[7日]{.suggested}内更新"),
    ("应当在10个工作日内（建议值）决定", "应当在[10个工作日内]{.suggested}决定"),
    ("由两人以上（建议值）组成", "由[两人以上]{.suggested}组成"),
    ("齐全率应当为100%（建议值）。", "齐全率应当为[100%]{.suggested}。"),
    ("{{ numbers.visits_per_year }}次（建议值）", "[{{ numbers.visits_per_year }}次]{.suggested}"),
    ("\ue0000\ue001分钟（建议值）；", "[\ue0000\ue001分钟]{.suggested}；"),
    ("每年（建议值）续签", "[每年]{.suggested}续签"),
    ("{{ tiers.middle }}匹配组由两人（建议值）组成", "{{ tiers.middle }}匹配组由[两人]{.suggested}组成"),
    ("当日（建议值）停用", "[当日]{.suggested}停用"),
    ("女孩的主结对志愿者是女性骨干（建议值）。", "[女孩的主结对志愿者是女性骨干]{.suggested}。"),
    ("| 频次 | 每月一次（建议值） |", "| 频次 | 每月[一次]{.suggested} |"),
    ("随约3名成年人相伴同行（建议值）", "随[约3名成年人相伴同行]{.suggested}"),  # eight signs behind the number
    ("随约3名成年人都相伴同行（建议值）", "[随约3名成年人都相伴同行]{.suggested}"),
    ("至少提前3日，不超过5日（建议值）", "至少提前3日，[不超过5日]{.suggested}"),
    ("1,000.5元（建议值）", "[1,000.5元]{.suggested}"), ("同日（建议值）", "[同日]{.suggested}"), ("满半年（建议值）", "[满半年]{.suggested}"),
    ("（建议值）", "（建议值）"), ("甲。（建议值）", "甲。（建议值）"),
    ("没有标记。", "没有标记。"),
    ("[7日]{.suggested}内", "[7日]{.suggested}内"),
])
def test_a_typed_mark_is_read_as_the_span(typed: str, span: str):
    assert marks.spans(typed) == span
    assert marks.spans(span) == span
    assert marks.bare(typed) == marks.bare(span)
    assert marks.suggested(typed) == marks.suggested(span)


def test_nothing_is_left_of_a_mark_in_bare_words():
    assert marks.bare("7日（建议值）内，[30日]{.suggested}内，（建议值）") == "7日内，30日内，"
    assert marks.suggested("7日（建议值）内，[30日]{.suggested}内") == ["7日", "30日"]


@given(st.lists(st.sampled_from(["7日", "（建议值）", "[30日]{.suggested}", "，", "每年", "{{ a.b }}", "]", "[", "\n", "甲", "|"]), max_size=12))
def test_reading_marks_changes_no_word_and_no_line(parts: list[str]):
    text = "".join(parts)
    spans = marks.spans(text)
    assert spans.count("\n") == text.count("\n")
    assert marks.bare(spans) == marks.bare(text)
    assert marks.spans(spans) == spans


def parsed(text: str, *values: str) -> list[blocks.Block]:
    return blocks.parse(text, values, lambda target: target)


def test_a_span_holds_words_values_and_strong_words():
    (found,) = parsed("在[\ue0000\ue001次]{.suggested}以内，**至多[三]{.suggested}个**", "4")
    assert isinstance(found, Paragraph)
    assert found.content == (
        Text("在"), Value("4", suggested=True), Text("次", suggested=True), Text("以内，"),
        Text("至多", strong=True), Text("三", strong=True, suggested=True), Text("个", strong=True),
    )
    assert blocks.has_marks([found])
    (plain,) = blocks.without_marks([found])
    assert not blocks.has_marks([plain])
    assert isinstance(plain, Paragraph)
    assert blocks.plain_text(plain.content) == "在4次以内，至多三个"


def test_marks_are_read_in_tables_and_boxes():
    table, box = parsed("| 项 | 期限 |\n|---|---|\n| 甲 | 7日（建议值） |\n\n::: 签署\n保存3年（建议值）\n:::")
    assert isinstance(table, Table)
    assert table.rows[0][1] == (Text("7日", suggested=True),)
    assert blocks.has_marks([box])
    assert not blocks.has_marks(blocks.without_marks([table, box]))


SOURCE = """---
id: P98
slug: sample
title: 示例
kind: {kind}
version: "1.1.0"
---

## 总则 {{#P98-general}}

### 期限 {{#P98-term}}

收到后[7日]{{.suggested}}内答复，保存3年（建议值）。

| 项 | 期限 |
|---|---|
| 甲 | [15日]{{.suggested}} |
{more}"""


def rendered(kind: str, more: str = "") -> Rendered:
    city = City(yamlfile.parse(cityfile.to_text(cityfile.from_division(divisions.find("临沂"))), "city.yaml"))
    document, findings = policy.parse(SOURCE.format(kind=kind, more=more), "P98.md")
    assert not findings
    found, faults = render(document, outline([document], city), city)
    assert not faults
    return found


def test_a_policy_shows_its_design_values_and_says_what_they_are():
    found = rendered("制度")
    (clause,) = found.clauses
    assert [piece.text for piece in clause.blocks[0].content if piece.suggested] == ["7日", "3年"]
    assert layout.SUGGESTED in layout.closing_note(found)
    assert '<span class="suggested"' in markdown.blocks(clause.blocks, markdown.Manner())[0]
    xml = ooxml.table(clause.blocks[1])
    assert xml.count('<w:rStyle w:val="建议值"/>') == 1
    assert "建议值）" not in xml


@pytest.mark.parametrize(("kind", "more"), [
    ("表单", ""), ("协议", ""), ("承诺书", ""), ("制度", "\n::: 签署\n签名：\n:::\n"),
])
def test_what_somebody_signs_prints_bare_numbers(kind: str, more: str):
    found = rendered(kind, more)
    assert not any(blocks.has_marks(part.blocks) for part in (*found.chapters, *found.clauses))
    words = blocks.plain_text(found.clauses[0].blocks[0].content)
    assert words == "收到后7日内答复，保存3年。"
    assert layout.SUGGESTED not in layout.closing_note(found)


def test_a_forms_fields_print_bare_numbers():
    fields = [{"name": "期限", "type": "enum", "required": True, "options": ["7日（建议值）", "[15日]{.suggested}"], "note": "至多[15日]{.suggested}"}]
    ((cell,),) = rows(fields)
    assert [option.words for option in cell.options] == ["7日", "15日"]
    assert cell.note == "至多15日"
