"""`linyi review import`: a lawyer's Word files come back into the source."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import ERRORS, GOOD, LANGUAGE, say, tell_open
from toolkit.door.last_kit import split_kit
from toolkit.door.visible import visible

if TYPE_CHECKING:
    from toolkit.review.importing import Imported
    from toolkit.review.verdicts import Checklist


def review_import(
    start: Path, files: Sequence[Path], untracked: bool = False, dry: bool = False, on: date | None = None
) -> Imported:
    """Takes `files` into the kit at or above `start`; writes nothing if `dry`. Raises ToolkitError."""
    from toolkit import kit
    from toolkit.review import importing

    return importing.take_in(kit.find(start), files, on or date.today(), untracked, dry)


@click.command("import", help=say(
    "把律师改过的 Word 文件和审查清单收回来，逐条写进正文。", "Take a lawyer's Word files and checklist back in, clause by clause.",
))
@click.argument("files", metavar="FILE… [KIT]", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=say("只看会怎样，什么也不写", "show what would happen, write nothing"))
@click.option("--untracked", is_flag=True, help=say("没有开修订的改动也写进去", "apply what was changed without tracking, too"))
@click.pass_context
def command(context: click.Context, files: tuple[Path, ...], dry_run: bool, untracked: bool) -> None:
    given, kit = split_kit(files)
    done = review_import(kit, given, untracked, dry_run)
    for line in _lines(done, dry_run):
        click.echo(visible(line))
    if not dry_run:
        tell_open(context, len(done.taken.plan.decisions.open))
    sys.exit(GOOD if done.is_whole else ERRORS)


def _lines(done: Imported, dry: bool) -> Iterator[str]:
    from toolkit.review.taking import authors

    verb = say("会写进正文", "would be applied") if dry else say("已写进正文", "applied")
    yield from _each(verb, [
        f"{change.part.id} {change.part.title}：{authors(change.by)}" + ("" if change.source is not None else say("，删去", ", struck"))
        for change in done.taken.applied
    ])
    yield from _each(say("正文里已经是这样", "the source says so already"), [change.part.id for change in done.taken.there])
    yield from _each(say("等本市决定（看“待处理”）", "waits for a decision (see 待处理)"), [
        f"{decision.path}　{decision.title}" for decision in done.taken.waiting
    ])
    yield from _each(say("没有写进正文", "not applied"), [
        f"{listed.problem.part or listed.document}：{_short(listed.problem.struck, listed.problem.put)}{listed.problem.why.in_language(LANGUAGE)}（{listed.file}）"
        for listed in done.gathered.listed
    ] + [f"{change.part.id}：" + say("工具包里已经没有这一条", "the kit no longer has this clause") for change in done.taken.unplaced])
    yield from _each(say("没有开修订的改动，没有写进正文（要写进去，加 --untracked）", "changed without tracking, not applied (--untracked does)"), [
        f"{change.part.id} {change.part.title}（{'、'.join(change.files)}）" for change in done.gathered.untracked
    ])
    yield from _each(say("只改了样子，没有理会", "changes of looks, passed over"), [
        f"{part or document}：{by.author}" for document, part, by in done.gathered.formats
    ])
    where = say("批注和意见，会记在 审查/意见.yaml", "comments, would stand in 审查/意见.yaml") if dry else say(
        "批注和意见，记在 审查/意见.yaml", "comments, in 审查/意见.yaml")
    yield from _each(where, [
        f"{remark.part or remark.document}　{remark.by.author}：{_first_words(remark.text)}" for remark in done.gathered.remarks
    ])
    for name, found in done.checklists:
        yield from _verdicts(name, found)
    for name, why, fix in done.refused:
        yield say(f"没有读 {name}：{why.zh}；{fix.zh}", f"not read: {name}: {why.en}; {fix.en}")


def _verdicts(name: str, found: Checklist) -> Iterator[str]:
    from toolkit.review.verdicts import summed

    counted = "，".join(f"{choice or say('只有意见', 'a remark alone')} {count}" for choice, count in summed(found.verdicts).items() if count)
    yield say(f"{name}：{counted or '一条也没有填'}，空着 {found.blank} 条", f"{name}: {counted or 'nothing filled in'}, {found.blank} left blank")
    for place, why in found.odd:
        yield f"  {place}：{why.in_language(LANGUAGE)}"


def _each(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield say(f"{title}（{len(lines)}）：", f"{title} ({len(lines)}):")
        yield from (f"  {line}" for line in lines)


def _first_words(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:60] + "…"


def _short(struck: str, put: str) -> str:
    words = [
        say(f"删“{struck.strip()[:40]}”", f"struck '{struck.strip()[:40]}'") if struck.strip() else "",
        say(f"加“{put.strip()[:40]}”", f"put in '{put.strip()[:40]}'") if put.strip() else "",
    ]
    return say("，", ", ").join(filter(None, words)) + say("：", ": ") if any(words) else ""
