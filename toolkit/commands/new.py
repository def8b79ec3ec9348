"""`linyi new`: a city's kit, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from toolkit import kit
from toolkit.city import cityfile, divisions
from toolkit.city.cityfile import Answers
from toolkit.city.divisions import Division
from toolkit.city.wizard import Question, questions
from toolkit.errors import InvalidInput, ToolkitError
from toolkit.files import sources, transaction, yamlfile
from toolkit.files.validation import filename_fault

Ask = Callable[[Question, Any], Any]


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
    division = divisions.find(city)
    target = (out or Path(division.name)).absolute()
    _refuse_name(target.name)
    transaction.refuse_existing(target)
    given = _given(answers, settings)
    if ask is not None:
        known = cityfile.merge(cityfile.from_division(division), given)
        given = cityfile.merge(given, _asked(ask, known, given))
    text = _city_text(division, given)

    def fill(work: Path) -> None:
        folder = _generate(work)
        kit.furnish(folder, text, division.code)

    transaction.create(target, fill)
    return target


def fill_from_hook(folder: str, city: str, answers: str) -> str | None:
    """Fills the current folder, for cookiecutter's hook. Returns what went wrong, or None."""
    try:
        _refuse_name(folder)
        division = divisions.find(city)
        given = _given(Path(answers) if answers else None, ())
        kit.furnish(Path.cwd(), _city_text(division, given), division.code)
    except InvalidInput as error:
        return "\n".join(f"{f.words.zh} / {f.words.en}: {f.fix.zh}" for f in error.findings)
    except ToolkitError as error:
        return f"{error.words.zh} / {error.words.en}: {error.fix.zh}"
    return None


def _given(answers: Path | None, settings: Sequence[str]) -> Answers:
    parts = []
    if answers is not None:
        try:
            parts.append(cityfile.read_answers(yamlfile.read(answers, str(answers))))
        except yamlfile.Unreadable as error:
            raise InvalidInput(error.findings) from None
        except OSError as error:
            raise ToolkitError(
                zh=f"读不到答案文件 {answers}：{error.strerror}",
                en=f"cannot read {answers}: {error.strerror}",
                fix_zh="检查文件的位置和名称", fix_en="check where the file is",
            ) from None
    return cityfile.merge(*parts, *map(cityfile.setting, settings))


def _asked(ask: Ask, known: Answers, given: Answers) -> Answers:
    """What a person answers to every question that has no answer yet."""
    replies: Answers = {}
    for question in questions():
        section, _, name = question.key.partition(".")
        if name not in given.get(section, {}):
            reply = ask(question, known[section][name])
            replies.setdefault(section, {})[name] = reply
    return replies


def _city_text(division: Division, given: Answers) -> str:
    return cityfile.to_text(cityfile.merge(cityfile.from_division(division), given))


def _generate(work: Path) -> Path:
    """Cookiecutter's part. Its keys are fixed words: it executes values as templates."""
    from cookiecutter.main import cookiecutter

    with tempfile.TemporaryDirectory(prefix="linyi-") as private:
        # Cookiecutter writes what it was told into a replay folder: keep that out of the home.
        config = Path(private) / "cookiecutter.yaml"
        config.write_text(
            f"cookiecutters_dir: '{private}'\nreplay_dir: '{private}'\n", encoding="utf-8"
        )
        made = cookiecutter(
            str(sources.shared().templates / "kit"),
            no_input=True, accept_hooks=False, output_dir=str(work), config_file=str(config),
            extra_context={"folder": "kit"},
        )
    return Path(made)


def _refuse_name(name: str) -> None:
    fault = filename_fault(name)
    if fault:
        raise ToolkitError(
            zh=f"文件夹名称“{name}”不能用：{fault.zh}", en=f"'{name}' can't name a folder: {fault.en}",
            fix_zh="换一个名称：--out 新文件夹", fix_en="choose another: --out NEW",
        )
