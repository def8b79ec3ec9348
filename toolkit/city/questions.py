"""The questions about a city, as data: for the terminal, for a page, for whoever fills them in.

Everything comes from the schema: order, topics, what a question is about, who usually knows, when it
is asked at all. `judge` says of one answer, within milliseconds, what it is or what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from toolkit.city.blanks import describes, is_blank_word, knows
from toolkit.city.city import TO_BE_FILLED
from toolkit.city.doubts import doubt
from toolkit.city.telephones import telephones
from toolkit.errors import Words
from toolkit.files import personal, sources
from toolkit.files.keynames import title
from toolkit.files.normal import is_day, normal
from toolkit.files.textfile import INVISIBLE
from toolkit.files.validation import validate
from toolkit.files.yamlfile import YamlFile
from toolkit.files.yamltext import flow

Answers = Mapping[str, Any]
_NUMBERS_FOR_ALL = ("team.hotline", *(f"contacts.{name}" for name in sources.schema("city")["properties"]["contacts"]["properties"]))


@dataclass(frozen=True)
class Question:
    """`key` is section.name; `kind` the schema's type; `topic` its section. `may_wait`: 待填写 is an answer.

    `asked` marks those that a new city is asked; the others have a value that mostly stands.
    """

    key: str
    kind: str
    topic: Words
    title: Words
    description: Words
    who: Words
    example: str
    may_wait: bool
    asked: bool
    when: tuple[str, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass(frozen=True)
class Judgement:
    """`value` in its right form, or a `fault` with its `fix`. `remark` is something to know and no fault."""

    value: Any = None
    fault: Words | None = None
    fix: Words | None = None
    remark: Words | None = None


@cache
def questions() -> tuple[Question, ...]:
    """Every key of a section that one answer fills, in the schema's order."""
    return tuple(_all())


def _all() -> Iterator[Question]:
    for section, entry in sources.schema("city")["properties"].items():
        for name, schema in entry.get("properties", {}).items():
            yield Question(
                f"{section}.{name}", schema["type"], title(entry), title(schema), describes(schema), knows(schema, entry),
                _plain(schema["examples"][0]), schema.get("default") == TO_BE_FILLED,
                bool(schema.get("x-ask")) or section == "supports", tuple(schema.get("x-when", ())), schema,
            )


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else flow(value)


def question(key: str) -> Question:
    """Raises KeyError where nothing is asked by this name."""
    found = next((item for item in questions() if item.key == key), None)
    if found is None:
        raise KeyError(key)
    return found


def applies(item: Question, answers: Answers) -> bool:
    """Whether the question has a meaning here: one of the switches it hangs on is on, or it hangs on none."""
    return not item.when or any(value_of(switch, answers) is True for switch in item.when)


def value_of(key: str, answers: Answers) -> Any:
    section, _, name = key.partition(".")
    found = answers.get(section)
    return found.get(name) if isinstance(found, Mapping) else None


def judge(item: Question, said: Any, default: Any = TO_BE_FILLED) -> Judgement:
    """What an answer, as it was typed or pasted, comes to. Nothing typed is the `default`; where that is None, a fault."""
    if isinstance(said, str):
        said = said.strip()
        unreadable = INVISIBLE.search(said) or "\ufffd" in said
        if unreadable:
            return _fault("有看不见的或者读不出的字", "an invisible or unreadable sign", "手工重新输入", "type it anew")
        if not said and default is not None:
            return Judgement(default)
        if item.may_wait and is_blank_word(said):
            return Judgement(TO_BE_FILLED)
    value = normal(said, item.schema)
    found = validate(YamlFile("", value), dict(item.schema))
    if found:
        return Judgement(fault=found[0].words, fix=_fix(item, found[0].fix))
    return _of_text(item, value) if isinstance(value, str) else Judgement(value)


def _fix(item: Question, words: Words) -> Words:
    if item.kind == "boolean":
        return Words("答 是 或者 否", "answer yes or no")
    units = item.schema.get("x-unit")
    return Words(f"{words.zh}（单位：{units[0]}）", words.en) if units else words


def _of_text(item: Question, value: str) -> Judgement:
    """What no schema can say: a day that exists, nobody's private number, a number that dials, a value that is known."""
    if item.schema.get("x-form") == "date" and value != TO_BE_FILLED and not is_day(value):
        return _fault(f"日历上没有 {value} 这一天", f"there is no day {value}", "例如 2027-03-01", "e.g. 2027-03-01")
    for number in personal.numbers(value):
        if number.kind != personal.MOBILE:
            return _fault("里面有身份证号或者银行卡号", "an identity or card number", "删掉它", "take it out")
        if item.key not in _NUMBERS_FOR_ALL:
            return _fault("里面有手机号码，会印出来给所有人看", "a mobile number, which would be printed for all to see",
                          "写办公电话或者值班电话", "give an office or duty number")
        if item.key != "team.hotline":
            return Judgement(value, remark=Words("这是手机号码，会印出来给所有人看", "a mobile number: it is printed for all to see"))
    doubtful = doubt(item.key, value)
    if doubtful:
        return Judgement(value, remark=Words(f"{doubtful.words.zh}。{doubtful.fix.zh}", f"{doubtful.words.en}; {doubtful.fix.en}"))
    if item.schema.get("x-form") in ("telephone", "post") and value != TO_BE_FILLED:
        return Judgement(value, remark=_of_number(value))
    return Judgement(value)


def _of_number(value: str) -> Words | None:
    faults = [number.fault for number in telephones(value)]
    if None in faults:
        return None
    what = faults[0] if faults and faults[0] else Words("里面没有电话号码", "no telephone number in it")
    return Words(f"{what.zh}，施行以前要补上", f"{what.en}; needed before adoption")


def _fault(zh: str, en: str, fix_zh: str, fix_en: str) -> Judgement:
    return Judgement(fault=Words(zh, en), fix=Words(fix_zh, fix_en))


def open_questions(given: Answers, known: Answers) -> Sequence[Question]:
    """The questions that a new city is asked and that `given` leaves open; `known` decides what applies."""
    return [item for item in questions() if item.asked and value_of(item.key, given) is None and applies(item, known)]
