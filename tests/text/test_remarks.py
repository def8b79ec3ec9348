"""What reviewers said is added once, and what an office wrote beside it stays."""

from __future__ import annotations

from dataclasses import replace

from toolkit.text import remarks
from toolkit.text.remarks import HEAD, Remark

FIRST = Remark("P08", "张律师（样例）", "改成“应当”：\n不是可以。", "P08-visits", "2026-12-01", "可以", "", "P08.docx")
SECOND = Remark("P09", "李律师（样例）", "没有意见。", kind=remarks.VERDICT, done="不用办，王五（样例），2026-12-02")


def test_what_is_written_reads_back():
    for text in (None, "", " \n", HEAD.replace("remarks:", "remarks: []")):
        made = remarks.appended(text, [FIRST, SECOND])
        assert made.startswith(HEAD)
        assert remarks.read(made) == ([FIRST, SECOND], [])
    assert remarks.read(HEAD.replace("remarks:", "remarks: []")) == ([], [])


def test_a_remark_that_is_there_is_not_added_again_and_how_it_was_settled_stays():
    once = remarks.appended(None, [FIRST, FIRST])
    settled = once.replace('done: ""', 'done: "改了，王五（样例）"  # 看过两遍')
    assert remarks.appended(settled, [replace(FIRST, file="again.docx")]) == settled
    more = remarks.appended(settled, [FIRST, SECOND])
    assert more.startswith(settled)
    assert [item.done for item in remarks.read(more)[0]] == ["改了，王五（样例）", SECOND.done]
    for change in ({"text": "别的"}, {"by": "别人"}, {"on": "2026-12-02"}, {"clause": ""}, {"quoted": ""}, {"kind": remarks.UNAPPLIED}, {"document": "P10"}):
        assert len(remarks.read(remarks.appended(settled, [replace(FIRST, **change)]))[0]) == 2, change


def test_nothing_new_leaves_the_file_as_it_is():
    assert remarks.appended(None, []) == ""
    assert remarks.appended("# 我们的话\nremarks: []\n", []) == "# 我们的话\nremarks: []\n"


def test_what_is_wrong_in_the_file_is_told_and_nothing_is_taken():
    found, findings = remarks.read("remarks:\n  - document: P08\n")
    assert found == []
    assert {finding.rule for finding in findings} == {"REV105"}
    assert [finding.rule for finding in remarks.read("remarks: [")[1]][0].startswith("YML")
