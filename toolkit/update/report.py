"""更新报告.md, in the words of an office: what changed and why, what needs whose decision by when, what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from toolkit.text.decisions import Because, Decision
from toolkit.text.numerals import chinese_date
from toolkit.text.releases import REASONS
from toolkit.update import effects, national, pages
from toolkit.update.bringing import EMPTY, Brought
from toolkit.update.effects import Effect
from toolkit.update.plan import ARCHIVE, Plan

_GROUPS = {
    effects.TAKEN: "换成新文本", effects.ARRIVED: "新来", effects.WITHDRAWN: "撤下", effects.HEADING: "只改了标题后的依据等标注",
    effects.KEPT: "照旧，和全国文本不一样", effects.OWN: "本市自己的", effects.ABSENT: "本市没有，照旧不放进来",
}
_SUMMED = (effects.TAKEN, effects.ARRIVED, effects.WITHDRAWN, effects.HEADING, effects.KEPT)


def report(made: Plan) -> str:
    """The whole report, as Markdown."""
    why = _why(made)
    told = [(found, effects.of(found)) for found in made.documents]
    blocks = [
        "# 更新报告", *_summary(made, told), *_decisions(made), *_drafts(made, told), *_whole_documents(made, why),
        *_by_document(told, why), *_notes(made, told), *_next(made),
    ]
    return "\n\n".join(blocks) + "\n"


def _why(made: Plan) -> Mapping[str, Sequence[Because]]:
    found: dict[str, list[Because]] = {}
    for stage in made.national.stages(made.held.since):
        for name, reasons in stage.reasons.items():
            found.setdefault(name, []).extend(reasons)
    return found


def _summary(made: Plan, told: Sequence[tuple[Brought, list[Effect]]]) -> Iterator[str]:
    since = f"从全国文本{made.held.since}版" if made.held.since else "从来历不明的文本"
    yield f"本工具包{since}更新到{made.national.version}版。"
    counts = Counter(effect.kind for _, found in told for effect in found)
    said = [f"{_GROUPS[kind]}{counts[kind]}条" for kind in _SUMMED if counts[kind]]
    if said:
        yield "；".join(said) + "。本市写的文字一段也没有丢：在文件里，或者在“待处理”里。更新以前的文件都在 .kit/backup，随时可以用 linyi undo 退回。"
    opened = made.decisions.open
    by_law = [decision for decision in opened if decision.by_law]
    if opened:
        dates = sorted(decision.decide_by for decision in by_law if decision.decide_by)
        first = f"，最早的一件请在{chinese_date(dates[0])}以前决定" if dates else ""
        yield f"**要本市决定的有{len(opened)}件**，其中{len(by_law)}件是法律变化{first}。没有决定以前，本市的文字照旧施行。"
    else:
        yield "没有要本市决定的事。"


def _decisions(made: Plan) -> Iterator[str]:
    if not made.decisions.open:
        return
    yield f"## 要本市决定的（{len(made.decisions.open)}件）"
    yield "每一件在“待处理”里有一页，写着三份文字、差别和四种决定：保留本市、采用全国、合并稿、以后再定。"
    rows = ["| 哪一条 | 为什么要决定 | 原因 | 谁 | 何日以前 |", "|---|---|---|---|---|"]
    rows += [
        f"| [{decision.page} {_cell(decision.title)}]({decision.path}) | {pages.WHY[decision.kind]} | {_cell(_because(decision.reasons))} "
        f"| {_cell(decision.owner) or '——'} | {chinese_date(decision.decide_by) if decision.decide_by else '——'} |"
        for decision in sorted(made.decisions.open, key=_urgency)
    ]
    yield "\n".join(rows)


def _urgency(decision: Decision) -> tuple[bool, bool, str]:
    return not decision.by_law, not decision.decide_by, decision.decide_by


def _drafts(made: Plan, told: Sequence[tuple[Brought, list[Effect]]]) -> Iterator[str]:
    drafts = [found for found, effects_ in told if effects.changed_by(effects_, found.decisions) or (found.before is None and found.after)]
    if not drafts:
        return
    on, version = made.held.in_force
    in_force = f"{chinese_date(on)}起施行的{f'{version}版' if version else '那一版'}" if on else "以前通过、印发的那一版"
    yield f"## 现在是草稿的（{len(drafts)}份）"
    yield f"这些文件的文字变了，重新通过、印发以前是草稿；施行的仍是{in_force}。"
    yield "、".join(f"{found.id} {_title(found)}" for found in drafts) + "。"


def _whole_documents(made: Plan, why: Mapping[str, Sequence[Because]]) -> Iterator[str]:
    arrived = [found for found in made.documents if found.before is None and found.after]
    gone = [found for found in made.documents if found.before is not None and found.after is None]
    absent = [found for found in made.documents if found.before is None and found.after is None and found.national and not found.decisions]
    if arrived:
        yield f"## 新来的文件（{len(arrived)}份）"
        listed = made.held.adopted is not None
        yield "写进 city.yaml 的 adopted.documents 以后才施行。" if listed else "city.yaml 没有写 adopted.documents，就是全部施行；不施行的，列出要施行的那些。"
        yield "\n".join(f"- {found.id} {_title(found)}：{made.places[found.id]}{_said(why, found.id)}" for found in arrived)
    if gone:
        yield f"## 撤下的文件（{len(gone)}份）"
        yield "\n".join(f"- {found.id} {_title(found)}：移到 {ARCHIVE}/{found.id}.md{_said(why, found.id)}" for found in gone)
    if absent:
        yield f"## 本市没有的文件（{len(absent)}份）"
        yield "本市移走了，照旧不放进来：" + "、".join(f"{found.id} {_title(found)}" for found in absent) + "。"


def _by_document(told: Sequence[tuple[Brought, list[Effect]]], why: Mapping[str, Sequence[Because]]) -> Iterator[str]:
    shown = [(found, [effect for effect in effects_ if effect.kind in _GROUPS]) for found, effects_ in told]
    shown = [(found, effects_) for found, effects_ in shown if effects_]
    if shown:
        yield f"## 逐份逐条（{len(shown)}份）"
    for found, effects_ in shown:
        yield f"### {found.id} {_title(found)}"
        for kind, words in _GROUPS.items():
            group = [effect for effect in effects_ if effect.kind == kind]
            if group:
                yield f"{words}（{len(group)}条）："
                yield "\n".join(f"- {effect.id} {effect.title}{_said(why, effect.id) if kind not in (effects.KEPT, effects.OWN) else ''}" for effect in group)


def _notes(made: Plan, told: Sequence[tuple[Brought, list[Effect]]]) -> Iterator[str]:
    lines = [words.zh for words in made.notes]
    marked = sum(effect.kind == effects.MARKED for _, found in told for effect in found)
    if marked:
        lines.append(f"建议值的写法变了，“30日（建议值）”写成“[30日]{{.suggested}}”，数字没有变：{marked}条。")
    for found, effects_ in told:
        lines += [
            f"{effect.id}：本市把参数 {'、'.join(effect.filled)} 写成了具体的值。改回参数，值写在 city.yaml 里，以后改一处就行；不改也可以。"
            for effect in effects_ if effect.filled
        ]
        if found.no_base and found.before is not None:
            lines.append(f"{found.id}：.kit/base 里没有它的底本，不知道本市改过哪里；凡是和全国文本不一样的，都留着本市的，请本市决定。")
        lines += [f"{name}：标题后的属性写坏了，已经照全国文本写好。" for name in found.mended]
        lines += [f"{found.id}：文首信息的 {key} 本市写的是 {value!r}，换成了全国文本的。" for key, value in found.overruled.items()]
        if found.not_adopted:
            lines.append(f"{found.id}：本市没有施行，文件已经移走，这次全国文本改了它，没有拿来。")
    if lines:
        yield "## 其他"
        yield "\n".join(f"- {line}" for line in lines)


def _next(made: Plan) -> Iterator[str]:
    yield "## 接下来"
    steps = []
    if made.decisions.open:
        steps.append("逐页看“待处理”，定下来，运行页上写的命令。法律变化的先定，拿不准的问律师。")
    steps += [
        "运行 linyi check，照提示改。", "运行 linyi build，做出草稿，送有权通过的人看。",
        "想退回更新以前：linyi undo。",
    ]
    yield "\n".join(f"{number}. {step}" for number, step in enumerate(steps, 1))


def _title(found: Brought) -> str:
    return national.title_of(found.after or found.before or found.national or EMPTY)


def _said(why: Mapping[str, Sequence[Because]], name: str) -> str:
    because = _because(why.get(name, ()))
    return f"（{because}）" if because else ""


def _because(reasons: Sequence[Because]) -> str:
    return "；".join(dict.fromkeys(
        f"{REASONS[because.reason]}：{because.why}" if because.reason in REASONS else because.why for because in reasons
    ))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
