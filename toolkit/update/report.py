"""更新报告.md, in the words of an office. One page first: what needs whose decision by when, what is in force, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from toolkit.text.decisions import Decision
from toolkit.text.numerals import chinese_date
from toolkit.text.releases import REASONS
from toolkit.update import effects, pages, report_details
from toolkit.update.bringing import Brought
from toolkit.update.effects import Effect
from toolkit.update.plan import Plan
from toolkit.update.report_details import GROUPS

_SUMMED = (effects.TAKEN, effects.ARRIVED, effects.WITHDRAWN, effects.KEPT)


def report(made: Plan) -> str:
    """The whole report, as Markdown."""
    told = [(found, effects.of(found)) for found in made.documents]
    drafts = [found for found, effects_ in told if effects.changed_by(effects_, found.decisions) or (found.before is None and found.after)]
    blocks = [
        "# 更新报告", *_summary(made, told), *_decisions(made), *_unread(made), *_in_force(made, drafts), *_next(made, drafts),
        *report_details.blocks(made, told, drafts),
    ]
    return "\n\n".join(blocks) + "\n"


def _summary(made: Plan, told: Sequence[tuple[Brought, list[Effect]]]) -> Iterator[str]:
    since = f"从全国文本{made.held.since}版" if made.held.since else "从来历不明的文本"
    yield f"本工具包{since}更新到{made.national.version}版。前面是要办的事，后面的附件是逐份逐条，用到再查。"
    counts = Counter(effect.kind for _, found in told for effect in found)
    said = [f"{GROUPS[kind]}{counts[kind]}条" for kind in _SUMMED if counts[kind]]
    if said:
        yield "；".join(said) + "。本市写的文字一段也没有丢：在文件里，或者在“待处理”里。"


def _decisions(made: Plan) -> Iterator[str]:
    opened = sorted(made.decisions.open, key=_urgency)
    by_law = [decision for decision in opened if decision.by_law]
    if not opened:
        yield "没有要本市决定的事。"
        return
    yield f"## 要本市决定的（{len(opened)}件）"
    dates = sorted(decision.decide_by for decision in by_law if decision.decide_by)
    first = f"，最早的一件请在{chinese_date(dates[0])}以前决定" if dates else ""
    yield (
        f"**要本市决定的有{len(opened)}件**，其中{len(by_law)}件是法律变化{first}。没有决定以前，本市的文字照旧施行。"
        "每一件在“待处理”里有一页，写着差别、为什么改和怎样决定。"
    )
    rows = ["| 哪一件 | 为什么要决定 | 全国为什么改 | 谁来定 | 何日以前 |", "|---|---|---|---|---|"]
    rows += [
        f"| [{decision.page} {_cell(decision.title)}]({decision.path}) | {pages.why(decision)} | {_kinds(decision)} "
        f"| {_cell(decision.owner) or '团队负责人'} | {chinese_date(decision.decide_by) if decision.decide_by else '不限，先定为好'} |"
        for decision in opened
    ]
    yield "\n".join(rows)


def _kinds(decision: Decision) -> str:
    """Law, practice or wording; the words stand on the page."""
    return "、".join(words for key, words in REASONS.items() if any(because.reason == key for because in decision.reasons)) or "没有改"


def _urgency(decision: Decision) -> tuple[bool, bool, str]:
    return not decision.by_law, not decision.decide_by, decision.decide_by


def _unread(made: Plan) -> Iterator[str]:
    faults = [fault for register in made.registers for fault in register.faults]
    if faults:
        yield f"## 先改好，再更新一次的（{len({fault.location.path for fault in faults})}份）"
        yield "下面的文件有写错的地方，程序读不懂，没有动它，也不用做什么决定。照着改好、存盘，再运行一次 linyi update，全国的改动就会并进来，本市写的留着。"
        yield "\n".join(
            f"- {fault.location.path} 第{fault.location.line}行：{fault.words.zh}。怎么办：{fault.fix.zh}" for fault in faults
        )


def _in_force(made: Plan, drafts: Sequence[Brought]) -> Iterator[str]:
    if not drafts:
        return
    on, version = made.held.in_force
    in_force = f"{chinese_date(on)}起施行的{f'{version}版' if version else '那一版'}" if on else "以前通过、印发的那一版"
    yield f"## 现在是草稿的（{len(drafts)}份）"
    yield (
        f"这些文件的文字变了，重新通过、印发以前是草稿；施行的仍是{in_force}。已经印发的、家里和志愿者手里已经签了字的，"
        "到新的一版通过、印发以前照旧有效、照旧用；新的表先不要发出去签。是哪几份，见附件。"
    )


def _next(made: Plan, drafts: Sequence[Brought]) -> Iterator[str]:
    yield "## 接下来"
    steps = []
    if any(register.faults for register in made.registers):
        steps.append("把上面写错的文件改好，再运行一次 linyi update。")
    if made.decisions.open:
        steps.append("逐页看“待处理”，定下来，照页上写的办。法律变化的先定，拿不准的问律师。")
    steps.append("双击 检查.bat（或者运行 linyi check），照提示改。")
    if drafts:
        steps.append("双击 生成.bat（或者运行 linyi build），做出草稿，送有权通过的人看；通过、印发以后，再换下旧的。")
    steps.append(
        "想退回：linyi undo，一次退一步，退的是最后办的那一件。定过几件以后要退到更新以前，就再运行几次，一直退到它说退回了“更新”。"
    )
    yield "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
