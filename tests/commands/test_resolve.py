"""`linyi resolve` as it is typed by an office, and what it and `linyi undo` say they did."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.update.small import BODY, City, document
from toolkit.commands import resolve, undo
from toolkit.door.forgiving import mended
from toolkit.errors import ToolkitError


@pytest.fixture
def city(tmp_path: Path) -> City:
    made = City(tmp_path)
    made.edit("先打110。", "先打团里。")
    made.national("1.1.0", P98=document(BODY.replace("先打110。", "先打110，同时喊人。"), "1.1.0"))
    made.update()
    return made


def typed(city: City, *words: str, command=resolve.command) -> Result:
    return CliRunner().invoke(command, [*words, str(city.root)], obj=None)


def refusal(city: City, *words: str) -> ToolkitError:
    before = city.tree()
    error = typed(city, *words).exception
    assert isinstance(error, ToolkitError)
    assert city.tree() == before
    return error


@pytest.mark.parametrize("words", [
    ("P98-call", "--take", "采用全国"),
    ("P98-call 打给谁", "--take", "national"),
    ("P98-call", "—take", "采用全国", "—reason", "“同意", "全国的”", "--by", "团务会"),
])
def test_chinese_words_and_what_word_made_of_a_command_are_understood(city: City, words: tuple[str, ...]):
    assert typed(city, *words).exit_code == 0
    assert "先打110，同时喊人。" in city.read()
    if "—reason" in words:
        assert city.decisions.taken[0].reason == "同意 全国的"


def test_a_text_without_an_id_is_answered_in_chinese_too(city: City):
    city.edit("### 保险 {#P98-insurance}", "### 家访\n\n先打电话。\n\n### 保险 {#P98-insurance}")
    city.update()
    assert typed(city, "P98-无编号-1", "--as", "本市自有").exit_code == 0
    assert "### 家访 {#P98-local-1}" in city.read()
    assert typed(city, command=undo.command).exit_code == 0
    assert typed(city, "P98-无编号-1", "--as", "删去这一段").exit_code == 0
    assert "家访" not in city.read()


def test_an_unquoted_reason_with_a_blank_is_refused_in_words_wherever_the_kit_stands(city: City, monkeypatch):
    assert "引号" in refusal(city, "P98-call", "--take", "local", "--reason", "同意", "全国").fix.zh
    monkeypatch.chdir(city.root)
    error = CliRunner().invoke(resolve.command, ["P98-call", "--take", "local", "--reason", "同意", "全国"]).exception
    assert isinstance(error, ToolkitError)
    assert "“全国”" in error.words.zh
    assert city.decisions.open


@pytest.mark.parametrize("words", [("--reason", "理由"), ("--reason", "山远", "--by", "谁")])
def test_the_pages_own_placeholders_are_no_reason(city: City, words: tuple[str, ...]):
    assert "还没有换成真的" in refusal(city, "P98-call", "--take", "local", *words).words.zh


def test_an_unknown_decision_lists_those_there_are(city: City):
    assert "采用全国（national）" in refusal(city, "P98-call", "--take", "全国").fix.zh


def test_it_says_what_it_did_and_undo_what_it_takes_back(city: City):
    done = typed(city, "P98-call", "--take", "采用全国")
    assert f"P98-call: national, written to {city.path}, its page is closed, 0 left" in done.stderr
    assert "it was decided on" in refusal(city, "P98-call", "--take", "local").words.en
    assert "took back: resolve P98-call" in typed(city, command=undo.command).stderr
    assert "took back: update" in typed(city, command=undo.command).stderr


def test_dashes_within_a_word_stay():
    assert mended(["甲—乙", "—by", "-x", "“甲"]) == ["甲—乙", "--by", "-x", "“甲"]
