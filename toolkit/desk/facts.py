"""What the pages of a city's facts show: topics, fields with what is wrong in each, what is still blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.city import changing
from toolkit.city.blanks import Blank, blanks
from toolkit.city.city import TO_BE_FILLED
from toolkit.city.questions import Judgement, Question, applies, questions, value_of
from toolkit.errors import Finding, Location, Words
from toolkit.files import sources, textfile, yamlfile
from toolkit.files.journal import digest
from toolkit.files.keynames import title
from toolkit.files.yamlfile import YamlFile

if TYPE_CHECKING:
    from toolkit.text.switched import Hanging

CITY, UNITS = "city.yaml", "units"
_TIERS = "CFG202"  # tiers and towns that contradict each other


@dataclass(frozen=True)
class Facts:
    """A city.yaml as it lay there: its bytes, their hash, and what it says."""

    raw: bytes
    seen: str
    file: YamlFile

    @property
    def answers(self) -> Mapping[str, Any]:
        return self.file.data if isinstance(self.file.data, dict) else {}

    @property
    def blanks(self) -> list[Blank]:
        return list(blanks(self.file))


def read(root: Path) -> Facts:
    """Raises InvalidInput's Unreadable where it cannot be read."""
    if (root / CITY).stat().st_size > textfile.MAX_BYTES:
        raise textfile.Unreadable([textfile.too_large(CITY)])
    raw = (root / CITY).read_bytes()
    return Facts(raw, digest(raw), yamlfile.parse(textfile.decode(raw, CITY), CITY))


@dataclass(frozen=True)
class Topic:
    name: str
    title: Words
    description: str
    who: Words
    blank: int


def topics(facts: Facts) -> list[Topic]:
    """Every section of the schema, with how many of its facts are blank."""
    missing = [blank.key.partition(".")[0].partition("[")[0] for blank in facts.blanks]
    return [
        Topic(name, title(entry), entry["description"], _who(entry), missing.count(name))
        for name, entry in sources.schema("city")["properties"].items()
    ]


def _who(entry: Mapping[str, Any]) -> Words:
    found = entry.get("x-who", {"zh": "", "en": ""})
    return Words(found["zh"], found["en"])


@dataclass(frozen=True)
class Field:
    """A question as a form asks it. `typed` stands in the field, `was` in the file; `choices` are (value, words)."""

    question: Question
    typed: str
    was: str
    widget: str  # text, area, number, choice, several or shown
    choices: Sequence[tuple[str, str]] = ()
    unit: str = ""
    judgement: Judgement = Judgement()
    findings: Sequence[Finding] = ()
    meanwhile: str | None = None  # what the file says now, where somebody changed it while this page was open
    effect: str = ""

    @property
    def within(self) -> str:
        """The switches of the same page that it hangs on."""
        return " ".join(key for key in self.question.when if key.partition(".")[0] == self.key.partition(".")[0])

    @property
    def key(self) -> str:
        return self.question.key

    @property
    def is_blank(self) -> bool:
        return self.question.may_wait and not self.typed


def fields(section: str, facts: Facts) -> list[Field]:
    """The questions of a topic that mean something here, with the file's values."""
    return [
        _field(item, facts) for item in questions()
        if item.key.startswith(f"{section}.") and (applies(item, facts.answers) or _hangs_within(item, section))
    ]


def _hangs_within(item: Question, section: str) -> bool:
    """Whether the switches that a question hangs on are on the same page: it is there with them, before they are saved."""
    return all(key.startswith(f"{section}.") for key in item.when)


def waiting(section: str, facts: Facts) -> list[tuple[Question, str]]:
    """The questions of a topic that hang on a switch which is off, with the switch's name."""
    named = {item.key: item.title.zh for item in questions()}
    return [
        (item, "、".join(named[key] for key in item.when)) for item in questions()
        if item.key.startswith(f"{section}.") and not applies(item, facts.answers) and not _hangs_within(item, section)
    ]


def _field(item: Question, facts: Facts) -> Field:
    value = value_of(item.key, facts.answers)
    was, widget = shown(item, value), _widget(item, value)
    units = item.schema.get("x-unit", [""])
    return Field(item, was, was, widget, tuple(_choices(item)), units[0] if item.kind == "integer" else "")


def shown(item: Question, value: Any) -> str:
    """A value as the form shows it; a blank one is an empty field."""
    if value is None or (item.may_wait and value == TO_BE_FILLED):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(str(part) for part in value)
    return str(value)


def _widget(item: Question, value: Any) -> str:
    if item.kind == "array":
        if isinstance(value, list) and any(isinstance(part, dict) for part in value):
            return "shown"
        return "several" if "enum" in item.schema["items"] else "area"
    if item.kind == "boolean" or "enum" in item.schema:
        return "choice"
    return "number" if item.kind == "integer" else "text"


def _choices(item: Question) -> Iterator[tuple[str, str]]:
    if item.kind == "boolean":
        yield from (("true", "是"), ("false", "否"))
        return
    schema = item.schema.get("items", item.schema)
    for value in schema.get("enum", ()):
        words = schema.get("x-aliases", {}).get(value, [value])
        yield value, next((word for word in words if not word.isascii()), value)


def effects(found: Mapping[tuple[str, bool], Hanging]) -> dict[str, str]:
    """What a switch does to the text, in words, by its key."""
    words: dict[str, list[str]] = {}
    for (key, on), hanging in sorted(found.items(), key=lambda entry: not entry[0][1]):
        what = [*(f"《{name}》" for name in hanging.documents), *([f"{'别的文件' if hanging.documents else '正文'}里 {hanging.passages} 处"] if hanging.passages else [])]
        words.setdefault(key, []).append(f"选“{'是' if on else '否'}”才有：{'、'.join(what)}")
    return {key: "。".join(parts) + "。" for key, parts in words.items()}


def judged(item: Question, typed: str) -> Judgement:
    """What is in a field, judged as it stands there."""
    return changing.answer(item, "、".join(typed.split("\n")) if item.kind == "array" else typed)


def at(file: YamlFile, location: Location) -> str:
    """The key of the fact on that line of city.yaml: section.name, or units; "" where there is none."""
    found = ""
    for place, (line, _) in sorted(file.keys.items(), key=lambda entry: entry[1]):
        if line > location.line:
            break
        if place[0] == UNITS:
            found = UNITS
        elif len(place) <= 2:
            found = ".".join(map(str, place))
    return found


def findings(facts: Facts) -> dict[str, list[Finding]]:
    """What the rules say of the facts as they are, by key; not again what their pages say by themselves: blanks, and
    towns that are too many."""
    from toolkit.rules import facts as rules
    from toolkit.rules.todo import BLANK

    said = {BLANK, _TIERS} if towns_too_many(facts) else {BLANK}
    found: dict[str, list[Finding]] = {}
    for finding in rules.check(textfile.decode(facts.raw, CITY)):
        if finding.rule not in said and finding.location.path == CITY:
            found.setdefault(at(facts.file, finding.location), []).append(finding)
    return found


@dataclass(frozen=True)
class Unit:
    name: str
    code: str
    zone: bool
    towns: Sequence[str]


def units(facts: Facts) -> list[Unit]:
    """The units as far as they can be read; what is no unit shows as an empty one, and the findings say why."""
    listed = facts.answers.get(UNITS)
    return [_unit(item if isinstance(item, dict) else {}) for item in (listed if isinstance(listed, list) else ())]


def _unit(item: Mapping[str, Any]) -> Unit:
    towns = item.get("towns")
    return Unit(
        str(item.get("name", "")), str(item.get("code", "")), item.get("zone") is True,
        tuple(map(str, towns)) if isinstance(towns, list) else (),
    )


def towns_too_many(facts: Facts) -> int:
    """How many towns are listed though the team has two tiers."""
    return sum(len(unit.towns) for unit in units(facts)) if value_of("tiers.three", facts.answers) is False else 0


@cache
def keys() -> dict[str, Question]:
    return {item.key: item for item in questions()}


def by_person(found: Sequence[Blank]) -> list[tuple[str, list[Blank]]]:
    """The blanks by who usually knows them: a sheet to go round with."""
    people: dict[str, list[Blank]] = {}
    for blank in found:
        people.setdefault(blank.who.zh, []).append(blank)
    return list(people.items())
