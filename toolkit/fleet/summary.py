"""How a fleet stands: a row a city, findings by kind, open decisions by clause. Data for every form of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import __version__
from toolkit.errors import ToolkitError
from toolkit.fleet import outcome as outcomes
from toolkit.fleet import records
from toolkit.fleet.members import Member
from toolkit.fleet.outcome import Kind, Open, Outcome

if TYPE_CHECKING:
    from toolkit.desk.glance import Glance


@dataclass(frozen=True)
class Row:
    """A city. `seen` is None where its kit is not there; `runs` are the last outcomes, by command."""

    member: Member
    seen: Glance | None
    text: str
    runs: Mapping[str, Outcome]


@dataclass(frozen=True)
class Summary:
    """`verb` is the command that was run, "" for a look alone; `seconds` is how long it took, wall time."""

    verb: str
    rows: Sequence[Row]
    seconds: float
    text: str  # the version of the installed national text
    where: str = ""  # of the machines that worked, where there were others
    toolkit: str = __version__
    unwritten: ToolkitError | None = None  # why 汇总 could not be put into the folder: the work itself is done
    at: str = field(default_factory=lambda: datetime.now().isoformat(timespec="minutes"))

    @property
    def is_bad(self) -> bool:
        return bool(self.failures())

    def states(self) -> Counter[str]:
        """How many cities are in which state, after the command that was run."""
        return Counter(row.runs[self.verb].state for row in self.rows if self.verb in row.runs)

    def kinds(self) -> list[tuple[Kind, int]]:
        """Each rule's findings in all cities, with the number of cities: errors first, then the most frequent.

        Of a city the newer one of check and build counts.
        """
        found: dict[tuple[str, str], tuple[Kind, int]] = {}
        for row in self.rows:
            last = judged(row)
            for kind in last.kinds if last else ():
                known = found.get((kind.rule, kind.severity))
                count, cities = (known[0].count, known[1]) if known else (0, 0)
                first = known[0] if known else kind
                found[kind.rule, kind.severity] = Kind(kind.rule, kind.severity, count + kind.count, first.zh, first.en), cities + 1
        return sorted(found.values(), key=lambda item: (item[0].severity != "error", -item[0].count, item[0].rule))

    def open(self) -> list[tuple[Open, list[str]]]:
        """The decisions that updates left open, by clause, with the cities: those the law drives first, then the most frequent."""
        found: dict[tuple[str, str], tuple[Open, list[str]]] = {}
        for row in self.rows:
            run = row.runs.get("update")
            for item in run.open if run and (row.seen is None or row.seen.open) else ():
                found.setdefault((item.document, item.id), (item, []))[1].append(row.member.folder)
        return sorted(found.values(), key=lambda entry: (entry[0].decide_by or "9", -len(entry[1]), entry[0].id))

    def failures(self) -> list[tuple[Row, Outcome]]:
        """What went wrong in the command that was run."""
        return [(row, run) for row in self.rows for run in [row.runs.get(self.verb)] if run and run.is_bad]


def judged(row: Row) -> Outcome | None:
    """The newest outcome that tells the city's findings."""
    known = [row.runs[verb] for verb in ("check", "build") if verb in row.runs and row.runs[verb].state != outcomes.FAILED]
    return max(known, key=lambda run: run.at, default=None)


def summary(root: Path, members: Sequence[Member], verb: str = "", seconds: float = 0.0, where: str = "",
            outcomes_now: Mapping[str, Outcome] | None = None) -> Summary:
    """How these cities stand by what lies in the folder and what is remembered; `outcomes_now` are not remembered (yet)."""
    from toolkit.files.sources import shared
    from toolkit.text.releases import text_version

    rows = [_row(root, member, (outcomes_now or {}).get(member.folder)) for member in members]
    return Summary(verb, rows, round(seconds, 1), text_version(shared().policies).version, where)


def _row(root: Path, member: Member, now: Outcome | None) -> Row:
    from toolkit.desk.glance import glance
    from toolkit.kit import Kit

    place = root / member.folder
    known = dict(records.runs(root, member.folder))
    if now:
        known[now.verb] = now
    if not (place / "city.yaml").is_file():
        return Row(member, None, "", {verb: run for verb, run in known.items() if run is now or run.is_bad})
    done = {verb: run for verb, run in known.items() if run.state != outcomes.MISSING}  # it was made since
    return Row(member, glance(place), Kit(place).known_text() or "", done)


def written(made: Summary) -> dict[str, Any]:
    """The summary as JSON takes it."""
    return {
        "format": 1, "command": made.verb or "status", "toolkit": made.toolkit, "text": made.text, "at": made.at,
        "seconds": made.seconds, **({"machines": made.where} if made.where else {}),
        "states": dict(sorted(made.states().items())),
        "cities": [_city(row) for row in made.rows],
        "findings": [
            {"rule": kind.rule, "severity": kind.severity, "count": kind.count, "cities": cities,
             "example": {"zh": kind.zh, "en": kind.en}}
            for kind, cities in made.kinds()
        ],
        "open": [
            {"id": item.id, "document": item.document, "title": item.title, "decide_by": item.decide_by, "cities": cities}
            for item, cities in made.open()
        ],
    }


def _city(row: Row) -> dict[str, Any]:
    seen = row.seen
    return {
        "code": row.member.code, "name": row.member.name, "province": row.member.province, "folder": row.member.folder,
        "kit": seen is not None, "text": row.text, "blank": seen.blank if seen else None, "open": seen.open if seen else 0,
        "built": seen.made.isoformat(timespec="seconds") if seen and seen.made else None,
        "changed_since": bool(seen and seen.since),
        "runs": {verb: _run(run) for verb, run in row.runs.items()},
    }


def _run(run: Outcome) -> dict[str, Any]:
    told = outcomes.written(run)
    for key in ("folder", "details", "verb"):
        told.pop(key)
    return told | {"errors": run.count("error"), "warnings": run.count("warning"), "findings": told["errors"]}
