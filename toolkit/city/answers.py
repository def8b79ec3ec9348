"""What is known of a city before its kit is made: from a file, from the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from toolkit.city import cityfile
from toolkit.city.cityfile import Answers
from toolkit.city.divisions import Division
from toolkit.errors import InvalidInput, ToolkitError
from toolkit.files import yamlfile


def given(answers: Path | None, settings: Sequence[str]) -> Answers:
    """A file with any part of a city.yaml, and over it settings `section.name=value`.

    Raises InvalidInput with the places in the file, ToolkitError where it cannot be read.
    """
    _refuse_repeated(settings)
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


def _refuse_repeated(settings: Sequence[str]) -> None:
    """Raises ToolkitError where one key is set twice: one of the two would be lost in silence."""
    keys = [setting.partition("=")[0].strip() for setting in settings]
    repeated = [key for number, key in enumerate(keys) if key in keys[:number]]
    if repeated:
        raise ToolkitError(
            zh=f"--set {repeated[0]} 写了两次", en=f"--set {repeated[0]} is given twice",
            fix_zh="两处留一处", fix_en="keep one of the two",
        )


def refuse_another_city(division: Division, answers: Answers) -> None:
    """Raises ToolkitError where the answers are those of another city than the one that was named."""
    code = answers.get("city", {}).get("code", division.code)
    if code.ljust(6, "0") != division.code.ljust(6, "0"):
        raise ToolkitError(
            zh=f"要建的是{division.name}（{division.code}），答案里写的代码是 {code}",
            en=f"the kit is for {division.name} ({division.code}), and the answers say {code}",
            fix_zh="改正 city.code，或者换成那个城市的名称", fix_en="correct city.code, or name that city",
        )


def city_text(division: Division, answers: Answers) -> str:
    """The city.yaml of a division with these answers. Raises InvalidInput where one is wrong, or ToolkitError."""
    refuse_another_city(division, answers)
    return cityfile.to_text(cityfile.merge(cityfile.from_division(division), answers))
