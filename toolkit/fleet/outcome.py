"""What became of one command on one city's kit, as data that can be written down and sent between machines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from typing import Any

from toolkit.door import report
from toolkit.errors import Finding, Severity, Words

DONE, SAME, ERRORS, FAILED, MISSING = "done", "same", "errors", "failed", "missing"
BAD = (ERRORS, FAILED, MISSING)
_WORDS = {
    ("new", DONE): Words("建好了", "made"), ("new", SAME): Words("已有", "there already"),
    ("new", ERRORS): Words("有错误，没有建", "errors: not made"),
    ("check", DONE): Words("没有错误", "no error"), ("check", ERRORS): Words("有错误", "errors"),
    ("build", DONE): Words("生成了", "built"), ("build", SAME): Words("没有变化", "unchanged"),
    ("build", ERRORS): Words("有错误，没有生成", "errors: not built"),
    ("update", DONE): Words("更新了", "updated"), ("update", SAME): Words("已是最新", "up to date"),
    ("update", ERRORS): Words("有错误，没有更新", "errors: not updated"),
    ("deviations", DONE): Words("看过了", "compared"), ("deviations", ERRORS): Words("有错误", "errors"),
}
_OF_ALL = {FAILED: Words("没有做成", "failed"), MISSING: Words("还没有工具包", "no kit yet")}
VERBS = {
    "new": Words("新建", "new"), "check": Words("检查", "check"), "build": Words("生成", "build"), "update": Words("更新", "update"),
}
_MOST = 60  # findings that are kept word for word; all are counted


@dataclass(frozen=True)
class Kind:
    """How often a rule's finding stands in a kit, with the first one's words."""

    rule: str
    severity: str
    count: int
    zh: str
    en: str


@dataclass(frozen=True)
class Open:
    """A decision that an update left open: the clause, and the first day by which the law asks for it ("")."""

    id: str
    document: str
    title: str
    decide_by: str = ""


@dataclass(frozen=True)
class Outcome:
    """`errors` are records as in `linyi check --format json`; `files` counts those that were written, and `total` all.
    `why` and `cure` are said where the state is FAILED or MISSING. `at` is the local time of its end."""

    verb: str
    folder: str
    state: str
    seconds: float = 0.0
    at: str = ""
    text: str = ""  # the version of the kit's text
    kinds: tuple[Kind, ...] = ()
    errors: tuple[Mapping[str, Any], ...] = ()
    files: int = 0
    total: int = 0
    open: tuple[Open, ...] = ()
    why: Words = Words("", "")
    cure: Words = Words("", "")
    tries: int = 1
    details: tuple[Mapping[str, Any], ...] = ()  # of `deviations`: see differing.py

    @property
    def words(self) -> Words:
        return words(self.verb, self.state)

    @property
    def is_bad(self) -> bool:
        return self.state in BAD

    def count(self, severity: str) -> int:
        return sum(kind.count for kind in self.kinds if kind.severity == severity)

    def ended(self, seconds: float) -> Outcome:
        return replace(self, seconds=round(seconds, 2), at=datetime.now().isoformat(timespec="seconds"))


def words(verb: str, state: str) -> Words:
    """What the state after that command is called."""
    return _OF_ALL.get(state) or _WORDS[verb, state]


def failed(verb: str, folder: str, why: Words, cure: Words, state: str = FAILED) -> Outcome:
    """The outcome of work that could not be done, and why, without a number of a person."""
    return Outcome(verb, folder, state, why=report.fit(why), cure=report.fit(cure))


def found(findings: Sequence[Finding]) -> dict[str, Any]:
    """The fields `kinds` and `errors` of findings."""
    kinds: dict[tuple[str, str], Kind] = {}
    for finding in findings:
        key = finding.rule, str(finding.severity)
        known = kinds.get(key)
        if known:
            kinds[key] = replace(known, count=known.count + 1)
        else:
            words = report.fit(finding.words)
            kinds[key] = Kind(*key, 1, words.zh, words.en)
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    return {"kinds": tuple(kinds.values()), "errors": tuple(map(report.record, errors[:_MOST]))}


def written(outcome: Outcome) -> dict[str, Any]:
    """The outcome as JSON takes it."""
    return asdict(outcome)


def read(data: Any) -> Outcome:
    """From what `written` gave. Raises ValueError, TypeError, KeyError or AttributeError where it is something else."""
    known = {field.name for field in fields(Outcome)}
    kept = {key: value for key, value in data.items() if key in known}
    made = Outcome(**{
        **kept,
        "kinds": tuple(Kind(**kind) for kind in kept.get("kinds", ())),
        "open": tuple(Open(**item) for item in kept.get("open", ())),
        **{key: Words(str(kept[key]["zh"]), str(kept[key]["en"])) for key in ("why", "cure") if key in kept},
        **{key: tuple(dict(item) for item in kept[key]) for key in ("errors", "details") if key in kept},
    })
    if not isinstance(made.seconds, (int, float)) or not all(isinstance(kind.count, int) for kind in made.kinds):
        raise ValueError
    made.words  # noqa: B018 - a verb or a state that is none
    return made
