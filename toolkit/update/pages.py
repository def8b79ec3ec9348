"""The page of an open decision in 待处理: all that is needed to decide it, and the words of every choice.

Only the part between the two lines of the 合并稿 is read again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.errors import ToolkitError
from toolkit.text import decisions as records
from toolkit.text import phrases, policy
from toolkit.text.decisions import LATER, LOCAL, MERGED, NATIONAL, WORDS, Decision
from toolkit.text.marks import bare
from toolkit.text.numerals import chinese_date
from toolkit.text.phrases import Piece
from toolkit.text.releases import REASONS
from toolkit.update import bringing, clauses, document, suggestion, written

BEGIN, END = "=====合并稿从下一行开始，请改这里=====", "=====合并稿到上一行为止====="
DEFINITION = "definition"
_BEGIN, _END = re.compile(r"^[ \t]*=+[ \t]*合并稿从.*$", re.M), re.compile(r"^[ \t]*=+[ \t]*合并稿到.*$", re.M)
_BRACES = re.compile(r"(?<=\S)[ \t]*\{#[^{}\n]*\}[ \t]*$", re.M)

WHY = {
    clauses.BOTH: "全国文本改了这一条，本市也改过。",
    clauses.DELETED_HERE: "本市删去了这一条，全国文本又改了它。",
    clauses.WITHDRAWN_THERE: "全国文本撤下了这一条，本市改过它。",
    clauses.BOTH_ADDED: "本市和全国文本各自加了同一个编号的一条，文字不一样。",
    clauses.UNNUMBERED: "这一段没有编号，或者编号和另一段重复，不知道它是哪一条。",
    document.OF_FRONT: "文首信息（表单的格子也在里面）有几项，全国文本改了，本市也改过。",
    document.OF_ORDER: "全国文本调换了条文的先后，本市也调换过。",
    bringing.DELETED: "本市移走了这份文件，全国文本又改了它。",
    bringing.WITHDRAWN: "全国文本撤下了这份文件，本市改过它或者正在施行。",
    bringing.ADDED: "本市和全国文本各自有一份同一个编号的文件，内容不一样。",
    DEFINITION: "台账的定义有几处，全国文本改了，本市也改过。",
    records.REVIEW_CHANGED: "审查人改了这一条；送审以后，本市自己也改过它。",
    records.REVIEW_DIFFERS: "两位审查人对这一条里的同一句改得不一样。",
}
_MEANING = {
    LOCAL: "照现在本市的样子，不动", NATIONAL: "换成新的全国文本", MERGED: "用这一页改好的合并稿", LATER: "先不决定，下次再说",
}
_HOW = {
    suggestion.FILLED: "本市只是把参数填成了具体的值。合并稿用新的全国文本，参数照旧：值写在 city.yaml 里，改一处，处处跟着改。",
    suggestion.PUNCTUATION: "本市只改了标点或者空格，合并稿就是新的全国文本。",
    suggestion.WOVEN: "两边改的不是同一句，合并稿把两边的改动放在了一起。请通读一遍，看意思有没有打架。",
    suggestion.NATIONAL: "两边改了同一处，合并稿先放新的全国文本。要留的本市写法，请自己写进去。",
}
WHOLE = {bringing.DELETED, bringing.WITHDRAWN, bringing.ADDED}
_UNMERGED = WHOLE | {DEFINITION}


@dataclass(frozen=True)
class Section:
    """A heading of a page and its paragraphs; one that shows a difference has pieces instead."""

    title: str
    lines: Sequence[str] = ()
    pieces: Sequence[Piece] = ()
    verbatim: bool = False
    rows: Sequence[tuple[str, str, str]] = ()


def sections(decision: Decision, named: Mapping[str, str]) -> Iterator[Section]:
    """What a page says, in order, whatever it is written as. `named` are titles of what the texts refer to."""
    yield Section("", list(_head(decision)))
    yield Section("怎样决定", ["四种决定，选一种，在工具包的文件夹里运行右边的命令。“理由”和“谁”换成真的。"], rows=list(_choices(decision)))
    if decision.kind == clauses.UNNUMBERED:
        yield Section("这一段的文字", [decision.local or ""], verbatim=True)
        return
    if named:
        yield Section("文中提到的", ["；".join(f"[](#{name}) 是“{title}”" for name, title in named.items()) + "。"], verbatim=True)
    national, was = _SIDES[decision.kind in records.OF_REVIEW]
    for title, old, new in ((f"{national}改了什么", decision.base, decision.new), ("本市改过什么", decision.base, decision.local)):
        if old and new and old != new:
            yield Section(title, pieces=phrases.pieces(*_bare(old, new)))
    for title, text, none in (
        (was, decision.base, "原来没有。"), ("本市现在的文本", decision.local, "本市没有这一段。"),
        (f"新的{national}" if national == "全国文本" else national, decision.new, "没有了。"),
    ):
        yield Section(title, [text or none], verbatim=bool(text))


_SIDES = {False: ("全国文本", "原来的全国文本"), True: ("审查人改的文本", "送审时的文本")}


def _bare(old: str, new: str) -> tuple[str, str]:
    """Two texts to compare: the words, without marks and what stands behind the headings, unless they differ by that alone."""
    first, second = (bare(_BRACES.sub("", text)) for text in (old, new))
    return (first, second) if first != second else (old, new)


def _head(decision: Decision) -> Iterator[str]:
    yield WHY[decision.kind] + ("现在施行的仍是本市的文字。" if decision.local else "现在仍照本市的决定，没有它。")
    for because in decision.reasons:
        if decision.kind in records.OF_REVIEW:
            yield because.why + "。"
            continue
        yield f"为什么改（{because.version}版，{REASONS[because.reason]}）：{because.why}"
    if decision.decide_by:
        yield f"这是法律变化：请在{chinese_date(decision.decide_by)}以前决定。过了这一天，检查会报错误；草稿照样能做。"
    if decision.owner:
        yield f"负责这份文件的岗位：{decision.owner}。和法律有关的，先问律师。"
    if decision.likely:
        yield f"看文字，它多半是 {decision.likely}。"
    if decision.later:
        yield f"以后再定：{decision.later}"


def _choices(decision: Decision) -> Iterator[tuple[str, str, str]]:
    """Word, meaning, command; in the one order."""
    command = f"linyi resolve {decision.page}"
    if decision.kind == clauses.UNNUMBERED:
        yield "是某一条", "把编号写回去，再按那一条更新", f"{command} --as {decision.likely or '那一条的编号'}"
        yield "本市自有", "给它一个本市自己的编号", f"{command} --as new"
        yield WORDS[LATER], _MEANING[LATER], f"{command} --take later"
        return
    for take, word, meaning in choices(decision):
        more = " --reason 理由 --by 谁" if take != LATER else ""
        yield word, meaning or _NO_DRAFT, f"{command} --take {take}{more}" if meaning else "——"


def choices(decision: Decision) -> Iterator[tuple[str, str, str]]:
    """Of a decision that asks for no clause: what is taken, its word, and what that means here; "" where it cannot be."""
    for take, word in WORDS.items():
        meaning = _meaning(decision, take)
        yield take, word, "" if meaning == _NO_DRAFT else meaning


_NO_DRAFT = "这一页没有合并稿：要合并的，自己改好文件，再选保留本市"


def _meaning(decision: Decision, take: str) -> str:
    if take == MERGED and decision.kind in _UNMERGED:
        return _NO_DRAFT
    if take == NATIONAL and decision.kind in records.OF_REVIEW:
        return "用审查人改的文本" if decision.new else "照审查人的意见，删去它"
    if take == NATIONAL and decision.new is None:
        return "照全国文本，撤下它"
    if take == LOCAL and decision.local is None:
        return "照旧，本市没有它"
    return _MEANING[take]


def has_draft(decision: Decision) -> bool:
    return decision.kind not in _UNMERGED and decision.kind != clauses.UNNUMBERED


def mentioned(decision: Decision) -> list[str]:
    """The ids of the documents and clauses that the three texts refer to."""
    texts = "".join(text or "" for text in (decision.base, decision.local, decision.new))
    return list(dict.fromkeys(match[2] for match in policy.REFERENCE.finditer(texts)))


def markdown(decision: Decision, draft: str | None = None, named: Mapping[str, str] | None = None) -> bytes:
    """The page. `draft` is a 合并稿 that somebody has worked on."""
    lines = [f"# {heading(decision)}", ""]
    for section in sections(decision, named or {}):
        if section.title:
            lines += [f"## {section.title}", ""]
        for line in section.lines:
            lines += ["~~~text", line.rstrip("\n"), "~~~", ""] if section.verbatim else [line, ""]
        if section.rows:
            lines += ["| 决定 | 意思 | 命令 |", "|---|---|---|"]
            lines += [f"| {word} | {meaning} | `{command}` |" if command != "——" else f"| {word} | {meaning} | —— |" for word, meaning, command in section.rows]
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
            en=f"no 合并稿 in {decision.path}: its two lines of ===== are gone",
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
