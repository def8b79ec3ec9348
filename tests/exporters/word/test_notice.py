"""An official notice: addressee above the text, and a red head only where the city asks for one."""

from __future__ import annotations

import io

import docx as python_docx
import pypdf
import pytest

from tests.conftest import ROOT
from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.exporters.paper import pdf
from toolkit.exporters.word import docx
from toolkit.files import sources, yamlfile
from toolkit.text import policy
from toolkit.text.citations import Register
from toolkit.text.render import Rendered, outline, render


def notice(adopted: dict[str, object]) -> tuple[Rendered, City]:
    given = {"adopted": adopted, "team": {"host": "临沂市示例志愿服务联合会"}}
    answers = cityfile.merge(cityfile.from_division(divisions.find("临沂")), given)
    city = City(yamlfile.parse(cityfile.to_text(answers), "city.yaml"))
    document, _ = policy.read(next((ROOT / "policies").glob("P09-*.md")), "P09.md")
    kept = document.chapters[0]
    kept.clauses = kept.clauses[:1]
    document.chapters = [kept]
    return render(document, outline([document], city), city)[0], city


ON = {"red_head": True, "issue_number": "示例发〔2027〕1号"}
HEAD = ["临沂市示例志愿服务联合会文件", "示例发〔2027〕1号"]
REST = ["关于明确保护孩子隐私的通知", "各级团队、全体志愿者、合作单位、捐赠方、新闻媒体、来访城市：", "缘由", "一、　为什么发这个通知"]


def plain(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(("adopted", "wanted"), [(ON, HEAD + REST), ({}, REST), ({"red_head": False}, REST)])
def test_a_notice_begins_as_the_standard_wants(adopted: dict[str, object], wanted: list[str]):
    document, city = notice(adopted)
    register = Register(sources.shared().legal)
    word, = docx.export([document], city, register)
    made = python_docx.Document(io.BytesIO(word.content))
    shown = [paragraph.text for paragraph in made.paragraphs if paragraph.text.strip()]
    assert [plain(text) for text in shown[: len(wanted)]] == [plain(text) for text in wanted]
    red = [run.text for paragraph in made.paragraphs for run in paragraph.runs if str(run.font.color.rgb) == "C00000"]
    assert red == wanted[:1] * (len(wanted) > len(REST))
    made_pdf, = pdf.export([document], city, register)
    page = plain(pypdf.PdfReader(io.BytesIO(made_pdf.content)).pages[0].extract_text())
    assert page.startswith("".join(map(plain, wanted)))


def test_a_long_name_stays_on_one_line():
    document, city = notice(ON)
    city.data["team"]["host"] = "临沂市兰山区示例街道关心下一代工作委员会示例志愿服务中心"
    content = pdf.export([document], city, Register(sources.shared().legal))[0].content
    lines = pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text().split("\n")
    assert plain(lines[0]) == "临沂市兰山区示例街道关心下一代工作委员会示例志愿服务中心文件"
