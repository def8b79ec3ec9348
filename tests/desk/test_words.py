"""What the desk says leads to its rooms: who has never seen a terminal is told of no command."""

from __future__ import annotations

import ast
import re

import pytest

from tests.conftest import ROOT
from tests.desk.conftest import Browser
from toolkit.desk.pages import said
from toolkit.desk.rooms import ROOMS, led
from toolkit.errors import Words


@pytest.mark.parametrize(("words", "expected"), [
    ("送审：linyi review pack；律师同意以后：linyi review sign", "送审：“律师审查”里的送审；律师同意以后：“律师审查”里的签署"),
    ("看 待处理/P04-x.md，再运行 linyi resolve P04-x --as ours", "看 待处理/P04-x.md，再到“更新”里的决定"),
    ("运行 linyi doctor 看看缺什么", "到“帮助”看看缺什么"),
    ("用 linyi registers new 做的空白台账来填，不改列标题", "用“查台账”里做的空白台账来填，不改列标题"),
    ("另一个 linyi 正在写 临沂市，等了 20 秒", "另一个 linyi 正在写 临沂市，等了 20 秒"),
    ("重新安装 linyi-kit", "重新安装 linyi-kit"),
    ("linyi nonesuch 什么", "linyi nonesuch 什么"),
])
def test_a_command_is_named_by_its_room(words: str, expected: str):
    assert led(words) == expected
    assert said(Words(words, "")) == expected
    assert said(words) == words, "what stands in a file is left as it is"


def test_every_command_that_a_finding_names_has_a_room():
    """All Chinese words of the code but those of the terminal's own doors."""
    named = set()
    for path in (ROOT / "toolkit").rglob("*.py"):
        if path.relative_to(ROOT / "toolkit").parts[0] in ("commands", "cli.py", "door", "desk", "fleet"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"[\u4e00-\u9fff]", node.value):
                named |= set(re.findall(r"(?<![a-z-])linyi ((?:review|registers|selfcheck) [a-z]+|build --release|[a-z]+)", node.value))
    assert len(named) >= 8
    assert named <= set(ROOMS)


def test_the_pages_of_a_new_kit_name_no_command(asked: Browser):
    for address in ("/", "/kit/临沂市", "/kit/临沂市/facts", "/kit/临沂市/check?release=1", "/kit/临沂市/build/issue", "/kit/临沂市/update", "/kit/临沂市/update/planned", "/kit/临沂市/review"):
        assert not re.search(r"linyi [a-z]", asked.get(address).text), address
