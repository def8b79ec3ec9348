"""Answers that are not a kit yet: `<DIR>.草稿.yaml` beside the folder to be, offered the next time."""

from __future__ import annotations

import os
from pathlib import Path

from toolkit.city import cityfile
from toolkit.city.cityfile import Answers
from toolkit.city.divisions import Division
from toolkit.errors import InvalidInput, ToolkitError
from toolkit.files import inside, temporary, yamlfile
from toolkit.files.yamltext import flow

_HEAD = """\
# {name}还没有答完的问题。再运行一次同一条 linyi new，就接着答；不要了，删掉这个文件。
# 也可以当作答案文件：linyi new {code} --no-input --answers 这个文件
"""


def place(target: Path) -> Path:
    return target.with_name(f"{target.name}.草稿.yaml")


def read(path: Path, division: Division) -> Answers:
    """The answers of an earlier conversation about this city; empty where there was none.

    Raises InvalidInput or ToolkitError where a file is there and cannot be taken.
    """
    if not os.path.lexists(path):
        return {}
    try:
        if inside.is_link(path):
            raise ToolkitError(
                zh=f"{path.name} 是一个链接，不读", en=f"{path.name} is a link, and is not read",
                fix_zh="把它移走，再运行一次", fix_en="move it away, and run again",
            )
        answers = cityfile.read_answers(yamlfile.read(path, path.name))
    except yamlfile.Unreadable as error:
        raise InvalidInput(error.findings) from None
    code = str(answers.get("city", {}).get("code", division.code))
    if code != division.code:
        raise ToolkitError(
            zh=f"{path.name} 是另一个城市（{code}）的草稿", en=f"{path.name} is the draft of another city ({code})",
            fix_zh="换一个文件夹：--out 新文件夹；那份草稿不要了，就删掉它", fix_en="choose another folder: --out NEW; or delete that draft",
        )
    return {section: values for section, values in answers.items() if section != "city"}


def write(path: Path, division: Division, answers: Answers) -> None:
    """Keeps the answers, all or nothing."""
    lines = [_HEAD.format(name=division.name, code=division.code), f'city: {{code: "{division.code}"}}']
    for section, values in answers.items():
        lines.append(f"{section}:")
        lines += [f"  {key}: {flow(value)}" for key, value in values.items()]
    temporary.put(path, "\n".join(lines) + "\n")
