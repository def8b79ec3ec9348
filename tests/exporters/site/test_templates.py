"""The site made sooner is, sign by sign, the one that mkdocs, the theme and Python-Markdown make alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.exporters.site import run, sections, templates
from toolkit.exporters.site.markdown import SUGGESTED, heading, table, text

_PAGES = ("index.md", "a/one.md", "a/two.md", "a/deep/three.md", "b/four.md", "b/index.md")
_SIGNS = "".join(map(chr, range(32, 127))) + " 甲　乙&amp;&#40;<b>*c*</b> __d__ `e` [f](g) ![h](i) <http://j> \\k"


def written(path: str) -> str:
    """A page of every kind of mark-up that pages use, around words that hold every sign."""
    words = text(_SIGNS)
    return "\n\n".join((
        f"# {text(path)} {words}", f'<p class="about">{words}</p>', words, f"{words}  \n{{: .sign }}",
        heading(2, _SIGNS, "part"), f"<strong>{words}</strong>[{words}](#part){words}", f"- {words}\n- [{words}](#other)\n\n1. {words}",
        heading(3, "另一节", "other", "data-search-exclude"), words, table(("栏", words), ((words, f'<span title="{SUGGESTED}">{words}</span>'),)),
        f'<details class="fields" markdown="1"><summary>{words}</summary>', table(("甲", "乙"), ((words, words),)), "</details>",
        f'<figure data-search-exclude><svg viewBox="0 0 1 1"><title id="x">{words}</title><rect width="1"/></svg></figure>', "## 末节", words,
    ))


def built(folder: Path) -> dict[str, str]:
    for path in _PAGES:
        page = folder / "docs" / path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(written(path), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(
        "site_name: 样例\nuse_directory_urls: false\nplugins: [search]\ntheme:\n  name: material\n  language: zh\n  font: false\n"
        "  features: [navigation.indexes, navigation.tabs]\n"
        "markdown_extensions: [attr_list, md_in_html, tables, {toc: {permalink: '#'}}]\n", encoding="utf-8")
    run.run(folder / "mkdocs.yml")
    pages = [*(folder / "site").rglob("*.html"), folder / "site/search/search_index.json"]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in pages}


def test_every_page_is_as_the_theme_makes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sooner = built(tmp_path / "sooner")
    monkeypatch.setattr(run, "_sooner", lambda config: config)
    assert len(sooner) > len(_PAGES) + 1  # 404.html and the search index
    assert sooner == built(tmp_path / "theme")


@pytest.mark.parametrize("name", templates._ENTRIES)
def test_the_theme_writes_its_menu_as_it_is_looked_for(name: str):
    import material

    source = (Path(str(material.__file__)).parent / "templates" / name).read_text(encoding="utf-8")
    assert source.count(templates._ENTRIES[name][0]) == 1


@pytest.mark.parametrize("content", [
    "甲 < 乙", "<p>甲<!-- 不见 -->乙</p>", "<script>if (a < b) c()</script><p>甲</p>", "<p a='b'>甲</p>", "<p>甲", "&lt;p&gt;&#40;&nbsp",
    '<h2 id="a&amp;b">甲<a class="headerlink" href="#a">#</a></h2><p>乙<br />丙</p>', "<textarea><p>甲</p></textarea>乙",
    '<H1 ID="a">甲</H1><p data-search-exclude>乙</p><ul><li>丙</li></ul>',
])
def test_a_page_of_any_html_is_cut_for_search_as_the_theme_cuts_it(content: str):
    from material.plugins.search.plugin import Parser

    theme = Parser()
    theme.feed(content)
    theme.close()
    assert [(part.id, part.title, part.text) for part in sections._sections(content)] == [
        (part.id, part.title, part.text) for part in theme.data
    ]


def test_the_files_of_a_theme_are_found_without_its_hidden_ones(tmp_path: Path):
    import jinja2

    for path in ("a.html", "assets/b.js", ".icons/c.svg", "assets/.icons/d.svg"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("", encoding="utf-8")
    assert templates._Loader(jinja2.FileSystemLoader(tmp_path)).list_templates() == ["a.html", "assets/b.js"]
