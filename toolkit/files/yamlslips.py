"""Slips of YAML as people make them: which line it is, what is wrong in it, and the line to write instead.

A parser tells of the first fault alone, and often a line too late. Here a line is judged by how it
looks, near the place where the parser gave up; the mended line lets the rest be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from toolkit.errors import Words
from toolkit.files.yamltext import quoted

_LONGEST = 100  # characters of a line that a cure repeats
_KEY = re.compile(r"(?P<lead>\s*(?:- )?)(?P<key>[^\s:：#\"'{}\[\],&*!|>%@`-][^:：#]*?)(?P<colon>：\s*|:)(?P<value>.*)$")
_COMMENT = re.compile(r"\s+#.*$")
_WIDE = str.maketrans({"，": ", ", "、": ", ", "：": ": ", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]"})
_CLOSING = {"[": "]", "{": "}"}


@dataclass(frozen=True)
class Slip:
    """`row` and `column` count from 0; `line` is the whole line as it should be, None where nobody can say."""

    row: int
    column: int
    words: Words
    fix: Words
    line: str | None = None


def slip(lines: Sequence[str], error: yaml.MarkedYAMLError) -> Slip:
    """What is wrong where the parser gave up."""
    mark = error.problem_mark or error.context_mark
    row, column = (mark.line, mark.column) if mark else (0, 0)
    if row >= len(lines):  # libyaml puts the end of the text on a line of its own
        row, column = len(lines) - 1, len(lines[-1])
    context = error.context_mark
    opened = context.line if context and error.context and "block" not in error.context and context.line < len(lines) else row
    before = next((number for number in range(row - 1, -1, -1) if _says(lines[number])), row)
    near = list(dict.fromkeys(number for number in (opened, row, before) if number < len(lines)))
    problem = str(error.problem or "")
    for judge in (_tab, _wide_colon, _bare_colon, _open_quote):
        for number in near:
            found = judge(lines, number)
            if found:
                return found
    return (
        _in_brackets(lines, opened if "flow" in str(error.context) else row)
        or _second_colon(lines, row, column, problem) or _odd_value(lines, row) or _indent(lines, row, before)
        or _unknown(row, column)
    )


def _says(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _mended(row: int, column: int, zh: str, en: str, how_zh: str, how_en: str, line: str) -> Slip:
    shown = line.strip() if len(line) <= _LONGEST else line.strip()[:_LONGEST] + "…"
    return Slip(row, column, Words(zh, en), Words(f"{how_zh}，改成：{shown}", f"{how_en}; write: {shown}"), line)


def _tab(lines: Sequence[str], row: int) -> Slip | None:
    line = lines[row]
    indent = line[: len(line) - len(line.lstrip())]
    if "\t" not in indent:
        return None
    return _mended(
        row, indent.index("\t"), "行首用了 Tab 键", "a tab in the indent",
        "缩进请用空格，不要用 Tab 键", "indent with spaces, not tabs", indent.replace("\t", "  ") + line.lstrip(),
    )


def _wide_colon(lines: Sequence[str], row: int) -> Slip | None:
    found = _KEY.match(lines[row])
    if not found or not found["colon"].startswith("："):
        return None
    return _mended(
        row, found.start("colon"), f"“{found['key'].strip()}”后面是全角冒号“：”", f"a full-width colon “：” after '{found['key'].strip()}'",
        "请用半角冒号加空格“: ”", "use ': ', the ASCII colon and a blank", f"{found['lead']}{found['key']}: {found['value']}",
    )


def _bare_colon(lines: Sequence[str], row: int) -> Slip | None:
    found = _KEY.match(lines[row])
    if not found or found["colon"] != ":" or not found["value"] or found["value"][0] in " /\t" or not re.fullmatch(r"\w+", found["key"]):
        return None
    return _mended(
        row, found.end("colon"), f"“{found['key']}:”后面缺一个空格", f"no blank after '{found['key']}:'",
        "冒号后面空一格", "put a blank after the colon", f"{found['lead']}{found['key']}: {found['value']}",
    )


def _parts(line: str) -> tuple[str, str, str]:
    """What stands before a line's value, the value, and the comment behind it."""
    found = _KEY.match(line)
    start = found.end("colon") if found else len(line) - len(line.lstrip())
    value = line[start:]
    comment = _COMMENT.search(value)
    rest = comment[0] if comment else ""
    value = value[: len(value) - len(rest)]
    blank = value[: len(value) - len(value.lstrip())]
    return line[:start] + (blank or (" " if found else "")), value.strip(), rest


def _open_quote(lines: Sequence[str], row: int) -> Slip | None:
    before, value, comment = _parts(lines[row])
    sign = value[:1]
    if sign not in ("'", '"') or (len(value) > 1 and value.count(sign) % 2 == 0):
        return None
    return _mended(
        row, len(before), f"引号 {sign} 没有配对", f"the quotation mark {sign} is not closed",
        "补上引号", "close it", f"{before}{value}{sign}{comment}",
    )


def _in_brackets(lines: Sequence[str], row: int) -> Slip | None:
    before, value, comment = _parts(lines[row])
    start = re.search(r"[\[{]", value)
    if not start:
        return None
    ascii_ = value.translate(_WIDE).replace("  ", " ")
    if ascii_ != value:
        wide = re.search("[，、：｛｝［］【】]", value)
        return _mended(
            row, len(before) + (wide.start() if wide else 0), "括号里用了全角标点", "full-width punctuation within brackets",
            "请用半角的逗号、冒号和括号", "use ASCII commas, colons and brackets", f"{before}{ascii_}{comment}",
        )
    missing = _missing_brackets(value)
    if not missing:
        return None
    return _mended(
        row, len(before) + start.start(), f"括号没有配对，少了 {missing}", f"a bracket is not closed: {missing} is missing",
        "补上括号；若本来就是文字，请加引号", "close it; quote it if it is text", f"{before}{value.rstrip(',')}{missing}{comment}",
    )


def _missing_brackets(value: str) -> str:
    open_: list[str] = []
    for sign in re.sub(r"\"[^\"]*\"|'[^']*'", "", value):
        if sign in _CLOSING:
            open_.append(_CLOSING[sign])
        elif open_ and sign == open_[-1]:
            open_.pop()
    return "".join(reversed(open_))


def _second_colon(lines: Sequence[str], row: int, column: int, problem: str) -> Slip | None:
    before, value, comment = _parts(lines[row])
    if "mapping values" not in problem or column < len(before):
        return None
    return _mended(
        row, column, "值里又有一个“: ”", "a second ': ' within the value",
        "给值加上引号", "put the value in quotes", f"{before}{quoted(value)}{comment}",
    )


def _odd_value(lines: Sequence[str], row: int) -> Slip | None:
    before, value, comment = _parts(lines[row])
    if not _KEY.match(lines[row]) or not re.match(r"[{\[*&%@`}\]|>!]|\"[^\"]*\"\s*\S|'[^']*'\s*\S", value):
        return None
    plain = re.sub(r"[\"']", "", value) if value[0] in "\"'" else value
    return _mended(
        row, len(before), f"值以 {value[0]} 开头，不是这里能用的写法", f"a value that begins with {value[0]} is not understood here",
        "以 {、[、* 或 & 开头的文字要加引号", "quote text that starts with {, [, * or &", f"{before}{quoted(plain)}{comment}",
    )


def _indent(lines: Sequence[str], row: int, before: int) -> Slip | None:
    own, above = _width(lines[row]), _width(lines[before])
    if row == before or own == above or not _KEY.match(lines[row]):
        return None
    return _mended(
        row, own, "这一行没有和上面的项对齐", "the line is not in line with the keys above it",
        f"和上面的项对齐，左边空 {above} 格", f"indent it by {above}, like the keys above",
        " " * above + lines[row].lstrip(),
    )


def _width(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _unknown(row: int, column: int) -> Slip:
    return Slip(row, column, Words("YAML 写法有误", "invalid YAML"), Words("对照示例检查缩进和引号", "check indents, quotes"))


def without(lines: Sequence[str], row: int) -> Iterator[str]:
    """The lines without one that nobody understands, and without what hangs below it; their numbers stay."""
    width, below = _width(lines[row]), False
    for number, line in enumerate(lines):
        if number == row:
            below = True
            yield ""
            continue
        below = below and number > row and (not line.strip() or _width(line) > width)
        yield "" if below else line
