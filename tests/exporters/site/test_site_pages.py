"""What each kind of reader finds on the site."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import ROOT
from toolkit.exporters import urgent
from toolkit.files import yamlfile
from toolkit.text import pictures

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


def test_the_home_page_leads_to_every_need_and_every_document(built: Path):
    page = read(built, "index.html")
    for need in yamlfile.read(ROOT / "templates/site/needs.yaml", "needs.yaml").data["needs"]:
        assert need["title"] in page
        assert need["picture"] in pictures.known()
        assert [item for item in need["items"] if item["say"] in page], need
    for folder in ("policies", "forms", "training", "readers"):
        for path in (built / "site" / folder).glob("*.html"):
            assert f'href="{folder}/{path.name}"' in page, path.name
    assert "<th>编号</th>" not in page


def test_lessons_are_found_by_when_they_are_learnt_and_by_their_steps(built: Path):
    page = read(built, "lessons.html")
    assert [title for title in ("结对以前", "上任以前", "讲课以前", "每年复训") if title in page] == ["结对以前", "上任以前", "讲课以前", "每年复训"]
    for number in range(1, 15):
        assert f'href="training/T{number:02}.html"' in page
    assert 'href="training/T04.html#T04-call"' in page


def test_the_index_of_cards_has_every_scenario_and_no_answer(built: Path):
    page = read(built, "cards.html")
    cards = {
        (path.name, card) for path in (built / "site/training").glob("T*.html")
        for card in re.findall(r'<h3 id="(T\d\d-card-[a-z0-9-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(cards) > 50
    assert all(f'href="training/{name}#{card}"' in page for name, card in cards)
    assert f"{len(cards)}张" in page
    assert "参考答案" not in page


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader["name"])
def test_a_readers_page_offers_the_handbook_and_their_documents(built: Path, reader: dict):
    page = read(built, f"start-{reader['name']}.html")
    assert reader["picture"] in pictures.known()
    assert {item["picture"] for item in reader["first"] if "picture" in item} <= pictures.known()
    books = [unquote(found) for found in re.findall(r'href="(files/handbook/[^"]+)"', page)]
    assert all((built / "site" / found).is_file() for found in books)
    assert len(books) == (reader["name"] in ("volunteer", "trainer", "guardian"))
    folded = "".join(re.findall(r'<details class="all">.*?</details>', page, re.S))
    listed = set(re.findall(r'href="(?:policies|forms|training|readers)/([A-Z]\d\d)\.html"', folded))
    meant = {
        path.name[:3] for folder in ("policies", "templates/forms", "templates/training", "templates/readers") for path in (ROOT / folder).glob("*.md")
        if reader["audience"] in re.search(r"^audience: \[(.*)\]", path.read_text(encoding="utf-8"), re.M)[1].split(", ")
    }
    assert listed
    assert listed <= meant


def test_a_form_s_page_shows_the_form_and_folds_what_each_field_means(built: Path):
    pages = list((built / "site/forms").glob("B*.html"))
    for path in pages:
        page = path.read_text(encoding="utf-8")
        picture = built / "site/assets/forms" / f"{path.stem}.png"
        assert picture.read_bytes().startswith(b"\x89PNG"), path.name
        assert f'src="../assets/forms/{path.stem}.png"' in page
        assert "打开、打印" in page
        for table in re.finditer(r"<th>怎么填</th>", page):
            before = page[: table.start()]
            assert before.rfind('<details class="fields">') > before.rfind("</details>"), path.name
    assert len(pages) > 40


def test_each_step_of_what_to_do_now_has_its_picture(built: Path):
    page = read(built, "urgent.html")
    for picture, words in urgent.STEPS:
        assert re.search(rf'src="assets/pictures/{picture}\.svg" alt=""><span>{words[:8]}', page), words
