"""One site, three editions: the same pages in both scripts, English to start from, plain links between them."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from toolkit.exporters.site import traditional
from toolkit.exporters.site.pages.changes import changes
from toolkit.exporters.site.search import weighed
from toolkit.files import sources
from toolkit.text.citations import Register
from toolkit.text.releases import Released

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


def test_what_the_last_release_changed_is_told_clause_by_clause_from_its_data(documents, tmp_path: Path):
    """By document, with the reason; what is not here is counted, what law drives stands above with its day."""
    one, other, new = [clause for document in documents for clause in document.clauses][:3]
    (tmp_path / "releases" / "0.9.0").mkdir(parents=True)
    (tmp_path / "version.yaml").write_text("version: 1.0.0\nneeds_toolkit: 0.1.0\n", encoding="utf-8")
    gone = f"{documents[0].id}-gone"
    was = {gone: Released("去掉的条", "x"), one.id: Released(one.title, "x")}
    (tmp_path / "releases" / "0.9.0" / "release.yaml").write_text(json.dumps(
        {"version": "0.9.0", "on": "2026-01-01", "clauses": {name: {"title": item.title, "source": item.source} for name, item in was.items()}}
    ), encoding="utf-8")
    entries = [
        {"id": one.id, "old": "0.9.0", "new": "1.0.0", "reason": "law", "why": "法律<改>了", "decide_by": "2026-11-01"},
        {"id": new.id, "new": "1.0.0", "reason": "practice", "why": "实际需要"},
        {"id": gone, "old": "0.9.0", "reason": "wording", "why": "合并"},
        {"id": "P50-elsewhere", "old": "0.9.0", "new": "1.0.0", "reason": "wording", "why": "别处"},
    ]
    (tmp_path / "releases" / "1.0.0.yaml").write_text(yaml.safe_dump({"changes": entries}, allow_unicode=True), encoding="utf-8")
    page = changes(documents, policies=tmp_path).content
    assert "1&#46;0&#46;0版，与0&#46;9&#46;0版" in page
    above, _, rest = page.partition("<details")
    assert "改动：[" in above
    assert f"#{one.id})（法律变化，2026年11月1日前决定：法律&#60;改&#62;了）" in above
    assert f"#{one.id})" in rest
    assert "新增：[" in rest
    assert f"#{new.id})（实务：实际需要）" in rest
    assert f"#{other.id})" not in page.partition("各文件的版本")[0]
    assert "删去：去掉的条（文字：合并）" in rest
    assert "另有1条" in page
    assert "第一版" in changes(documents, version="0.9.0", policies=tmp_path).content


def test_the_search_index_speaks_each_script(built: Path):
    for folder, word in (("", "保密"), ("zh-Hant/", "結對"), ("en/", "child")):
        index = json.loads((built / "site" / folder / "search/search_index.json").read_text(encoding="utf-8"))
        text = "".join(entry["title"] + entry["text"] for entry in index["docs"]).replace("\u200b", "")
        assert word in text
        assert ("结对" in text) is (folder == "")
