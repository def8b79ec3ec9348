"""Several reviewers, several files: what agrees is one change, what contradicts is asked, nothing is dropped."""

from __future__ import annotations

import random

import pytest
from lxml import etree

from tests.review.conftest import Sent
from tests.review.tracking import Tracking, W
from toolkit.review import gathering, marked
from toolkit.review.gathering import Returned


def marking(sent: Sent, name: str = "P08") -> Tracking:
    return Tracking(sent[name][0], random.Random(1))


def returned(sent: Sent, tracking: Tracking, name: str, document: str = "P08") -> Returned:
    return Returned(name, marked.parse(tracking.done()), sent[document][1], "一")


def two(sent: Sent, first, second) -> gathering.Gathered:
    files = []
    for name, work in (("甲.docx", first), ("乙.docx", second)):
        tracking = marking(sent)
        work(tracking)
        files.append(returned(sent, tracking, name))
    return gathering.gather(files)


def test_changes_of_different_sentences_in_one_clause_are_brought_together(sent: Sent):
    found = two(
        sent, lambda t: t.replace(t.find("（一）姓名、照片"), "录像、", ""),
        lambda t: t.replace(t.find("（四）救助金额"), "收款账户", "收款的账户", "乙律师"),
    )
    assert not found.contradictions
    [change] = found.changes
    assert "照片、声音" in change.source
    assert "收款的账户" in change.source
    assert [by.author for by in change.by] == ["甲律师", "乙律师"]
    assert change.files == ("甲.docx", "乙.docx")


def test_one_sentence_changed_in_two_ways_is_asked(sent: Sent):
    found = two(
        sent, lambda t: t.replace(t.find("（一）姓名、照片"), "录像、", ""),
        lambda t: t.replace(t.find("（一）姓名、照片"), "学校和", "学校、班级和", "乙律师"),
    )
    assert not found.changes
    [contradiction] = found.contradictions
    assert contradiction.part.id == "P08-scope"
    assert ["录像" in change.source for change in contradiction.versions] == [False, True]


def test_the_same_change_by_two_is_one(sent: Sent):
    found = two(
        sent, lambda t: t.replace(t.find("（一）姓名、照片"), "录像、", ""),
        lambda t: t.replace(t.find("（一）姓名、照片"), "录像、", "", "乙律师"),
    )
    assert not found.contradictions
    assert found.changes[0].source.count("照片、声音") == 1


def test_words_changed_without_tracking_stand_apart_unless_asked_for(sent: Sent):
    tracking = marking(sent)
    text = next(found for found in tracking.root.iter(W + "t") if "（四）救助金额" in (found.text or ""))
    text.text = text.text.replace("收款账户", "账户")
    tracking.replace(tracking.find("（一）姓名、照片"), "录像、", "")
    files = [returned(sent, tracking, "甲.docx")]
    found = gathering.gather(files)
    assert "收款账户" in found.changes[0].source
    assert "救助金额和账户" in found.untracked[0].source
    asked = gathering.gather(files, with_untracked=True)
    assert "救助金额和账户" in asked.changes[0].source
    assert asked.changes[0].untracked
    assert not asked.untracked


def with_comments(sent: Sent, author: str = "甲律师") -> bytes:
    tracking = marking(sent)
    paragraph = tracking.find("（四）救助金额")
    run = next(paragraph.iter(W + "r"))
    for kind, place in (("commentRangeStart", run.addprevious), ("commentRangeEnd", run.addnext)):
        mark = etree.Element(W + kind)
        mark.set(W + "id", "7")
        place(mark)
    answer = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    tracking.parts["word/comments.xml"] = (
        f'<w:comments xmlns:w="{W[1:-1]}" {answer}>'
        f'<w:comment w:id="7" w:author="{author}" w:date="2026-12-01T09:00:00Z"><w:p w14:paraId="00000001"><w:r><w:t>依据是什么？</w:t></w:r></w:p></w:comment>'
        f'<w:comment w:id="8" w:author="乙律师" w:date="2026-12-02T09:00:00Z"><w:p w14:paraId="00000002"><w:r><w:t>慈善法第三十二条。</w:t></w:r></w:p></w:comment>'
        "</w:comments>"
    ).encode()
    tracking.parts["word/commentsExtended.xml"] = (
        b'<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
        b'<w15:commentEx w15:paraId="00000001"/><w15:commentEx w15:paraId="00000002" w15:paraIdParent="00000001"/></w15:commentsEx>'
    )
    return tracking.done()


def test_comments_and_answers_are_listed_with_their_clause(sent: Sent):
    found = gathering.gather([Returned("甲.docx", marked.parse(with_comments(sent)), sent["P08"][1])])
    assert not found.changes
    first, second = found.remarks
    assert (first.part, first.by.author, first.text) == ("P08-scope", "甲律师", "依据是什么？")
    assert "救助金额" in first.quoted
    assert (second.text, second.answers) == ("慈善法第三十二条。", "依据是什么？")


def test_an_answer_made_in_libreoffice_is_told_with_what_it_answers(sent: Sent):
    tracking = marking(sent)
    run = next(tracking.find("（四）救助金额").iter(W + "r"))
    # As LibreOffice 7.4 writes them: no ids of paragraphs, an answer without a range behind what it answers.
    for kind, name in (("commentReference", "9"), ("commentReference", "8"), ("commentReference", "7"), ("commentRangeEnd", "7")):
        mark = etree.Element(W + kind)
        mark.set(W + "id", name)
        run.addnext(mark)
    start = etree.Element(W + "commentRangeStart")
    start.set(W + "id", "7")
    run.addprevious(start)
    said = {
        "7": (gathering.OURS, ["依据：《慈善法》"]), "8": ("乙律师", [f"Reply to {gathering.OURS} (11/27/2026): \"...\"", "同意。"]),
        "9": ("丙律师", ["另外说一句。"]),
    }
    tracking.parts["word/comments.xml"] = (f'<w:comments xmlns:w="{W[1:-1]}">' + "".join(
        f'<w:comment w:id="{name}" w:author="{author}">' + "".join(f"<w:p><w:r><w:t>{line.replace(chr(34), '&quot;')}</w:t></w:r></w:p>" for line in lines)
        + "</w:comment>" for name, (author, lines) in said.items()
    ) + "</w:comments>").encode()
    found = gathering.gather([Returned("甲.docx", marked.parse(tracking.done()), sent["P08"][1])])
    assert [(remark.by.author, remark.answers) for remark in found.remarks] == [("乙律师", "依据：《慈善法》"), ("丙律师", "")]


def test_the_packs_own_comments_are_left_out_and_answers_to_them_are_not(sent: Sent):
    found = gathering.gather([Returned("甲.docx", marked.parse(with_comments(sent, gathering.OURS)), sent["P08"][1])])
    assert [remark.by.author for remark in found.remarks] == ["乙律师"]
    assert found.remarks[0].answers == "依据是什么？"


def test_changes_of_look_alone_are_told_and_not_applied(sent: Sent):
    tracking = marking(sent)
    run = next(tracking.find("（四）救助金额").iter(W + "r"))
    look = run.find(W + "rPr")
    tracking.mark(etree.SubElement(look, W + "rPrChange"), "甲律师")
    found = gathering.gather([returned(sent, tracking, "甲.docx")])
    assert not found.changes
    assert [(document, part, by.author) for document, part, by in found.formats] == [("P08", "P08-scope", "甲律师")]


def test_a_moved_paragraph_keeps_its_placeholders(sent: Sent):
    tracking = marking(sent)
    source = tracking.find("不单独收集孩子的信息")
    words = "".join(found.text for found in source.iter(W + "t"))
    tracking.strike_paragraph(source)
    for mark in source.iter(W + "del"):
        if mark.getparent() is source:
            mark.tag = W + "moveFrom"
    tracking.new_paragraph(tracking.find("其中第（二）项"), words)
    found = gathering.gather([returned(sent, tracking, "甲.docx")])
    by_part = {change.part.id: change.source for change in found.changes}
    assert "单独收集" not in by_part["P08-parties"]
    assert by_part["P08-scope"].endswith("{{ team.name }}" + words.split("志愿服务团", 1)[1])


@pytest.mark.parametrize("named", [("一", "P08"), ("", ""), ("", "P08"), ("gone", "P08")])
def test_a_file_is_known_by_what_it_says_or_by_its_words(sent: Sent, named: tuple[str, str]):
    packs = {"一": {name: sent[name][1] for name in ("P04", "P08", "P11")}}
    found = gathering.known(marked.parse(sent["P08"][0]), packs, named)
    assert found == ("一", sent["P08"][1])


def test_a_file_of_no_pack_is_unknown(sent: Sent):
    packs = {"一": {"P04": sent["P04"][1]}}
    assert gathering.known(marked.parse(sent["P08"][0]), packs, ("", "")) is None
