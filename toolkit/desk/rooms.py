"""The rooms of a kit, and in which of them a command's work is done: who sits at a page is led there, never to a terminal."""

from __future__ import annotations

import re

# By the end of their address, in the order in which an office comes to them.
NAMES = {
    "facts": "填事实", "check": "检查", "text": "看正文", "build": "做成品", "registers": "查台账", "update": "更新", "review": "律师审查", "help": "帮助",
}
# By the command as words of ours name it.
ROOMS = {
    "new": "“工具包”里的新建", "cities": "“工具包”里的新建", "check": "“检查”", "build": "“做成品”", "build --release": "“做成品”里的印发",
    "update": "“更新”", "resolve": "“更新”里的决定", "undo": "“更新”里的退回", "review pack": "“律师审查”里的送审",
    "review import": "“律师审查”里的收回来", "review sign": "“律师审查”里的签署", "review status": "“律师审查”",
    "registers new": "“查台账”里", "registers check": "“查台账”", "registers turns": "“查台账”", "registers hours": "“服务时长”",
    "selfcheck new": "“年度自查”里", "selfcheck check": "“年度自查”", "doctor": "“帮助”",
}
_COMMAND = re.compile(
    r"(?P<before>(?:运行|用) |(?<=[：，。；（]) ?|)(?<![a-z-])linyi (?P<name>(?:review|registers|selfcheck) [a-z]+|build --release|[a-z]+)"
    r"(?: (?:--?[a-z][a-z-]*|[A-Z][0-9]{2}[A-Za-z0-9-]*|[a-z]+|台账))* ?"
)


def led(text: str) -> str:
    """Our own words with each command named by its room; a command without one stays."""
    def room(match: re.Match[str]) -> str:
        found = ROOMS.get(match["name"])
        if found is None:
            return match[0]
        return {"运行": "到", "用": "用"}.get(match["before"].strip(), "") + found

    return _COMMAND.sub(room, text)
