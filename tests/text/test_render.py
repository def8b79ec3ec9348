"""What a rendered document reads like, kind by kind."""

from __future__ import annotations

import pytest

from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.files import yamlfile
from toolkit.text import policy
from toolkit.text.render import outline, render

SOURCE = """---
id: {id}
title: 示例
kind: {kind}
---

## 教案 {{#{id}-plan}}

### 开场 {{#{id}-open}}

见[](#{id}-card)。

### 练习 {{#{id}-practise}}

练。

## 情景卡 {{#{id}-cards}}

### 红包 {{#{id}-card}}

答。
"""


@pytest.mark.parametrize(("kind", "chapters", "clauses", "reference"), [
    ("制度", ["第一章", "第二章"], ["第一条", "第二条", "第三条"], "见第三条。"),
    ("承诺书", ["", ""], ["一、", "二、", "三、"], "见第三条。"),
    ("培训", ["", ""], ["一、", "二、", "一、"], "见“情景卡”之一。"),
])
def test_each_kind_numbers_its_parts(kind: str, chapters: list[str], clauses: list[str], reference: str):
    document, findings = policy.parse(SOURCE.format(id="T97", kind=kind), "T97.md")
    assert not findings
    text = cityfile.to_text(cityfile.from_division(divisions.find("临沂")))
    city = City(yamlfile.parse(text, "city.yaml"))
    rendered, findings = render(document, outline([document], city), city)
    assert not findings
    assert [chapter.label for chapter in rendered.chapters] == chapters
    assert [clause.label for clause in rendered.clauses] == clauses
    shown = "".join(piece.text for block in rendered.clauses[0].blocks for piece in block.content)
    assert shown == reference
