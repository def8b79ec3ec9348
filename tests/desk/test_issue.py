"""Issuing on the desk: what stops it in the command's own findings, what would be entered, what was issued."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.commands.test_release import change_notice, entries
from tests.desk.conftest import Browser
from tests.filled import NUMBER, fill_in
from toolkit.commands.build import build
from toolkit.commands.check import to_do
from toolkit.text import issues

ADDRESS = "/kit/临沂市/build/issue"


@pytest.fixture
def filled(kit: Path) -> Path:
    return fill_in(kit)


def made(asked: Browser) -> str:
    """The page of the build once it is over."""
    end = time.monotonic() + 120
    while asked.desk.making["临沂市"].is_running and time.monotonic() < end:
        time.sleep(0.1)
    return asked.get(ADDRESS).text


def test_what_stops_an_issue_is_said_by_the_commands_findings_with_links(asked: Browser, kit: Path):
    text, found = asked.get(ADDRESS).text, to_do(kit, release=True)
    assert f"还不能印发：有 {len(found.blanks) + len(found.errors)} 件要先办" in text
    for blank in found.blanks:
        assert blank.use.zh in text
        assert f"#{blank.key}" in text
    for finding in found.errors:
        assert finding.words.zh in text
    assert re.search(r'href="/kit/[^"]+/review">律师审查', text)
    assert "<button>印发</button>" not in text
    assert "办好以前不能印发" in asked.get("/kit/临沂市/check?release=1").text


def test_an_old_page_cannot_issue_what_may_not_be_issued(asked: Browser, kit: Path):
    asked.send_form(ADDRESS)
    text = made(asked)
    assert "未写出任何文件" in text
    assert "没有律师签署的记录" in text
    assert not (kit / issues.PATH).exists()
    assert not (kit / "成果" / "印发").exists()


def test_what_would_be_entered_is_shown_before(asked: Browser, filled: Path):
    text = asked.get(ADDRESS).text
    assert "会印发这 2 份" in text
    assert NUMBER in text
    assert "<button>印发</button>" in text
    assert not (filled / issues.PATH).exists()


@pytest.mark.slow
def test_a_number_given_before_is_refused_on_the_page(asked: Browser, filled: Path):
    build(filled, ["docx"], release=True)
    change_notice(filled)
    text = asked.get(ADDRESS).text
    assert f"发文字号 {NUMBER} 已经给了 P09" in text
    assert "<button>印发</button>" not in text
    assert "文字变了，又是草稿" in text


@pytest.mark.slow
def test_issued_files_are_entered_listed_and_handed_out(asked: Browser, filled: Path):
    asked.send_form(ADDRESS)
    text = made(asked)
    assert "印发了" in text
    assert "登记了 2 份" in text
    assert {entry.document for entry in entries(filled)} == {"P09", "B27"}
    page = asked.get(ADDRESS).text
    assert page.count("现在的文字</span>") == 2
    assert "没有要登记的" in page
    found = re.search(r'href="(/kit/[^"]+/issued/docx/[^"]+)"', page)
    assert found
    assert asked.get(found[1]).content.startswith(b"PK")
    assert asked.get("/kit/临沂市/issued/docx/..%2f..%2fcity.yaml").status_code == 404
    launched = []
    asked.desk.opener = launched.append
    asked.send_form("/kit/临沂市/open", {"what": "issued"})
    assert launched == [filled / "成果" / "印发"]
    asked.desk.opener = lambda path: 127  # no program for it
    assert f"请自己打开：{filled / '成果' / '印发'}" in asked.send_form("/kit/临沂市/open", {"what": "issued"}).text
