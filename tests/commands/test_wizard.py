"""`linyi new` in a pseudo-terminal: judged at each question, back, a draft that is kept and offered, 是 and 否, pasted text."""

from __future__ import annotations

import contextlib
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT, Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is a POSIX thing")
TOTAL = 16


class Terminal:
    """A person's terminal: what the program shows, and what is typed."""

    def __init__(self, *arguments: object, cwd: Path, language: str = "zh") -> None:
        import fcntl
        import pty
        import termios

        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "toolkit", *map(str, arguments)], stdin=slave, stdout=slave, stderr=slave, cwd=cwd,
            # Ctrl-C is the terminal's own doing: it must be the one that controls the program.
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LINYI_LANG": language, "TERM": "dumb"},
        )
        os.close(slave)
        self.shown = ""
        self._at = 0

    def expect(self, words: str, within: float = 20) -> str:
        """Waits until `words` are shown behind what was seen before; returns all up to them."""
        end = time.monotonic() + within
        while words not in self.shown[self._at :]:
            assert time.monotonic() < end, f"{words!r} not in {self.shown[self._at :]!r}"
            if select.select([self.master], [], [], 0.2)[0]:
                try:
                    raw = os.read(self.master, 65536)
                except OSError:  # the other end is closed
                    raw = b""
                if not raw:
                    assert words in self.shown[self._at :], f"{words!r} not in {self.shown[self._at :]!r}"
                self._raw = getattr(self, "_raw", b"") + raw
                self.shown = self._raw.decode(errors="replace").replace("\r\n", "\n")
        at = self.shown.index(words, self._at) + len(words)
        seen, self._at = self.shown[self._at : at], at
        return seen

    def answer(self, question: str, said: str | bytes) -> None:
        """Types an answer once this question has been put."""
        self.expect(question)
        self.expect("（回车 = " if "Question" not in question else "(Enter = ")
        os.write(self.master, (said if isinstance(said, bytes) else said.encode()) + b"\n")

    def end(self) -> int:
        deadline = time.monotonic() + 20
        while self.process.poll() is None and time.monotonic() < deadline:
            if select.select([self.master], [], [], 0.1)[0]:
                with contextlib.suppress(OSError):
                    self._raw = getattr(self, "_raw", b"") + os.read(self.master, 65536)
        for _ in range(20):
            if not select.select([self.master], [], [], 0.05)[0]:
                break
            with contextlib.suppress(OSError):
                self._raw += os.read(self.master, 65536)
        self.shown = self._raw.decode(errors="replace").replace("\r\n", "\n")
        return self.process.wait(timeout=5)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.master)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[type[Terminal]]:
    opened: list[Terminal] = []

    class Opened(Terminal):
        def __init__(self, *arguments: object, cwd: Path = tmp_path, language: str = "zh") -> None:
            super().__init__(*arguments, cwd=cwd, language=language)
            opened.append(self)

    yield Opened
    for one in opened:
        one.close()


def question(number: int, total: int = TOTAL) -> str:
    return f"第 {number} 题，共 {total} 题"


def city(folder: Path) -> dict:
    return yaml.safe_load((folder / "city.yaml").read_text(encoding="utf-8"))


def test_each_answer_is_judged_at_its_question_and_taken_in_its_right_form(terminal: type[Terminal], tmp_path: Path):
    at = terminal("new", "费县")
    at.answer(question(1), "")
    at.answer(question(2), "＜")  # back
    at.answer(question(1), "　费县样例志愿服务团　")
    at.answer(question(2), "?")
    at.expect("一般谁知道：秘书处")
    at.answer(question(2), "样例团")
    at.answer(question(3), "待定")  # not yet
    at.expect("记作：待填写")
    at.answer(question(4), "不知道的号")
    at.answer(question(5), "上一题")
    at.answer(question(4), "５１371300MJE00000000")  # one sign too many
    at.expect("格式不对")
    at.answer(question(4), "51371300mje000000０")
    at.expect("记作：51371300MJE0000000")
    at.answer(question(5), "")
    at.answer(question(6), "打不通")
    at.expect("“打不通” 格式不对")
    at.expect("怎么办：区号-号码")
    at.answer(question(6), "（０５３９）２３４５６７８")
    at.expect("记作：0539-2345678")
    at.answer(question(7), "“费县某某路１号”")
    at.answer(question(8), "office＠example.org")
    at.expect("记作：office@example.org")
    at.answer(question(9), "")
    at.answer(question(10), b"\xb4\xfd\xcc\xee")  # GBK from another window
    at.expect("有看不见的或者读不出的字")
    at.answer(question(10), "样例律师 13800138000")
    at.expect("里面有手机号码")
    at.answer(question(10), "某某律师事务所（样例）")
    at.answer(question(11), "也许")
    at.expect("怎么办：答 是 或者 否")
    at.answer(question(11), "否")
    for number, said in ((12, "没有"), (13, "有"), (14, "Y"), (15, "n"), (16, "ＹＥＳ")):
        at.answer(question(number), said)
    assert at.end() == 0, at.shown
    found = city(tmp_path / "费县")
    assert found["team"] == {
        "name": "费县样例志愿服务团", "short_name": "样例团", "host": "待填写", "registration": "51371300MJE0000000", "supervisor": "待填写",
        "leader": "待填写", "hotline": "0539-2345678", "address": "“费县某某路１号”", "email": "office@example.org",
    }
    assert found["partners"]["law_firm"] == "某某律师事务所（样例）"
    assert found["supports"] == {
        "camps": False, "behaviour_camp": False, "homes": True, "boarding": True, "prison_visits": False, "party_organs": True,
    }
    assert [path.name for path in tmp_path.iterdir()] == ["费县"]


def test_an_interrupt_keeps_the_draft_and_the_next_time_goes_on_there(terminal: type[Terminal], tmp_path: Path):
    at = terminal("new", "费县")
    at.answer(question(1), "费县样例志愿服务团")
    at.answer(question(2), "")
    at.answer(question(3), "费县样例协会")
    at.expect(question(4))
    os.write(at.master, b"\x03")
    assert at.end() == 130
    assert "再运行一次同一条命令，接着答" in at.shown
    draft = tmp_path / "费县.草稿.yaml"
    assert [path.name for path in tmp_path.iterdir()] == [draft.name]
    assert yaml.safe_load(draft.read_text(encoding="utf-8")) == {
        "city": {"code": "371325"}, "team": {"name": "费县样例志愿服务团", "short_name": "服务团", "host": "费县样例协会"},
    }
    again = terminal("new", "费县")
    again.expect("上次答了 3 题，接着答吗？")
    os.write(again.master, "好的\n".encode())
    again.expect("接着答吗？")
    os.write(again.master, "是\n".encode())
    again.answer(question(4), "<")
    again.answer(question(3), "")  # what was answered is the answer that Enter takes
    for number in range(4, TOTAL + 1):
        again.answer(question(number), "")
    assert again.end() == 0, again.shown
    assert city(tmp_path / "费县")["team"]["host"] == "费县样例协会"
    assert not draft.exists()


@pytest.mark.slow
def test_whoever_begins_anew_sees_the_answers_of_before(terminal: type[Terminal], tmp_path: Path):
    (tmp_path / "费县.草稿.yaml").write_text('city: {code: "371325"}\nteam: {name: 甲, host: 乙协会}\nsupports: {camps: false}\n', encoding="utf-8")
    at = terminal("new", "费县")
    at.expect("上次答了 3 题")
    os.write(at.master, "否\n".encode())
    for number in range(1, TOTAL + 1):
        at.answer(question(number), "")
    assert at.end() == 0, at.shown
    found = city(tmp_path / "费县")
    assert (found["team"]["name"], found["team"]["host"], found["supports"]["camps"]) == ("甲", "乙协会", False)


@pytest.mark.slow
def test_a_closed_terminal_is_an_interrupt_too(terminal: type[Terminal], tmp_path: Path):
    at = terminal("new", "费县")
    at.answer(question(1), "甲团")
    at.expect(question(2))
    os.write(at.master, b"\x04")
    assert at.end() == 130
    assert (tmp_path / "费县.草稿.yaml").is_file()


def test_a_signal_keeps_the_draft(terminal: type[Terminal], tmp_path: Path):
    at = terminal("new", "费县", "--out", "甲")
    at.answer(question(1), "甲团")
    at.expect(question(2))
    at.process.send_signal(signal.SIGINT)
    assert at.end() == 130
    assert "甲团" in (tmp_path / "甲.草稿.yaml").read_text(encoding="utf-8")


def test_the_city_is_the_first_question_and_asked_again_until_it_is_known(terminal: type[Terminal], tmp_path: Path):
    at = terminal("new")
    for said, words in (("", "哪个城市"), ("吉林", "吉林省吉林市"), ("香港", "另外的法律"), ("不存在的市", "找不到")):
        at.expect("哪个城市")
        os.write(at.master, f"{said}\n".encode())
        if said:
            at.expect(words)
            at.expect("怎么办：")
    at.expect("哪个城市")
    os.write(at.master, "　费县\n".encode())
    for number in range(2, TOTAL + 2):
        at.answer(question(number, TOTAL + 1), "")
    assert at.end() == 0, at.shown
    assert city(tmp_path / "费县")["city"]["name"] == "费县"


@pytest.mark.slow
def test_what_is_given_is_not_asked(terminal: type[Terminal], tmp_path: Path):
    settings = [part for key in ("name", "short_name", "host", "supervisor", "address") for part in ("--set", f"team.{key}=样例")]
    at = terminal("new", "费县", *settings)
    for number in range(1, TOTAL - 4):
        at.answer(question(number, TOTAL - 5), "")
    assert at.end() == 0, at.shown
    assert city(tmp_path / "费县")["team"]["supervisor"] == "样例"


def test_english_is_english(terminal: type[Terminal], tmp_path: Path):
    at = terminal("new", "费县", language="en")
    at.answer(f"Question 1 of {TOTAL}: Team, Full name", "")
    at.answer(f"Question 2 of {TOTAL}", "<")
    at.answer(f"Question 1 of {TOTAL}", "")
    os.write(at.master, b"\x03")
    assert at.end() == 130
    told = re.sub("e.g. .*|Enter.*|/.*草稿.yaml", "", at.shown)
    assert not re.search("[\u4e00-\u9fff]", told), told


@pytest.mark.parametrize("arguments", [("",), ("", "--no-input"), ("　", "--no-input")])
def test_an_empty_name_is_an_error_with_or_without_a_terminal(arguments: tuple[str, ...], terminal: type[Terminal], tmp_path: Path, linyi: Run):
    at = terminal("new", *arguments)
    assert at.end() == 2
    assert "城市的名称是空的" in at.shown
    assert linyi("new", *arguments, cwd=tmp_path).returncode == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
@pytest.mark.parametrize(("text", "words"), [
    ("team: [\n", "YML001"), ("team: {hotlne: x}\n", "CFG101"), ('city: {code: "3713"}\n', "另一个城市"),
])
def test_a_draft_that_cannot_be_taken_is_told_and_left(text: str, words: str, terminal: type[Terminal], tmp_path: Path):
    draft = tmp_path / "费县.草稿.yaml"
    draft.write_text(text, encoding="utf-8")
    at = terminal("new", "费县")
    assert at.end() in (1, 2)
    assert words in at.shown
    assert draft.read_text(encoding="utf-8") == text
    assert not (tmp_path / "费县").exists()


def test_a_draft_that_is_a_link_is_not_read_or_written_through(terminal: type[Terminal], tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    secret = tmp_path / "elsewhere" / "x.yaml"
    secret.write_text("team: {name: 甲}\n", encoding="utf-8")
    (tmp_path / "费县.草稿.yaml").symlink_to(secret)
    at = terminal("new", "费县")
    assert at.end() == 2
    assert "是一个链接" in at.shown
    assert secret.read_text(encoding="utf-8") == "team: {name: 甲}\n"


@pytest.mark.slow
def test_a_draft_serves_as_a_file_of_answers(linyi: Run, tmp_path: Path):
    from toolkit.city import draft
    from toolkit.city.divisions import find

    path = tmp_path / "费县.草稿.yaml"
    draft.write(path, find("费县"), {"team": {"host": "样例: 协会 #1"}, "supports": {"homes": True}})
    made = linyi("new", "费县", "--no-input", "--answers", path, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert city(tmp_path / "费县")["team"]["host"] == "样例: 协会 #1"
    assert path.is_file()
