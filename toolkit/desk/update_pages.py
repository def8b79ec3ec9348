"""The national text brought in, what it leaves to be decided, and the way back."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from toolkit.desk.forms import Form
from toolkit.desk.handlers import desk_of, kit_of, looks, takes, to
from toolkit.desk.pages import page
from toolkit.desk.rooms import led
from toolkit.desk.walk import onward
from toolkit.errors import ToolkitError

if TYPE_CHECKING:
    from toolkit.desk.naming import Names
    from toolkit.kit import Kit
    from toolkit.text.decisions import Decision
    from toolkit.text.phrases import Piece
    from toolkit.text.tokens import Tokens

_PLACE = "update"
_COMMANDS = {
    "update": "更新", "resolve": "一件决定", "review import": "收回律师的修改", "review sign": "记下签署", "desk": "在这里改的事实或者正文",
    "undo": "一次退回",
}
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.S)


def overview(request: Request) -> Response:
    from toolkit.files import revision, sources
    from toolkit.text import releases

    kit = kit_of(request)
    decisions = sorted(kit.decisions().open, key=lambda item: (not item.decide_by, item.decide_by, item.page))
    last = revision.latest(kit.root)
    return page(
        "update.html", desk_of(request), kit=request.path_params["kit"], place=_PLACE, own=kit.text_version(),
        installed=releases.text_version(sources.shared().policies).version, decisions=decisions, today=date.today().isoformat(),
        taken=list(reversed(kit.decisions().taken))[:20], words=_words(), has_report=(kit.root / "更新报告.md").is_file(),
        last=(_called(last[0]), last[1].astimezone().strftime("%Y-%m-%d %H:%M")) if last else None,
    )


def _called(command: str) -> str:
    """A command as an office calls it; a decision with its page."""
    name, _, page_ = command.partition(" ")
    return _COMMANDS.get(command) or (f"{_COMMANDS[name]}（{page_}）" if name == "resolve" else command)


def _words() -> dict[str, str]:
    from toolkit.text.decisions import WORDS

    return WORDS


def planned(request: Request) -> Response:
    """What an update would do; nothing is written."""
    from toolkit.commands.update import update

    made = update(kit_of(request).root, dry_run=True)
    return _report(request, made.report, changes=len(made.changed))


def reported(request: Request) -> Response:
    """The report of the last update, as it lies in the kit."""
    from toolkit.files import inside, textfile

    kit = kit_of(request)
    path = kit.root / "更新报告.md"
    if inside.fault(kit.root, path) or not path.is_file():
        raise HTTPException(404)
    return _report(request, textfile.read_text(path, path.name), changes=None)


def _report(request: Request, text: str, changes: int | None) -> Response:
    name = request.path_params["kit"]
    return page("report.html", desk_of(request), kit=name, place=_PLACE, report=as_page(text, name), changes=changes)


def as_page(text: str, name: str) -> Any:
    """A report of ours as HTML: its words are text alone, commands are named by their rooms, and the only links are those to decisions."""
    import markdown
    from markupsafe import Markup

    made = markdown.markdown(html.escape(led(text), quote=False), extensions=["tables"])

    def link(match: re.Match[str]) -> str:
        found = re.fullmatch(r"待处理/([^/]+)\.md", html.unescape(match[1]))
        return f'<a href="/kit/{quote(name)}/update/{quote(found[1])}">{match[2]}</a>' if found else match[2]

    # Markdown makes images and links of what stands in brackets; a report of ours has links to decisions only.
    return Markup(re.sub(r"<img[^>]*>", "", _LINK.sub(link, made)))  # noqa: S704 - escaped above


def updated(request: Request, form: Form) -> Response:
    from toolkit.commands.update import update

    kit = kit_of(request)
    made = update(kit.root)
    if not made.changed:
        return to(request, f"/kit/{kit.root.name}/update", f"已经是{made.version}版，没有要改的。")
    left = f"有 {made.open} 件要本市决定，在下面。" if made.open else "没有要决定的。"
    return to(request, f"/kit/{kit.root.name}/update", f"已更新到{made.version}版，改了 {len(made.changed)} 个文件。{left}")


def taken_back(request: Request, form: Form) -> Response:
    from toolkit.commands.undo import undo

    kit = kit_of(request)
    if form["at"] and form["at"] != _last(kit):
        raise ToolkitError(
            zh="后来又写过别的，没有退回", en="something else was written since: nothing was taken back",
            fix_zh="到“更新”里看最近一次写的是什么，再退回", fix_en="see under “更新” what was written last",
        )
    done, _ = undo(kit.root)
    left = f"后来又改过、没有动的：{'、'.join(done.left)}。" if done.left else ""
    return to(request, onward(form["then"], kit.root.name) or f"/kit/{kit.root.name}/update", f"退回了{_called(done.command)}：{len(done.changed)} 个文件。{left}")


def _last(kit: Kit) -> str:
    from toolkit.files import revision

    last = revision.latest(kit.root)
    return last[1].isoformat() if last else ""


@dataclass(frozen=True)
class Text:
    """One of a decision's texts, and how it differs from the one before it all, as pieces."""

    title: str
    text: str
    pieces: list[Piece]


@dataclass(frozen=True)
class Choice:
    take: str
    word: str
    meaning: str


def decision(request: Request) -> Response:
    kit = kit_of(request)
    return _decision(request, kit, _open(kit, request.path_params["page"]))


def _open(kit: Kit, name: str) -> Decision:
    found = next((item for item in kit.decisions().open if item.page == name), None)
    if found is None:
        raise HTTPException(404)
    return found


def _decision(
    request: Request, kit: Kit, found: Decision, status: int = 200, fault: ToolkitError | None = None, form: Form | None = None,
) -> Response:
    from toolkit.desk.naming import Names
    from toolkit.text import decisions as records
    from toolkit.text import phrases
    from toolkit.update import around, choices, clauses, pages

    names = Names(kit.subject())

    def shown(text: str | None) -> str:
        return names.tokens(_split(text or "")[1], found.document).shown

    was, own, new = map(shown, (found.base, found.local, found.new))
    drafted = _tokens(names, kit, found) if choices.has_draft(found) else None
    sections = {section.title: section for section in pages.sections(found, around.NOTHING)}
    texts = [
        Text(title, text, phrases.pieces(was, text) if was and text and text != was else [])
        for title, text in (("本市现在的", own), ("原来的", was), ("审查人改的" if found.kind in _of_review() else "新的全国文本", new))
    ]
    offered = [Choice(take, word, meaning) for take, word, meaning in choices.offered(found)]
    draft = form["draft"] if form else drafted.shown if drafted else None
    return page(
        "decision.html", desk_of(request), status, kit=request.path_params["kit"], place=_PLACE, decision=found, fault=fault,
        head=sections[""].lines, texts=texts, choices=offered, draft=draft, likely=found.first_answer, form=form,
        as_words=[(records.OWN, records.AS_WORDS[records.OWN]), (records.DROP, f"{records.AS_WORDS[records.DROP]}这一段")],
        which=found.kind == clauses.UNNUMBERED,
    )


def _of_review() -> set[str]:
    from toolkit.text.decisions import OF_REVIEW

    return OF_REVIEW


def _split(text: str) -> tuple[str, str]:
    """A clause's heading, which nobody edits here, and its words; the parts of a front matter have no heading."""
    first, _, rest = text.partition("\n")
    return (first, rest.strip("\n")) if first.startswith("#") else ("", text.strip("\n"))


def _tokens(names: Names, kit: Kit, found: Decision) -> Tokens:
    """The 合并稿 as it is shown; the tokens of the three texts can be put into it."""
    known = names.tokens(_split(found.new or "")[1], found.document)
    return names.tokens(_split(_draft(kit, found))[1], found.document, names.tokens(_split(found.local or "")[1], found.document, known))


def _draft(kit: Kit, found: Decision) -> str:
    """The 合并稿 as it stands in the page, as somebody may have worked on it there."""
    from toolkit.files import inside
    from toolkit.files.textfile import Unreadable
    from toolkit.update import pages

    path = kit.root / found.path
    try:
        if inside.fault(kit.root, path) is None and path.is_file():
            return pages.draft(path.read_bytes(), found).strip("\n")
    except (ToolkitError, Unreadable):
        pass  # the page was damaged: what was suggested at first
    return (found.suggestion or found.local or "").strip("\n")


def decided(request: Request, form: Form) -> Response:
    from toolkit.commands.resolve import resolve

    kit = kit_of(request)
    found = _open(kit, request.path_params["page"])
    take = form["take"]
    try:
        if take not in _words() and not form["clause"]:
            raise ToolkitError(zh="还没有选怎样决定", en="no decision was chosen", fix_zh="按四个决定里的一个", fix_en="press one of the four")
        done = resolve(
            kit.root, found.page, take, "" if take else form["clause"].strip(), form["reason"].strip(), form["by"].strip(),
            draft=_merged(kit, found, form["draft"]) if take == "merged" else None,
        )
    except ToolkitError as error:
        return _decision(request, kit, found, 422, error, form)
    left = f"还有 {done.open} 件。" if done.open else "没有等决定的了。"
    return to(request, f"/kit/{kit.root.name}/update", f"{found.page} {found.title}：{_words().get(take, '已定')}。{left}")


def _merged(kit: Kit, found: Decision, edited: str) -> str:
    from toolkit.desk.naming import Names

    heading = _split(_draft(kit, found))[0]
    words = _tokens(Names(kit.subject()), kit, found).source(edited).strip("\n")
    return f"{heading}\n\n{words}\n" if heading else words


ROUTES = [
    Route("/kit/{kit}/update", looks(overview)),
    Route("/kit/{kit}/update", takes(updated), methods=["POST"]),
    Route("/kit/{kit}/update/planned", looks(planned)),
    Route("/kit/{kit}/update/report", looks(reported)),
    Route("/kit/{kit}/undo", takes(taken_back), methods=["POST"]),
    Route("/kit/{kit}/update/{page}", looks(decision)),
    Route("/kit/{kit}/update/{page}", takes(decided), methods=["POST"]),
]
