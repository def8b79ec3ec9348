"""Rules for signs that mean something elsewhere, or nearly something here, and would be printed as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from toolkit.errors import Finding, Location, Words
from toolkit.files.yamlfile import YamlFile, leaves
from toolkit.rules.subject import Subject
from toolkit.text import pictures, placeholders, terms
from toolkit.text.blocks import BOX_CLOSE, BOX_OPEN, ROW
from toolkit.text.marks import SPAN
from toolkit.text.policy import REFERENCE, Clause

# What the program understands within a line; the rest is plain words.
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_KNOWN = re.compile(rf"{_TAG.pattern}|{REFERENCE.pattern}|\*\*[^*]+\*\*")
_NAME = r"[a-z_]+\s*[.．]\s*[a-z_]+"


@dataclass(frozen=True)
class _Slip:
    pattern: re.Pattern[str]
    fix: Words


def _slip(pattern: str, zh: str, en: str) -> _Slip:
    return _Slip(re.compile(pattern), Words(zh, en))


# In lines and in the front matter's texts.
_SLIPS = (
    _slip(rf"[{{｛]\s*[{{｛%％]|[}}｝%％]\s*[}}｝]|[{{｛]\s*{_NAME}\s*[}}｝]",
          "写成 {{ team.name }} 的样子，用半角的花括号", "write {{ team.name }}, with plain braces"),
    _slip(r"[\[［【][^\]］】]*[\]］】]\s*[(（]\s*[#＃]?\s*[PBT][0-9]{2}|[(（]\s*[#＃]\s*[PBT][0-9]{2}",
          "引用写成 [](#P09-gates) 的样子，有 # 号，用半角括号", "refer like [](#P09-gates), with # and plain brackets"),
    _slip(r"(?<!!)\[[^\]]*\]\([^)]*\)", "不能写链接：引用条文用 [](#P09-gates)，网址直接写出来",
          "no links: refer to a clause like [](#P09-gates), and write an address out"),
    _slip(r"\*\*|＊＊", "加重写成 **两边都有星号**", "write emphasis as **stars on both sides**"),
    _slip(r"`", "去掉反引号", "remove the backquote"),
    _slip(r"<!--|</?[A-Za-z][^<>]*>", "去掉 < > 写的标记，这里只写文字", "remove the markup in < >; only words stand here"),
)
_SIGNS = r"{}｛｝\[［【#＃*＊`<"
_SUSPECT = re.compile(f"[{_SIGNS}]")  # a text without one of these has no such slip
# At the beginning of a line.
_OPENINGS = (
    _slip(r"[:：]{3,}", "框用一行 ::: 签署（或者 主送、落款）开始，用一行 ::: 结束", "a box opens with a line “::: 签署” (or “::: 主送”, “::: 落款”) and closes with a line “:::”"),
    _slip(r"[#＃]", "标题写成 ## 章名 {#P09-name} 或者 ### 条名 {#P09-name}，# 后面空一格",
          "write a heading as ## Title {#P09-name} or ### Title {#P09-name}, with a blank after #"),
    _slip(r"[|｜]|.*[|｜]$", "表格的每一行用半角的 | 开头，用 | 结尾", "begin and end each row of a table with a plain |"),
    _slip(r"[-*+•][ \t]", "项写成（一）（二），表格用 |", "write items as “（一）”, “（二）”"),
    _slip(r"[>＞]", "去掉行首的 >", "remove the > at the line's beginning"),
    _slip(r"([-*_=])\1{2,}$", "去掉这条横线", "remove this rule"),
)
_SUSPECT_LINE = re.compile(rf"[{_SIGNS}|｜]|^\s*[:：\-+•>＞_=]", re.M)  # a line without has neither


def printed_as_it_stands(subject: Subject) -> Iterator[Finding]:
    """DOC402: mistyped or foreign markup, which every format would print as it stands."""
    for document in subject.documents:
        for part, _ in document.parts():
            for line, column, fix in _slips(part, document.is_reader):
                yield _finding(Location(document.path, line, column), fix)
        yield from _in_values(document.front, document.data, terms.KEYS, _TAG)
    for ledger in subject.ledgers:
        yield from _in_values(ledger.file, ledger.file.data, ("keeper", "rules", "note"), _KNOWN)


def _slips(part: Clause, pictured: bool) -> Iterator[tuple[int, int, Words]]:
    """Line, column and cure of each line's first slip. A line of a reader's text may begin with a picture."""
    if not _SUSPECT_LINE.search(part.text) or placeholders.usage(part.text).faults:
        return  # of faults DOC201 tells
    boxed = False
    for line in part.lines:
        text = line.text.strip()
        if not _SUSPECT_LINE.search(text):
            continue
        opens, closes = BOX_OPEN.match(text), BOX_CLOSE.match(text)
        if opens or (closes and boxed):
            boxed = bool(opens)
            continue
        found = _first_slip(pictures.without(text) if pictured else text, boxed)
        if found:
            yield line.number, len(line.text) - len(line.text.lstrip()) + found[0] + 1, found[1]


def _first_slip(text: str, boxed: bool = False) -> tuple[int, Words] | None:
    plain = _KNOWN.sub(lambda known: "\0" * len(known[0]), SPAN.sub(lambda span: " " + span[1] + " " * 13, text))
    row = ROW.match(text) and not boxed
    for slip in () if row else _OPENINGS:
        if slip.pattern.match(plain):
            return 0, slip.fix
    places = [(match.start(), slip.fix) for slip in _SLIPS for match in [slip.pattern.search(plain)] if match]
    return min(places, key=lambda place: place[0]) if places else None


def _in_values(file: YamlFile, data: Any, filled: tuple[str, ...], known_there: re.Pattern[str]) -> Iterator[Finding]:
    """Texts of a YAML file: none is a place for markup, nor for placeholders but below the keys that are `filled`."""
    for place, value in leaves(data):
        if not isinstance(value, str) or not _SUSPECT.search(value):
            continue
        known = known_there.sub("", value) if any(key in place for key in filled) else value
        plain = SPAN.sub(lambda span: span[1], known)
        for slip in _SLIPS:
            if slip.pattern.search(plain):
                yield _finding(file.locate(*place), slip.fix if known is not value else _PLAIN)
                break


_PLAIN = Words("这里只写文字：不能用占位符、引用和标记", "only words stand here: no placeholder, reference or markup")


def _finding(location: Location, fix: Words) -> Finding:
    words = Words("这里的标记写法不对，会原样印出来", "mistyped markup that would be printed as it stands")
    return Finding(location, "DOC402", words, fix)


RULES = (printed_as_it_stands,)
