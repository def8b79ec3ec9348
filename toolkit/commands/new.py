"""`linyi new`: a city's kit, whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.door.endings import LANGUAGE, say, tell
from toolkit.errors import InvalidInput, Severity, ToolkitError, Words

if TYPE_CHECKING:
    from toolkit.city.interview import Interview
    from toolkit.city.questions import Judgement, Question

Converse = Callable[["Interview", Path], None]  # and where the answers are kept meanwhile


def new(
    city: str,
    out: Path | None = None,
    settings: Sequence[str] = (),
    answers: Path | None = None,
    converse: Converse | None = None,
    before: int = 0,
) -> Path:
    """Makes a kit and returns its folder. `converse` leads a person through the questions to their end;
    `before` of them were asked already.

    Raises ToolkitError; then nothing is left behind but the draft of what a person has answered.
    """
    from toolkit import kit
    from toolkit.city import draft
    from toolkit.city.answers import city_text, given, refuse_another_city
    from toolkit.city.divisions import find
    from toolkit.city.interview import Interview
    from toolkit.files import transaction

    if not city.strip():
        raise ToolkitError(
            zh="城市的名称是空的", en="the name of the city is empty",
            fix_zh="例如 linyi new 临沂", fix_en="for example: linyi new 临沂",
        )
    division = find(city)
    target = (out or Path(division.name)).absolute()
    _refuse_name(target.name)
    transaction.refuse_existing(target)
    known = given(answers, settings)
    kept = draft.place(target)
    if converse:
        refuse_another_city(division, known)
        interview = Interview(
            division, known, draft.read(kept, division), lambda replies: draft.write(kept, division, replies), before,
        )
        converse(interview, kept)
        known = interview.answers
    text = city_text(division, known)
    _refuse_errors(text)
    transaction.create(target, lambda work: kit.furnish(kit.skeleton(work), text, division.code))
    if converse:
        kept.unlink(missing_ok=True)
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
    from toolkit.rules import facts

    errors = [finding for finding in facts.check(text) if finding.severity is Severity.ERROR]
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
    if not no_input and hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="replace")  # a pasted byte that is no text is refused, and no crash
    chosen = _ask_city() if city is None else city
    made = new(chosen, out, settings, answers, None if no_input else _converse, before=int(city is None))
    tell(context, say(f"已建好：{made}", f"made: {made}"))
    _tell_changes(context, chosen)
    tell(context, say(
        f"下一步：运行 linyi check {made.name}，它列出还要填什么、一般谁知道；填在 {made.name}/city.yaml 里",
        f"next: linyi check {made.name} lists what is still to be filled in, and who knows it; fill it in in {made.name}/city.yaml",
    ))


def _tell_changes(context: click.Context, city: str) -> None:
    from toolkit.city import changes, divisions, gone

    tell(context, say(f"下级单位取自国家统计局{changes.YEAR}年的区划，请对照现在的情况",
                      f"the units are those of the National Bureau of Statistics, {changes.YEAR}: compare them with today"))
    for words in gone.told(city, [divisions.find(city)]):
        tell(context, words.in_language(LANGUAGE))


# --- the terminal's face of the questions

_BACK = {"<", "＜", "《", "上一题", "返回", "back"}
_HELP = {"?", "？"}


def _ask_city() -> str:
    """A city that is known. An unknown or ambiguous name is explained, and asked for again."""
    from toolkit.city.divisions import find

    while True:
        said = _line(say("第 1 题　哪个城市（名称或代码）", "Question 1: which city (name or code)?"))
        if not said.strip():
            continue
        try:
            return find(said).code
        except ToolkitError as error:
            _tell(error.words, error.fix)


def _converse(interview: Interview, kept: Path) -> None:
    """Leads through the questions. An interrupt leaves the draft, and says where it lies."""
    _say(say(
        "回车：用显示的答案，没有的先写“待填写”。<：回到上一题。?：说明。Ctrl-C：先停，答过的不丢。",
        "Enter: take the answer shown, or leave it 待填写. <: the question before. ?: more about it. Ctrl-C: stop, and keep what you answered.",
    ))
    try:
        _offer(interview)
        while interview.question:
            _put(interview, interview.question)
    except (click.Abort, KeyboardInterrupt):
        if kept.exists():
            _say(say(f"\n答过的在 {kept}。再运行一次同一条命令，接着答。",
                     f"\nYour answers are in {kept}. Run the same command again to go on."))
        raise


def _offer(interview: Interview) -> None:
    """Goes on where an earlier conversation stopped, if that is wanted."""
    from toolkit.files.normal import normal

    if not interview.drafted:
        return
    while True:
        said = _line(say(f"上次答了 {interview.drafted} 题，接着答吗？（是/否，回车 = 是；答否就从头看，上次的答案还在）",
                         f"{interview.drafted} questions were answered before. Go on there? (y/n, Enter = y; n begins anew with those answers shown)"))
        wanted = normal(said, {"type": "boolean"}) if said.strip() else True
        if wanted is True:
            interview.resume()
        if isinstance(wanted, bool):
            return


def _put(interview: Interview, asked: Question) -> None:
    """One question, until it is answered or left for the one before."""
    number, total = interview.number, interview.total
    _say(say(f"\n第 {number} 题，共 {total} 题　{asked.topic.zh}：{asked.title.zh}",
             f"\nQuestion {number} of {total}: {asked.topic.en}, {asked.title.en}"))
    _say(f"  {asked.description.in_language(LANGUAGE)}" + ("" if asked.kind == "boolean" else say(f"。例如 {asked.example}", f", e.g. {asked.example}")))
    said = _line(_shown(asked, interview.default))
    if said.strip() in _BACK:
        if not interview.back():
            _say(say("  这是第一题。", "  This is the first."))
        return
    if said.strip() in _HELP:
        _say(say(f"  一般谁知道：{asked.who.zh}。city.yaml 里是 {asked.key}，以后随时可以改。",
                 f"  Who usually knows: {asked.who.en}. In city.yaml it is {asked.key}, and can be changed at any time."))
        return
    _answer(said, interview.reply(said))


def _shown(asked: Question, default: object) -> str:
    if asked.kind == "boolean":
        kept = say("是" if default else "否", "y" if default else "n")
        return say(f"  是/否（回车 = {kept}）", f"  y/n (Enter = {kept})")
    return say(f"  （回车 = {default}）", f"  (Enter = {default})")


def _answer(said: str, found: Judgement) -> None:
    if found.fault and found.fix:
        _tell(found.fault, found.fix)
    elif said.strip() and isinstance(found.value, (str, int)):
        value = found.value
        shown = say("是" if value else "否", "y" if value else "n") if isinstance(value, bool) else str(value)
        if shown != said.strip():
            _say(say(f"  记作：{shown}", f"  noted as: {shown}"))
    if found.remark:
        _say("  " + say("请注意：", "note: ") + found.remark.in_language(LANGUAGE))


def _tell(words: Words, fix: Words) -> None:
    from toolkit.door import report
    from toolkit.door.visible import fit_to_show

    _say("  " + fit_to_show(words.in_language(LANGUAGE)))
    _say(report.cure(fit_to_show(fix.in_language(LANGUAGE)), LANGUAGE))


def _line(prompt: str) -> str:
    return str(click.prompt(prompt, default="", show_default=False, prompt_suffix=" ", err=True))


def _say(text: str) -> None:
    click.echo(text, err=True)
