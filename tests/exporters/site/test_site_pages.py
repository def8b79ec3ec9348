"""What each kind of reader finds on the site."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import ROOT
from toolkit.files import yamlfile

READERS = yamlfile.read(ROOT / "templates/site/readers.yaml", "readers.yaml").data["readers"]


def read(built: Path, page: str) -> str:
    return (built / "site" / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader["name"])
def test_each_reader_has_a_start_page_of_one_screen(built: Path, reader: dict):
    page = read(built, f"start-{reader['name']}.html")
    assert 1 <= len(reader["first"]) <= 8
    for item in reader["first"]:
        assert item["say"] in page, item
    assert "urgent.html" in page
    assert f"start-{reader['name']}.html" in read(built, "index.html")


def test_every_document_can_be_downloaded(built: Path):
    pages = [page for folder in ("policies", "forms", "training", "readers") for page in (built / "site" / folder).glob("*.html")]
    assert len(pages) > 50
    for page in pages:
        links = re.findall(r'href="(\.\./files/(?:docx|pdf|pptx)/[^"]+)"', page.read_text(encoding="utf-8"))
        assert all((page.parent / unquote(link)).is_file() for link in links)
        assert len(links) >= 2, page.name
        assert ("pptx" in links[-1]) is (page.stem.startswith("T") and page.stem != "T15"), page.name


def test_every_register_has_a_page_with_its_workbook(built: Path):
    pages = sorted((built / "site/registers").glob("R*.html"))
    assert len(pages) == len(list((built / "xlsx").glob("*.xlsx")))
    listing, *registers = pages
    assert listing.stem == "R00"
    for page in registers:
        text = page.read_text(encoding="utf-8")
        assert "为什么填，怎么填" in text
        assert f'href="{page.name}"' in listing.read_text(encoding="utf-8")


def test_the_norms_for_the_wall_have_a_page_that_leads_to_each_clause(built: Path):
    page = read(built, "norms/N00.html")
    assert "自查打分表" in page
    for norm in ("N07", "N22", "N43"):
        assert norm in page
    assert 'href="../policies/P15.html#P15-report"' in page
    assert "N00" in read(built, "index.html")
    assert "R00" in read(built, "index.html")


def test_every_term_is_explained_with_its_other_names(built: Path):
    page = read(built, "glossary.html")
    terms = yamlfile.read(ROOT / "policies/legal/glossary.yaml", "glossary.yaml").data["terms"]
    assert len(re.findall(r'id="term-\d+"', page)) == len(terms)
    for term in terms:
        assert term["pinyin"].split("'")[0].split("’")[0] in page


def test_the_answer_to_a_scenario_is_folded_until_asked_for(built: Path):
    page = read(built, "training/T01.html")
    folded = re.findall(r'<details class="answer">(.*?)</details>', page, re.S)
    assert len(folded) >= 6
    assert all("<summary>参考答案</summary>" in part and len(part) > 100 for part in folded)
    assert '<details class="answer"' not in read(built, "policies/P01.html")
