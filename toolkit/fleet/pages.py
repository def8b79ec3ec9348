"""What a fleet command leaves beside the kits: 汇总 and 偏离汇总, as JSON, as workbook and as a page that opens offline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from toolkit.door.endings import LANGUAGE
from toolkit.door.visible import fit_to_show
from toolkit.errors import Words
from toolkit.files import journal, lock, sources, transaction
from toolkit.files.journal import Change
from toolkit.fleet import outcome, sheets, show, summary
from toolkit.fleet.differing import Place
from toolkit.fleet.places import DEVIATIONS, SUMMARY
from toolkit.fleet.summary import Row, Summary


def write(root: Path, made: Summary) -> None:
    """Puts 汇总.json, .xlsx and .html into `root`, all or none. Raises ToolkitError."""
    _put(root, SUMMARY, summary.written(made), sheets.summary_workbook(made, LANGUAGE), page(root, made))


def write_deviations(root: Path, clauses: Sequence[Place], cities: Sequence[str], data: Any) -> list[Path]:
    """Puts 偏离汇总.json, .xlsx and .html into `root`, all or none; returns them. Raises ToolkitError."""
    return _put(root, DEVIATIONS, data, sheets.deviations_workbook(clauses, LANGUAGE), deviations_page(clauses, cities))


def _put(root: Path, name: str, data: Any, workbook: bytes, page: str) -> list[Path]:
    contents = {f"{name}.json": f"{show.as_json(data)}\n".encode(), f"{name}.xlsx": workbook, f"{name}.html": page.encode()}
    # A command that works on the kits and one that compares them may end at the same moment: the journal is one's alone.
    with lock.alone(root / transaction.LOCK, root):
        journal.finish(root)
        journal.commit(root, [Change(path, content, None) for path, content in contents.items()])
    return [root / path for path in contents]


@cache
def _environment() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(sources.shared().templates / "fleet"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False,
    )
    made.filters["said"] = _said
    return made


def _said(words: Words | str | None) -> str:
    return fit_to_show(words.in_language(LANGUAGE) if isinstance(words, Words) else words or "")


def _rendered(template: str, **data: Any) -> str:
    looks = (sources.shared().templates / "fleet" / "fleet.css").read_text(encoding="utf-8")
    zh = LANGUAGE == "zh"
    return str(_environment().get_template(template).render(
        looks=looks, zh=zh, say=lambda chinese, english: chinese if zh else english, **data,
    ))


def page(root: Path, made: Summary) -> str:
    """The summary of a command as one file: nothing is asked of any other."""
    provinces: dict[str, list[Row]] = {}
    for row in made.rows:
        provinces.setdefault(row.member.province, []).append(row)
    return _rendered(
        "summary.html", made=made, provinces=provinces, states=_states(made), kinds=made.kinds(), open=made.open(),
        failures=made.failures(), judged=summary.judged, links={row.member.folder: _links(root, row) for row in made.rows},
    )


def _states(made: Summary) -> list[tuple[str, Words, int]]:
    found = sorted(made.states().items(), key=lambda item: (item[0] in outcome.BAD, -item[1]))
    return [(state, outcome.words(made.verb, state), count) for state, count in found]


def _links(root: Path, row: Row) -> list[tuple[Words, str]]:
    """What of a kit can be opened from the page."""
    known = (
        (Words("网站", "site"), "成果/site/index.html"), (Words("更新报告", "update report"), "更新报告.docx"),
    )
    return [(words, f"{row.member.folder}/{path}") for words, path in known if (root / row.member.folder / path).is_file()]


def deviations_page(clauses: Sequence[Place], cities: Sequence[str]) -> str:
    """The deviations as one file."""
    return _rendered("deviations.html", clauses=clauses, cities=cities)
