"""Laws as they are cited: which articles exist and were read, and what they are called."""

from __future__ import annotations

import pytest

from tests.conftest import ROOT
from toolkit.city import cityfile, divisions
from toolkit.city.city import City
from toolkit.exporters import layout
from toolkit.exporters.site.pages import law_pages
from toolkit.files import yamlfile
from toolkit.rules.citing import articles_exist
from toolkit.rules.subject import Subject
from toolkit.text.citations import Law, Register
from toolkit.text.policy import Citation
from toolkit.text.render import outline, render

REGISTER = Register(ROOT / "policies" / "legal")


def law(**values: object) -> Law:
    return Law("sample", "样例条例", "Sample", "样例机关", "in-force", **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(("article", "named"), [
    ("28", "第28条"), ("253-1", "第253条之一"), ("253-11", "第253条之十一"), ("0", "第0条"),
])
def test_an_article_is_named_in_digits(article: str, named: str):
    assert law(articles=300).article_name(article) == named


@pytest.mark.parametrize(("part", "named"), [
    ("4", "第四部分"), ("4-2", "第四部分（二）"), ("12-10", "第十二部分（十）"), ("0", "第0部分"), ("1-1000", "第一部分（1000）"),
])
def test_a_text_that_has_parts_is_named_by_part(part: str, named: str):
    assert law(articles=12, parts=True).article_name(part) == named


@pytest.mark.parametrize(("article", "has"), [("2", True), ("4-1", True), ("3", False), ("4", False), ("5", False)])
def test_of_a_text_held_in_part_only_what_was_read_may_be_cited(article: str, has: bool):
    assert law(articles=4, held=("2", "4-1")).has(article) is has


@pytest.mark.parametrize(("article", "has"), [
    ("1", True), ("300", True), ("301", False), ("0", False), ("-1", False), ("253-1", True), ("253-2", False), ("二", False), ("²", False), ("", False),
])
def test_an_article_exists_up_to_the_last_and_where_it_was_inserted(article: str, has: bool):
    assert law(articles=300, inserted=("253-1",)).has(article) is has
    assert not law().has(article)


@pytest.mark.parametrize(("province", "city", "applies"), [
    (None, None, True), ("山东省", None, True), ("安徽省", None, False), ("山东省", "临沂市", True), ("山东省", "济南市", False),
])
def test_a_local_regulation_applies_at_home_only(province: str | None, city: str | None, applies: bool):
    assert law(province=province, city=city).applies_in("山东省", "临沂市") is applies


def test_the_register_is_read_as_its_files_say():
    laws = REGISTER.laws
    pipl = laws["pipl"]
    assert (pipl.id, pipl.title, pipl.short_title, pipl.status, pipl.parts) == (
        "pipl", "中华人民共和国个人信息保护法", "个人信息保护法", "in-force", False)
    assert all(item.id == name and item.title and item.title_en and item.issuer for name, item in laws.items())
    assert {item.status for item in laws.values()} <= {"in-force", "superseded", "unread"}
    assert all(item.successor in laws for item in laws.values() if item.status == "superseded" and item.successor)
    assert set(REGISTER.repealed.values()) <= set(laws)
    assert all(REGISTER.obligations[name].law in laws and item.text and item.severity for name, item in REGISTER.obligations.items())
    assert all(item.question and item.until_answered and item.id == name for name, item in REGISTER.questions.items())
    assert REGISTER.glossary
    assert all(entry["zh_hans"] and entry["en"] for entry in REGISTER.glossary)


def test_a_changed_fact_changes_the_registers_fingerprint(tmp_path):
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    before = Register(tmp_path).fingerprint()
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    assert Register(tmp_path).fingerprint() == before
    (tmp_path / "b.yaml").write_text("y", encoding="utf-8")
    assert Register(tmp_path).fingerprint() != before


def test_the_register_names_parts_and_articles():
    assert REGISTER.name(Citation("volunteer-system-opinion", "4-2")).endswith("》第四部分（二）")
    assert REGISTER.name(Citation("pipl", "28")) == "《个人信息保护法》第28条"
    assert REGISTER.name(Citation("none", "1")) == "《none》第1条"


def cited(basis: str, tmp_path):
    sample = (ROOT / "tests/cases/LAW104/beyond_the_end/P98-sample.md").read_text(encoding="utf-8")
    path = tmp_path / "P98-sample.md"
    path.write_text(sample.replace("pipl:75", basis), encoding="utf-8")
    subject = Subject(REGISTER)
    subject.read_documents([(path, path.name)])
    return subject


def test_what_was_not_read_is_told_with_what_was(tmp_path):
    finding, = articles_exist(cited("mandatory-report-opinion:2,3", tmp_path))
    assert finding.rule == "LAW104"
    assert "只读到第2条、第4条、第8条、第9条，第3条没有读到" in finding.words.zh
    assert finding.fix.zh == "删去这一项，或者先读到原文"


def test_a_successor_that_was_not_read_in_full_is_named_and_not_recommended(tmp_path):
    first, second = articles_exist(cited("charity-disclosure-measures:1; social-assistance-interim:1", tmp_path))
    assert first.fix.zh == "删去这一项；取代它的是 charity-disclosure-measures-2025，还没有读全"
    assert second.fix.zh == "删去这一项，改引 social-assistance"


def test_annex_and_site_print_parts(tmp_path):
    made = cited("volunteer-system-opinion:2-1,4-2; pipl:28", tmp_path)
    city = City(yamlfile.parse(cityfile.to_text(cityfile.from_division(divisions.find("临沂"))), "city.yaml"))
    outlined = outline(made.documents, city)
    documents = [render(document, outlined, city)[0] for document in outlined.documents]
    (_, named), = layout.annex(documents[0], city, REGISTER)
    assert named == "《关于健全新时代志愿服务体系的意见》第二部分（一）、第四部分（二）；《个人信息保护法》第28条"
    pages = {page.path: page.content for page in law_pages.laws(documents, city, REGISTER)}
    assert "第二部分（一）、第四部分（二）" in pages["laws.md"]
    assert "第四部分（二）" in pages["laws/volunteer-system-opinion.md"]
