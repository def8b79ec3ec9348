"""The manual without a network, what this machine has, and a report for whoever helps."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk.handlers import desk_of, kit_of, looks
from toolkit.desk.pages import page
from toolkit.desk.rooms import NAMES
from toolkit.files import sources

_PLACE = "help"
# The pages of docs/zh that an office needs, in the order in which it needs them.
_MANUAL = (
    "desk", "tutorial", "change-a-clause", "update", "law-changes", "review", "train", "registers", "host-the-site", "offline", "documents",
    "city-yaml", "rules", "commands",
)
# What the buttons do that a page of the manual is about: it speaks of commands, the desk has rooms.
_ROOMS = {
    "tutorial": ("facts", "按“填事实”“检查”“做成品”的先后，一页一页做下来，就是这里说的。"),
    "change-a-clause": ("text", "到“看正文”，打开一份文件，按“改这一条”，先看会怎样，再保存。"),
    "update": ("update", "到“更新”，按“看看更新会怎样”，再按“照下面更新”；要决定的一件一件点开，按四个按钮里的一个。"),
    "law-changes": ("update", "到“更新”，要本市决定的都列在那里，法律变了的先定。"),
    "review": ("review", "到“律师审查”，按“做送审的文件夹”，压缩了发给律师；律师改好的 Word 文件，在同一页交进来，先看会改什么，再按“收下”。"),
    "train": ("build", "到“做成品”，做“幻灯片”和“Word”：教材和表单都在成果文件夹里。"),
    "registers": ("registers", "到“查台账”，存下空白的来填；填好的选进来，按“查一查”，哪张表哪一格不对，当时就列出来。"),
    "host-the-site": ("build", "到“做成品”，做“网站”，按“打开网站”看；成果文件夹里的“网站.zip”可以拷到 U 盘。"),
    "city-yaml": ("facts", "到“填事实”，每一项都有说明，不用打开文件。"),
    "rules": ("check", "到“检查”，要办的一条一条列着，点一下就到那里。"),
}
_BY_HAND = {
    "facts": "名称、电话、合作单位；按“保存，去下一组”一组一组填，最后列出还缺什么。",
    "check": "还要办什么，一条一条列着，点一下就到那里。",
    "text": "找一份文件、一个词；按“改这一条”改成本市的话，先看会怎样，再保存。",
    "build": "选要做的，按“开始做”，做出草稿；正式的，在同一页按“印发”。",
    "registers": "填好的台账哪一格不对，最近有什么到期；服务时长、年度自查也在这里。",
    "update": "全国文本有了新版，逐条并进来；改错了，也在这里退回。",
    "review": "做送审的文件夹，收回律师的修改，记下签署。",
}
_FRONT = re.compile(r"\A---\n.*?\n---\n+", re.S)
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.S)
_STYLE = re.compile(r'\sstyle="[^"]*"')


def overview(request: Request) -> Response:
    from toolkit.commands.doctor import doctor

    return page(
        "help.html", desk_of(request), kit=request.path_params["kit"], place=_PLACE, lines=list(doctor(kit_of(request).root)),
        manual=[(name, _title(name)) for name in _MANUAL if _text(name)], rooms=[(room, NAMES[room], about) for room, about in _BY_HAND.items()],
    )


def report(request: Request) -> Response:
    """The fault report as a file: it says of itself that it holds nothing of a person."""
    from toolkit.commands.doctor import report as made

    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote('故障报告.txt')}"}
    return Response(made(kit_of(request).root), media_type="text/plain; charset=utf-8", headers=headers)


def manual(request: Request) -> Response:
    name = request.path_params["page"]
    if name not in _MANUAL or not _text(name):
        raise HTTPException(404)
    kit = request.path_params["kit"]
    return page("manual.html", desk_of(request), kit=kit, place=_PLACE, title=_title(name), text=_as_page(name, kit), room=_ROOMS.get(name))


@cache
def _text(name: str) -> str:
    path = sources.shared().root / "docs" / "zh" / f"{name}.md"
    return _FRONT.sub("", path.read_text(encoding="utf-8")) if path.is_file() else ""


def _title(name: str) -> str:
    return _text(name).partition("\n")[0].lstrip("# ")


def _as_page(name: str, kit: str) -> Any:
    """A page of our own documentation; its links lead to other pages of it, or nowhere: there is no network."""
    import markdown
    from markupsafe import Markup

    made = markdown.markdown(_text(name), extensions=["tables", "fenced_code", "attr_list", "md_in_html", "toc"])

    def link(match: re.Match[str]) -> str:
        found = re.fullmatch(r"(?:([a-z-]+)\.md)?(#.*)?", match[1])
        if not found or (found[1] and found[1] not in _MANUAL):
            return match[2]
        address = f"/kit/{quote(kit)}/help/{found[1]}" if found[1] else ""
        return f'<a href="{address}{found[2] or ""}">{match[2]}</a>'

    return Markup(_STYLE.sub("", _LINK.sub(link, made)))  # noqa: S704 - our own pages, carried with the program


ROUTES = [
    Route("/kit/{kit}/help", looks(overview)),
    Route("/kit/{kit}/help/report", looks(report)),
    Route("/kit/{kit}/help/{page}", looks(manual)),
]
