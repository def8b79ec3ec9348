"""What a clause rests on, where the reader is."""

from __future__ import annotations

import pytest

from toolkit import cityfile, divisions, sources, yamlfile
from toolkit.citations import Register
from toolkit.city import City
from toolkit.exporters import layout
from toolkit.policy import Citation
from toolkit.render import RenderedClause

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
