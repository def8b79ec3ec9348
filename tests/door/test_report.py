"""Findings are shown to people in their language, to programs as JSON, to GitHub as annotations."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from toolkit.door import report
from toolkit.errors import (
    Finding,
    InvalidInput,
    Location,
    Severity,
    ToolkitError,
    Words,
    has_errors,
)

ERROR = Finding(Location("制度/P98,样例.md", 3, 7), "DOC302", Words("没有这一项", "no such key"), Words("改成 team.name", "use team.name"))
WARNING = Finding(Location("city.yaml"), "CFG201", Words("还没填\n100%", "not filled in\r100%"), Words("", ""), Severity.WARNING)


def test_people_read_warnings_then_errors_each_with_its_cure_and_the_totals_in_their_language():
    second = replace(ERROR, location=Location("制度/P98,样例.md", 9, 1))
    assert report.show([ERROR, WARNING, second], "text", "zh").split("\n") == [
        "city.yaml:1:1: 提醒 CFG201 还没填", "100%",
        "制度/P98,样例.md:3:7: 错误 DOC302 没有这一项", "    怎么办：改成 team.name",
        "制度/P98,样例.md:9:1: 错误 DOC302 没有这一项", "    怎么办：改成 team.name",
        "2 处错误，1 处提醒",
    ]
    assert report.show([ERROR], "text", "en").split("\n") == [
        "制度/P98,样例.md:3:7: error DOC302 no such key", "    fix: use team.name", "1 errors, 0 warnings",
    ]


@pytest.mark.parametrize(("findings", "zh", "en"), [
    ([], "0 处错误，0 处提醒", "0 errors, 0 warnings"), ([WARNING], "0 处错误，1 处提醒", "0 errors, 1 warnings"),
    ([ERROR], "1 处错误，0 处提醒", "1 errors, 0 warnings"), ([WARNING, ERROR, WARNING], "1 处错误，2 处提醒", "1 errors, 2 warnings"),
])
def test_errors_and_warnings_are_counted_apart(findings: list[Finding], zh: str, en: str):
    assert report.totals(findings, "zh") == zh
    assert report.totals(findings, "en") == en
    assert report.show(findings, "text", "en").split("\n")[-1] == en
    counted = json.loads(report.show(findings, "json", "zh"))
    assert f"{counted['errors']} errors, {counted['warnings']} warnings" == en
    assert len(counted["findings"]) == len(findings)
    assert has_errors(findings) is (ERROR in findings)


def test_programs_get_both_languages_whatever_the_readers_is():
    shown = report.show([ERROR, WARNING], "json", "en")
    assert shown == report.show([ERROR, WARNING], "json", "zh")
    assert "没有这一项" in shown
    assert json.loads(shown)["findings"] == [
        {"path": "制度/P98,样例.md", "line": 3, "column": 7, "severity": "error", "rule": "DOC302",
         "message": {"zh": "没有这一项", "en": "no such key"}, "fix": {"zh": "改成 team.name", "en": "use team.name"}},
        {"path": "city.yaml", "line": 1, "column": 1, "severity": "warning", "rule": "CFG201",
         "message": {"zh": "还没填\n100%", "en": "not filled in\\x0d100%"}, "fix": {"zh": "", "en": ""}},
    ]


def test_github_gets_one_line_a_finding_that_nothing_in_it_can_break():
    assert report.show([ERROR, WARNING], "github", "zh").split("\n") == [
        "::error file=制度/P98%2C样例.md,line=3,col=7,title=DOC302::没有这一项 | 改成 team.name",
        "::warning file=city.yaml,line=1,col=1,title=CFG201::还没填%0A100%25 | ",
    ]
    assert report.show([WARNING], "github", "en").endswith("::not filled in\\x0d100%25 | ")
    hostile = Finding(Location("a\r\n::error::b"), "X", Words("", "a\x1b[2J\u202eb"), Words("", ""))
    assert report.show([hostile], "github", "en") == (
        "::error file=a\\x0d%0A%3A%3Aerror%3A%3Ab,line=1,col=1,title=X::a\\x1b[2J\\u202eb | "
    )
    odd = Finding(Location("C:\\a%b"), "X", Words("", ""), Words("", ""))
    assert report.show([odd], "github", "en") == "::error file=C%3A\\a%25b,line=1,col=1,title=X:: | "
    assert report.show([], "github", "en") == ""


def test_the_formats_are_these():
    assert report.FORMATS == ("text", "json", "github")


# --- what can be wrong


def test_words_are_chinese_unless_english_is_asked_for():
    assert [Words("甲", "a").in_language(name) for name in ("zh", "en", "fr", "")] == ["甲", "a", "甲", "甲"]


def test_findings_are_ordered_by_file_line_column_and_rule():
    def at(path: str, line: int, column: int, rule: str) -> Finding:
        return Finding(Location(path, line, column), rule, Words("", ""), Words("", ""))

    ordered = [at("a", 1, 2, "B"), at("a", 1, 10, "A"), at("a", 1, 10, "B"), at("a", 2, 1, "A"), at("a", 10, 1, "A"), at("b", 1, 1, "A")]
    backwards = ordered[::-1]
    assert sorted(backwards, key=lambda finding: finding.order) == ordered


def test_invalid_input_counts_its_errors_and_names_each_finding():
    error = InvalidInput([ERROR, WARNING])
    assert isinstance(error, ToolkitError)
    assert (error.words.zh, error.words.en) == ("有 1 处错误，未写出任何文件", "1 errors; nothing was written")
    assert str(error) == "制度/P98,样例.md:3 DOC302 no such key; city.yaml:1 CFG201 not filled in\r100%"
    assert str(ToolkitError(zh="甲", en="a")) == "a"
    assert ToolkitError(zh="甲", en="a").fix == Words("", "")
