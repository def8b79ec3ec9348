"""A law's page: who made it, its number where that was read, since when it is in force, and what rests on it."""

from __future__ import annotations

import html
from pathlib import Path

import pytest

from toolkit import kit as kits
from toolkit.exporters.site.pages.law_pages import laws
from toolkit.text.render import outline, render


@pytest.fixture(scope="module")
def pages(linyi_kit: Path) -> dict[str, str]:
    subject = kits.find(linyi_kit).subject()
    outlined = outline(subject.documents, subject.city)
    rendered = [render(document, outlined, subject.city)[0] for document in outlined.documents if document.id[0] == "P"]
    return {page.path: page.content for page in laws(rendered, subject.city, subject.register)}


def about(page: str) -> str:
    return html.unescape(page.partition('<p class="about">')[2].partition("</p>")[0])


@pytest.mark.parametrize(("law", "says"), [
    ("volunteer-service-regs", ["国务院", "国务院令第685号", "现行有效", "现行文本自2017-12-01起施行"]),
    ("pipl", ["中华人民共和国个人信息保护法", "全国人大常委会", "现行有效", "现行文本自2021-11-01起施行"]),
])
def test_it_says_who_made_it_and_the_number_where_that_was_read(pages: dict[str, str], law: str, says: list[str]):
    assert about(pages[f"laws/{law}.md"]).split("\u3000") == says


def test_it_lists_what_rests_on_each_article(pages: dict[str, str]):
    article = pages["laws/pipl.md"].partition("## 第28条")[2].partition("\n## ")[0]
    assert "《儿童信息保密协议》第二条 儿童信息是什么" in article
    assert "policies/P08.md#P08-scope" in article
