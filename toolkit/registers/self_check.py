"""A filled self-check: read within bounds, held to its own rules, and summed up. It is the team's own judgement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.errors import Finding, Location, Severity, Words
from toolkit.files.archive import Refused
from toolkit.files.given import Given
from toolkit.registers import cells, opening, private
from toolkit.registers import ledger as ledgers
from toolkit.registers.cells import Spellings
from toolkit.registers.opening import Sheet
from toolkit.text.self_check import STANDARDS, Asked

SHEETS = ("标准", "服务规范")
LIGHTS = GREEN, YELLOW, RED, NONE = "绿", "黄", "红", "不适用"
_WITHIN = 10  # rows within which the headings stand


@dataclass(frozen=True)
class Column:
    """A column of the workbook; what the team fills in has a type."""

    name: str
    title: str
    width: float
    type: str = ""


COLUMNS = (
    Column("id", "编号", 8.5), Column("part", "部分", 9), Column("text", "要求", 30), Column("level", "程度", 5.5),
    Column("clauses", "本市的条文", 25), Column("evidence", "看什么", 21), Column("light", "灯", 7, "enum"),
    Column("seen", "看到了什么，证据编号", 21, "text"), Column("plan", "怎么改", 21, "text"), Column("who", "谁改", 9, "text"),
    Column("until", "几月几日以前", 11, "date"), Column("done", "改好的日期", 11, "date"),
)
_FILLED = [column for column in COLUMNS if column.type]


@dataclass(frozen=True)
class Answer:
    """What the team says of one line, and where it stands. `values` by the columns' names."""

    asked: Asked
    at: Location
    values: Mapping[str, Any]

    @property
    def light(self) -> str:
        return str(self.values.get("light") or "")

    def is_open(self) -> bool:
        return self.light in (YELLOW, RED) and self.values.get("done") is None

    def is_overdue(self, on: date) -> bool:
        until = self.values.get("until")
        return self.is_open() and until is not None and until < on


@dataclass
class SelfCheck:
    """A workbook as it is filled in: answers in its order, and what is wrong with it, in file order."""

    answers: list[Answer] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read(path: Path | Given, asked: Sequence[Asked], on: date) -> SelfCheck:
    """Reads a filled self-check (SLF101–107, REG309). Nothing that somebody wrote is repeated in a message."""
    made = SelfCheck()
    try:
        sheets = opening.sheets(path)
    except Refused as error:
        made.findings.append(Finding(Location(path.name), "SLF101", error.words, error.fix))
        return made
    known = {item.id: item for item in asked}
    found = False
    for sheet in sheets:
        place = f"{path.name}!{sheet.name}"
        made.findings.extend(private.in_names(place))
        held = private.held(sheet)
        made.findings.extend(private.in_cells(place, sheet, held))
        heading = _heading(sheet)
        if heading is not None:
            found = True
            _read_sheet(sheet, place, heading, known, made)
    if not found:
        made.findings.append(Finding(
            Location(path.name), "SLF101", Words("找不到自查表的列标题", "no headings of a self-check are found"),
            Words("用 linyi selfcheck new 做的工作簿来填，不改列标题", "fill in a workbook made by linyi selfcheck new, and leave its headings"),
        ))
        return made
    made.findings.extend(_judge(made.answers, asked, path.name, on))
    made.findings.sort(key=lambda finding: finding.order)
    return made


_Heading = tuple[int, dict[str, int]]  # its row, and the columns by name


def _heading(sheet: Sheet) -> _Heading | None:
    for number, indexes in sheet.rows:
        if number > _WITHIN:
            return None
        titles = {cells.key(str(sheet.different[index])): sheet.columns[index] for index in indexes}
        places = {column.name: titles[cells.key(column.title)] for column in COLUMNS if cells.key(column.title) in titles}
        if {"id", "light"} <= places.keys():
            return number, places
    return None


def _read_sheet(sheet: Sheet, place: str, heading: _Heading, known: Mapping[str, Asked], made: SelfCheck) -> None:
    first, places = heading
    seen = {answer.asked.id for answer in made.answers}
    for number, indexes in sheet.rows:
        row = {sheet.columns[index]: sheet.different[index] for index in indexes if cells.is_filled(sheet.different[index])}
        name = cells.key(str(row.get(places["id"], ""))).upper()
        if number <= first or not row:
            continue
        at = Location(place, number, places["id"])
        if name not in known or name in seen:
            made.findings.append(Finding(
                at, "SLF102",
                Words("这个编号出现了两次" if name in seen else "没有这个编号的要求", "this number stands twice" if name in seen else "no requirement has this number"),
                Words("照空白自查表改回来；自己加的事写在行动表里", "put it back as in the blank self-check; keep tasks of your own elsewhere"),
            ))
            continue
        seen.add(name)
        made.answers.append(Answer(known[name], at, dict(_values(row, places, number, place, made.findings))))


def _values(
    row: Mapping[int, Any], places: Mapping[str, int], number: int, place: str, findings: list[Finding]
) -> Iterator[tuple[str, Any]]:
    for column in _FILLED:
        cell = row.get(places.get(column.name, 0))
        if cell is None:
            continue
        kind = ledgers.Column(column.name, column.title, column.type, "S0", options=LIGHTS if column.type == "enum" else ())
        value, fault = cells.value(kind, cell, Spellings())
        if fault is not None:
            told = fault(Location(place, number, places[column.name]))
            findings.append(Finding(told.location, "SLF103", told.words, told.fix))
        else:
            yield column.name, value


def _judge(answers: Sequence[Answer], asked: Sequence[Asked], name: str, on: date) -> Iterator[Finding]:
    missing = [item.id for item in asked if item.id not in {answer.asked.id for answer in answers}]
    if missing:
        yield Finding(
            Location(name), "SLF107",
            Words(f"少了{len(missing)}条：{_some(missing)}", f"{len(missing)} requirements are not there: {_some(missing)}"),
            Words("从空白自查表里把这几行拷回来；不适用的选“不适用”，不删", "copy the rows back from a blank one; choose “不适用” instead of deleting"),
            Severity.WARNING,
        )
    unjudged = [answer.asked.id for answer in answers if "light" not in answer.values]
    if unjudged:
        yield Finding(
            Location(name), "SLF104",
            Words(f"还有{len(unjudged)}条没有选灯：{_some(unjudged)}", f"{len(unjudged)} have no light yet: {_some(unjudged)}"),
            Words("看了证据再选；看不到证据的选“红”", "see the evidence, then choose; “红” where there is none"), Severity.WARNING,
        )
    for answer in answers:
        yield from _judge_one(answer, on)


def _judge_one(answer: Answer, on: date) -> Iterator[Finding]:
    done, until = answer.values.get("done"), answer.values.get("until")
    if answer.light in (YELLOW, RED):
        lacking = [column.title for column in _FILLED if column.name in ("plan", "who", "until") and column.name not in answer.values]
        if lacking:
            yield _told(answer, "SLF105", f"{answer.light}灯，没有写{'、'.join(lacking)}", "no plan, person or day for what is to be mended",
                        "写怎么改、谁改、几月几日以前", "write how, who and by when", Severity.ERROR)
        elif answer.is_overdue(on):
            yield _told(answer, "SLF106", f"{until}到期，还没有改好", f"due by {until}, and not done",
                        "现在就改，填改好的日期；改不好的写明原因和新期限，报决策机构", "mend it now and give the day; else say why and set a new one")
    elif answer.light in (GREEN, NONE) and "seen" not in answer.values:
        what = ("绿灯，没有写看到了什么", "green, and no evidence is named") if answer.light == GREEN else ("不适用，没有写为什么", "“不适用”, and no reason")
        yield _told(answer, "SLF106", *what, "写证据的编号或者为什么；看不到证据的改成“红”", "give the evidence or the reason; “红” where there is none")
    if done is not None and done > on:
        yield _told(answer, "SLF103", f"改好的日期{done}还没有到", f"{done} has not come yet", "核对日期", "check the day", Severity.ERROR)


def _told(
    answer: Answer, rule: str, zh: str, en: str, fix_zh: str, fix_en: str, severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(answer.at, rule, Words(f"{answer.asked.id}：{zh}", f"{answer.asked.id}: {en}"), Words(fix_zh, fix_en), severity)


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:12]) + (" 等" if len(names) > 12 else "")


def by_part(answers: Sequence[Answer]) -> dict[str, Counter[str]]:
    """How many of each light a part has; "" counts what has none yet."""
    found: dict[str, Counter[str]] = {}
    for answer in answers:
        found.setdefault(answer.asked.part, Counter())[answer.light] += 1
    return found


def by_standard(answers: Sequence[Answer]) -> dict[str, Counter[str]]:
    """The same by the standard that a requirement comes from: one that comes from several counts in each."""
    found: dict[str, Counter[str]] = {}
    for answer in answers:
        for source in answer.asked.standards:
            found.setdefault(STANDARDS.get(source, source), Counter())[answer.light] += 1
    return found


def headline(answers: Sequence[Answer]) -> str:
    judged = sum(bool(answer.light) for answer in answers)
    return f"自查结果：{len(answers)}条里判断了{judged}条。这是团队自己的判断，不等于合规认定。"


def show(made: SelfCheck, on: date) -> list[str]:
    """The summary as lines, in Chinese, as the workbook is: ours are the words, never what somebody wrote."""
    answers = made.answers
    open_ = [answer for answer in answers if answer.is_open()]
    overdue = [answer for answer in open_ if answer.is_overdue(on)]
    lines = [headline(answers), "", "按部分："]
    lines += [_counted(name, counts) for name, counts in by_part(answers).items()]
    lines += ["", "按标准（一条可以对应几个标准）："]
    lines += [_counted(name, counts) for name, counts in by_standard(answers).items()]
    mended = sum(answer.light in (YELLOW, RED) and answer.values.get("done") is not None for answer in answers)
    lines += ["", f"要改的：改好了{mended}件，还没有改好{len(open_)}件，其中过期{len(overdue)}件。"]
    for answer in sorted(open_, key=lambda answer: (answer.values.get("until") or date.max, answer.asked.id)):
        until = answer.values.get("until")
        when = f"{until}以前" if until else "没有写期限"
        lines.append(f"  {answer.asked.id}  {answer.light}  {when}{'，已经过期' if answer in overdue else ''}  {answer.asked.clauses.splitlines()[0]}")
    return lines


def _counted(name: str, counts: Counter[str]) -> str:
    parts = [f"{light}{counts[light]}" for light in LIGHTS if counts[light]]
    parts += [f"没有选{counts['']}"] if counts[""] else []
    return f"  {name}：{'，'.join(parts)}"


def record(made: SelfCheck, on: date) -> dict[str, Any]:
    """The summary for programs."""
    return {
        "answers": len(made.answers), "note": "自查结果，不等于合规认定",
        "by_part": {name: dict(counts) for name, counts in by_part(made.answers).items()},
        "by_standard": {name: dict(counts) for name, counts in by_standard(made.answers).items()},
        "open": [
            {"id": answer.asked.id, "light": answer.light, "until": str(answer.values.get("until") or ""), "overdue": answer.is_overdue(on)}
            for answer in made.answers if answer.is_open()
        ],
    }
