"""One site, three editions: the same pages in both scripts, English to start from, plain links between them."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.exporters.site import traditional
from toolkit.exporters.site.pages.changes import changes
from toolkit.exporters.site.search import weighed
from toolkit.files import sources
from toolkit.text.citations import Register
from toolkit.text.releases import Release, Released

REGISTER = Register(sources.shared().legal)
CONVERT = traditional.converter(REGISTER)


def pages(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.html")}


def test_the_traditional_edition_has_the_same_pages_and_anchors(built: Path):
    both = pages(built / "site")
    simplified = {path: page for path, page in both.items() if not path.startswith(("zh-Hant/", "en/"))}
    converted = {path.removeprefix("zh-Hant/"): page for path, page in both.items() if path.startswith("zh-Hant/")}
    assert simplified.keys() == converted.keys()
    for path, page in simplified.items():
        assert re.findall(r' id="([^"]+)"', page) == re.findall(r' id="([^"]+)"', converted[path])
        assert '<html lang="zh-Hans"' in page
        assert '<html lang="zh-Hant"' in converted[path]


@pytest.mark.parametrize("law", list(REGISTER.laws.values()), ids=lambda law: law.id)
def test_a_law_s_title_is_the_same_wherever_it_stands(law):
    alone = traditional._opencc(law.title)
    for around in ("依据《{}》第一条办理", "后{}发", "干{}只", "{}里面"):
        assert alone in CONVERT(around.format(law.title))


def test_terms_are_as_the_glossary_says_and_words_are_not_changed():
    for term in REGISTER.glossary:
        assert term["zh_hant"] in CONVERT(f"这里的{term['zh_hans']}是")
    assert CONVERT("程序、信息、网络、软件、视频") == "程序、信息、網絡、軟件、視頻"


@given(st.text("孩子志愿者发后里干只系统程序《》，。abc1", max_size=60))
def test_both_scripts_of_an_index_fold_into_the_simplified_one(text: str):
    entry = {"location": "a.html", "title": text, "text": text}
    both = traditional.folded({"docs": [entry], "config": {"linyi": {}}}, CONVERT)
    made = traditional.index(both, CONVERT)["docs"][0]
    fold = both["config"]["linyi"]["fold"]
    assert "".join(fold.get(sign, sign) for sign in made["text"]) == "".join(fold.get(sign, sign) for sign in text)
    assert "".join(fold.get(sign, sign) for sign in "結對離家出走") == "结对离家出走"


def test_every_page_leads_to_itself_in_the_other_editions(built: Path):
    site = (built / "site").resolve()
    found = pages(site)
    for path, page in found.items():
        if path.endswith("404.html"):
            continue
        switch = re.search(r'<nav class="editions".*?</nav>', page, re.S)
        assert switch, path
        links = dict(re.findall(r'<a lang="([^"]+)"[^>]* href="([^"]+)"', switch[0]))
        own = re.findall(r'<span lang="([^"]+)"[^>]*aria-current', switch[0])
        assert {*links, *own} == {"zh-Hans", "zh-Hant", "en"}, path
        name = path.removeprefix("zh-Hant/").removeprefix("en/")
        for edition, link in links.items():
            target = ((site / path).parent / link).resolve()
            assert target.is_file()
            folder = {"zh-Hans": "", "zh-Hant": "zh-Hant/", "en": "en/"}[edition]
            wanted = folder + name if folder + name in found else f"{folder}index.html"
            assert target == (site / wanted).resolve()


def test_without_traditional_script_no_page_speaks_of_it(kit: Path):
    from tests.commands.test_build import small
    from toolkit.commands.build import build

    small(kit, "P04")
    build(kit, ["site"])
    site = kit / "成果/site"
    assert not (site / "zh-Hant").exists()
    assert "zh-Hant" not in (site / "policies/P04.html").read_text(encoding="utf-8")
    assert (site / "en/index.html").is_file()
    assert "下载" not in (site / "policies/P04.html").read_text(encoding="utf-8")  # no Word file was built


def test_english_readers_find_what_they_need_in_english(built: Path):
    page = (built / "site/en/start-guardian.html").read_text(encoding="utf-8")
    assert "The first paper you sign" in page
    assert "../forms/B01.html" in page
    home = (built / "site/en/index.html").read_text(encoding="utf-8")
    assert len(re.findall(r'href="\.\./(?:policies|forms|training)/', home)) > 50


def test_the_stick_holds_the_whole_site_and_opens_with_one_file(built: Path, tmp_path: Path):
    with zipfile.ZipFile(built / "网站.zip") as archive:
        archive.extractall(tmp_path)
    start = (tmp_path / "打开这里.html").read_text(encoding="utf-8")
    assert (tmp_path / re.findall(r'href="([^"]+)"', start)[0]).is_file()
    packed = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in (tmp_path / "site").rglob("*") if path.is_file()}
    wanted = {path.relative_to(built).as_posix(): path.read_bytes() for path in (built / "site").rglob("*") if path.is_file()}
    assert packed == wanted
    assert any(path.endswith(".docx") for path in packed)


def test_the_content_policy_names_every_inline_script(built: Path):
    headers = (built / "site/_headers").read_text(encoding="utf-8")
    assert "default-src 'none'" in headers
    assert "unsafe-inline" not in headers.split("script-src")[1].split(";")[0]


def test_a_bare_heading_is_joined_to_the_part_below_it():
    docs = [
        {"location": "a.html", "title": "页", "text": "摘要"},
        {"location": "a.html#c", "title": "第一章", "text": ""},
        {"location": "a.html#k", "title": "第一条", "text": "正文"},
        {"location": "a.html#l", "title": "第二条", "text": "正文"},
    ]
    found = weighed({"docs": docs, "config": {}})["docs"]
    assert [entry["location"] for entry in found] == ["a.html", "a.html#k", "a.html#l"]
    assert [entry["title"] for entry in found] == ["页", "第一章 第一条", "第二条"]
    assert found[0]["boost"] < 1


def test_what_changed_is_told_clause_by_clause(documents):
    clauses = [clause for document in documents for clause in document.clauses]
    same, other, new = clauses[0], clauses[1], clauses[2]
    known = {clause.id: Released(clause.title, clause.source) for clause in clauses if clause is not new}
    known[other.id] = Released(other.title, "another text")
    known["P97-gone"] = Released("去掉的条", "x")
    known["P97-elsewhere"] = Released("别的市才有", "x", conditional=True)
    page = changes(documents, Release("0.1.0", "2026-01-01", known)).content
    added, changed, gone = (page.partition(f"## {name}（1条）")[2].partition("##")[0] for name in ("新增", "改动", "删去"))
    assert f"#{new.id})" in added
    assert f"#{other.id})" in changed
    assert "去掉的条" in gone
    assert f"#{same.id})" not in page
    assert "别的市才有" not in page
    assert "全国文本1&#46;0&#46;0版" in changes(documents).content  # the release before today's text


def test_the_search_index_speaks_each_script(built: Path):
    for folder, word in (("", "保密"), ("zh-Hant/", "結對"), ("en/", "child")):
        index = json.loads((built / "site" / folder / "search/search_index.json").read_text(encoding="utf-8"))
        text = "".join(entry["title"] + entry["text"] for entry in index["docs"]).replace("\u200b", "")
        assert word in text
        assert ("结对" in text) is (folder == "")
