"""The ways in which a decision may be made, as its page lists them: the word, what it means, the command."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.text import decisions as records
from toolkit.text.decisions import COPY, DROP, LATER, LOCAL, MERGED, NATIONAL, OWN, WORDS, Decision
from toolkit.update import bringing, clauses

DEFINITION = "definition"
WHOLE = {bringing.DELETED, bringing.WITHDRAWN, bringing.ADDED}
_UNMERGED = WHOLE | {DEFINITION}
Row = tuple[str, str, str]

NUMERALS = {2: "两", 3: "三", 4: "四"}
WHERE = (
    "打开工具包的文件夹（检查.bat 就在里面），点一下窗口上面的地址栏，打 cmd，按回车；在出来的窗口里打右边的命令，按回车。"
)
_MEANING = {
    LOCAL: "照现在本市的样子，不动", NATIONAL: "换成新的全国文本", MERGED: "先改好这一页的合并稿，存盘，再用它", LATER: "先不决定，下次再说",
}


def has_draft(decision: Decision) -> bool:
    return decision.kind not in _UNMERGED and decision.kind != clauses.UNNUMBERED


def rows(decision: Decision) -> Iterator[Row]:
    """In the one order; only those that can be chosen."""
    command = f"linyi resolve {decision.page}"
    more = " --reason 理由 --by 谁"
    if decision.kind == clauses.UNNUMBERED:
        yield from _which(decision, command, more)
    else:
        for take, word, meaning in offered(decision):
            if take != LATER and meaning:
                yield word, meaning, f"{command} --take {take}{more}"
    yield WORDS[LATER], _MEANING[LATER], f"{command} --take later"


def offered(decision: Decision) -> Iterator[Row]:
    """Of a decision that asks for no clause: what is taken, its word, and what that means here; "" where it cannot be."""
    for take, word in WORDS.items():
        yield take, word, _meaning(decision, take) if take != MERGED or has_draft(decision) else ""


def _which(decision: Decision, command: str, more: str) -> Iterator[Row]:
    copied = (records.AS_WORDS[DROP] + "这一段", "是拷贝多出来的，或者不要了：从文件里删去它", f"{command} --as {DROP}{more}")
    if decision.how == COPY:
        yield copied
    if decision.likely:
        yield f"就是 {decision.likely}", "把编号写回去，再照那一条更新", f"{command} --as {decision.likely}{more}"
    elif not decision.how:
        yield "是某一条", "把编号写回去，再照那一条更新", f"{command} --as {decision.document}-编号{more}"
    yield records.AS_WORDS[OWN], "给它一个本市自己的编号，作为本市加的一条", f"{command} --as {OWN}{more}"
    if decision.how != COPY:
        yield copied


def _meaning(decision: Decision, take: str) -> str:
    if take == NATIONAL and decision.kind in records.OF_REVIEW:
        return "用审查人改的文本" if decision.new else "照审查人的意见，删去它"
    if take == NATIONAL and decision.new is None:
        return "照全国文本，撤下它"
    if take == NATIONAL and decision.local is None:
        return "把新的全国文本放进来"
    if take == LOCAL and decision.local is None:
        return "照旧，本市没有它"
    if take == LOCAL and decision.kind == DEFINITION:
        return "照现在本市的样子；要合并的，先改好台账的定义，再选这个"
    return _MEANING[take]


def how_to(found: int) -> list[str]:
    """What stands above the table of `found` choices."""
    return [
        f"{NUMERALS[found]}种决定，选一种。{WHERE}",
        "“理由”和“谁”换成真的；里面有空格的，前后加英文引号。命令里的横线是两个短横，从这里拷贝最稳。"
        "说找不到 linyi 的，先打 cmd /k \"%USERPROFILE%\\linyi-kit\\Scripts\\activate\"，按回车。",
    ]
