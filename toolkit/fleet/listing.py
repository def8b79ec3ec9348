"""A list of cities from outside: a name or a code a line, or a table whose columns are keys of city.yaml.

Everything that is wrong with it is found before any work begins: place, what stands there, what is expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from toolkit.city import divisions
from toolkit.city.answers import city_text, given
from toolkit.city.blanks import is_blank_word
from toolkit.city.questions import Question, judge, question, questions
from toolkit.errors import (
    Finding,
    InvalidInput,
    Location,
    Severity,
    ToolkitError,
    Words,
    has_errors,
)
from toolkit.files import personal, textfile, yamlfile
from toolkit.files.archive import Refused
from toolkit.files.yamltext import flow
from toolkit.fleet.members import Member, member
from toolkit.registers.cells import plain
from toolkit.registers.ledger import NO, YES

TABLES = (".csv", ".xlsx", ".xlsm", ".xls", ".et", ".ods")
_CODE = {"code", "代码", "城市代码", "city.code"}
_CITY = {"city", "name", "城市", "市", "名称", "城市名称", "市名", "city.name", *_CODE}
_WITHIN = 10  # the headings stand in one of the first rows
_PATH = re.compile(r"[a-z_]+\.[a-z_]+")
Row = tuple[int, Mapping[int, str]]  # its number, and what stands in each column, both from 1


def read(path: Path) -> list[Member]:
    """The cities of the list, in its order. Raises InvalidInput with every finding, ToolkitError where there is no such file."""
    reading = _Reading(path.name)
    try:
        if path.suffix.lower() in TABLES:
            reading.table(list(_rows(path)))
        else:
            reading.lines(textfile.read_document(path, path.name)[0])
    except Refused as error:
        reading.tell(Location(path.name), "FLT104", error.words, error.fix)
    except textfile.Unreadable as error:
        reading.findings += error.findings
    except OSError as error:
        raise ToolkitError(
            zh=f"读不到名单 {path}：{error.strerror}", en=f"cannot read {path}: {error.strerror}",
            fix_zh="检查文件的位置和名称", fix_en="check where the file is",
        ) from None
    if not reading.members and not reading.findings:
        reading.tell(Location(path.name), "FLT104", Words("名单里一个城市也没有", "there is no city in it"),
                     Words("一行写一个城市的名称或者代码", "write a city's name or code a line"))
    if has_errors(reading.findings):
        raise InvalidInput(sorted(reading.findings, key=lambda finding: finding.order))
    return reading.members


def _rows(path: Path) -> Iterator[Row]:
    """The filled rows of a table's first sheet. Raises Refused, OSError."""
    from toolkit.registers import csvfile, opening

    sheet = opening.of_cells("", csvfile.read(path)) if path.suffix.lower() == ".csv" else opening.sheets(path)[0]
    for number, indexes in sheet.rows:
        yield number, {sheet.columns[index]: _text(sheet.different[index]) for index in indexes}


@dataclass
class _Reading:
    """One list, as far as it has been read."""

    shown: str
    members: list[Member] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)  # code → line

    def tell(self, at: Location, rule: str, words: Words, fix: Words) -> None:
        self.findings.append(Finding(at, rule, words, fix))

    def lines(self, text: str) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            said = line.partition("#")[0].strip()
            division = self._city(said, Location(self.shown, number)) if said else None
            if division:
                self.members.append(member(division))

    def table(self, rows: Sequence[Row]) -> None:
        head = next((row for row in rows[:_WITHIN] if any(map(_is_city, row[1].values()))), None)
        if head is None:
            self.tell(Location(self.shown), "FLT104", Words("找不到写城市的那一列", "no column of cities is found"), Words(
                "第一行写列标题，其中一列叫“城市”，写城市的名称或者代码", "let a column be headed 'city', and hold names or codes"))
            return
        # Where a table has the code and the name, the code is exact.
        city = max((column for column, said in head[1].items() if _is_city(said)), key=lambda column: head[1][column].lower() in _CODE)
        columns: dict[int, Question] = {}
        for column, said in head[1].items():
            at = Location(self.shown, head[0], column)
            key = None if _is_city(said) else self._column(said, at)
            if key in columns.values():
                self.tell(at, "FLT103", Words(f"列标题“{said}”写了两次", f"heading '{said}' stands twice"),
                          Words("两列留一列", "keep one of the two columns"))
            elif key:
                columns[column] = key
        for number, cells in rows[rows.index(head) + 1 :]:
            self._row(number, cells, city, columns)

    def _column(self, heading: str, at: Location) -> Question | None:
        """The key that a column's heading names: by its path, also in brackets, or by a title that is no other's."""
        path = _PATH.search(heading)
        try:
            return question(path[0] if path else heading)
        except KeyError:
            found = [item for item in questions() if heading in (item.title.zh, item.title.en, f"{item.topic.zh}{item.title.zh}")]
        if len(found) == 1:
            return found[0]
        several = "、".join(f"{item.topic.zh}的{item.title.zh}写 {item.key}" for item in found)
        self.tell(at, "FLT103", Words(
            f"列标题“{heading}”不止一个意思" if found else f"不认识列标题“{heading}”",
            f"heading '{heading}' means several keys" if found else f"unknown heading '{heading}'",
        ), Words(
            several or f"写 city.yaml 里的项，例如 {_near(heading)}；不要的列删掉",
            ", ".join(item.key for item in found) or f"write a key of city.yaml, such as {_near(heading)}, or strike the column",
        ))
        return None

    def _row(self, number: int, cells: Mapping[int, str], city: int, columns: Mapping[int, Question]) -> None:
        at = Location(self.shown, number, city)
        said = cells.get(city, "")
        if not said:
            if any(cells.values()):
                self.tell(at, "FLT101", Words("这一行没有写城市", "this row names no city"),
                          Words("写城市的名称或者代码；不要的行删掉", "write a name or a code, or strike the row"))
            return
        division = self._city(said, at)
        before = len(self.findings)
        answers = {column: found for column, item in columns.items()
                 if (found := self._cell(item, cells.get(column, ""), Location(self.shown, number, column))) is not None}
        if division and len(self.findings) == before:
            settings = [f"{columns[column].key}={value}" for column, value in answers.items()]
            self._whole(division, settings, {columns[column].key: column for column in answers}, at)
            self.members.append(member(division, settings))

    def _city(self, said: str, at: Location) -> divisions.Division | None:
        try:
            division = divisions.find(said)
        except ToolkitError as error:
            self.tell(at, "FLT101", error.words, error.fix)
            return None
        first = self.seen.setdefault(division.code, at.line)
        if first != at.line:
            self.tell(at, "FLT102", Words(f"{division.full_name}在第 {first} 行已经写过", f"{division.full_name} stands in line {first} already"),
                      Words("两行留一行", "keep one of the two"))
            return None
        return division

    def _cell(self, item: Question, said: str, at: Location) -> str | None:
        """The cell as a setting's value; None where nothing stands there, or what stands there is wrong."""
        if not said or is_blank_word(said):
            return None  # a new kit says 待填写, or its default
        found = judge(item, said)
        if found.fault and found.fix:
            self.tell(at, "FLT105", Words(
                f"{item.title.zh}（{item.key}）：写着“{_short(said)}”，{found.fault.zh}",
                f"{item.title.en} ({item.key}): it says '{_short(said)}': {found.fault.en}",
            ), found.fix)
            return None
        return found.value if isinstance(found.value, str) else flow(found.value)

    def _whole(self, division: divisions.Division, settings: Sequence[str], columns: Mapping[str, int], at: Location) -> None:
        """Holds the row's city.yaml to the rules of `linyi check`, and tells of each error at its cell."""
        from toolkit.rules import facts

        if not settings:
            return
        try:
            text = city_text(division, given(None, settings))
            found = facts.check(text)
        except InvalidInput as error:
            text, found = "", error.findings
        lines = _lines(text)
        for finding in found:
            if finding.severity is Severity.ERROR:
                key = lines.get(finding.location.line, "")
                place = Location(self.shown, at.line, columns.get(key, at.column))
                self.tell(place, finding.rule, finding.words, finding.fix)


def _lines(text: str) -> dict[int, str]:
    """Which key stands in each line of a city.yaml."""
    file = yamlfile.parse(text, "city.yaml") if text else yamlfile.YamlFile("city.yaml", None)
    return {line: ".".join(map(str, place)) for place, (line, _) in file.values.items() if len(place) == 2}


def _is_city(heading: str) -> bool:
    return heading.lower() in _CITY


def _text(value: Any) -> str:
    """What stands in a cell, as somebody would type it."""
    if isinstance(value, bool):
        return YES if value else NO
    return plain(value.date() if isinstance(value, datetime) else value)


def _short(text: str) -> str:
    masked = personal.masked(text)
    return masked if len(masked) <= 40 else masked[:39] + "…"


def _near(heading: str) -> str:
    import difflib

    keys = [item.key for item in questions()]
    found = difflib.get_close_matches(heading, keys, 1, 0.5)
    return found[0] if found else "team.hotline"
