"""A clause's deviation and its reason stand beside it: on the site and in drafts in Word, nowhere that somebody signs."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from lxml import etree

from tests.exporters.conftest import HOSTILE
from toolkit.exporters.site.pages.deviations import deviations
from toolkit.exporters.site.pages.documents import document_page
from toolkit.exporters.site.pages.page import targets
from toolkit.exporters.word import docx
from toolkit.text import policy
from toolkit.text.deviations import Told
from toolkit.text.render import outline, render
from toolkit.text.telling import telling

TEXT = """---
id: P97
slug: plain
title: 样例办法
title_en: Plain
kind: 办法
version: "1.0.0"
summary: 样例。
summary_en: Plain.
audience: [volunteer]
owner: 专员
---

## 总则 {#P97-general}

### 甲 {#P97-a}

甲的话。

### 乙 {#P97-b}

乙的话。
"""
TOLD = {
    "P97-b": Told("P97-b", "changed", "乙", f"路远 {HOSTILE}。", "示例条例", "示例会议", "2027-12-31"),
    "P97-gone": Told("P97-gone", "deleted", "丙"),
    "P97": Told("P97", "front", "样例办法", "改名"),
    "T01-cards": Told("T01-cards", "changed", "卡片"),
}


@pytest.fixture
def rendered(city):
    document = policy.parse(TEXT, "P97-plain.md")[0]
    return render(document, outline([document], city), city)[0]


def words(content: bytes) -> str:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))
    return "\n".join("".join("-" if node.tag.endswith("noBreakHyphen") else node.text or "" for node in line.iter("{*}t", "{*}noBreakHyphen")) for line in root.iter("{*}p"))


def test_the_site_tells_it_at_the_clause_and_above_what_is_not_here(rendered, city, register):
    page = document_page(telling(rendered, TOLD), city, register, {}, ()).content
    assert page.count('<p class="deviation">') == 3
    above, _, rest = page.partition("## ")
    assert "“丙”（P97&#45;gone）和全国文本不同：删去。理由：还没有写。" in above
    assert "“样例办法”（P97）和全国文本不同：文首信息改动。理由：改名。" in above
    assert "和全国文本不同：改动。理由：路远 &#60;script&#62;" in rest
    assert "<script>" not in page
    assert rest.index("乙的话") < rest.index("理由：路远")
    assert 'class="deviation"' not in document_page(rendered, city, register, {}, ()).content


def test_word_tells_it_in_drafts_below_the_clause(rendered, city, register):
    draft, issued = (words(item.content) for item in docx.export([telling(rendered, TOLD), rendered], city, register))
    assert f"乙的话。\n〔草稿说明〕和全国文本不同：改动。理由：路远 {HOSTILE}。依据：示例条例。批准：示例会议。复审：2027年12月31日。" in draft
    assert "〔草稿说明〕“丙”（P97-gone）和全国文本不同：删去" in draft
    assert "全国文本" not in issued


def test_what_somebody_signs_holds_its_own_words_alone(rendered, city, register):
    signed = replace(telling(rendered, TOLD), bare=True)
    assert "全国文本" not in words(docx.export([signed], city, register)[0].content)


def test_a_reason_that_came_makes_the_document_anew(rendered):
    before, after = (telling(rendered, {"P97-b": Told("P97-b", "changed", "乙", reason)}) for reason in ("", "路远"))
    assert len({rendered.digest, before.digest, after.digest}) == 3
    assert telling(rendered, {"P96-x": TOLD["P97-b"]}) is rendered


def test_the_page_of_deviations_lists_them_by_document(rendered):
    page = deviations([rendered], list(TOLD.values()), targets([rendered]), "1.1.0").content
    assert "有4处不同" in page
    own, _, lessons = page.partition("## T01（1处）")
    assert "## P97 样例办法（3处）" in own
    assert "[乙](policies/P97.md#P97-b)　改动。理由：路远" in own
    assert "- 丙　删去。理由：还没有写。" in own
    assert "- 卡片　改动。" in lessons
    assert "理由" not in lessons
    assert "没有不同：本市的文本和全国文本1&#46;1&#46;0版一样。" in deviations([rendered], [], {}, "1.1.0").content
