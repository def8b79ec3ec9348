"""Who is meant by a line such as “王芳（办公电话 0539-0000000）”: names, compared as a reader compares them."""

from __future__ import annotations

import re
import unicodedata

_NOTE = re.compile(r"[(\[【〔].*?[)\]】〕]")  # after NFKC, which makes （） plain
_NUMBER = re.compile(r"\+?[0-9][0-9 ./*#-]{2,}[0-9]|转 ?[0-9]+")
_CALLING = re.compile(r"(?:办公|联系|值班|值守|移动)?(?:电话|手机|座机|热线|微信)号?码?[:]?|\btel\b[.:]?", re.I)
_BETWEEN = re.compile(r"[、,;/|\n]")
_ADDRESS = re.compile(r"(?:同志|老师|先生|女士|主任|律师)$")
_NOBODY = {  # nobody yet, a room, or a post in short
    "待填写", "待定", "暂缺", "空缺", "无", "办公室", "值班室", "值守室", "专员", "副专员", "负责人", "值班员", "同上",
}


def people(line: str, titles: frozenset[str] = frozenset()) -> dict[str, str]:
    """The people that a line names: a form to compare by → as written. `titles` of posts name nobody.

    Blanks, full-width signs, notes in brackets and telephone numbers make no difference.
    """
    words = _NOTE.sub(" ", unicodedata.normalize("NFKC", line))
    words = _CALLING.sub(" ", _NUMBER.sub(" ", words))
    found = {}
    for piece in _BETWEEN.split(words):
        name = _name(piece, titles)
        if name and name not in _NOBODY:
            found[name] = " ".join(piece.split()).strip(" :-")
    return found


def _name(piece: str, titles: frozenset[str]) -> str:
    """Letters alone, and numbers that tell two namesakes apart; empty where no letter is left."""
    name = "".join(sign for sign in piece if unicodedata.category(sign)[0] in "LMN").casefold()
    for title in sorted(titles, key=len, reverse=True):
        name = name.removeprefix(title)
    name = _ADDRESS.sub("", name)
    return name if any(sign.isalpha() for sign in name) else ""
