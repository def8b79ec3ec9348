"""A 审查清单.xlsx that came back: verdicts and remarks, row by row; what was taken out or added is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from toolkit.errors import Words
from toolkit.files.archive import Refused
from toolkit.files.given import Given
from toolkit.registers import opening
from toolkit.registers.cells import plain
from toolkit.review.outgoing.checklist import HEADER, SHEET, VERDICTS

_HEADING_WITHIN = 10  # rows among which the headings stand
AGREED = VERDICTS[0]


@dataclass(frozen=True)
class Verdict:
    """A row that somebody filled in; `choice` is one of VERDICTS, or empty where there is a remark alone."""

    document: str
    part: str
    title: str
    choice: str
    remark: str


@dataclass
class Checklist:
    """`odd` are rows that cannot be placed, each with the reason; `blank` counts those left empty."""

    verdicts: list[Verdict] = field(default_factory=list)
    odd: list[tuple[str, Words]] = field(default_factory=list)
    blank: int = 0


def read(path: Path | Given) -> Checklist:
    """The list at `path`. Raises Refused with the next step, or OSError."""
    sheet = next((found for found in opening.sheets(path) if found.name == SHEET), None)
    rows = [] if sheet is None else list(_rows(sheet))
    heading = next((number for number, row in rows[:_HEADING_WITHIN] if {"编号", "结论", "意见"} <= set(row.values())), None)
    if heading is None:
        raise Refused(
            Words("不是送审的审查清单：找不到“编号”“结论”“意见”三列", "no checklist of a pack: the columns “编号”, “结论” and “意见” are not there"),
            Words("给审查包里的 审查清单.xlsx，不改列标题", "give the 审查清单.xlsx of the pack, with its headings as they were"),
        )
    columns = {title: column for column, title in dict(rows)[heading].items() if title in HEADER}
    found = Checklist()
    for number, row in rows:
        if number > heading:
            _take(found, number, {title: row.get(column, "") for title, column in columns.items()})
    return found


def _rows(sheet: opening.Sheet) -> Iterator[tuple[int, dict[int, str]]]:
    for number, indexes in sheet.rows:
        yield number, {sheet.columns[index]: plain(sheet.different[index]) for index in indexes}


def _take(found: Checklist, number: int, row: Mapping[str, str]) -> None:
    choice, remark, part = row.get("结论", ""), row.get("意见", ""), row.get("编号", "")
    if not choice and not remark:
        found.blank += bool(part)
        return
    place = f"第{number}行"
    if not part:
        found.odd.append((place, Words("没有编号，不知道说的是哪一条", "no id: it is not known which clause is meant")))
        return
    if choice and choice not in VERDICTS:
        remark, choice = "；".join(filter(None, (choice, remark))), ""
    found.verdicts.append(Verdict(row.get("文件", "") or part[:3], part, row.get("标题", ""), choice, remark))


def summed(verdicts: Sequence[Verdict]) -> dict[str, int]:
    """How often each verdict was given, in their order; remarks without one last, as ""."""
    return {choice: sum(verdict.choice == choice for verdict in verdicts) for choice in (*VERDICTS, "")}
