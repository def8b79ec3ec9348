"""Promises of `linyi build --release`: what is issued is clean, entered, and stays; a draft is a draft."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from tests.commands.test_new import tree
from tests.exporters import pages as sheets
from tests.filled import NUMBER, fill_in
from toolkit.commands.build import build, read
from toolkit.commands.review_sign import review_sign
from toolkit.errors import InvalidInput, ToolkitError
from toolkit.files import sources, yamlfile
from toolkit.files.validation import validate
from toolkit.kit import find, issuing
from toolkit.text import issues

FORMATS = ("docx", "pdf")
NOTICE, FORM = "P09-关于明确保护孩子隐私的通知", "B27-参观学习保密承诺书"


@pytest.fixture
def filled(kit: Path) -> Path:
    """A kit of two documents without a blank, visibly invented, its texts signed off."""
    return fill_in(kit)


def change_notice(kit: Path) -> None:
    path = next((kit / "制度").glob("P09-*.md"))
    text = path.read_text(encoding="utf-8")
    assert "孩子不是宣传材料。" in text
    path.write_text(text.replace("孩子不是宣传材料。", "孩子不是宣传用的材料。", 1), encoding="utf-8")
    (kit / "偏离登记.yaml").write_text(
        "deviations:\n  - {id: P09-why, reason: 示例, basis: 示例条例, approved_by: 示例会议, review_by: \"2099-12-31\"}\n", encoding="utf-8")
    review_sign(kit, ["P09"], "某律师", "某某律师事务所")


def issue(kit: Path, **more: object) -> Path:
    return build(kit, FORMATS, release=True, **more).folder


def words(content: bytes) -> str:
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml"))
    return "\n".join("".join(node.text or "" for node in line.iter("{*}t")) for line in root.iter("{*}p"))


def feet(content: bytes) -> str:
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "".join(archive.read(name).decode() for name in archive.namelist() if name.startswith("word/footer"))


def printed(path: Path) -> list[str]:
    return [sheets.said(page) for page in sheets.opened(path)]


def entries(kit: Path) -> list[issues.Issue]:
    found, faults = issues.read((kit / issues.PATH).read_text(encoding="utf-8"))
    assert not faults
    return found


def test_what_is_issued_is_clean_and_a_draft_says_that_it_is_one(filled: Path):
    folder = issue(filled)
    assert folder == filled / "成果" / "印发"
    drafts = build(filled, FORMATS).folder
    for name in (NOTICE, FORM):
        issued, draft = ((place / "docx" / f"{name}.docx").read_bytes() for place in (folder, drafts))
        assert "草稿 · 经某某律师事务所某律师审查（" in feet(draft)
        assert "草稿" not in feet(issued)
        assert "草稿 · 经某某律师事务所某律师审查（".replace(" ", "") in printed(drafts / "pdf" / f"{name}.pdf")[0]
        assert "草稿" not in "".join(printed(folder / "pdf" / f"{name}.pdf"))
    issued, draft = (words((place / "docx" / f"{NOTICE}.docx").read_bytes()) for place in (folder, drafts))
    assert "不构成法律意见" in draft
    assert "不构成法律意见" not in issued
    assert "经某某律师事务所某律师审查（" in issued
    assert "建议值" not in zipfile.ZipFile(folder / "docx" / f"{NOTICE}.docx").read("word/document.xml").decode()


def test_a_notice_is_closed_as_the_standard_wants(filled: Path):
    folder = issue(filled)
    city = yamlfile.read(filled / "city.yaml", "city.yaml").data
    host, day = city["team"]["host"], entries(filled)[0].on
    pages = printed(folder / "pdf" / f"{NOTICE}.pdf")
    assert NUMBER in pages[0]
    assert "印发" in pages[-1]
    text = words((folder / "docx" / f"{NOTICE}.docx").read_bytes())
    year, month, number = map(int, day.split("-"))
    assert text.count(f"{year}年{month}月{number}日印发") == 1
    root = etree.fromstring(zipfile.ZipFile(folder / "docx" / f"{NOTICE}.docx").read("word/document.xml"))
    closing = [line for line in root.iter("{*}p") if line.find("{*}pPr/{*}pStyle") is not None
               and line.find("{*}pPr/{*}pStyle").values() == ["署名"]]
    said = ["".join(node.text or "" for node in line.iter("{*}t")) for line in closing]
    assert said[0] == host
    assert "月" in said[1]
    assert "-" not in said[1]
    name, date = (int(next(value for key, value in line.find("{*}pPr/{*}ind").items() if key.endswith("rightChars"))) for line in closing)
    assert date == 400
    assert name == max(0, round(400 + (sum(0.5 if s.isascii() else 1 for s in said[1]) - len(host)) * 50))


def test_it_is_entered_once_and_comments_stay(filled: Path):
    issue(filled)
    first = entries(filled)
    assert [entry.document for entry in first] == ["P09", "B27"] or {entry.document for entry in first} == {"P09", "B27"}
    assert {entry.document: entry.number for entry in first} == {"P09": NUMBER, "B27": ""}
    path = filled / issues.PATH
    path.write_text(path.read_text(encoding="utf-8") + "# 秘书处的注\n", encoding="utf-8")
    before = tree(filled / "成果")
    assert not build(filled, FORMATS, release=True).issued
    assert entries(filled) == first
    assert tree(filled / "成果") == before
    (filled / "city.yaml").write_text(
        (filled / "city.yaml").read_text(encoding="utf-8").replace(NUMBER, "示例发〔2027〕2号"), encoding="utf-8")
    change_notice(filled)
    assert [entry.document for entry in build(filled, FORMATS, release=True).issued] == ["P09"]
    assert entries(filled)[:2] == first
    assert "# 秘书处的注" in path.read_text(encoding="utf-8")
    assert not validate(yamlfile.read(path, issues.PATH), sources.schema("issues"))


def test_a_draft_never_touches_what_was_issued(filled: Path):
    folder = issue(filled)
    before = tree(folder)
    change_notice(filled)
    build(filled, FORMATS, force=True)
    text = (filled / "city.yaml").read_text(encoding="utf-8")
    (filled / "city.yaml").write_text(text.replace("documents: [P09, B27]", "documents: [B27]"), encoding="utf-8")
    build(filled, FORMATS)
    assert tree(folder) == before
    with pytest.raises(ToolkitError):
        build(filled, FORMATS, out=folder)
    assert tree(folder) == before


def test_a_changed_clause_makes_the_document_a_draft_again_and_the_old_issue_is_kept(filled: Path):
    folder = issue(filled)
    old = (folder / "docx" / f"{NOTICE}.docx").read_bytes()
    day = {document.id: document.standing.on for document in read(find(filled)).content.documents}
    assert all(day.values())
    change_notice(filled)
    day = {document.id: document.standing.on for document in read(find(filled)).content.documents}
    assert [name for name, on in day.items() if not on] == ["P09"]
    with pytest.raises(ToolkitError, match="number"):  # a 文号 is given once
        issue(filled)
    (filled / "city.yaml").write_text(
        (filled / "city.yaml").read_text(encoding="utf-8").replace(NUMBER, "示例发〔2027〕2号"), encoding="utf-8")
    issue(filled)
    assert "宣传用的材料" in words((folder / "docx" / f"{NOTICE}.docx").read_bytes())
    kept = list((folder / "以前").rglob(f"{NOTICE}.docx"))
    assert [path.read_bytes() for path in kept] == [old]
    issue(filled)
    assert [path.read_bytes() for path in kept] == [old]


def test_what_a_release_waits_for_stops_it_and_nothing_is_written(filled: Path):
    text = (filled / "city.yaml").read_text(encoding="utf-8")
    (filled / "city.yaml").write_text(text.replace("leader: 团长", "leader: 待填写", 1), encoding="utf-8")
    with pytest.raises(InvalidInput) as stopped:
        issue(filled)
    assert "CFG201" in {finding.rule for finding in stopped.value.findings}
    assert not (filled / "成果" / "印发").exists()
    assert not (filled / issues.PATH).exists()
    with pytest.raises(ToolkitError):
        build(filled, ("site",), release=True)


def test_a_damaged_register_stops_a_release_and_no_draft(filled: Path):
    issue(filled)
    (filled / issues.PATH).write_text("issued:\n  - {document: 九}\n", encoding="utf-8")
    assert "REV106" in {finding.rule for finding in build(filled, ("docx",)).findings}
    with pytest.raises(InvalidInput):
        issue(filled)


def test_the_site_says_how_each_document_stands(filled: Path):
    from toolkit.exporters.site.pages.documents import document_page

    def about(name: str) -> str:
        checked = read(find(filled))
        document = next(item for item in checked.content.documents if item.id == name)
        return document_page(document, checked.city, checked.register, {}, ()).content

    assert "草稿，还没有印发" in about("P09")
    issue(filled)
    assert f"印发（{NUMBER}）" in about("P09")
    change_notice(filled)
    assert "草稿，还没有印发" in about("P09")
    assert "印发" in about("B27")


def test_the_state_of_the_issue_is_its_own(filled: Path):
    folder = issue(filled)
    build(filled, FORMATS)
    states = [json.loads((place / ".linyi-build.json").read_text(encoding="utf-8"))["keys"] for place in (folder, folder.parent)]
    assert states[0].keys() == states[1].keys()
    assert states[0] != states[1]
    assert issuing.folder(filled / "成果") == folder
