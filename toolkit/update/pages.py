"""The page of an open decision in 待处理: all that is needed to decide it, and the words of every choice.

Only the part between the two lines of the 合并稿 is read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from toolkit.errors import ToolkitError
from toolkit.text import decisions as records
from toolkit.text import phrases
from toolkit.text.decisions import COPY, COPY_EDITED, Decision
from toolkit.text.marks import bare
from toolkit.text.numerals import chinese_date
from toolkit.text.phrases import Piece
from toolkit.text.releases import REASONS
from toolkit.update import (
    around,
    bringing,
    choices,
    clauses,
    document,
    identity,
    outline,
    suggestion,
    written,
)
from toolkit.update.around import Around
from toolkit.update.choices import DEFINITION, has_draft

BEGIN, END = "=====合并稿从下一行开始，请改这里=====", "=====合并稿到上一行为止====="
_BEGIN, _END = re.compile(r"^[ \t]*=+[ \t]*合并稿从.*$", re.M), re.compile(r"^[ \t]*=+[ \t]*合并稿到.*$", re.M)
_UNFINISHED = re.compile(r"[^。；！？\n]{0,12}[，、：；][。；！？]")
_BRACES = re.compile(r"(?<=\S)[ \t]*\{#[^{}\n]*\}[ \t]*$", re.M)

WHY = {
    clauses.BOTH: "全国文本改了这一条，本市也改过。",
    clauses.DELETED_HERE: "本市删去了这一条，全国文本又改了它。",
    clauses.WITHDRAWN_THERE: "全国文本撤下了这一条，本市改过它。",
    clauses.BOTH_ADDED: "本市和全国文本各自加了同一个编号的一条，文字不一样。",
    clauses.UNNUMBERED: "这一段的标题没有编号，不知道它是哪一条。",
    document.OF_FRONT: "文首信息（表单的格子也在里面）有几项，全国文本改了，本市也改过。",
    document.OF_ORDER: "全国文本调换了条文的先后，本市也调换过。",
    bringing.DELETED: "这份文件在工具包里不见了（移走了，或者误删），全国文本又改了它。",
    bringing.WITHDRAWN: "全国文本撤下了这份文件，本市改过它或者正在施行。",
    bringing.ADDED: "本市和全国文本各自有一份同一个编号的文件，内容不一样。",
    DEFINITION: "台账的定义有几处，全国文本改了，本市也改过。",
    records.REVIEW_CHANGED: "审查人改了这一条；送审以后，本市自己也改过它。",
    records.REVIEW_DIFFERS: "两位审查人对这一条里的同一句改得不一样。",
}
_HOW = {
    suggestion.FILLED: "本市只是把参数填成了具体的值。合并稿用新的全国文本，参数照旧：值写在 city.yaml 里，改一处，处处跟着改。",
    suggestion.PUNCTUATION: "本市只改了标点或者空格，合并稿就是新的全国文本。",
    suggestion.WOVEN: "两边改的不是同一句，合并稿把两边的改动放在了一起。请通读一遍，看意思有没有打架。",
    suggestion.NATIONAL: "两边改了同一处，合并稿先放新的全国文本。要留的本市写法，请照上面“本市改过什么”自己写进去；不写进去，本市的话就没有了。",
}
@dataclass(frozen=True)
class Section:
    """A heading of a page and its paragraphs; one that shows a difference has pieces instead."""

    title: str
    lines: Sequence[str] = ()
    pieces: Sequence[Piece] = ()
    verbatim: bool = False
    rows: Sequence[tuple[str, str, str]] = ()


def why(decision: Decision) -> str:
    """Why a person is asked at all, in a sentence."""
    if decision.kind == clauses.UNNUMBERED and decision.how:
        return "这一段的编号和另一段重复，多半是拷贝、粘贴多出来的。" if decision.how == COPY else "这一段的编号和另一段重复，文字不一样。"
    if decision.how == suggestion.PUNCTUATION:
        return "全国文本改了这一条；本市只改过标点或者空格，没有改字。"
    return WHY[decision.kind]


def sections(decision: Decision, near: Around) -> Iterator[Section]:
    """What a page says, in order, whatever it is written as."""
    yield Section("", list(_head(decision, near)))
    rows = list(choices.rows(decision))
    yield Section("怎样决定", choices.how_to(len(rows)), rows=rows)
    signs = list(outline.signs(decision)) if decision.kind != bringing.DELETED else []
    if signs:
        yield Section("文字里的记号", [f"{'；'.join(signs)}。"])
    if near.citing:
        yield Section("还有哪里用到它", [
            f"{'、'.join(near.citing)}。", "决定不要它的，把这几处提到它的话也改掉，再运行检查：不改，检查会说引用的编号不存在。",
        ])
    if near.mentioned:
        yield Section("文中提到的", ["\n".join(f"[](#{name})  {what}" for name, what in near.mentioned.items())], verbatim=True)
    if decision.local is None and decision.kind == bringing.DELETED:
        yield Section("这份文件讲什么", outline.of(decision.new or ""))
        return
    if decision.kind == clauses.UNNUMBERED:
        yield from _unnumbered(decision)
        return
    national, was = _SIDES[decision.kind in records.OF_REVIEW]
    for title, old, new in ((f"{national}改了什么", decision.base, decision.new), ("本市改过什么", decision.base, decision.local)):
        if old and new and old != new:
            yield Section(title, pieces=phrases.pieces(*_bare(old, new)))
    for title, text, none in (
        (was, decision.base, "原来没有。"), ("本市现在的文本", decision.local, "本市没有这一段。"),
        (f"新的{national}" if national == "全国文本" else national, decision.new, "没有了。"),
    ):
        yield Section(title, [text or none], verbatim=bool(text))


def _unnumbered(decision: Decision) -> Iterator[Section]:
    text, id_ = decision.local or "", decision.likely
    doubled = next((base for key, base in decision.bases.items() if key.startswith(identity.TWIN)), None)
    if id_ and decision.base and decision.new and decision.base != decision.new:
        yield Section(f"全国文本改了 {id_} 的什么", pieces=phrases.pieces(*_bare(decision.base, decision.new)))
    other = doubled if decision.how == COPY_EDITED else decision.base
    if other and _bare(other, text)[0] != _bare(other, text)[1]:
        yield Section("这一段和它差在哪里" if doubled else f"本市改过 {id_} 的什么", pieces=phrases.pieces(*_bare(other, text)))
    yield Section("这一段的文字", [text], verbatim=True)
    if id_ and decision.new:
        yield Section(f"{id_} 新的全国文本", [decision.new], verbatim=True)


_SIDES = {False: ("全国文本", "原来的全国文本"), True: ("审查人改的文本", "送审时的文本")}


def _bare(old: str, new: str) -> tuple[str, str]:
    """Two texts to compare: the words, without marks and what stands behind the headings, unless they differ by that alone."""
    first, second = (re.sub(r"[ \t]+$", "", bare(_BRACES.sub("", text)), flags=re.M) for text in (old, new))
    return (first, second) if first != second else (old, new)


def _head(decision: Decision, near: Around) -> Iterator[str]:
    yield why(decision) + ("现在施行的仍是本市的文字。" if decision.local else "现在仍照本市的样子，没有它。")
    if decision.how == COPY:
        yield "它和那一段（或者那一段原来的全国文本）一字不差，建议删去这一段。"
    if decision.how == suggestion.PUNCTUATION:
        yield "建议采用全国。"
    for because in decision.reasons:
        if decision.kind in records.OF_REVIEW:
            yield because.why + "。"
            continue
        yield f"为什么改（{because.version}版，{REASONS[because.reason]}）：{because.why}"
    if decision.decide_by:
        yield f"这是法律变化：请在{chinese_date(decision.decide_by)}以前决定。过了这一天，检查会报错误；草稿照样能做。"
    if near.basis:
        yield near.basis
    for broken in _UNFINISHED.findall(decision.local or "") if decision.base else ():
        if broken not in (decision.base or ""):
            yield f"本市的文字里有一句像是没有写完：“{broken}”，请看看是不是删坏了。"
    if decision.owner:
        yield f"负责这份文件的岗位：{decision.owner}。和法律有关的，先问律师。"
    if decision.likely:
        yield f"看文字，它多半是 {decision.likely}，只是编号丢了。定下来以前，{decision.likely} 不算本市删去的。"
    if decision.later:
        yield f"以后再定：{decision.later}"


def markdown(decision: Decision, draft: str | None = None, near: Around = around.NOTHING) -> bytes:
    """The page. `draft` is a 合并稿 that somebody has worked on."""
    lines = [f"# {heading(decision)}", ""]
    for section in sections(decision, near):
        if section.title:
            lines += [f"## {section.title}", ""]
        for line in section.lines:
            lines += ["~~~text", line.rstrip("\n"), "~~~", ""] if section.verbatim else [line, ""]
        if section.rows:
            lines += ["| 决定 | 意思 | 命令 |", "|---|---|---|"]
            lines += [f"| {word} | {meaning} | `{command}` |" for word, meaning, command in section.rows]
            lines.append("")
        if section.pieces:
            lines += ["【－…－】是删去的，【＋…＋】是加上的。", "", "~~~text", _shown(section.pieces).rstrip("\n"), "~~~", ""]
    if has_draft(decision):
        text = (decision.suggestion or decision.local or "") if draft is None else draft
        of_review = "这里先放另一位审查人改的文本。要合在一起的，请自己写进去。" if decision.suggestion else "这里先放本市现在的文本，请把审查人的改动写进去。"
        how = of_review if decision.kind in records.OF_REVIEW else _HOW[decision.how or suggestion.NATIONAL]
        note = how if draft is None else "这里是本市改过的合并稿，没有动它。全国文本后来又改了，请对照上面再看一遍。"
        lines += ["## 合并稿", "", note, "", BEGIN, text.rstrip("\n"), END, ""]
    return ("\n".join(lines).rstrip("\n") + "\n").encode()


def heading(decision: Decision) -> str:
    if decision.how == suggestion.PUNCTUATION:
        return f"{decision.page} {decision.title}：本市只改过标点，建议采用全国"
    if decision.how == COPY:
        return f"{decision.page} {decision.title}：多了一段，建议删去"
    return f"{decision.page} {decision.title}：请本市决定"


def _shown(pieces: Sequence[Piece]) -> str:
    marks = {"same": "{}", "deleted": "【－{}－】", "inserted": "【＋{}＋】"}
    return "".join(marks[piece.kind].format(piece.text) for piece in pieces)


def draft(raw: bytes, decision: Decision) -> str:
    """The 合并稿 of a page, as it stands there now. Raises ToolkitError where its two lines are gone."""
    text = written.plain(written.read(raw, decision.path)[0])
    begin = _BEGIN.search(text)
    end = _END.search(text, begin.end()) if begin else None
    if begin is None or end is None:
        raise ToolkitError(
            zh=f"{decision.path} 里找不到合并稿：“=====合并稿…”的两行不见了",
            en=f"no “合并稿” in {decision.path}: its two lines of ===== are gone",
            fix_zh=f"把这两行写回去，合并稿放在中间：{BEGIN}　{END}", fix_en=f"put the two lines back, the draft between them: {BEGIN} {END}",
        )
    return text[begin.end():end.start()].strip("\n") + "\n"


def is_worked_on(raw: bytes, decision: Decision) -> str | None:
    """The 合并稿 of a page where somebody has changed it; None where it is as it was made."""
    try:
        found = draft(raw, decision)
    except (ToolkitError, written.Unreadable):
        return None
    return found if found.strip() != (decision.suggestion or decision.local or "").strip() else None
