"""`linyi new`: a city's kit, whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.door.endings import LANGUAGE, say, tell
from toolkit.errors import InvalidInput, Severity, ToolkitError

if TYPE_CHECKING:
    from toolkit.city.answers import Ask
    from toolkit.city.wizard import Question


def new(
    city: str,
    out: Path | None = None,
    settings: Sequence[str] = (),
    answers: Path | None = None,
    ask: Ask | None = None,
) -> Path:
    """Makes a kit and returns its folder. `ask` puts a question with its default to a person.

    Raises ToolkitError; then nothing is left behind.
    """
    from toolkit import kit
    from toolkit.city.answers import asked, city_text, given
    from toolkit.city.divisions import find
    from toolkit.files import transaction

    division = find(city)
    target = (out or Path(division.name)).absolute()
    _refuse_name(target.name)
    transaction.refuse_existing(target)
    known = given(answers, settings)
    text = city_text(division, asked(ask, division, known) if ask else known)
    _refuse_errors(text)
    transaction.create(target, lambda work: kit.furnish(kit.skeleton(work), text, division.code))
    return target


def fill_from_hook(folder: str, city: str, answers: str) -> str | None:
    """Fills the current folder, for cookiecutter's hook. Returns what went wrong, or None."""
    from toolkit import kit
    from toolkit.city.answers import city_text, given
    from toolkit.city.divisions import find

    try:
        _refuse_name(folder)
        division = find(city)
        known = given(Path(answers) if answers else None, ())
        text = city_text(division, known)
        _refuse_errors(text)
        kit.furnish(Path.cwd(), text, division.code)
    except InvalidInput as error:
        return "\n".join(f"{f.words.zh} / {f.words.en}: {f.fix.zh}" for f in error.findings)
    except ToolkitError as error:
        return f"{error.words.zh} / {error.words.en}: {error.fix.zh}"
    return None


def _refuse_errors(text: str) -> None:
    """Holds a city.yaml to the rules of `linyi check`. Raises InvalidInput."""
    from toolkit import kit, rules
    from toolkit.files import sources
    from toolkit.rules.subject import Subject
    from toolkit.text import releases
    from toolkit.text.citations import Register

    source = sources.shared()
    subject = Subject(Register(source.legal))
    subject.take_city(text, kit.CITY)
    subject.unread.update(path.name[:3] for _, path in releases.files(source.root))
    errors = [finding for finding in rules.check(subject) if finding.severity is Severity.ERROR]
    if errors:
        raise InvalidInput(errors)


def _refuse_name(name: str) -> None:
    from toolkit.files.validation import filename_fault

    fault = filename_fault(name)
    if fault:
        raise ToolkitError(
            zh=f"文件夹名称“{name}”不能用：{fault.zh}", en=f"'{name}' can't name a folder: {fault.en}",
            fix_zh="换一个名称：--out 新文件夹", fix_en="choose another: --out NEW",
        )


@click.command("new", help=say("新建一个城市的工具包。", "Make a city's kit."))
@click.argument("city", required=False)
@click.option("--out", type=click.Path(path_type=Path), help=say("新文件夹的位置", "the new folder"))
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE",
              help=say("填一项，例如 team.hotline=0539-0000000", "one answer, e.g. team.hotline=…"))
@click.option("--answers", type=click.Path(path_type=Path),
              help=say("答案文件：city.yaml 的任何一部分", "a file with any part of a city.yaml"))
@click.option("--no-input", is_flag=True, help=say("不提问，缺的写待填写", "ask nothing"))
@click.pass_context
def command(
    context: click.Context, city: str | None, out: Path | None, settings: tuple[str, ...],
    answers: Path | None, no_input: bool,
) -> None:
    if not no_input and not sys.stdin.isatty():
        raise ToolkitError(
            zh="这里不是终端，不能提问", en="no terminal to ask questions in",
            fix_zh="加上 --no-input", fix_en="add --no-input",
        )
    if city is None and no_input:
        raise ToolkitError(
            zh="没有写城市", en="no city given",
            fix_zh="例如 linyi new 临沂 --no-input", fix_en="for example: linyi new 临沂 --no-input",
        )
    chosen = city or click.prompt(say("哪个城市（名称或代码）", "Which city (name or code)"), err=True)
    made = new(chosen, out, settings, answers, None if no_input else _ask)
    tell(context, say(f"已建好：{made}", f"made: {made}"))
    tell(context, say(
        f"下一步：填写 {made.name}/city.yaml，然后 linyi check {made.name}",
        f"next: fill in {made.name}/city.yaml, then linyi check {made.name}",
    ))


def _ask(question: Question, default: Any) -> Any:
    title = question.title.in_language(LANGUAGE)
    click.echo(f"\n{question.description.in_language(LANGUAGE)}", err=True)
    if question.kind == "boolean":
        return click.confirm(title, default=default, err=True)
    example = say(f"例如 {question.example}", f"e.g. {question.example}")
    return click.prompt(f"{title}（{example}）", default=default, err=True)
