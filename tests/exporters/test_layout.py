"""What a clause rests on, where the reader is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.exporters import layout
from toolkit.files import sources, yamlfile
from toolkit.text import policy
from toolkit.text.blocks import Box, Paragraph, Text
from toolkit.text.citations import Register
from toolkit.text.policy import Citation
from toolkit.text.render import RenderedClause, outline, render

NATIONAL = Citation("pipl", "28")
SHANDONG = Citation("sd-volunteer-regs", "10")


@pytest.mark.parametrize(("city", "basis", "shown"), [
    ("临沂", (NATIONAL, SHANDONG), "《个人信息保护法》第28条；《山东省志愿服务条例》第10条"),
    ("青岛", (SHANDONG,), "《山东省志愿服务条例》第10条"),
    ("襄阳", (NATIONAL, SHANDONG), "《个人信息保护法》第28条；本省的地方性法规：待本市律师补上"),
    ("襄阳", (NATIONAL,), "《个人信息保护法》第28条"),
])
def test_another_province_gets_a_marked_gap_never_a_foreign_regulation(city: str, basis: tuple[Citation, ...], shown: str):
    text = cityfile.to_text(cityfile.from_division(divisions.find(city)))
    clause = RenderedClause("P98-aim", "目的", 1, "第一条", (), basis)
    assert layout.basis(clause, City(yamlfile.parse(text, "city.yaml")), Register(sources.shared().legal)) == shown


def test_the_signature_stands_below_what_is_signed_for():
    words, signed = Paragraph((Text("请先读完。"),)), Box("signature", ((Text("签名："),),))
    field = {"name": "决定"}
    clause = RenderedClause("B98-sign", "决定", 1, "一、", (words, signed), fields=(field,))
    assert layout.body(clause) == ((words,), (field,), (signed,))
    assert layout.body(replace(clause, fields=())) == ((words,), (), (signed,))
    assert layout.body(replace(clause, blocks=(signed, words))) == ((signed, words), (field,), ())


def test_a_form_says_whom_to_ask_how_it_is_withdrawn_and_how_long_it_is_kept(documents, city):
    form = next(document for document in documents if document.kind == "表单")
    box = dict(layout.contact(form, city))
    assert box["问谁"].endswith("电话待填写")
    assert box["怎样收回"] == f"{form.front['withdrawal']}。"
    assert box["保存多久"] == f"{form.front['retention']}。"
    assert box["填好以后"] == layout.KEEP_SAFE
    assert layout.closing_note(form) == ""
    policy = next(document for document in documents if document.kind != "表单")
    assert layout.closing_note(policy) == layout.NO_ADVICE


def test_how_long_a_form_is_kept_is_printed_with_the_citys_number():
    text = cityfile.to_text(cityfile.from_division(divisions.find("临沂"))).replace("retention_years: 3", "retention_years: 2")
    where = City(yamlfile.parse(text, "city.yaml"))
    source = (Path(__file__).parent / "form.md").read_text(encoding="utf-8")
    kept = re.sub(r"^retention: .*", 'retention: "结案后[{{ numbers.retention_years }}年]{.suggested}"', source, count=1, flags=re.M)
    document, _ = policy.parse(kept, "form.md")
    form, _ = render(document, outline([document], where), where)
    assert dict(layout.contact(form, where))["保存多久"] == "结案后2年。"
