"""What a team asks itself once a year: each standard and norm, the clause that answers it, and what there is to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.text.citations import Register
from toolkit.text.norm_words import stated
from toolkit.text.render import Rendered, RenderedClause

NORMS = "服务规范"
# The groups of the standards, by the first letters of their ids.
PARTS = {
    "GOV": "治理", "PEO": "岗位", "REC": "招募", "SCR": "审查", "TRN": "培训", "MAT": "结对", "SUP": "支持督导", "CLO": "结束",
    "CON": "行为准则", "SAF": "安全", "REP": "报告处置", "INF": "信息", "FAM": "家庭", "CHI": "孩子参与", "VOL": "志愿者", "FIN": "款物",
    "PAR": "合作", "EVA": "评估", "LTC": "长期陪伴",
}
# What the first words of a source stand for; the project's own requirements have no source.
STANDARDS = {
    "KCS": "国际儿童保护标准（Keeping Children Safe）", "NSPCC": "英国NSPCC志愿和社区组织儿童保护标准", "EEPM4": "MENTOR有效陪伴要素第4版",
    "EEPM5": "MENTOR有效陪伴要素第5版", "BBBS": "大哥大姐服务标准（BBBS）", "SFH": "世界童军安全政策（Safe from Harm）", "derived": "本项目自己定的",
    NORMS: "四十八条服务规范",
}
_LEVELS = {"must": "必须", "should": "应当", "may": "可以"}
# What to show where no form and no norm says it, by the kind of requirement.
_BY_KIND = {
    "policy": "印发的这一条；问两个人，说得出", "form": "填好的表", "record": "这件事的记录", "training": "培训台账和签到", "role": "岗位表",
    "material": "发出去的材料",
}
_MOST = 4  # clauses named in a cell


@dataclass(frozen=True)
class Asked:
    """One line of the self-check. `standards` are the sources' first words; `clauses` are number and title as printed."""

    id: str
    part: str
    level: str
    text: str
    standards: tuple[str, ...]
    clauses: str
    evidence: str


def asked(documents: Sequence[Rendered], register: Register) -> list[Asked]:
    """All standards, then the norms that this city's documents state, in the registers' order."""
    answering = _answering(documents)
    return [*_standards(answering, documents, register), *_norms(documents, register)]


def _standards(answering: Mapping[str, list[_Place]], documents: Sequence[Rendered], register: Register) -> Iterator[Asked]:
    titles = {document.id: document.title for document in documents}
    for name, entry in register.standards.items():
        places = answering.get(name, [])
        sources = dict.fromkeys(source.partition(":")[0] for source in entry["sources"])
        yield Asked(
            name, PARTS.get(name.partition("-")[0], name.partition("-")[0]), _LEVELS[entry["level"]], entry["zh"],
            tuple(sources) or ("derived",), _clauses(places),
            _evidence(places, titles, register) or _BY_KIND.get(entry["kind"], "看得到的材料"),
        )


@dataclass(frozen=True, eq=False)
class _Place:
    document: Rendered
    clause: RenderedClause | None  # None: a field of the form

    @property
    def words(self) -> str:
        if self.clause is None:
            return f"{self.document.id}《{self.document.title}》"
        return f"{self.document.id} {self.clause.label.rstrip('、')} {self.clause.title}"


def _answering(documents: Sequence[Rendered]) -> dict[str, list[_Place]]:
    found: dict[str, list[_Place]] = {}
    for document in documents:
        for chapter in document.chapters:
            for clause in chapter.clauses:
                for name in clause.answers:
                    found.setdefault(name, []).append(_Place(document, clause))
            fields = [field for part in (chapter, *chapter.clauses) for field in part.fields]  # type: ignore[attr-defined]
            for name in dict.fromkeys(name for field in fields for name in str(field.get("answers", "")).split()):
                found.setdefault(name, []).append(_Place(document, None))
    return {name: list({place.words: place for place in places}.values()) for name, places in found.items()}


def _clauses(places: Sequence[_Place]) -> str:
    ruling = [place for place in places if place.document.id.startswith(("P", "B"))] or places  # before lessons
    words = [place.words for place in ruling if place.clause is not None] or [place.words for place in ruling]
    if not words:
        return "本市的文本里没有"
    more = f"\n等{len(words)}处" if len(words) > _MOST else ""
    return "\n".join(words[:_MOST]) + more


def _evidence(places: Sequence[_Place], titles: Mapping[str, str], register: Register) -> str:
    audited = [register.audited.get(place.clause.norm or "") for place in places if place.clause is not None]
    norms = [item.evidence for item in audited if item is not None]
    forms = [f"{place.document.id}《{titles[place.document.id]}》" for place in places if place.document.kind == "表单"]
    return "；".join(dict.fromkeys([*norms, *forms][:_MOST]))


def _norms(documents: Sequence[Rendered], register: Register) -> Iterator[Asked]:
    found = {
        clause.norm: (document, clause) for document in documents for clause in document.clauses
        if clause.norm in register.audited
    }
    for name in register.norms:
        if name in found:
            document, clause = found[name]
            audited = register.audited[name]
            yield Asked(
                name, NORMS, _LEVELS["must"], stated(clause, audited.says).duty, (NORMS,),
                _Place(document, clause).words, f"{audited.evidence}（{audited.who}）",
            )
