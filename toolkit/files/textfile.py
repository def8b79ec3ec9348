"""Text files from outside: their bytes as text, or why not.

UTF-8 is expected everywhere. A document may be in GB18030, which older editors write: it is read,
and told once; nobody rewrites its encoding.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from toolkit.errors import Finding, Location, Severity, Words

MAX_BYTES = 1_000_000
BOM = b"\xef\xbb\xbf"
# Unicode's categories Cc, Cf, Co, Cs, Zl and Zp, but for tab and line feed. A test compares.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ud800-\uf8ff\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0001\U000e0020-\U000e007f\U000f0000-\U000ffffd\U00100000-\U0010fffd]"
)


class Unreadable(Exception):
    """The file cannot be used at all; carries its findings."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(findings[0].words.en)
        self.findings = findings


def read_text(path: Path, shown: str) -> str:
    """The text of a file from outside, without its BOM. Raises Unreadable if it is not UTF-8."""
    return decode(_bytes(path, shown), shown)


def read_document(path: Path, shown: str) -> tuple[str, list[Finding]]:
    """Like `read_text`, but GB18030 is read too, with a warning (YML010)."""
    raw = _bytes(path, shown)
    return document(raw, shown), [_other_encoding(shown)] if encoding(raw) == "gb18030" else []


def document(raw: bytes, shown: str) -> str:
    """The text of a document's bytes, UTF-8 or GB18030, with LF ends and no BOM. Raises Unreadable."""
    return _clean(raw.decode("gb18030"), shown) if encoding(raw) == "gb18030" else decode(raw, shown)


def encoded_like(raw: bytes | None, text: str) -> bytes:
    """The text in the encoding, with the BOM and the line ends of `raw`, as most of its lines have them."""
    if raw is None:
        return text.encode()
    end = "\r\n" if raw.count(b"\r\n") * 2 > raw.count(b"\n") else "\n"
    mark = BOM if raw.startswith(BOM) else b""
    return mark + text.replace("\n", end).encode(encoding(raw) or "utf-8")


def encoding(raw: bytes) -> str | None:
    """"utf-8", "gb18030", or None for any other; whoever writes a document back keeps it."""
    for name in ("utf-8", "gb18030"):
        try:
            raw.decode(name)
        except UnicodeDecodeError:
            continue
        return None if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else name
    return None


def _bytes(path: Path, shown: str) -> bytes:
    """The file's bytes, so far as it is an ordinary file: a pipe would never end."""
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise Unreadable([not_a_file(shown)])
        if state.st_size > MAX_BYTES:
            raise Unreadable([too_large(shown)])
        return path.read_bytes()
    except PermissionError:
        raise Unreadable([_closed(shown)]) from None


def decode(raw: bytes, shown: str) -> str:
    """UTF-8 with LF ends; a leading BOM and CRLF are taken as an editor's habit."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable([_wrong_encoding(raw, shown)]) from None
    return _clean(text, shown)


def _clean(text: str, shown: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    findings = list(invisible_characters(text, shown))
    if findings:
        raise Unreadable(findings)
    return text


def invisible_characters(text: str, shown: str, first_line: int = 1) -> Iterator[Finding]:
    """Control, format and private-use characters: they hide or reorder what a reader sees."""
    if not INVISIBLE.search(text):
        return
    for number, line in enumerate(text.split("\n"), first_line):
        found = INVISIBLE.search(line)
        if found:
            code = f"U+{ord(found[0]):04X}"
            yield finding(
                shown, number, found.start() + 1, "YML002",
                f"含有看不见的字符 {code}", f"invisible character {code}",
                "删除这个字符，或重新手工输入这一行", "delete it, or type the line anew",
            )


def _other_encoding(shown: str) -> Finding:
    return Finding(
        Location(shown), "YML010",
        Words("这份文件的编码是 GB18030（GBK），照样读了", "the file is in GB18030 (GBK); it was read all the same"),
        Words("方便的时候在记事本里“另存为”，编码选 UTF-8", "save it as UTF-8 when convenient"),
        Severity.WARNING,
    )


def not_a_file(shown: str) -> Finding:
    return finding(
        shown, 1, 1, "YML011",
        "不是能读的普通文件（是文件夹、管道，或者是断了的链接）", "no ordinary file to read, but a folder, a pipe or a broken link",
        "把它移走，换成真正的文件", "move it away, and put the real file here",
    )


def _closed(shown: str) -> Finding:
    return finding(
        shown, 1, 1, "YML011",
        "没有权限读这个文件", "this file is closed to you",
        "改文件的权限；正在别的软件里打开的先关上", "change its permissions; close it where it is open",
    )


def _wrong_encoding(raw: bytes, shown: str) -> Finding:
    name = _guess_encoding(raw)
    return finding(
        shown, 1, 1, "YML008",
        f"文件编码是 {name or '别的编码'}，应为 UTF-8", f"the file is in {name or 'another encoding'}, UTF-8 is expected",
        "在记事本里“另存为”，编码选 UTF-8", "save it again as UTF-8",
    )


def _guess_encoding(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    return "GBK/GB18030" if encoding(raw) == "gb18030" else ""


def too_large(shown: str) -> Finding:
    return finding(
        shown, 1, 1, "YML009",
        f"文件超过 {MAX_BYTES // 1000} KB", f"the file is over {MAX_BYTES // 1000} kB",
        "检查是否放错了文件", "is this the right file?",
    )


def finding(
    shown: str, line: int, column: int, rule: str, zh: str, en: str, fix_zh: str, fix_en: str
) -> Finding:
    return Finding(Location(shown, line, column), rule, Words(zh, en), Words(fix_zh, fix_en))
