"""Two small documents, rendered for an invented city with hostile values."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.files import sources, yamlfile
from toolkit.text import policy
from toolkit.text.citations import Register
from toolkit.text.render import Rendered, outline, render

HOSTILE = '<script>alert(1)</script> [x](javascript:a) {{ 7*7 }} **b** $x$ #let "q" \\n {: onclick=x }'


@pytest.fixture
def city() -> City:
    answers = cityfile.merge(
        cityfile.from_division(divisions.find("临沂")),
        {"team": {"name": HOSTILE, "leader": "=cmd|x", "host": "第一行\n第二行"}},
    )
    return City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))


@pytest.fixture
def register() -> Register:
    return Register(sources.shared().legal)


@pytest.fixture
def documents(city: City) -> list[Rendered]:
    here = Path(__file__).parent
    read = [policy.read(here / name, name) for name in ("hostile.md", "form.md")]
    assert not [finding for _, findings in read for finding in findings]
    outlined = outline([document for document, _ in read], city)
    rendered = [render(document, outlined, city) for document in outlined.documents]
    assert not [finding for _, findings in rendered for finding in findings]
    return [document for document, _ in rendered]
