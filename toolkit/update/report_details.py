"""The annexes of 更新报告.md: which documents, which clauses and why, and what else was done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.text.decisions import Because
from toolkit.text.releases import REASONS
from toolkit.update import effects, national
from toolkit.update.bringing import EMPTY, Brought
from toolkit.update.effects import Effect
from toolkit.update.plan import ARCHIVE, Plan

GROUPS = {
    effects.TAKEN: "换成新文本", effects.ARRIVED: "新来", effects.WITHDRAWN: "撤下", effects.HEADING: "文字没有变，只改了依据的法条",
    effects.KEPT: "本市写的，和全国不一样，照旧", effects.OWN: "本市自己的", effects.ABSENT: "本市没有，照旧不放进来",
}
_OWN = (effects.KEPT, effects.OWN)
_ORDER = (*REASONS, "")
Told = Sequence[tuple[Brought, list[Effect]]]
Why = Mapping[str, Sequence[Because]]


def blocks(made: Plan, told: Told, drafts: Sequence[Brought]) -> Iterator[str]:
    why = _why(made)
    yield from _drafts(drafts)
    yield from _whole_documents(made, why)
    yield from _registered(made)
    yield from _notes(made, told)
    yield from _by_document(told, why)


def _why(made: Plan) -> Why:
    found: dict[str, list[Because]] = {}
    for stage in made.national.stages(made.held.since):
        for name, reasons in stage.reasons.items():
            found.setdefault(name, []).extend(reasons)
    return found


def _drafts(drafts: Sequence[Brought]) -> Iterator[str]:
    if drafts:
        yield f"## 附：现在是草稿的文件（{len(drafts)}份）"
        for letter, kind in (("P", "制度"), ("B", "表单"), ("T", "培训"), ("C", "读本")):
            named = [f"{found.id} {_title(found)}" for found in drafts if found.id[0] == letter]
            if named:
                yield f"{kind}{len(named)}份：{'、'.join(named)}。"


def _whole_documents(made: Plan, why: Why) -> Iterator[str]:
    arrived = [found for found in made.documents if found.before is None and found.after]
    gone = [found for found in made.documents if found.before is not None and found.after is None]
    absent = [found for found in made.documents if found.before is None and found.after is None and found.national and not found.decisions]
    if arrived:
        yield f"## 附：新来的文件（{len(arrived)}份）"
        yield (
            "写进 city.yaml 的 adopted.documents 以后才施行。" if made.held.adopted is not None else
            "本市没有列出只施行哪几份文件，所以新来的也会跟着做出来。有不施行的，在 city.yaml 的 adopted.documents 里列出要施行的。"
        )
        yield "\n".join(f"- {found.id} {_title(found)}：{made.places[found.id]}{_said(why, found.id)}" for found in arrived)
    if gone:
        yield f"## 附：撤下的文件（{len(gone)}份）"
        yield "\n".join(f"- {found.id} {_title(found)}：移到 {ARCHIVE}/{found.id}.md{_said(why, found.id)}" for found in gone)
    if absent:
        yield f"## 附：本市没有的文件（{len(absent)}份）"
        yield "本市移走了，照旧不放进来：" + "、".join(f"{found.id} {_title(found)}" for found in absent) + "。"


def _registered(made: Plan) -> Iterator[str]:
    if made.registered:
        yield f"## 附：记进 偏离登记.yaml 的（{len(made.registered)}条）"
        yield "本市和全国不一样的地方都记在那里。每一条要写理由、依据、批准人和复审日期；还没有写的，检查会提醒。"
        yield "\n".join(f"- {words.zh}" for words in made.registered)


def _by_document(told: Told, why: Why) -> Iterator[str]:
    shown = [(found, [effect for effect in effects_ if effect.kind in GROUPS]) for found, effects_ in told]
    shown = [(found, effects_) for found, effects_ in shown if effects_]
    if shown:
        yield f"## 附：逐份逐条（{len(shown)}份）"
        yield "每一组里，法律变化的在先。括号里是全国为什么改。"
    for found, effects_ in shown:
        yield f"### {found.id} {_title(found)}"
        for kind, words in GROUPS.items():
            group = sorted((effect for effect in effects_ if effect.kind == kind), key=lambda effect: _weight(why.get(effect.id, ())))
            if group:
                yield f"{words}（{len(group)}条）："
                yield "\n".join(f"- {effect.id} {effect.title}{_said(why, effect.id) if kind not in _OWN else ''}" for effect in group)


def _weight(reasons: Sequence[Because]) -> int:
    return min((_ORDER.index(because.reason) if because.reason in _ORDER else len(_ORDER) for because in reasons), default=len(_ORDER))


def _notes(made: Plan, told: Told) -> Iterator[str]:
    lines = [words.zh for words in made.notes]
    marked = sum(effect.kind == effects.MARKED for _, found in told for effect in found)
    if marked:
        lines.append(f"建议值（法律没有定、本市可以改的数字）换了一种写法，“30日（建议值）”写成“[30日]{{.suggested}}”，数字没有变：{marked}条。")
    for found, effects_ in told:
        lines += [
            f"{effect.id}：本市把参数 {'、'.join(effect.filled)} 写成了具体的值。改回参数，值写在 city.yaml 里，以后改一处就行；不改也可以。"
            for effect in effects_ if effect.filled
        ]
        if found.no_base and found.before is not None:
            lines.append(f"{found.id}：.kit/base 里没有它的底本，不知道本市改过哪里；凡是和全国文本不一样的，都留着本市的，请本市决定。")
        lines += [f"{name}：标题后面花括号里的话写坏了，已经照全国文本写好。" for name in found.mended]
        lines += [f"{found.id}：文件开头的 {key} 本市写的是 {value!r}，换成了全国文本的。" for key, value in found.overruled.items()]
        if found.not_adopted:
            lines.append(f"{found.id}：本市没有施行，文件已经移走，这次全国文本改了它，没有拿来。")
    if lines:
        yield "## 附：其他"
        yield "\n".join(f"- {line}" for line in lines)


def _title(found: Brought) -> str:
    return national.title_of(found.after or found.before or found.national or EMPTY)


def _said(why: Why, name: str) -> str:
    because = _because(why.get(name, ()))
    return f"（{because}）" if because else ""


def _because(reasons: Sequence[Because]) -> str:
    """法律变化：甲；乙。实务：丙: each kind of reason named once, each reason told once."""
    grouped: dict[str, list[str]] = {}
    for because in reasons:
        told = grouped.setdefault(because.reason, [])
        if because.why not in told:
            told.append(because.why)
    said = (f"{REASONS[kind]}：{'；'.join(told)}" if kind in REASONS else "；".join(told) for kind, told in grouped.items())
    return "。".join(part.rstrip("。") for part in said)
