"""However a command ends, the reader is told in their language, and the exit code says which way it was."""

from __future__ import annotations

import io
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

import click
import pytest

from toolkit import language
from toolkit.door import endings
from toolkit.errors import Finding, InvalidInput, Location, ToolkitError, Words
from toolkit.files import leaving

FINDING = Finding(Location("city.yaml", 3, 7), "CFG103", Words("应为文字", "should be text"), Words("加引号", "quote it"))
ERROR = ToolkitError(zh="找不到", en="not found", fix_zh="换一个", fix_en="try another")


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endings, "LANGUAGE", "zh")
    monkeypatch.setattr(sys, "argv", ["linyi"])


@pytest.fixture(autouse=True)
def ends_by_an_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupt would end this very process, and Ctrl-C belongs to pytest."""
    monkeypatch.setattr(os, "_exit", sys.exit)
    monkeypatch.setattr(leaving, "watch", lambda interrupted: None)
    for lock in ("_shield", "_leaving"):
        monkeypatch.setattr(leaving, lock, threading.Lock())


@pytest.fixture
def end(capfd: pytest.CaptureFixture[str]) -> Callable[[Callable[[], Any]], tuple[Any, str, str]]:
    """Runs a command line that only does this: exit code, stdout, stderr."""

    def run(body: Callable[[], Any]) -> tuple[Any, str, str]:
        with pytest.raises(SystemExit) as caught:
            endings.run(click.command("linyi")(body))
        return caught.value.code, *capfd.readouterr()

    return run


def raising(error: BaseException) -> Callable[[], None]:
    def body() -> None:
        raise error

    return body


@pytest.mark.parametrize(("returned", "code"), [(None, 0), ("text", 0), (0, 0), (1, 1), (7, 7)])
def test_a_command_that_ends_well_says_nothing_of_its_own(end: Any, returned: Any, code: int):
    assert end(lambda: returned) == (code, "", "")


@pytest.mark.parametrize(("error", "code", "told"), [
    (ERROR, 2, "linyi: 找不到\n    怎么办：换一个\n"),
    (ToolkitError(zh="找不到", en="not found"), 2, "linyi: 找不到\n"),
    (InvalidInput([FINDING]), 1,
     "city.yaml:3:7: 错误 CFG103 应为文字\n    怎么办：加引号\n1 处错误，0 处提醒\n"
     "linyi: 有 1 处错误，未写出任何文件\n    怎么办：按上面每一条的提示改正后再运行\n"),
    (OSError(28, "No space left on device"), 2,
     "linyi: 读写文件失败：No space left on device\n    怎么办：看看磁盘是否已满、文件是否正被打开、是否有权限，再运行一次\n"),
    (PermissionError(13, "Permission denied", "甲.docx"), 2,
     "linyi: 读写文件失败：甲.docx Permission denied\n    怎么办：看看磁盘是否已满、文件是否正被打开、是否有权限，再运行一次\n"),
    (OSError("odd"), 2, "linyi: 读写文件失败：odd\n    怎么办：看看磁盘是否已满、文件是否正被打开、是否有权限，再运行一次\n"),
    (click.Abort(), 130, "\n已中断，没有留下半成品\n"),
    (SystemExit(5), 5, ""),
])
def test_each_way_to_end_has_its_code_and_its_words(end: Any, error: BaseException, code: int, told: str):
    assert end(raising(error)) == (code, "", told)


def test_an_interrupt_says_that_nothing_half_made_is_left(end: Any):
    code, out, err = end(raising(KeyboardInterrupt()))
    assert (code, out) == (130, "")
    assert err.endswith("\n已中断，没有留下半成品\n")


def test_the_words_are_english_for_who_reads_english(end: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(endings, "LANGUAGE", "en")
    assert end(raising(ERROR)) == (2, "", "linyi: not found\n    fix: try another\n")
    assert end(raising(click.Abort()))[2] == "\ninterrupted; nothing half-made is left\n"
    assert end(raising(InvalidInput([FINDING])))[2].startswith("city.yaml:3:7: error CFG103 should be text\n    fix: quote it\n1 errors")
    assert end(raising(OSError(28, "full")))[2].startswith("linyi: cannot read or write: full\n")
    assert end(raising(ValueError("x")))[2].startswith("linyi failed, and that is our bug. Please send us the following:\n")


def test_a_command_line_that_is_wrong_shows_how_it_is_used(end: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "argv", ["linyi", "--nothing"])
    code, out, err = end(lambda: 0)
    assert (code, out) == (2, "")
    assert "--nothing" in err
    assert "Usage" in err


def test_help_ends_well(end: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys, "argv", ["linyi", "--help"])
    code, out, err = end(lambda: 1)
    assert (code, err) == (0, "")
    assert "Usage" in out


def test_our_own_bug_is_told_as_ours_with_what_to_send(end: Any):
    code, out, err = end(raising(ZeroDivisionError("样例")))
    assert (code, out) == (3, "")
    assert err.startswith("linyi 出错了，这是我们的问题。请把下面的内容发给维护者：\nTraceback")
    assert "ZeroDivisionError: 样例" in err


def test_show_tells_and_returns_the_code(capsys: pytest.CaptureFixture[str]):
    assert endings.show(ERROR) == endings.CANNOT_RUN == 2
    assert endings.show(InvalidInput([FINDING])) == endings.ERRORS == 1
    assert endings.show(OSError("x")) == 2
    assert (endings.GOOD, endings.OUR_BUG, endings.INTERRUPTED) == (0, 3, 130)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(("quiet", "told"), [(None, "甲\n"), (False, "甲\n"), (True, "")])
def test_what_a_person_likes_to_know_is_kept_back_when_quiet(quiet: bool | None, told: str, capsys: pytest.CaptureFixture[str]):
    root = click.Context(click.Command("linyi"), obj=quiet)
    inner = click.Context(click.Command("build"), parent=root)
    endings.tell(inner, "甲")
    assert capsys.readouterr() == ("", told)


# --- consoles that cannot show every character


def run_both(monkeypatch: pytest.MonkeyPatch, streams: dict[str, Any], *arguments: str) -> None:
    """Says something on both streams, as the command line would."""

    @click.command("linyi", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
    def body() -> None:
        click.echo("☐ 甲")
        click.echo("☐ 乙", err=True)

    monkeypatch.setattr(sys, "argv", ["linyi", *arguments])
    with monkeypatch.context() as patch:
        for name, stream in streams.items():
            patch.setattr(sys, name, stream)
        with pytest.raises(SystemExit) as caught:
            endings.run(body)
    assert caught.value.code == 0


def console() -> dict[str, io.TextIOWrapper]:
    """A Chinese Windows console."""
    return {name: io.TextIOWrapper(io.BytesIO(), encoding="gbk", write_through=True) for name in ("stdout", "stderr")}


def shown(stream: io.TextIOWrapper, encoding: str) -> str:
    return stream.buffer.getvalue().decode(encoding).strip()  # type: ignore[attr-defined]


@pytest.mark.parametrize("arguments", [(), ("--format", "text"), ("jsonx",)])
def test_a_character_that_the_console_lacks_ends_nothing(arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch):
    streams = console()
    run_both(monkeypatch, streams, *arguments)
    assert shown(streams["stdout"], "gbk") == "? 甲"
    assert shown(streams["stderr"], "gbk") == "? 乙"


@pytest.mark.parametrize("argument", ["json", "--format=json"])
def test_json_for_programs_is_utf_8_on_every_console(argument: str, monkeypatch: pytest.MonkeyPatch):
    streams = console()
    run_both(monkeypatch, streams, argument)
    assert shown(streams["stdout"], "utf-8") == "☐ 甲"
    assert shown(streams["stderr"], "gbk") == "? 乙"


def test_output_that_has_no_encoding_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    streams = {"stdout": io.StringIO(), "stderr": io.StringIO()}
    run_both(monkeypatch, streams, "json")
    assert {name: stream.getvalue() for name, stream in streams.items()} == {"stdout": "☐ 甲\n", "stderr": "☐ 乙\n"}


# --- whose language


@pytest.mark.parametrize(("arguments", "environment", "chosen"), [
    (["--lang", "en"], {"LINYI_LANG": "zh"}, "en"), (["--lang=zh"], {"LINYI_LANG": "en"}, "zh"), (["check", "--lang", "zh"], {}, "zh"),
    (["--lang", "fr"], {"LINYI_LANG": "zh"}, "zh"), (["--lang"], {"LINYI_LANG": "zh"}, "zh"), (["--lang="], {"LINYI_LANG": "zh"}, "zh"),
    (["--lang", "fr", "--lang", "zh"], {}, "zh"), (["--lang", "zh", "--lang", "en"], {}, "zh"), (["x--lang=zh"], {}, "en"),
    ([], {"LINYI_LANG": "zh", "LANG": "en_GB.UTF-8"}, "zh"), ([], {"LINYI_LANG": "fr", "LANG": "zh_CN.UTF-8"}, "zh"),
    ([], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_GB.UTF-8"}, "zh"), ([], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
    ([], {"LC_ALL": "", "LC_MESSAGES": "ZH_cn", "LANG": "C"}, "zh"), ([], {"LANG": "de_DE.UTF-8"}, "en"), ([], {}, "en"), (["zh"], {}, "en"),
])
def test_the_language_is_the_one_asked_for_else_the_systems(
    arguments: list[str], environment: dict[str, str], chosen: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("LINYI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert language.choose(arguments) == chosen


@pytest.mark.parametrize(("name", "chosen"), [
    ("Chinese (Simplified)_China", "zh"), ("zh_CN", "zh"), ("English_United Kingdom", "en"), (None, "en"),
])
def test_on_windows_the_language_is_that_of_its_locale(name: str | None, chosen: str, monkeypatch: pytest.MonkeyPatch):
    for variable in ("LINYI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(language.locale, "getlocale", lambda: (name, "cp936"))
    assert language.choose([]) == chosen


def test_words_are_said_in_the_language_that_was_chosen(monkeypatch: pytest.MonkeyPatch):
    assert endings.say("甲", "a") == "甲"
    monkeypatch.setattr(endings, "LANGUAGE", "en")
    assert endings.say("甲", "a") == "a"
