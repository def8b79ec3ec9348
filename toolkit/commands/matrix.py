"""`linyi matrix`: obligations, norms and standards against clauses, with the gaps."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import LANGUAGE, csv_text, say
from toolkit.errors import ToolkitError, Words

if TYPE_CHECKING:
    from toolkit.text.matrix import Row

FORMATS = ("md", "csv", "json")
_TITLES = {
    "obligations": Words("法律义务", "Obligations"), "norms": Words("服务规范", "Norms"),
    "standards": Words("儿童保护标准", "Safeguarding standards"),
}


def matrix(start: Path, framework: str | None, form: str, language: str) -> str:
    """The matrix of the kit at or above `start` as Markdown, CSV or JSON. Raises ToolkitError."""
    from toolkit import kit
    from toolkit.text.matrix import FRAMEWORKS, rows

    if framework not in (None, *FRAMEWORKS):
        raise ToolkitError(
            zh=f"没有 {framework} 这个框架", en=f"there is no framework {framework}",
            fix_zh="可用：" + "、".join(FRAMEWORKS), fix_en="choose from: " + ", ".join(FRAMEWORKS),
        )
    subject = kit.find(start).subject().refuse_gaps()
    found = rows(subject.documents, subject.register, framework)
    if form == "json":
        return json.dumps([asdict(row) for row in found], ensure_ascii=False, indent=2)
    return _csv(found) if form == "csv" else _markdown(found, language)


def _csv(found: list[Row]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["framework", "id", "level", "reference", "text", "answered"])
    for row in found:
        writer.writerow([*list(asdict(row).values())[:5], " ".join(row.answered)])
    return stream.getvalue().rstrip("\n")


def _markdown(found: list[Row], language: str) -> str:
    from toolkit.text.matrix import gaps

    lines = []
    for name in dict.fromkeys(row.framework for row in found):
        part = [row for row in found if row.framework == name]
        open_ = gaps(part)
        lines += [f"## {_TITLES[name].in_language(language)}", "", _count(part, open_).in_language(language), ""]
        lines += ["| id | level | reference | text | answered |", "|---|---|---|---|---|"]
        lines += [
            f"| {row.id} | {row.level} | {row.reference} | {row.text.replace('|', '／')} "
            f"| {'、'.join(row.answered) or '—'} |"
            for row in part
        ]
        lines.append("")
    return "\n".join(lines).rstrip("\n")


def _count(part: list[Row], open_: list[Row]) -> Words:
    named = "、".join(row.id for row in open_) or "—"
    return Words(
        f"{len(part)} 项，{len(part) - len(open_)} 项有条文回应；没有回应的：{named}。是否足够，由律师判断。",
        f"{len(part)} asked, {len(part) - len(open_)} answered; nowhere: {named}. Whether it is enough is counsel's to say.",
    )


@click.command("matrix", help=say("义务、规范、标准与条文的对照和缺口。", "Obligations, norms and standards against clauses."))
@click.argument("kit", default=".", type=click.Path(path_type=Path))
@click.option("--framework", metavar="ID", help="obligations, norms, standards")
@click.option("--format", "form", type=click.Choice(FORMATS), default="md",
              help=say("输出格式", "form of the output"))
def command(kit: Path, framework: str | None, form: str) -> None:
    made = matrix(kit, framework, form, LANGUAGE)
    click.echo(csv_text(made) if form == "csv" else made)
