"""A fleet in the terminal: a line a city, findings by kind, open decisions by clause; and the lines of deviations."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from toolkit.door import report
from toolkit.door.report import SEVERITY
from toolkit.errors import Severity, Words
from toolkit.fleet import outcome as outcomes
from toolkit.fleet.differing import Place, Wording
from toolkit.fleet.outcome import Outcome
from toolkit.fleet.summary import Row, Summary, judged

_MOST = 12  # kinds of findings, and clauses, that the terminal shows: all stand in the files


def outcome_line(outcome: Outcome, language: str) -> str:
    """What became of one city, in one line."""
    parts = [outcome.words.in_language(language), *_counts(outcome, language)]
    line = f"{outcome.folder}：{'，'.join(parts)}" if language == "zh" else f"{outcome.folder}: {', '.join(parts)}"
    if outcome.why.zh:
        line += f"\n    {outcome.why.in_language(language)}"
    if outcome.cure.zh:
        line += "\n" + report.cure(outcome.cure.in_language(language), language)
    return line


def _counts(outcome: Outcome, language: str) -> Iterator[str]:
    zh = language == "zh"
    if outcome.files:
        yield f"{outcome.files} 个文件" if zh else f"{outcome.files} files"
    for severity, words in (("error", ("处错误", "errors")), ("warning", ("处提醒", "warnings"))):
        if outcome.count(severity):
            yield f"{outcome.count(severity)} {words[not zh]}"
    if outcome.open:
        yield f"{len(outcome.open)} 件待决定" if zh else f"{len(outcome.open)} decisions open"
    if outcome.seconds >= 0.1:
        yield f"{outcome.seconds:.1f} 秒" if zh else f"{outcome.seconds:.1f} s"
    if outcome.tries > 1:
        yield f"第 {outcome.tries} 次" if zh else f"try {outcome.tries}"


def as_json(data: Any) -> str:
    """Ends without a line break."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def text(made: Summary, language: str) -> str:
    """The summary for people: of a look, how each kit stands; of a command, what it came to."""
    lines = [row_line(row, language) for row in made.rows] if not made.verb else [*_failures(made, language)]
    lines += [*_kinds(made, language), *_open(made, language), totals(made, language)]
    return "\n".join(lines)


def row_line(row: Row, language: str) -> str:
    """How a kit stands, without any work on it."""
    zh, seen = language == "zh", row.seen
    if seen is None:
        return f"{row.member.folder}：{'还没有工具包' if zh else 'no kit yet'}"
    parts = [(f"文本{row.text}" if zh else f"text {row.text}") if row.text else ("文本不明" if zh else "text unknown")]
    if seen.blank is None:
        parts.append("city.yaml 读不了" if zh else "city.yaml cannot be read")
    elif seen.blank:
        parts.append(f"待填写 {seen.blank} 项" if zh else f"{seen.blank} blanks")
    if seen.open:
        parts.append(f"待决定 {seen.open} 件" if zh else f"{seen.open} decisions open")
    last = judged(row)
    if last:
        parts.append(f"{last.count('error')} 处错误，{last.count('warning')} 处提醒" if zh
                     else f"{last.count('error')} errors, {last.count('warning')} warnings")
    if seen.made is None:
        parts.append("还没有生成" if zh else "not built")
    else:
        parts.append((f"{seen.made:%Y-%m-%d} 生成" if zh else f"built {seen.made:%Y-%m-%d}") + (("，以后改过" if zh else ", changed since") if seen.since else ""))
    return f"{row.member.folder}：{'，'.join(parts)}" if zh else f"{row.member.folder}: {', '.join(parts)}"


def _failures(made: Summary, language: str) -> Iterator[str]:
    for _, outcome in made.failures():
        yield outcome_line(outcome, language)
        for finding in outcome.errors[:3]:
            yield f"    {finding['path']}:{finding['line']}:{finding['column']} {finding['rule']} {finding['message'][language]}"


def _kinds(made: Summary, language: str) -> Iterator[str]:
    kinds = made.kinds()
    if kinds:
        yield "检查结果，按种类：" if language == "zh" else "findings by kind:"
    for kind, cities in kinds[:_MOST]:
        severity = SEVERITY[Severity(kind.severity)].in_language(language)
        yield (f"  {severity} {kind.rule} {kind.count} 处，{cities} 个城市；例如：{kind.zh}" if language == "zh"
               else f"  {severity} {kind.rule}: {kind.count} in {cities} cities; e.g. {kind.en}")
    if len(kinds) > _MOST:
        yield f"  …… 还有 {len(kinds) - _MOST} 种" if language == "zh" else f"  … {len(kinds) - _MOST} more kinds"


def _open(made: Summary, language: str) -> Iterator[str]:
    clauses = made.open()
    if clauses:
        yield "等各市决定的条：" if language == "zh" else "open decisions, by clause:"
    for item, cities in clauses[:_MOST]:
        law = (f"，{item.decide_by} 以前" if language == "zh" else f", by {item.decide_by}") if item.decide_by else ""
        yield (f"  {item.id or item.document} {item.title}：{len(cities)} 个城市{law}" if language == "zh"
               else f"  {item.id or item.document} {item.title}: {len(cities)} cities{law}")
    if len(clauses) > _MOST:
        yield f"  …… 还有 {len(clauses) - _MOST} 条" if language == "zh" else f"  … {len(clauses) - _MOST} more clauses"


def totals(made: Summary, language: str) -> str:
    """One line: how many cities are in which state, and the time it took."""
    zh = language == "zh"
    if not made.verb:
        kits = sum(row.seen is not None for row in made.rows)
        return f"{len(made.rows)} 个城市，{kits} 个有工具包" if zh else f"{len(made.rows)} cities, {kits} with a kit"
    states = [f"{outcomes.words(made.verb, state).in_language(language)} {count}" for state, count in sorted(made.states().items())]
    verb = outcomes.VERBS[made.verb].in_language(language)
    return (f"{verb}：{len(made.rows)} 个城市，{'，'.join(states)}；用了 {made.seconds:.0f} 秒" if zh
            else f"{verb}: {len(made.rows)} cities, {', '.join(states)}; {made.seconds:.0f} s")


# --- deviations


def changed(clause: Place, wording: Wording) -> str:
    """What a city changed, as Markdown: ~~gone~~ **new**."""
    marks = {"same": "{}", "deleted": "~~{}~~", "inserted": "**{}**"}
    shown = "".join(
        "\n".join(marks[piece.kind].format(line) if line.strip() else line for line in piece.text.split("\n"))
        for piece in clause.shows(wording)
    )
    return "　".join(line for line in shown.split("\n") if line.strip())


def markdown(clauses: Sequence[Place], cities: int, language: str) -> str:
    """The clauses that cities changed, the most frequent first, each with its wordings."""
    zh = language == "zh"
    if not clauses:
        return f"{cities} 个城市都没有改全国文本。" if zh else f"{cities} cities, none of which changed the national text."
    lines = []
    for clause in clauses:
        head = f"{clause.cities} 个城市，{clause.what.zh}" if zh else f"{clause.cities} cities, {clause.what.en}"
        lines += [f"## {clause.id} {clause.title}（{head}）" if zh else f"## {clause.id} {clause.title} ({head})", ""]
        for wording in clause.wordings:
            lines += [f"- {'、'.join(wording.cities) if zh else ', '.join(wording.cities)}"]
            lines += [f"  - {shown}" for shown in [changed(clause, wording)] if shown]
            lines += [f"  - {'理由' if zh else 'reason'}：{reason}" for reason in wording.reasons]
        lines.append("")
    return "\n".join(lines).rstrip("\n")


def rows(clauses: Sequence[Place], language: str, change: Callable[[Place, Wording], object] = changed) -> Iterator[list[object]]:
    """A row for each wording of each clause, its cells as HEAD names them; `change` gives the one of what changed."""
    for clause in clauses:
        for wording in clause.wordings:
            yield [
                clause.id, clause.document, clause.title, clause.what.in_language(language), len(wording.cities),
                "、".join(wording.cities), wording.national, wording.local, change(clause, wording), "；".join(wording.reasons),
            ]


HEAD = (
    Words("条", "clause"), Words("文件", "document"), Words("标题", "title"), Words("怎样不同", "how"), Words("几个城市", "cities"),
    Words("哪些城市", "which"), Words("全国文本", "national"), Words("本市文本", "local"), Words("改动", "change"), Words("理由", "reasons"),
)


def csv_rows(clauses: Sequence[Place], language: str) -> str:
    """The deviations as CSV."""
    from toolkit.registers.agenda import cell

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([words.in_language(language) for words in HEAD])
    writer.writerows([cell(value) for value in row] for row in rows(clauses, language))
    return stream.getvalue().rstrip("\n")


def records(clauses: Sequence[Place]) -> list[dict[str, object]]:
    """The deviations as JSON takes them."""
    return [
        {
            "id": clause.id, "document": clause.document, "kind": clause.kind, "title": clause.title, "cities": clause.cities,
            "wordings": [
                {"cities": wording.cities, "national": wording.national, "local": wording.local, "reasons": wording.reasons,
                 "pieces": [{"kind": piece.kind, "text": piece.text} for piece in clause.shows(wording)]}
                for wording in clause.wordings
            ],
        }
        for clause in clauses
    ]
